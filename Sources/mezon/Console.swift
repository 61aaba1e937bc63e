// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics

/// Where a command speaks: results on standard output, everything else on standard error.
enum Console {
  /// Writes a line to standard output.
  static func line(_ text: String = "") {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// Writes bytes to standard output as they are.
  static func write(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes))
  }

  /// Writes a message to standard error.
  static func message(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
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
