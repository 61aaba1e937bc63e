// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// The diagnostics of one file, up to a bound: a file of noise is not answered with a million lines.
struct DiagnosticCollector {
  /// How many diagnostics of one file are kept.
  static let most = 100

  private(set) var diagnostics: [Diagnostic] = []

  /// Whether nothing is wrong.
  var isEmpty: Bool { diagnostics.isEmpty }

  /// Whether no more is kept; the last diagnostic says so.
  var isFull: Bool { diagnostics.count > Self.most }

  mutating func add(_ diagnostic: Diagnostic) {
    guard !isFull else { return }
    if diagnostics.count == Self.most {
      diagnostics.append(Diagnostic(SyntaxRule.tooManyErrors, [String(Self.most)], at: diagnostic.place))
    } else {
      diagnostics.append(diagnostic)
    }
  }
}
