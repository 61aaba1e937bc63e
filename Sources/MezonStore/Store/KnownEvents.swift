// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// The events whose keys stand in rows of a hand-in, as they were known before these rows; of several with one key the last one counts.
struct KnownEvents {
  /// For the first row of each group with the same key where its event stands: the table by a number of the caller's; -1 for none.
  private(set) var table: [Int32]
  /// The event's row in that table.
  private(set) var row: [Int32]
  /// Rows that say in all fields what their event says.
  private(set) var unchanged: Bitmap

  /// How many pairs a thread takes at a time.
  private static let stretchPairs = 1 << 12

  /// No events, for so many rows.
  init(rowCount: Int) {
    table = [Int32](repeating: -1, count: rowCount)
    row = [Int32](repeating: 0, count: rowCount)
    unchanged = Bitmap(repeating: false, count: rowCount)
  }

  /// The identities of the rows and of the events, which are a part of what they say.
  struct Identities {
    /// nil where nobody is named in the rows.
    let own: RowIdentities?
    let sealed: SealedIdentities
    let keys: PersonKeys

    /// Whether a row has the identities of a row that was written.
    func areSame(_ row: Int, _ written: Int) -> Bool {
      own == nil && sealed.isEmpty || keys.areSame(sealed.of(written), own?.of(row) ?? [])
    }
  }

  /// Adds the events of a table, in place of those that were known with the same keys.
  /// - Parameters:
  ///   - number: the table's number
  mutating func add(
    _ matches: StoreMatches, ofTable number: Int, _ sought: SoughtRows, _ identities: Identities, threads: Int
  ) throws(StoreFault) {
    guard !matches.pairs.isEmpty else { return }
    var pairs: [(sought: Int, found: Int)] = []
    pairs.reserveCapacity(matches.pairs.count)
    for (first, found) in matches.pairs {
      table[first] = Int32(truncatingIfNeeded: number)
      row[first] = Int32(truncatingIfNeeded: matches.row(found))
      sought.groups.forEachRow(ofGroup: first) { pairs.append(($0, found)) }
    }
    let sayingSame = try matches.saySame(pairs, sought, threads: threads)
    let same = [Bool](count: pairs.count, stretch: Self.stretchPairs, threads: threads) { [pairs] places, same in
      for place in places {
        let pair = pairs[place]
        same[place - places.lowerBound] =
          sayingSame[place] && identities.areSame(pair.sought, matches.row(pair.found))
      }
    }
    for (pair, isSame) in zip(pairs, same) { unchanged[pair.sought] = isSame }
  }
}

/// What becomes of the rows of a table by their keys: the last row of a key counts, one that says just the same is left out, and a row
/// without a whole key is an event of its own.
struct KeyedRows {
  /// The rows to be written, ascending.
  private(set) var written: [Int] = []
  private(set) var fates: [RowFate] = []
  /// Rows to be written that a later one of the table supersedes, as places in ``written``.
  private(set) var supersededOwn: [Int] = []
  /// The first rows of groups whose known event is superseded.
  private(set) var superseded: [Int] = []
  /// The first rows of groups whose known event the table brings again, superseded or not.
  private(set) var brought: [Int] = []
  /// For the first row of each group with a whole key the place in ``written`` of the row that holds now; -1 for none.
  private(set) var latest: [Int32]

  /// Complexity: O(rows), and O(values) of rows that share a key.
  init(_ sought: SoughtRows, _ known: KnownEvents, _ text: RecordText, _ identities: RowIdentities?) {
    let count = sought.hashes.count
    latest = [Int32](repeating: -1, count: count)
    written.reserveCapacity(count)
    fates.reserveCapacity(count)
    text.withWriter { writer in
      let comparison = RecordComparison(writer, writer)
      for row in 0..<count {
        let first = Int(sought.groups.first[row])
        let before = Int(latest[first])
        if before >= 0 {
          let last = written[before]
          if comparison.isSame(last, row),
            Self.areSame(identities?.of(last) ?? [], identities?.of(row) ?? [])
          {
            fates.append(.unchanged)
            continue
          }
          supersededOwn.append(before)
          fates.append(.corrected)
        } else if known.table[first] >= 0 {
          brought.append(first)
          if known.unchanged[row] {
            fates.append(.unchanged)
            continue
          }
          superseded.append(first)
          fates.append(.corrected)
        } else {
          fates.append(.accepted)
        }
        if sought.complete?[row] ?? true { latest[first] = Int32(truncatingIfNeeded: written.count) }
        written.append(row)
      }
    }
  }

  /// Whether two rows name the same persons by the same values.
  private static func areSame(_ one: [Identity], _ other: [Identity]) -> Bool {
    one.map(\.values) == other.map(\.values)
  }
}
