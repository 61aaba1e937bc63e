// SPDX-License-Identifier: Apache-2.0

/// The rules for a quantile of weighted values.
///
/// `math` and `hf1` invert the weighted distribution function; the others carry Hyndman and Fan's definitions over to
/// weights. Sources: R. J. Hyndman, Y. Fan, The American Statistician 50 (1996), 361-365; B. K. Shah, A. K. Vaish,
/// Proceedings of the Survey Research Methods Section (2006), 3642-3648; for the weighted forms T. Lumley's package
/// survey, vignette "Estimates in quantiles". With equal weights the nine types are those of ``QuantileType``, except
/// that the third counts distinct values.
package enum WeightedQuantileRule: String, CaseIterable, Sendable {
  /// The least value at which the distribution function reaches the probability; the default for weighted values.
  case math
  /// As `math`, and the middle between that value and the next where it meets the probability exactly.
  case school
  /// The value of the greatest place up to the probability, where a place is (S + 1/2 - w/2)/(n + 1), with S the sum of
  /// weights divided by their mean. As in R's package w is the weight itself, so that the rule depends on the weights'
  /// scale: for comparison only.
  case shahVaish = "shahvaish"
  case hf1
  case hf2
  case hf3
  case hf4
  case hf5
  case hf6
  case hf7
  case hf8
  case hf9
}

/// Weighted values in ascending order, of which quantiles are read.
package struct WeightedSample: Sendable {
  private let values: [Double]
  private let weights: [Double]

  /// The sums of the weights up to each value.
  private let sums: [Double]

  /// Puts values in their order; those without a weight are left out.
  ///
  /// Of equal values those that came first stay first, which only the rules of places between values notice.
  /// - Complexity: O(n log n).
  package init(values: [Double], weights: [Double]) {
    let order = zip(values, weights).enumerated().filter { $0.element.1 > 0 }.sorted {
      ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
    }
    self.values = order.map(\.element.0)
    self.weights = order.map(\.element.1)
    var sum = 0.0
    sums = self.weights.map { weight in
      sum += weight
      return sum
    }
  }

  /// The quantile by a rule.
  ///
  /// - Parameters:
  ///   - probability: from 0 to 1.
  ///   - rule: which definition.
  /// - Returns: nil where there is no value, or the probability is not one.
  /// - Complexity: O(n) at worst.
  package func quantile(_ probability: Double, rule: WeightedQuantileRule = .math) -> Double? {
    guard (0...1).contains(probability), let first = values.first, let total = sums.last else { return nil }
    guard values.count > 1 else { return first }
    switch rule {
    case .math, .hf1: return step(probability).map { $0.meets ? $0.low : $0.high }
    case .school, .hf2: return step(probability).map { $0.meets ? ($0.low + $0.high) / 2 : $0.high }
    case .hf3: return merged.nearestEven(probability)
    case .hf4: return linear(probability) { sums[$0] / total }
    case .hf5: return linear(probability) { (sums[$0] - weights[$0] / 2) / total }
    case .hf6: return linear(probability) { sums[$0] / (total + lastWeight) }
    case .hf7: return linear(probability) { sumBelow($0) / sums[sums.count - 2] }
    case .hf8: return linear(probability) { (sumBelow($0) + sums[$0] * 2) / 3 / (total + lastWeight / 3) }
    case .hf9: return linear(probability) { (sumBelow($0) * 3 + sums[$0] * 5) / 8 / (total + lastWeight / 4) }
    case .shahVaish: return shahVaish(probability)
    }
  }

  private var lastWeight: Double { weights.last ?? 0 }

  private func sumBelow(_ index: Int) -> Double { index == 0 ? 0 : sums[index - 1] }

  /// The values on either side of a probability, and whether the distribution function meets it at the lower one.
  private struct Step {
    let low: Double
    let high: Double
    let meets: Bool
    let lowIndex: Int
  }

  private func step(_ probability: Double) -> Step? {
    guard let total = sums.last else { return nil }
    guard let below = lastIndex(where: { sums[$0] <= probability * total }) else {
      return Step(low: values[0], high: values[0], meets: false, lowIndex: 0)
    }
    let next = min(below + 1, values.count - 1)
    return Step(
      low: values[below], high: values[next], meets: probability == sums[below] / total, lowIndex: below)
  }

  /// The last index at which a condition holds that holds up to it.
  private func lastIndex(where holds: (Int) -> Bool) -> Int? {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// The value at a probability on the lines through values at their places, which rise; beyond them the nearest value.
  private func linear(_ probability: Double, place: (Int) -> Double) -> Double {
    guard let below = lastIndex(where: { place($0) <= probability }) else { return values[0] }
    guard below + 1 < values.count else { return values[below] }
    let (low, high) = (place(below), place(below + 1))
    guard probability > low else { return values[below] }
    return values[below] + (values[below + 1] - values[below]) * ((probability - low) / (high - low))
  }

  /// The places need not rise with the values, because the weights themselves stand in them.
  private func shahVaish(_ probability: Double) -> Double {
    let count = Double(values.count)
    let scale = count / (sums.last ?? 1)
    let places = values.indices.map { (sums[$0] * scale + 0.5 - weights[$0] / 2) / (count + 1) }
    let order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
    return values[order.last { places[$0] <= probability } ?? order[0]]
  }

  /// The same sample with equal values put together.
  private var merged: WeightedSample {
    var distinct: [Double] = []
    var sums: [Double] = []
    for (value, weight) in zip(values, weights) {
      if distinct.last == value, let last = sums.indices.last {
        sums[last] += weight
      } else {
        distinct.append(value)
        sums.append(weight)
      }
    }
    return WeightedSample(values: distinct, weights: sums)
  }

  /// As `math`, and the lower value where it meets the probability and its rank is even.
  private func nearestEven(_ probability: Double) -> Double? {
    step(probability).map { $0.meets && !$0.lowIndex.isMultiple(of: 2) ? $0.low : $0.high }
  }
}
