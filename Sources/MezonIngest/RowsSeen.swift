// SPDX-License-Identifier: Apache-2.0

import Crypto
import MezonColumns

/// Rows that were read, to find those that say exactly the same again, and where each stood first.
///
/// A row is held by half of the SHA-256 of its bytes, in thirty-five to forty-six bytes however long it is: nobody can make two rows that are
/// taken for one.
struct RowsSeen: Sendable {
  /// The first half of a SHA-256.
  private struct Code: Sendable, Hashable {
    let first: UInt64
    let second: UInt64

    init(of bytes: [UInt8]) {
      (first, second) = SHA256.hash(data: bytes).withUnsafeBytes {
        ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      }
    }
  }

  private var table = RowHashTable()
  private var codes: [Code] = []
  private var places: [RowPlace] = []

  /// The number of different rows.
  var count: Int { places.count }

  /// Forgets all rows but the first ones. Complexity: O(rows).
  mutating func keep(_ count: Int) {
    guard count < places.count else { return }
    table.removeAll(from: count)
    codes.removeSubrange(count...)
    places.removeSubrange(count...)
  }

  /// Where a row stood first that says the same; nil, and the row is remembered, when it is new. Complexity: O(bytes) expected.
  mutating func earlier(like bytes: [UInt8], at place: RowPlace) -> RowPlace? {
    let code = Code(of: bytes)
    var found: Int?
    table.forEachPlace(of: code.first) { if codes[$0] == code { found = $0 } }
    if let found { return places[found] }
    table.insert(code.first, place: places.count)
    codes.append(code)
    places.append(place)
    return nil
  }
}

/// The rows that were read, for each source and layout of its rows.
struct RowsSeenBefore: Sendable {
  private var sets: [RowsSeen] = []
  private var indices: [String: Int] = [:]

  /// How many rows of each set there were at some time.
  typealias Mark = [Int]

  /// The number of rows of the largest set.
  var mostRows: Int { sets.reduce(0) { max($0, $1.count) } }

  var mark: Mark { sets.map(\.count) }

  /// Which set belongs to files of a source with one layout.
  mutating func set(of source: String, layout: String) -> Int {
    let key = source + "\u{1D}" + layout
    if let known = indices[key] { return known }
    sets.append(RowsSeen())
    indices[key] = sets.count - 1
    return sets.count - 1
  }

  /// Where a row stood first that says the same as one of a set; nil, and the row is remembered, when it is new.
  mutating func earlier(_ set: Int, like bytes: [UInt8], at place: RowPlace) -> RowPlace? {
    sets[set].earlier(like: bytes, at: place)
  }

  /// Forgets the rows that were read since. Complexity: O(rows).
  mutating func forget(since mark: Mark) {
    for set in sets.indices { sets[set].keep(mark.indices.contains(set) ? mark[set] : 0) }
  }
}
