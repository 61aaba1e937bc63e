// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSyntax

/// How an indicator is made from others; operands are named by their ids.
package indirect enum DerivedPlan: Sendable, Hashable {
  case change(Change)
  case gap(Gap)
  case computed(Quantity)
  case range(Range)
  case index(Index)
  case standardised(Standardised)
  case shareOfUnits(UnitShare)

  /// A later figure against an earlier one.
  package struct Change: Sendable, Hashable {
    package let indicator: String
    package let earlier: Earlier
    /// The units whose parts alone are taken; nil for all.
    package let among: UnitCondition?
    package let minus: Group?
    /// Whether the change is in per cent of the earlier figure, and not a difference.
    package let isRelative: Bool
  }

  /// What a figure is compared with.
  package enum Earlier: Sendable, Hashable {
    case previousPeriod
    case samePeriodLastYear
    case period(Period)
  }

  /// The units of a second figure.
  package enum Group: Sendable, Hashable {
    case allUnits
    case units(UnitCondition)

    /// The condition; nil for all units.
    package var condition: UnitCondition? { if case .units(let condition) = self { condition } else { nil } }
  }

  /// A figure against another of the same period.
  package struct Gap: Sendable, Hashable {
    package let indicator: String
    package let sides: Sides
    package let isRelative: Bool

    /// What is compared with what.
    package enum Sides: Sendable, Hashable {
      case groups(UnitCondition, Group)
      case unitAbove
    }
  }

  /// An arithmetic expression over indicators.
  package indirect enum Quantity: Sendable, Hashable {
    case number(Double)
    case indicator(String)
    case arithmetic(ArithmeticOperator, Quantity, Quantity)
  }

  /// A statement about the units of a level, or about the groups of a split.
  package struct Range: Sendable, Hashable {
    package let statistic: RangeClause.Statistic
    package let indicator: String
    package let members: Members

    /// Over what it is taken.
    package enum Members: Sendable, Hashable {
      /// Units of a level, by index.
      case level(Int)
      /// Groups of a split, by its name in results.
      case groups(String)
    }
  }

  /// A weighted mean of parts.
  package struct Index: Sendable, Hashable {
    package let parts: [Part]
    package let mean: IndexClause.Mean
    package let normalisation: Normalisation
    /// The greatest weight, in per cent, that may be missing.
    package let mostMissing: Double
    /// What the least and the greatest become where a part is normalised between two values; nil for 0 and 100.
    package let scale: Scale?
    /// Whether outliers among the units of the level are set to their neighbours, or put on a logarithmic scale, first.
    package let treatsOutliers: Bool
    /// How the weights are varied to see how far the places of units depend on them; nil where they are not.
    package let variation: Variation?

    /// Two ends of a scale.
    package struct Scale: Sendable, Hashable {
      package let low: Double
      package let high: Double

      package init(low: Double, high: Double) { (self.low, self.high) = (low, high) }
    }

    /// Random weights around those that are stated.
    package struct Variation: Sendable, Hashable {
      /// How far, relatively: above 0, at most 1.
      package let spread: Double
      package let draws: Int
      package let seed: UInt64
    }

    /// A part with its weight in per cent.
    package struct Part: Sendable, Hashable {
      package let indicator: String
      package let weight: Double
      package let isHigherBetter: Bool
    }

    /// How parts become comparable.
    package enum Normalisation: Sendable, Hashable {
      /// Per cent as they are.
      case none
      case bounds(low: Double, high: Double)
      case minMax, distanceToTarget, zScore, rank, percentile, borda, percentileRank, shareOfGreatest

      /// Whether a part's score depends on the other units of the level.
      package var isAmongUnits: Bool {
        switch self {
        case .minMax, .zScore, .rank, .percentile, .borda, .percentileRank, .shareOfGreatest: true
        case .none, .bounds, .distanceToTarget: false
        }
      }
    }
  }

  /// A rate of residents brought in line with the composition, or the rates, of others.
  package struct Standardised: Sendable, Hashable {
    package let indicator: String
    /// The split, by its name in results, whose groups are those of the population.
    package let split: String
    /// The groups, in the order of the choice.
    package let groups: [String]
    package let reference: Reference

    /// What it is brought in line with.
    package enum Reference: Sendable, Hashable {
      /// A standard population: for each group how many it has, in any unit.
      case standard(String, [Double])
      /// The rates of the unit of a level, by index, in or above which the unit stands.
      case unit(level: Int)
    }
  }

  /// The share of the units of a level whose figure is on one side of a bound.
  package struct UnitShare: Sendable, Hashable {
    package let indicator: String
    /// By index.
    package let level: Int
    package let comparison: ComparisonOperator
    /// That of the first day of the period counts.
    package let bound: DatedValue
  }

  /// The ids of the indicators that it is made from, in the order of their first use.
  package var operands: [String] {
    switch self {
    case .change(let change): return [change.indicator]
    case .gap(let gap): return [gap.indicator]
    case .range(let range): return [range.indicator]
    case .standardised(let rate): return [rate.indicator]
    case .shareOfUnits(let share): return [share.indicator]
    case .index(let index): return index.parts.map(\.indicator)
    case .computed(let quantity):
      var found: [String] = []
      quantity.forEachIndicator { if !found.contains($0) { found.append($0) } }
      return found
    }
  }
}

extension DerivedPlan.Quantity {
  /// Calls `body` with each indicator that is named, from left to right.
  package func forEachIndicator(_ body: (String) -> Void) {
    switch self {
    case .number: break
    case .indicator(let id): body(id)
    case .arithmetic(_, let left, let right):
      left.forEachIndicator(body)
      right.forEachIndicator(body)
    }
  }
}

/// A condition on the attributes of a unit on a day, with three truths.
package indirect enum UnitCondition: Sendable, Hashable {
  case constant(Bool)
  /// An attribute of type yes or no.
  case isTrue(attribute: Int)
  /// The attribute is one of some members of its choice.
  case isOneOf(attribute: Int, [Int32])
  case compare(attribute: Int, ComparisonOperator, Double)
  case isMissing(attribute: Int)
  case not(UnitCondition)
  case and(UnitCondition, UnitCondition)
  case or(UnitCondition, UnitCondition)

  /// The truth for a unit with some attributes, coded as in a unit's row; nil is unknown.
  package func truth(_ attributes: [Int32?]) -> Bool? {
    func value(_ attribute: Int) -> Int32? { attributes.indices.contains(attribute) ? attributes[attribute] : nil }
    switch self {
    case .constant(let truth): return truth
    case .isTrue(let attribute): return value(attribute).map { $0 != 0 }
    case .isOneOf(let attribute, let members): return value(attribute).map { members.contains($0) }
    case .compare(let attribute, let comparison, let bound):
      return value(attribute).map { comparison.holds(Double($0), bound) }
    case .isMissing(let attribute): return value(attribute) == nil
    case .not(let inner): return inner.truth(attributes).map { !$0 }
    case .and(let left, let right):
      let sides = [left.truth(attributes), right.truth(attributes)]
      return sides.contains(false) ? false : sides.contains(nil) ? nil : true
    case .or(let left, let right):
      let sides = [left.truth(attributes), right.truth(attributes)]
      return sides.contains(true) ? true : sides.contains(nil) ? nil : false
    }
  }
}

extension ComparisonOperator {
  /// Whether two numbers stand in this relation.
  package func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

/// The days whose events count for a period.
package enum WindowPlan: Sendable, Hashable {
  case months(Int)
  case days(Int)
  case yearToDate
  case since(CalendarDay)

  /// The days that are covered for a period; nil where they have not begun when it ends.
  package func covered(for period: Period) -> Period? {
    let first: CalendarDay =
      switch self {
      case .months(let count): (period.last + 1).adding(months: -count)
      case .days(let count): period.last - (count - 1)
      case .yearToDate: CalendarDay(firstOfMonth: period.last.monthsSinceEpoch - (period.last.civil.month - 1))
      case .since(let day): day
      }
    return Period.range(from: first, through: period.last)
  }
}
