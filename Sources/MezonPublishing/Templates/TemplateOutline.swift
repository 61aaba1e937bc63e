// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// The tags of a template as a tree, so that each name can be checked against what is given before anything is rendered.
struct TemplateOutline: Sendable {
  /// A tag.
  indirect enum Node: Sendable {
    /// `{{name}}`, or with three braces.
    case variable(name: String, isUnescaped: Bool, range: SourceRange)
    /// `{{#name}}…{{/name}}`, or inverted with `^`.
    case section(name: String, isInverted: Bool, children: [Node], range: SourceRange)
    /// `{{>name}}`.
    case partial(name: String, range: SourceRange)
  }

  /// The tags in order.
  let nodes: [Node]

  /// Reads the tags of a template; any bytes give an outline and what is wrong. Linear in the text.
  static func read(_ source: SourceText) -> (outline: TemplateOutline, diagnostics: [Diagnostic]) {
    var reader = TemplateReader(source: source)
    let nodes = reader.read()
    return (TemplateOutline(nodes: nodes), reader.diagnostics)
  }

  /// The tags of it and of its sections, in order.
  var allNodes: [Node] { Self.flattened(nodes) }

  private static func flattened(_ nodes: [Node]) -> [Node] {
    nodes.flatMap { node -> [Node] in
      if case .section(_, _, let children, _) = node { return [node] + flattened(children) }
      return [node]
    }
  }
}

/// Finds tags by their braces.
///
/// Takes only what the renderer's library understands in the same way: a tag that a combining mark follows, for example, is refused,
/// because the library reads whole characters and would not see its end.
private struct TemplateReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  private var index = 0
  private var open: [(name: String, isInverted: Bool, range: SourceRange)] = []
  private var children: [[TemplateOutline.Node]] = [[]]

  init(source: SourceText) { self.source = source }

  mutating func read() -> [TemplateOutline.Node] {
    if String(validating: source.bytes, as: UTF8.self) == nil {
      diagnostics.append(Diagnostic(TemplateRule.notUTF8, at: .file(source.name)))
    }
    while let start = next(UInt8(ascii: "{"), from: index) {
      let isTriple = hasBraces(3, UInt8(ascii: "{"), at: start)
      readTag(from: start, opening: isTriple ? 3 : 2)
    }
    // The library waits for the rest of a tag that a brace at the very end begins.
    if source.bytes.last == UInt8(ascii: "{"), index < source.bytes.count {
      report(TemplateRule.openTag, [], SourceRange(source, source.bytes.count - 1, source.bytes.count))
    }
    while let section = open.popLast() {
      report(TemplateRule.notClosed, [section.name], section.range)
      close(section)
    }
    return children.first ?? []
  }

  private func hasBraces(_ count: Int, _ brace: UInt8, at offset: Int) -> Bool {
    offset + count <= source.bytes.count && source.bytes[offset..<(offset + count)].allSatisfy { $0 == brace }
  }

  /// Where two of a brace stand next.
  private func next(_ brace: UInt8, from start: Int) -> Int? {
    var offset = start
    while offset + 1 < source.bytes.count {
      if source.bytes[offset] == brace, source.bytes[offset + 1] == brace { return offset }
      offset += 1
    }
    return nil
  }

  private mutating func readTag(from start: Int, opening braces: Int) {
    guard let close = next(UInt8(ascii: "}"), from: start + braces) else {
      index = source.bytes.count
      return report(TemplateRule.openTag, [], SourceRange(source, start, min(start + 20, source.bytes.count)))
    }
    let end = close + braces
    index = min(end, source.bytes.count)
    let range = SourceRange(source, start, index)
    guard hasBraces(braces, UInt8(ascii: "}"), at: close), !isFollowedByMark(end) else {
      return report(TemplateRule.openTag, [], range)
    }
    let content = source.text(start + braces, close)
    if braces == 3 { return add(.variable, named: content, isUnescaped: true, range) }
    switch content.utf8.first {
    case UInt8(ascii: "!"):
      if isFollowedByMark(start + 3) { report(TemplateRule.openTag, [], range) }
    case UInt8(ascii: "#"): add(.section, named: String(content.dropFirst()), range)
    case UInt8(ascii: "^"): add(.inverted, named: String(content.dropFirst()), range)
    case UInt8(ascii: "/"): add(.end, named: String(content.dropFirst()), range)
    case UInt8(ascii: ">"): add(.partial, named: String(content.dropFirst()), range)
    case .some(let first) where Self.isSign(first):
      report(TemplateRule.unknownTag, [String(UnicodeScalar(first))], range)
    default: add(.variable, named: content, range)
    }
  }

  /// Signs that mean something to other dialects.
  private static func isSign(_ byte: UInt8) -> Bool { "=<$%&*{".utf8.contains(byte) }

  /// Whether the character at an offset joins the one before it.
  private func isFollowedByMark(_ offset: Int) -> Bool {
    let after = source.text(offset, offset + 4).unicodeScalars.first
    return after.map { $0.properties.isGraphemeExtend || $0.properties.isJoinControl || $0 == "\u{200D}" } ?? false
      || after.map { $0.properties.generalCategory == .spacingMark } ?? false
  }

  private enum Tag { case variable, section, inverted, end, partial }

  private mutating func add(_ tag: Tag, named text: String, isUnescaped: Bool = false, _ range: SourceRange) {
    let front = text.utf8.drop { $0 == UInt8(ascii: " ") }
    let last = front.lastIndex { $0 != UInt8(ascii: " ") }
    let name = last.map { String(Substring(front[...$0])) } ?? ""
    guard Self.isName(name, allowingSlash: tag == .partial) else {
      return report(TemplateRule.badName, [name], range)
    }
    switch tag {
    case .variable:
      append(.variable(name: name, isUnescaped: isUnescaped, range: range))
    case .partial:
      append(.partial(name: name, range: range))
    case .section, .inverted:
      open.append((name, tag == .inverted, range))
      children.append([])
    case .end:
      guard let section = open.last, section.name == name else {
        return report(TemplateRule.notOpened, [name], range)
      }
      open.removeLast()
      close(section)
    }
  }

  private mutating func append(_ node: TemplateOutline.Node) {
    guard let last = children.indices.last else { return }
    children[last].append(node)
  }

  private mutating func close(_ section: (name: String, isInverted: Bool, range: SourceRange)) {
    let inside = children.count > 1 ? children.removeLast() : []
    append(.section(name: section.name, isInverted: section.isInverted, children: inside, range: section.range))
  }

  /// A single dot, or parts of Latin letters, digits, `_` and `-` with dots between them.
  private static func isName(_ name: String, allowingSlash: Bool) -> Bool {
    if name == "." { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.unicodeScalars.allSatisfy { scalar in
          scalar.isASCII
            && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == "-"
              || (allowingSlash && scalar == "/"))
        }
    }
  }

  private mutating func report(_ rule: DiagnosticRule, _ arguments: [String], _ range: SourceRange) {
    diagnostics.append(Diagnostic(rule, arguments, at: range))
  }
}
