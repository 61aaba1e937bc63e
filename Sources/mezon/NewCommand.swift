// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonSample

/// `mezon new`: a small programme folder to start from, which runs at once.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a programme folder to start from, with a little sample data.")

  /// Few events for few inspectors, so that each has about as many as in a larger sample.
  private static let sample = SampleGenerator(seed: 1, events: 2_000, inspectors: 6)

  @Argument(help: "The folder to make; it must be new or empty.")
  var folder: String

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      try SampleProgramme.write(Self.sample, to: folder)
      SampleProgramme.report(folder, Self.sample, messages)
      return .done
    }
  }
}
