// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How far the places of units in an index depend on its weights, which somebody chose.
///
/// Each weight is multiplied by a number drawn uniformly from 1 - spread to 1 + spread, at every level of the index, and
/// the units are ranked anew. A place that the draws spread widely is no finding. Source: M. Saisana, A. Saltelli,
/// S. Tarantola, J. Royal Statistical Society A 168 (2005), 307-323.
package struct RankSensitivity: Equatable, Sendable {
  /// The places of one unit, 1 the best.
  package struct Places: Equatable, Sendable {
    /// With the weights as they are.
    package let nominal: Int
    /// The mean over the draws.
    package let mean: Double
    /// The median over the draws: the least place that at least half of them do not exceed.
    package let median: Int
    /// The place that 5 % of the draws, and no fewer, do not exceed.
    package let low: Int
    /// The place that 95 % of the draws, and no fewer, do not exceed.
    package let high: Int
    /// The best place in any draw.
    package let best: Int
    /// The worst place in any draw.
    package let worst: Int
  }

  /// For each unit its places; nil for one without a value of the index.
  package let units: [Places?]
  /// The mean over draws and units of the absolute difference from the nominal place.
  package let meanShift: Double
  /// How many draws.
  package let draws: Int
  /// Which random numbers; the same seed gives the same result.
  package let seed: UInt64

  /// The sensitivity of an index to its weights.
  ///
  /// - Parameters:
  ///   - tree: the index.
  ///   - indicators: for each indicator its normalised values, one for each unit, nil where missing.
  ///   - units: how many units there are.
  ///   - aggregation: one for all levels.
  ///   - missing: what is done about missing components.
  ///   - spread: from 0 to 1: how far, relatively, a weight may be from what it is.
  ///   - draws: how many, at least 1.
  ///   - seed: which random numbers.
  /// - Returns: nil for a spread or number of draws outside those limits, and where no unit has a value.
  /// - Complexity: O(draws · units · (nodes + log units)).
  package static func ofWeights(
    _ tree: IndexTree, indicators: [String: [Double?]], units: Int, aggregation: IndexAggregation,
    missing: IndexAggregation.MissingRule = .refuse, spread: Double, draws: Int, seed: UInt64
  ) -> RankSensitivity? {
    guard (0...1).contains(spread), draws >= 1, units >= 1 else { return nil }
    var index = FlatIndex(tree, indicators: indicators, units: units, aggregation: aggregation, missing: missing)
    let nominal = index.places(weights: tree.nodes.map(\.weight))
    let ranked = nominal.filter { $0 > 0 }
    guard !ranked.isEmpty else { return nil }
    var histogram = [Int](repeating: 0, count: units * (units + 1))
    var generator = SplitMix64(seed: seed)
    var shift = 0
    for _ in 0..<draws {
      let weights = tree.nodes.map { $0.weight * (1 + spread * (2 * generator.nextUnit() - 1)) }
      for (unit, place) in index.places(weights: weights).enumerated() where place > 0 && nominal[unit] > 0 {
        histogram[unit * (units + 1) + place] += 1
        shift += abs(place - nominal[unit])
      }
    }
    return RankSensitivity(
      units: nominal.enumerated().map { unit, place in
        place > 0
          ? Places(nominal: place, histogram: histogram[(unit * (units + 1))..<((unit + 1) * (units + 1))]) : nil
      }, meanShift: Double(shift) / Double(draws) / Double(ranked.count), draws: draws, seed: seed)
  }
}

extension RankSensitivity.Places {
  /// Reads the places off how often each was taken; nil where none was.
  fileprivate init?(nominal: Int, histogram: ArraySlice<Int>) {
    let counts = Array(histogram)
    let total = counts.reduce(0, +)
    guard total > 0, let best = counts.firstIndex(where: { $0 > 0 }), let worst = counts.lastIndex(where: { $0 > 0 })
    else { return nil }
    func quantile(_ probability: Double) -> Int {
      var below = 0
      for (place, count) in counts.enumerated() {
        below += count
        if Double(below) >= probability * Double(total) { return place }
      }
      return worst
    }
    self.init(
      nominal: nominal, mean: Double(counts.enumerated().reduce(0) { $0 + $1.offset * $1.element }) / Double(total),
      median: quantile(0.5), low: quantile(0.05), high: quantile(0.95), best: best, worst: worst)
  }
}

/// An index whose values lie in one array, so that ten thousand draws of its weights take a moment.
private struct FlatIndex {
  private let parts: [[Int]]
  private let units: Int
  private let aggregation: IndexAggregation
  /// The least number of known components, for each node.
  private let needed: [Int]
  /// Node by node the values of all units, NaN where there is none; on a logarithmic scale for a geometric mean, and
  /// inverted for a harmonic one, so that every aggregation is a weighted mean.
  private var values: [Double]

  init(
    _ tree: IndexTree, indicators: [String: [Double?]], units: Int, aggregation: IndexAggregation,
    missing: IndexAggregation.MissingRule
  ) {
    parts = tree.parts
    self.units = units
    self.aggregation = aggregation
    needed = tree.parts.map { parts in
      switch missing {
      case .refuse: parts.count
      case .skip(let share): max(1, Int((share * Double(parts.count)).rounded(.up)))
      }
    }
    values = tree.nodes.flatMap { node in
      let given = indicators[node.name] ?? []
      return (0..<units).map { Self.inner((given.indices.contains($0) ? given[$0] : nil) ?? .nan, aggregation) }
    }
  }

  /// A component as it enters the mean: infinite where the mean is not defined for it, NaN where it is missing.
  ///
  /// A product of logarithms is a mean of them, whatever the level: only the scale of the last value differs, which places
  /// do not see. That holds for reciprocals too, which turn the order round.
  private static func inner(_ value: Double, _ aggregation: IndexAggregation) -> Double {
    guard value.isFinite else { return value.isNaN ? .nan : .infinity }
    switch aggregation {
    case .arithmetic: return value
    case .geometric: return value > 0 ? log(value) : .infinity
    case .harmonic: return value > 0 ? -1 / value : .infinity
    }
  }

  /// The place of each unit, 1 for the greatest value; 0 for one without a value.
  mutating func places(weights: [Double]) -> [Int] {
    for (node, parts) in parts.enumerated() where !parts.isEmpty {
      for unit in 0..<units {
        var (sum, total, known) = (0.0, 0.0, 0)
        for part in parts {
          let value = values[part * units + unit]
          guard !value.isNaN else { continue }
          known += 1
          guard weights[part] > 0 else { continue }
          sum += weights[part] * value
          total += weights[part]
        }
        // A component that the mean is not defined for is infinite here, and takes the value away.
        values[node * units + unit] = known >= needed[node] && total > 0 && sum.isFinite ? sum / total : .nan
      }
    }
    let top = (self.parts.count - 1) * units
    let order = (0..<units).filter { !values[top + $0].isNaN }.sorted { values[top + $0] > values[top + $1] }
    var places = [Int](repeating: 0, count: units)
    var last = 0
    for (offset, unit) in order.enumerated() {
      if offset == 0 || values[top + unit] != values[top + order[offset - 1]] { last = offset + 1 }
      places[unit] = last
    }
    return places
  }
}
