// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonSyntax

extension KeywordLanguage: ExpressibleByArgument {}

/// `mezon format`: writes definition files in the one style, and translates their keywords.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Write definitions in the one style; with --keywords, in the other language.")

  @Argument(help: "Files or folders; by default the programme in or above the current folder.")
  var paths: [String] = []

  @Flag(help: "Change nothing; name the files that are not in the one style, and end with status 1 if there are any.")
  var check = false

  @Option(help: "Write the keywords in this language: en or ru.")
  var keywords: KeywordLanguage?

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      var faults: [Diagnostic] = []
      var changed: [String] = []
      let sources = try Self.files(paths).map { SourceText(name: $0, bytes: try InputFile.bytes($0)) }
      let formattedFiles = sources.mappedInParallel { [keywords] in Formatter.parseAndFormat($0, keywords: keywords) }
      for (source, (parsed, formatted)) in zip(sources, formattedFiles) {
        // A file that is not understood is left as it is; the others are still formatted.
        guard !parsed.diagnostics.hasErrors else {
          faults += parsed.diagnostics
          continue
        }
        let text = Array(formatted.utf8)
        guard text != source.bytes else { continue }
        changed.append(source.name)
        if !check { try OutputFile.write(text, to: source.name) }
      }
      if messages.json {
        let names = changed.map { JSONText.quoted($0) }.joined(separator: ",")
        let list = faults.map { $0.json(in: messages.language) }.joined(separator: ",")
        Console.line("{\"changed\":[\(names)],\"written\":\(!check),\"diagnostics\":[\(list)]}")
      } else {
        Console.show(faults, in: messages.language)
        changed.forEach { Console.line($0) }
      }
      return faults.isEmpty && (changed.isEmpty || !check) ? .done : .wrongFound
    }
  }

  private static func files(_ paths: [String]) throws -> [String] {
    if paths.isEmpty { return try ProgrammeFolder.find(nil).files }
    return try paths.flatMap { path -> [String] in
      guard InputFile.exists(path) else { throw CommandFailure(.fileMissing, CommandRule.fileMissing, file: path) }
      return InputFile.isFolder(path) ? try InputFile.definitionFiles(below: path) : [path]
    }
  }
}
