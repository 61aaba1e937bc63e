// SPDX-License-Identifier: Apache-2.0

/// What became of the rows of a hand-in.
package struct HandInOutcome: Sendable, Hashable {
  /// The commit that holds them; nil where nothing changed, or for a trial.
  package var commit: Int?
  /// Rows of events that were not there.
  package var accepted = 0
  /// Rows that are there already just so.
  package var unchanged = 0
  /// Rows that are new revisions of events.
  package var corrected = 0
  /// Rows that no longer count and have no new revision.
  package var retracted = 0
  /// Rows that name no event to be retracted.
  package var unmatched = 0
  /// Accepted rows, of a table without a key, that are equal to rows of earlier hand-ins and count beside them.
  package var alike = 0
  /// What became of each row of events that was handed in, in their order.
  package var fates: [RowFate] = []
  /// Rows of earlier hand-ins that no longer count.
  package var superseded: [RowPlace] = []

  package init() {}

  /// Counts a row by what became of it.
  mutating func count(_ fate: RowFate) {
    switch fate {
    case .accepted: accepted += 1
    case .unchanged: unchanged += 1
    case .corrected: corrected += 1
    case .retracted: retracted += 1
    case .unmatched: unmatched += 1
    }
  }
}

/// What a row of a hand-in became.
package enum RowFate: UInt8, Sendable {
  /// An event that was not there.
  case accepted
  /// It says what is there already.
  case unchanged
  /// A new revision of an event.
  case corrected
  /// It named an event that no longer counts.
  case retracted
  /// It names no event to be retracted.
  case unmatched
}
