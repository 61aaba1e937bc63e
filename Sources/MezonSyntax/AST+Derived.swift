// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// A value that is made from other indicators.
package indirect enum DerivedForm: Sendable {
  case change(ChangeClause)
  case gap(GapClause)
  /// `computed as 100 * registered / surveyed`; the names are those of indicators.
  case computed(Expression)
  case range(RangeClause)
  case index(IndexClause)
  case standardised(StandardisedClause)
  case shareOfUnits(UnitShareClause)
}

/// `change of thefts on same period last year among units where active_squad minus the same among all units`.
package struct ChangeClause: Sendable {
  /// The indicator that changes.
  package let indicator: Name
  package let earlier: Earlier
  /// The units whose parts alone are taken; nil for all of the cell.
  package let among: Expression?
  /// What is taken away; nil where nothing is.
  package let minus: Group?
  package let range: SourceRange

  /// What a figure is compared with.
  package enum Earlier: Sendable {
    case previousPeriod
    case samePeriodLastYear
    case period(PeriodLiteral)
  }

  /// The units of a second figure.
  package enum Group: Sendable {
    case allUnits
    case units(Expression)
  }
}

/// `gap of clearance between units where active_squad and all units`, `gap of clearance to the unit above`.
package struct GapClause: Sendable {
  package let indicator: Name
  package let sides: Sides
  package let range: SourceRange

  /// What is compared with what.
  package enum Sides: Sendable {
    case groups(Expression, ChangeClause.Group)
    case unitAbove
  }
}

/// `minimum of women_share over district`, `maximum of women_share over groups of lcpc`.
package struct RangeClause: Sendable {
  /// Which number stands for all.
  package enum Statistic: String, Sendable, Hashable, CaseIterable {
    case minimum, maximum, median, mean
  }

  /// Over what it is taken.
  package enum Members: Sendable {
    case level(Name)
    case groups(SplitClause)
  }
  package let statistic: Statistic
  package let indicator: Name
  package let members: Members
  package let range: SourceRange
}

/// `directly standardised thefts over groups of age_group by european`, `indirectly standardised thefts over groups of age_group by
/// rates of country`.
package struct StandardisedClause: Sendable {
  /// A rate of residents that is split.
  package let indicator: Name
  package let split: SplitClause
  package let reference: Reference
  package let range: SourceRange

  /// What the groups are brought in line with.
  package enum Reference: Sendable {
    /// The composition of a standard population.
    case standard(Name)
    /// The rates of the unit of a level above.
    case ratesOf(level: Name)
  }
}

/// `share of precinct where residents_per_inspector > 3000`.
package struct UnitShareClause: Sendable {
  /// Units of the lowest level, or a level.
  package let base: CoverageClause.Base
  /// A comparison of an indicator with a number or a parameter; anything else is refused by the checker.
  package let condition: Expression
  package let range: SourceRange

  /// The comparison with the indicator on its left; nil where the condition is none.
  package var bound: (comparison: ComparisonOperator, indicator: Name, bound: NumberLiteral)? {
    guard case .comparison(let comparison, .name(let indicator), let right, _) = condition else { return nil }
    switch right {
    case .number(let literal): return (comparison, indicator, literal)
    case .name(let name):
      let literal = NumberLiteral(value: 0, isWhole: true, isPerCent: false, range: name.range, parameter: name)
      return (comparison, indicator, literal)
    default: return nil
    }
  }
}

/// The clauses of an index that make its value.
package struct IndexClause: Sendable {
  /// `made of 40 % cppt_participation, 60 % dispute_resolution`.
  package var parts: [Part] = []
  package var mean: (kind: Mean, range: SourceRange)?
  package var normalisation: (kind: Normalisation, range: SourceRange)?
  /// `missing re-weight up to 30 % else none`: the greatest missing weight; nil where nothing may be missing.
  package var reweightUpTo: NumberLiteral?
  /// `normalise min-max scaled 1 to 100`: what the least and the greatest become; nil for 0 and 100.
  package var scale: (low: NumberLiteral, high: NumberLiteral)?
  /// Where `treat outliers` stands; nil where it does not.
  package var treatsOutliers: SourceRange?
  package var variation: Variation?
  package let range: SourceRange

  /// `vary weights by 25 % draws 1000 seed 42`: how far the places of units depend on the weights.
  package struct Variation: Sendable {
    /// How far each weight is drawn from what it is, in per cent of it.
    package let spread: NumberLiteral
    package let draws: NumberLiteral
    package let seed: NumberLiteral
    package let range: SourceRange
  }

  /// A part with its weight in per cent.
  package struct Part: Sendable {
    package let weight: NumberLiteral
    package let indicator: Name
  }

  /// How the parts are brought together.
  package enum Mean: String, Sendable, Hashable, CaseIterable {
    case arithmetic, geometric, harmonic
  }

  /// How parts in different units become comparable.
  package enum Normalisation: Sendable {
    /// Between stated bounds.
    case bounds(NumberLiteral, NumberLiteral)
    /// Between the least and the greatest among the units of the cell's level.
    case minMax
    case distanceToTarget
    case zScore
    case rank
    case percentile
    /// How many units are worse.
    case borda
    /// The share of the other units that are worse.
    case percentileRank
    /// In per cent of the greatest among the units of the cell's level.
    case shareOfGreatest
  }
}

/// `covers last 12 months`: the days whose events count for a period, which end with it.
package struct WindowClause: Sendable {
  package enum Stretch: Sendable {
    case months(NumberLiteral)
    case span(SpanLiteral)
    case yearToDate
    case since(TimeLiteral)
  }
  package let stretch: Stretch
  package let range: SourceRange
}
