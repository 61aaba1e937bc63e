// SPDX-License-Identifier: Apache-2.0

import MezonEngine

// What is said of the place of a unit in an index.
extension ReportWords {
  /// The place, and those that the unit takes with other weights.
  func place(_ place: IndexPlace) throws(PublishingFailure) -> String {
    let numbers = [
      ("place", place.place), ("ranked", place.ranked), ("low", place.low), ("high", place.high), ("best", place.best),
      ("worst", place.worst), ("draws", place.variation.draws),
    ]
    var values = Dictionary(uniqueKeysWithValues: numbers.map { ($0, format.number($1)) })
    values["spread"] = number(100 * place.variation.spread)
    values["seed"] = String(place.variation.seed)
    return try text("index.place", values)
  }
}
