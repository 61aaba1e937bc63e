// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The point of the standard normal distribution with a probability above it, by halving.
func normalPoint(above probability: Double) -> Double {
  bisect(0, 40) { 0.5 * erfc($0 / 2.0.squareRoot()) > probability }
}

/// The place between two bounds at which a condition stops holding.
func bisect(_ low: Double, _ high: Double, _ holds: (Double) -> Bool) -> Double {
  var (low, high) = (low, high)
  for _ in 0..<120 {
    let middle = low + (high - low) / 2
    if holds(middle) { low = middle } else { high = middle }
  }
  return low + (high - low) / 2
}

/// Intervals for a proportion, from the definition of each method.
package struct NaiveProportion {
  private let part: Int
  private let whole: Int
  private let tail: Double

  package init(_ part: Int, of whole: Int, confidence: Double) {
    self.part = part
    self.whole = whole
    tail = (1 - confidence) / 2
  }

  /// The interval by the name of a method; nil for a method of another kind of number.
  package func interval(_ method: String) -> (Double, Double)? {
    switch method {
    case "wilson": wilson
    case "agresti_coull": agrestiCoull
    case "clopper_pearson": clopperPearson
    case "jeffreys": jeffreys
    default: nil
    }
  }

  private var wilson: (Double, Double) {
    let n = Double(whole)
    let p = Double(part) / n
    let z = normalPoint(above: tail)
    let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return (part == 0 ? 0 : centre - half, part == whole ? 1 : centre + half)
  }

  private var agrestiCoull: (Double, Double) {
    let z = normalPoint(above: tail)
    let n = Double(whole) + z * z
    let p = (Double(part) + z * z / 2) / n
    let half = z * (p * (1 - p) / n).squareRoot()
    return (max(0, p - half), min(1, p + half))
  }

  /// The proportions under which the tail that begins with what was seen still has its share of the probability.
  private var clopperPearson: (Double, Double) {
    let low = part == 0 ? 0 : bisect(0, 1) { probability(of: part...whole, $0) < tail }
    let high = part == whole ? 1 : bisect(0, 1) { probability(of: 0...part, $0) > tail }
    return (low, high)
  }

  /// The binomial probability of a range of counts.
  private func probability(of counts: ClosedRange<Int>, _ p: Double) -> Double {
    counts.reduce(0) { sum, count in
      let choices = (0..<count).reduce(1.0) { $0 * Double(whole - $1) / Double($1 + 1) }
      return sum + choices * pow(p, Double(count)) * pow(1 - p, Double(whole - count))
    }
  }

  /// Quantiles of the beta distribution with parameters `part + 1/2` and `whole - part + 1/2`.
  private var jeffreys: (Double, Double) {
    (bisect(0, 1) { beta(below: $0) < tail }, bisect(0, 1) { beta(below: $0) < 1 - tail })
  }

  /// The distribution function of that beta distribution: from the arcsine law, the parameters being raised one by one
  /// (Abramowitz and Stegun, 26.5.15 and 26.5.16).
  private func beta(below x: Double) -> Double {
    var (first, second) = (0.5, 0.5)
    var function = Double.pi
    var probability = 2 / Double.pi * asin(x.squareRoot())
    for _ in 0..<part {
      probability -= pow(x, first) * pow(1 - x, second) / (first * function)
      function *= first / (first + second)
      first += 1
    }
    for _ in part..<whole {
      probability += pow(x, first) * pow(1 - x, second) / (second * function)
      function *= second / (first + second)
      second += 1
    }
    return probability
  }
}

/// Intervals for the mean of a Poisson count.
package struct NaivePoisson {
  private let count: Int
  private let tail: Double

  package init(_ count: Int, confidence: Double) {
    self.count = count
    tail = (1 - confidence) / 2
  }

  /// The interval by the name of a method; nil for a method of another kind of number.
  package func interval(_ method: String) -> (Double, Double)? {
    switch method {
    case "exact": exact
    case "byar": byar
    default: nil
    }
  }

  /// The means under which the tail that begins with what was seen still has its share of the probability.
  private var exact: (Double, Double) {
    let greatest = 10 * Double(count) + 100
    let low = count == 0 ? 0 : bisect(0, greatest) { probability(from: count, mean: $0) < tail }
    let high = bisect(0, greatest) { probability(through: count, mean: $0) > tail }
    return (low, high)
  }

  private func probability(through count: Int, mean: Double) -> Double {
    (0...count).map { probability(of: $0, mean: mean) }.reduce(0, +)
  }

  /// The probability of just so many; by logarithms, since the factors of great means are too small for a number.
  private func probability(of count: Int, mean: Double) -> Double {
    if mean == 0 { return count == 0 ? 1 : 0 }
    return exp(Double(count) * log(mean) - mean - lgamma(Double(count) + 1))
  }

  /// The probability of at least so many, from 1, summed from the least on until nothing is added.
  private func probability(from count: Int, mean: Double) -> Double {
    // The few below are summed where most are above, for then the others are too many.
    if mean > Double(count) { return 1 - (0..<count).map { probability(of: $0, mean: mean) }.reduce(0, +) }
    var term = probability(of: count, mean: mean)
    var sum = term
    var step = count + 1
    while term > sum * 1e-20 {
      term *= mean / Double(step)
      sum += term
      step += 1
    }
    return sum
  }

  private var byar: (Double, Double) {
    let z = normalPoint(above: tail)
    func limit(_ x: Double, _ sign: Double) -> Double {
      x * pow(max(0, 1 - 1 / (9 * x) + sign * z / (3 * x.squareRoot())), 3)
    }
    return (count == 0 ? 0 : limit(Double(count), -1), limit(Double(count) + 1, 1))
  }
}
