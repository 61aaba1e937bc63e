// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonPublishing
import Testing

@Suite("Numbers, dates and periods by language")
struct LocaleFormatTests {
  static let numbers: [(Language, Double, Int, String)] = [
    (.en, 1_234_567.5, 1, "1,234,567.5"), (.ru, 1_234_567.5, 1, "1\u{A0}234\u{A0}567,5"),
    (.tg, 1_234.5, 0, "1\u{A0}235"), (.uz, 999, 0, "999"),
    (.kk, -1_000, 0, "-1\u{A0}000"), (.ky, 999_999.96, 1, "1\u{A0}000\u{A0}000,0"), (.en, 1.005, 2, "1.01"),
    (.en, 2.5, 0, "3"),
    (.en, -0.04, 1, "0.0"), (.en, 0.05, 1, "0.1"), (.en, 1e21, 0, "1,000,000,000,000,000,000,000"),
    (.en, 1e-7, 3, "0.000"),
    (.en, .nan, 1, "—"), (.en, -.infinity, 1, "—"), (.en, 1.5, -3, "2"), (.en, 1, 99, "1.00000000000000000000"),
    (.en, .greatestFiniteMagnitude, 0, "179,769,313,486,231,570" + String(repeating: ",000", count: 97)),
  ]

  @Test("a number", arguments: numbers)
  func number(language: Language, value: Double, digits: Int, text: String) {
    #expect(LocaleFormat(language).number(value, fractionDigits: digits) == text)
  }

  @Test("a whole number")
  func wholeNumber() {
    #expect(LocaleFormat(.ru).number(1_234_567) == "1\u{A0}234\u{A0}567")
    #expect(LocaleFormat(.en).number(-12_345) == "-12,345")
    #expect(LocaleFormat(.en).number(Int.min) == "-9,223,372,036,854,775,808")
    #expect(LocaleFormat(.en).number(0) == "0")
  }

  @Test("a share in per cent")
  func perCent() {
    #expect(LocaleFormat(.en).perCent(62.5, fractionDigits: 1) == "62.5%")
    #expect(LocaleFormat(.ru).perCent(62.5, fractionDigits: 1) == "62,5\u{A0}%")
    #expect(LocaleFormat(.tg).perCent(100, fractionDigits: 0) == "100%")
    #expect(LocaleFormat(.ru).perCent(.nan, fractionDigits: 0) == "—")
  }

  static let dates: [(Language, String, String)] = [
    (.en, "14 July 2026", "2026-07-14"), (.ru, "14 июля 2026", "14.07.2026"), (.tg, "14 июли 2026", "14.07.2026"),
    (.ky, "2026-жылдын 14-июлу", "14.07.2026"), (.uz, "2026-yil 14-iyul", "14.07.2026"),
    (.kk, "2026 жылғы 14 шілде", "14.07.2026"),
  ]

  @Test("a day", arguments: dates)
  func date(language: Language, long: String, numeric: String) throws {
    let day = try #require(CalendarDay(year: 2026, month: 7, day: 14))
    #expect(LocaleFormat(language).date(day) == long)
    #expect(LocaleFormat(language).date(day, style: .numeric) == numeric)
    let time = try #require(LocalTime(day: day, hour: 9, minute: 5))
    #expect(LocaleFormat(language).dateTime(time) == long + ", 09:05")
  }

  static let periods: [(String, en: String, ru: String, tg: String, ky: String, uz: String, kk: String)] = [
    ("2026", "2026", "2026 год", "соли 2026", "2026-жыл", "2026-yil", "2026 жыл"),
    (
      "2026-H1", "H1 2026", "1-е полугодие 2026", "нимсолаи 1-уми соли 2026", "2026-жылдын 1-жарым жылдыгы",
      "2026-yil 1-yarim yillik", "2026 жылғы 1-жартыжылдық"
    ),
    (
      "2026-Q3", "Q3 2026", "III квартал 2026", "семоҳаи III соли 2026", "2026-жылдын 3-чейреги", "2026-yil III chorak",
      "2026 жылғы III тоқсан"
    ),
    ("2026-07", "July 2026", "июль 2026", "июли 2026", "2026-жылдын июль айы", "2026-yil iyul", "2026 жылғы шілде"),
    (
      "2026-W01", "week 1 of 2026", "1-я неделя 2026", "ҳафтаи 1-уми соли 2026", "2026-жылдын 1-аптасы",
      "2026-yil 1-hafta",
      "2026 жылғы 1-апта"
    ),
    (
      "2026-07-14", "14 July 2026", "14 июля 2026", "14 июли 2026", "2026-жылдын 14-июлу", "2026-yil 14-iyul",
      "2026 жылғы 14 шілде"
    ),
    (
      "2026-01..2026-02", "January–February 2026", "январь–февраль 2026", "январ–феврали 2026",
      "2026-жылдын январь–февраль айлары", "2026-yil yanvar–fevral", "2026 жылғы қаңтар–ақпан"
    ),
    (
      "2025-12..2026-02", "December 2025 – February 2026", "декабрь 2025 – февраль 2026", "декабри 2025 – феврали 2026",
      "2025-жылдын декабрь айы – 2026-жылдын февраль айы", "2025-yil dekabr – 2026-yil fevral",
      "2025 жылғы желтоқсан – 2026 жылғы ақпан"
    ),
    (
      "2026-07-14..2026-08-02", "14 July 2026 – 2 August 2026", "14 июля 2026 – 2 августа 2026",
      "14 июли 2026 – 2 августи 2026", "2026-жылдын 14-июлу – 2026-жылдын 2-августу",
      "2026-yil 14-iyul – 2026-yil 2-avgust",
      "2026 жылғы 14 шілде – 2026 жылғы 2 тамыз"
    ),
    (
      "FY2026", "fiscal year 2026/27", "2026/27 финансовый год", "соли молиявии 2026/27", "2026/27 каржы жылы",
      "2026/27 moliya yili", "2026/27 қаржы жылы"
    ),
  ]

  @Test("a period", arguments: periods)
  func period(label: String, en: String, ru: String, tg: String, ky: String, uz: String, kk: String) throws {
    let calendar = try #require(PeriodCalendar(fiscalYearFirstMonth: 7))
    let period = try calendar.parse(label).get()
    let shown = Language.allCases.map { LocaleFormat($0).period(period) }
    #expect(shown == [en, ru, tg, ky, uz, kk])
  }

  @Test("a week belongs to the year of its Thursday")
  func weekYear() throws {
    let day = try #require(CalendarDay(year: 2027, month: 1, day: 1))
    let week = PeriodCalendar().period(containing: day, grain: .week)
    #expect(LocaleFormat(.en).period(week) == "week 53 of 2026")
  }

  @Test("months that the language inflects")
  func inflectedMonths() {
    let ends: [Language: Set<Character>] = [.tg: ["и"], .ky: ["ы", "и", "у"], .ru: ["я", "а"]]
    for (language, letters) in ends {
      for number in 1...12 {
        #expect(LocaleFormat(language).month(number, form: .genitive).last.map { letters.contains($0) } == true)
      }
    }
    #expect(LocaleFormat(.en).month(0).isEmpty)
    #expect(LocaleFormat(.en).month(13, form: .genitive).isEmpty)
  }

  static let counts = [
    (0, "встреч"), (1, "встреча"), (2, "встречи"), (5, "встреч"), (11, "встреч"), (14, "встреч"), (21, "встреча"),
    (102, "встречи"),
    (111, "встреч"), (-1, "встреча"),
  ]

  @Test("a phrase with its number", arguments: counts)
  func plural(count: Int, phrase: String) throws {
    let forms = try #require(PluralForms([.one: "встреча", .few: "встречи", .many: "встреч"], language: .ru))
    #expect(LocaleFormat(.ru).plural(count, forms) == phrase)
  }

  @Test("a number with a fraction takes the genitive singular in Russian")
  func fraction() throws {
    let forms = try #require(PluralForms([.one: "встреча", .few: "встречи", .many: "встреч"], language: .ru))
    #expect(forms[Language.ru.pluralCategory(of: 1.5, fractionDigits: 1)] == "встречи")
    #expect(PluralForms([.one: "встреча", .few: "встречи"], language: .ru) == nil)
    #expect(PluralForms([.one: "meeting"], language: .en) == nil)
  }
}
