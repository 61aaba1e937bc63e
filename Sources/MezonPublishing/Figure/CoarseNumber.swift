// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// A number of events of a protected kind, as roughly as people may see it (semantics 27): small numbers, 0 among them, look alike.
///
/// With the threshold 5 it is fewer than 5, 5 to 9, or 10 or more.
struct CoarseNumber {
  /// The indicator's protection threshold, at least 5.
  let threshold: Int
  private let count: Int

  /// The rough form of a number of events of an indicator.
  init(_ count: Int, of plan: IndicatorPlan) {
    self.count = count
    threshold = max(5, min(plan.protectCellsBelow, 1_000_000))
  }

  /// Whether it is in the highest class, from which on a figure over protected events is shown, without its fraction.
  var isLarge: Bool { count >= 2 * threshold }

  /// The number in words: `fewer than 5`.
  func text(_ words: ReportWords) throws(PublishingFailure) -> String {
    let bounds = [
      "least": words.format.number(threshold), "most": words.format.number(2 * threshold - 1),
      "many": words.format.number(2 * threshold),
    ]
    let id = count < threshold ? "coarse.few" : isLarge ? "coarse.many" : "coarse.some"
    return try words.text(id, bounds)
  }

  /// The number for programs: `<5`, `5-9`, `>=10`.
  var notation: String {
    count < threshold ? "<\(threshold)" : isLarge ? ">=\(2 * threshold)" : "\(threshold)-\(2 * threshold - 1)"
  }
}
