// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// Grows the table of one event type.
struct EventTableBuilder: Sendable {
  /// Rows that were read elsewhere.
  private struct Part: Sendable {
    let fields: [FieldBuilder]
    let rowCount: Int
    let files: [Int32]
    let lines: [Int32]
    /// For each dictionary what its codes have become.
    let codes: [DictionaryPlace: [Int32]]
  }

  /// Without the rows of parts that are not joined yet.
  var fields: [FieldBuilder]
  private(set) var rowCount = 0
  /// Where rows came from; none where nobody asks for it.
  private var files: [Int32] = []
  private var lines: [Int32] = []
  private var parts: [Part] = []

  init(_ schema: EventSchema) { fields = schema.fields.map { FieldBuilder($0) } }

  /// Makes room for so many rows in all.
  mutating func reserve(rows: Int) {
    for field in fields.indices { fields[field].reserve(rows: rows) }
    files.reserve(adding: rows - files.count)
    lines.reserve(adding: rows - lines.count)
  }

  /// Notes where a row came from, once all its fields are added.
  mutating func endRow(_ place: RowPlace) {
    rowCount += 1
    files.append(place.file)
    lines.append(place.line)
  }

  /// Notes where so many rows came from, once all their fields are added.
  mutating func endRows(files added: [Int32], lines addedLines: [Int32]) {
    rowCount += added.count
    if files.isEmpty { files = added } else { files += added }
    if lines.isEmpty { lines = addedLines } else { lines += addedLines }
  }

  /// Ends so many rows, once all their fields are added, of which nobody asks where they came from.
  mutating func endRows(_ count: Int) { rowCount += count }

  /// Adds rows of a batch, of which each comes from a line of the file; nil where nobody asks for it.
  mutating func append(
    _ rows: TakenRows, cells: [MappingCells], plan: ReadingPlan, file: Int32, lines linesOfRows: [Int32]?
  ) {
    for field in fields.indices {
      let members = plan.mappingsOfMembers[field]
      if !members.isEmpty {
        fields[field].append(lists: members.map { $0.map { cells[$0] } }, rows: rows)
      } else if plan.fields[field].type.isList {
        fields[field].append(lists: [plan.mappingOfField[field].map { cells[$0] }], rows: rows)
      } else {
        fields[field].append(plan.mappingOfField[field].map { cells[$0] }, rows: rows)
      }
    }
    rowCount += rows.count
    guard let linesOfRows else { return }
    files.append(contentsOf: repeatElement(file, count: rows.count))
    rows.append(linesOfRows, to: &lines) { $0 }
  }

  /// Takes the rows of another table of the same type; before anything else is added they must be joined.
  /// - Parameters:
  ///   - codes: for each dictionary what the other's codes become
  ///   - linesBefore: how many lines stand before those that its rows count
  mutating func append(contentsOf other: EventTableBuilder, codes: [DictionaryPlace: [Int32]], linesBefore: Int = 0) {
    var other = other
    other.moveLines(by: linesBefore)
    rowCount += other.rowCount
    parts.append(
      Part(fields: other.fields, rowCount: other.rowCount, files: other.files, lines: other.lines, codes: codes))
  }

  /// Counts lines before those that the rows count. Complexity: O(rows).
  mutating func moveLines(by before: Int) {
    if before != 0 { lines = lines.map { Int32(clamping: Int($0) + before) } }
  }

  /// Puts the parts behind the rows, some fields at once. Complexity: O(rows of the parts), amortised.
  mutating func joinParts(threads: Int) {
    if parts.isEmpty { return }
    // Nobody else holds the fields meanwhile, so that their columns grow where they are.
    let growing = fields.map { GrowingField($0) }
    fields = []
    let (all, rows) = (parts, rowCount)
    _ = sideBySide(0..<growing.count, threads: threads) { number in
      growing[number].append(all.map { ($0.fields[number], $0.codes) }, rows: rows)
    }
    fields = growing.map(\.grown)
    files.reserve(adding: rowCount - files.count)
    lines.reserve(adding: rowCount - lines.count)
    for part in parts {
      files += part.files
      lines += part.lines
    }
    parts = []
  }

  /// The table of these rows, their codes changed by tables: for each dictionary what its codes become.
  func finished(_ codes: [DictionaryPlace: [Int32]]) -> EventTable {
    var own = self
    for field in own.fields.indices { own.fields[field].recode(codes) }
    return own.finish(threads: 1)
  }

  mutating func finish(threads: Int) -> EventTable {
    joinParts(threads: threads)
    let columns = fields.indices.map { fields[$0].finish() }
    if files.count < rowCount {
      // One array does for both: of a table the places of all rows are kept, or of none.
      files = [Int32](repeating: 0, count: rowCount)
      lines = files
    }
    return EventTable(columns: columns, rowCount: rowCount, files: files, lines: lines) ?? .empty(columns: columns)
  }
}
