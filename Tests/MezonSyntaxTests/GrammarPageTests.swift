// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSyntax
import MezonTestSupport
import Testing

@Suite("The page of the grammar")
struct GrammarPageTests {
  static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/grammar.md")

  static let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""

  /// The part of the page up to the table of keywords; the table itself comes from the code.
  private static let heading = "| English | Russian | reserved |\n"

  static let grammar: Grammar? = {
    guard let start = text.range(of: "```ebnf\n"), let end = text[start.upperBound...].range(of: "```") else {
      return nil
    }
    return Grammar(String(text[start.upperBound..<end.lowerBound]))
  }()

  @Test("The table of keywords is the code's")
  func table() {
    var table = Self.heading + "| --- | --- | --- |\n"
    for row in KeywordTable.rows {
      let cells = [row.english, row.russian].map { $0.map { "`\($0)`" }.joined(separator: " · ") }
      table += "| \(cells[0]) | \(cells[1]) | \(row.isReserved ? "yes" : "") |\n"
    }
    let prose = Self.text.range(of: Self.heading).map { Self.text[..<$0.lowerBound] } ?? Self.text[...]
    Golden.expect(prose + table, at: Self.page)
  }

  @Test("The rules name every keyword, and no other words")
  func rulesNameEveryKeyword() throws {
    let grammar = try #require(Self.grammar)
    let words = Set(grammar.literals.filter { $0.contains(where: \.isLetter) }).subtracting(["en", "ru"])
    #expect(words == Set(KeywordTable.rows.map { $0.english[0] }))
  }

  @Test("Every rule is defined, and used from the first")
  func rulesAreWhole() throws {
    let grammar = try #require(Self.grammar)
    let terminals: Set = ["name", "text", "number", "whole", "day", "period"]
    #expect(grammar.used.subtracting(terminals) == Set(grammar.rules.keys).subtracting(["file"]))
  }

  @Test("Files written from the rules are read without a fault of grammar")
  func filesFromTheRules() throws {
    let grammar = try #require(Self.grammar)
    let environment = ProcessInfo.processInfo.environment
    let first = environment["MEZON_SEED"].flatMap(UInt64.init) ?? 99
    let count: UInt64 = environment["MEZON_SEED"] != nil ? 1 : environment["MEZON_SLOW_TESTS"] == "1" ? 20_000 : 500
    // What is no matter of grammar: a second clause, a number out of bounds, the other language of keywords.
    let others: Set = ["MZ1008", "MZ1013", "MZ1017", "MZ1018", "MZ1020", "MZ1022"]
    for seed in first..<(first + count) {
      var writer = GrammarWriter(grammar, seed: seed)
      let text = writer.file()
      let file = Parser.parse(SourceText(name: "written.mezon", text: text))
      let faults = file.diagnostics.filter { !others.contains($0.rule.code) }.map { $0.rendered() }
      #expect(faults.isEmpty, "MEZON_SEED=\(seed)\n\(faults.joined(separator: "\n"))\n\(text)")
      guard faults.isEmpty else { return }
    }
  }
}
