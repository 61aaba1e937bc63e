// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The `mezon` command: the only room that prints, exits or reads the clock.
@main
struct Mezon: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mezon",
    abstract: "Police performance indicators: define, evaluate, explain, appraise, publish.",
    version: "0.1.0")
}
