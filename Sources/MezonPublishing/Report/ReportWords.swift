// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

/// The words of a report in one language: fixed ones from a catalogue, those of the definitions by their labels and terms.
///
/// Names of fields, members, levels and units of measure have no labels in a definition. The shipped catalogues know the field's
/// standard terms, with the context `term`; a programme's own catalogue, which overrides the shipped one, may translate its others. A
/// name without a term is shown as it was written, with spaces for underscores.
package struct ReportWords: Sendable {
  /// The context of names in catalogues.
  package static let termContext = "term"

  /// Numbers, dates and periods.
  package let format: LocaleFormat
  private let catalogue: MessageCatalogue

  /// The words of a catalogue.
  package init(_ catalogue: MessageCatalogue) {
    self.catalogue = catalogue
    format = LocaleFormat(catalogue.language)
  }

  /// The language.
  package var language: Language { catalogue.language }

  /// A fixed text with its places filled.
  func text(_ id: String, _ values: [String: String] = [:]) throws(PublishingFailure) -> String {
    try catalogue.text(id, filling: values)
  }

  /// A fixed text that goes with a whole number.
  func text(_ id: String, count: Int, _ values: [String: String] = [:]) throws(PublishingFailure) -> String {
    try catalogue.text(id, count: count, filling: values)
  }

  /// Whether the catalogue has a message.
  func has(_ id: String) -> Bool { catalogue.has(MessageCatalogue.Key(id)) }

  /// The word for a name of a definition.
  func term(_ name: String) throws(PublishingFailure) -> String {
    if let known = try knownTerm(name) { return known }
    return name.utf8.contains(UInt8(ascii: "_")) ? name.replacing("_", with: " ") : name
  }

  /// The word for a name of a definition; nil when the catalogue has none.
  func knownTerm(_ name: String) throws(PublishingFailure) -> String? {
    let key = MessageCatalogue.Key(name, context: Self.termContext)
    return catalogue.has(key) ? try catalogue.text(name, context: Self.termContext) : nil
  }

  /// The text among several that is in this language; nil when there is none.
  func own(_ texts: [LocalizedText]) -> String? {
    texts.first { $0.language?.text == language.code }?.text.text
  }

  /// The text in this language, else the one in the definitions' own, else the first.
  func best(_ texts: [LocalizedText]) -> String? {
    own(texts) ?? texts.first { $0.language == nil }?.text.text ?? texts.first?.text.text
  }

  /// A label in this language, else the title, else the name.
  func label(_ labels: [LocalizedText], title: String?, name: String) -> String {
    own(labels) ?? title ?? name.replacing("_", with: " ")
  }

  /// The reason's code as it may be published: one that has no words here is not repeated, because it may be free text.
  func reasonCode(_ code: String) -> String { code.isEmpty || has("reason." + code) ? code : "other" }

  /// The reason of a state in words.
  func reason(_ code: String) throws(PublishingFailure) -> String {
    code.isEmpty ? "" : try text("reason." + reasonCode(code))
  }

  /// A number with as many fraction digits as it needs, at most six.
  func number(_ value: Double) -> String {
    let powers: [Double] = [1, 10, 100, 1_000, 10_000, 100_000]
    let digits = powers.firstIndex { (value * $0).rounded() / $0 == value } ?? powers.count
    return format.number(value, fractionDigits: digits)
  }

  /// A value in its unit of measure: `62.5 per cent`, `12 meetings`.
  func amount(_ value: Double, _ measure: Measure) throws(PublishingFailure) -> String {
    switch measure {
    case .plain: number(value)
    case .perCent: try text("amount.per_cent", ["number": number(value)])
    case .points: try text("amount.points", ["number": number(value)])
    case .named, .span, .level: try text("amount.measure", ["number": number(value), "measure": term(measure.name)])
    }
  }

  /// The unit of measure alone; empty for a bare number.
  func measure(_ measure: Measure) throws(PublishingFailure) -> String {
    switch measure {
    case .plain: ""
    case .perCent: try text("measure.per_cent")
    case .points: try text("measure.points")
    case .named, .span, .level: try term(measure.name)
    }
  }

  /// A span of time, as it stands after "after": `60 days`, in Russian `1 минуту`.
  func span(_ amount: Int, _ unit: DurationUnit) throws(PublishingFailure) -> String {
    try text("span." + unit.rawValue, count: amount)
  }
}
