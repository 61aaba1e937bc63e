// SPDX-License-Identifier: Apache-2.0

/// Lists of answers that are the same to the last item, as where one form was filled in and copied.
///
/// Honest lists are alike too where the answers are common, so that chance is asked of the lists themselves: all lists are
/// dealt out to the units anew, many times, and the p-value is the share of the deals that give a unit as many pairs of equal
/// lists or more. Nothing is assumed about how items hang together, only that an honest unit's lists are like all others'.
package struct IdenticalLists: Equatable, Sendable {
  /// For each unit the pairs of its lists that are the same.
  package let pairs: [Int]
  /// For each unit the mean of that over the deals.
  package let expected: [Double]
  /// For each unit (deals with as many pairs or more + 1) / (deals + 1).
  package let pValues: [Double]
  /// How many deals.
  package let deals: Int
  /// Which random numbers.
  package let seed: UInt64
  private let sizes: [Int]
  /// The share of the lists that is the most common one.
  private let commonest: Double

  /// Compares the lists of units.
  ///
  /// - Parameters:
  ///   - units: for each unit its lists.
  ///   - deals: how many times the lists are dealt out, at least 1.
  ///   - seed: which random numbers.
  /// - Returns: nil for no list, or no deal.
  /// - Complexity: O(lists · deals).
  package init?<Item: Hashable>(units: [[[Item]]], deals: Int = 1_999, seed: UInt64) {
    var codes: [[Item]: Int] = [:]
    var lists: [Int] = []
    for list in units.joined() {
      let code = codes[list] ?? codes.count
      codes[list] = code
      lists.append(code)
    }
    guard !lists.isEmpty, deals >= 1 else { return nil }
    sizes = units.map(\.count)
    var counter = PairCounter(codes: codes.count)
    let observed = counter.pairs(lists, sizes: sizes)
    var tally = [Int](repeating: 0, count: codes.count)
    for code in lists { tally[code] += 1 }
    commonest = Double(tally.max() ?? 0) / Double(lists.count)
    var generator = SplitMix64(seed: seed)
    var (sums, atLeast) = ([Int](repeating: 0, count: units.count), [Int](repeating: 0, count: units.count))
    for _ in 0..<deals {
      lists.shuffle(using: &generator)
      for (unit, pairs) in counter.pairs(lists, sizes: sizes).enumerated() {
        sums[unit] += pairs
        if pairs >= observed[unit] { atLeast[unit] += 1 }
      }
    }
    pairs = observed
    expected = sums.map { Double($0) / Double(deals) }
    pValues = atLeast.map { Double($0 + 1) / Double(deals + 1) }
    (self.deals, self.seed) = (deals, seed)
  }

  /// The evidence of copies in one unit; out of range it is refused.
  ///
  /// - Returns: refused for fewer than five lists of the unit, or a single unit, with which nothing can be compared, and
  ///   where one list is more than half of all.
  package func evidence(unit: Int) -> Result<Evidence, GamingRefusal> {
    guard pairs.indices.contains(unit), sizes[unit] >= 5, sizes.count >= 2 else { return .failure(.tooFewCases) }
    guard commonest <= 0.5 else { return .failure(.listsAlike) }
    return .success(
      Evidence(
        test: .identicalLists, pValue: pValues[unit], observed: Double(pairs[unit]), expected: expected[unit],
        cases: sizes[unit]))
  }
}

/// Counts equal pairs with one table for all units.
private struct PairCounter {
  private var seen: [Int]

  init(codes: Int) { seen = [Int](repeating: 0, count: codes) }

  mutating func pairs(_ lists: [Int], sizes: [Int]) -> [Int] {
    var start = 0
    return sizes.map { size in
      let own = lists[start..<(start + size)]
      start += size
      var pairs = 0
      for code in own {
        pairs += seen[code]
        seen[code] += 1
      }
      for code in own { seen[code] = 0 }
      return pairs
    }
  }
}
