// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonStore

/// `mezon rotate-key`: let another key sign checkpoints from now on.
struct RotateKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-key", abstract: "Let a new key sign the store's checkpoints, and destroy the old one.")

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
        try writer.rotateKey(by: by, because: because)
      }
      StoreAccess.say(Self.done, commit, messages)
      return .done
    }
  }

  private static let done = Wording(
    "a new key signs from commit {0} on; keep a copy of the file checkpoint elsewhere",
    "новый ключ подписывает, начиная с фиксации {0}; сохраните копию файла checkpoint в другом месте")
}
