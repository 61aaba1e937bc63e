// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

@Suite("What the checker says of indicators made from others")
struct DerivedCheckTests {
  /// What there is to be made from.
  private static let base = """
    language 1 keywords en
    programme "P" { levels country > region unit attribute active yes or no ? unit attribute name_of_head text ? }
    unit of measure tenge, people
    event theft { at_time day place unit damage number in tenge ? people number in people ? found yes or no kind one of a, b }
    sensitive event violence { at_time day place unit offered yes or no }
    indicator thefts { looks at theft value count split by kind }
    indicator damage { looks at theft value sum of damage }
    indicator injured { looks at theft value sum of people }
    indicator found { looks at theft counts where found value share better when higher }
    indicator lost { looks at theft counts where found is no value share context only }
    indicator reports { looks at violence value count }
    indicator covered { looks at theft value share of units having at least 1 }
    """

  private func codes(_ written: String) -> [String] {
    let text = Self.base + "\n" + written + "\n"
    let file = Parser.parse(SourceText(name: "test.mezon", text: text))
    return Checker.check([file]).diagnostics.filter { $0.rule.severity == .error }.map(\.rule.code)
  }

  @Test(
    "A fault is found",
    arguments: [
      ("indicator x { value computed as y } indicator y { value computed as 2 * x }", "MZ2101"),
      ("indicator x { value change of x on previous period }", "MZ2101"),
      ("indicator x { looks at theft value change of thefts on previous period }", "MZ2102"),
      ("indicator x { value change of thefts on previous period covers last 2 months }", "MZ2102"),
      ("indicator x { value change of thefts on previous period every month }", "MZ2103"),
      ("indicator x { value change of damage on previous period split by kind }", "MZ2103"),
      ("indicator x { value minimum of damage over groups of kind }", "MZ2103"),
      ("indicator x { value change of thefts on baseline 2024 }", "MZ2104"),
      ("indicator x { value change of thefts on previous period among units where found }", "MZ2001"),
      ("indicator x { value change of thefts on previous period among units where name_of_head is \"a\" }", "MZ2105"),
      ("indicator x { value change of covered on previous period among units where active }", "MZ2018"),
      ("indicator x { value computed as damage + injured }", "MZ2009"),
      ("indicator x { value change of damage on previous period in people }", "MZ2020"),
      ("indicator x { value change of found on previous period in per cent }", "MZ2020"),
      ("indicator x { value change of nothing on previous period }", "MZ2001"),
      ("indicator x { value change of thefts on previous period for officer }", "MZ2018"),
      ("indicator x { value change of thefts on previous period interval wilson }", "MZ2029"),
      ("indicator x { value gap of lost to the unit above better when higher }", "MZ2526"),
      ("indicator x { value change of reports on previous period better when lower }", "MZ2526"),
      ("index x { made of 100 % lost combine arithmetic }", "MZ2526"),
      ("index x { made of 50 % found combine arithmetic }", "MZ2025"),
      ("index x { made of 100 % found }", "MZ2016"),
      ("index x { made of 100 % thefts combine arithmetic normalise rank }", "MZ2031"),
      ("index x { made of 100 % found combine geometric normalise z-score }", "MZ2106"),
      ("index x { made of 100 % found combine arithmetic normalise distance to target }", "MZ2108"),
      ("indicator x { looks at theft value count covers last 0 days }", "MZ2109"),
    ])
  func fault(_ written: String, _ code: String) {
    #expect(codes(written).contains(code), "\(codes(written))")
  }

  @Test(
    "What is right is taken",
    arguments: [
      "indicator x { value change of found on baseline 2024 in points }",
      "indicator x { value gap of found between units where active and units where not active }",
      "indicator x { value computed as 100 * damage / thefts in tenge }",
      "indicator x { value change of y on previous period } indicator y { value computed as 2 * thefts }",
      "indicator x { value change of reports on previous period }",
      "index x { made of 100 % found combine arithmetic better when higher }",
    ])
  func right(_ written: String) {
    #expect(codes(written) == [])
  }

  @Test("The version of what is made from others changes with them")
  func version() throws {
    func version(_ limit: Int) throws -> String {
      let text = """
        language 1 keywords en
        event theft { at_time day place unit damage number }
        indicator thefts { looks at theft where damage > \(limit) value count }
        indicator x { value change of thefts on previous period }
        """
      let file = Parser.parse(SourceText(name: "test.mezon", text: text))
      return try #require(Checker.check([file]).programme?.indicator(named: "x")).version
    }
    #expect(try version(1) == version(1))
    #expect(try version(1) != version(2))
  }
}
