// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// What is repeated in a set of rows that is too large to be read at once: it is passed over twice, some rows at a time, and beside these
/// a few numbers a row are kept.
struct LargeRepeatedSet {
  private typealias Row = RowHashParts.Row

  /// The first repeats in the order of the rows, and how many there are.
  private(set) var same: [RepeatedGroupRows.Repeat] = []
  private(set) var sameCount = 0
  private(set) var different: [RepeatedGroupRows.Repeat] = []
  private(set) var differentCount = 0

  /// Complexity: O(values, and rows log rows).
  /// - Parameter set: ascending
  init<Groups: EventGroups>(
    _ set: [RowHashParts.Row], _ groups: Groups, _ telling: RepeatedGroupRows.Telling, rowsAtOnce: Int, threads: Int
  ) throws(Groups.Failure) {
    let (hashes, eventOf) = try Self.events(set, groups, telling, rowsAtOnce, threads)
    let copyOf = try Self.copies(set, hashes, groups, telling, rowsAtOnce, threads)
    /// Places of the first repeats, each with that of the row before.
    var (copies, others): ([(Int, Int)], [(Int, Int)]) = ([], [])
    for place in set.indices {
      if copyOf[place] >= 0 {
        sameCount += 1
        if copies.count < QualityFindings.shownAtMost { copies.append((place, Int(copyOf[place]))) }
      } else if eventOf[place] >= 0, eventOf[place] != place {
        differentCount += 1
        if others.count < QualityFindings.shownAtMost { others.append((place, Int(eventOf[place]))) }
      }
    }
    let shown = Set((copies + others).flatMap { [set[$0.0], set[$0.1]] })
    let rows = try ReadRows(shown, groups, threads: threads)
    same = copies.map { RepeatedGroupRows.Repeat(set[$0.0], set[$0.1], rows) }
    different = others.map { RepeatedGroupRows.Repeat(set[$0.0], differingFrom: set[$0.1], rows, telling) }
  }

  /// For each row a hash of all that it says, and the place of the first row of its event; -1 where it tells none.
  private static func events<Groups: EventGroups>(
    _ set: [Row], _ groups: Groups, _ telling: RepeatedGroupRows.Telling, _ rowsAtOnce: Int, _ threads: Int
  ) throws(Groups.Failure) -> (hashes: [UInt64], eventOf: [Int32]) {
    var hashes = [UInt64](repeating: 0, count: set.count)
    var eventOf = [Int32](repeating: -1, count: set.count)
    /// The first row of each event by itself; as the hashes of what tells events are equal, there is hardly more than one.
    var events: [(place: Int, rows: ReadRows)] = []
    for start in stride(from: 0, to: set.count, by: rowsAtOnce) {
      let places = start..<min(set.count, start + rowsAtOnce)
      let rows = try ReadRows(set[places], groups, threads: threads)
      for place in places {
        hashes[place] = rows.hash(set[place])
        guard telling.tells(set[place], rows) else { continue }
        let known = events.first { rows.isSame(telling.fields, set[place], $0.rows, set[$0.place]) }?.place
        if known == nil {
          events.append((place: place, rows: try ReadRows([set[place]], groups, threads: 1)))
        }
        eventOf[place] = Int32(truncatingIfNeeded: known ?? place)
      }
    }
    return (hashes, eventOf)
  }

  /// For each row of a set the place of the first one that says the same in some fields, which are all; -1 for none.
  static func copies<Groups: EventGroups>(
    _ set: [RowHashParts.Row], _ groups: Groups, fields: [String], rowsAtOnce: Int, threads: Int
  ) throws(Groups.Failure) -> [Int32] {
    let telling = RepeatedGroupRows.Telling(others: fields)
    let hashes = try events(set, groups, telling, rowsAtOnce, threads).hashes
    return try copies(set, hashes, groups, telling, rowsAtOnce, threads)
  }

  /// For each row the place of the first one that says the same as a whole; -1 for none.
  private static func copies<Groups: EventGroups>(
    _ set: [Row], _ hashes: [UInt64], _ groups: Groups, _ telling: RepeatedGroupRows.Telling, _ rowsAtOnce: Int,
    _ threads: Int
  ) throws(Groups.Failure) -> [Int32] {
    var copyOf = [Int32](repeating: -1, count: set.count)
    let order = [Int32](0..<Int32(truncatingIfNeeded: set.count)).sorted {
      (hashes[Int($0)], $0) < (hashes[Int($1)], $1)
    }
    /// Whether another row has the hash of the one at a place of the order.
    func isShared(_ index: Int) -> Bool {
      [index - 1, index + 1].contains {
        order.indices.contains($0) && hashes[Int(order[$0])] == hashes[Int(order[index])]
      }
    }
    /// Rows with the hash at hand that say different things, with the place of each; hardly more than one.
    var wholes: [(place: Int, rows: ReadRows)] = []
    for start in stride(from: 0, to: order.count, by: rowsAtOnce) {
      let places = (start..<min(order.count, start + rowsAtOnce)).filter(isShared).map { Int(order[$0]) }
      let rows = try ReadRows(places.lazy.map { set[$0] }, groups, threads: threads)
      for place in places {
        if let last = wholes.first, hashes[last.place] != hashes[place] { wholes = [] }
        let known = wholes.first {
          rows.isSame(telling.fields, set[place], $0.rows, set[$0.place])
            && rows.isSame(telling.others, set[place], $0.rows, set[$0.place])
        }
        if let known {
          copyOf[place] = Int32(truncatingIfNeeded: known.place)
        } else {
          wholes.append((place: place, rows: rows))
        }
      }
      // Of the rows at hand only those that others may equal are needed further.
      for index in wholes.indices {
        wholes[index].rows = try ReadRows([set[wholes[index].place]], groups, threads: 1)
      }
    }
    return copyOf
  }
}
