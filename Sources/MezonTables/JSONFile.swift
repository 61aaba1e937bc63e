// SPDX-License-Identifier: Apache-2.0

/// JSON or JSON Lines as tables: a list of records is a table, a list of records within a record is one of its own.
///
/// What stands in objects within a record becomes columns named by their path, `address/street`, as KoboToolbox and ODK name
/// the questions of a group. A list of plain values is one cell, its values parted by `;`. Each record has its number as `_index` and
/// that of the record around it as `_parent_index`, by which the tables are joined. Records need not have the same members: columns are
/// those of all of them, as when a form went through several versions. A null is an empty cell. The text is passed over once to find the
/// tables, and once more for each that is read; only the stretch at hand is in memory.
final class JSONFile: TableFile {
  /// The name of the table of the outermost records.
  static let mainTable = "records"

  private let content: any FileContent
  private let windowBytes: Int
  let tables: [TableHeading]

  /// Passes over the whole text to find its tables and columns.
  /// - Parameter windowBytes: how much of the text is in memory at a time, more where a name or an escape is longer; nothing else changes
  init(_ content: any FileContent, windowBytes: Int = JSONCursor.windowBytes) throws(TableFault) {
    self.content = content
    self.windowBytes = windowBytes
    var walk = try JSONWalk(content, wanted: nil, windowBytes: windowBytes) { _ in true }
    try walk.run()
    let found = walk.tables.list
    guard !found.isEmpty else { throw TableFault(.brokenJSON(line: 1, reason: "[{…}]?")) }
    // A single record around lists of records is the envelope of an answer.
    let isEnvelope = walk.isSingleObject && found.count > 1
    let names = Self.names(of: found, isEnvelope: isEnvelope)
    tables = found.indices.map { place in
      TableHeading(name: names[place], isHidden: place == 0 && isEnvelope, columns: found[place].columns)
    }
  }

  /// The names of tables, of which the first has the outermost records.
  ///
  /// A list within these may be called like their table. In an envelope it is the list that people mean by that name, elsewhere the outermost
  /// records; the other one has a number behind its name.
  private static func names(of tables: [JSONTables.Table], isEnvelope: Bool) -> [String] {
    var names = tables.map(\.name)
    guard let twin = names.dropFirst().firstIndex(of: mainTable) else { return names }
    var number = 2
    while names.contains("\(mainTable) \(number)") { number += 1 }
    names[isEnvelope ? 0 : twin] = "\(mainTable) \(number)"
    return names
  }

  func readRows(of table: Int, _ body: (borrowing TableRow) -> Bool) throws(TableFault) -> [TableNote] {
    var failure: TableFault?
    withoutActuallyEscaping(body) { body in
      do throws(TableFault) {
        var walk = try JSONWalk(content, wanted: table, windowBytes: windowBytes, body: body)
        try walk.run()
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return []
  }
}
