// SPDX-License-Identifier: Apache-2.0

import CSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A database file of SQLite, read from memory: its tables and views, their rows by their order in the file.
///
/// The file is opened read only and never from disk, so that nothing beside it is made or looked for. What its schema could run
/// (functions in views) is held to those that are harmless, and a view that goes on and on is stopped.
final class SQLiteFile: TableFile {
  /// The most steps of SQLite's machine for one table, in units of a thousand.
  private static let stepLimit = 500_000

  private let handle: OpaquePointer
  private let copy: UnsafeMutableRawBufferPointer
  let tables: [TableHeading]

  init(_ bytes: [UInt8]) throws(TableFault) {
    guard let start = malloc(max(1, bytes.count)) else { throw TableFault(.unreadable("no memory")) }
    copy = UnsafeMutableRawBufferPointer(start: start, count: bytes.count)
    copy.copyBytes(from: bytes)
    // A file whose journal is a log of its own (WAL) says so in two bytes; a copy in memory has none.
    if copy.count > 19, copy[18] == 2, copy[19] == 2 { (copy[18], copy[19]) = (1, 1) }
    var opened: OpaquePointer?
    guard sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let opened else {
      sqlite3_close_v2(opened)
      free(start)
      throw TableFault(.unreadable("SQLite"))
    }
    handle = opened
    let status = sqlite3_deserialize(
      opened, "main", copy.baseAddress?.assumingMemoryBound(to: UInt8.self), Int64(copy.count), Int64(copy.count),
      UInt32(SQLITE_DESERIALIZE_READONLY))
    var found: [TableHeading] = []
    do throws(TableFault) {
      guard status == SQLITE_OK else { throw Self.fault(opened) }
      for setting in ["PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA query_only = ON"] {
        guard sqlite3_exec(opened, setting, nil, nil, nil) == SQLITE_OK else { throw Self.fault(opened) }
      }
      let names = try Self.texts(
        opened,
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
      )
      for name in names {
        let columns = try Self.texts(opened, "SELECT name FROM pragma_table_info(\(Self.literal(name))) ORDER BY cid")
        found.append(TableHeading(name: name, columns: columns))
      }
    } catch {
      sqlite3_close_v2(opened)
      free(start)
      throw error
    }
    tables = found
  }

  deinit {
    sqlite3_close_v2(handle)
    free(copy.baseAddress)
  }

  private static func fault(_ handle: OpaquePointer) -> TableFault {
    TableFault(.unreadable("SQLite: " + String(cString: sqlite3_errmsg(handle))))
  }

  private static func literal(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  private static func prepare(_ handle: OpaquePointer, _ query: String) throws(TableFault) -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, query, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw fault(handle)
    }
    return statement
  }

  private static func texts(_ handle: OpaquePointer, _ query: String) throws(TableFault) -> [String] {
    let statement = try prepare(handle, query)
    defer { sqlite3_finalize(statement) }
    var texts: [String] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: texts.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
      case SQLITE_DONE: return texts
      default: throw fault(handle)
      }
    }
  }

  func readRows(of table: Int, _ body: (borrowing TableRow) -> Bool) throws(TableFault) -> [TableNote] {
    let name = "\"" + tables[table].name.replacing("\"", with: "\"\"") + "\""
    let statement = try Self.prepare(handle, "SELECT * FROM " + name)
    defer { sqlite3_finalize(statement) }
    let steps = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    steps.initialize(to: 0)
    defer {
      sqlite3_progress_handler(handle, 0, nil, nil)
      steps.deallocate()
    }
    sqlite3_progress_handler(
      handle, 1000,
      { counter in
        guard let counter = counter?.assumingMemoryBound(to: Int.self) else { return 1 }
        counter.pointee += 1
        return counter.pointee > SQLiteFile.stepLimit ? 1 : 0
      }, steps)
    var row = TableRow()
    var number = 0
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        number += 1
        row.clear(number: number)
        for column in 0..<sqlite3_column_count(statement) { Self.append(statement, column, to: &row) }
        if !body(row) { return [] }
      case SQLITE_DONE: return []
      default: throw Self.fault(handle)
      }
    }
  }

  private static func append(_ statement: OpaquePointer, _ column: Int32, to row: inout TableRow) {
    let kind: TableCell.Kind
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL: return
    case SQLITE_INTEGER: kind = .number
    case SQLITE_FLOAT:
      row.append(column: Int(column), .number, NumberText.text(sqlite3_column_double(statement, column)))
      return
    // Bytes that are no text have no place in a table; they are shown as what failed.
    case SQLITE_BLOB:
      row.append(column: Int(column), .failure, "<\(sqlite3_column_bytes(statement, column)) B>")
      return
    default: kind = .text
    }
    guard let start = sqlite3_column_text(statement, column) else { return }
    let count = Int(sqlite3_column_bytes(statement, column))
    row.append(column: Int(column), kind, UnsafeBufferPointer(start: start, count: count))
  }
}
