// SPDX-License-Identifier: Apache-2.0

/// The files that `--from SOURCE=FILE` and `--from SOURCE/JOINED=FILE` name.
struct SourceArguments {
  /// Own files by source.
  private(set) var files: [String: String] = [:]
  /// Joined files by source and by the name that its definition gives them.
  private(set) var joined: [String: [String: String]] = [:]

  /// Takes the arguments apart; one that has no `=` or names a source twice is a failure.
  init(_ arguments: [String]) throws {
    for argument in arguments {
      guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else {
        throw CommandFailure(.usage, CommandRule.badSourceArgument, [argument])
      }
      let names = argument[..<sign].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      let file = String(argument[argument.index(after: sign)...])
      guard names.count <= 2, !names.contains(""), !file.isEmpty else {
        throw CommandFailure(.usage, CommandRule.badSourceArgument, [argument])
      }
      let before =
        names.count == 2
        ? joined[names[0], default: [:]].updateValue(file, forKey: names[1])
        : files.updateValue(file, forKey: names[0])
      if before != nil { throw CommandFailure(.usage, CommandRule.badSourceArgument, [argument]) }
    }
  }

  /// All sources named.
  var sources: Set<String> { Set(files.keys).union(joined.keys) }
}
