// SPDX-License-Identifier: Apache-2.0

/// Where something is wrong: in a definition (with its text), in a row of a data file, or in a file as a whole.
package enum DiagnosticPlace: Sendable, Hashable {
  /// A stretch of a definition file.
  case definition(SourceRange)
  /// A line, and where known a column (both from 1), of a data file that is not held in memory.
  case row(file: String, line: Int, column: Int?)
  /// A file or folder as a whole.
  case file(String)
  /// Nowhere in particular, such as a command-line argument.
  case none
}

/// One thing that is wrong with what somebody wrote or handed in: a definition, a row of a log, a template.
///
/// The one type for everything that is reported to people. It holds facts (a rule and its arguments); the wording
/// comes from the rule when it is rendered, in the reader's language.
package struct Diagnostic: Sendable, Hashable {
  /// A second place that explains the first, such as an earlier declaration.
  package struct Note: Sendable, Hashable {
    /// What is to be seen there.
    package let message: Wording
    /// What fills the message's places.
    package let arguments: [String]
    /// The place.
    package let place: DiagnosticPlace

    /// Makes a note.
    package init(_ message: Wording, _ arguments: [String] = [], at place: DiagnosticPlace) {
      self.message = message
      self.arguments = arguments
      self.place = place
    }
  }

  /// A change of the text that surely mends the fault.
  package struct FixIt: Sendable, Hashable {
    /// What is replaced.
    package let range: SourceRange
    /// The new text.
    package let replacement: String

    /// Makes a fix-it.
    package init(_ range: SourceRange, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  /// The rule that was broken.
  package let rule: DiagnosticRule
  /// What fills the places of the rule's wording.
  package let arguments: [String]
  /// Where.
  package let place: DiagnosticPlace
  /// Further places.
  package var notes: [Note]
  /// A spelling that was probably meant ("did you mean").
  package var suggestion: String?
  /// Changes that mend it.
  package var fixIts: [FixIt]

  /// Makes a diagnostic about a place.
  package init(
    _ rule: DiagnosticRule, _ arguments: [String] = [], at place: DiagnosticPlace, notes: [Note] = [],
    suggestion: String? = nil, fixIts: [FixIt] = []
  ) {
    self.rule = rule
    self.arguments = arguments
    self.place = place
    self.notes = notes
    self.suggestion = suggestion
    self.fixIts = fixIts
  }

  /// Makes a diagnostic about a stretch of a definition.
  package init(
    _ rule: DiagnosticRule, _ arguments: [String] = [], at range: SourceRange, notes: [Note] = [],
    suggestion: String? = nil, fixIts: [FixIt] = []
  ) {
    self.init(
      rule, arguments, at: .definition(range), notes: notes, suggestion: suggestion, fixIts: fixIts)
  }

  /// Whether it is an error.
  package var isError: Bool { rule.severity == .error }
}

extension [Diagnostic] {
  /// Whether any of them is an error. Complexity: O(*n*).
  package var hasErrors: Bool { contains(where: \.isError) }

  /// The same diagnostics in reading order: by file name, place, code; equal ones once. Complexity: O(*n* log *n*).
  package func inReadingOrder() -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return enumerated().filter { seen.insert($0.element).inserted }.sorted { left, right in
      let (a, b) = (left.element.sortKey, right.element.sortKey)
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element)
  }
}

extension Diagnostic {
  fileprivate var sortKey: (String, Int, Int, String) {
    switch place {
    case .definition(let range): (range.source.name, range.lower, range.upper, rule.code)
    case .row(let file, let line, let column): (file, line, column ?? 0, rule.code)
    case .file(let file): (file, 0, 0, rule.code)
    case .none: ("", 0, 0, rule.code)
    }
  }
}
