// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSyntax
import MezonTestSupport
import Testing

@Suite("What the parser says about mistakes")
struct RecoveryTests {
  @Test(
    "Mistakes are shown where they are, in both languages", arguments: Sample.bad, MessageLanguage.allCases)
  func rendering(_ sample: Sample, _ language: MessageLanguage) {
    let file = Parser.parse(sample.source)
    let text = file.diagnostics.map { $0.rendered(in: language) + "\n" }.joined(separator: "\n")
    let url = Sample.folder.appendingPathComponent(sample.path.replacing(".mezon", with: ".\(language.rawValue).txt"))
    Golden.expect(text, at: url)
    #expect(file.diagnostics.hasErrors || sample.path.contains("warning"))
  }

  @Test("What is right beside a mistake is still understood", arguments: Sample.bad)
  func understands(_ sample: Sample) {
    let url = Sample.folder.appendingPathComponent(sample.path.replacing(".mezon", with: ".ast"))
    Golden.expect(Dump.of(Parser.parse(sample.source).definitions), at: url)
  }
}
