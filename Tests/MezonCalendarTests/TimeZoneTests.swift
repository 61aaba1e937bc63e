// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import Testing

@Suite("Time zones")
struct TimeZoneTests {
  static let chicago = TimeZoneRules(identifier: "America/Chicago")
  static let names = [
    "UTC", "Asia/Dushanbe", "Asia/Bishkek", "Asia/Almaty", "Asia/Tashkent", "America/Chicago", "Asia/Beirut",
    "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca",
  ]

  @Test(
    "known facts",
    arguments: [
      // No change since 1991; the offset of Dushanbe is five hours.
      ("Asia/Dushanbe", "2026-07-14T00:00", "2026-07-13T19:00:00Z"),
      // The last summer time of the Soviet years: UTC+7 until 9 September 1991, then +5.
      ("Asia/Dushanbe", "1990-07-01T12:00", "1990-07-01T05:00:00Z"),
      // Kyrgyzstan kept summer time until 2005, when it went over to UTC+6 for good.
      ("Asia/Bishkek", "2004-07-01T12:00", "2004-07-01T06:00:00Z"),
      ("Asia/Bishkek", "2004-12-01T12:00", "2004-12-01T07:00:00Z"),
      ("Asia/Bishkek", "2005-12-01T12:00", "2005-12-01T06:00:00Z"),
      // Kazakhstan moved its east from UTC+6 to +5 on 1 March 2024; 23:30 of 29 February occurred twice.
      ("Asia/Almaty", "2024-02-29T23:30", "2024-02-29T17:30:00Z"),
      ("Asia/Almaty", "2024-03-01T00:00", "2024-02-29T19:00:00Z"),
      // 01:30 on 1 November 2026 occurs twice in Chicago; the earlier is meant.
      ("America/Chicago", "2026-11-01T01:30", "2026-11-01T06:30:00Z"),
      ("America/Chicago", "2026-11-01T02:00", "2026-11-01T08:00:00Z"),
      // 02:30 on 8 March 2026 is skipped in Chicago: it is read as 03:30.
      ("America/Chicago", "2026-03-08T02:30", "2026-03-08T08:30:00Z"),
      ("America/Chicago", "2026-03-08T03:00", "2026-03-08T08:00:00Z"),
    ])
  func facts(name: String, local: String, instant: String) throws {
    let rules = try #require(TimeZoneRules(identifier: name))
    let time = try #require(LocalTime(iso: local))
    #expect(rules.instant(of: time).description == instant)
  }

  @Test("an instant shows its local time; of a skipped one, an hour later")
  func gap() throws {
    let rules = try #require(Self.chicago)
    let skipped = try #require(LocalTime(iso: "2026-03-08T02:30"))
    #expect(rules.localTime(of: rules.instant(of: skipped)).description == "2026-03-08T03:30:00")
  }

  @Test(
    "a day begins at its midnight, or with the change of clocks that skipped it",
    arguments: [
      ("America/Chicago", "2026-03-08", "2026-03-08T06:00:00Z"),
      ("America/Chicago", "2026-11-02", "2026-11-02T06:00:00Z"),
      // Lebanon goes to summer time at midnight.
      ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z"),
      // Samoa had no 30 December 2011: it begins and ends with the 31st.
      ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"), ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
      // Toronto set clocks forward from 23:30 to 00:30.
      ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z"),
    ])
  func startOfDay(name: String, day: String, instant: String) throws {
    let rules = try #require(TimeZoneRules(identifier: name))
    #expect(rules.startOfDay(try PeriodTests.day(day)).description == instant)
  }

  @Test("every local time is the earliest instant that shows it", arguments: names)
  func naive(name: String) throws {
    let rules = try #require(TimeZoneRules(identifier: name))
    let zone = try #require(TimeZone(identifier: name))
    var wrong = 0
    var known: Set<Int64> = []
    for year in 1900...2100 {
      let january = try #require(CalendarDay(year: year, month: 1, day: 1))
      for day in 0..<366 {
        let moment = LocalTime(midnightOf: january + day).microsecondsSinceEpoch / 1_000_000
        let offset = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment))))
        if rules.offset(at: Instant(microseconds: moment * 1_000_000)) != offset * 1_000_000 { wrong += 1 }
        known.insert(offset)
      }
    }
    var cursor = TimeZoneCursor(rules)
    for clock in stride(from: Int64(-2_208_000_000), to: 4_100_000_000, by: 120_011) {
      let local = LocalTime(microsecondsSinceEpoch: clock * 1_000_000)
      let candidates = known.map { Instant(microseconds: (clock - $0) * 1_000_000) }
      let earliest = candidates.filter { rules.localTime(of: $0) == local }.min()
      let instant = rules.instant(of: local)
      let isRight = earliest.map { $0 == instant } ?? (rules.localTime(of: instant) > local)
      if !isRight || cursor.instant(of: local) != instant { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test(
    "names that are no zone are refused", arguments: ["", "Asia/Nowhere", "Dushanbe/Asia", "asia dushanbe", "\u{0}"])
  func refusedNames(name: String) {
    #expect(TimeZoneRules(identifier: name) == nil)
  }

  @Test("a column is converted as its values one by one, in any order", arguments: names)
  func columns(name: String) throws {
    let rules = try #require(TimeZoneRules(identifier: name))
    var instants: [Instant] = []
    for step in 0..<20_000 {
      let scattered = Int64(bitPattern: UInt64(step) &* 0x9e37_79b9_7f4a_7c15) % 4_000_000_000_000_000
      instants.append(Instant(microseconds: step.isMultiple(of: 2) ? scattered : Int64(step) * 7_000_000_000_000))
    }
    instants += [Instant(microseconds: .min), Instant(microseconds: .max), Instant(microseconds: .min)]
    for transition in rules.transitions {
      instants += [-1, 0, 1].map { Instant(microseconds: transition.start + $0) }
    }
    var days = [CalendarDay](repeating: .epoch, count: instants.count)
    var daysSpan = days.mutableSpan
    rules.days(of: instants.span, into: &daysSpan)
    #expect(days == instants.map { rules.day(of: $0) })
    var cursor = TimeZoneCursor(rules)
    #expect(cursor.days(of: instants.map(\.microseconds)) == days.map(\.daysSinceEpoch))
    let locals = instants.map { cursor.localTime(of: $0) }
    #expect(locals == instants.map { rules.localTime(of: $0) })
    var back = [Instant](repeating: Instant(microseconds: 0), count: locals.count)
    var backSpan = back.mutableSpan
    rules.instants(of: locals.span, into: &backSpan)
    #expect(back == locals.map { rules.instant(of: $0) })
  }

  @Test("a local time just before, in and after every gap and fold agrees with and without a cursor", arguments: names)
  func edges(name: String) throws {
    let rules = try #require(TimeZoneRules(identifier: name))
    var cursor = TimeZoneCursor(rules)
    for transition in rules.transitions {
      let before = rules.offset(at: Instant(microseconds: transition.start - 1))
      for end in [before, transition.offset, (before + transition.offset) / 2] {
        for delta in [-1, 0, 1] as [Int64] {
          let local = LocalTime(microsecondsSinceEpoch: transition.start + end + delta)
          #expect(cursor.instant(of: local) == rules.instant(of: local))
        }
      }
    }
  }

  @Test("windows in days keep the time on the clock; windows in hours do not")
  func windows() throws {
    let rules = try #require(Self.chicago)
    let start = try #require(LocalTime(iso: "2026-03-07T12:00"))
    let instant = rules.instant(of: start)
    #expect(rules.localTime(of: rules.adding(1, .days, to: instant)).description == "2026-03-08T12:00:00")
    #expect(rules.localTime(of: rules.adding(24, .hours, to: instant)).description == "2026-03-08T13:00:00")
    #expect(rules.localTime(of: rules.adding(90, .minutes, to: instant)).description == "2026-03-07T13:30:00")
    #expect(rules.localTime(of: rules.adding(-1, .weeks, to: instant)).description == "2026-02-28T12:00:00")
    #expect(rules.localTime(of: rules.adding(12, .months, to: instant)).description == "2027-03-07T12:00:00")
    #expect(rules.localTime(of: rules.adding(-2, .years, to: instant)).description == "2024-03-07T12:00:00")
    for unit in DurationUnit.allCases {
      #expect(rules.adding(.max, unit, to: instant) > instant)
      #expect(rules.adding(.min, unit, to: instant) < instant)
      #expect(rules.adding(0, unit, to: instant) == instant)
    }
  }
}
