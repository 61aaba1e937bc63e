// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// Walks through a template as the renderer will, and reports each tag that would leave a hole.
struct TemplateCheck {
  /// What is wrong, in the order of the walk.
  private(set) var diagnostics: [Diagnostic] = []
  private let partial: (String) -> [TemplateOutline.Node]
  private var reported: Set<SourceRange> = []

  /// A check that finds partials by name.
  init(partial: @escaping (String) -> [TemplateOutline.Node]) { self.partial = partial }

  /// Checks tags against the values in reach, the innermost last.
  ///
  /// Linear in the tags, times the elements of the lists they repeat for.
  mutating func check(_ nodes: [TemplateOutline.Node], in stack: [TemplateValue]) {
    for node in nodes {
      switch node {
      case .variable(let name, let isUnescaped, let range):
        guard let value = value(name, in: stack, at: range) else { continue }
        if value.kind != (isUnescaped ? .markup : .text) { report(value, named: name, at: range) }
      case .section(let name, let isInverted, let children, let range):
        guard let value = value(name, in: stack, at: range) else { continue }
        checkSection(children, of: value, named: name, isInverted: isInverted, in: stack, at: range)
      case .partial(let name, _):
        check(partial(name), in: stack)
      }
    }
  }

  private mutating func checkSection(
    _ children: [TemplateOutline.Node], of value: TemplateValue, named name: String, isInverted: Bool,
    in stack: [TemplateValue], at range: SourceRange
  ) {
    if let elements = value.elements {
      if !isInverted {
        for element in elements { check(children, in: stack + [element]) }
      } else if elements.isEmpty {
        // The library puts the empty list itself in reach; no name leads through a list.
        check(children, in: stack + [value])
      }
      return
    }
    switch (value, isInverted) {
    case (.list, _), (.made, _): break
    case (.flag(let flag), _):
      if flag != isInverted { check(children, in: stack) }
    case (.record, false): check(children, in: stack + [value])
    case (.record, true): break
    case (.text, _), (.markup, _): report(value, named: name, at: range)
    }
  }

  /// What a name leads to: its first part in the innermost record that has it, the others from there.
  private mutating func value(_ name: String, in stack: [TemplateValue], at range: SourceRange) -> TemplateValue? {
    if name == "." { return stack.last }
    let parts = name.utf8.contains(UInt8(ascii: ".")) ? name.split(separator: ".").map(String.init) : [name]
    var found: TemplateValue?
    if let first = parts.first {
      found = stack.reversed().lazy.compactMap { Self.field(first, of: $0) }.first
    }
    for part in parts.dropFirst() { found = found.flatMap { Self.field(part, of: $0) } }
    if found == nil, reported.insert(range).inserted {
      let known = Set(stack.flatMap(Self.fieldNames)).sorted()
      let near = Spelling.nearest(to: name, among: known)
      diagnostics.append(
        Diagnostic(TemplateRule.noValue, [name, known.joined(separator: ", ")], at: range, suggestion: near))
    }
    return found
  }

  private static func field(_ name: String, of value: TemplateValue) -> TemplateValue? {
    if case .record(let fields) = value { return fields[name] }
    return nil
  }

  private static func fieldNames(of value: TemplateValue) -> [String] {
    if case .record(let fields) = value { return Array(fields.keys) }
    return []
  }

  private mutating func report(_ value: TemplateValue, named name: String, at range: SourceRange) {
    guard reported.insert(range).inserted else { return }
    diagnostics.append(
      Diagnostic(TemplateRule.otherKind, [name, value.kind.rawValue, value.kind.russian], at: range))
  }
}
