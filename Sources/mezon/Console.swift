// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import Synchronization

/// Where a command speaks: results on standard output, everything else on standard error.
enum Console {
  /// The language in which a command says that it cannot even speak.
  static let language = Mutex(MessageLanguage.english)

  /// Writes a line to standard output.
  static func line(_ text: String = "") { write(Array((text + "\n").utf8)) }

  /// Writes bytes to standard output as they are. Where they cannot be written, as on a full disk, the command has not done what it was to do, and ends.
  static func write(_ bytes: [UInt8]) {
    Progress.clear()
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      let language = language.withLock { $0 }
      let reason = SystemReason.shown(SystemReason.text(of: error), in: language)
      message(CommandRule.cannotSpeak.filled([reason], in: language))
      exit(ExitStatus.cannotWrite.rawValue)
    }
  }

  /// Writes a message to standard error; one that cannot be written is lost.
  static func message(_ text: String) {
    Progress.clear()
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Writes diagnostics to standard error, an empty line between them; at most `limit`, then how many more there are.
  static func show(_ diagnostics: [Diagnostic], in language: MessageLanguage, limit: Int = 200) {
    for diagnostic in diagnostics.prefix(limit) {
      message(diagnostic.rendered(in: language) + "\n")
    }
    if diagnostics.count > limit {
      message(
        Wording("... and {0} more", "... и ещё {0}").filled([String(diagnostics.count - limit)], in: language))
    }
  }
}
