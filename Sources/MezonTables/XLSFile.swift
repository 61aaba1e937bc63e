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
/// an empty cell. Some broken files make it end its process, so it runs in one of its own, which hands over all cells.
final class XLSFile: TableFile {
  private let cells: XLSCells
  let tables: [TableHeading]
  /// Where the cells of each sheet begin.
  private let starts: [Int]

  init(_ bytes: [UInt8]) throws(TableFault) {
    cells = try XLSCells(bytes)
    var reader = XLSCells.Cursor(cells)
    var found: [TableHeading] = []
    var starts: [Int] = []
    while true {
      switch reader.next() {
      case .sheet(let name):
        found.append(TableHeading(name: name))
        starts.append(reader.place)
      case .cell, .disorder: break
      case .end:
        tables = found
        self.starts = starts
        return
      case .tooMany(let count): throw TableFault(.tooManyParts(count))
      case .locked: throw TableFault(.locked)
      // A workbook of the newer format that is locked by a password lies in the same kind of envelope.
      case .unreadable(let status):
        throw TableFault(Self.isLocked(bytes) ? .locked : .unreadable("XLS: \(status)"))
      case nil: throw TableFault(.unreadable("XLS"))
      }
    }
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
    var reader = XLSCells.Cursor(cells, at: starts[table])
    var row = TableRow()
    row.clear(number: 1)
    while let part = reader.next() {
      switch part {
      case .cell(let number, let column, let value):
        if number != row.number {
          if !row.cells.isEmpty, !body(row) { return [] }
          row.clear(number: number)
        }
        Self.append(value, column, to: &row)
      case .disorder(let number): throw TableFault(.disorder(part: tables[table].name, row: number))
      default:
        if !row.cells.isEmpty { _ = body(row) }
        return []
      }
    }
    throw TableFault(.unreadable("XLS: \(tables[table].name)"))
  }

  private static func append(_ value: XLSCells.Value, _ column: Int, to row: inout TableRow) {
    switch value {
    case .whole(let value): row.append(column: column, .number, String(value))
    case .number(let value): row.append(column: column, .number, NumberText.text(value))
    case .text(let text): row.append(column: column, .text, text)
    case .moment(let text): row.append(column: column, .time, text.replacing(" ", with: "T"))
    }
  }
}
