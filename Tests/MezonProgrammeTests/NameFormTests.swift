// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonSyntax
import Testing

/// Forms of names: declared once, read as their names in every file (docs/grammar.md).
struct NameFormTests {
  private static let events = """
    язык 1 ключевые слова ru
    событие спор (споры, спора, споров) {
      открыт (открытия) время
      закрыт (закрытия) время?
      место подразделение
      дело ссылка на дело
      исход (исхода) одно из решён (решены), отозван
    }

    """
  private static let declined = """
    язык 1 ключевые слова ru
    показатель решено_споров {
      рассматриваются споры
      засчитываются, если исход равно решены и закрыт в течение 60 дней после открытия
                          и после чего нет спора с тем же полем дело в течение 90 дней после закрытия
      значение доля
      за каждое полугодие
      в разрезе исхода
      пример "один из двух" по состоянию на 31.12.2026 {
        спор открыт 05.01.2026, закрыт 01.02.2026, исход решён, дело "а"
        спор открыт 2026-01-05, исход отозван, дело "б"
        ожидается 1 полугодие 2026 = 50,0 % (1 из 2)
        ожидается 2026-H1 в разрезе исхода решены = 100 % (1 из 1)
      }
    }

    """

  private func parsed(_ text: String, _ name: String = "a.mezon") -> ParsedFile {
    Parser.parse(SourceText(name: name, text: text))
  }

  /// The definitions with every form in the nominative.
  private static var nominative: String {
    let forms = [
      ("споры", "спор"), ("спора", "спор"), ("решены", "решён"), ("открытия", "открыт"), ("закрытия", "закрыт"),
      ("исхода", "исход"),
    ]
    return forms.reduce(declined) { $0.replacing(" " + $1.0, with: " " + $1.1) }
  }

  @Test("Forms of another file mean their names, and examples come out")
  func acrossFiles() throws {
    let (programme, diagnostics) = Checker.check([
      parsed(Self.declined, "b.mezon"), parsed(Self.events, "a.mezon"),
    ])
    #expect(diagnostics.filter(\.isError).map(\.rule.code) == [])
    let plain = Checker.check([parsed(Self.nominative, "b.mezon"), parsed(Self.events, "a.mezon")]).programme
    let meant = try #require(programme)
    #expect(meant.indicators.map(\.version) == plain?.indicators.map(\.version))
    #expect(meant.indicators.first?.splits.map(\.name) == ["исход"])
    let outcomes = ExampleRunner(programme: meant).outcomes()
    #expect(outcomes.count == 1 && outcomes.allSatisfy(\.hasPassed))
  }

  @Test("A file keeps its forms when it is formatted, and when it goes to English and comes back")
  func translation() {
    let russian = Formatter.format(parsed(Self.declined))
    #expect(russian.contains("рассматриваются") && russian.contains("споры") && russian.contains("после закрытия"))
    let english = Formatter.format(parsed(russian), keywords: .english)
    #expect(english.contains("looks at") && english.contains("of закрытия"))
    #expect(Formatter.format(parsed(english), keywords: .russian) == russian)
    let events = parsed(Self.events, "e.mezon")
    let versions = [russian, english].map { text in
      Checker.check([parsed(text), events]).programme?.indicators.map(\.version)
    }
    #expect(versions[0] != nil && versions[0] == versions[1])
  }

  @Test("A form that is a name in another file is refused where it is declared")
  func ambiguous() throws {
    let other = "язык 1 ключевые слова ru\nсобытие споров { начат время место подразделение }\n"
    let (programme, diagnostics) = Checker.check([
      parsed(Self.events, "a.mezon"), parsed(other, "b.mezon"), parsed(Self.declined, "c.mezon"),
    ])
    #expect(programme == nil)
    let found = try #require(diagnostics.first { $0.rule.code == "MZ2085" })
    #expect(found.arguments == ["споров", "спор"])
    guard case .definition(let place) = found.place else {
      Issue.record("no place")
      return
    }
    #expect(place.source.name == "a.mezon" && place.text == "споров")
  }

  @Test("Brackets that are not closed, or hold no name, are reported", arguments: ["(споры", "()", "(споры,)", "(5)"])
  func broken(_ forms: String) {
    let text = "язык 1 ключевые слова ru\nсобытие спор \(forms) {\n  открыт время\n  место подразделение\n}\n"
    #expect(parsed(text).diagnostics.hasErrors)
  }
}
