// SPDX-License-Identifier: Apache-2.0

/// When in a day something happens.
struct DayClock: Sendable {
  private let hours: WeightedChoice

  /// - Parameter hours: a weight for each hour of the day
  init(_ hours: [Int]) { self.hours = WeightedChoice(hours) }

  /// A minute of the day.
  @inline(__always)
  func minute(_ random: inout SampleRandom) -> Int { 60 * hours.draw(&random) + random.below(60) }

  /// Evenings, when people are at home: meetings.
  static let evening = DayClock([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 4, 2, 2, 3, 4, 6, 12, 20, 12, 3, 0, 0, 0])
  /// Office hours.
  static let office = DayClock([0, 0, 0, 0, 0, 0, 0, 0, 4, 12, 14, 12, 6, 5, 10, 12, 10, 6, 2, 0, 0, 0, 0, 0])
  /// Round the clock, most in the evening.
  static let roundTheClock = DayClock([5, 3, 2, 2, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 6, 7, 8, 9, 10, 11, 11, 9, 7])
}
