// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonPublishing
import MezonSemantics

/// `mezon describe`: the reference sheet of an indicator.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Write the reference sheet of an indicator: all that a reader must know before relying on it.")

  @Argument(help: "The indicator's id.")
  var id: String

  @Option(name: .shortAndLong, help: "Where the sheet goes: a .txt or .html file; by default standard output, as text.")
  var output: String?

  @Option(help: "The sheet's language, by code; by default the programme's first.")
  var language: String?

  @Option(help: "Describe the version in force on this day; by default the newest.")
  var on: String?

  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let template = try template()
      let (folder, programme) = try programmeOptions.load(messages)
      let plan = programme.indicators[try version(in: programme)]
      let texts = try PublishingTexts(folder)
      let words = try texts.words(try languageOfSheet(programme))
      let renderer = try texts.renderer([template])
      let sheet = try ReferenceSheetBuilder(programme: programme, words: words).sheet(of: plan)
      let bytes = Array(try renderer.render(template, with: sheet.values()).utf8)
      if messages.json {
        Console.line(Self.json(sheet))
      } else if let output {
        try OutputFile.write(bytes, to: output)
      } else {
        Console.write(bytes)
      }
      return .done
    }
  }

  /// The version that is described.
  private func version(in programme: Programme) throws -> Int {
    let versions = try programme.indicators(named: [id])
    if let on, let index = programme.version(of: id, on: try EvaluationRun.day(on)) { return index }
    return versions[versions.count - 1]
  }

  private func template() throws -> String {
    guard let output, !messages.json else { return "reference.txt" }
    if output.hasSuffix(".html") { return "reference.html" }
    if output.hasSuffix(".txt") { return "reference.txt" }
    throw CommandFailure(.usage, CommandRule.notThere, ["-o \(output)", "-o \(id).html, -o \(id).txt"])
  }

  private func languageOfSheet(_ programme: Programme) throws -> Language {
    guard let language else { return try programme.publishingLanguages()[0] }
    guard let known = Language(rawValue: language) else {
      throw programme.unknown("language", language, among: Language.allCases.map(\.code))
    }
    return known
  }

  private static func json(_ sheet: ReferenceSheet) -> String {
    let sections = sheet.sections.map { section in
      let lines = section.lines.map { line in
        "{\"field\":\(JSONText.quoted(line.field.rawValue)),\"heading\":\(JSONText.quoted(line.heading)),"
          + "\"text\":\(JSONText.quoted(line.text))}"
      }
      return "{\"part\":\(JSONText.quoted(section.part.rawValue)),\"lines\":[\(lines.joined(separator: ","))]}"
    }
    return "{\"id\":\(JSONText.quoted(sheet.id)),\"title\":\(JSONText.quoted(sheet.title)),"
      + "\"language\":\(JSONText.quoted(sheet.language.code)),\"sections\":[\(sections.joined(separator: ","))]}"
  }
}
