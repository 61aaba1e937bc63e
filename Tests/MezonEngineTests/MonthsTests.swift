// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonTestSupport
import Testing

@testable import MezonEngine

/// Months and years as lengths of time, against Python's own calendar (docs/evaluation.md, sections 2 and 3).
@Suite("Months and years as lengths of time") struct MonthsTests {
  /// For a day and a number of months the day that they lead to, by a script that knows nothing of this code.
  private static let script = """
    import calendar, datetime, random
    random.seed(20260714)
    starts = ["2023-12-31", "2024-01-31", "2024-02-29", "2025-01-29", "2025-01-30", "2025-10-31", "2025-11-30", "2026-02-28"]
    days = [datetime.date.fromisoformat(d) for d in starts]
    days += [datetime.date(2020, 1, 1) + datetime.timedelta(days=random.randrange(2200)) for _ in range(300)]
    for day in days:
        months = random.choice([1, 2, 3, 6, 11, 12, 13, 24, 48])
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        print(day, months, datetime.date(year, month + 1, min(day.day, last)))
    """

  private struct Case {
    let start: String
    let months: Int
    let end: CalendarDay
  }

  private static func cases() throws -> [Case] {
    let text = String(decoding: try Python.run(["-c", script]), as: UTF8.self)
    return text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ").map(String.init)
      guard parts.count == 3, let months = Int(parts[1]), let end = CalendarDay(iso: parts[2]) else { return nil }
      return Case(start: parts[0], months: months, end: end)
    }
  }

  @Test(
    "A window of months ends on the day that Python says",
    .enabled(if: Python.shouldRun(with: "calendar"), "Python 3 is not installed"))
  func windows() throws {
    let cases = try Self.cases()
    #expect(cases.count == 308)
    for months in Set(cases.map(\.months)).sorted() {
      var fixture = try Fixture(
        """
        event thing { opened day  closed time?  number reference number  at unit? }
        event answer { given time  number reference number }
        indicator in_time { looks at thing counts where closed within \(months) months of opened value count every year }
        indicator apart { looks at thing counts where closed at least \(months) months after opened value count every year }
        indicator near { looks at thing counts where opened at most \(months) months before closed value count every year }
        indicator answered {
          looks at thing counts where followed by answer with same number within \(months) months of opened
          value count every year }
        """)
      try fixture.unit("U", "organisation")
      let own = cases.filter { $0.months == months }
      for (number, one) in own.enumerated() {
        for (place, day) in [one.end, one.end + 1].enumerated() {
          let code = FactValue.one("\(number)/\(place)")
          try fixture.event(
            "thing", ["opened": .one(one.start), "closed": .one("\(day)T23:59"), "number": code, "at": "U"])
          try fixture.event("answer", ["given": .one("\(day)T23:59"), "number": code])
        }
      }
      let rows = try fixture.rows(nil, "2019..2035", asOf: "2040-01-01")
      func total(_ indicator: String) -> Double {
        let place = fixture.programme.indicators.firstIndex { $0.id == indicator }
        return rows.filter { $0.indicator == place }.reduce(0) { $0 + ($1.value ?? 0) }
      }
      // Of each pair the first lies on the last day of the window, the second a day behind it.
      #expect(total("in_time") == Double(own.count) && total("near") == Double(own.count))
      #expect(total("answered") == Double(own.count) && total("apart") == Double(2 * own.count))
    }
  }

  @Test(
    "A wait of months is over at the end of the day that Python says",
    .enabled(if: Python.shouldRun(with: "calendar"), "Python 3 is not installed"))
  func waits() throws {
    for one in try Self.cases().prefix(60) {
      var fixture = try Fixture(
        """
        event thing { opened day  closed day?  at unit? }
        indicator in_time { looks at thing counts where closed within \(one.months) months of opened value share every year }
        """)
      try fixture.unit("U", "organisation")
      try fixture.event("thing", ["opened": .one(one.start), "at": "U"])
      let period = String(one.start.prefix(4))
      for (asOf, due) in [(one.end - 1, false), (one.end, true)] {
        let row = try #require(try fixture.rows("in_time", period, asOf: "\(asOf)").first)
        #expect(row.notYetDue == (due ? 0 : 1), "\(one.start) and \(one.months) months as of \(asOf)")
      }
    }
  }

  @Test("Months and then days, months and then hours, and a month after a month wait one after the other")
  func chains() throws {
    let definitions = """
      event thing { opened day  closed day?  decided time?  at unit? }
      indicator days { looks at thing counts where closed within 1 month of opened and decided within 10 days of closed
        value share every year }
      indicator hours { looks at thing counts where closed within 1 month of opened and decided within 30 hours of closed
        value share every year }
      indicator months { looks at thing counts where closed within 1 month of opened and decided within 1 month of closed
        value share every year }
      indicator years { looks at thing counts where closed within 1 year of opened value share every year }
      """
    // From 31 January 2025: 28 February, and 10 days; the end of the day after; 28 March; 31 January 2026.
    let dueDays = ["days": "2025-03-10", "hours": "2025-03-02", "months": "2025-03-28", "years": "2026-01-31"]
    for (indicator, day) in dueDays {
      var fixture = try Fixture(definitions)
      try fixture.unit("U", "organisation")
      try fixture.event("thing", ["opened": "2025-01-31", "at": "U"])
      let due = try #require(CalendarDay(iso: day))
      for (asOf, waiting) in [(due - 1, 1), (due, 0)] {
        let row = try #require(try fixture.rows(indicator, "2025", asOf: "\(asOf)").first)
        #expect(row.notYetDue == waiting, "\(indicator) as of \(asOf)")
      }
    }
  }
}
