// SPDX-License-Identifier: Apache-2.0

/// Why a row of a delimited text cannot be read, and where.
package struct RowFault: Sendable, Hashable, Error {
  /// What is wrong; where a row has several faults, the kind that stands first here is reported, at its first place.
  package enum Kind: Sendable, Hashable {
    /// A quote was opened and the text ended before it was closed.
    case unclosedQuote
    /// A field has more bytes than the limit.
    case fieldTooLong(limit: Int)
    /// The row has more bytes than the limit.
    case rowTooLong(limit: Int)
    /// Something other than a delimiter or line end follows a closing quote.
    case textAfterClosingQuote
    /// A byte of value 0.
    case nulByte
    /// Bytes that are not UTF-8.
    case invalidUTF8
    /// The row ends too early.
    case tooFewFields(expected: Int, found: Int)
    /// The row goes on after its last field.
    case tooManyFields(expected: Int, found: Int)
  }

  /// What is wrong.
  package let kind: Kind
  /// The line, counted from 1, on which the fault stands; line ends within quotes count.
  package let line: Int
  /// The byte on that line, counted from 1, at which the fault stands; a byte order mark does not count.
  package let byteColumn: Int
  /// The field, counted from 1, in which the fault stands.
  package let field: Int
}

/// A row that was not handed to the consumer, kept so that it can be reported and never silently lost.
package struct RefusedRow: Sendable, Hashable {
  /// Why it was refused.
  package let fault: RowFault
  /// The line, counted from 1, on which the row begins.
  package let line: Int
  /// The offset in the source at which the row begins.
  package let byteOffset: Int
  /// The number of bytes up to the line end.
  package let byteCount: Int
  /// How many accepted rows of its batch stand before it.
  package let acceptedBefore: Int
}
