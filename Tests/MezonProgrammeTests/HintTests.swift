// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

@Suite("What a planner writes out of habit is answered with the word that is meant")
struct HintTests {
  private static let event = """
    language 1 keywords en
    event visit "A visit" {
      held day
      closed day?
      at unit
      by list of officer
      kept yes or no
      kind one of home, school, street
      cost number
    }

    """

  private func diagnostics(_ text: String) -> [Diagnostic] {
    Checker.check([Parser.parse(SourceText(name: "a.mezon", text: text))]).diagnostics.filter(\.isError)
  }

  /// The code, the place and the suggestion of each fault of an indicator with these clauses.
  private func hints(_ clauses: String) -> [String] {
    diagnostics(Self.event + "indicator a \"A\" { looks at visit \(clauses) }").map { diagnostic in
      guard case .definition(let range) = diagnostic.place else { return diagnostic.rule.code }
      return "\(diagnostic.rule.code) \(range.text) -> \(diagnostic.suggestion ?? "-")"
    }
  }

  @Test(
    arguments: [
      ("counts where kind == home value share", "MZ1016 = -> is"),
      ("counts where kind <> home value share", "MZ1016 > -> is not"),
      ("counts where kind != home value share", "MZ1001 ! -> is not"),
      ("counts where kept && cost > 5 value share", "MZ1001 && -> and"),
      ("counts where cost ≥ 5 value share", "MZ1001 ≥ -> >="),
      ("counts where kind equals home value share", "MZ1016 equals -> is"),
      ("counts where kind in home, school value share", "MZ1016 in -> is one of"),
      ("counts where kind is home or school value share", "MZ2001 school -> kind is one of home, school"),
      (
        "counts where kind is one of home, school or street value share",
        "MZ2001 street -> kind is one of home, school, street"
      ),
      ("counts where kind is \"home\" value share", "MZ2003 kind is \"home\" -> home"),
      ("counts where kind is \"hme\" value share", "MZ2003 kind is \"hme\" -> home"),
      ("counts if kept value share", "MZ1016 counts -> counts where"),
      ("counts where closed at least 3 days earlier value share", "MZ1005 earlier -> before"),
      ("counts where closed within two months of held value share", "MZ1005 two -> -"),
      ("value percentage", "MZ1005 percentage -> share"), ("value average of cost", "MZ1005 average -> mean of"),
      ("value total of cost", "MZ1005 total -> sum of"), ("value max of cost", "MZ1005 max -> maximum of"),
      ("value number", "MZ1005 number -> count"), ("value share per month", "MZ1016 per -> every"),
      ("value share split by kind and kept", "MZ1016 and -> ,"),
      ("value share better if higher", "MZ1016 better -> better when"),
      ("value share too few under 10", "MZ1016 too -> too few below"),
      ("value share split by \"kind\"", "MZ1005 \"kind\" -> kind"),
      ("value share source «Saferworld»", "MZ1001 « -> \""),
    ])
  func isMeant(clauses: String, hint: String) {
    #expect(hints(clauses).first == hint)
  }

  @Test(
    "A fault is told once",
    arguments: [
      "counts where kind equals home value share", "counts where kind in home value share",
      "counts where closed at least 3 days earlier value share",
      "counts where closed within two months of held value share", "counts where kind == home value share",
    ])
  func withoutEcho(clauses: String) {
    #expect(hints(clauses).count == 1, "\(hints(clauses))")
  }

  @Test("In Russian as well")
  func russian() {
    let text = """
      язык 1 ключевые слова ru
      событие визит { проведён день место подразделение вид одно из дом, школа }
      показатель а "А" { рассматриваются визит засчитываются, если вид среди дом, школа значение процент }
      """
    let found = diagnostics(text).map { $0.suggestion ?? "-" }
    #expect(found == ["одно из", "доля"])
  }

  @Test("Terms of the language are shown in the reader's, names as they are")
  func terms() throws {
    let text =
      Self.event + """
        indicator a "A" { looks at visit counts where cost > field value share }
        indicator b "B" { looks at visit counts where cost is kept value share split by cost }
        indicator c "C" { looks at visist value share }
        """
    let found = diagnostics(text)
    #expect(
      found.map { $0.message(in: .russian) } == [
        "не найдено: поле «field» (событие visit)", "число нельзя сравнить с: да или нет",
        "нельзя делить итог по «cost»: это число", "не найдено: событие «visist» (программа)",
      ])
    #expect(found.first?.message(in: .english) == "there is no field \"field\" in event visit")
  }

  @Test("Where nothing of the kind is declared, the remedy is to declare it")
  func noneDeclared() {
    let text = Self.event + "indicator a \"A\" { looks at visit value sum of cost in euro }"
    let found = diagnostics(text)
    #expect(found.map(\.rule.code) == ["MZ2342"])
    #expect(found.first?.remedy(in: .english).hasPrefix("declare it") == true)
    #expect(found.first?.message(in: .russian) == "не найдено: единица измерения «euro» (программа), и других нет")
  }
}
