// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

/// Runs with MEZON_SEED try one seed, with MEZON_FUZZ=N the first N; continuous integration and MEZON_SLOW_TESTS=1 try more
/// than are tried always.
@Suite("No input breaks parsing, formatting or checking")
struct FuzzTests {
  private static let environment = ProcessInfo.processInfo.environment

  private static let seeds: Range<UInt64> = {
    if let seed = environment["MEZON_SEED"].flatMap(UInt64.init) { return seed..<(seed + 1) }
    let stated = environment["MEZON_FUZZ"].flatMap(UInt64.init)
    let tryMany = environment["MEZON_SLOW_TESTS"] == "1" || environment["CI"] == "true"
    let count = stated ?? (tryMany ? 50_000 : 3_000)
    return 1..<(count + 1)
  }()

  @Test("Broken files are read, formatted and checked, in four parts", arguments: 0..<4)
  func fuzz(_ part: UInt64) {
    for seed in Self.seeds where seed % 4 == part {
      var input = FuzzInput(seed: seed)
      guard expectSound(input.bytes(from: FuzzInput.declarations), "MEZON_SEED=\(seed)") else { return }
    }
  }

  @Test("The mutations reach every stage")
  func reach() {
    var (whole, checked) = (0, 0)
    for seed in UInt64(1)..<200 {
      var input = FuzzInput(seed: seed)
      let bytes = input.bytes(from: FuzzInput.declarations)
      #expect(bytes.count <= FuzzInput.most)
      let file = Parser.parse(SourceText(name: "fuzz.mezon", bytes: bytes))
      if !file.diagnostics.hasErrors { whole += 1 }
      if Checker.check([file]).diagnostics.contains(where: { $0.rule.code >= "MZ2000" }) { checked += 1 }
    }
    #expect(whole > 8 && checked > 60, "\(whole) \(checked)")
  }

  /// Nothing is lost, diagnostics stand inside the file and can be shown, and formatting changes no meaning.
  private func expectSound(_ bytes: [UInt8], _ what: String) -> Bool {
    let source = SourceText(name: "fuzz.mezon", bytes: bytes)
    let file = Parser.parse(source)
    guard file.reassembled == bytes else {
      Issue.record("\(what): bytes are lost")
      return false
    }
    for diagnostic in Checker.check([file]).diagnostics {
      guard case .definition(let range) = diagnostic.place else { continue }
      guard range.lower >= 0, range.upper <= bytes.count, !diagnostic.rendered(in: .russian).isEmpty else {
        Issue.record("\(what): \(diagnostic.rule.code) stands outside")
        return false
      }
    }
    guard !file.diagnostics.hasErrors else { return true }
    let formatted = Formatter.format(file, keywords: nil)
    let again = Parser.parse(SourceText(name: "fuzz.mezon", text: formatted))
    let isSame = Self.leaves(file) == Self.leaves(again)
    let isStable = Formatter.format(again, keywords: nil) == formatted
    if !isSame || !isStable { Issue.record("\(what): formatting \(isSame ? "is not stable" : "changes the tree")") }
    return isSame && isStable
  }

  /// Keywords and names in their order, without the header, which formatting may add.
  private static func leaves(_ file: ParsedFile) -> [String] {
    var leaves: [String] = []
    func visit(_ node: SyntaxNode) {
      for child in node.children {
        switch child {
        case .node(let inner): if inner.kind != .header { visit(inner) }
        case .keyword(let keyword, _): leaves.append("@\(keyword.rawValue)")
        case .name(let index): leaves.append(file.tokens[index].text)
        case .token: break
        }
      }
    }
    visit(file.tree)
    return leaves
  }
}
