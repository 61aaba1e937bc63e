// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonTestSupport
import Testing

@Suite("The catalogue of rules")
struct RuleCatalogueTests {
  @Test("Every code is declared once")
  func codesAreDeclaredOnce() {
    let byCode = Dictionary(grouping: SourceRule.all, by: \.code)
    for (code, rules) in byCode.sorted(by: { $0.key < $1.key }) where rules.count > 1 {
      Issue.record("\(code) is declared in \(rules.map(\.file))")
    }
    #expect(byCode.count > 150)
  }

  @Test("Every code stands in the catalogue once, and no other")
  func catalogueIsWhole() {
    let listed = RuleCatalogue.rows.map(\.code)
    let declared = Set(SourceRule.all.map(\.code))
    #expect(declared.subtracting(listed).sorted() == [], "add a row to catalogue.tsv")
    #expect(Set(listed).subtracting(declared).sorted() == [], "no rule has this code")
    #expect(listed == Set(listed).sorted(), "each once, in order")
  }

  @Test("Every rule that a definition can break has its sample")
  func samplesAreWhole() {
    let sampled = Set(RuleSample.all.map(\.code))
    let stated = Set(RuleCatalogue.rows.filter { $0.shownBy == "sample" }.map(\.code))
    #expect(sampled == stated)
    #expect(RuleCatalogue.rows.filter { $0.shownBy.isEmpty }.map(\.code) == [])
    let ofDefinitions = RuleCatalogue.rows.filter { $0.code < "MZ3000" && $0.shownBy != "sample" }
    let withoutSample = ["MZ1014", "MZ2092", "MZ2411", "MZ2412"]
    #expect(ofDefinitions.map(\.code) == withoutSample, "a definition can break it, so it needs a sample")
  }

  @Test("Every rule without a sample is named in a test, by its code or its constant")
  func everyRuleIsTried() throws {
    let root = SourceRule.checkout.appendingPathComponent("Tests")
    let files = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    let tests = try files.filter { $0.hasSuffix(".swift") }.map {
      try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8)
    }
    let codes = Set(tests.flatMap { $0.matches(of: /"(?:[^"\n]* )?(MZ\d{4})\b/).map { String($0.1) } })
    let constants = Set(tests.flatMap { $0.matches(of: /\b[A-Z]\w*Rule\.[a-z]\w*/).map { String($0.0) } })
    #expect(codes.count > 100 && constants.count > 20)
    let sampled = Set(RuleSample.all.map(\.code))
    let untried = SourceRule.all.filter {
      !sampled.contains($0.code) && !codes.contains($0.code) && !constants.contains($0.constant)
    }
    #expect(untried.map { "\($0.code) \($0.constant)" } == [])
  }

  @Test("Every rule belongs to one family, and is worded in both languages")
  func familiesAreWhole() {
    for rule in SourceRule.all {
      #expect(RuleCatalogue.families.filter { $0.codes.contains(rule.code) }.count == 1, "\(rule.code)")
      for language in ["en", "ru"] { #expect(rule.messages[language]?.isEmpty == false, "\(rule.code) \(language)") }
      #expect(rule.remedies["en"]?.isEmpty == rule.remedies["ru"]?.isEmpty, "\(rule.code)")
    }
  }

  @Test("The pages are those of the rules", arguments: MessageLanguage.allCases)
  func pages(_ language: MessageLanguage) throws {
    let pages = RulePages(language)
    if Golden.isRecording {
      try FileManager.default.createDirectory(at: pages.folder, withIntermediateDirectories: true)
    }
    Golden.expect(pages.contents(), at: pages.folder.appendingPathComponent("README.md"))
    for family in RuleCatalogue.families where SourceRule.all.contains(where: { family.codes.contains($0.code) }) {
      Golden.expect(pages.page(family), at: pages.folder.appendingPathComponent("\(family.page).md"))
    }
  }
}
