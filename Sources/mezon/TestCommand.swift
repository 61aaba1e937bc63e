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

  @Flag(help: "Also change each clause a little and say which changes no example notices.")
  var coverage = false

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      var outcomes: [ExampleRunner.Outcome] = []
      var coverages: [ExampleCoverage] = []
      for group in try ProgrammeFolder.groups(of: paths) {
        let files = try group.parsed()
        let (programme, diagnostics) = Checker.check(files)
        Console.show(diagnostics, in: messages.language)
        guard let programme else { return .wrongFound }
        outcomes += ExampleRunner(programme: programme).outcomes()
        if coverage { coverages.append(ExampleCoverage(of: files)) }
      }
      let failed = outcomes.filter { !$0.hasPassed }
      if messages.json {
        Console.line(Self.json(outcomes, coverages, failed: failed.count, in: messages.language))
      } else {
        for outcome in failed {
          Console.message("\(outcome.indicator): \"\(outcome.title)\"")
          Console.show(outcome.diagnostics, in: messages.language)
        }
        if coverage { show(coverages) }
        Console.line("\(outcomes.count - failed.count) passed, \(failed.count) failed")
      }
      return failed.isEmpty ? .done : .wrongFound
    }
  }

  private func show(_ coverages: [ExampleCoverage]) {
    Console.show(coverages.flatMap(\.diagnostics), in: messages.language)
    let counts = [coverages.map(\.noticed).reduce(0, +), coverages.map(\.tried).reduce(0, +)].map(String.init)
    let line = Wording(
      "{0} of {1} changes to the definitions are noticed by an example", "примеры замечают изменений: {0} из {1}")
    Console.line(line.filled(counts, in: messages.language))
  }

  private static func json(
    _ outcomes: [ExampleRunner.Outcome], _ coverages: [ExampleCoverage], failed: Int, in language: MessageLanguage
  ) -> String {
    let list = outcomes.map { outcome in
      let diagnostics = outcome.diagnostics.map { $0.json(in: language) }.joined(separator: ",")
      return "{\"indicator\":\(JSONText.quoted(outcome.indicator)),\"example\":\(JSONText.quoted(outcome.title)),"
        + "\"passed\":\(outcome.hasPassed),\"diagnostics\":[\(diagnostics)]}"
    }
    let survivors = coverages.flatMap(\.diagnostics).map { $0.json(in: language) }.joined(separator: ",")
    let noticed = coverages.map(\.noticed).reduce(0, +)
    let tried = coverages.map(\.tried).reduce(0, +)
    let coverage =
      coverages.isEmpty ? "" : ",\"coverage\":{\"noticed\":\(noticed),\"tried\":\(tried),\"survivors\":[\(survivors)]}"
    return "{\"passed\":\(outcomes.count - failed),\"failed\":\(failed),\"examples\":[\(list.joined(separator: ","))]"
      + coverage + "}"
  }
}
