// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

/// How far raters agree on the items that several of them rated.
struct PanelAgreement {
  /// The statistic; per cent agreement in per cent.
  let value: Double?
  /// Why there is none; empty where there is one.
  let reason: String
  /// The coefficient with its standard error; nil where the statistic has none.
  let coefficient: AgreementCoefficient?
  /// The items with at least two ratings, and the ratings of them.
  let items: Int
  let ratings: Int

  /// Cohen's statistic knows each rater's own shares, and a table of raters by items would not end.
  static let mostRatersByName = 200

  /// The agreement of ratings, one of an item by each rater.
  ///
  /// - Parameter categories: the levels that raters could choose; nil for those that occur.
  /// - Complexity: that of the statistic; see KrippendorffAlpha and RatingTable.
  init(_ plan: AgreementPlan, _ ratings: [PanelRating], categories: [Double]?) {
    let byItem = Dictionary(grouping: ratings, by: \.item)
    let paired = byItem.values.filter { $0.count >= 2 }
    items = paired.count
    self.ratings = paired.reduce(0) { $0 + $1.count }
    // The statistics add up in the order of items: it must not depend on that of rows or codes.
    let units = byItem.values.map { $0.compactMap(\.rating).sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
    let found: Result<(value: Double, coefficient: AgreementCoefficient?), NoAgreement>
    switch plan.method {
    case .percent:
      found = PercentAgreement.agreement(units: units, tolerance: plan.tolerance).map { (100 * $0.share, nil) }
    case .krippendorff:
      found = KrippendorffAlpha.alpha(units: units, metric: plan.scale.metric).map { ($0.value, nil) }
    case .cohen: found = Self.byRater(ratings, plan, categories)
    case .fleiss, .gwet:
      let most = units.map(\.count).max() ?? 0
      let rows = units.map { $0.map(Double?.some) + Array(repeating: nil, count: most - $0.count) }
      found = RatingTable.table(units: rows, categories: categories).flatMap { table in
        Self.informative(table.coefficient(plan.method == .fleiss ? .pooled : .gwet, weights: plan.scale.weights))
      }
    }
    switch found {
    case .success(let agreement):
      (value, coefficient, reason) = (agreement.value, agreement.coefficient, "")
    case .failure(let fault): (value, coefficient, reason) = (nil, nil, fault.reason)
    }
  }

  /// Over samples of items, the raters being those at hand; nil where the statistic has none.
  var standardError: Double? { coefficient?.standardError }

  /// Cohen's kappa of two raters over the items that both rated, Conger's of more.
  private static func byRater(
    _ ratings: [PanelRating], _ plan: AgreementPlan, _ categories: [Double]?
  ) -> Result<(value: Double, coefficient: AgreementCoefficient?), NoAgreement> {
    // In an order of their own ratings, so that codes and rows do not matter but where raters rated just the same.
    let byRater = Dictionary(grouping: ratings, by: \.rater)
    guard byRater.count <= mostRatersByName else { return .failure(.notRectangular) }
    let raters = byRater.map { (rater: $0.key, ratings: $0.value.compactMap(\.rating).sorted()) }
      .sorted { ($0.ratings.count, $0.rater) < ($1.ratings.count, $1.rater) }.map(\.rater)
    let places = Dictionary(uniqueKeysWithValues: raters.enumerated().map { ($1, $0) })
    var units = Dictionary(grouping: ratings, by: \.item).values.map { item in
      var row = [Double?](repeating: nil, count: raters.count)
      for rating in item { if let place = places[rating.rater] { row[place] = rating.rating } }
      return row
    }
    units.sort { one, other in
      zip(one, other).first { $0 != $1 }.map { ($0.0 ?? -.infinity) < ($0.1 ?? -.infinity) } ?? false
    }
    guard raters.count == 2 else {
      return RatingTable.table(units: units, categories: categories).flatMap {
        informative($0.coefficient(.raters, weights: plan.scale.weights))
      }
    }
    let pairs = units.filter { !$0.contains(nil) }
    let values = Set(pairs.joined().compactMap(\.self)).union(categories ?? []).sorted()
    let rows = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    var counts = [[Double]](repeating: [Double](repeating: 0, count: values.count), count: values.count)
    for pair in pairs {
      guard let first = pair[0].flatMap({ rows[$0] }), let second = pair[1].flatMap({ rows[$0] }) else { continue }
      counts[first][second] += 1
    }
    return TwoRaterTable.table(counts: counts).flatMap {
      informative($0.coefficient(.raters, weights: plan.scale.weights.matrix(categories: values)))
    }
  }

  /// Where all ratings are the same nothing is known of how raters tell items apart.
  private static func informative(
    _ found: Result<AgreementCoefficient, NoAgreement>
  ) -> Result<(value: Double, coefficient: AgreementCoefficient?), NoAgreement> {
    found.flatMap { $0.isInformative ? .success(($0.value, $0)) : .failure(.oneCategory) }
  }
}

extension AgreementPlan.Scale {
  fileprivate var metric: KrippendorffAlpha.Metric {
    switch self {
    case .nominal: .nominal
    case .ordinal: .ordinal
    case .interval, .linear, .quadratic: .interval
    case .ratio: .ratio
    }
  }

  fileprivate var weights: AgreementWeights {
    switch self {
    case .nominal: .identity
    case .ordinal: .ordinal
    case .linear: .linear
    case .quadratic, .interval: .quadratic
    case .ratio: .ratio
    }
  }
}

extension NoAgreement {
  /// Why there is no agreement, as a reason in results.
  fileprivate var reason: String {
    switch self {
    case .noUnitRatedTwice: StateReason.nothingRatedTwice
    case .oneCategory: StateReason.oneCategory
    case .notRectangular: StateReason.tooManyRaters
    default: StateReason.noValues
    }
  }
}
