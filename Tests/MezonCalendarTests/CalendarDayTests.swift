// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import Testing

@Suite("Calendar days")
struct CalendarDayTests {
  /// A calendar that only knows how to go to the next day.
  struct Counter {
    var year = 1
    var month = 1
    var day = 1
    var weekday = 1  // 0001-01-01 was a Monday.
    var isoYear = 1
    var isoWeek = 1

    var lastDayOfMonth: Int {
      switch month {
      case 2: year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    }

    mutating func advance() {
      weekday = weekday % 7 + 1
      day += 1
      if day > lastDayOfMonth {
        day = 1
        month += 1
      }
      if month > 12 {
        month = 1
        year += 1
      }
      guard weekday == 1 else { return }
      isoWeek += 1
      // The Monday from 29 December through 4 January begins week 1.
      if (month == 12 && day >= 29) || (month == 1 && day <= 4) {
        isoWeek = 1
        isoYear += 1
      }
    }
  }

  @Test("every day of the years 1 to 9999 agrees with a calendar that counts day by day")
  func everyDay() {
    var counter = Counter()
    var wrong = 0
    for number in CalendarDay.first.daysSinceEpoch...CalendarDay.last.daysSinceEpoch {
      let day = CalendarDay(daysSinceEpoch: number)
      let agrees =
        day.civil == (counter.year, counter.month, counter.day) && day.weekday == counter.weekday
        && day.isoWeek == (counter.isoYear, counter.isoWeek)
        && CalendarDay(year: counter.year, month: counter.month, day: counter.day) == day
        && day.monthsSinceEpoch == (counter.year - 1970) * 12 + counter.month - 1
        && day.isFirstOfMonth == (counter.day == 1) && day.isLastOfMonth == (counter.day == counter.lastDayOfMonth)
      if !agrees { wrong += 1 }
      counter.advance()
    }
    #expect(wrong == 0)
    #expect((counter.year, counter.month, counter.day) == (10_000, 1, 1))
  }

  @Test("a byte other than a digit is refused at every place of a digit, and any other at a mark's")
  func everyByte() {
    let good = Array("2026-07-14".utf8)
    for index in good.indices {
      for byte in UInt8.min...UInt8.max where byte != good[index] {
        var bytes = good
        bytes[index] = byte
        let isDigit = (0x30...0x39).contains(byte) && index != 4 && index != 7
        let text = String(decoding: bytes, as: UTF8.self)
        let numbers = text.split(separator: "-").compactMap { Int($0) }
        let expected =
          isDigit && numbers.count == 3 ? CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2]) : nil
        #expect(CalendarDay(isoBytes: bytes.span) == expected)
      }
    }
  }

  @Test("every thirteenth day is read back from its text")
  func text() {
    var wrong = 0
    for number in stride(from: CalendarDay.first.daysSinceEpoch, through: CalendarDay.last.daysSinceEpoch, by: 13) {
      let day = CalendarDay(daysSinceEpoch: number)
      if CalendarDay(iso: day.description) != day { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test(
    "a text that names no day is refused",
    arguments: [
      "", "2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "1900-02-29", "0000-12-31",
      "10000-01-01", "2026-1-01", "2026-01-1", "2026/01/01", "2026-01-01 ", " 2026-01-01", "+026-01-01", "20a6-01-01",
      "２０２６-01-01", "2026-01-0١", "-026-01-01", "2026-01-01T",
    ])
  func refusedText(text: String) {
    #expect(CalendarDay(iso: text) == nil)
  }

  @Test(
    "known days",
    arguments: [
      ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-07-14", 20_648, 2), ("0001-01-01", -719_162, 1),
      ("9999-12-31", 2_932_896, 5),
    ] as [(String, Int32, Int)])
  func knownDays(text: String, number: Int32, weekday: Int) throws {
    let day = try #require(CalendarDay(iso: text))
    #expect(day.daysSinceEpoch == number)
    #expect(day.weekday == weekday)
    #expect(day.description == text)
  }

  @Test(
    "impossible days are refused",
    arguments: [
      (2026, 2, 29), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (0, 1, 1), (10_000, 1, 1), (-1, 1, 1),
      (Int.max, 1, 1), (Int.min, Int.min, Int.min), (2026, Int.max, 1), (2026, 1, Int.max),
    ])
  func impossibleDays(year: Int, month: Int, day: Int) {
    #expect(CalendarDay(year: year, month: month, day: day) == nil)
  }

  @Test(
    "a month later is the same day of the month or that month's last",
    arguments: [
      ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
      ("2024-02-29", -48, "2020-02-29"), ("2026-03-31", -1, "2026-02-28"), ("2026-05-15", 0, "2026-05-15"),
      ("2025-11-30", 3, "2026-02-28"), ("2026-12-31", 1, "2027-01-31"), ("2026-01-01", -1, "2025-12-01"),
    ])
  func monthsLater(from: String, months: Int, to: String) throws {
    let day = try #require(CalendarDay(iso: from))
    #expect(day.adding(months: months).description == to)
  }

  @Test(
    "units of a window",
    arguments: [
      (90, DurationUnit.days, "2026-10-12"), (-1, .days, "2026-07-13"), (2, .weeks, "2026-07-28"),
      (7, .months, "2027-02-14"), (3, .years, "2029-07-14"),
    ])
  func windows(count: Int, unit: DurationUnit, to: String) throws {
    let day = try #require(CalendarDay(iso: "2026-07-14"))
    #expect(day.adding(count, unit)?.description == to)
  }

  @Test("a day has no count of minutes or hours", arguments: [DurationUnit.minutes, .hours])
  func noClock(unit: DurationUnit) {
    #expect(CalendarDay.epoch.adding(60, unit) == nil)
  }

  @Test("arithmetic is held at the ends of the calendar", arguments: [Int.min, Int.max, Int.min + 1, Int.max - 1])
  func extremes(count: Int) {
    let edge = CalendarDay(daysSinceEpoch: count < 0 ? .min : .max)
    let otherEdge = CalendarDay(daysSinceEpoch: count < 0 ? .max : .min)
    for day in [CalendarDay.epoch, .first, .last, edge] {
      #expect(day + count == edge)
      #expect(day - count == otherEdge)
      #expect(day.adding(count, .weeks) == edge)
      #expect(day.adding(count, .months) == edge)
      #expect(day.adding(count, .years) == edge)
    }
    #expect((1...7).contains(edge.weekday) && (1...53).contains(edge.isoWeek.week))
    #expect(CalendarDay(firstOfMonth: count) <= CalendarDay(lastOfMonth: count))
  }

  @Test("days of the whole range of the type have consistent parts")
  func wholeRange() {
    var wrong = 0
    for number in stride(from: Int(Int32.min), through: Int(Int32.max), by: 9_973) {
      let day = CalendarDay(clampingDaysSinceEpoch: number)
      let (year, month, dayOfMonth) = day.civil
      let first = CalendarDay(firstOfMonth: day.monthsSinceEpoch)
      let isWhole = day - first == dayOfMonth - 1 || first.daysSinceEpoch == .min
      let isRight = (1...12).contains(month) && dayOfMonth <= CalendarDay.daysInMonth(month, ofYear: year)
      if !isWhole || !isRight { wrong += 1 }
    }
    #expect(wrong == 0)
  }
}
