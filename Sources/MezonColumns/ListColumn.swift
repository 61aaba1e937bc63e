// SPDX-License-Identifier: Apache-2.0

/// The lists of many rows: multi-valued answers, or the child records of an event (its persons, its codes).
///
/// Row `r` owns the children `offsets[r]..<offsets[r + 1]` of every child column. A missing list (the question was not
/// answered) differs from an empty one (answered: none).
package struct ListColumn: Sendable, Equatable {
  /// Where each row's children begin, and at the end the number of children: `count + 1` values that never fall.
  package let offsets: [Int32]
  /// The fields of the children, all of the same count.
  package let children: [Column]
  /// Which rows have a list at all; nil when all do.
  package let validity: Bitmap?

  /// Lists over child columns, or nil when the offsets do not begin at 0, fall, or disagree with the children's counts.
  ///
  /// A missing list must have no children. Complexity: O(rows).
  package init?(offsets: [Int32], children: [Column], validity: Bitmap? = nil) {
    guard let first = offsets.first, let last = offsets.last, first == 0 else { return nil }
    guard children.allSatisfy({ $0.count == Int(last) }) else { return nil }
    if let validity, validity.count != offsets.count - 1 { return nil }
    for row in 0..<(offsets.count - 1) {
      guard offsets[row] <= offsets[row + 1] else { return nil }
      if let validity, !validity[row], offsets[row] != offsets[row + 1] { return nil }
    }
    self.offsets = offsets
    self.children = children
    self.validity = validity.flatMap { $0.isAllSet ? nil : $0 }
  }

  /// The number of rows.
  package var count: Int { offsets.count - 1 }

  /// The number of children of all rows.
  package var childCount: Int { Int(offsets[count]) }

  /// The children of `row`, which must lie in `0..<count`, as row numbers of the child columns.
  package func children(of row: Int) -> Range<Int> {
    Int(offsets[row])..<Int(offsets[row + 1])
  }

  /// Whether `row` has a list, even an empty one.
  package func isPresent(_ row: Int) -> Bool {
    precondition(row >= 0 && row < count, "row out of range")
    return validity.map { $0[row] } ?? true
  }
}

/// Grows the offsets of a ``ListColumn`` beside the builders of its child columns.
package struct ListColumnBuilder: Sendable {
  private var offsets: [Int32] = [0]
  private var validity: Bitmap?

  /// An empty builder.
  package init() {}

  /// The number of rows so far.
  package var count: Int { offsets.count - 1 }

  /// Closes a row whose list has `childCount` children; false, and nothing added, when the children no longer fit 32 bits.
  package mutating func append(childCount: Int) -> Bool {
    guard childCount >= 0, let added = Int32(exactly: childCount) else { return false }
    let (sum, overflow) = offsets[offsets.count - 1].addingReportingOverflow(added)
    guard !overflow else { return false }
    offsets.append(sum)
    if validity != nil { validity?.append(true) }
    return true
  }

  /// Closes a row that has no list.
  package mutating func appendMissing() {
    if validity == nil { validity = Bitmap(repeating: true, count: count) }
    validity?.append(false)
    offsets.append(offsets[offsets.count - 1])
  }

  /// Adds the rows of another builder; false, and nothing added, when the children no longer fit 32 bits. Complexity: O(its rows).
  package mutating func append(contentsOf other: ListColumnBuilder) -> Bool {
    let first = offsets[offsets.count - 1]
    guard !first.addingReportingOverflow(other.offsets[other.offsets.count - 1]).overflow else { return false }
    if validity != nil || other.validity != nil {
      if validity == nil { validity = Bitmap(repeating: true, count: count) }
      validity?.append(contentsOf: other.validity ?? Bitmap(repeating: true, count: other.count))
    }
    for offset in other.offsets.dropFirst() { offsets.append(first + offset) }
    return true
  }

  /// Hands out the lists over the finished child columns and leaves the builder empty; nil when the children's counts differ
  /// from the lists'.
  package mutating func finish(children: [Column]) -> ListColumn? {
    defer { self = ListColumnBuilder() }
    return ListColumn(offsets: offsets, children: children, validity: validity)
  }
}

extension ListColumn {
  /// The lists of some rows, in the order named, still without their children, and the places of these among all children.
  ///
  /// Complexity: O(rows named + their children).
  /// - Parameter rows: each named at most once, so that their children fit 32 bits as those of all rows do.
  func gathering(_ rows: [Int]) -> (lists: ListColumnBuilder, children: [Int]) {
    var builder = ListColumnBuilder()
    var children: [Int] = []
    for row in rows {
      guard isPresent(row) else {
        builder.appendMissing()
        continue
      }
      let own = self.children(of: row)
      children += own
      _ = builder.append(childCount: own.count)
    }
    return (builder, children)
  }
}
