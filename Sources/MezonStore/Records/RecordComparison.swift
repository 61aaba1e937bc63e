// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Tells whether rows of two tables say the same in the fields of their writers, which is that their records are the same text.
///
/// Values of one kind are compared as they are; only where a field is a list, or of another kind in the other table, it is written out.
/// It must not outlive the writers.
struct RecordComparison {
  /// A field of both, or of one of them.
  private struct Pair {
    /// Places among the writers' fields; nil where one has no such field.
    let left: Int?
    let right: Int?
    /// Whether values are compared as they are.
    let isDirect: Bool
  }

  private let left: RecordWriter
  private let right: RecordWriter
  private let pairs: [Pair]

  /// Complexity: O(fields²).
  init(_ left: RecordWriter, _ right: RecordWriter) {
    self.left = left
    self.right = right
    var pairs: [Pair] = []
    var isMet = [Bool](repeating: false, count: right.fields.count)
    for (place, field) in left.fields.enumerated() {
      let other = right.fields.firstIndex { other in
        right.names[other.name].elementsEqual(left.names[field.name])
      }
      if let other { isMet[other] = true }
      pairs.append(
        Pair(left: place, right: other, isDirect: other.map { Self.isDirect(field, left, $0, right) } ?? false))
    }
    for place in isMet.indices where !isMet[place] { pairs.append(Pair(left: nil, right: place, isDirect: false)) }
    // What is cheap to compare comes first.
    self.pairs = pairs.filter(\.isDirect) + pairs.filter { !$0.isDirect }
  }

  private static func isDirect(
    _ field: RecordWriter.Field, _ left: RecordWriter, _ other: Int, _ right: RecordWriter
  ) -> Bool {
    let otherField = right.fields[other]
    guard field.shape == .plain, otherField.shape == .plain else { return false }
    let kinds = (left.members[field.members.lowerBound].kind, right.members[otherField.members.lowerBound].kind)
    return kinds.0 == kinds.1 || (kinds.0.hasDictionary && kinds.1.hasDictionary)
  }

  /// Whether two rows say the same. Complexity: O(values).
  func isSame(_ leftRow: Int, _ rightRow: Int) -> Bool {
    for pair in pairs {
      switch (pair.left, pair.right) {
      case (let one?, let other?):
        guard pair.isDirect else {
          guard isSameText(one, leftRow, other, rightRow) else { return false }
          continue
        }
        let member = left.members[left.fields[one].members.lowerBound]
        guard Self.isSame(member, leftRow, right.members[right.fields[other].members.lowerBound], rightRow) else {
          return false
        }
      case (let one?, nil): if left.hasValue(one, leftRow) { return false }
      case (nil, let other?): if right.hasValue(other, rightRow) { return false }
      case (nil, nil): break
      }
    }
    return true
  }

  @inline(__always)
  private static func isSame(
    _ one: RecordWriter.Member, _ row: Int, _ other: RecordWriter.Member, _ otherRow: Int
  ) -> Bool {
    guard one.isPresent(row), other.isPresent(otherRow) else { return one.isPresent(row) == other.isPresent(otherRow) }
    switch one.kind {
    case .time, .whole: return one.column.int64s[row] == other.column.int64s[otherRow]
    case .day: return one.column.int32s[row] == other.column.int32s[otherRow]
    case .yesNo: return (one.column.bools[row] == 0) == (other.column.bools[otherRow] == 0)
    case .number:
      let (left, right) = (one.column.float64s[row], other.column.float64s[otherRow])
      return left == right || (left.isNaN && right.isNaN && left.description == right.description)
    case .unit, .choice, .reference, .text:
      let (code, otherCode) = (Int(one.column.int32s[row]), Int(other.column.int32s[otherRow]))
      let (start, otherStart) = (one.starts[code], other.starts[otherCode])
      let count = one.starts[code + 1] - start
      guard count == other.starts[otherCode + 1] - otherStart else { return false }
      return hasEqualBytes(
        UnsafeRawBufferPointer(rebasing: one.texts[start..<(start + count)]),
        UnsafeRawBufferPointer(rebasing: other.texts[otherStart..<(otherStart + count)]))
    }
  }

  private func isSameText(_ one: Int, _ leftRow: Int, _ other: Int, _ rightRow: Int) -> Bool {
    let isThere = left.hasValue(one, leftRow)
    guard isThere == right.hasValue(other, rightRow) else { return false }
    guard isThere else { return true }
    var text = RecordBuffer(capacity: 512)
    var otherText = RecordBuffer(capacity: 512)
    left.write(left.fields[one], leftRow, to: &text)
    right.write(right.fields[other], rightRow, to: &otherText)
    return text.bytes.elementsEqual(otherText.bytes)
  }
}

extension RecordWriter {
  /// Whether a row has a value of a field, by its place.
  @inline(__always)
  func hasValue(_ field: Int, _ row: Int) -> Bool {
    fields[field].isPlain
      ? members[fields[field].members.lowerBound].isPresent(row) : fields[field].isPresent(row)
  }
}
