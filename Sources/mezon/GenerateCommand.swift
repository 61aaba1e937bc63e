// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonSample

/// `mezon generate`: a programme folder of a made-up country with logs of any size.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make the sample programme of a made-up country, with logs of any size.",
    discussion: "The same seed, events and inspectors give the same bytes on every machine.")

  @Option(help: "Another seed, another country.")
  var seed: UInt64 = 1

  @Option(help: "The number of events of all logs together.")
  var events = 100_000

  @Option(help: "The number of precincts at the start, each with one inspector.")
  var inspectors = 200

  @Option(name: [.customShort("o"), .customLong("output")], help: "The folder to make; it must be new or empty.")
  var output: String

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      try Self.check(events, "--events", 0...10_000_000_000)
      try Self.check(inspectors, "--inspectors", 4...8_000)
      let sample = SampleGenerator(seed: seed, events: events, inspectors: inspectors)
      try SampleProgramme.write(sample, to: output)
      SampleProgramme.report(output, sample, messages)
      return .done
    }
  }

  private static func check(_ value: Int, _ option: String, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw CommandFailure(
        .usage, CommandRule.notInRange, [option, String(range.lowerBound), String(range.upperBound)])
    }
  }
}
