// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest
import MezonSyntax

/// What `mezon ingest --suggest` writes: for each file the source definition that would read it.
struct IngestSuggestion {
  let files: [String]
  /// The sheet of a workbook, or the table of another file of tables.
  let sheet: String?
  let keywords: KeywordLanguage
  /// The file to write to; nil for standard output.
  let output: String?

  func write(_ messages: MessageOptions) throws -> ExitStatus {
    var texts: [String] = []
    var isUnderstood = true
    for file in files {
      let (suggestion, diagnostics) = SourceSuggestion.propose(
        file: file, bytes: try InputFile.bytes(file), sheet: sheet, keywords: keywords)
      if !messages.json { Console.show(diagnostics, in: messages.language) }
      isUnderstood = isUnderstood && suggestion != nil
      guard messages.json else {
        texts.append(suggestion?.text ?? "")
        continue
      }
      let list = diagnostics.map { $0.json(in: messages.language) }.joined(separator: ",")
      let text = suggestion.map { JSONText.quoted($0.text) } ?? "null"
      texts.append("{\"file\":\(JSONText.quoted(file)),\"definitions\":\(text),\"diagnostics\":[\(list)]}")
    }
    let whole = messages.json ? "{\"files\":[\(texts.joined(separator: ","))]}" : texts.joined(separator: "\n")
    if let output {
      try OutputFile.write(Array(whole.utf8), to: output)
    } else if messages.json {
      Console.line(whole)
    } else {
      Console.write(Array(whole.utf8))
    }
    return isUnderstood ? .done : .notUnderstood
  }
}
