// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonSemantics

/// `mezon check`: parses and checks definitions; every diagnostic with code, place and remedy.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check definitions and say what is wrong, where, and how to mend it.")

  @Argument(help: "Files or folders; by default the programme in or above the current folder.")
  var paths: [String] = []

  @Flag(
    help: "Pin the versions that are checked in definitions.lock: from then on they may be superseded, not changed.")
  var pin = false

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      var all: [Diagnostic] = []
      var indicators = 0
      for group in try ProgrammeFolder.groups(of: paths) {
        let (programme, diagnostics) = Checker.check(try group.parsed())
        all += diagnostics
        if let programme {
          let faults = try LockFile.faults(in: programme, group)
          all += faults
          if pin, faults.isEmpty, let folder = group.path,
            let lock = try LockFile.pinning(nil, of: programme, in: folder)
          {
            try OutputFile.write(LockFile.bytes(lock), to: folder + "/" + LockFile.name)
          }
        }
        indicators += programme?.indicators.count ?? 0
      }
      let errors = all.count(where: \.isError)
      if messages.json {
        let list = all.map { $0.json(in: messages.language) }.joined(separator: ",")
        Console.line("{\"errors\":\(errors),\"warnings\":\(all.count - errors),\"diagnostics\":[\(list)]}")
      } else {
        Console.show(all, in: messages.language)
        let summary =
          all.isEmpty
          ? Wording("{0} indicators checked, nothing wrong", "проверено показателей: {0}, ошибок нет")
          : Wording("{1} errors, {2} warnings", "ошибок: {1}, предупреждений: {2}")
        Console.line(
          summary.filled([String(indicators), String(errors), String(all.count - errors)], in: messages.language))
      }
      return errors == 0 ? .done : .wrongFound
    }
  }
}
