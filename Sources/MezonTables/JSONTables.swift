// SPDX-License-Identifier: Apache-2.0

/// The tables and columns that a walk over a JSON text has met, and by which names.
///
/// A record names each of its members anew. Names met before are known by their bytes, and those that usually follow one another are looked
/// for first, so that no text is put together and no table of names asked for most of them.
struct JSONTables {
  static let tableLimit = 1_000
  static let columnLimit = 16_384
  /// The most memory that the names of members may take, with their paths.
  static let nameLimit = 64 << 20
  /// What a name takes beside its bytes, about.
  private static let nameOverhead = 256
  /// How many of the names that usually come next are looked at before a name is looked up.
  private static let namesAhead = 4

  static let index = "_index"
  static let parentIndex = "_parent_index"

  /// A list of records.
  struct Table {
    let name: String
    /// The path by which a form calls the table's own records; empty for those of an envelope.
    var path = ""
    /// What stands before that path in the name.
    var envelope = ""
    var columns = [JSONTables.index]
    var places: [String: Int] = [JSONTables.index: 0]
    /// The records met.
    var count = 0
    /// The object that its records are.
    var object = 0
  }

  /// An object at one path of a table's records.
  private struct Object {
    let table: Int
    /// The path of its members, up to their names.
    let prefix: String
    /// Its members, by the order in which they were met.
    var members: [Int] = []
    var places: [[UInt8]: Int] = [:]
    /// The place of the member that usually follows the last one.
    var next = 0
  }

  /// A member of an object by its name, and what was found in it.
  private struct Member {
    /// The name as it is usually written, quoted; empty where it is written with escapes.
    let written: [UInt8]
    let path: String
    var column: Int?
    var object: Int?
    var table: Int?
  }

  private(set) var list: [Table] = []
  /// The tables within records by their names. That of the outermost records stands apart: a list may be called like it.
  private var places: [String: Int] = [:]
  private var mainPlace: Int?
  private var objects: [Object] = []
  private var members: [Member] = []
  private var nameBytes = 0
  /// The name at hand.
  private var name: [UInt8] = []

  /// The place of a table by its name, which is added where there is none.
  private mutating func place(_ table: Table) throws(TableFault) -> Int {
    if let known = places[table.name] { return known }
    places[table.name] = list.count
    return try append(table)
  }

  private mutating func append(_ table: Table) throws(TableFault) -> Int {
    guard list.count < Self.tableLimit else { throw TableFault(.tooManyParts(list.count)) }
    list.append(table)
    list[list.count - 1].object = objects.count
    objects.append(Object(table: list.count - 1, prefix: ""))
    return list.count - 1
  }

  /// The place of the table of the outermost records.
  mutating func main() throws(TableFault) -> Int {
    if let known = mainPlace { return known }
    let place = try append(Table(name: JSONFile.mainTable))
    mainPlace = place
    return place
  }

  /// Counts a record.
  /// - Returns: its number in its table, from 1
  mutating func count(_ table: Int) -> Int {
    list[table].count += 1
    return list[table].count
  }

  private mutating func column(_ name: String, of table: Int) throws(TableFault) -> Int {
    if let known = list[table].places[name] { return known }
    guard list[table].columns.count < Self.columnLimit else { throw TableFault(.tooManyParts(Self.columnLimit)) }
    list[table].places[name] = list[table].columns.count
    list[table].columns.append(name)
    return list[table].columns.count - 1
  }

  /// The column of the number of the record around a table's.
  mutating func parentColumn(of table: Int) throws(TableFault) -> Int { try column(Self.parentIndex, of: table) }

  /// Begins an object: its first member usually comes next.
  mutating func begin(_ object: Int) { objects[object].next = 0 }

  /// Passes the name of the next member.
  /// - Returns: the member
  mutating func member(of object: Int, _ cursor: inout JSONCursor) throws(TableFault) -> Int {
    _ = try cursor.peek()
    let next = objects[object].next
    for place in next..<max(next, min(next + Self.namesAhead, objects[object].members.count)) {
      let member = objects[object].members[place]
      if !members[member].written.isEmpty, try cursor.take(members[member].written) {
        objects[object].next = place + 1
        return member
      }
    }
    name.removeAll(keepingCapacity: true)
    try cursor.string(into: &name)
    if let place = objects[object].places[name] {
      objects[object].next = place + 1
      return objects[object].members[place]
    }
    let path = objects[object].prefix + String(decoding: name, as: UTF8.self)
    nameBytes += name.count + path.utf8.count + Self.nameOverhead
    guard nameBytes <= Self.nameLimit else { throw TableFault(.tooMuchText(limit: Self.nameLimit)) }
    let isPlain = name.count < 256 && name.allSatisfy { $0 != 0x22 && $0 != 0x5C && $0 >= 0x20 }
    objects[object].places[name] = objects[object].members.count
    objects[object].members.append(members.count)
    objects[object].next = objects[object].members.count
    members.append(Member(written: isPlain ? [0x22] + name + [0x22] : [], path: path))
    return members.count - 1
  }

  /// The column of a member's values.
  mutating func column(of member: Int, in table: Int) throws(TableFault) -> Int {
    if let known = members[member].column { return known }
    let column = try column(members[member].path, of: table)
    members[member].column = column
    return column
  }

  /// The object that a member is.
  mutating func object(of member: Int, in table: Int) -> Int {
    if let known = members[member].object { return known }
    members[member].object = objects.count
    objects.append(Object(table: table, prefix: members[member].path + "/"))
    return objects.count - 1
  }

  /// The table of the records that a member lists. A form calls its questions by their whole path already.
  /// - Parameter isList: whether the outermost records stand in a list
  mutating func table(of member: Int, in around: Int, isList: Bool) throws(TableFault) -> Int {
    if let known = members[member].table { return known }
    let path = members[member].path
    let isOutermost = around == mainPlace
    let around = list[around]
    let table: Table
    if isOutermost {
      table = Table(name: path, path: isList ? path : "", envelope: isList ? "" : path + "/")
    } else {
      let isWhole = around.path.isEmpty || path.hasPrefix(around.path + "/")
      let whole = isWhole ? path : around.path + "/" + path
      table = Table(name: around.envelope + whole, path: whole, envelope: around.envelope)
    }
    let place = try place(table)
    members[member].table = place
    return place
  }
}
