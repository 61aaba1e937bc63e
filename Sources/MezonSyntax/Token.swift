// SPDX-License-Identifier: Apache-2.0

/// What a token is.
package enum TokenKind: String, Sendable {
  /// A word: letters, digits, underscores, and hyphens between letters (`half-year`).
  case word
  /// A name in backticks.
  case quotedName
  /// A text in double quotes.
  case text
  case number
  /// `2026-01-05` or `05.01.2026`, or with a time `2026-01-05T10:00`.
  case time
  /// `2026-Q1`, `2026-07`, `A..B`, or in Russian files `1 квартал 2026`.
  case period
  case leftBrace, rightBrace, leftParenthesis, rightParenthesis
  case comma, colon, question, percentSign, arrow
  case less, lessOrEqual, greater, greaterOrEqual, equal, plus, minus, star, slash
  /// Bytes or characters that belong to no token.
  case unknown
  case endOfFile
}

/// A token with the blanks and comments before it; together the tokens of a file are the file, byte for byte.
package struct Token: Sendable {
  package let kind: TokenKind
  /// Where its blanks and comments start.
  package let triviaStart: Int
  /// Its text's offsets.
  package let lower: Int
  package let upper: Int
  /// The text; for a quoted name without backticks, for a text with escapes resolved, for a day or period in ISO form.
  package let text: String
}
