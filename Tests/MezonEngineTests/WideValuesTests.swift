// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonTestSupport
import Testing

@testable import MezonEngine

@Suite("Values in columns are those of the rows") struct WideValuesTests {
  @Test(arguments: [7, 11, 23] as [UInt64])
  func wideTablesAreTheSame(seed: UInt64) throws {
    let fixture = try RandomLog.fixture(seed: seed, events: 500)
    let evaluator = try fixture.evaluator(asOf: "2026-10-31")
    let asked = try fixture.period("2026")
    let all = Array(fixture.programme.indicators.indices)
    var compared = 0
    // One by one, and in pairs, of which many share a grid.
    for indicators in all.map({ [$0] }) + zip(all, all.dropFirst()).map({ [$0, $1] }) {
      for levels in [nil, [0], [1, 2]] as [[Int]?] {
        for threads in [1, 2] {
          guard let wide = evaluator.wideValues(indicators, in: asked, splitLevels: levels, threads: threads) else {
            continue
          }
          compared += 1
          let rows = evaluator.evaluate(indicators, in: asked, splitLevels: levels)
          let expected = ResultTable(rows, of: evaluator).csv(.wide)
          #expect(Array(wide.csv().joined()) == expected, "\(indicators), split \(levels ?? [])")
        }
      }
    }
    #expect(compared > 30)
  }

  @Test func splitLevelsLeaveOutGroupsAlone() throws {
    let fixture = try RandomLog.fixture(seed: 3, events: 400)
    let evaluator = try fixture.evaluator(asOf: "2026-10-31")
    let asked = try fixture.period("2026")
    let all = Array(fixture.programme.indicators.indices)
    let levels = evaluator.dataset.organisation.levels
    func table(_ rows: [ResultRow]) -> [UInt8] { ResultTable(rows, of: evaluator).csv() }
    for level in Set(levels) {
      let rows = evaluator.evaluate(all, in: asked).filter { row in
        guard row.split != nil, case .unit(let unit) = row.subject else { return true }
        return levels[Int(unit)] == level
      }
      #expect(rows.contains { $0.split != nil } || level > 0)
      #expect(table(evaluator.evaluate(all, in: asked, splitLevels: [level])) == table(rows))
    }
  }

  @Test(arguments: [1, 2, 5]) func partsComeInOrderUntilOneIsRefused(threads: Int) {
    struct Full: Error {}
    var taken: [Int] = []
    inOrder(40, threads: threads, { $0 * $0 }) { taken.append($0) }
    #expect(taken == (0..<40).map { $0 * $0 })
    taken = []
    var isRefused = false
    do throws(Full) {
      try inOrder(40, threads: threads, { $0 }) { number throws(Full) in
        if number == 7 { throw Full() }
        taken.append(number)
      }
    } catch {
      isRefused = true
    }
    #expect(isRefused)
    #expect(taken == Array(0..<7))
  }

  private func expectOrder(_ values: [Double]) {
    let expected = values.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
    let found = AscendingValues(values.enumerated().map { AscendingValues.Item($1, UInt64($0)) }).items
    #expect(found.map { Int($0.companion) } == expected.map(\.offset))
    #expect(found.map(\.value) == expected.map(\.element))
  }

  @Test(arguments: [[], [0], [3, 1, 2, -5, 1e300, -1e300, 0.1, 3, 1e-300]] as [[Double]])
  func orderIsThatOfNumbers(values: [Double]) {
    expectOrder(values)
  }

  @Test func orderOfManyIsThatOfNumbers() {
    var random = SeededGenerator(seed: 4)
    let values = (0..<3000).map { _ in Double(Int.random(in: -400...400, using: &random)) / 7 }
    expectOrder(values)
  }

  /// Numbers of which many differ in their lowest bits alone, and others by powers of ten.
  @Test(arguments: [0, 3, 40, 300]) func orderIsThatOfTheLowestBitsToo(spread: Int) {
    var random = SeededGenerator(seed: UInt64(spread))
    let values = (0..<2000).map { _ -> Double in
      let power = Int.random(in: 0...spread, using: &random) - spread / 2
      let bits = UInt64.random(in: 0..<3, using: &random)
      let number = Double(sign: .plus, exponent: power, significand: 1.25).bitPattern + bits
      return Double(bitPattern: number) * (Bool.random(using: &random) ? 1 : -1)
    }
    expectOrder(values)
  }
}

extension WideValues {
  /// All parts of the table that are handed out.
  func csv() -> [[UInt8]] {
    var all: [[UInt8]] = []
    writeLines { all += $0 }
    return all
  }
}
