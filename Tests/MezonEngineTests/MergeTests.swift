// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonTestSupport
import Testing

@testable import MezonEngine

@Suite("Rows do not depend on how the work is cut") struct MergeTests {
  @Test func threadsAndChunks() throws {
    let fixture = try RandomLog.fixture(seed: 7, events: 700)
    let evaluator = try fixture.evaluator(asOf: "2026-10-31")
    let all = Array(fixture.programme.indicators.indices)
    let scope = EvaluationScope(asked: try fixture.period("2026"))
    func table(threads: Int, chunkRows: Int?) -> [UInt8] {
      ResultTable(evaluator.evaluate(all, scope, threads: threads, chunkRows: chunkRows), of: evaluator).csv()
    }
    let whole = table(threads: 1, chunkRows: nil)
    #expect(whole.count > 100_000)
    for (threads, chunkRows) in [(1, 1), (1, 7), (1, 100), (2, nil), (2, 13), (4, 64), (4, nil), (3, 1_000_000)] {
      #expect(
        table(threads: threads, chunkRows: chunkRows) == whole, "\(threads) threads, chunks of \(chunkRows ?? -1)")
    }
  }

  @Test func largeAndSmallSpacesOfCellsAreTheSame() {
    // A space too large for a table is hashed; both number cells as they are first met.
    var small = CellIndex(periods: 4, subjects: 100, groups: 10)
    var large = CellIndex(periods: 4, subjects: 100_000_000, groups: 10)
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let (period, subject) = (Int.random(in: 0..<4, using: &random), Int.random(in: 0..<100, using: &random))
      let group = Int.random(in: 0..<10, using: &random)
      let one = small.number(of: small.place(period: period, subject: subject, group: group))
      let two = large.number(of: large.place(period: period, subject: subject, group: group))
      #expect(one == two)
    }
    #expect(small.count == large.count)
    for (one, two) in zip(small.places, large.places) {
      #expect(small.cell(at: one) == large.cell(at: two))
      #expect(small.find(one) == large.find(two))
    }
    #expect(large.find(large.place(period: 0, subject: 99_999_999, group: 9)) == nil)
  }

  @Test func cellsAreTheSameHoweverManySubjectsAreKnownAtFirst() {
    // The table of few grows while cells are met, and is given up for hashing where it would become too large.
    var few = CellIndex(periods: 3, subjects: 1, groups: 2)
    var many = CellIndex(periods: 3, subjects: 400_000, groups: 2)
    var random = SeededGenerator(seed: 4)
    for round in 0..<3000 {
      let subjects = round < 2000 ? 5000 : 400_000
      let (period, subject) = (Int.random(in: 0..<3, using: &random), Int.random(in: 0..<subjects, using: &random))
      let place = few.place(period: period, subject: subject, group: 1)
      #expect(place == many.place(period: period, subject: subject, group: 1))
      #expect(few.find(place) == many.find(place))
      let (one, two) = (few.number(of: place), many.number(of: place))
      #expect(one == two && few.cell(at: place) == (period, subject, 1))
    }
    #expect(few.places == many.places)
  }

  @Test func keysAreTheSameWhateverTheirCollisions() {
    var interner = KeyInterner()
    var known: [[UInt64]: Int32] = [:]
    var random = SeededGenerator(seed: 5)
    for _ in 0..<5000 {
      let pair = [UInt64.random(in: 0..<60, using: &random), UInt64.random(in: 0..<60, using: &random)]
      let expected = known[pair] ?? Int32(known.count)
      #expect(interner.find(pair[0], pair[1]) == known[pair] ?? -1)
      known[pair] = expected
      #expect(interner.intern(pair[0], pair[1]) == expected)
    }
    #expect(interner.count == known.count)
  }
}
