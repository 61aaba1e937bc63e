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
  /// Days of the period in the appraised post, and those that do not count.
  package let exposure: Exposure
  package let parts: [Part]
  /// The overall score between 0 and 100, or why there is none.
  package let total: Total
  /// Whom the officer is compared with; nil where nobody is.
  package let peers: PeerGroup?
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
    /// The result that is scored; its target is in proportion to the exposure where ``proportion`` is.
    package var row: ResultRow
    /// The table in force on the period's last day, in proportion to the exposure; nil where a parameter has no value yet.
    package let points: [(value: Double, score: Double)]?
    /// Of a count: for how many of the days it is judged; nil where it is judged as it is.
    package let proportion: Proportion?
    /// The score, if the indicator has a value that is reliable enough, or whose reliability cannot be told; held at a stated score where the rule for missing values says so.
    package var score: Double?
    /// Whether the score is the stated one for a missing value.
    package var isHeld = false
    /// The share of the figure's variance that lies between officers; nil where it cannot be told.
    package var reliability: Double?
    /// How the figure lies among those of comparable officers; nil where nobody is compared.
    package var peers: PeerComparison?

    /// Whether the figure tells officers apart so badly that it gives no score (semantics 24).
    package var isUnreliable: Bool { reliability.map { $0 < PeerFigures.leastReliability } ?? false }
  }

  /// Days of exposure out of the days that an indicator covers.
  package struct Proportion: Sendable, Hashable {
    package let days: Int
    package let of: Int

    package init(days: Int, of: Int) {
      self.days = days
      self.of = of
    }

    /// The part of a number for all days: `number · days / of`, in this order of operations.
    package func share(of number: Double) -> Double { number * Double(days) / Double(of) }
  }

  /// The overall outcome.
  package enum Total: Sendable, Equatable {
    case score(Double)
    /// Too few days of exposure are left, so nothing is scored.
    case exposureTooShort
    /// More weight is missing than the rule allows, in per cent of all weight.
    case tooMuchMissing(Double)
  }
}
