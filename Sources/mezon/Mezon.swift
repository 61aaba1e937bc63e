// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc

/// The `mezon` command: the only room that prints, exits, reads files or the clock.
@main
struct Mezon: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mezon",
    abstract: "Police performance indicators: define, evaluate, explain, appraise, publish.",
    version: engineVersion,
    subcommands: [
      NewCommand.self, GenerateCommand.self, CheckCommand.self, FormatCommand.self, TestCommand.self, ListCommand.self,
      DescribeCommand.self, DiffCommand.self,
      IngestCommand.self, RedactCommand.self, RotateKeyCommand.self, VerifyCommand.self,
      EvaluateCommand.self,
      ExplainCommand.self, AppraiseCommand.self, PublishCommand.self, AuditCommand.self,
    ])

  static func main() {
    FreedMemory.keep()
    main(nil)
  }

  /// The version that results name as the engine's.
  static let engineVersion = "0.1.0"

  /// What tells this program from another build of the same version: its size and when it was written. What was kept by another is made anew.
  static let build: String = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return "" }
    return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }()
}
