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
  /// `2026-01-05`, or with a time `2026-01-05T10:00`.
  case time
  /// `2026-Q1`, `2026-07`, or `A..B`.
  case period
  case leftBrace, rightBrace, leftParenthesis, rightParenthesis
  case comma, colon, question, percentSign, arrow
  case less, lessOrEqual, greater, greaterOrEqual, equal, plus, minus, star, slash
  /// A byte or character that belongs to no token.
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
  /// The text; for a quoted name without backticks, for a text literal with escapes resolved.
  package let text: String
}
