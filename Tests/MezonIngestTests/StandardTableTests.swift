// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import Testing

@Suite("Standard populations that a file says")
struct StandardTableTests {
  private static func definitions(_ standard: String) -> String {
    """
    language 1 keywords en
    choice age one of child, adult, elder
    programme "Test" { levels country > region  population by age }
    standard population european of age {
    \(standard)
    }
    event theft { committed day  at unit  victim age? }
    indicator thefts {
      looks at theft  value rate per 1,000 residents a year  every year  split by victim  context only
    }
    indicator figure {
      value directly standardised thefts over groups of victim by european  every year  context only
    }
    """
  }

  /// What comes of a file that is read for a standard population with these clauses.
  private func checked(
    _ clauses: String, _ file: [UInt8], name: String = "europe.csv"
  ) throws -> (programme: Programme?, diagnostics: [Diagnostic]) {
    let text = Self.definitions("file \"\(name)\"\n" + clauses)
    var parsed = Parser.parse(SourceText(name: "test.mezon", text: text))
    for case .standard(let standard) in parsed.definitions.declarations {
      let clause = try #require(standard.table)
      parsed.tables[standard.name.text] = StandardTableReader.table(clause, file: name, bytes: file)
    }
    return Checker.check([parsed])
  }

  private func weights(_ programme: Programme?) -> [Double]? {
    guard case .derived(.standardised(let rate))? = programme?.indicators.first(where: { $0.id == "figure" })?.value,
      case .standard(_, let weights) = rate.reference
    else { return nil }
    return weights
  }

  private static let plain = "groups from column \"age\" persons from column \"persons\""

  @Test(
    "Its numbers are those of the rows, in the order of the choice",
    arguments: [
      (plain, "age,persons\nelder,19.5\nchild,16\nadult,64.5\n"),
      (
        plain + " header in row 3",
        "Table 1\n\nage;note;persons\n child ;x;16\nadult;;64.5\nelder;;19.5\n;;\n;a remark;\n"
      ),
      (plain + " decimal comma delimiter \";\"", "persons;age\n16;child\n64,5;adult\n19,50;elder\n"),
      (
        "groups from column \"age\" recode \"0-14\" -> child, \"15-39\" -> adult, \"40-64\" -> adult others as elder "
          + "persons from column \"persons\"",
        "age,persons\n0-14,16\n15-39,40\n40-64,24.5\n65-79,15\n80+,4.5\n"
      ),
      (
        "groups from column \"age\" recode \"0-14\" -> child others missing persons from column \"persons\"",
        "age,persons\n0-14,16\nAll,100\nadult,64.5\nelder,19.5\nAll,100\n"
      ),
    ])
  func rows(clauses: String, text: String) throws {
    let (programme, diagnostics) = try checked(clauses, Array(text.utf8))
    #expect(diagnostics.map { $0.rendered() } == [])
    #expect(weights(programme) == [16, 64.5, 19.5])
    let written = Checker.check([
      Parser.parse(SourceText(name: "test.mezon", text: Self.definitions("16 child 64.5 adult 19.5 elder")))
    ]).programme
    #expect(programme?.indicators.map(\.version) == written?.indicators.map(\.version))
  }

  @Test("Another number in the file makes another version, and another digest")
  func versions() throws {
    let files = ["16", "17"].map { Array("age,persons\nchild,\($0)\nadult,64.5\nelder,19.5\n".utf8) }
    let programmes = try files.map { try #require(try checked(Self.plain, $0).programme) }
    #expect(programmes[0].digest != programmes[1].digest)
    let versions = programmes.map { programme in programme.indicators.map(\.version) }
    #expect(versions[0][0] == versions[1][0] && versions[0][1] != versions[1][1])
  }

  @Test("A file of JSON is read as well")
  func json() throws {
    let text = """
      [{"age": "child", "persons": 16}, {"age": "adult", "persons": 64.5}, {"age": "elder", "persons": 19.5}]
      """
    #expect(weights(try checked(Self.plain, Array(text.utf8), name: "europe.json").programme) == [16, 64.5, 19.5])
  }

  @Test(
    "What is wrong is told with its line",
    arguments: [
      ("age,persons\nchild,16\nadlut,64.5\nelder,19.5\n", ["MZ3041 europe.csv:3"]),
      ("age,persons\nchild,16\nadult,64.5\nadult,1\nelder,19.5\n", ["MZ3042 europe.csv:4"]),
      ("age,persons\n\n,\n", ["MZ3043 europe.csv:0"]), ("", ["MZ3003 europe.csv:0"]),
      ("age,number\nchild,16\n", ["MZ3001 test.mezon:6"]),
      ("age,persons\nchild,16\nadult,many\nelder,-1\n", ["MZ3202 europe.csv:3", "MZ3204 europe.csv:4"]),
      ("age,persons\nchild,\n,4\nelder\n", ["MZ3201 europe.csv:2", "MZ3201 europe.csv:3", "MZ3107 europe.csv:4"]),
      ("age,persons\nchild,16\n\nelder,19.5\n", ["MZ2064 test.mezon:4"]),
      ("age,persons\nchild,0\nadult,0\nelder,0\n", ["MZ2064 test.mezon:4"]),
    ])
  func faults(text: String, expected: [String]) throws {
    let (programme, diagnostics) = try checked(Self.plain, Array(text.utf8))
    #expect(programme == nil)
    let found = diagnostics.map { diagnostic in
      switch diagnostic.place {
      case .definition(let range):
        "\(diagnostic.rule.code) \(range.source.name):\(range.source.position(of: range.lower).line)"
      case .row(let file, let line, _): "\(diagnostic.rule.code) \(file):\(line)"
      case .file(let file): "\(diagnostic.rule.code) \(file):0"
      default: "\(diagnostic.rule.code) nowhere"
      }
    }
    #expect(found.sorted() == expected.sorted())
    for diagnostic in diagnostics { #expect(!diagnostic.message(in: .russian).contains("{")) }
  }

  @Test("A misspelt group is shown in its line, with the one that was meant")
  func shown() throws {
    let (_, diagnostics) = try checked(Self.plain, Array("age,persons\nchild,16\nadlut,64.5\nelder,19.5\n".utf8))
    let shown = try #require(diagnostics.first { $0.rule.code == "MZ3041" }).rendered()
    #expect(shown.contains("europe.csv:3:1: error MZ3041"), "\(shown)")
    #expect(shown.contains("adlut,64.5") && shown.contains("did you mean \"adult\"?"), "\(shown)")
  }
}
