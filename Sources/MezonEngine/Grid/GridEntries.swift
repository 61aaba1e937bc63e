// SPDX-License-Identifier: Apache-2.0

/// The events that some indicators look at, each with the base cells of a ``CellGrid`` that it belongs to.
///
/// An event stands here once for each table of periods in which it lies; indicators that look at the same events share the list, so that
/// only what is looked at is ever touched again.
struct GridEntries: Sendable {
  /// The row of each entry in its table.
  let rows: [Int32]
  /// For each entry its total and one group a split: base cells, or the one behind all where it belongs to none.
  let places: [Int32]
  /// How many places an entry has.
  let stride: Int

  /// What is read of every event of a type.
  struct Source: Sendable {
    let isSeen: [UInt8]
    let looked: Vector<UInt8>
    let days: [Int32]
    let lineages: [Int32]
    let splits: [SplitColumn]
    /// Where each split's groups begin among all.
    let firstDistances: [Int]
  }

  /// Picks the events that are looked at. Complexity: O(rows + entries · splits).
  init(_ source: Source, _ grid: CellGrid) {
    let stride = source.splits.count + 1
    var rows: [Int32] = []
    var places: [Int32] = []
    let none = Int32(truncatingIfNeeded: grid.baseCount)
    let firstDay = grid.periods.first.daysSinceEpoch
    let dayCount = grid.periods.dayCount
    let baseWidth = Int32(truncatingIfNeeded: grid.baseWidth)
    let count = source.days.count
    rows.reserveCapacity(count / 8)
    places.reserveCapacity(count / 8 * stride)
    source.looked.withBuffers(rows: count) { looked in
      for row in 0..<count where source.isSeen[row] != 0 && looked.values[row & looked.mask] == Truth.yes {
        let day = Int(source.days[row]) - Int(firstDay)
        let lineage = Int(source.lineages[row])
        guard day >= 0, day < dayCount, lineage >= 0 else { continue }
        let total = grid.totalOfLineage[lineage]
        guard total >= 0 else { continue }
        let groups = grid.groupsOfLineage[lineage]
        for numbers in grid.periods.numbersOfDays where numbers[day] >= 0 {
          let start = numbers[day] &* baseWidth
          rows.append(Int32(truncatingIfNeeded: row))
          places.append(start &+ total)
          for (split, first) in zip(source.splits, source.firstDistances) {
            places.append(
              groups < 0 ? none : start &+ groups &+ Int32(truncatingIfNeeded: first) &+ split.numbers[row])
          }
        }
      }
    }
    self.rows = rows
    self.places = places
    self.stride = stride
  }

  /// Adds one to a counter of each base cell of each entry that a test includes. Complexity: O(entries · splits).
  func counted(in grid: CellGrid, _ isIncluded: [UInt8]?) -> [Int32] {
    var counts = [Int32](repeating: 0, count: grid.baseCount + 1)
    let (included, isAll) = (isIncluded ?? [], isIncluded == nil)
    for entry in rows.indices where isAll || included[entry] != 0 {
      for place in entry &* stride..<(entry &+ 1) &* stride { counts[Int(places[place])] &+= 1 }
    }
    return counts
  }
}
