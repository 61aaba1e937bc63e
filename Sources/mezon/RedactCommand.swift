// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonStore

/// `mezon redact`: destroy a person's identifying values.
struct RedactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Destroy a person's identifying values for good; all figures and digests stay as they are.")

  @Argument(help: "The value by which the definition names the person, such as a personal number or a name.")
  var person: String

  @Option(help: "Who does it.")
  var by: String

  @Option(help: "Why.")
  var because: String

  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let folder = StoreAccess.folder(of: try ProgrammeFolder.find(programmeOptions.programme))
      let commit = try StoreAccess.change(folder) { writer throws(StoreFault) in
        try writer.redact(person, by: by, because: because)
      }
      StoreAccess.say(Self.done, commit, messages)
      return .done
    }
  }

  private static let done = Wording(
    "the person's key is destroyed (commit {0}); destroy it in copies of the folder keys as well",
    "ключ лица уничтожен (фиксация {0}); уничтожьте его и в копиях папки keys")
}
