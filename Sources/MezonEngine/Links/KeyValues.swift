// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The values of a field as words whose equality is that of the values: one per row, or the different ones of a list.
struct KeyValues {
  /// How a value becomes a word.
  enum Form: Hashable {
    /// The bits as stored.
    case stored
    /// A number, whole or not, as binary64.
    case number
    /// A day, or the local day of a time.
    case day
  }

  /// The present values, row after row.
  let words: [UInt64]
  /// Where each row's values begin, and at the end their count; nil when every row has exactly one.
  let offsets: [Int32]?

  /// The values of a row as indices into `words`.
  @inline(__always)
  func range(of row: Int) -> Range<Int> {
    guard let offsets else { return row..<(row + 1) }
    return Int(offsets[row])..<Int(offsets[row + 1])
  }

  /// Reads a field; a field that holds child records or does not exist has no values. Complexity: O(rows + elements).
  init(_ column: FieldColumn?, type: ValueType?, form: Form, rows: Int, zone: TimeZoneRules) {
    var words: [UInt64] = []
    var offsets: [Int32]? = Array(repeating: 0, count: rows + 1)
    switch (column, type) {
    case (.plain(let column)?, let type?):
      let all = valueWords(nodeColumn(column, as: type), form: form, zone: zone)
      guard all.count == rows else { break }
      (words, offsets) = presentWords(all, column.validity)
    case (.list(let lists)?, .list(let element)?):
      guard let child = lists.children.first, lists.count == rows else { break }
      let all = valueWords(nodeColumn(child, as: element), form: form, zone: zone)
      guard all.count == child.count else { break }
      (words, offsets) = differentWords(all, of: lists, child)
    default: break
    }
    self.words = words
    self.offsets = offsets
  }

  private init(words: [UInt64], offsets: [Int32]?) {
    self.words = words
    self.offsets = offsets
  }

  /// The values over other rows, each being one of these; nil leaves them as they are. Complexity: O(values).
  func gathering(_ rows: [Int32]?) -> KeyValues {
    guard let rows else { return self }
    var words: [UInt64] = []
    var offsets: [Int32] = [0]
    for row in rows {
      words += self.words[range(of: Int(row))]
      offsets.append(Int32(truncatingIfNeeded: words.count))
    }
    return KeyValues(words: words, offsets: offsets)
  }

  /// The form in which fields of two types are compared; nil when their values are never equal.
  static func form(_ left: ValueType?, _ right: ValueType?) -> Form? {
    switch (element(left), element(right)) {
    case (.number(_, let isWhole)?, .number(_, let isOtherWhole)?): isWhole && isOtherWhole ? .stored : .number
    case (.day?, .time?), (.time?, .day?): .day
    case (let left?, let right?): left == right ? .stored : nil
    default: nil
    }
  }

  private static func element(_ type: ValueType?) -> ValueType? {
    if case .list(let element)? = type { element } else { type }
  }
}

/// A word for each value of a column; none when the column holds no values of their own.
private func valueWords(_ column: NodeColumn, form: KeyValues.Form, zone: TimeZoneRules) -> [UInt64] {
  switch column {
  // Adding zero turns -0 into +0, which is equal to it.
  case .number(let vector): vector.values.map { ($0 + 0).bitPattern }
  case .whole(let vector):
    vector.values.map { form == .number ? Double($0).bitPattern : UInt64(bitPattern: $0) }
  case .time(let vector):
    form == .day
      ? localDays(vector, zone).values.map { UInt64(bitPattern: Int64($0)) }
      : vector.values.map { UInt64(bitPattern: $0) }
  case .day(let vector), .code(let vector, _): vector.values.map { UInt64(bitPattern: Int64($0)) }
  case .truth(let vector): vector.values.map(UInt64.init)
  case .text, .localTime, .list, .absent: []
  }
}

/// The words of the rows that hold a value, with where each row's begin; all words without offsets when none is missing.
private func presentWords(_ words: [UInt64], _ validity: Bitmap?) -> (words: [UInt64], offsets: [Int32]?) {
  guard let validity else { return (words, nil) }
  var kept: [UInt64] = []
  var offsets: [Int32] = [0]
  offsets.reserveCapacity(words.count + 1)
  for row in words.indices {
    if validity[row] { kept.append(words[row]) }
    offsets.append(Int32(truncatingIfNeeded: kept.count))
  }
  return (kept, offsets)
}

/// The different present values of each row's list, ascending. Complexity: O(elements log elements) within each row.
private func differentWords(_ words: [UInt64], of lists: ListColumn, _ child: Column) -> (
  words: [UInt64], offsets: [Int32]?
) {
  var kept: [UInt64] = []
  var offsets: [Int32] = [0]
  offsets.reserveCapacity(lists.count + 1)
  var scratch: [UInt64] = []
  for row in 0..<lists.count {
    scratch.removeAll(keepingCapacity: true)
    for element in lists.children(of: row) where child.isPresent(element) { scratch.append(words[element]) }
    if scratch.count > 1 { scratch.sort() }
    for (place, word) in scratch.enumerated() where place == 0 || scratch[place - 1] != word { kept.append(word) }
    offsets.append(Int32(truncatingIfNeeded: kept.count))
  }
  return (kept, offsets)
}
