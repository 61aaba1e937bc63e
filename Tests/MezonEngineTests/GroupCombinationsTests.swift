// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonEngine

@Suite("Groups of several splits have one number") struct GroupCombinationsTests {
  private static let rowCount = 300

  /// Splits with so many groups, of which each row has one.
  private func layout(_ counts: [Int], _ random: inout SeededGenerator) -> GroupLayout {
    let splits = counts.map { count in
      SplitColumn(
        name: "s", groups: (0..<count).map { "g\($0)" }, fixedCount: 0,
        numbers: (0..<Self.rowCount).map { _ in
          Int32.random(in: 0..<Int32(truncatingIfNeeded: count), using: &random)
        },
        offsets: nil)
    }
    return GroupLayout(splits, rows: Self.rowCount, listsGroups: false)
  }

  @Test(arguments: [
    [], [1], [2, 3], [3, 6, 3], [40], [3, 2, 5, 4], [2000, 3, 700, 2], [100_000], [2, 2, 2, 2, 2, 2, 2, 2, 2],
  ])
  func placesAreThoseOfEachSplit(counts: [Int]) {
    var random = SeededGenerator(seed: UInt64(counts.count))
    let groups = layout(counts, &random)
    let code = PlaceCode(lineages: 100, groups)
    let combinations = GroupCombinations(groups, code)
    let first = 20
    let cells = (first..<Self.rowCount).map { _ in
      SIMD2<Int32>(
        Int32.random(in: -1...50, using: &random), Int32.random(in: 0...3, using: &random) == 0 ? -1 : 500)
    }
    let lineages = (0..<Self.rowCount).map { _ in Int32.random(in: -1..<100, using: &random) }
    for rows in [Array(first..<Self.rowCount), [25], [], (first..<Self.rowCount).filter { $0 % 7 == 0 }] {
      let numbers = rows.map { Int32($0) }
      let made = numbers.withUnsafeBufferPointer { numbers in
        cells.withUnsafeBufferPointer { cells in
          combinations.places(of: numbers, cells, from: first, none: 9999, withMasks: true)
        }
      }
      let codes = numbers.withUnsafeBufferPointer { combinations.codes(of: $0, lineages) }
      #expect(made.hasAll == rows.allSatisfy { cells[$0 - first].x >= 0 })
      for (place, row) in rows.enumerated() {
        let cell = cells[row - first]
        var (expected, bits) = ([cell.x], [UInt32](repeating: 0, count: combinations.maskWords))
        for (split, distance) in zip(groups.splits, groups.firstDistances) {
          let own = distance + Int(split.numbers[row])
          expected.append(cell.y < 0 ? 9999 : cell.y + Int32(own))
          if cell.y >= 0 { bits[(own - 1) / 32] |= 1 << UInt32((own - 1) % 32) }
        }
        let stride = counts.count + 1
        #expect(Array(made.places[place * stride..<(place + 1) * stride]) == expected)
        let words = combinations.maskWords
        #expect(Array(made.masks[place * words..<(place + 1) * words]) == bits)
        let read = codes.withUnsafeBufferPointer { codes in
          ([code.lineage] + code.splits).map { $0.number(codes, place * code.words) }
        }
        #expect(read == [Int(max(0, lineages[row]))] + groups.splits.map { Int($0.numbers[row]) })
      }
    }
  }
}
