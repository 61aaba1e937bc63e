// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

@Suite("Bounds")
struct BoundsTests {
  private static func checked(_ body: String) -> (programme: Programme?, codes: [String]) {
    let text = "language 1 keywords en\n\(body)\n"
    let (programme, diagnostics) = Checker.check([Parser.parse(SourceText(name: "bounds.mezon", text: text))])
    return (programme, diagnostics.map(\.rule.code))
  }

  private static let programme =
    """
    programme "p" { levels region > district }
    event thing { made time  at unit  by officer  kind one of a, b, c  ok yes or no  key reference key }
    """

  @Test("Members, splits and nesting beyond the bounds are refused")
  func counts() {
    let members = (0..<1_001).map { "m\($0)x" }
    #expect(Self.checked("choice kind one of \(members.joined(separator: ", "))").codes == ["MZ2093"])
    #expect(Self.checked("choice kind one of \(members.dropLast().joined(separator: ", "))").codes == [])
    let splits = Array(repeating: "kind", count: 17).joined(separator: ", ")
    let indicator = "indicator figure { looks at thing value count context only split by \(splits) }"
    #expect(Self.checked(Self.programme + "\n" + indicator).codes == ["MZ2093"])
  }

  @Test(
    "An event without fields is refused, whatever is asked of it",
    arguments: [
      "value count", "value share counts where followed by e within 5 days",
      "value count every month covers last 30 days", "counts where p > 1 value share",
    ])
  func noFields(_ clauses: String) {
    let text = "event e { }\nparameter p { 1 from 2026-01-01 }\nindicator i { looks at e \(clauses) }"
    #expect(Self.checked(text).codes.contains("MZ2014"))
  }

  @Test(
    "Cells are periods times subjects times groups",
    arguments: [
      ("for region", 8), ("for unit", 8 + 4 * 200), ("for officer", 4 * 5_000), ("for region split by kind", 8 * 4),
      ("for region split by kind, ok", 8 * 6), ("for region split by key", 8 * 71),
      ("for region every quarter, year", 10),
    ])
  func cells(_ clauses: String, _ expected: Int) throws {
    let text = Self.programme + "\nindicator figure { looks at thing value count context only \(clauses) }"
    let programme = try #require(Self.checked(text).programme)
    let domain = try #require(programme.domains.firstIndex(of: "key"))
    var codes = [Int](repeating: 0, count: programme.domains.count)
    codes[domain] = 70
    let size = ResultSize(unitsOfLevels: [2, 200], officers: 5_000, codesOfDomains: codes)
    let year = try PeriodCalendar().parse("2026").get()
    #expect(size.cells(of: programme.indicators[0], programme, in: year) == expected)
    #expect(size.excess(of: [0], programme, in: year) == nil)
  }

  @Test("Too many cells are refused at the indicator that makes most of them")
  func excess() throws {
    let text =
      Self.programme + "\nindicator few { looks at thing value count context only for region }\n"
      + "indicator many { looks at thing value count context only for officer every day split by kind }"
    let programme = try #require(Self.checked(text).programme)
    let year = try PeriodCalendar().parse("2026").get()
    let small = ResultSize(unitsOfLevels: [2, 200], officers: 13_000, codesOfDomains: [])
    #expect(small.excess(of: [0, 1], programme, in: year) == nil)
    let large = ResultSize(unitsOfLevels: [2, 200], officers: 14_000, codesOfDomains: [])
    let diagnostic = try #require(large.excess(of: [0, 1], programme, in: year))
    #expect(diagnostic.rule.code == "MZ2092")
    #expect(diagnostic.message(in: .english).contains("20440008 cells"))
    guard case .definition(let range) = diagnostic.place else {
      Issue.record("no place")
      return
    }
    #expect(range.text == "many")
    let beyond = ResultSize(unitsOfLevels: [], officers: .max, codesOfDomains: [])
    #expect(beyond.excess(of: [1], programme, in: year) != nil)
  }
}
