// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonTestSupport
import Testing

@Suite("Periods as people write them in Russian")
struct RussianPeriodTests {
  let calendar = PeriodCalendar()

  @Test(
    "spellings",
    arguments: [
      ("1 полугодие 2026", "2026-H1"), ("2-е полугодие 2026 года", "2026-H2"), ("II ПОЛУГОДИЕ 2026 г.", "2026-H2"),
      ("3 квартал 2026", "2026-Q3"), ("3-й квартал 2026", "2026-Q3"), ("IV квартал 2026 года", "2026-Q4"),
      ("2026 год", "2026"), ("2026 г.", "2026"), ("2026", "2026"), ("июль 2026", "2026-07"),
      ("Июль 2026 года", "2026-07"), ("07.2026", "2026-07"), ("31 неделя 2026", "2026-W31"),
      ("31-я неделя 2026 года", "2026-W31"), ("14.07.2026", "2026-07-14"), ("14 июля 2026 г.", "2026-07-14"),
      ("29.02.2024", "2024-02-29"), (" 1\u{a0}полугодие  2026 ", "2026-H1"), ("2026-Q3", "2026-Q3"),
      ("FY2026", "2026"),
    ])
  func spellings(text: String, label: String) throws {
    let period = try calendar.parse(russian: text).get()
    #expect(period == (try calendar.parse(label).get()))
  }

  @Test(
    "ranges",
    arguments: [
      ("01.07.2026 – 14.07.2026", "2026-07-01..2026-07-14"), ("01.07.2026—14.07.2026", "2026-07-01..2026-07-14"),
      ("январь 2026 .. февраль 2026", "2026-01..2026-02"), ("1 квартал 2026..2026-Q3", "2026-01..2026-09"),
      ("2024 год – 2026 год", "2024..2026"), ("2024..2026", "2024..2026"),
    ])
  func ranges(text: String, label: String) throws {
    #expect(try calendar.parse(russian: text).get().label == label)
  }

  @Test(
    "a text that is no period is refused with its reason",
    arguments: [
      ("", .unknownForm), (" ", .unknownForm), ("полугодие 2026", .unknownForm),
      ("3 полугодие 2026", .noSuchHalfYear(3)),
      ("0 квартал 2026", .noSuchQuarter(0)), ("5 квартал 2026", .noSuchQuarter(5)), ("V квартал 2026", .unknownForm),
      ("1-х квартал 2026", .unknownForm), ("1-й-й квартал 2026", .unknownForm),
      ("31.06.2026", .noSuchDay(31, lastDay: 30)),
      ("29.02.2026", .noSuchDay(29, lastDay: 28)), ("01.13.2026", .noSuchMonth(13)), ("13.2026", .noSuchMonth(13)),
      ("1.7.2026", .unknownForm), ("14.07.26", .unknownForm), ("14..07..2026", .repeatedRange),
      ("14.07.", .unknownForm),
      ("июля 2026", .unknownForm), ("14 июль 2026", .unknownForm), ("31 февраля 2026", .noSuchDay(31, lastDay: 28)),
      ("53 неделя 2025", .noSuchWeek(53, lastWeek: 52)), ("1 полугодие 0000", .noSuchYear(0)),
      ("2026-13", .noSuchMonth(13)),
      ("2026-Q5", .noSuchQuarter(5)), ("01.07.2026 –", .incompleteRange), ("– 01.07.2026", .incompleteRange),
      ("1 квартал 2026 – 2 квартал 2026 – 3 квартал 2026", .repeatedRange), ("год", .unknownForm),
      ("٣ квартал 2026", .unknownForm), ("999999999999999999999 квартал 2026", .unknownForm),
    ] as [(String, PeriodLabelFailure)])
  func refused(text: String, failure: PeriodLabelFailure) {
    #expect(calendar.parse(russian: text) == .failure(failure))
  }

  @Test("a range that ends before it begins is refused")
  func reversed() throws {
    let first = try #require(CalendarDay(iso: "2026-07-14"))
    let failure = PeriodLabelFailure.reversedRange(first: first, last: first - 1)
    #expect(calendar.parse(russian: "14.07.2026 – 13.07.2026") == .failure(failure))
  }

  @Test("no text crashes the reader")
  func mutations() {
    var generator = SeededGenerator(seed: 20_260_714)
    let pieces = [
      "1", "2026", "квартал", "полугодие", "неделя", "июля", "июль", "год", "г.", ".", "..", "–", "-", " ", "-е", "iv",
      "31", "0", "\u{0}", "é", "\u{301}", "W", "Q", "FY",
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...9, using: &generator)
      let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      if case .success(let period) = calendar.parse(russian: text) { #expect(period.first <= period.last) }
    }
  }
}
