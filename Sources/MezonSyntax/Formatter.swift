// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

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
    parseAndFormat(file.source, keywords: keywords).text
  }

  /// A file parsed, and its text in the one style as by `format`; the file is parsed but once where no line begins or
  /// ends at another place that matters.
  package static func parseAndFormat(
    _ source: SourceText, keywords: KeywordLanguage? = nil
  ) -> (file: ParsedFile, text: String) {
    let recorder = KeywordRecorder()
    let file = Parser.parse(source, recorder: recorder)
    guard !file.diagnostics.hasErrors else { return (file, String(decoding: source.bytes, as: UTF8.self)) }
    let language = keywords ?? file.definitions.keywordLanguage
    var text = arranged(file, recorder, language)
    // What is read as it was comes out as it did.
    let bytes = Array(text.utf8)
    if bytes == source.bytes || file.isReadAlike(bytes, recorder) { return (file, text) }
    // Which names need backticks can depend on the lines, and those have just changed.
    for _ in 0..<3 {
      let recorder = KeywordRecorder()
      let changed = Parser.parse(SourceText(name: source.name, text: text), recorder: recorder)
      let again = arranged(changed, recorder, language)
      if again == text { break }
      text = again
    }
    return (file, text)
  }

  private static func arranged(_ file: ParsedFile, _ recorder: KeywordRecorder, _ language: KeywordLanguage) -> String {
    var arrangement = FormattedFile(file, language)
    arrangement.resolve(KeywordCollisions(language, recorder))
    var printer = LinePrinter(arrangement.pieces)
    printer.write(arrangement.lines)
    return printer.text
  }
}
