// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar

/// How long rows of a roster hold, by Kaplan and Meier, straight from the definition: at each day of the longest term.
struct NaiveSurvival {
  /// How many days a row held, both ends included, and whether it had ended by the as-of day.
  struct Term {
    let days: Int
    let isEnded: Bool

    init?(_ event: NaiveEvent, _ world: NaiveWorld) {
      guard let term = world.term(of: event) else { return nil }
      isEnded = term.until <= world.asOf
      days = max(0, min(term.until, world.asOf) - term.from + 1)
    }
  }

  let terms: [Term]

  init(_ terms: [Term]) { self.terms = terms }

  /// The first number of days after which at most half of the rows still hold.
  var median: Double? { first { survival, _ in survival <= 0.5 + 1e-9 } }

  /// The first days on which the limits of the survival are at most a half.
  func medianLimits(confidence: Double) -> (low: Double?, high: Double?) {
    let z = normalPoint(above: (1 - confidence) / 2)
    func limit(_ sign: Double) -> Double? {
      first { survival, variance in
        if survival == 0 { return sign < 0 }
        let theta = log(-log(survival)) - sign * z * variance.squareRoot() / abs(log(survival))
        return exp(-exp(theta)) <= 0.5 + 1e-9
      }
    }
    return (limit(-1), limit(1))
  }

  /// The first day on which rows end and something holds of the survival behind it and its Greenwood sum.
  private func first(where holds: (Double, Double) -> Bool) -> Double? {
    var (survival, variance) = (1.0, 0.0)
    for day in Set(terms.filter(\.isEnded).map(\.days)).sorted() {
      let atRisk = Double(terms.filter { $0.days >= day }.count)
      let ended = Double(terms.filter { $0.isEnded && $0.days == day }.count)
      survival *= (atRisk - ended) / atRisk
      variance += ended / (atRisk * (atRisk - ended))
      if holds(survival, variance) { return Double(day) }
    }
    return nil
  }
}
