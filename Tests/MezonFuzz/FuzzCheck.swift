// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// What must hold for any bytes whatever: nothing is lost, diagnostics stand inside the file and can be shown, and formatting
/// changes no meaning and has nothing left to do.
package enum FuzzCheck {
  /// What does not hold for some bytes; nil where all does.
  package static func fault(in bytes: [UInt8]) -> String? {
    let source = SourceText(name: "fuzz.mezon", bytes: bytes)
    let file = Parser.parse(source)
    guard file.reassembled == bytes else { return "bytes are lost" }
    for diagnostic in Checker.check([file]).diagnostics {
      guard case .definition(let range) = diagnostic.place else { continue }
      guard range.lower >= 0, range.upper <= bytes.count, !diagnostic.rendered(in: .russian).isEmpty else {
        return "\(diagnostic.rule.code) stands outside"
      }
    }
    guard !file.diagnostics.hasErrors else { return nil }
    let formatted = Formatter.format(file, keywords: nil)
    let again = Parser.parse(SourceText(name: "fuzz.mezon", text: formatted))
    guard leaves(file) == leaves(again) else { return "formatting changes the tree" }
    return Formatter.format(again, keywords: nil) == formatted ? nil : "formatting is not stable"
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
