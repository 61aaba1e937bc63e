// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// The days around which a generated log happens: ends of periods, the as-of day, changes of the organisation.
struct CalendarEdges {
  /// Lengths in days that windows of generated conditions have.
  static let windowDays = [0, 1, 5, 10, 14, 30]
  /// Lengths in hours that windows of generated conditions have.
  static let windowHours = [1, 2, 24, 36]

  /// Days on which the clocks of the generated zones change: in New York, then in Berlin.
  private static let clockChanges = ["2026-03-08", "2026-11-01", "2026-03-29", "2025-11-02"].compactMap {
    CalendarDay(iso: $0)
  }

  let asked: Period
  let label: String
  let asOf: CalendarDay
  /// When units change, begin or end.
  let reorganisation: CalendarDay

  init(_ dice: inout Dice) {
    label = dice.one(of: "2026-Q1", "2026-Q1", "2026-H1", "2025-11..2026-02", "2026-02..2026-05", "2026")
    let calendar = PeriodCalendar()
    if case .success(let period) = calendar.parse(label) {
      asked = period
    } else {
      asked = calendar.period(containing: CalendarDay(firstOfMonth: 12 * 56), grain: .quarter)
    }
    let ends = [asked.last, asked.last + 30, asked.last + 200, asked.first + 45, asked.last - 10]
    asOf = (dice.pick(ends) ?? asked.last) + dice.number(-1...1)
    reorganisation = CalendarDay(firstOfMonth: asked.first.monthsSinceEpoch + 1) + dice.one(of: 0, 0, 14)
  }

  /// A day of a log.
  func day(_ dice: inout Dice) -> CalendarDay {
    if dice.chance(30) { return asked.first + dice.number(0...(asked.days - 1)) }
    let month = CalendarDay(firstOfMonth: asked.first.monthsSinceEpoch + dice.number(0...(asked.days / 30)))
    let window = dice.pick(Self.windowDays) ?? 0
    let clocksChange = dice.pick(Self.clockChanges) ?? asOf
    let base = dice.one(of: asOf, asOf - window, reorganisation, asked.first, asked.last, month, month, clocksChange)
    return base + dice.number(-1...1)
  }

  /// A time of day in microseconds, often midnight or a moment before the next.
  static func clock(_ dice: inout Dice) -> Int64 {
    let seconds = dice.one(of: 0, 0, 1, 86_399, 36_000, 43_200, dice.number(0...86_399), 9_000)
    return Int64(seconds) * 1_000_000
  }
}
