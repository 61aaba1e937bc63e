// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import MezonTestSupport
import Testing

/// The smallest definition file that breaks a rule: `Samples/MZ2504.mezon`, and `MZ2504.after.mezon` where it is mended.
struct RuleSample: Sendable, CustomTestStringConvertible {
  let code: String
  let source: SourceText
  /// The same file mended; nil where none is kept.
  let mended: SourceText?

  var testDescription: String { code }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")

  /// All samples, by code.
  static let all: [RuleSample] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let codes = names.filter { $0.hasSuffix(".mezon") && !$0.hasSuffix(".after.mezon") }.map { String($0.dropLast(6)) }
    return codes.sorted().compactMap { code in
      source("\(code).mezon").map { RuleSample(code: code, source: $0, mended: source("\(code).after.mezon")) }
    }
  }()

  private static func source(_ name: String) -> SourceText? {
    (try? Data(contentsOf: folder.appendingPathComponent(name))).map { SourceText(name: name, bytes: Array($0)) }
  }

  /// What parsing and checking say about a file.
  static func diagnostics(_ source: SourceText) -> [Diagnostic] { Checker.check([Parser.parse(source)]).diagnostics }
}

@Suite("Every rule's sample")
struct RuleSampleTests {
  @Test("Breaks its rule, and is shown as recorded", arguments: RuleSample.all, MessageLanguage.allCases)
  func rendering(_ sample: RuleSample, _ language: MessageLanguage) {
    let diagnostics = RuleSample.diagnostics(sample.source)
    #expect(diagnostics.contains { $0.rule.code == sample.code })
    let text = diagnostics.map { $0.rendered(in: language) + "\n" }.joined(separator: "\n")
    Golden.expect(text, at: RuleSample.folder.appendingPathComponent("\(sample.code).\(language.rawValue).txt"))
  }

  @Test("Is right when it is mended", arguments: RuleSample.all)
  func mended(_ sample: RuleSample) {
    guard let mended = sample.mended else { return }
    #expect(RuleSample.diagnostics(mended).map { $0.rendered() } == [])
  }
}
