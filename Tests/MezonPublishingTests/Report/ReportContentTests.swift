// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonPublishing
import MezonSemantics
import Testing

@Suite("What a report says")
struct ReportContentTests {
  @Test("sections, numbers and labels stand in the language asked for")
  func sections() throws {
    let sample = try SampleReport.filled()
    let english = try sample.content(.en)
    let russian = try sample.content(.ru)
    #expect(english.title == "Quarterly report to donors")
    #expect(russian.title == "Квартальный отчёт для доноров")
    #expect(english.ministry == "Ministry of Internal Affairs")
    #expect(russian.ministry == "Министерство внутренних дел")
    #expect(english.sections.map(\.title) == ["Disputes", "Service"])
    #expect(russian.sections.map(\.title) == ["Споры", "Служба"])
    #expect(english.tables.map(\.number) == ["1.1", "2.1", "2.2"])
    #expect(russian.tables.map(\.title).last == "Проведённые встречи")
    #expect(english.period == "Q3 2026")
    #expect(russian.period == "III квартал 2026")
    #expect(english.releaseLine == "Release 2, data as of 10 October 2026")
  }

  @Test("totals come first, then split by split, within them by level, unit and period")
  func order() throws {
    let table = try #require(try SampleReport.filled().content().tables.first)
    let rows = table.rows.map { [$0.unitCode] + $0.groups.map(\.label) }
    #expect(
      rows == [
        ["C", "total", "total"], ["R1", "total", "total"], ["R2", "total", "total"], ["R3", "total", "total"],
        ["C", "female", "total"], ["C", "male", "total"], ["C", "unknown", "total"], ["C", "total", "land"],
        ["C", "total", "water"],
      ])
    #expect(table.splits.map(\.label) == ["sex (parties)", "kind"])
  }

  @Test("only rows of the report's grain, period and levels are shown")
  func shown() throws {
    var sample = try SampleReport.filled()
    try sample.addShare("resolution", "C", 10, of: 20, in: "2026-07")
    try sample.addShare("resolution", "C", 10, of: 20, in: "2026-Q2")
    try sample.addShare("resolution", "D1", 10, of: 20)
    let one = try #require(try sample.content().tables.first)
    #expect(Set(one.rows.map(\.period.label)) == ["2026-Q3"])
    #expect(!one.rows.contains { $0.unitCode == "D1" })
    #expect(one.place(of: .firstDay) == nil, "the days of the only period stand on the cover")
    let year = try #require(try sample.content(.en, "2026").tables.first)
    #expect(Set(year.rows.map(\.period.label)) == ["2026-Q2", "2026-Q3"])
    #expect(year.place(of: .firstDay) != nil)
  }

  @Test("a hidden row holds no number but baseline and target")
  func hidden() throws {
    let table = try #require(try SampleReport.filled().content().tables.first)
    let row = try #require(table.rows.first { $0.unitCode == "R2" })
    #expect(row.published.figures == nil)
    let numbers = [row.value, row.numerator, row.denominator, row.low, row.high, row.completeness]
    #expect(numbers.allSatisfy { $0 == nil })
    #expect([row.records, row.leftOut, row.notHeldAgainst, row.notYetDue].allSatisfy { $0 == nil })
    #expect(row.reached(isHigherBetter: true) == nil)
    #expect(row.status.isEmpty)
    #expect(row.published.baseline == 41)
    #expect(row.published.target == 55)
    #expect(row.state == "hidden to protect people")
    #expect(row.note == "Hidden, see note 1.")
  }

  @Test("numerator and denominator are not shown where they would be a value in disguise")
  func disguise() throws {
    var sample = try SampleReport()
    for (unit, state) in zip(["C", "R1", "R2", "R3"], [ValueStateSample.invalid, .notYetDue, .tooFew, .undefined]) {
      try sample.addShare("resolution", unit, 30, of: 60, notYetDue: 7)
      sample.setState(state)
    }
    let rows = try #require(try sample.content().tables.first).rows
    #expect(rows.map(\.value) == [nil, nil, nil, nil])
    #expect(rows.map(\.numerator) == [nil, nil, 30, 30])
    #expect(rows.map(\.notYetDue) == [nil, 7, 7, 7])
  }

  @Test("a reason without words may be free text and is not repeated")
  func freeReason() throws {
    let sample = try SampleReport.filled()
    let table = try sample.content().tables[1]
    let row = try #require(table.rows.first { $0.unitCode == "R3" })
    #expect(row.reason == "other reason")
    let text = try ReportCSV.bytes(try sample.content(), as: .programs, words: SampleReport.words(.en))
    #expect(!String(decoding: text, as: UTF8.self).contains("Ivanova"))
  }

  @Test("per cent of target reached follows the direction")
  func reached() throws {
    let content = try SampleReport.filled().content()
    let shares = content.tables[0].rows.map { $0.reached(isHigherBetter: true) }
    #expect(shares.first == .perCent(100 * 62 / 55))
    let minutes = content.tables[1].rows.map { $0.reached(isHigherBetter: false) }
    // 15 on the first of January, 10 a year later: the third quarter begins on day 181 of 365.
    let target = 15 + (10.0 - 15.0) * 181 / 365
    #expect(minutes.prefix(2) == [.perCent(100 * target / 12.5), .undefined])
    #expect(content.tables[2].rows.allSatisfy { $0.reached(isHigherBetter: nil) == nil })
  }

  @Test("the drawing covers the totals of the top levels, over the periods where there are several")
  func charts() throws {
    let sample = try SampleReport.filled()
    let quarter = try sample.content()
    #expect(quarter.tables[0].chart?.kind == .units)
    #expect(quarter.tables[0].chart?.series.map(\.rows) == [0...3])
    let year = try sample.content(.en, "2026")
    #expect(year.tables[2].chart?.kind == .course)
    #expect(year.tables[2].chart?.series.map(\.rows) == [0...1, 2...3])
    #expect(year.tables[2].chart?.series.map(\.name) == ["Zarvodiya", "North"])
    let empty = try SampleReport().content()
    #expect(empty.tables.allSatisfy { $0.chart == nil && $0.rows.isEmpty })
  }

  @Test("notes are numbered and name the one threshold, or send to the method sheet")
  func notes() throws {
    let content = try SampleReport.filled().content()
    #expect(content.notes.map(\.number) == Array(1...content.notes.count))
    #expect(content.notes[0].text.contains("the threshold that the method sheet of its indicator states"))
    let text = SampleReport.text.replacing("protect cells below 0", with: "")
    let other = try SampleReport(text).content()
    #expect(other.notes[0].text.contains("fewer than 5 people or records"))
  }

  @Test("every state, reason and status has a word and a meaning", arguments: [Language.en, .ru])
  func glossary(language: Language) throws {
    let terms = try SampleReport.filled().content(language).glossary
    #expect(terms.count == 8 + 15 + 5)
    #expect(terms.allSatisfy { !$0.word.isEmpty && !$0.meaning.isEmpty })
    #expect(Set(terms.prefix(8).map(\.word)).count == 8)
  }

  @Test("a programme's own terms come before the shipped ones")
  func terms() throws {
    let own = """
      msgid ""
      msgstr ""
      "Language: ru\\n"
      "Content-Type: text/plain; charset=UTF-8\\n"
      "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

      msgctxt "term"
      msgid "female"
      msgstr "женский"

      msgctxt "term"
      msgid "dispute"
      msgstr "Спор"
      """
    let words = try SampleReport.words(.ru, terms: own)
    let table = try #require(try ReportContent(SampleReport.filled().edition(), words: words).tables.first)
    #expect(table.rows.contains { $0.groups.first?.label == "женский" })
    #expect(table.rows.contains { $0.groups.first?.label == "мужчины" })
    #expect(table.method.lines.contains { $0.heading == "Рассматривается" && $0.text == "Спор, все" })
  }

  @Test("a message that the catalogue lacks is an error, not a hole")
  func missingMessage() throws {
    let words = try SampleReport.words(.en) { $0.replacing("msgid \"group.total\"", with: "msgid \"group.gone\"") }
    #expect(throws: PublishingFailure.self) { try ReportContent(SampleReport.filled().edition(), words: words) }
  }
}
