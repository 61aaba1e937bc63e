// SPDX-License-Identifier: Apache-2.0

/// The languages in which Mezon speaks to planners and clerks.
package enum MessageLanguage: String, Sendable, CaseIterable {
  case english = "en"
  case russian = "ru"
}

/// One sentence in every message language, with `{0}`, `{1}` ... where facts are filled in.
package struct Wording: Sendable, Hashable {
  /// The English sentence.
  package let english: String
  /// The Russian sentence.
  package let russian: String

  /// Takes the sentence in both languages.
  package init(_ english: String, _ russian: String) {
    self.english = english
    self.russian = russian
  }

  /// The sentence with its places filled. Complexity: O(*n*) in its length.
  package func filled(_ arguments: [String], in language: MessageLanguage) -> String {
    let template = language == .english ? english : russian
    guard template.contains("{") else { return template }
    var result = ""
    var rest = Substring(template)
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      let tail = rest[rest.index(after: open)...]
      guard let close = tail.firstIndex(of: "}"), let place = Int(tail[..<close]), arguments.indices.contains(place)
      else {
        result += "{"
        rest = tail
        continue
      }
      result += arguments[place]
      rest = tail[tail.index(after: close)...]
    }
    return result + rest
  }
}

/// How much a diagnostic weighs: an error stops the work, a warning does not, a note only says what was done.
package enum Severity: String, Sendable {
  case error, warning, note
}

/// A rule that input can break: its stable code, its weight and its wording. Every room keeps its rules in one table.
package struct DiagnosticRule: Sendable, Hashable {
  /// The stable code, such as `MZ1003`; it names the documentation page and never changes meaning.
  package let code: String
  /// Whether breaking the rule is an error or a warning.
  package let severity: Severity
  /// What is wrong, one plain sentence.
  package let message: Wording
  /// How to mend it.
  package let remedy: Wording

  /// Which places are filled with words of the language's own things, such as `field` or `event dispute`; they are shown in the
  /// reader's language.
  package let terms: Set<Int>

  /// Makes a rule; rooms declare theirs as static constants.
  package init(
    _ code: String, _ severity: Severity = .error, _ message: Wording, remedy: Wording, terms: Set<Int> = []
  ) {
    self.terms = terms
    self.code = code
    self.severity = severity
    self.message = message
    self.remedy = remedy
  }

  /// What fills the places, in the reader's language. Complexity: O(*n*) in the facts.
  func facts(_ arguments: [String], in language: MessageLanguage) -> [String] {
    guard language == .russian, !terms.isEmpty else { return arguments }
    return arguments.enumerated().map { terms.contains($0) ? TermWords.russian($1) : $1 }
  }
}
