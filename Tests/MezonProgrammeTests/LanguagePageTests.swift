// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonExamples
import MezonIngest
import MezonSemantics
import MezonSyntax
import Testing

/// The examples of docs/language.md and docs/language.ru.md, each checked as a file of its own, and its worked examples run.
struct LanguagePageTests {
  private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs")

  private static let blocks = blocks(of: "language.md")
  private static let russianBlocks = blocks(of: "language.ru.md")

  /// The blocks that are marked `csv` and a path: files that the examples below them read.
  private static let tables: [String: String] = {
    let text = (try? String(contentsOf: docs.appendingPathComponent("language.md"), encoding: .utf8)) ?? ""
    return Dictionary(
      uniqueKeysWithValues: text.matches(of: /```csv (\S+)\n(?<table>[^`]*)```/).map {
        (String($0.1), String($0.table))
      })
  }()

  /// The fenced blocks of a page that are marked `mezon`, with the line on which each starts.
  private static func blocks(of page: String) -> [(line: Int, text: String)] {
    let text = (try? String(contentsOf: docs.appendingPathComponent(page), encoding: .utf8)) ?? ""
    var blocks: [(line: Int, text: String)] = []
    var open: (line: Int, lines: [Substring])?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line == "```mezon" {
        open = (number + 2, [])
      } else if line == "```", let block = open {
        blocks.append((block.line, block.lines.joined(separator: "\n") + "\n"))
        open = nil
      } else {
        open?.lines.append(line)
      }
    }
    return blocks
  }

  @Test func pagesHaveExamples() {
    #expect(Self.blocks.count >= 7)
    #expect(Self.russianBlocks.count == 10)
  }

  @Test(arguments: blocks.indices) func exampleIsRight(_ index: Int) throws {
    try check(Self.blocks[index], of: "language.md")
  }

  @Test(arguments: russianBlocks.indices) func russianExampleIsRight(_ index: Int) throws {
    try check(Self.russianBlocks[index], of: "language.ru.md")
  }

  @Test("Russian examples mean the same in English, and come back to the same bytes", arguments: russianBlocks.indices)
  func translation(_ index: Int) throws {
    func parsed(_ text: String) -> ParsedFile { Parser.parse(SourceText(name: "a.mezon", text: text)) }
    func versions(_ file: ParsedFile) -> [String]? { Checker.check([file]).programme?.indicators.map(\.version) }
    let russian = Formatter.format(parsed(Self.russianBlocks[index].text))
    let english = Formatter.format(parsed(russian), keywords: .english)
    #expect(Formatter.format(parsed(english), keywords: .russian) == russian)
    let meant = versions(parsed(russian))
    #expect(meant != nil && meant == versions(parsed(english)))
  }

  private func check(_ block: (line: Int, text: String), of page: String) throws {
    var parsed = Parser.parse(SourceText(name: "\(page)+\(block.line)", text: block.text))
    for case .standard(let standard) in parsed.definitions.declarations {
      guard let clause = standard.table, let file = clause.layout.file?.text else { continue }
      let table = try #require(Self.tables[file], "\(file) is not on the page")
      parsed.tables[standard.name.text] = StandardTableReader.table(clause, file: file, bytes: Array(table.utf8))
    }
    let (programme, diagnostics) = Checker.check([parsed])
    #expect(diagnostics.map { $0.rendered() } == [])
    let checked = try #require(programme)
    for outcome in ExampleRunner(programme: checked).outcomes() {
      #expect(outcome.diagnostics.map { $0.rendered() } == [], "\(outcome.indicator): \(outcome.title)")
    }
    let expected = checked.indicators.reduce(0) { $0 + $1.declaration.examples.count }
    #expect(ExampleRunner(programme: checked).outcomes().count == expected)
  }
}
