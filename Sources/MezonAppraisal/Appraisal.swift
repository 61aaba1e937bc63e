// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonEngine

/// One officer's appraisal for one period: a trial without effect on pay or rank (semantics 28), fully explained.
package struct Appraisal: Sendable {
  /// The officer's code in the data set.
  package let officer: Int32
  /// The unit of their last post in the period.
  package let unit: Int32?
  package let period: Period
  /// Days of the period in the appraised post.
  package let exposureDays: Int
  package let parts: [Part]
  /// The overall score between 0 and 100, or why there is none.
  package let total: Total
  /// Figures shown as context, never scored.
  package let context: [ResultRow]

  /// A part with its items.
  package struct Part: Sendable {
    /// Index of the part in the plan.
    package let index: Int
    package let weight: Double
    package let items: [Item]
  }

  /// One scored indicator.
  package struct Item: Sendable {
    package let indicator: String
    package let weight: Double
    /// The result that is scored.
    package let row: ResultRow
    /// The score, if the indicator has a value; held at a stated score where the rule for missing values says so.
    package let score: Double?
    /// Whether the score is the stated one for a missing value.
    package let isHeld: Bool
  }

  /// The overall outcome.
  package enum Total: Sendable, Equatable {
    case score(Double)
    /// The post was held too few days.
    case exposureTooShort
    /// More weight is missing than the rule allows, in per cent of all weight.
    case tooMuchMissing(Double)
  }
}
