// SPDX-License-Identifier: Apache-2.0

/// One pass over a JSON text: finds the tables and their columns, or hands out the rows of one.
struct JSONWalk {
  static let depthLimit = 128

  private(set) var tables = JSONTables()
  private(set) var isSingleObject = false

  private var cursor: JSONCursor
  private let wanted: Int?
  private let body: (borrowing TableRow) -> Bool
  /// Whether the outermost records stand in a list.
  private var isList = false
  private var isStopped = false
  private var row = TableRow()
  private var depth = 0
  /// The records that are open, the outermost first; their memory serves the next ones again.
  private var open: [JSONRecord] = []
  private var openCount = 0

  /// - Parameter wanted: the place of the table whose rows are handed out; nil to find tables and columns
  init(
    _ content: any FileContent, wanted: Int?, windowBytes: Int, body: @escaping (borrowing TableRow) -> Bool
  ) throws(TableFault) {
    cursor = try JSONCursor(content, windowBytes: windowBytes)
    self.wanted = wanted
    self.body = body
  }

  mutating func run() throws(TableFault) {
    guard let first = try cursor.peek() else { throw cursor.fault("end of text") }
    if first == 0x5B {
      isList = true
      try cursor.expect("[")
      if try !cursor.take("]") { try records(of: nil, parent: nil) }
      if !isStopped, try cursor.peek() != nil { throw cursor.fault("end of text?") }
      return
    }
    var count = 0
    while !isStopped, let next = try cursor.peek() {
      guard next == 0x7B else { throw cursor.fault("{?") }
      try record(of: tables.main(), parent: nil)
      count += 1
    }
    isSingleObject = count == 1
  }

  /// The records of a list behind its bracket; there is one at least.
  /// - Parameter table: their table; nil for the outermost, which have none before there is one of them
  private mutating func records(of table: Int?, parent: Int?) throws(TableFault) {
    repeat {
      guard try cursor.peek() == 0x7B else { throw cursor.fault("{?") }
      if let table { try record(of: table, parent: parent) } else { try record(of: tables.main(), parent: nil) }
      if isStopped { return }
    } while try cursor.take(",")
    try cursor.expect("]")
  }

  private mutating func record(of table: Int, parent: Int?) throws(TableFault) {
    let number = tables.count(table)
    let line = cursor.line
    let level = openCount
    openCount += 1
    defer { openCount -= 1 }
    if level == open.count { open.append(JSONRecord()) }
    open[level].clear(line: line, isKept: wanted == table)
    if let parent { open[level].add(try tables.parentColumn(of: table), parent) }
    try members(of: tables.list[table].object, in: table, number, level)
    guard wanted == table, !isStopped else { return }
    row.clear(number: line)
    open[level].write(number: number, to: &row)
    if !body(row) { isStopped = true }
  }

  /// The members of an object within a record.
  private mutating func members(of object: Int, in table: Int, _ number: Int, _ level: Int) throws(TableFault) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw TableFault(.nestedTooDeep(part: "JSON")) }
    try cursor.expect("{")
    if try cursor.take("}") { return }
    tables.begin(object)
    repeat {
      let member = try tables.member(of: object, &cursor)
      try cursor.expect(":")
      switch try cursor.peek() {
      case 0x7B: try members(of: tables.object(of: member, in: table), in: table, number, level)
      case 0x5B: try list(member, in: table, number, level)
      case 0x22:
        let column = try tables.column(of: member, in: table)
        let start = open[level].bytes.count
        try cursor.string(into: &open[level].bytes)
        try add(column, .text, from: start, in: table, level)
      default:
        let start = open[level].bytes.count
        let kind = try cursor.literal(into: &open[level].bytes)
        try add(try tables.column(of: member, in: table), kind, from: start, in: table, level)
      }
      if isStopped { return }
    } while try cursor.take(",")
    try cursor.expect("}")
  }

  /// A list within a record: of records, which are a table of their own, or of values.
  private mutating func list(_ member: Int, in table: Int, _ number: Int, _ level: Int) throws(TableFault) {
    try cursor.expect("[")
    if try cursor.peek() == 0x7B {
      try records(of: tables.table(of: member, in: table, isList: isList), parent: number)
      return
    }
    let column = try tables.column(of: member, in: table)
    let start = open[level].bytes.count
    try values(level)
    try add(column, .text, from: start, in: table, level)
  }

  /// Adds a cell to a record, whose text stands behind those of the others.
  private mutating func add(
    _ column: Int, _ kind: TableCell.Kind, from start: Int, in table: Int, _ level: Int
  ) throws(TableFault) {
    open[level].add(column, kind, from: start)
    guard open[level].byteCount <= TableRow.textLimit else {
      throw TableFault(
        .rowTooLong(part: tables.list[table].name, row: open[level].line, limit: TableRow.textLimit))
    }
  }

  /// The values of a list behind its bracket, parted by `;`.
  private mutating func values(_ level: Int) throws(TableFault) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw TableFault(.nestedTooDeep(part: "JSON")) }
    if try cursor.take("]") { return }
    let start = open[level].bytes.count
    repeat {
      let next = try cursor.peek()
      if open[level].bytes.count > start { open[level].bytes.append(0x3B) }
      switch next {
      case 0x22: try cursor.string(into: &open[level].bytes)
      case 0x5B:
        try cursor.expect("[")
        try values(level)
      default: _ = try cursor.literal(into: &open[level].bytes)
      }
      guard open[level].bytes.count - start <= SheetScanner.textLimit else {
        throw TableFault(.textTooLong(part: "JSON", limit: SheetScanner.textLimit))
      }
    } while try cursor.take(",")
    try cursor.expect("]")
  }
}

/// The cells of a record, as its members come; of a record that nobody wants none is kept.
struct JSONRecord {
  private struct Cell {
    let column: Int
    let kind: TableCell.Kind
    let range: Range<Int>
  }

  /// The texts of the cells, one behind the other.
  var bytes: [UInt8] = []
  /// The line on which it begins.
  private(set) var line = 0
  private var cells: [Cell] = []
  private var isAscending = true
  private var isKept = false

  /// The memory that its texts and its cells take. Members of one name are one cell only when it is written.
  var byteCount: Int { bytes.count + cells.count * MemoryLayout<Cell>.stride }

  mutating func clear(line: Int, isKept: Bool) {
    (self.line, self.isKept) = (line, isKept)
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    isAscending = true
  }

  /// Adds a cell, whose text stands behind those of the others.
  mutating func add(_ column: Int, _ kind: TableCell.Kind, from start: Int) {
    guard isKept else {
      bytes.removeAll(keepingCapacity: true)
      return
    }
    if let last = cells.last, last.column >= column { isAscending = false }
    cells.append(Cell(column: column, kind: kind, range: start..<bytes.count))
  }

  /// Adds a cell with a whole number.
  mutating func add(_ column: Int, _ number: Int) {
    let start = bytes.count
    bytes.append(contentsOf: String(number).utf8)
    add(column, .number, from: start)
  }

  /// Writes the cells by their columns; of several in one column the last is taken. A record that does not say its number is given it.
  /// Complexity: O(cells) where they come by their columns, O(cells log cells) otherwise
  mutating func write(number: Int, to row: inout TableRow) {
    if !isAscending { sort() }
    if cells.first?.column != 0 { row.append(column: 0, .number, String(number)) }
    for cell in cells { row.append(column: cell.column, cell.kind, bytes[cell.range]) }
  }

  private mutating func sort() {
    // Of several in one column the one that came last stands last.
    let sorted = cells.enumerated().sorted { ($0.element.column, $0.offset) < ($1.element.column, $1.offset) }
    cells.removeAll(keepingCapacity: true)
    for (_, cell) in sorted {
      if cells.last?.column == cell.column { cells.removeLast() }
      cells.append(cell)
    }
  }
}
