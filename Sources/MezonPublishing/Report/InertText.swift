// SPDX-License-Identifier: Apache-2.0

/// Keeps spreadsheet programs from taking a text of a delimited file for a formula.
package enum InertText {
  /// The characters that a formula can begin with: `=`, `+`, `-`, `@`, their full-width forms, tab and line ends (OWASP, "CSV Injection";
  /// ASVS 5.0, 1.2.10).
  private static let openings: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  /// The text, with an apostrophe before it where its first character could begin a formula.
  package static func escaped(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, openings.contains(first) else { return text }
    return "'" + text
  }
}
