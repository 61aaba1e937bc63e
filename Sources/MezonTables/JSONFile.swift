// SPDX-License-Identifier: Apache-2.0

/// JSON or JSON Lines as tables: a list of records is a table, a list of records within a record is one of its own.
///
/// What stands in objects within a record becomes columns named by their path, `address/street`, as KoboToolbox and ODK name
/// the questions of a group. A list of plain values is one cell, its values parted by `;`. Each record has its number as `_index` and
/// that of the record around it as `_parent_index`, by which the tables are joined. Records need not have the same members: columns are
/// those of all of them, as when a form went through several versions. A null is an empty cell.
final class JSONFile: TableFile {
  /// The name of the table of the outermost records.
  static let mainTable = "records"

  private let bytes: [UInt8]
  let tables: [TableHeading]

  init(_ bytes: [UInt8]) throws(TableFault) {
    self.bytes = bytes
    var walk = JSONWalk(bytes, wanted: nil) { _ in true }
    try walk.run()
    guard !walk.tables.isEmpty else { throw TableFault(.brokenJSON(line: 1, reason: "[{…}]?")) }
    // A single record around lists of records is the envelope of an answer.
    let isEnvelope = walk.isSingleObject && walk.tables.count > 1
    tables = walk.tables.enumerated().map { place, table in
      TableHeading(name: table.name, isHidden: place == 0 && isEnvelope, columns: table.columns)
    }
  }

  func readRows(of table: Int, _ body: (borrowing TableRow) -> Bool) throws(TableFault) -> [TableNote] {
    var failure: TableFault?
    withoutActuallyEscaping(body) { body in
      var walk = JSONWalk(bytes, wanted: (table, tables[table].columns ?? []), body: body)
      do throws(TableFault) { try walk.run() } catch { failure = error }
    }
    if let failure { throw failure }
    return []
  }
}

/// One pass over a JSON text: finds the tables and their columns, or hands out the rows of one.
struct JSONWalk {
  static let depthLimit = 128
  static let tableLimit = 1_000
  static let columnLimit = 16_384

  struct Table {
    let name: String
    /// The path by which a form calls the table's own records; empty for those of an envelope.
    var path = ""
    /// What stands before that path in the name.
    var envelope = ""
    var columns = [JSONWalk.index]
    var places: [String: Int] = [JSONWalk.index: 0]
    var count = 0
  }

  static let index = "_index"
  static let parentIndex = "_parent_index"

  private var cursor: JSONCursor
  private let wanted: Int?
  private let body: (borrowing TableRow) -> Bool
  private(set) var tables: [Table] = []
  private var places: [String: Int] = [:]
  private(set) var isSingleObject = false
  /// Whether the outermost records stand in a list.
  private var isList = false
  private var isStopped = false
  private var row = TableRow()
  private var depth = 0

  /// - Parameter wanted: the table whose rows are handed out, with its columns; nil to find tables and columns
  init(_ bytes: [UInt8], wanted: (table: Int, columns: [String])?, body: @escaping (borrowing TableRow) -> Bool) {
    cursor = JSONCursor(bytes)
    self.wanted = wanted?.table
    self.body = body
  }

  mutating func run() throws(TableFault) {
    guard let first = cursor.peek() else { throw cursor.fault("end of text") }
    if first == 0x5B {
      isList = true
      try records(of: JSONFile.mainTable, parent: nil)
      if !isStopped, cursor.peek() != nil { throw cursor.fault("end of text?") }
      return
    }
    var count = 0
    while !isStopped, let next = cursor.peek() {
      guard next == 0x7B else { throw cursor.fault("{?") }
      try record(of: JSONFile.mainTable, parent: nil)
      count += 1
    }
    isSingleObject = count == 1
  }

  /// A list of records.
  private mutating func records(of table: String, parent: Int?) throws(TableFault) {
    try cursor.expect("[")
    if cursor.take("]") { return }
    repeat {
      guard cursor.peek() == 0x7B else { throw cursor.fault("{?") }
      try record(of: table, parent: parent)
      if isStopped { return }
    } while cursor.take(",")
    try cursor.expect("]")
  }

  private mutating func place(of table: String) throws(TableFault) -> Int {
    if let known = places[table] { return known }
    guard tables.count < Self.tableLimit else { throw TableFault(.tooManyParts(tables.count)) }
    places[table] = tables.count
    tables.append(Table(name: table))
    return tables.count - 1
  }

  private mutating func column(_ name: String, of table: Int) throws(TableFault) -> Int {
    if let known = tables[table].places[name] { return known }
    guard tables[table].columns.count < Self.columnLimit else { throw TableFault(.tooManyParts(Self.columnLimit)) }
    tables[table].places[name] = tables[table].columns.count
    tables[table].columns.append(name)
    return tables[table].columns.count - 1
  }

  private typealias Cells = [Int: (kind: TableCell.Kind, text: [UInt8])]

  private mutating func record(of name: String, parent: Int?) throws(TableFault) {
    let table = try place(of: name)
    tables[table].count += 1
    let number = tables[table].count
    let line = cursor.line
    var cells: Cells = [:]
    if let parent { cells[try column(Self.parentIndex, of: table)] = (.number, Array(String(parent).utf8)) }
    try members(of: table, number, prefix: "", &cells)
    if cells[0] == nil { cells[0] = (.number, Array(String(number).utf8)) }
    guard wanted == table, !isStopped else { return }
    row.clear(number: line)
    for (column, cell) in cells.sorted(by: { $0.key < $1.key }) { row.append(column: column, cell.kind, cell.text) }
    if !body(row) { isStopped = true }
  }

  private mutating func members(
    of table: Int, _ number: Int, prefix: String, _ cells: inout Cells
  ) throws(TableFault) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw TableFault(.nestedTooDeep(part: "JSON")) }
    try cursor.expect("{")
    if cursor.take("}") { return }
    repeat {
      let path = prefix + String(decoding: try cursor.string(), as: UTF8.self)
      try cursor.expect(":")
      switch cursor.peek() {
      case 0x7B: try members(of: table, number, prefix: path + "/", &cells)
      case 0x5B: try list(path, of: table, number, &cells)
      case 0x22: cells[try column(path, of: table)] = (.text, try cursor.string())
      default:
        let value = try cursor.literal()
        cells[try column(path, of: table)] = (value.kind, value.text)
      }
      if isStopped { return }
    } while cursor.take(",")
    try cursor.expect("}")
  }

  /// A list within a record: of records, which are a table of their own, or of values.
  private mutating func list(
    _ path: String, of table: Int, _ number: Int, _ cells: inout Cells
  ) throws(TableFault) {
    var ahead = cursor
    try ahead.expect("[")
    if ahead.peek() == 0x7B {
      try records(of: nested(path, in: tables[table]), parent: number)
      return
    }
    cells[try column(path, of: table)] = (.text, try values())
  }

  /// The name of the table of a list within a record. A form calls its questions by their whole path already.
  private mutating func nested(_ path: String, in around: Table) throws(TableFault) -> String {
    let table: Table
    if around.name == JSONFile.mainTable {
      table = Table(name: path, path: isList ? path : "", envelope: isList ? "" : path + "/")
    } else {
      let isWhole = around.path.isEmpty || path.hasPrefix(around.path + "/")
      let whole = isWhole ? path : around.path + "/" + path
      table = Table(name: around.envelope + whole, path: whole, envelope: around.envelope)
    }
    if places[table.name] == nil {
      guard tables.count < Self.tableLimit else { throw TableFault(.tooManyParts(tables.count)) }
      places[table.name] = tables.count
      tables.append(table)
    }
    return table.name
  }

  private mutating func values() throws(TableFault) -> [UInt8] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw TableFault(.nestedTooDeep(part: "JSON")) }
    try cursor.expect("[")
    if cursor.take("]") { return [] }
    var text: [UInt8] = []
    repeat {
      let value =
        switch cursor.peek() {
        case 0x22: try cursor.string()
        case 0x5B: try values()
        default: try cursor.literal().text
        }
      if !text.isEmpty { text.append(0x3B) }
      text += value
      guard text.count <= SheetScanner.textLimit else {
        throw TableFault(.textTooLong(part: "JSON", limit: SheetScanner.textLimit))
      }
    } while cursor.take(",")
    try cursor.expect("]")
    return text
  }
}
