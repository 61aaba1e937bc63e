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

  /// Adds some random pairs of which most stand where their value was met first, and notes them.
  private func addWhereFirst(
    _ count: Int, values: Int, to pairs: inout GroupedPairs, _ known: inout [UInt64: [UInt32]],
    _ random: inout SeededGenerator
  ) -> Int {
    var others = 0
    for _ in 0..<count {
      let value = Int.random(in: 0..<values, using: &random)
      let isElsewhere = Int.random(in: 0..<5, using: &random) == 0
      let place = isElsewhere ? Int32.random(in: 0..<50, using: &random) : Int32(truncatingIfNeeded: value % 50)
      let bits: UInt32 = pairs.words == 0 ? 0 : 1 << UInt32.random(in: 0..<12, using: &random)
      let pair = GroupedPairs.pair(place, Int32(truncatingIfNeeded: value))
      known[pair] = pairs.words == 0 ? [] : [(known[pair]?.first ?? 0) | bits]
      let slot = GroupedPairs.first(at: UInt32(bitPattern: place), bits)
      let isAdded = pairs.withFirsts(below: value + 1) { GroupedPairs.add(slot, to: &$0[value]) }
      guard !isAdded else { continue }
      others += 1
      [pair].withUnsafeBufferPointer { pair in [0].withUnsafeBufferPointer { pairs.add(pair, $0, [bits]) } }
    }
    return others
  }

  @Test(arguments: [0, 12]) func whereAValueWasMetFirstItStandsByItself(groups: Int) {
    var random = SeededGenerator(seed: UInt64(groups + 1))
    var (known, whole) = ([UInt64: [UInt32]](), GroupedPairs(places: 50, groups: groups))
    // Two that know some values alone, one without any, and one whose pairs are in tables.
    for (count, values) in [(3000, 200), (4000, 300), (0, 1), (2000, 100)] {
      var other = GroupedPairs(places: 50, groups: groups)
      let others = addWhereFirst(count, values: values, to: &other, &known, &random)
      #expect(others < count / 2 || count == 0)
      if count == 2000 { add(200_000, places: 50, values: 300, words: other.words, to: &other, &known, &random) }
      let remembered = content(other)
      whole.merge(other)
      #expect(content(whole) == known, "\(count) more")
      other.settle()
      #expect(content(other) == remembered)
      #expect(other.count == remembered.count)
    }
    let lists = PairLists([whole], count: 50, values: 300)
    #expect((0..<50).reduce(0) { $0 + lists.list($1).count } == known.count)
    var renumbered = GroupedPairs(places: 50, groups: groups)
    renumbered.merge(whole) { $0 + 7 }
    #expect(content(renumbered).count == known.count)
    #expect(content(renumbered).allSatisfy { known[$0.key - 7] == $0.value })
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
