// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonPublishing
import MezonTestSupport
import Testing

@Suite("Templates are rendered as they are checked")
struct TemplateAgreementTests {
  /// A piece of a template together with what it says, written down without a parser.
  private struct Piece {
    let text: String
    let said: ([TemplateValue]) -> String
  }

  static let values: TemplateValue = [
    "a": "1", "b": "<&>", "yes": true, "no": false, "empty": [], "r": ["a": "2", "s": ["c": "3"]],
    "rows": [["a": "4", "d": ["x", "y"]], ["a": "5", "d": []]],
  ]

  private static func field(_ path: String, _ stack: [TemplateValue]) -> TemplateValue? {
    func child(_ value: TemplateValue, _ name: Substring) -> TemplateValue? {
      guard case .record(let fields) = value else { return nil }
      return fields[String(name)]
    }
    if path == "." { return stack.last }
    let names = path.split(separator: ".")
    guard let start = stack.last(where: { child($0, names[0]) != nil }) else { return nil }
    return names.reduce(start) { value, name in value.flatMap { child($0, name) } }
  }

  private static func text(_ path: String, _ stack: [TemplateValue]) -> String {
    guard case .text(let text)? = field(path, stack) else { return "" }
    return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  private static func pieces(depth: Int, inRow: Bool, _ generator: inout SeededGenerator) -> Piece {
    let parts = (0..<Int.random(in: 0...4, using: &generator)).map { _ in piece(depth: depth, inRow: inRow, &generator)
    }
    return Piece(text: parts.map(\.text).joined()) { stack in parts.map { $0.said(stack) }.joined() }
  }

  private static func piece(depth: Int, inRow: Bool, _ generator: inout SeededGenerator) -> Piece {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 4), using: &generator) {
    case 0:
      let literal = ["x", " ", "{", "}", "ж", "{ {", "é}"].randomElement(using: &generator) ?? ""
      // A brace beside a tag would lengthen it.
      return Piece(text: literal + " ") { _ in literal + " " }
    case 1: return Piece(text: "{{! {#a} }}") { _ in "" }
    case 2, 3:
      let path = ["a", "b", "r.a", "r.s.c"].randomElement(using: &generator) ?? "a"
      return Piece(text: "{{\(path)}}") { text(path, $0) }
    case 4: return section("r", inverted: false, pieces(depth: depth - 1, inRow: inRow, &generator))
    case 5: return section("rows", inverted: false, pieces(depth: depth - 1, inRow: true, &generator))
    case 6 where inRow: return section("d", inverted: false, Piece(text: "{{.}}") { text(".", $0) })
    default:
      let name = ["yes", "no", "empty", "r", "rows"].randomElement(using: &generator) ?? "yes"
      let isInverted = Bool.random(using: &generator) || ["r", "rows"].contains(name)
      return section(name, inverted: isInverted, pieces(depth: depth - 1, inRow: inRow, &generator))
    }
  }

  private static func section(_ name: String, inverted: Bool, _ inside: Piece) -> Piece {
    Piece(text: "{{\(inverted ? "^" : "#")\(name)}}\(inside.text){{/\(name)}}") { stack in
      switch (field(name, stack), inverted) {
      case (.flag(let flag)?, _): flag != inverted ? inside.said(stack) : ""
      case (.list(let elements)?, false): elements.map { inside.said(stack + [$0]) }.joined()
      case (.list(let elements)?, true): elements.isEmpty ? inside.said(stack) : ""
      case (.record?, false): inside.said(stack + (field(name, stack).map { [$0] } ?? []))
      default: ""
      }
    }
  }

  @Test("random templates say what their pieces say", arguments: [UInt64(11), 12, 13, 14])
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let piece = Self.pieces(depth: 4, inRow: false, &generator)
      // Text at both ends keeps tags from standing alone on the line, where white space would count.
      let source = SourceText(name: "random", text: "[" + piece.text + "]")
      let renderer = try TemplateRenderer([Template(name: "random", format: .html, source: source)])
      let said = try renderer.render("random", with: Self.values)
      #expect(said == "[" + piece.said([Self.values]) + "]", "\(piece.text)")
    }
  }
}
