// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// A column that a mapping reads: of the source's own file, or of a joined one.
enum ColumnReference: Sendable, Hashable {
  /// Place among the selected columns.
  case own(Int)
  /// Join, and place among its wanted columns.
  case joined(Int, Int)
}

/// The texts of the rows of a batch, with those of the joined rows.
///
/// It lives while the batch lends its bytes, and is the one place that looks into them.
struct RowTexts {
  private let columns: TextColumns
  private let joins: [JoinedTable]
  private let missingTexts: [[UInt8]]
  /// For each join the row that belongs to each row of the batch.
  private(set) var matches: [[Int32]] = []

  /// The number of rows.
  var rowCount: Int { columns.rowCount }

  init(_ columns: TextColumns, joins: [JoinedTable], keys: [[Int]], missingTexts: [[UInt8]]) {
    self.columns = columns
    self.joins = joins
    self.missingTexts = missingTexts
    var scratch: [UInt8] = []
    var key: [UInt8] = []
    for (join, places) in zip(joins, keys) {
      matches.append(
        (0..<rowCount).map { row in
          guard places.count > 1 else { return withText(row, .own(places[0]), &scratch) { join.row(ofKey: $0) } }
          key.removeAll(keepingCapacity: true)
          for place in places {
            withText(row, .own(place), &scratch) { JoinedTable.append($0, toKey: &key) }
          }
          return key.withUnsafeBytes { join.row(ofKey: $0) }
        })
    }
  }

  /// Calls `body` with the text of a column, as written but for doubled quotes.
  /// - Parameter scratch: room for a text that must be put together
  @inline(__always)
  func withText<Result>(
    _ row: Int, _ column: ColumnReference, _ scratch: inout [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    switch column {
    case .own(let place):
      let field = columns.field(row, place)
      let raw = columns.bytes(of: field)
      guard field.hasDoubledQuotes else { return body(raw) }
      scratch.removeAll(keepingCapacity: true)
      var isSecond = false
      for byte in raw {
        isSecond = byte == 0x22 && !isSecond
        if !isSecond { scratch.append(byte) }
      }
      return scratch.withUnsafeBytes(body)
    case .joined(let join, let place):
      return joins[join].withText(row: matches[join][row], column: place, body)
    }
  }

  /// The texts of an own column; nil where there are no rows.
  func column(_ place: Int) -> TextColumn? { columns.column(place) }

  /// Calls `body` with the texts of several columns joined by a blank; columns without a value are left out.
  @inline(__always)
  func withText<Result>(
    _ row: Int, _ columns: [ColumnReference], _ scratch: inout [UInt8], _ joined: inout [UInt8],
    _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    if columns.count == 1 { return withText(row, columns[0], &scratch, body) }
    joined.removeAll(keepingCapacity: true)
    for column in columns {
      withText(row, column, &scratch) { raw in
        let text = FieldText.trimmed(raw)
        guard !text.isEmpty, !FieldText.isOne(of: missingTexts, text) else { return }
        if !joined.isEmpty { joined.append(0x20) }
        joined.append(contentsOf: text)
      }
    }
    return joined.withUnsafeBytes(body)
  }

  /// Whether a column holds nothing, or a text that means so.
  func isMissing(_ row: Int, _ column: ColumnReference, _ scratch: inout [UInt8]) -> Bool {
    withText(row, column, &scratch) { raw in
      let text = FieldText.trimmed(raw)
      return text.isEmpty || FieldText.isOne(of: missingTexts, text)
    }
  }

  /// The first join whose key stands twice in the joined file for a row; nil when all are clear.
  func ambiguousJoin(_ row: Int) -> Int? {
    matches.indices.first { matches[$0][row] == JoinedTable.Match.ambiguous }
  }

  /// The text of a column, for a message.
  func excerpt(_ row: Int, _ column: ColumnReference) -> String { excerpt(row, [column]) }

  /// The texts of columns, for a message.
  func excerpt(_ row: Int, _ columns: [ColumnReference]) -> String {
    var (scratch, joined): ([UInt8], [UInt8]) = ([], [])
    return withText(row, columns, &scratch, &joined) { FieldText.excerpt($0) }
  }
}
