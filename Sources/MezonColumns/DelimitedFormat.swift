// SPDX-License-Identifier: Apache-2.0

/// How a delimited text is laid out, and how much of it may be held in memory.
package struct DelimitedFormat: Sendable, Equatable {
  /// What stands between two fields.
  package enum Delimiter: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
    case pipe = 0x7C
  }

  /// Where the number of fields of a row is known from.
  package enum Fields: Sendable, Equatable {
    /// The first row names the fields.
    case namedByHeader
    /// There is no header; every row has this many fields.
    case unnamed(count: Int)
  }

  /// What stands between two fields.
  package var delimiter: Delimiter
  /// Where the number of fields of a row is known from.
  package var fields: Fields
  /// The longest field in bytes, quotes included, that is read; a longer one is a fault of its row.
  package var maximumFieldBytes: Int
  /// The longest row in bytes, its line end not included, that is read; a longer one is refused and never held as a whole.
  package var maximumRowBytes: Int
  /// How many bytes are asked of the source at a time. It decides about speed only, never about results.
  package var blockBytes: Int
  /// Whether a byte order mark at the beginning is passed over; it is a part of the first field where the text is not a whole file.
  package var passesMark = true

  /// The largest limits that offsets of 32 bits and lengths of 30 bits allow.
  static let largestLimit = 1 << 29

  /// The most fields that a header may name, four times what spreadsheets hold: it bounds the memory for rows.
  package static let maximumFields = 1 << 16

  /// A layout; limits are brought into `1...2^29`.
  package init(
    delimiter: Delimiter = .comma, fields: Fields = .namedByHeader, maximumFieldBytes: Int = 1 << 20,
    maximumRowBytes: Int = 1 << 24, blockBytes: Int = 192 << 10
  ) {
    self.delimiter = delimiter
    self.fields = fields
    self.maximumFieldBytes = min(max(1, maximumFieldBytes), Self.largestLimit)
    self.maximumRowBytes = min(max(1, maximumRowBytes), Self.largestLimit)
    self.blockBytes = min(max(1, blockBytes), Self.largestLimit)
  }
}
