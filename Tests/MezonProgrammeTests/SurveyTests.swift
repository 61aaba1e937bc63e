// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonSyntax
import Testing

/// What a survey may hold, for whom it speaks, and what comes out of it.
@Suite("Surveys") struct SurveyTests {
  private static let head = """
    language 1 keywords en
    programme "P" { levels country > region > district }
    event visit { held day at unit place reference stratum }
    survey perception {
      asked day
      at unit
      q1 one of trust, distrust?
      heard_from list of one of radio, paper?
      hours number?
      w number
      s reference stratum
      weighted by w
      stratified by s
      speaks for region
    }

    """

  private func codes(_ definitions: String) -> [String] {
    let parsed = Parser.parse(SourceText(name: "t.mezon", text: Self.head + definitions))
    return Checker.check([parsed]).diagnostics.map(\.rule.code)
  }

  @Test(
    "What a survey cannot hold is an error",
    arguments: [
      ("survey a { asked day at unit name text identifying speaks for region }", "MZ2301"),
      ("survey a { asked day at unit by officer\nspeaks for region }", "MZ2301"),
      ("survey a { asked day at unit by list of officer\nspeaks for region }", "MZ2301"),
      ("survey a { asked day at unit }", "MZ2016"),
      ("survey a { asked day at unit speaks for village }", "MZ2001"),
      ("survey a { asked day at unit w number?\nweighted by w speaks for region }", "MZ2015"),
      ("survey a { asked day at unit w text\nweighted by w speaks for region }", "MZ2015"),
      ("survey a { asked day at unit weighted by v speaks for region }", "MZ2001"),
      ("survey a { asked day at unit h reference h\nthen clustered by h speaks for region }", "MZ2308"),
    ])
  func survey(definition: String, code: String) {
    #expect(codes(definition) == [code])
  }

  @Test(
    "What an indicator of a survey cannot ask is an error",
    arguments: [
      ("value share answering trust to q1 for officer", ["MZ2018", "MZ2302"]),
      ("value share answering trust to q1 for district", ["MZ2303"]),
      ("value share answering trust to q1 for unit", []), ("value share answering trust to q1", []),
      ("value count", []), ("value sum of hours", []), ("value distinct q1", ["MZ2304"]),
      ("value count interval wald 90 %", []), ("value sum of hours interval exact", ["MZ2029"]),
      ("value rate per 1,000 residents", ["MZ2304"]), ("value share of units having at least 1", ["MZ2304"]),
      ("value ratio of count to sum of hours", ["MZ2304"]), ("value ratio of sum of hours to sum of w", []),
      ("value share answering truth to q1", ["MZ2001"]), ("value share answering trust to hours", ["MZ2015"]),
      ("value share answering radio, paper to heard_from", []), ("value share naming each heard_from", []),
      ("value share naming each heard_from split by heard_from", ["MZ2002"]),
      ("leaves out where q1 is distrust because \"x\" at most 5 % value share", ["MZ2305"]),
      ("counts where linked to visit with same s as place value share", ["MZ2306"]),
      ("value mean of hours interval wald", []), ("value mean of hours interval wilson", ["MZ2029"]),
      ("value share interval korn-graubard 90 %", []), ("value median of hours", []),
    ])
  func indicator(clauses: String, expected: [String]) {
    #expect(codes("indicator i { looks at perception \(clauses) }").sorted() == expected)
  }

  @Test("A total needs respondents who stand for people")
  func totals() {
    func found(_ clauses: String, _ value: String) -> [String] {
      codes(
        "survey a { asked day at unit sex one of f, m n number w number \(clauses) speaks for region }"
          + "\nindicator i { looks at a value \(value) }")
    }
    for value in ["count", "sum of n"] {
      #expect(found("", value) == ["MZ2560"])
      #expect(found("weighted by w", value) == [])
      #expect(found("post-stratified by sex to f 5,000, m 4,000", value) == [])
      #expect(found("raked by sex to f 5,000, m 4,000", value) == [])
    }
    #expect(found("", "mean of n") == [])
  }

  @Test("Nothing links to a survey, and only respondents answer")
  func events() {
    let link = "indicator i { looks at visit counts where followed by perception with same place as s value share }"
    #expect(codes(link).contains("MZ2306"))
    #expect(codes("indicator i { looks at visit value share answering trust to place }") == ["MZ2307"])
  }

  @Test(
    "Worked examples",
    arguments: [
      // Those who gave no answer are in no denominator, and who stands for nobody counts for nothing.
      ("value share answering trust to q1 interval none", "= 25 % (2 of 8)"),
      ("value share interval none", "= 100 % (12 of 12)"),
      ("counts where q1 is trust value share interval none", "= 17 % (2 of 12)"),
      ("value mean of hours interval none", "= 4"), ("value median of hours", "= 2"),
      ("value quantile 0.8 of hours", "= 7"), ("value ratio of sum of hours to sum of w interval none", "= 1.54"),
      ("leaves out where q1 is trust because \"x\" value share answering trust to q1 interval none", "= 0 % (0 of 6)"),
      ("looks at perception where q1 is trust value mean of hours interval none", "is undefined"),
      ("value share naming each heard_from split by s interval none", "split by heard_from radio = 75 % (6 of 8)"),
      ("value share naming each heard_from interval none", "split by heard_from paper = 100 % (8 of 8)"),
      ("value share answering paper, radio to heard_from interval none", "= 100 % (8 of 8)"),
      ("value share answering radio to heard_from interval none too few below 5", "is too_few"),
    ])
  func example(clauses: String, expected: String) throws {
    let looksAt = clauses.hasPrefix("looks at") ? "" : "looks at perception "
    let text = """
      indicator i {
        \(looksAt)\(clauses)
        for country every year
        example "e" as of 2026-12-31 {
          unit "C" level country
          unit "R" level region in "C"
          2 perception asked 2026-05-01, at "R", q1 trust, w 1, s "a", heard_from paper
          2 perception asked 2026-05-01, at "R", q1 distrust, w 3, s "b", hours 2, heard_from "radio", "paper"
          2 perception asked 2026-05-02, at "R", w 2, s "b", hours 7
          perception asked 2026-05-02, at "R", q1 trust, w 0, s "b", hours 99, heard_from radio
          expect 2026 for unit "C" \(expected)
        }
      }
      """
    let parsed = Parser.parse(SourceText(name: "t.mezon", text: Self.head + text))
    let (programme, diagnostics) = Checker.check([parsed])
    #expect(diagnostics.map { $0.rendered() } == [])
    let outcomes = ExampleRunner(programme: try #require(programme)).outcomes()
    #expect(outcomes.count == 1)
    for outcome in outcomes { #expect(outcome.diagnostics.map { $0.rendered() } == []) }
  }

  @Test("In Russian a survey means the same")
  func russian() throws {
    let text = """
      язык 1 ключевые слова ru
      опрос мнение {
        дата_опроса день
        место подразделение
        ответ одно из доверяю, не_доверяю
        вес_опрошенного число
        взвешен по полю: вес_опрошенного
        представителен для: organisation
      }
      показатель доверие {
        рассматриваются: мнение
        значение доля ответивших: доверяю на вопрос: ответ
        за каждый год
        интервал нет
        пример "вес" по состоянию на 2026-12-31 {
          подразделение "Т" уровень organisation
          3 мнение дата_опроса 2026-05-01, место "Т", ответ доверяю, вес_опрошенного 1
          1 мнение дата_опроса 2026-05-01, место "Т", ответ не_доверяю, вес_опрошенного 1,5
          ожидается 2026 для подразделение "Т" = 66,7 % (3 из 4,5)
        }
      }
      """
    let (programme, diagnostics) = Checker.check([Parser.parse(SourceText(name: "t.mezon", text: text))])
    #expect(diagnostics.map { $0.rendered() } == [])
    for outcome in ExampleRunner(programme: try #require(programme)).outcomes() {
      #expect(outcome.diagnostics.map { $0.rendered() } == [])
    }
  }
}
