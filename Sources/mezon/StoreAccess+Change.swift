// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonStore

extension StoreAccess {
  /// Changes a store that must be there.
  static func change(_ folder: String, _ body: (StoreWriter) throws(StoreFault) -> Int) throws -> Int {
    guard exists(folder) else { throw CommandFailure(.fileMissing, CommandRule.noStore, file: folder) }
    let writer = try writer(folder, named: "mezon")
    return try run(folder) { () throws(StoreFault) in try body(writer) }
  }

  /// Says that a commit was made.
  static func say(_ words: Wording, _ commit: Int, _ messages: MessageOptions) {
    if messages.json {
      Console.line(String(decoding: JSON.object(["commit": .count(commit)]).canonical() ?? [], as: UTF8.self))
    } else {
      Console.line(words.filled([String(commit)], in: messages.language))
    }
  }
}
