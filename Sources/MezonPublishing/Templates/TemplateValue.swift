// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// What a template is filled with: a tree of texts, lists, records and flags.
///
/// Numbers and dates are texts by then: ``LocaleFormat`` has written them.
package indirect enum TemplateValue: Hashable, Sendable {
  /// Text of any origin; escaped where the template is HTML.
  case text(String)
  /// A piece of HTML that our own code made, such as a drawing; only `{{{name}}}` takes it.
  case markup(String)
  /// Values that a section repeats itself for.
  case list([TemplateValue])
  /// A long list, made whenever a section repeats itself for it.
  case made(TemplateList)
  /// Values by name; a section makes them reachable.
  case record([String: TemplateValue])
  /// Whether a section is shown.
  case flag(Bool)
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByBooleanLiteral
{
  /// Text.
  package init(stringLiteral text: String) { self = .text(text) }

  /// A flag.
  package init(booleanLiteral flag: Bool) { self = .flag(flag) }

  /// A list.
  package init(arrayLiteral values: TemplateValue...) { self = .list(values) }

  /// A record; of equal names the last counts.
  package init(dictionaryLiteral pairs: (String, TemplateValue)...) {
    self = .record(Dictionary(pairs) { $1 })
  }
}

/// A list that is made each time it is walked through, so that what is made of many rows need not be kept.
package struct TemplateList: Hashable, Sendable, CustomStringConvertible {
  private let make: @Sendable () -> [TemplateValue]

  /// Takes what makes the list: the same each time.
  package init(_ make: @escaping @Sendable () -> [TemplateValue]) { self.make = make }

  /// The list. Complexity: that of making it.
  package var elements: [TemplateValue] { make() }

  package var description: String { "\(elements)" }

  package static func == (left: TemplateList, right: TemplateList) -> Bool { left.elements == right.elements }

  package func hash(into hasher: inout Hasher) { hasher.combine(elements) }
}

extension TemplateValue {
  /// The elements of a list; nil for other values.
  var elements: [TemplateValue]? {
    switch self {
    case .list(let elements): elements
    case .made(let list): list.elements
    case .text, .markup, .record, .flag: nil
    }
  }

  /// What kind of value it is, for messages.
  var kind: TemplateKind {
    switch self {
    case .text: .text
    case .markup: .markup
    case .list, .made: .list
    case .record: .record
    case .flag: .flag
    }
  }
}

/// The kinds of values, by their names in messages.
enum TemplateKind: String {
  case text = "a text"
  case markup = "a piece of HTML"
  case list = "a list"
  case record = "a record"
  case flag = "a flag"

  /// The name in Russian.
  var russian: String {
    switch self {
    case .text: "текст"
    case .markup: "фрагмент HTML"
    case .list: "список"
    case .record: "запись"
    case .flag: "признак"
    }
  }
}

/// A template as it is handed to the renderer.
package struct Template: Sendable {
  /// What the text is written in.
  package enum Format: Hashable, Sendable {
    /// HTML: texts are escaped.
    case html
    /// Plain text: texts stand as they are.
    case plainText
  }

  /// The name that partials call it by.
  package let name: String
  /// What it is written in.
  package let format: Format

  let source: SourceText

  /// A template with its name, format and text.
  package init(name: String, format: Format, source: SourceText) {
    self.name = name
    self.format = format
    self.source = source
  }
}
