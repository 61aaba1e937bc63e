// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonTestSupport
import Testing

@testable import MezonEngine

@Suite("What grids are added up in") struct GridTests {
  private struct Pair: Hashable {
    let place: Int32
    let value: Int32
  }

  /// Pairs with their bits, by a dictionary.
  private struct NaivePairs: Equatable {
    var bits: [Pair: [UInt32]] = [:]

    mutating func add(_ pair: Pair, _ words: [UInt32]) {
      bits[pair] = zip(bits[pair] ?? words, words).map { $0 | $1 }
    }

    init() {}

    init(_ pairs: GroupedPairs) {
      pairs.forEachPair { place, value, words in
        add(Pair(place: Int32(place), value: value), Array(words))
      }
    }
  }

  private static func add(
    _ count: Int, to pairs: inout GroupedPairs, _ naive: inout NaivePairs, places: Int, values: ClosedRange<Int32>,
    _ random: inout SeededGenerator
  ) {
    var (list, rows, masks): ([UInt64], [Int32], [UInt32]) = ([], [], [])
    for row in 0..<count {
      let pair = Pair(
        place: Int32.random(in: 0..<Int32(places), using: &random), value: Int32.random(in: values, using: &random))
      let words = (0..<pairs.words).map { _ in UInt32.random(in: .min ... .max, using: &random) }
      list.append(GroupedPairs.pair(pair.place, pair.value))
      rows.append(Int32(row))
      masks += words
      naive.add(pair, words)
    }
    list.withUnsafeBufferPointer { list in rows.withUnsafeBufferPointer { pairs.add(list, $0, masks) } }
  }

  @Test(arguments: [0, 1, 11, 32, 33, 100], [1, 2, 1200, 1 << 20])
  func pairsAreThoseOfADictionary(groups: Int, places: Int) {
    for isSettled in [false, true] { Self.comparePairs(groups: groups, places: places, isSettled: isSettled) }
  }

  /// Compares few pairs, which are only written down, or the same in tables.
  private static func comparePairs(groups: Int, places: Int, isSettled: Bool) {
    var random = SeededGenerator(seed: UInt64(groups * 31 + places))
    for values in [0...5, 0...60_000, 2_147_480_000...Int32.max] as [ClosedRange<Int32>] {
      // Many tables of few pairs each, where few bits are left for values.
      if places > 1200, values.upperBound > 60_000 { continue }
      var (pairs, naive) = (GroupedPairs(places: places, groups: groups), NaivePairs())
      var (other, naiveOther) = (GroupedPairs(places: places, groups: groups), NaivePairs())
      Self.add(3000, to: &pairs, &naive, places: places, values: values, &random)
      Self.add(2000, to: &other, &naiveOther, places: places, values: values, &random)
      if isSettled {
        pairs.settle()
        other.settle()
        #expect(pairs.count == naive.bits.count)
      }
      #expect(NaivePairs(pairs) == naive)
      pairs.merge(other) { $0 ^ 1 }
      for (pair, words) in naiveOther.bits { naive.add(Pair(place: pair.place, value: pair.value ^ 1), words) }
      #expect(NaivePairs(pairs) == naive)
      // As they are, with none before, with others, and with none behind.
      var merged = GroupedPairs(places: places, groups: groups)
      for part in [other, pairs, GroupedPairs(places: places, groups: groups)] { merged.merge(part) }
      #expect(NaivePairs(merged) == Self.sum(naive, naiveOther))
      merged.settle()
      #expect(NaivePairs(merged) == Self.sum(naive, naiveOther))
      #expect(merged.count == Self.sum(naive, naiveOther).bits.count)
    }
  }

  private static func sum(_ one: NaivePairs, _ other: NaivePairs) -> NaivePairs {
    var sum = one
    for (pair, words) in other.bits { sum.add(pair, words) }
    return sum
  }

  /// So many that they are gone through a piece at a time, and in months, quarters, half-years and the year.
  @Test(arguments: ["0.5", "0", "1", "0.9"]) func quantilesOfManyValuesAreThoseOfEachCell(probability: String) throws {
    let value = probability == "0.5" ? "median of guests" : "quantile \(probability) of guests"
    let fixture = try RandomLog.fixture(
      seed: 31, events: 3_000,
      RandomLog.types
        + "indicator asked { looks at dispute value \(value) for unit every month, quarter, half-year, year split by kind }"
    )
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let asked = try fixture.period("2026")
    let grid = try #require(evaluator.wideValues([0], in: asked))
    let expected = evaluator.evaluate([0], EvaluationScope(asked: asked), threads: 1, chunkRows: 512)
    #expect(expected.count { $0.value != nil } > 500)
    #expect(Array(grid.csv().joined()) == ResultTable(expected, of: evaluator).csv(.wide))
  }

  /// The region is its districts together; these are few precincts each, some of which have moved.
  @Test func unitsThatOthersMakeUpAreSums() throws {
    let fixture = try RandomLog.fixture(
      seed: 31, events: 10,
      RandomLog.types
        + "indicator asked { looks at dispute value median of guests for unit every month split by kind }")
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    var plan = GridPlan(evaluator, EvaluationScope(asked: try fixture.period("2026")))
    let isTaken = plan.add(0, evaluator.expressionColumns())
    #expect(isTaken)
    let grid = try #require(plan.grids.first).cells
    var isMet = [Bool](repeating: false, count: grid.baseWidth)
    for (number, lineage) in evaluator.organisation.lineages.enumerated() where lineage.chain.count == 3 {
      isMet[Int(grid.totalOfLineage[number])] = true
    }
    let sums = UnitSums(grid, isMet: isMet)
    let region = try #require(evaluator.dataset.organisation.index(of: "R"))
    #expect(sums.cells.first == grid.units.firstIndex(of: region))
    #expect(sums.cells.count == grid.groupCount)
    #expect(sums.cells.indices.allSatisfy { sums.parts[$0].count == 3 })
    // What happens in the region and in no district is in none of its parts.
    #expect(UnitSums(grid, isMet: Array(repeating: true, count: grid.baseWidth)).cells.isEmpty)
  }

  @Test func rowsOfCodesAreThoseWithThem() {
    var random = SeededGenerator(seed: 12)
    for count in [0, 1, 63, 64, 65, 1000] {
      let codes = (0..<count).map { _ in Int32.random(in: -1...9, using: &random) }
      let rows = RowsOfCodes(codes, most: 7)
      for members in [[], [0], [3], [7], [2, 5], [0, 1, 2, 3, 4, 5, 6, 7], [-1, 3, 8]] as [[Int32]] {
        let expected = codes.indices.filter { members.contains(codes[$0]) && (0...7).contains(codes[$0]) }
        #expect(rows.rows(of: members).map { Int($0) } == expected, "\(count) rows, \(members)")
      }
    }
  }

  @Test func codesOfManySplitsTakeSeveralWords() {
    let splits = [3, 1, 70_000, 40_000, 2, 1 << 30].map { count in
      SplitColumn(
        name: "s", groups: Array(repeating: "g", count: min(count, 70_000)), fixedCount: 0, numbers: [], offsets: nil)
    }
    let code = PlaceCode(lineages: 1_000, GroupLayout(splits, rows: 0, listsGroups: false))
    let fields = [code.lineage] + code.splits
    #expect(code.words > 1)
    var random = SeededGenerator(seed: 9)
    for _ in 0..<200 {
      let numbers = fields.map { Int.random(in: 0..<$0.count, using: &random) }
      var words = [UInt32](repeating: 0, count: code.words)
      for (field, number) in zip(fields, numbers) { words[field.word] |= UInt32(number) << field.shift }
      let read = words.withUnsafeBufferPointer { words in fields.map { $0.number(words, 0) } }
      #expect(read == numbers)
    }
  }

  /// Whole numbers whose sums fit a word at first, and then no longer.
  @Test(arguments: [1, 2]) func largeSumsAreExact(tallies: Int) throws {
    var fixture = try RandomLog.fixture(
      seed: 1, events: 0,
      RandomLog.types
        + "indicator guests { looks at dispute value sum of guests every month, quarter interval none context only }")
    for number in 0..<90 {
      try fixture.event(
        "dispute",
        [
          "opened": .one(CalendarDay.text(number) + "T12:00"), "closed": .missing, "at": .one("P0\(number % 3)"),
          "by": .many([]), "matter": .missing, "kind": "land", "outcome": "pending",
          "guests": .one(String(number < 30 ? Int64(number) : (Int64(1) << 61) - Int64(number))), "cost": .missing,
          "secret": .missing, "parties": .records([]),
        ])
    }
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let asked = try fixture.period("2026")
    let added = try #require(
      PartedEvaluation(
        evaluator.programme, PartedEvaluation.Request([0], in: asked, asOf: evaluator.asOf)))
    var empty = evaluator.dataset
    empty.events = empty.events.map { $0.rows(0..<0) }
    #expect(added.receives(0, of: empty))
    for first in stride(from: 0, to: 90, by: 10) {
      // What was kept is a tally of its own.
      if tallies > 1, first == 50 { added.begin() }
      var part = empty
      part.events[0] = evaluator.dataset.events[0].rows(first..<first + 10)
      added.receive(0, of: part, number: first)
    }
    if tallies > 1 { added.end(isKept: true) }
    let rows = Evaluator(evaluator, dataset: empty).evaluate([0], in: asked, added: added)
    let expected = evaluator.evaluate([0], EvaluationScope(asked: asked), threads: 1, chunkRows: 16)
    #expect(rows.contains { ($0.value ?? 0) > 0x1p63 })
    #expect(ResultTable(rows, of: evaluator).csv() == ResultTable(expected, of: evaluator).csv())
  }
}
