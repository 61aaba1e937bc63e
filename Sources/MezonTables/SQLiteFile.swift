// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A database file of SQLite, read stretch by stretch: its tables and views, their rows by their order in the file.
///
/// The file is opened read only through a file system that holds it alone (``DatabaseMedium``), so that nothing beside it is made or looked
/// for. What its schema could run (functions in views) is held to those that are harmless, and a view that goes on and on is stopped.
final class SQLiteFile: TableFile {
  /// The steps of SQLite's machine between two looks at the bounds.
  private static let stepsBetweenLooks: Int32 = 1000
  /// The steps that each byte of the file may take beyond the free ones: a row has at least six bytes, and is read in a step for each column
  /// and two more.
  private static let stepsOfByte = 16
  /// The longest value or row: what is kept beside records, such as pictures, is shown by its length alone, but has to be read.
  private static let valueLimit: Int32 = 256 << 20
  /// Read only; nothing of what the schema says is trusted; sorted in memory, and 8 MiB of pages kept.
  private static let settings = [
    "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA query_only = ON",
    "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -8192",
  ]

  /// The most memory that SQLite may take for all databases of the process together: to sort, a view must hold its rows.
  private static let memoryLimit: sqlite3_int64 = 1 << 30
  /// Sets that bound, once: whatever would go beyond it finds no memory.
  private static let isMemoryBound: Void = { _ = sqlite3_hard_heap_limit64(memoryLimit) }()

  private let medium: DatabaseMedium
  private let handle: OpaquePointer
  private let freeLooks: Int
  let tables: [TableHeading]

  /// - Parameter freeLooks: the looks at the bounds that any table may take
  init(_ content: any FileContent, freeLooks: Int = 500_000) throws(TableFault) {
    self.freeLooks = freeLooks
    _ = Self.isMemoryBound
    let medium = try DatabaseMedium(content)
    let (connection, status) = medium.open()
    guard status == SQLITE_OK, let connection else {
      sqlite3_close_v2(connection)
      throw medium.fault ?? TableFault(.unreadable("SQLite"))
    }
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Self.valueLimit)
    do throws(TableFault) {
      tables = try Self.headings(connection)
      // A table whose columns the medium did not give is not one that has none.
      if let fault = medium.fault { throw fault }
    } catch {
      sqlite3_close_v2(connection)
      throw medium.fault ?? error
    }
    self.medium = medium
    handle = connection
  }

  deinit { sqlite3_close_v2(handle) }

  /// The tables and views by their order in the schema, with the columns that reading them gives.
  ///
  /// One that SQLite cannot read, such as a view of a table that is gone or a table of a module that is not here, has no columns; why, its
  /// reading tells.
  private static func headings(_ handle: OpaquePointer) throws(TableFault) -> [TableHeading] {
    for setting in settings {
      guard sqlite3_exec(handle, setting, nil, nil, nil) == SQLITE_OK else { throw fault(handle) }
    }
    let names = try texts(
      handle,
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
    )
    return names.map { TableHeading(name: $0, columns: columns(handle, $0)) }
  }

  /// The columns of a table as its rows have them: those that are generated too, without those that are hidden. None where it cannot be read.
  private static func columns(_ handle: OpaquePointer, _ table: String) -> [String] {
    guard let statement = try? prepare(handle, selection(of: table)) else { return [] }
    defer { sqlite3_finalize(statement) }
    return (0..<sqlite3_column_count(statement)).map { column in
      sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
    }
  }

  /// What asks for all rows of a table.
  private static func selection(of table: String) -> String { "SELECT * FROM " + quoted(table) }

  private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  /// Why a statement ended.
  /// - Parameter table: the table that is read; nil for the schema
  private static func fault(_ handle: OpaquePointer, table: String? = nil) -> TableFault {
    guard sqlite3_errcode(handle) != SQLITE_NOMEM else { return spent("much memory", on: table) }
    return TableFault(.unreadable("SQLite: " + String(cString: sqlite3_errmsg(handle))))
  }

  private static func spent(_ what: String, on table: String?) -> TableFault {
    TableFault(.unreadable("SQLite: " + (table.map { quoted($0) + " " } ?? "") + "takes too " + what))
  }

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
    let name = tables[table].name
    let statement = try Self.prepare(handle, Self.selection(of: name))
    defer { sqlite3_finalize(statement) }
    let looks = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    looks.initialize(to: freeLooks + medium.byteCount / Int(Self.stepsBetweenLooks) * Self.stepsOfByte)
    defer {
      sqlite3_progress_handler(handle, 0, nil, nil)
      looks.deallocate()
    }
    sqlite3_progress_handler(
      handle, Self.stepsBetweenLooks,
      { looks in
        guard let looks = looks?.assumingMemoryBound(to: Int.self) else { return 1 }
        looks.pointee -= 1
        return looks.pointee < 0 ? 1 : 0
      }, looks)
    var row = TableRow()
    var number = 0
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        number += 1
        row.clear(number: number)
        for column in 0..<sqlite3_column_count(statement) {
          guard Self.append(statement, column, to: &row) else { throw Self.spent("much memory", on: name) }
        }
        if !body(row) { return [] }
      case SQLITE_DONE: return []
      case SQLITE_INTERRUPT: throw Self.spent("many steps", on: name)
      default: throw medium.fault ?? Self.fault(handle, table: name)
      }
    }
  }

  /// Adds a value to a row.
  /// - Returns: false where there is no memory for its text: such a value is never taken for an empty one
  private static func append(_ statement: OpaquePointer, _ column: Int32, to row: inout TableRow) -> Bool {
    let kind: TableCell.Kind
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL: return true
    case SQLITE_INTEGER: kind = .number
    case SQLITE_FLOAT:
      row.append(column: Int(column), .number, NumberText.text(sqlite3_column_double(statement, column)))
      return true
    // Bytes that are no text have no place in a table; they are shown as what failed.
    case SQLITE_BLOB:
      row.append(column: Int(column), .failure, "<\(sqlite3_column_bytes(statement, column)) B>")
      return true
    default: kind = .text
    }
    guard let start = sqlite3_column_text(statement, column) else { return false }
    let count = Int(sqlite3_column_bytes(statement, column))
    row.append(column: Int(column), kind, UnsafeBufferPointer(start: start, count: count))
    return true
  }
}
