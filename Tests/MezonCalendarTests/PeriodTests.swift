// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonTestSupport
import Testing

@Suite("Periods")
struct PeriodTests {
  static let calendars = (1...12).compactMap { PeriodCalendar(fiscalYearFirstMonth: $0) }

  /// A day that a test names; a wrong name fails the test.
  static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(iso: text)) }

  /// The days at which something begins or ends in some years, leap years among them, and the days next to them.
  static let edges: [CalendarDay] = [1999, 2000, 2004, 2020, 2021, 2026, 2027, 2100].flatMap { year in
    (1...12).flatMap { month in
      [1, 2, 15, 27, 28, 29, 30, 31].compactMap { CalendarDay(year: year, month: month, day: $0) }
    }
  }

  @Test("the periods of a grain follow one another without gap or overlap", arguments: Grain.allCases, calendars)
  func partition(grain: Grain, calendar: PeriodCalendar) {
    for day in Self.edges {
      let period = calendar.period(containing: day, grain: grain)
      let next = calendar.next(period)
      #expect(period.contains(day) && !next.contains(day))
      #expect(next.first == period.last + 1)
      #expect(calendar.previous(next) == period)
      let ordinal = calendar.ordinal(of: day, grain: grain)
      #expect(calendar.ordinal(of: period.last + 1, grain: grain) == ordinal + 1)
      #expect(calendar.ordinal(of: period.first - 1, grain: grain) == ordinal - 1)
      #expect(calendar.period(ordinal: ordinal, grain: grain) == period)
      #expect(period < next && !(next < period))
    }
  }

  @Test("every label is read back as its period", arguments: Grain.allCases, calendars)
  func labels(grain: Grain, calendar: PeriodCalendar) {
    for day in Self.edges {
      let period = calendar.period(containing: day, grain: grain)
      #expect(calendar.parse(period.label) == .success(period))
    }
  }

  @Test(
    "labels",
    arguments: [
      ("2026", Grain.year, "2026-01-01", "2026-12-31"), ("2026-H1", .halfYear, "2026-01-01", "2026-06-30"),
      ("2026-H2", .halfYear, "2026-07-01", "2026-12-31"), ("2026-Q3", .quarter, "2026-07-01", "2026-09-30"),
      ("2026-07", .month, "2026-07-01", "2026-07-31"), ("2024-02", .month, "2024-02-01", "2024-02-29"),
      ("2026-W31", .week, "2026-07-27", "2026-08-02"), ("2026-W53", .week, "2026-12-28", "2027-01-03"),
      ("2025-W01", .week, "2024-12-30", "2025-01-05"), ("2026-07-14", .day, "2026-07-14", "2026-07-14"),
      ("2026-01..2026-02", .twoMonths, "2026-01-01", "2026-02-28"),
      ("2026-11..2026-12", .twoMonths, "2026-11-01", "2026-12-31"),
      ("FY2026", .fiscalYear, "2026-07-01", "2027-06-30"), ("0001", .year, "0001-01-01", "0001-12-31"),
      ("9999-W52", .week, "9999-12-27", "+10000-01-02"),
    ])
  func knownLabels(label: String, grain: Grain, first: String, last: String) throws {
    let calendar = try #require(PeriodCalendar(fiscalYearFirstMonth: 7))
    let period = try calendar.parse(label).get()
    #expect(period.grain == grain)
    #expect(period.first.description == first)
    #expect(period.last.description == last)
    #expect(period.label == label)
  }

  @Test(
    "ranges",
    arguments: [
      ("2024..2026", "2024-01-01", "2026-12-31", "2024..2026"),
      ("2026..2026", "2026-01-01", "2026-12-31", "2026-01..2026-12"),
      ("2026-Q1..2026-Q3", "2026-01-01", "2026-09-30", "2026-01..2026-09"),
      ("2026-02..2026-03", "2026-02-01", "2026-03-31", "2026-02..2026-03"),
      ("2026-02..2026-02", "2026-02-01", "2026-02-28", "2026-02..2026-02"),
      ("2026-12..2027-01", "2026-12-01", "2027-01-31", "2026-12..2027-01"),
      ("2026-W01..2026-W02", "2025-12-29", "2026-01-11", "2025-12-29..2026-01-11"),
      ("2026-07-14..2026-07-14", "2026-07-14", "2026-07-14", "2026-07-14..2026-07-14"),
      ("2026-07-14..2026-Q3", "2026-07-14", "2026-09-30", "2026-07-14..2026-09-30"),
      ("FY2025..FY2026", "2025-07-01", "2027-06-30", "2025-07..2027-06"),
      ("2025-H2..2026-H1", "2025-07-01", "2026-06-30", "2025-07..2026-06"),
    ])
  func ranges(text: String, first: String, last: String, label: String) throws {
    let calendar = try #require(PeriodCalendar(fiscalYearFirstMonth: 7))
    let range = try calendar.parse(text).get()
    #expect(range.grain == nil)
    #expect(range.first.description == first)
    #expect(range.last.description == last)
    #expect(range.label == label)
    #expect(try calendar.parse(label).get() == range)
  }

  @Test("only two months from an odd one are a period of two months")
  func twoMonths() throws {
    let calendar = PeriodCalendar()
    for text in ["2026-01..2026-02", "2026-01-01..2026-02-28", "2026-01..2026-02-28"] {
      #expect(try calendar.parse(text).get() == calendar.period(containing: Self.day("2026-02-10"), grain: .twoMonths))
    }
    for text in ["2026-02..2026-03", "2026-01-01..2026-02-27", "2025-01..2026-02"] {
      #expect(try calendar.parse(text).get().grain == nil)
    }
  }

  @Test("a fiscal year from January is the calendar year")
  func januaryFiscalYear() throws {
    let calendar = PeriodCalendar()
    let year = try calendar.parse("2026").get()
    #expect(try calendar.parse("FY2026").get() == year)
    #expect(calendar.period(containing: year.first, grain: .fiscalYear) == year)
  }

  @Test(
    "a text that is no label is refused with its reason",
    arguments: [
      ("", .unknownForm), ("20", .unknownForm), ("20266", .unknownForm), ("2026-", .unknownForm),
      ("2026-H", .unknownForm), ("2026-H3", .noSuchHalfYear(3)), ("2026-H0", .noSuchHalfYear(0)),
      ("2026-Q5", .noSuchQuarter(5)), ("2026-Q11", .unknownForm), ("2026-q1", .unknownForm),
      ("2026-13", .noSuchMonth(13)), ("2026-00", .noSuchMonth(0)), ("2026-7", .unknownForm),
      ("2026-W1", .unknownForm), ("2026-W00", .noSuchWeek(0, lastWeek: 53)),
      ("2025-W53", .noSuchWeek(53, lastWeek: 52)), ("2026-W54", .noSuchWeek(54, lastWeek: 53)),
      ("2026-02-29", .noSuchDay(29, lastDay: 28)), ("2026-06-00", .noSuchDay(0, lastDay: 30)),
      ("2026-13-01", .noSuchMonth(13)), ("0000", .noSuchYear(0)), ("0000-W01", .noSuchYear(0)),
      ("FY0000", .noSuchYear(0)), ("FY26", .unknownForm), ("FY", .unknownForm), ("fy2026", .unknownForm),
      ("2026-07-14T", .unknownForm), (" 2026", .unknownForm), ("2026 ", .unknownForm), ("2026_Q1", .unknownForm),
      ("２０２６", .unknownForm), ("2026-Qé", .unknownForm), ("-2026", .unknownForm), ("+2026", .unknownForm),
      ("..", .incompleteRange), ("2026..", .incompleteRange), ("..2026", .incompleteRange),
      ("2024..2025..2026", .repeatedRange), ("2026...2027", .unknownForm), ("2026....2027", .repeatedRange),
      ("2026-Q9..2027", .noSuchQuarter(9)), ("2026..2027-13", .noSuchMonth(13)), ("2026.2027", .unknownForm),
    ] as [(String, PeriodLabelFailure)])
  func refused(text: String, failure: PeriodLabelFailure) {
    #expect(PeriodCalendar().parse(text) == .failure(failure))
    #expect(!failure.message.isEmpty)
  }

  @Test("a range that ends before it begins is refused")
  func reversed() throws {
    let failure = PeriodLabelFailure.reversedRange(first: try Self.day("2026-07-01"), last: try Self.day("2026-06-30"))
    #expect(PeriodCalendar().parse("2026-07..2026-06") == .failure(failure))
    #expect(failure.message.contains("2026-06-30"))
  }

  @Test("no bytes crash the reader of labels")
  func mutations() {
    var generator = SeededGenerator(seed: 20_260_714)
    let alphabet = Array("0123456789-.QHWFY /года квартал полугодие\u{0}é–".unicodeScalars)
    for _ in 0..<20_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...16, using: &generator) {
        if let scalar = alphabet.randomElement(using: &generator) { text.append(scalar) }
      }
      if case .success(let period) = PeriodCalendar().parse(String(text)) { #expect(period.first <= period.last) }
    }
  }

  @Test(
    "the periods of a grain in a period are those wholly inside, by looking at every day", arguments: Grain.allCases)
  func inside(grain: Grain) throws {
    let calendar = try #require(PeriodCalendar(fiscalYearFirstMonth: 10))
    for label in ["2026", "2026-Q1", "2026-02", "2026-W01", "2026-07-14", "2023-10..2026-09", "2026-01-05..2026-03-30"]
    {
      let whole = try calendar.parse(label).get()
      var expected: [Period] = []
      var day = whole.first
      while day <= whole.last {
        let period = calendar.period(containing: day, grain: grain)
        if expected.last != period, period.first >= whole.first, period.last <= whole.last { expected.append(period) }
        day = day + 1
      }
      #expect(calendar.periods(of: grain, in: whole) == expected)
    }
  }

  @Test(
    "the period before and the same period last year",
    arguments: [
      ("2026", "2025", "2025"), ("2026-H1", "2025-H2", "2025-H1"), ("2026-Q1", "2025-Q4", "2025-Q1"),
      ("2026-03", "2026-02", "2025-03"), ("2025-02", "2025-01", "2024-02"),
      ("2026-01..2026-02", "2025-11..2025-12", "2025-01..2025-02"),
      ("2026-W01", "2025-W52", "2025-W01"), ("2021-W53", "", ""), ("2020-W53", "2020-W52", ""),
      ("2024-02-29", "2024-02-28", ""), ("2025-02-28", "2025-02-27", "2024-02-28"),
      ("2026-03-01", "2026-02-28", "2025-03-01"), ("FY2026", "FY2025", "FY2025"),
      ("2026-01..2026-09", "2025-04..2025-12", "2025-01..2025-09"), ("2024..2025", "2022..2023", "2023..2024"),
      ("2025-02..2025-03", "2024-12..2025-01", "2024-02..2024-03"),
      ("2026-07-06..2026-07-19", "2026-06-22..2026-07-05", "2025-07-06..2025-07-19"),
      ("2024-02-20..2024-02-29", "2024-02-10..2024-02-19", "2023-02-20..2023-02-28"),
      // The 59 days before 1 March 2026 are two whole months.
      ("2026-03-01..2026-04-28", "2026-01..2026-02", "2025-03-01..2025-04-28"),
    ])
  func comparisons(label: String, previous: String, lastYear: String) throws {
    let calendar = try #require(PeriodCalendar(fiscalYearFirstMonth: 4))
    guard case .success(let period) = calendar.parse(label) else {
      #expect(previous.isEmpty, "\(label) is not a period")
      return
    }
    #expect(calendar.previous(period).label == previous)
    #expect(calendar.parse(previous) == .success(calendar.previous(period)))
    #expect(calendar.samePeriodLastYear(period)?.label ?? "" == lastYear)
  }

  @Test("periods sort by first day, then length")
  func order() throws {
    let calendar = try #require(PeriodCalendar(fiscalYearFirstMonth: 7))
    let labels = [
      "2025-W01", "2025-12", "2026-01-01", "2026-01-01..2026-01-01", "2026-01", "2026-01..2026-01", "2026-01..2026-02",
      "2026-Q1", "2026-H1", "2026", "2026-01..2026-12", "2026-01..2027-01", "2026-Q2", "FY2026",
    ]
    let periods = try labels.map { try calendar.parse($0).get() }
    #expect(periods.reversed().sorted() == periods)
    #expect(Set(periods).count == labels.count)
  }

  @Test("first months that do not exist are refused", arguments: [0, 13, -1, Int.max, Int.min])
  func refusedFirstMonth(month: Int) {
    #expect(PeriodCalendar(fiscalYearFirstMonth: month) == nil)
  }

  @Test("no day and no index is beyond a calendar", arguments: Grain.allCases, calendars)
  func extremes(grain: Grain, calendar: PeriodCalendar) {
    for number in [Int32.min, .min + 1, -1, 0, 1, .max - 1, .max] {
      let day = CalendarDay(daysSinceEpoch: number)
      #expect(calendar.period(containing: day, grain: grain).contains(day))
      let period = calendar.period(ordinal: number, grain: grain)
      #expect(period.first <= period.last)
      #expect(calendar.previous(period) <= period)
      #expect(calendar.next(period) >= period)
      #expect(!period.label.isEmpty)
      _ = calendar.samePeriodLastYear(period)
    }
  }
}
