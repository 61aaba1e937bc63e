// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonEngine

@Suite("Different values are kept once a place, with the bits of all their events") struct GroupedPairsTests {
  /// Adds some random pairs, and notes them.
  private func add(
    _ count: Int, places: Int, values: Int32, words: Int, to pairs: inout GroupedPairs,
    _ known: inout [UInt64: [UInt32]], _ random: inout SeededGenerator
  ) {
    let added = (0..<count).map { _ in
      GroupedPairs.pair(
        Int32.random(in: 0..<Int32(truncatingIfNeeded: places), using: &random),
        Int32.random(in: 0..<values, using: &random))
    }
    let masks = (0..<count * words).map { _ in UInt32.random(in: 0..<1 << 20, using: &random) }
    let rows = added.indices.map { Int32(truncatingIfNeeded: $0) }
    for (row, pair) in added.enumerated() {
      var bits = known[pair] ?? Array(repeating: 0, count: words)
      for word in 0..<words { bits[word] |= masks[row * words + word] }
      known[pair] = bits
    }
    added.withUnsafeBufferPointer { added in rows.withUnsafeBufferPointer { pairs.add(added, $0, masks) } }
  }

  /// What pairs hold, the bits of those that stand there several times together.
  private func content(_ pairs: GroupedPairs) -> [UInt64: [UInt32]] {
    var content: [UInt64: [UInt32]] = [:]
    pairs.forEachPair { place, value, bits in
      let pair = GroupedPairs.pair(Int32(truncatingIfNeeded: place), value)
      content[pair] = content[pair].map { zip($0, bits).map { $0 | $1 } } ?? Array(bits)
    }
    return content
  }

  @Test(arguments: [(groups: 12, values: 90), (groups: 40, values: 60_000)])
  func fewAndManyPairsAddUp(groups: Int, values: Int32) {
    var random = SeededGenerator(seed: UInt64(groups))
    let (places, words) = (1000, (groups + 31) / 32)
    var known: [UInt64: [UInt32]] = [:]
    var whole = GroupedPairs(places: places, groups: groups)
    // The first are written down, and then there are too many.
    for count in [3, 2000, 70_000, 70_000, 500] {
      add(count, places: places, values: values, words: words, to: &whole, &known, &random)
    }
    #expect(content(whole) == known)
    // Each of two may have few or many.
    for count in [100, 90_000, 90_000] {
      var other = GroupedPairs(places: places, groups: groups)
      add(count, places: places, values: values, words: words, to: &other, &known, &random)
      whole.merge(other)
      #expect(content(whole) == known, "\(count) more")
    }
    #expect(whole.count == known.count)
    var few = GroupedPairs(places: places, groups: groups)
    few.merge(whole)
    #expect(content(few) == known)
  }

  @Test func listsHaveEachPairOnce() {
    var random = SeededGenerator(seed: 7)
    let places = 50
    var tables: [GroupedPairs] = []
    var known: [[UInt64: [UInt32]]] = []
    for count in [0, 4000, 1] {
      var (table, own) = (GroupedPairs(places: places, groups: 20), [UInt64: [UInt32]]())
      add(count, places: places, values: 30, words: 1, to: &table, &own, &random)
      tables.append(table)
      known.append(own)
    }
    let lists = PairLists(tables, count: places, values: 30)
    for (number, own) in known.enumerated() {
      var found: [UInt64: [UInt32]] = [:]
      var count = 0
      for place in 0..<places {
        let span = lists.list(number * places + place)
        count += span.count
        for pair in span.start..<span.start + span.count {
          let value = Int32(bitPattern: lists.pairs[pair * 2])
          found[GroupedPairs.pair(Int32(truncatingIfNeeded: place), value)] = [lists.pairs[pair * 2 + 1]]
        }
      }
      #expect(found == own)
      #expect(count == own.count)
    }
  }

  @Test func whatIsKnownWasHandedOut() {
    var random = SeededGenerator(seed: 3)
    var pair = RecentValues.Pair()
    var handedOut: [UInt64: UInt64] = [:]
    var news = 0
    for _ in 0..<20_000 {
      // Values whose low bits are the same, most often of one cell.
      let entry = (Bool.random(using: &random) ? 0 : UInt64.random(in: 0..<6, using: &random)) << 32
      let bits: UInt64 = 1 << UInt64.random(in: 0..<12, using: &random)
      if pair.remember(entry, bits) {
        handedOut[entry, default: 0] |= bits
        news += 1
      } else {
        #expect(handedOut[entry, default: 0] & bits == bits)
      }
    }
    #expect(news < 15_000)
    // What has no bits is new once.
    var empty = RecentValues.Pair()
    let isNew = [empty.remember(0, 0), empty.remember(0, 0)]
    #expect(isNew == [true, false])
  }
}
