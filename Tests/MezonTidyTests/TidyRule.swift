// SPDX-License-Identifier: Apache-2.0

import Testing

/// A rule of the house that a program can check.
struct TidyRule: CustomTestStringConvertible, Sendable {
  /// What holds when nothing is found.
  let sentence: String
  /// Finds the places that break the rule among the files of a checkout.
  let findings: @Sendable ([TidyFile]) -> [Finding]

  var testDescription: String { sentence }

  /// A rule that looks at one file at a time.
  init(_ sentence: String, inEach check: @escaping @Sendable (TidyFile) -> [Finding]) {
    self.sentence = sentence
    findings = { files in files.flatMap(check).sorted() }
  }

  /// A rule that looks at all files together.
  init(_ sentence: String, inAll check: @escaping @Sendable ([TidyFile]) -> [Finding]) {
    self.sentence = sentence
    findings = { files in check(files).sorted() }
  }

  /// Every rule.
  static let all = rulesOfFiles + rulesOfSwift
}
