// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// Writes definition files in the one style, and translates their keywords.
///
/// One clause a line, two blanks of indentation a brace, arguments of neighbouring clauses in one column, long
/// conditions broken before `or` and `and`, at most one blank line; comments stay where they stand. Keywords, numbers
/// and days are written in their canonical form, names in backticks only where they would else be read as keywords.
/// Nothing of a file's meaning changes; formatting a formatted file changes nothing, nor does translating one there and
/// back.
///
///     Formatter.format(Parser.parse(source), keywords: .russian)
package enum Formatter {
  /// The width beyond which lines are broken.
  static let lineWidth = 100

  /// The text of a file in the one style, with keywords of the given language or, where none is given, of its own.
  ///
  /// A file with errors is returned as it is: what was not understood cannot be arranged. Complexity: O(*n*).
  package static func format(_ file: ParsedFile, keywords: KeywordLanguage? = nil) -> String {
    let original = String(decoding: file.source.bytes, as: UTF8.self)
    guard !file.diagnostics.hasErrors else { return original }
    let language = keywords ?? file.definitions.keywordLanguage
    var text = arranged(file.source, language)
    // Which names need backticks can depend on the lines, and those have just changed.
    for _ in 0..<3 {
      let again = arranged(SourceText(name: file.source.name, text: text), language)
      if again == text { break }
      text = again
    }
    return text
  }

  private static func arranged(_ source: SourceText, _ language: KeywordLanguage) -> String {
    let recorder = KeywordRecorder()
    let file = Parser.parse(source, recorder: recorder)
    var arrangement = FormattedFile(file, language)
    arrangement.writeNames(NameQuoting(language, recorder))
    var printer = LinePrinter(arrangement.pieces)
    printer.write(arrangement.lines)
    return printer.text
  }
}
