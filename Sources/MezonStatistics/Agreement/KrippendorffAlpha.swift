// SPDX-License-Identifier: Apache-2.0

/// Krippendorff's alpha: how far several raters agree on units, beyond what ratings given at random would.
///
///     alpha = 1 - D_o / D_e
///     D_o = 1/n · Σ_units 1/(m_u - 1) · Σ_(c≠k) n_uc·n_uk·δ²(c, k)
///     D_e = 1/(n·(n - 1)) · Σ_(c≠k) n_c·n_k·δ²(c, k)
///
/// with m_u the ratings of a unit, n_uc those of them in category c, and n the ratings of all units that have at least
/// two. Any number of raters may have left out any unit; a unit with one rating pairs with nothing and counts nowhere.
/// Source: K. Krippendorff, Content Analysis (2013), chapter 12; the same, "Computing Krippendorff's alpha-reliability"
/// (2011). The result depends on the multiset of units and on that of ratings in each, not on any order, to the bit.
///
///     try KrippendorffAlpha.alpha(units: [[1, 1, nil], [2, 3, 2]], metric: .ordinal).get().value
package struct KrippendorffAlpha: Equatable, Sendable {
  /// What the difference of two ratings is.
  package enum Metric: String, CaseIterable, Sendable {
    /// Names: two ratings are the same, 0, or not, 1.
    case nominal
    /// Ranks: the ratings at hand between the two, (n_c/2 + Σ_between n_g + n_k/2)²; not a fixed weight of categories.
    case ordinal
    /// Numbers with a unit: (c - k)².
    case interval
    /// Numbers from a true zero: ((c - k) / (c + k))², and 0 of two zeros.
    case ratio
  }

  /// Alpha: 1 for perfect agreement, 0 for what chance gives, below 0 for systematic disagreement.
  package let value: Double
  /// The mean squared difference within units.
  package let observedDisagreement: Double
  /// The mean squared difference of all pairs of ratings, whatever their units; above 0.
  package let expectedDisagreement: Double
  /// The ratings that could be paired.
  package let ratings: Int
  /// The units with at least two ratings.
  package let units: Int

  /// The alpha of ratings given as units by raters.
  ///
  /// - Parameters:
  ///   - units: for each unit its ratings, nil where a rater gave none; the rows need not be of one length.
  ///   - metric: the scale of the ratings.
  /// - Returns: no value where no unit was rated twice, where all ratings that pair are equal, where one is not finite,
  ///   and where one is below 0 on a ratio scale.
  /// - Complexity: O(ratings · log ratings + Σ ratings of a unit² + categories²).
  package static func alpha(units: [[Double?]], metric: Metric) -> Result<KrippendorffAlpha, NoAgreement> {
    let paired = units.map { $0.compactMap(\.self) }.filter { $0.count >= 2 }
    guard !paired.isEmpty else { return .failure(.noUnitRatedTwice) }
    let all = SortedSample(paired.joined())
    guard !all.hasNaN, let least = all.values.first, let greatest = all.values.last, least.isFinite, greatest.isFinite
    else { return .failure(.notANumber) }
    if metric == .ratio, least < 0 { return .failure(.negativeOnRatioScale) }
    guard least < greatest else { return .failure(.oneCategory) }
    let scale = Scale(sorted: all.values, metric: metric)
    var within = ExactSum()
    for unit in paired {
      within.add(scale.disagreement(Tally(sorted: unit.map { $0 + 0 }.sorted())) / Double(unit.count - 1))
    }
    let n = Double(all.values.count)
    let observed = within.value / n
    let expected = scale.disagreement(scale.tally) / (n * (n - 1))
    guard expected > 0, expected.isFinite else { return .failure(.oneCategory) }
    return .success(
      KrippendorffAlpha(
        value: 1 - observed / expected, observedDisagreement: observed, expectedDisagreement: expected,
        ratings: all.values.count, units: paired.count))
  }
}

/// How often each value occurs, in ascending order of the values.
private struct Tally {
  private(set) var values: [Double] = []
  private(set) var counts: [Double] = []

  init(sorted: [Double]) {
    for value in sorted {
      if values.last == value {
        counts[counts.count - 1] += 1
      } else {
        values.append(value)
        counts.append(1)
      }
    }
  }
}

/// The categories in use, with the differences between them.
private struct Scale {
  let metric: KrippendorffAlpha.Metric
  let tally: Tally
  /// For the ordinal metric: the middle of the ranks of each category.
  private let middles: [Double: Double]

  init(sorted: [Double], metric: KrippendorffAlpha.Metric) {
    self.metric = metric
    tally = Tally(sorted: sorted)
    var middles: [Double: Double] = [:]
    if metric == .ordinal {
      var below = 0.0
      for (value, count) in zip(tally.values, tally.counts) {
        middles[value] = below + count / 2
        below += count
      }
    }
    self.middles = middles
  }

  /// Σ_(c≠k) n_c·n_k·δ²(c, k) over ordered pairs of different categories.
  func disagreement(_ tally: Tally) -> Double {
    let places = metric == .ordinal ? tally.values.map { middles[$0] ?? .nan } : tally.values
    var sum = 0.0
    for (high, count) in tally.counts.enumerated() {
      for low in 0..<high { sum += 2 * count * tally.counts[low] * squaredDifference(places[low], places[high]) }
    }
    return sum
  }

  private func squaredDifference(_ low: Double, _ high: Double) -> Double {
    switch metric {
    case .nominal: return 1
    case .ordinal, .interval: return (high - low) * (high - low)
    case .ratio:
      let ratio = (high - low) / (high + low)
      return ratio * ratio
    }
  }
}
