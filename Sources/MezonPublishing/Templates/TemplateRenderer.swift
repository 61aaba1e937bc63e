// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import Mustache

/// Fills mustache templates, and refuses to leave a hole.
///
/// Before a template is rendered, each name in it is looked up in what it is given: a name that is not there, or is of the wrong kind, is
/// an error with its place in the template. Texts are escaped for HTML here, scalar by scalar, not by the library, which compares
/// whole characters and would let a quotation mark pass that a combining accent follows.
///
/// ```swift
/// let renderer = try TemplateRenderer([Template(name: "greeting", format: .html, source: source)])
/// try renderer.render("greeting", with: ["name": "Ғарм & Рашт"])
/// ```
package struct TemplateRenderer: Sendable {
  private let templates: [String: (format: Template.Format, outline: TemplateOutline)]
  private let library: MustacheLibrary

  /// Takes all templates that may call each other.
  ///
  /// - Throws: ``PublishingFailure`` with everything that is wrong with them: tags, names, missing or endless partials.
  package init(_ templates: [Template]) throws(PublishingFailure) {
    var outlines: [String: (format: Template.Format, outline: TemplateOutline)] = [:]
    var library = MustacheLibrary()
    var diagnostics: [Diagnostic] = []
    for template in templates {
      let (outline, problems) = TemplateOutline.read(template.source)
      diagnostics += problems
      if outlines.updateValue((template.format, outline), forKey: template.name) != nil {
        diagnostics.append(
          Diagnostic(TemplateRule.duplicateName, [template.name], at: .file(template.source.name)))
      }
      guard problems.isEmpty else { continue }
      do {
        // Without the first line the library would escape; a line of its own leaves the text's own first line alone.
        let text = "{{% CONTENT_TYPE:TEXT}}\n" + template.source.text(0, template.source.bytes.count)
        try library.register(text, named: template.name)
      } catch {
        diagnostics.append(Diagnostic(TemplateRule.refused, ["\(error)"], at: .file(template.source.name)))
      }
    }
    diagnostics += Self.checkPartials(of: outlines)
    guard diagnostics.isEmpty else { throw PublishingFailure(diagnostics) }
    self.templates = outlines
    self.library = library
  }

  /// The names of the templates, in order.
  package var names: [String] { templates.keys.sorted() }

  /// The text of a template filled with values.
  ///
  /// - Parameters:
  ///   - name: the template's name.
  ///   - values: a record; its names are those of the template.
  /// - Throws: ``PublishingFailure`` when there is no such template, or a name in it has no value of the right kind.
  package func render(_ name: String, with values: TemplateValue) throws(PublishingFailure) -> String {
    guard let template = templates[name] else {
      let near = Spelling.nearest(to: name, among: templates.keys)
      throw PublishingFailure([Diagnostic(TemplateRule.noTemplate, [name], at: .none, suggestion: near)])
    }
    var check = TemplateCheck { templates[$0]?.outline.nodes ?? [] }
    check.check(template.outline.nodes, in: [values])
    guard check.diagnostics.isEmpty else { throw PublishingFailure(check.diagnostics) }
    let given = Self.libraryValue(values, format: template.format)
    return library.render(given, withTemplate: name) ?? ""
  }

  /// Partials that do not exist, are of another format, or lead back to themselves.
  private static func checkPartials(
    of templates: [String: (format: Template.Format, outline: TemplateOutline)]
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for (name, template) in templates.sorted(by: { $0.key < $1.key }) {
      for case .partial(let called, let range) in template.outline.allNodes {
        guard let other = templates[called] else {
          let near = Spelling.nearest(to: called, among: templates.keys)
          diagnostics.append(Diagnostic(TemplateRule.noTemplate, [called], at: range, suggestion: near))
          continue
        }
        if other.format != template.format {
          diagnostics.append(Diagnostic(TemplateRule.otherFormat, [called], at: range))
        }
        if reaches(name, from: called, in: templates) {
          diagnostics.append(Diagnostic(TemplateRule.includesItself, [name], at: range))
        }
      }
    }
    return diagnostics
  }

  private static func reaches(
    _ goal: String, from start: String, in templates: [String: (format: Template.Format, outline: TemplateOutline)]
  ) -> Bool {
    var seen: Set<String> = []
    var waiting = [start]
    while let name = waiting.popLast() {
      if name == goal { return true }
      guard seen.insert(name).inserted, let template = templates[name] else { continue }
      for case .partial(let called, _) in template.outline.allNodes { waiting.append(called) }
    }
    return false
  }

  /// The value in the types that the library looks into.
  fileprivate static func libraryValue(_ value: TemplateValue, format: Template.Format) -> Any {
    switch value {
    case .text(let text): format == .html ? HTMLText.escaped(text) : text
    case .markup(let markup): markup
    case .list(let values): values.map { libraryValue($0, format: format) }
    case .made(let list): MadeSequence(list: list, format: format)
    case .record(let fields): fields.mapValues { libraryValue($0, format: format) }
    case .flag(let flag): flag
    }
  }
}

/// A list that the library walks through, each element made into its types when it is reached.
private struct MadeSequence: MustacheSequence {
  let list: TemplateList
  let format: Template.Format

  func makeIterator() -> AnyIterator<Any> {
    var elements = list.elements.makeIterator()
    return AnyIterator { elements.next().map { TemplateRenderer.libraryValue($0, format: format) } }
  }
}

/// Text as it may stand in HTML, between tags and between the quotation marks of an attribute.
package enum HTMLText {
  /// The text with the five characters that mean something in HTML replaced; linear in its length.
  ///
  /// Control characters that HTML forbids become U+FFFD.
  package static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: isChanged) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\t", "\n", "\r": result.append(scalar)
      case let control where control.value < 0x20 || control.value == 0x7F: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Whether a byte may be one that is replaced.
  private static func isChanged(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00..<0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }
}
