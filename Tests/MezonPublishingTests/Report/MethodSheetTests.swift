// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonEngine
import MezonPublishing
import Testing

@Suite("The method of an indicator, in words")
struct MethodSheetTests {
  private func lines(_ language: Language, _ indicator: String = "resolution") throws -> [String: [String]] {
    let table = try #require(try SampleReport().content(language).tables.first { $0.id == indicator })
    return Dictionary(grouping: table.method.lines) { $0.heading }.mapValues { $0.map(\.text) }
  }

  @Test("every clause of the definition is told in English")
  func english() throws {
    let lines = try lines(.en)
    #expect(lines["Looks at"] == ["Dispute brought to the police, every one"])
    #expect(lines["Left out"] == ["kind is other (reason: not a community dispute)"])
    #expect(
      lines["Counts"] == [
        "outcome is resolved and closed within 60 days after opened "
          + "and not followed by dispute with the same matter within 90 days after closed"
      ])
    let capped = try #require(lines["Not held against"]?.first)
    #expect(capped.hasPrefix("outcome is withdrawn (reason: the parties' own decision); at most 10 per cent"))
    #expect(lines["Can be judged after"] == ["due after 150 days, from opened"])
    #expect(lines["Interval"] == ["Wilson, 95 per cent, two-sided"])
    #expect(lines["Least number of records"] == ["no value on fewer than 10 records"])
    #expect(lines["Protection threshold"] == ["a cell with at least one and fewer than 5 people or records is hidden"])
    #expect(lines["Baseline"] == ["41 per cent, 2025"])
    #expect(lines["Target"] == ["in steps: 55 per cent from 1 January 2026; 65 per cent from 1 January 2027"])
    #expect(lines["Split by"] == ["sex (parties), kind"])
    #expect(lines["Owner"] == ["Department of Public Order"])
    #expect(lines["Effective from"] == ["1 January 2026"])
    #expect(lines["To be reviewed by"] == ["15 January 2027"])
    #expect(lines["Purpose"] == ["Rewards settling a dispute."])
    #expect(lines["Version"]?.first?.hasPrefix("2026-01-01-") == true)
  }

  @Test("and in Russian, with the right forms after numbers")
  func russian() throws {
    let lines = try lines(.ru)
    #expect(lines["Назначение"] == ["Поощряет урегулирование спора."])
    #expect(lines["Можно судить через"] == ["срок наступает через 150 дней, считая от «opened»"])
    #expect(lines["Что исключается"] == ["вид — other (причина: not a community dispute)"])
    #expect(lines["Базовое значение"] == ["41 %, 2025 год"])
    #expect(lines["В разрезе"] == ["пол (стороны), вид"])
  }

  @Test("what does not wait is due at once; a line is told as a line")
  func simple() throws {
    let lines = try lines(.en, "response")
    #expect(lines["Can be judged after"] == ["due at once"])
    #expect(lines["Target"] == ["along a line: 15 minutes from 1 January 2026; 10 minutes from 1 January 2027"])
    #expect(
      lines["Value"] == [
        "median of minutes from received to arrived over the events that count (Hyndman and Fan, type 7)"
      ])
    #expect(lines["Looks at"] == ["Call for help, where urgent is yes"])
    #expect(lines["Interval"] == ["none"])
  }

  /// A condition of an indicator over events `a` and `b`, and what is said of it.
  static let conditions: [(written: String, english: String, russian: String)] = [
    ("x is 3 or y is 4 and z is 5", "x is 3 or y is 4 and z is 5", "x — 3 или y — 4 и z — 5"),
    ("(x is 3 or y is 4) and z is 5", "(x is 3 or y is 4) and z is 5", "(x — 3 или y — 4) и z — 5"),
    ("not (x is 3)", "not (x is 3)", "не (x — 3)"),
    ("x is one of 1, 2", "x is one of 1, 2", "x — одно из: 1, 2"),
    ("x is not one of 1, 2", "x is none of 1, 2", "x — ни одно из: 1, 2"),
    ("x is missing", "x is missing", "не указано: x"),
    ("x is present", "x is given", "указано: x"),
    ("x at least 1,000", "x is at least 1,000", "x не меньше 1\u{A0}000"),
    ("x - (y - z) < 2.5", "x − (y − z) is less than 2.5", "x − (y − z) меньше 2,5"),
    ("(x - y) * z > 0", "(x − y) × z is more than 0", "(x − y) × z больше 0"),
    ("later within 1 minute of at", "later within 1 minute after at", "later не позже чем через 1 минуту после «at»"),
    (
      "later at least 2 hours after at", "later at least 2 hours after at",
      "later не менее чем через 2 часа после «at»"
    ),
    ("at at most 3 weeks before later", "at at most 3 weeks before later", "at не более чем за 3 недели до «later»"),
    (
      "days from at to later > 21", "days from at to later is more than 21", "дней от «at» до «later» больше 21"
    ),
    ("done is no", "done is no", "done — нет"),
    ("any codes is 7", "any of codes is 7", "codes (хотя бы одно) — 7"),
    ("sex of each people is female", "sex of each of people is female", "пол (люди, каждое) — женщины"),
    (
      "not linked to b where size > 2 with same key", "not linked to b where size is more than 2 with the same key",
      "нет связанного события: b, где size больше 2, с тем же: key"
    ),
    (
      "followed by b with same key within 5 days of later",
      "followed by b with the same key within 5 days after later",
      "после этого есть событие: b, с тем же: key, не позже чем через 5 дней после «later»"
    ),
    ("at < later", "at is less than later", "at меньше later"),
    ("at >= 2026-03-01", "at is at least 1 March 2026", "at не меньше 1 марта 2026"),
  ]

  @Test("conditions keep their meaning in words", arguments: conditions)
  func condition(written: String, english: String, russian: String) throws {
    let text = """
      language 1  keywords en
      choice sex one of female, male
      event a {
        at time  later time?  place unit  x number?  y number?  z number?  done yes or no  key reference k
        codes list of whole number  people list of person { sex }
      }
      event b { on time  key reference k  size number }
      indicator i "I" { looks at a counts where \(written) value share }
      report r "R" { every quarter section "S" { i } }
      """
    for (language, said) in [(Language.en, english), (.ru, russian)] {
      let lines = try #require(try SampleReport(text).content(language).tables.first).method.lines
      let heading = language == .en ? "Counts" : "Что считается"
      #expect(lines.first { $0.heading == heading }?.text == said)
    }
  }

  /// A value as written, and what is said of it.
  static let values: [(written: String, english: String)] = [
    ("count", "number of events that count"),
    ("distinct key", "number of different values of key among the events that count"),
    ("sum of x", "sum of x over the events that count"),
    ("mean of x + y", "mean of x + y over the events that count"),
    ("quantile 0.9 of x", "quantile 0.9 of x over the events that count (Hyndman and Fan, type 7)"),
    ("ratio of sum of x to count", "sum of x over the events that count, divided by the number of events that count"),
    ("rate per 1,000 residents a year", "1,000 × events that count / residents in person-years"),
    (
      "rate per 10 officers", "10 × events that count / mean number of officers in post over the days of the period"
    ),
    ("share of months having at least 2", "share of the months of the period with at least 2 counted"),
    (
      "share of units having at least 1 in every month",
      "share of the units of the lowest level with at least 1 counted, in every month of the period"
    ),
    (
      "share of district with officer in post inspector at least 1 day having at least 1",
      "share of the units of level district with at least 1 counted; "
        + "only units in which an officer held the post inspector on at least 1 day"
    ),
    ("share of k having at least 1", "share of the known values of key with at least 1 counted"),
    ("share of officers having at least 3", "share of the officers in post with at least 3 counted"),
    (
      "share of officers in post inspector at least 90 days having at least 3",
      "share of the officers in post with at least 3 counted; only officers who held the post inspector on at least 90 days"
    ),
  ]

  @Test("every kind of value is told", arguments: values)
  func value(written: String, english: String) throws {
    let text = """
      language 1  keywords en
      programme "P" { levels country > district }
      event a { on time  at unit  by officer  x number  y number  key reference k }
      indicator i "I" { looks at a value \(written) interval none }
      report r "R" { every quarter section "S" { i } }
      """
    let lines = try #require(try SampleReport(text, units: []).content(.en).tables.first).method.lines
    #expect(lines.first { $0.heading == "Value" }?.text == english)
    // Nothing is missing in the other language.
    #expect(try SampleReport(text, units: []).content(.ru).tables.count == 1)
  }

  private static let rates = """
    language 1  keywords en
    choice age one of young, old
    programme "Test" { languages en, ru  levels country > region  population by age }
    standard population european "The European standard population" label ru "Европейское стандартное население" of age {
      60,000 young  40,000 old
    }
    event theft { committed day  at unit  victim age }
    parameter norm "The norm" label ru "Норма" { 3 from 2026-01-01 }
    indicator thefts "Thefts for 1,000 residents" {
      label ru "Кражи на 1000 жителей"
      looks at theft  value rate per 1,000 residents a year  every year  split by victim  context only
    }
    indicator direct { value directly standardised thefts over groups of victim by european  context only }
    indicator indirect { value indirectly standardised thefts over groups of victim by rates of country  context only }
    indicator above { value share of region where thefts > norm  context only }
    report all "All" { every year  section "All" { direct, indirect, above } }
    """

  @Test(
    "standardised rates and shares of units are told whole",
    arguments: [
      (
        Language.en, "direct",
        "Thefts for 1,000 residents, directly standardised by victim: the sum over the groups of rate × share of the "
          + "standard population “The European standard population” (young 60,000; old 40,000)"
      ),
      (
        .ru, "direct",
        "Кражи на 1000 жителей: прямая стандартизация, группы: victim; сумма по группам: частота × доля группы в "
          + "стандартном населении «Европейское стандартное население» (молодые 60 000; пожилые 40 000)"
      ),
      (
        .en, "indirect",
        "Thefts for 1,000 residents, indirectly standardised by victim: the number counted, by the number expected if each "
          + "group had the rate that it has in the unit of the level country"
      ),
      (
        .en, "above",
        "share of the units of the level region for which: Thefts for 1,000 residents is more than The norm (3 from "
          + "1 January 2026); units without a figure are left out"
      ),
    ])
  func standardised(language: Language, indicator: String, said: String) throws {
    let sample = try SampleReport(Self.rates, units: [])
    let plan = try #require(sample.programme.indicator(named: indicator))
    let sheet = try ReferenceSheetBuilder(programme: sample.programme, words: SampleReport.words(language)).sheet(
      of: plan)
    let value = sheet.sections.flatMap(\.lines).first { $0.field == .value }?.text
    #expect(value?.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ") == said)
    let interval = sheet.sections.flatMap(\.lines).first { $0.field == .interval }?.text ?? ""
    #expect(interval.hasPrefix(indicator == "direct" ? (language == .en ? "Dobson" : "Добсон") : ""))
  }

  @Test("a live formula stands where the value is a quotient of what stands beside it, and only there")
  func formulas() throws {
    let sample = try SampleReport(Self.rates, units: [UnitRow(code: "C", level: 0)])
    let rules = try sample.content(.en, "2026").tables.map(\.valueRule)
    #expect(rules == [.single, .quotient(factor: 1), .quotient(factor: 100)])
  }

  @Test("a table over two versions of a definition has the method of each", arguments: [Language.en, .ru])
  func versions(language: Language) throws {
    let old = """
      looks at call  counts where urgent is yes  value share  every month
      effective from 2026-01-01 until 2026-07-31
      """
    let new = """
      looks at call  counts where urgent is no  value share  every month
      effective from 2026-08-01
      """
    let text = """
      language 1  keywords en
      programme "Test" { languages en, ru  levels country }
      event call "Call" { received time  at unit  urgent yes or no }
      indicator calls "Calls" { \(old) }
      indicator calls "Calls" { \(new) }
      report donors "Report" { every quarter  section "Calls" { calls } }
      """
    var sample = try SampleReport(text, units: [UnitRow(code: "C", name: "Zarvodiya", level: 0)])
    try sample.addShare("calls", "C", 8, of: 10, in: "2026-07")
    try sample.addShare("calls", "C", 8, of: 10, in: "2026-08")
    // The later row was made by the later version.
    sample.rows[1].indicator = 1
    let lines = try #require(try sample.content(language).tables.first).method.lines
    #expect(lines.filter { $0.field == .counts }.count == 2)
    let said =
      language == .en
      ? "From 1 August 2026 the following version holds: 2026-08-01-" : "действует следующая версия: 2026-08-01-"
    #expect(lines.contains { $0.text.contains(said) }, "\(lines.filter { $0.field == .version }.map(\.text))")
    // A report on days of one version only has that one.
    sample.rows.removeLast()
    let one = try #require(try sample.content(language).tables.first).method.lines
    #expect(one.filter { $0.field == .counts }.count == 1)
  }
}
