// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonEngine
import MezonSemantics
import MezonSyntax
import Testing

@Suite("Populations by group")
struct PopulationTests {
  private static let definitions = """
    choice sex one of female, male
    choice age_group one of young, old
    programme "Test" { levels district > precinct  population by sex, age_group }
    event order { issued day  at unit  by officer?  protected sex?  age age_group? }
    indicator all { looks at order value rate per 1 residents for unit every quarter }
    indicator women { looks at order value rate per 1 residents where sex is female for unit every quarter }
    indicator old { looks at order value rate per 1 residents where age_group is old for unit every quarter }
    indicator some {
      looks at order value rate per 1 residents where sex is female or age_group is not young for unit every quarter
    }
    indicator split { looks at order value rate per 1 residents for district every quarter split by protected }
    indicator young_split {
      looks at order value rate per 1 residents where age_group is young for district every quarter
      split by protected, age
    }
    """

  private func someOrders() throws -> Fixture {
    var fixture = try Fixture(Self.definitions)
    try fixture.unit("D", "district")
    try fixture.unit("P", "precinct", in: "D")
    try fixture.event("order", ["issued": "2026-02-01", "at": "P"])
    return fixture
  }

  /// The denominators of the district's totals, by indicator; nil where they are not known.
  private func denominators(_ fixture: Fixture) throws -> [String: Double] {
    var found: [String: Double] = [:]
    for row in try fixture.rows(nil, "2026-Q1", asOf: "2026-12-31") where row.split == nil {
      guard fixture.name(row.subject, try fixture.dataset()) == "D" else { continue }
      found[fixture.programme.indicators[row.indicator].id] = row.denominator
    }
    return found
  }

  @Test("A complete classification adds up to every total that it can be told from")
  func completeClassification() throws {
    var fixture = try someOrders()
    for (count, groups) in zip([1, 20, 300, 4_000] as [Int64], [[0, 0], [0, 1], [1, 0], [1, 1]] as [[Int32]]) {
      try fixture.residents(count, in: "P", groups)
    }
    let found = try denominators(fixture)
    #expect(found["all"] == 4_321)
    #expect(found["women"] == 21)
    #expect(found["old"] == 4_020)
    #expect(found["some"] == 4_021)
  }

  @Test("What is not complete is not known, and a row of its own comes before a sum")
  func incompleteClassification() throws {
    var fixture = try someOrders()
    for (count, groups) in zip([1, 20, 300] as [Int64], [[0, 0], [0, 1], [1, 0]] as [[Int32]]) {
      try fixture.residents(count, in: "P", groups)
    }
    var found = try denominators(fixture)
    #expect(found == ["women": 21, "young_split": 301])
    try fixture.residents(500, in: "P", [-1, -1])
    try fixture.residents(22, in: "P", [0, -1])
    found = try denominators(fixture)
    #expect(found["all"] == 500)
    #expect(found["women"] == 22)
    #expect(found["old"] == nil)
  }

  @Test("What the unit's own rows leave open is added up from the units below")
  func fromBelow() throws {
    var fixture = try someOrders()
    try fixture.residents(9, in: "D", [-1, -1])
    try fixture.residents(4, in: "P", [0, -1])
    try fixture.residents(3, in: "P", [1, -1])
    let found = try denominators(fixture)
    #expect(found["all"] == 9)
    #expect(found["women"] == 4)
  }

  @Test("Each group of a split has its own residents; those of unknown group have none")
  func splits() throws {
    var fixture = try someOrders()
    for (count, groups) in zip([1, 20, 300, 4_000] as [Int64], [[0, 0], [0, 1], [1, 0], [1, 1]] as [[Int32]]) {
      try fixture.residents(count, in: "P", groups)
    }
    let rows = try fixture.rows("split", "2026-Q1", asOf: "2026-12-31")
    let found = rows.map { "\($0.split?.group ?? "all") \($0.denominator.map { String($0) } ?? $0.reason)" }
    #expect(found == ["all 4321.0", "female 21.0", "male 4300.0", "unknown no_population"])
    let young = try fixture.rows("young_split", "2026-Q1", asOf: "2026-12-31")
    let parts = young.map { "\($0.split?.group ?? "all") \($0.denominator.map { String($0) } ?? "-") \($0.reason)" }
    #expect(
      parts == [
        "all 301.0 ", "old 0.0 zero_denominator", "unknown - no_population", "young 301.0 ", "female 1.0 ",
        "male 300.0 ", "unknown - no_population",
      ])
  }

  @Test("Officers in one post, and the days that officers served")
  func officers() throws {
    var fixture = try Fixture(
      """
      programme "Test" { levels district > precinct }
      event call { at_time day  at unit  by officer? }
      indicator inspectors { looks at call value rate per 10 officers in post inspector for district every quarter }
      indicator served { looks at call value rate per 100 days in post for officer, district every quarter }
      """)
    try fixture.unit("D", "district")
    try fixture.unit("P", "precinct", in: "D")
    try fixture.post("O1", in: "P", from: "2026-01-01", until: "2026-01-20")
    try fixture.post("O1", in: "D", as: "head", from: "2026-01-11", until: "2026-01-30")
    try fixture.post("O2", in: "P", from: "2026-03-01", until: "2026-06-30")
    try fixture.event("call", ["at_time": "2026-01-05", "at": "P", "by": "O1"])
    // As of the tenth of March: 20 days and 10 of inspectors, of 69.
    let each = try #require(try fixture.rows("inspectors", "2026-Q1", asOf: "2026-03-10").first)
    #expect(each.denominator == 30.0 / 69)
    let served = try fixture.rows("served", "2026-Q1", asOf: "2026-03-10")
    #expect(served.map(\.denominator) == [40, 30, 10])
    #expect(served.map(\.value) == [2.5, 100.0 / 30, 0])
  }

  @Test(
    "What is no group of residents is refused",
    arguments: [
      ("rate per 1 residents where kind is a", "MZ2001"), ("rate per 1 residents where sex is old", "MZ2001"),
      ("rate per 1 residents where sex is missing", "MZ2060"), ("rate per 1 residents where sex", "MZ2060"),
      ("rate per 1 residents where sex is female and not (sex is female)", "MZ2061"),
      ("rate per 1 residents split by kind", "MZ2063"), ("rate per 1 officers split by protected", "MZ2063"),
      ("rate per 1 days in post split by protected", "MZ2063"), ("rate per 1 residents for officer", "MZ2018"),
    ])
  func refused(value: String, code: String) {
    let text = """
      language 1 keywords en
      choice sex one of female, male
      programme "Test" { levels district  population by sex }
      event order { issued day  at unit  by officer  protected sex  kind one of a, b }
      indicator rate1 { looks at order value \(value) }
      """
    let file = Parser.parse(SourceText(name: "test.mezon", text: text))
    #expect(Checker.check([file]).diagnostics.filter(\.isError).map(\.rule.code) == [code])
  }

  @Test(
    "Columns of a population are declared choices, each once, and not too many",
    arguments: [
      ("sex, sex", ["MZ2002"]), ("nothing", ["MZ2001"]), ("residents", ["MZ2002"]), ("a, b, c, d, sex", ["MZ2062"]),
    ])
  func columns(names: String, codes: [String]) {
    let text = """
      language 1 keywords en
      choice sex one of female, male
      choice residents one of here, away
      choice a one of x, y
      choice b one of x, y
      choice c one of x, y
      choice d one of x, y
      programme "Test" { levels district  population by \(names) }
      """
    let file = Parser.parse(SourceText(name: "test.mezon", text: text))
    #expect(Checker.check([file]).diagnostics.filter(\.isError).map(\.rule.code) == codes)
  }

  @Test("A condition that is written in another way, or in Russian, is the same selection")
  func sameSelection() throws {
    func plan(_ text: String) throws -> String {
      let file = Parser.parse(SourceText(name: "test.mezon", text: text))
      return try #require(Checker.check([file]).programme).indicators[0].version
    }
    let english = """
      language 1 keywords en
      choice sex one of female, male
      programme "T" { levels district  population by sex }
      event order { issued day  at unit }
      indicator rate1 { looks at order value rate per 100,000 residents where sex is not male a year }
      """
    let russian = """
      язык 1 ключевые слова ru
      перечень sex одно из female, male
      программа "T" { уровни district  население по группам sex }
      событие order { issued день  at подразделение }
      показатель rate1 { рассматриваются order значение число на 100 000 жителей, где sex равно female в год }
      """
    let plain = russian.replacing("жителей, где", with: "жителей где").replacing("100 000", with: "100000")
    #expect(try plan(english) == plan(plain))
  }
}
