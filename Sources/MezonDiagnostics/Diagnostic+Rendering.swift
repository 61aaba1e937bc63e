// SPDX-License-Identifier: Apache-2.0

extension Diagnostic {
  /// The message in a language.
  package func message(in language: MessageLanguage) -> String {
    rule.message.filled(rule.facts(arguments, in: language), in: language)
  }

  /// How to mend it, in a language.
  package func remedy(in language: MessageLanguage) -> String {
    rule.remedy.filled(rule.facts(arguments, in: language), in: language)
  }

  /// The diagnostic as lines of plain text: place, severity, code and message, source line with a caret, notes, remedy.
  ///
  /// ```
  /// indicators/disputes.mezon:7:21: error MZ2001: there is no field "outcom" in event dispute
  ///    7 |   counts where outcom is resolved
  ///      |                ^~~~~~ did you mean "outcome"?
  ///      = mend: write the name of a field that event dispute declares
  /// ```
  package func rendered(in language: MessageLanguage = .english) -> String {
    let words = RenderingWords(language)
    var lines: [String] = []
    let severity =
      switch rule.severity {
      case .error: words.error
      case .warning: words.warning
      case .note: words.note
      }
    lines.append("\(place.prefix)\(severity) \(rule.code): \(message(in: language))")
    if case .definition(let range) = place {
      let meant = suggestion.map { words.didYouMean.filled([$0], in: language) }
      lines += Self.excerpt(range, comment: meant)
    } else if let suggestion {
      lines.append("     = \(words.didYouMean.filled([suggestion], in: language))")
    }
    for note in notes {
      lines.append("\(note.place.prefix)\(words.note): \(note.message.filled(note.arguments, in: language))")
      if case .definition(let range) = note.place { lines += Self.excerpt(range, comment: nil) }
    }
    let mend = remedy(in: language)
    if !mend.isEmpty { lines.append("     = \(words.mend): \(mend)") }
    return lines.joined(separator: "\n")
  }

  private static func excerpt(_ range: SourceRange, comment: String?) -> [String] {
    let (line, column) = range.source.position(of: range.lower)
    let text = range.source.line(line)
    let number = String(line)
    let gutter = String(repeating: " ", count: max(0, 4 - number.count)) + number
    let shown = String(text.map { $0 == "\t" ? " " : $0 })
    let end = range.source.position(of: range.upper)
    let width = end.line == line ? max(1, end.column - column) : max(1, text.count - column + 2)
    let marker = String(repeating: " ", count: column - 1) + "^" + String(repeating: "~", count: width - 1)
    return [
      "\(gutter) | \(shown)",
      "     | \(marker)\(comment.map { " " + $0 } ?? "")",
    ]
  }
}

extension DiagnosticPlace {
  /// The place as `file:line:column: `, as far as it is known.
  package var prefix: String {
    switch self {
    case .definition(let range):
      let (line, column) = range.source.position(of: range.lower)
      return "\(range.source.name):\(line):\(column): "
    case .row(let file, let line, let column):
      return column.map { "\(file):\(line):\($0): " } ?? "\(file):\(line): "
    case .file(let file): return "\(file): "
    case .none: return ""
    }
  }
}

/// The fixed words of a rendered diagnostic.
private struct RenderingWords {
  let error: String
  let warning: String
  let note: String
  let mend: String
  let didYouMean = Wording("did you mean \"{0}\"?", "возможно, имелось в виду «{0}»?")

  init(_ language: MessageLanguage) {
    switch language {
    case .english: (error, warning, note, mend) = ("error", "warning", "note", "mend")
    case .russian: (error, warning, note, mend) = ("ошибка", "предупреждение", "примечание", "исправить")
    }
  }
}
