// SPDX-License-Identifier: Apache-2.0

/// A clause, field, fact or declaration as the formatter prints it: pieces, and a block if it has one.
struct FormattedLine {
  /// Its pieces up to the opening brace, or all; a range of the formatter's row of pieces.
  var pieces: Range<Int>
  /// How many of them make its head, behind which the lines of a paragraph are aligned; 0 for none.
  var headCount = 0
  /// What stands in its braces.
  var block: FormattedBlock?

  /// Its first piece.
  var first: Int { pieces.lowerBound }
  /// Its last piece, or nil where it has none.
  var last: Int? { block?.tail.last ?? pieces.last }
}

/// What stands in braces.
struct FormattedBlock {
  var lines: [FormattedLine]
  /// The closing brace and what stands behind it.
  var tail: Range<Int>
  /// Whether these are the fields of child records: short ones stay on one line.
  var isRecord = false
  /// Whether a record's fields stand on lines of their own.
  var isBroken = true
}
