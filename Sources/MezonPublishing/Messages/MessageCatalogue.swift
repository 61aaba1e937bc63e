// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The fixed words of publications in one language, read from a gettext catalogue (`.po`).
///
/// A message is found by its identifier (`msgid "appraisal.trial"`), never by its English text, so that no language is a fallback
/// for another: what is not translated is an error. A text may hold places such as `{period}` that are filled by name.
/// Where a number decides the form, the entry has `msgid_plural` and as many `msgstr[n]` as the language has categories for
/// whole numbers, in the order of ``Language/integerCategories``.
package struct MessageCatalogue: Sendable {
  /// What a message is found by.
  package struct Key: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The identifier.
    package let id: String
    /// What tells equal identifiers apart; nil where nothing has to.
    package let context: String?

    /// The message with an identifier, and where needed a context.
    package init(_ id: String, context: String? = nil) {
      self.id = id
      self.context = context
    }

    /// The identifier, after the context where there is one.
    package var description: String { context.map { $0 + "|" + id } ?? id }

    /// By identifier, then by context, by code points.
    package static func < (left: Key, right: Key) -> Bool {
      (left.id, left.context ?? "") < (right.id, right.context ?? "")
    }
  }

  /// A translated message.
  struct Entry: Sendable {
    /// One text, or one for each category of whole numbers.
    let forms: [PlacedText<String>]
    /// Whether a number decides the form.
    let isPlural: Bool
    /// Where it stands.
    let range: SourceRange
  }

  /// The language of the texts.
  package let language: Language
  /// The file's name for messages.
  package let name: String
  private let entries: [Key: Entry]

  init(language: Language, name: String, entries: [Key: Entry]) {
    self.language = language
    self.name = name
    self.entries = entries
  }

  /// The keys of all messages, in order. Complexity: O(*n* log *n*).
  package var keys: [Key] { entries.keys.sorted() }

  /// Whether there is a message. Complexity: O(1).
  package func has(_ key: Key) -> Bool { entries[key] != nil }

  /// This catalogue with the messages of another one of the same language in place of its own, and beside them.
  ///
  /// So a programme states only what differs from the shipped words. Complexity: linear in both.
  package func overridden(by other: MessageCatalogue) -> MessageCatalogue {
    MessageCatalogue(language: language, name: name, entries: entries.merging(other.entries) { $1 })
  }

  /// The text of a message with its places filled.
  ///
  /// - Parameters:
  ///   - id: the identifier.
  ///   - context: what tells equal identifiers apart.
  ///   - values: what fills the places, by name; more than needed is no error.
  /// - Throws: ``PublishingFailure`` when there is no such message, or a place stays empty.
  package func text(
    _ id: String, context: String? = nil, filling values: [String: String] = [:]
  ) throws(PublishingFailure) -> String {
    let entry = try entry(Key(id, context: context), isPlural: false)
    return try filled(entry.forms.first, of: entry, id: id, with: values)
  }

  /// The text of a message in the form that goes with a whole number.
  ///
  /// The place `{count}` is filled with the number as the language writes it, unless `values` says otherwise.
  /// - Throws: ``PublishingFailure`` when there is no such message with forms, or a place stays empty.
  package func text(
    _ id: String, count: Int, context: String? = nil, filling values: [String: String] = [:]
  ) throws(PublishingFailure) -> String {
    let entry = try entry(Key(id, context: context), isPlural: true)
    let place = language.integerCategories.firstIndex(of: language.pluralCategory(of: count)) ?? 0
    let form = entry.forms.indices.contains(place) ? entry.forms[place] : nil
    let count = ["count": LocaleFormat(language).number(count)]
    return try filled(form, of: entry, id: id, with: count.merging(values) { $1 })
  }

  private func entry(_ key: Key, isPlural: Bool) throws(PublishingFailure) -> Entry {
    guard let entry = entries[key] else {
      let near = Spelling.nearest(to: key.id, among: entries.keys.map(\.id))
      throw PublishingFailure([
        Diagnostic(CatalogueRule.noMessage, [key.description, language.code], at: .file(name), suggestion: near)
      ])
    }
    guard entry.isPlural == isPlural else {
      let rule = isPlural ? CatalogueRule.noForms : CatalogueRule.needsNumber
      throw PublishingFailure([Diagnostic(rule, [key.description], at: entry.range)])
    }
    return entry
  }

  private func filled(
    _ text: PlacedText<String>?, of entry: Entry, id: String, with values: [String: String]
  ) throws(PublishingFailure) -> String {
    guard let text else { return "" }
    let missing = text.names.filter { values[$0] == nil }
    guard missing.isEmpty else {
      throw PublishingFailure(missing.map { Diagnostic(CatalogueRule.emptyPlace, [id, $0], at: entry.range) })
    }
    return text.filled { values[$0] }
  }

  /// How this catalogue differs from one in another language: messages that only one has, other places, other kinds.
  ///
  /// Complexity: linear in both.
  package func differences(from reference: MessageCatalogue) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for key in reference.keys {
      guard let other = reference.entries[key] else { continue }
      guard let own = entries[key] else {
        let note = Diagnostic.Note(CatalogueRule.otherNote, [reference.language.code], at: .definition(other.range))
        diagnostics.append(
          Diagnostic(CatalogueRule.noMessage, [key.description, language.code], at: .file(name), notes: [note]))
        continue
      }
      let same = own.isPlural == other.isPlural && places(of: own) == places(of: other)
      if !same {
        let note = Diagnostic.Note(CatalogueRule.otherNote, [reference.language.code], at: .definition(other.range))
        diagnostics.append(Diagnostic(CatalogueRule.otherPlaces, [key.description], at: own.range, notes: [note]))
      }
    }
    for key in keys where reference.entries[key] == nil {
      guard let own = entries[key] else { continue }
      diagnostics.append(
        Diagnostic(CatalogueRule.unknownMessage, [key.description, reference.language.code], at: own.range))
    }
    return diagnostics.inReadingOrder()
  }

  private func places(of entry: Entry) -> Set<String> {
    entry.forms.reduce(into: []) { $0.formUnion($1.names) }
  }
}
