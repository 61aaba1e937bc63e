// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// One change of a store: what was handed in, by whom and when, which files hold it, and what it supersedes.
///
/// Its text is canonical JSON and the last leaf that the commit adds to the tree, behind its records.
package struct Commit: Hashable, Sendable {
  /// What was done.
  package enum Kind: String, Sendable {
    /// The store was made.
    case creation
    case handIn = "hand_in"
    case retraction
    /// A person's key was destroyed.
    case redaction
    /// Another key signs from now on.
    case keyRotation = "key_rotation"
  }

  /// How a table is to be read.
  package enum Role: String, Sendable {
    /// Events: rows of all hand-ins count together.
    case events
    /// A roster that takes the place of the one before.
    case roster
    /// Rows about hand-ins themselves: those of all hand-ins count together, beside the roster of the same name.
    case facts
  }

  /// A file that was handed in.
  package struct Input: Hashable, Sendable {
    package let name: String
    package let bytes: Int
    package let digest: Digest256

    package init(name: String, bytes: Int, digest: Digest256) {
      self.name = name
      self.bytes = bytes
      self.digest = digest
    }
  }

  /// Rows of one table.
  package struct Table: Hashable, Sendable {
    package let name: String
    package let role: Role
    package let rows: Int
    /// Fields that tell events apart; none where each row is an event of its own.
    package let key: [String]
    /// The place of the first row's record in the tree, from 0.
    package let firstLeaf: Int
    package let segment: FileEntry
    /// The hash of each row's record, 32 bytes a row.
    package let leaves: FileEntry
    /// Sealed identifying values; nil where there are none.
    package let identities: FileEntry?
    /// Finds rows by their key, or without one by their content; nil for what is no event.
    package let index: FileEntry?
    /// The first and last local day of events, as days since 1970-01-01, by which tables are passed over; nil where not known.
    package let days: ClosedRange<Int>?
  }

  package var number: Int
  package var kind: Kind
  /// SHA-256 of the file of the commit before; of nothing for the first one.
  package var previous: Digest256
  /// When it was recorded, in microseconds since 1970-01-01T00:00Z; each commit is later than the one before.
  package var recorded: Int64
  package var source = ""
  package var by = ""
  package var because = ""
  package var inputs: [Input] = []
  package var tables: [Table] = []
  /// Which rows no longer count from this commit on; nil for none.
  package var superseded: FileEntry?
  package var supersededRows = 0
  /// Files of keys that are there from now on.
  package var keys: [FileEntry] = []
  /// Files of keys that are destroyed with this commit.
  package var destroyed: [String] = []
  /// Whose key was destroyed, as a pseudonym in hex; nil but for redactions.
  package var person: String?
  /// The key that signs from the next commit on, and this one too.
  package var verifier: String?
  /// The line that begins each checkpoint; in every commit.
  package var origin: String
  /// The number of records before this commit's own leaf.
  package var treeSize = 0
  /// The roots of the perfect trees over them, larger ones first.
  package var peaks: [Digest256] = []

  package init(number: Int, kind: Kind, previous: Digest256, recorded: Int64, origin: String) {
    self.number = number
    self.kind = kind
    self.previous = previous
    self.recorded = recorded
    self.origin = origin
  }

  /// The file's name: ten digits.
  package static func name(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }

  /// Every file of the commit.
  package var files: [FileEntry] {
    tables.flatMap { [$0.segment, $0.leaves] + [$0.identities, $0.index].compactMap { $0 } }
      + (superseded.map { [$0] } ?? []) + keys
  }

  /// When it was recorded, in ISO 8601.
  package var recordedText: String { Instant(microseconds: recorded).description }
}
