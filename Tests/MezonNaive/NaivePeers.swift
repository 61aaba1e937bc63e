// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonSyntax

/// What one comparison says of a figure: why nothing can be told, a word, numbers.
package struct NaiveFinding: Sendable, Equatable {
  /// `funnel`, `shrinkage`, `reliability`, `control_chart`.
  package let name: String
  package var code = ""
  package var numbers: [String: Double] = [:]

  /// Puts a finding together.
  package init(_ name: String, code: String = "", numbers: [String: Double] = [:]) {
    self.name = name
    self.code = code
    self.numbers = numbers
  }
}

/// Shares or rates of one period and level side by side (docs/evaluation.md, 13).
struct NaivePeers {
  let isShare: Bool
  let figures: [(numerator: Double, denominator: Double)]
  /// The places of those of which enough is expected.
  let large: [Int]

  init(isShare: Bool, _ figures: [(numerator: Double, denominator: Double)]) {
    self.isShare = isShare
    self.figures = figures
    let all = Self.common(figures)
    large = figures.indices.filter { place in
      let expected = figures[place].denominator * all
      return expected >= 5 && (!isShare || figures[place].denominator - expected >= 5)
    }
  }

  /// All numerators by all denominators.
  private static func common(_ figures: [(numerator: Double, denominator: Double)]) -> Double {
    ExactTotal(figures.map(\.numerator)).rounded() / ExactTotal(figures.map(\.denominator)).rounded()
  }

  private var common: Double { Self.common(large.map { figures[$0] }) }

  /// Of a large figure its place on the scale on which its error hangs on its size alone, and that error.
  private func scaled(_ place: Int) -> (y: Double, error: Double) {
    let figure = figures[place]
    if isShare {
      return (asin((figure.numerator / figure.denominator).squareRoot()), 0.5 / figure.denominator.squareRoot())
    }
    let expected = figure.denominator * common
    return ((figure.numerator / expected).squareRoot(), 0.5 / expected.squareRoot())
  }

  private var target: Double { isShare ? asin(common.squareRoot()) : 1 }

  /// The variance between subjects that chance does not explain, once the ends are drawn in or left out.
  private func variance(_ trimmed: (_ z: [Double]) -> [Double?]) -> Double {
    let scaled = large.map(scaled)
    let z = trimmed(scaled.map { ($0.y - target) / $0.error })
    let kept = zip(z, scaled).compactMap { z, figure in z.map { ($0 * $0, 1 / (figure.error * figure.error)) } }
    let k = Double(kept.count)
    let squares = kept.map(\.0).reduce(0, +)
    let weights = kept.map(\.1).reduce(0, +)
    let scale = weights - kept.map { $0.1 * $0.1 }.reduce(0, +) / weights
    return squares > k - 1 && scale > 0 ? (squares - (k - 1)) / scale : 0
  }

  static func winsorised(_ share: Double) -> ([Double]) -> [Double?] {
    { z in
      let (low, high) = (NaiveAggregate.quantile(share, of: z) ?? 0, NaiveAggregate.quantile(1 - share, of: z) ?? 0)
      return z.map { max(low, min(high, $0)) }
    }
  }

  static func truncated(_ share: Double) -> ([Double]) -> [Double?] {
    { z in
      let (low, high) = (NaiveAggregate.quantile(share, of: z) ?? 0, NaiveAggregate.quantile(1 - share, of: z) ?? 0)
      return z.map { $0 < low || $0 > high ? nil : $0 }
    }
  }

  // MARK: What is said of each

  func funnel(_ spread: ComparisonClause.Spread, scale: Double) -> [NaiveFinding] {
    let between: Double
    var least = 10
    switch spread {
    case .byChanceAlone: (between, least) = (0, 3)
    case .overDispersed: between = large.count < least ? 0 : variance { $0.map(Optional.some) }
    case .winsorised(let share): between = large.count < least ? 0 : variance(Self.winsorised(share.value / 100))
    case .truncated(let share): between = large.count < least ? 0 : variance(Self.truncated(share.value / 100))
    }
    return figures.indices.map { place in
      if large.count < least { return NaiveFinding("funnel", code: "too_few_units") }
      guard large.contains(place) else { return NaiveFinding("funnel", code: "too_small") }
      let limits = [1.959964, 3.090232].map { z in
        let half = z * (scaled(place).error * scaled(place).error + between).squareRoot()
        func back(_ y: Double) -> Double {
          if isShare { return pow(sin(min(max(y, 0), .pi / 2)), 2) }
          return common * pow(max(y, 0), 2)
        }
        return (low: back(target - half), high: back(target + half))
      }
      let figure = figures[place].numerator / figures[place].denominator
      var code = "not_distinguishable"
      if figure < limits[0].low { code = "below_95" }
      if figure > limits[0].high { code = "above_95" }
      if figure < limits[1].low { code = "below_99_8" }
      if figure > limits[1].high { code = "above_99_8" }
      return NaiveFinding(
        "funnel", code: code,
        numbers: [
          "target": common * scale, "low": limits[0].low * scale, "high": limits[0].high * scale,
          "units": Double(large.count),
        ])
    }
  }

  /// Marshall (1991) for rates, Martuzzi and Elliott (1996) for shares.
  func shrinkage(scale: Double) -> [NaiveFinding] {
    guard figures.count >= 3 else { return figures.map { _ in NaiveFinding("shrinkage", code: "too_few_units") } }
    let people = figures.map(\.denominator).reduce(0, +)
    let mean = figures.map(\.numerator).reduce(0, +) / people
    let typical = people / Double(figures.count)
    let rates = figures.map { $0.numerator / $0.denominator }
    let spread = zip(rates, figures).map { ($0 - mean) * ($0 - mean) * $1.denominator }.reduce(0, +) / people
    return zip(rates, figures).map { rate, figure in
      let n = figure.denominator
      var weight = 0.0
      if isShare {
        let chance = mean * (1 - mean)
        let below = (n - 1) * spread + (typical - n) / typical * chance
        if below > 0 { weight = min(1, max(0, (n * spread - n / typical * chance) / below)) }
      } else {
        let between = max(0, spread - mean / typical)
        if between + mean / n > 0 { weight = between / (between + mean / n) }
      }
      return NaiveFinding(
        "shrinkage",
        numbers: [
          "estimate": scale * (mean + weight * (rate - mean)), "mean": scale * mean, "units": Double(figures.count),
        ])
    }
  }

  /// For each figure the share of its variance that lies between subjects, or why that cannot be told.
  func reliabilities() -> [(value: Double?, missing: String)] {
    guard large.count >= 10 else { return figures.map { _ in (nil, "too_few_units") } }
    let between = variance(Self.winsorised(0.1))
    return figures.indices.map { place in
      guard large.contains(place) else { return (nil, "too_small") }
      let error = scaled(place).error
      return (between / (between + error * error), "")
    }
  }

  func reliability() -> [NaiveFinding] {
    reliabilities().map { value, missing in
      guard let value else { return NaiveFinding("reliability", code: missing) }
      return NaiveFinding(
        "reliability", code: value < 0.70 ? "too_low" : "suffices",
        numbers: ["reliability": value, "wrong": 100 * Self.wrong(value), "units": Double(large.count)])
    }
  }

  /// Of those among the highest tenth by their figures the share who are not by what they truly are: both are normal, and the
  /// probability that both are high is summed up strip by strip.
  private static func wrong(_ reliability: Double) -> Double {
    let cut = normalPoint(above: 0.1)
    let correlation = reliability.squareRoot()
    let rest = (1 - reliability).squareRoot()
    func density(_ x: Double) -> Double {
      let above = rest > 0 ? 0.5 * erfc((cut - correlation * x) / rest / 2.0.squareRoot()) : 1
      return exp(-x * x / 2) / (2 * Double.pi).squareRoot() * above
    }
    let strips = 20_000
    let width = 10.0 / Double(strips)
    var both = density(cut) + density(cut + 10)
    for strip in 1..<strips { both += (strip % 2 == 1 ? 4 : 2) * density(cut + Double(strip) * width) }
    return 1 - both * width / 3 / 0.1
  }
}

/// The last values of one subject, read for what chance does not explain (docs/evaluation.md, 13).
struct NaiveChart {
  let mean: Double
  let low: Double
  let high: Double
  /// 1 and -1 for a sign of more and of less in the last value, 0 for none.
  let way: Int

  /// nil where no limits can be worked out.
  init?(_ values: [Double]) {
    func average(_ numbers: [Double]) -> Double { ExactTotal(numbers).rounded(dividedBy: numbers.count) }
    var ranges = values.indices.dropFirst().map { abs(values[$0] - values[$0 - 1]) }
    guard !ranges.isEmpty, let last = values.last else { return nil }
    let all = average(ranges)
    ranges = ranges.filter { $0 < 3.267 * all }
    guard !ranges.isEmpty else { return nil }
    let mean = average(values)
    let range = average(ranges)
    let (low, high) = (mean - 2.66 * range, mean + 2.66 * range)
    (self.mean, self.low, self.high) = (mean, low, high)
    func isOutside(_ value: Double) -> Bool { value < low || value > high }
    func isClose(_ value: Double) -> Bool { !isOutside(value) && abs(value - mean) > 2 * (2.66 / 3) * range }
    let seven = Array(values.suffix(7))
    let three = Array(values.suffix(3))
    let steps = zip(seven, seven.dropFirst()).map { $1 - $0 }
    if isOutside(last) {
      way = last > mean ? 1 : -1
    } else if seven.count == 7, steps.allSatisfy({ $0 > 0 }) {
      way = 1
    } else if seven.count == 7, steps.allSatisfy({ $0 < 0 }) {
      way = -1
    } else if isClose(last), three.filter(isClose).count >= 2, three.allSatisfy({ $0 > mean }) {
      way = 1
    } else if isClose(last), three.filter(isClose).count >= 2, three.allSatisfy({ $0 < mean }) {
      way = -1
    } else if seven.count == 7, seven.allSatisfy({ $0 > mean }) {
      way = 1
    } else {
      way = seven.count == 7 && seven.allSatisfy { $0 < mean } ? -1 : 0
    }
  }
}
