// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonTestSupport
import Testing

/// A table of places by hash finds what a dictionary finds.
struct RowHashTableTests {
  @Test(arguments: [1, 40, 3_000])
  func placesAreThoseOfADictionary(hashes: Int) {
    var random = SeededGenerator(seed: UInt64(hashes))
    // Some hashes differ only in bits that are not kept, or in the highest ones.
    let drawn = (0..<hashes).map { _ in UInt64.random(in: .min ... .max, using: &random) }
    let known = drawn + drawn.map { $0 ^ 1 << 60 } + drawn.map { $0 ^ 1 << 30 }
    var table = RowHashTable()
    var expected: [UInt64: Set<Int>] = [:]
    for place in 0..<(3 * hashes) {
      let hash = known[Int.random(in: 0..<known.count, using: &random)]
      table.insert(hash, place: place)
      expected[hash, default: []].insert(place)
    }
    func check(_ count: Int) {
      #expect(table.count == count)
      for hash in known {
        var found: Set<Int> = []
        table.forEachPlace(of: hash) { found.insert($0) }
        #expect(found == expected[hash] ?? [])
      }
    }
    check(3 * hashes)
    table.removeAll(from: hashes)
    expected = expected.mapValues { $0.filter { $0 < hashes } }
    check(hashes)
    table.removeAll(from: 0)
    expected = [:]
    check(0)
  }

  @Test func theHighestPlaceIsKept() {
    var table = RowHashTable()
    table.insert(7, place: RowHashTable.mostPlaces - 1)
    var found: [Int] = []
    table.forEachPlace(of: 7) { found.append($0) }
    #expect(found == [RowHashTable.mostPlaces - 1])
  }
}
