// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonExamples
import MezonSemantics

/// `mezon test`: runs the worked examples in definitions.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the worked examples in definitions; the last line counts them.")

  @Argument(help: "Files or folders; by default the programme in or above the current folder.")
  var paths: [String] = []

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      var outcomes: [ExampleRunner.Outcome] = []
      for group in try ProgrammeFolder.groups(of: paths) {
        let (programme, diagnostics) = Checker.check(try group.parsed())
        Console.show(diagnostics, in: messages.language)
        guard let programme else { return .wrongFound }
        outcomes += ExampleRunner(programme: programme).outcomes()
      }
      let failed = outcomes.filter { !$0.hasPassed }
      if messages.json {
        Console.line(Self.json(outcomes, failed: failed.count, in: messages.language))
      } else {
        for outcome in failed {
          Console.message("\(outcome.indicator): \"\(outcome.title)\"")
          Console.show(outcome.diagnostics, in: messages.language)
        }
        Console.line("\(outcomes.count - failed.count) passed, \(failed.count) failed")
      }
      return failed.isEmpty ? .done : .wrongFound
    }
  }

  private static func json(_ outcomes: [ExampleRunner.Outcome], failed: Int, in language: MessageLanguage) -> String {
    let list = outcomes.map { outcome in
      let diagnostics = outcome.diagnostics.map { $0.json(in: language) }.joined(separator: ",")
      return "{\"indicator\":\(JSONText.quoted(outcome.indicator)),\"example\":\(JSONText.quoted(outcome.title)),"
        + "\"passed\":\(outcome.hasPassed),\"diagnostics\":[\(diagnostics)]}"
    }
    return "{\"passed\":\(outcomes.count - failed),\"failed\":\(failed),\"examples\":[\(list.joined(separator: ","))]}"
  }
}
