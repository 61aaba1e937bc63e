// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// What a node of the tree stands for.
package enum SyntaxKind: String, Sendable {
  case file, header, declaration, block, clause, expression, list, fact, skipped
}

/// A child of a node.
package enum SyntaxElement: Sendable {
  case node(SyntaxNode)
  /// A token by its index in the file.
  case token(Int)
  /// The tokens of one keyword.
  case keyword(Keyword, Range<Int>)
  /// A token that is a name of the planner's own.
  case name(Int)
}

/// A node of the lossless tree: its children in order; together their tokens are the file, byte for byte.
package final class SyntaxNode: Sendable {
  package let kind: SyntaxKind
  package let children: [SyntaxElement]

  init(kind: SyntaxKind, children: [SyntaxElement]) {
    self.kind = kind
    self.children = children
  }
}

/// A parsed definition file: the tokens, the lossless tree over them, the declarations, and what is wrong.
package struct ParsedFile: Sendable {
  /// The text.
  package let source: SourceText
  /// The tokens in order, the last being the end of the file.
  package let tokens: [Token]
  /// The tree; every token stands in it exactly once.
  package let tree: SyntaxNode
  /// The declarations, as far as they could be understood.
  package let definitions: DefinitionFile
  /// What is wrong, in reading order.
  package let diagnostics: [Diagnostic]
  /// The tables that its standard populations name, by the names of these; who loads the file reads them too.
  package var tables: [String: StandardTable] = [:]

  /// The file's text put together again from the tree's tokens; equal to the source for every input.
  /// Complexity: O(*n*).
  package var reassembled: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(source.bytes.count)
    func append(_ node: SyntaxNode) {
      for child in node.children {
        switch child {
        case .node(let inner): append(inner)
        case .token(let index), .name(let index): appendToken(index)
        case .keyword(_, let indices): indices.forEach(appendToken)
        }
      }
    }
    func appendToken(_ index: Int) {
      let token = tokens[index]
      result += source.bytes[token.triviaStart..<token.upper]
    }
    append(tree)
    return result
  }
}

/// Puts nodes together while the parser consumes tokens.
struct SyntaxTreeBuilder {
  private var stack: [(kind: SyntaxKind, children: [SyntaxElement])] = [(.file, [])]

  mutating func open(_ kind: SyntaxKind) {
    stack.append((kind, []))
  }

  mutating func add(_ element: SyntaxElement) {
    stack[stack.count - 1].children.append(element)
  }

  mutating func close() {
    guard stack.count > 1 else { return }
    let top = stack.removeLast()
    add(.node(SyntaxNode(kind: top.kind, children: top.children)))
  }

  /// The number of children of the innermost open node.
  var checkpoint: Int { stack[stack.count - 1].children.count }

  /// Wraps the children added since a checkpoint into a node.
  mutating func wrap(_ kind: SyntaxKind, since checkpoint: Int) {
    let children = Array(stack[stack.count - 1].children[checkpoint...])
    stack[stack.count - 1].children.removeSubrange(checkpoint...)
    add(.node(SyntaxNode(kind: kind, children: children)))
  }

  mutating func finish() -> SyntaxNode {
    while stack.count > 1 { close() }
    return SyntaxNode(kind: .file, children: stack[0].children)
  }
}
