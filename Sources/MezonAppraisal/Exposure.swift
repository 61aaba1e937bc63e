// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// On how many days of some days an officer could do the work of the post.
package struct Exposure: Sendable, Equatable {
  /// The days on which the post was held; a day counts once.
  package let daysInPost: Int
  /// For each deduction of the appraisal, in its order, how many of these days its rows cover.
  package let takenOff: [Int]
  /// The days in post that no deduction covers; where several cover a day, it is taken off once.
  package let days: Int

  package init(daysInPost: Int, takenOff: [Int], days: Int) {
    self.daysInPost = daysInPost
    self.takenOff = takenOff
    self.days = days
  }
}

/// The days on which each officer held the appraised post, and those of them that do not count (docs/evaluation.md, 12).
struct ExposureDays {
  /// Days without gaps, the last one included.
  typealias Stretch = ClosedRange<CalendarDay>

  /// Of each officer who ever held the post, the days, as stretches that do not touch, ascending.
  let inPost: [Int32: [Stretch]]
  /// Of each officer, for each deduction, the days in post that its rows cover.
  let takenOff: [Int32: [[Stretch]]]
  private let deductionCount: Int

  init(inPost: [Int32: [Stretch]], takenOff: [Int32: [[Stretch]]], deductionCount: Int) {
    self.inPost = inPost.mapValues(Self.union)
    self.takenOff = takenOff.mapValues { $0.map(Self.union) }
    self.deductionCount = deductionCount
  }

  /// The exposure of an officer in a period. Complexity: O(stretches of the officer).
  func exposure(of officer: Int32, in period: Period) -> Exposure {
    let held = Self.clamped(inPost[officer] ?? [], to: period)
    let off = (takenOff[officer] ?? Array(repeating: [], count: deductionCount)).map { Self.clamped($0, to: period) }
    let inPost = Self.days(held)
    return Exposure(
      daysInPost: inPost, takenOff: off.map(Self.days), days: inPost - Self.days(Self.union(off.flatMap { $0 })))
  }

  /// The days in any of the stretches, as stretches that do not touch, ascending. Complexity: O(n log n).
  static func union(_ stretches: [Stretch]) -> [Stretch] {
    var merged: [Stretch] = []
    for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, stretch.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, stretch.upperBound)
      } else {
        merged.append(stretch)
      }
    }
    return merged
  }

  /// The days that lie in both. Complexity: O(n).
  static func clamped(_ stretches: [Stretch], to period: Period) -> [Stretch] {
    stretches.compactMap { common($0, period.first...max(period.first, period.last)) }
  }

  /// The days that two stretches share; nil for none.
  static func common(_ one: Stretch, _ other: Stretch) -> Stretch? {
    one.overlaps(other) ? one.clamped(to: other) : nil
  }

  private static func days(_ stretches: [Stretch]) -> Int {
    stretches.reduce(0) { $0 + ($1.upperBound - $1.lowerBound + 1) }
  }
}
