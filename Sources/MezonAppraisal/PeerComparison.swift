// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonSemantics

/// How a figure lies among comparable officers: their median and quartiles, never a rank.
package enum PeerComparison: Sendable, Equatable {
  /// How many others have a value, and the quartiles of their values (Hyndman-Fan type 7), in the figure's unit of measure.
  case shown(count: Int, lower: Double, median: Double, upper: Double)
  /// Fewer others than this have a value, so they could be made out.
  case tooFew(least: Int)
  /// It is not known whom the officer is like.
  case notKnown
  /// The figure is about protected events.
  case protected
}

/// Whom an officer is compared with.
package struct PeerGroup: Sendable, Equatable {
  /// The day whose organisation and attributes count: the last known day of the period in the post; nil where none is known.
  package let day: CalendarDay?
  /// What the officer is, for each rule of the appraisal, in its order.
  package let own: [Own]
  /// How many other officers are comparable; nil where it is not known whom the officer is like.
  package let count: Int?

  /// What an officer is by one rule.
  package enum Own: Sendable, Hashable {
    /// The code of the attribute's value; nil where it is not known.
    case attribute(Int32?)
    /// The unit of the level; nil where there is none.
    case level(Int32?)
    /// The number; nil where it is not known.
    case number(Double?)

    /// Whether it is known.
    package var isKnown: Bool {
      switch self {
      case .attribute(let value), .level(let value): value != nil
      case .number(let value): value?.isFinite == true
      }
    }

    /// Whether one who is this other thing is comparable by a rule.
    func isLike(_ other: Own, by rule: PeerRulePlan) -> Bool {
      guard isKnown, other.isKnown else { return false }
      switch (self, other, rule) {
      case (.number(let own?), .number(let other?), .attributeWithin(_, let most)),
        (.number(let own?), .number(let other?), .indicatorWithin(_, let most)):
        return 100 * abs(other - own) <= most * abs(own)
      default: return self == other
      }
    }
  }
}
