// SPDX-License-Identifier: Apache-2.0

/// How many events there are of each day.
package struct DayCounts: Sendable {
  /// The days with events, ascending, as days since 1970-01-01.
  package private(set) var days: [Int32]
  private var counts: [Int]

  /// Up to so many days between the first and the last one, each has a place of its own while they are counted.
  private static let mostDays = 1 << 22

  /// Complexity: O(rows).
  package init(_ all: [Int32]) {
    guard let first = all.min(), let last = all.max(), Int(last) - Int(first) < Self.mostDays else {
      let counted = all.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
      days = counted.keys.sorted()
      counts = days.map { counted[$0] ?? 0 }
      return
    }
    var places = [Int](repeating: 0, count: Int(last) - Int(first) + 1)
    for day in all { places[Int(day) - Int(first)] += 1 }
    let used = places.indices.filter { places[$0] > 0 }
    days = used.map { first + Int32($0) }
    counts = used.map { places[$0] }
  }

  /// Adds the events of others. Complexity: O(days).
  package mutating func add(_ other: DayCounts) {
    let all = Set(days).union(other.days).sorted()
    counts = all.map { count(of: $0) + other.count(of: $0) }
    days = all
  }

  /// The number of events of a day. Complexity: O(log days).
  package func count(of day: Int32) -> Int {
    var (low, high) = (0, days.count)
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low < days.count && days[low] == day ? counts[low] : 0
  }
}
