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

  /// What the reading of a table may cost.
  struct Bounds {
    /// The looks that any table may take.
    var freeLooks = 500_000
    /// The most memory that SQLite may take: to sort, a view must hold its rows.
    var memoryBytes = 1 << 30
  }

  /// What is left of the bounds while a table is read.
  private struct Allowance {
    var looks: Int
    let memoryBytes: Int
    /// What was used up.
    var spent: String?

    mutating func look() -> Bool {
      looks -= 1
      if looks < 0 { spent = "many steps" }
      if sqlite3_memory_used() > memoryBytes { spent = "much memory" }
      return spent == nil
    }
  }

  private let medium: DatabaseMedium
  private let handle: OpaquePointer
  private let bounds: Bounds
  let tables: [TableHeading]

  init(_ content: any FileContent, bounds: Bounds = Bounds()) throws(TableFault) {
    self.bounds = bounds
    let medium = try DatabaseMedium(content)
    let (connection, status) = medium.open()
    guard status == SQLITE_OK, let connection else {
      sqlite3_close_v2(connection)
      throw medium.fault ?? TableFault(.unreadable("SQLite"))
    }
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Self.valueLimit)
    do throws(TableFault) {
      tables = try Self.headings(connection)
    } catch {
      sqlite3_close_v2(connection)
      throw medium.fault ?? error
    }
    self.medium = medium
    handle = connection
  }

  deinit { sqlite3_close_v2(handle) }

  /// The tables and views by their order in the schema.
  private static func headings(_ handle: OpaquePointer) throws(TableFault) -> [TableHeading] {
    for setting in settings {
      guard sqlite3_exec(handle, setting, nil, nil, nil) == SQLITE_OK else { throw fault(handle) }
    }
    let names = try texts(
      handle,
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
    )
    var found: [TableHeading] = []
    for name in names {
      let columns = try texts(handle, "SELECT name FROM pragma_table_info(\(literal(name))) ORDER BY cid")
      found.append(TableHeading(name: name, columns: columns))
    }
    return found
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
    let allowance = UnsafeMutablePointer<Allowance>.allocate(capacity: 1)
    let byteLooks = medium.byteCount / Int(Self.stepsBetweenLooks) * Self.stepsOfByte
    allowance.initialize(to: Allowance(looks: bounds.freeLooks + byteLooks, memoryBytes: bounds.memoryBytes))
    defer {
      sqlite3_progress_handler(handle, 0, nil, nil)
      allowance.deinitialize(count: 1)
      allowance.deallocate()
    }
    sqlite3_progress_handler(
      handle, Self.stepsBetweenLooks,
      { $0?.assumingMemoryBound(to: Allowance.self).pointee.look() == true ? 0 : 1 }, allowance)
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
      default:
        let spent = allowance.pointee.spent.map { TableFault(.unreadable("SQLite: \(name) takes too \($0)")) }
        throw medium.fault ?? spent ?? Self.fault(handle)
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
