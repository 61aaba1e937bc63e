// SPDX-License-Identifier: Apache-2.0

import CFreeXL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A workbook in the binary format of Excel up to 2003, read by libfreexl: `.xls`.
///
/// Dates come by the formats of their cells. The library knows nothing of merged cells, and gives a truth value and a formula that failed as
/// an empty cell.
final class XLSFile: TableFile {
  private let handle: UnsafeRawPointer
  private let descriptor: Int32
  let tables: [TableHeading]

  init(_ bytes: [UInt8]) throws(TableFault) {
    descriptor = bytes.withUnsafeBytes { mezon_memory_file($0.baseAddress, $0.count) }
    guard descriptor >= 0 else { throw TableFault(.unreadable("no memory")) }
    var opened: UnsafeRawPointer?
    let status = freexl_open("/proc/self/fd/\(descriptor)", &opened)
    guard status == FREEXL_OK, let opened else {
      if let opened { freexl_close(opened) }
      close(descriptor)
      // A workbook of the newer format that is locked by a password lies in the same kind of envelope.
      throw TableFault(Self.isLocked(bytes) ? .locked : .unreadable("XLS: \(status)"))
    }
    handle = opened
    var found: [TableHeading] = []
    do throws(TableFault) {
      if try Self.number(opened, FREEXL_BIFF_PASSWORD) == UInt32(FREEXL_BIFF_OBFUSCATED) { throw TableFault(.locked) }
      let count = try Self.number(opened, FREEXL_BIFF_SHEET_COUNT)
      guard count <= 4_096 else { throw TableFault(.tooManyParts(Int(count))) }
      for sheet in 0..<UInt16(count) {
        var name: UnsafePointer<CChar>?
        guard freexl_get_worksheet_name(opened, sheet, &name) == FREEXL_OK else {
          throw TableFault(.unreadable("XLS: \(sheet)"))
        }
        found.append(TableHeading(name: name.map { String(cString: $0) } ?? ""))
      }
    } catch {
      freexl_close(opened)
      close(descriptor)
      throw error
    }
    tables = found
  }

  deinit {
    freexl_close(handle)
    close(descriptor)
  }

  private static func number(_ handle: UnsafeRawPointer, _ what: Int32) throws(TableFault) -> UInt32 {
    var value: UInt32 = 0
    guard freexl_get_info(handle, UInt16(what), &value) == FREEXL_OK else { throw TableFault(.unreadable("XLS")) }
    return value
  }

  /// Whether the envelope holds a part called EncryptedPackage, in UTF-16.
  private static func isLocked(_ bytes: [UInt8]) -> Bool {
    let name = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    guard bytes.count >= name.count else { return false }
    return (0...(bytes.count - name.count)).contains { start in
      bytes[start] == name[0] && bytes[start..<(start + name.count)].elementsEqual(name)
    }
  }

  func readRows(of table: Int, _ body: (borrowing TableRow) -> Bool) throws(TableFault) -> [TableNote] {
    var rows: UInt32 = 0
    var columns: UInt16 = 0
    guard freexl_select_active_worksheet(handle, UInt16(clamping: table)) == FREEXL_OK,
      freexl_worksheet_dimensions(handle, &rows, &columns) == FREEXL_OK
    else { throw TableFault(.unreadable("XLS: \(tables[table].name)")) }
    var row = TableRow()
    for number in 0..<rows {
      row.clear(number: Int(number) + 1)
      for column in 0..<columns {
        var value = FreeXL_CellValue()
        guard freexl_get_cell_value(handle, number, column, &value) == FREEXL_OK else {
          throw TableFault(.disorder(part: tables[table].name, row: Int(number) + 1))
        }
        Self.append(value, Int(column), to: &row)
      }
      if !row.cells.isEmpty, !body(row) { break }
    }
    return []
  }

  private static func append(_ value: FreeXL_CellValue, _ column: Int, to row: inout TableRow) {
    func text(_ kind: TableCell.Kind, _ change: (String) -> String = { $0 }) {
      guard let start = value.value.text_value else { return }
      row.append(column: column, kind, change(String(cString: start)))
    }
    switch Int32(value.type) {
    case FREEXL_CELL_INT: row.append(column: column, .number, String(value.value.int_value))
    case FREEXL_CELL_DOUBLE: row.append(column: column, .number, NumberText.text(value.value.double_value))
    case FREEXL_CELL_TEXT, FREEXL_CELL_SST_TEXT: text(.text)
    case FREEXL_CELL_DATE, FREEXL_CELL_TIME: text(.time)
    case FREEXL_CELL_DATETIME: text(.time) { $0.replacing(" ", with: "T") }
    default: break
    }
  }
}
