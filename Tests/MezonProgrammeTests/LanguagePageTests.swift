// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonSyntax
import Testing

/// The examples of docs/language.md, each checked as a file of its own, and its worked examples run.
struct LanguagePageTests {
  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/language.md")

  /// The fenced blocks marked `mezon`, with the line on which each starts.
  private static let blocks: [(line: Int, text: String)] = {
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
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
  }()

  @Test func pageHasExamples() {
    #expect(Self.blocks.count >= 7)
  }

  @Test(arguments: blocks.indices) func exampleIsRight(_ index: Int) throws {
    let block = Self.blocks[index]
    let parsed = Parser.parse(SourceText(name: "language.md+\(block.line)", text: block.text))
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
