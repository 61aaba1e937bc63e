// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonDiagnostics
package import MezonSyntax

/// An indicator, checked and resolved: all that the engine needs to compute it (docs/evaluation.md).
package struct IndicatorPlan: Sendable {
  package let id: String
  /// The event type that is looked at.
  package let event: EventID
  /// `looks at ... where`.
  package let population: NodeID?
  package let leavesOut: [RolePlan]
  package let counts: NodeID?
  package let notHeldAgainst: [RolePlan]
  package let maturity: Maturity
  package let value: ValuePlan
  /// The unit of the value, and of baseline, target and interval.
  package let measure: Measure
  /// When a row of a roster must be in force to be looked at; nil for events, and for rows looked at when they begin.
  package let moment: TermMoment?
  /// The field whose local day decides the period; ``EventSchema/termDay`` with a moment.
  package let periodField: Int
  /// The field from whose own value waits run: ``periodField``, or the own time of a roster's rows.
  package let baseField: Int
  package let unitField: Int?
  package let officerFields: [Int]
  package let isForOfficers: Bool
  /// Whether an officer's events are those of the units, and of all below them, in which the officer holds a post on the event's
  /// day, whomever they name.
  package var isOfOfficersUnit = false
  /// Levels (indices into ``Programme/levels``) for which rows are made, ascending.
  package let levels: [Int]
  package let grains: [Grain]
  package let splits: [SplitPlan]
  /// nil when no direction is stated.
  package let isHigherBetter: Bool?
  package internal(set) var interval: IntervalPlan?
  package var tooFewBelow: Int
  package let protectCellsBelow: Int
  package let reportedWhere: NodeID?
  /// A share between 0 and 1; 0 when no rule is stated.
  package let completeAtLeast: Double
  /// For officers: the days in post below which the indicator does not apply; 0 when not stated.
  package let exposureDaysAtLeast: Int
  package let baseline: BaselinePlan?
  package let target: TargetPlan?
  package internal(set) var effectiveFrom: CalendarDay?
  package let effectiveUntil: CalendarDay?
  /// `2026-01-01-0123456789ab`: effective date (or `undated`) and the first 12 hex digits of the definition's digest.
  package internal(set) var version: String
  /// SHA-256 of what the definition means, in hex; the day on which it ends is no part of it.
  package internal(set) var meaningDigest = ""
  /// Whether the event type, or one it is linked to, is sensitive.
  package let isSensitive: Bool
  /// Whether it looks at ratings, of which none is shown by itself.
  package internal(set) var isOfRatings = false
  package let isContextOnly: Bool
  package let pairedWith: String?
  /// The definition as written.
  @Boxed package internal(set) var declaration: IndicatorDeclaration
  /// The days that count for a period; nil where they are the period's own.
  package var window: WindowPlan?
  /// By which rule a survey's share is shown; nil: whatever it is.
  package var presentation: PresentationRule?
  /// How its figures are compared with each other, in the order written.
  package var comparisons: [ComparisonPlan] = []
}

extension IndicatorPlan {
  /// Whether events are only counted, never listed: those of sensitive types, and ratings, by which a rater could be picked out.
  package var hidesEvents: Bool { isSensitive || isOfRatings }
}

/// A clause that gives a role.
package struct RolePlan: Sendable {
  package let condition: NodeID
  package let reason: String?
  /// A share between 0 and 1; nil without a cap.
  package let cap: Double?
  /// Where the clause stands, for explanations.
  package let range: SourceRange
}

/// How long an event must wait before it can be judged.
package struct Maturity: Sendable, Hashable {
  /// Windows that end a fixed time after the base time.
  package var fixedDays: Int = 0
  package var fixedMicroseconds: Int64 = 0
  /// Whether days were stated, so that the microseconds come behind the end of a day even if `fixedDays` is 0.
  package var isFixedFromDayEnd = false
  /// Windows that run from a field's own value.
  package var relative: [RelativeWindow] = []

  /// A window that runs from a field.
  package struct RelativeWindow: Sendable, Hashable {
    package let field: Int
    /// Steps on the calendar that come before the days; only where there are months among them.
    package var steps: [CalendarStep] = []
    package let days: Int
    package let microseconds: Int64
    /// Whether days were stated, so that the microseconds come behind the end of a day even if `days` is 0.
    package var isFromDayEnd = false
  }

  /// A stretch of a wait that is counted on the calendar.
  package enum CalendarStep: Sendable, Hashable {
    case days(Int)
    case months(Int)
  }

  /// Whether nothing has to wait.
  package var isImmediate: Bool { fixedDays == 0 && fixedMicroseconds == 0 && relative.isEmpty }
}

extension CalendarDay {
  /// The day that some steps lead to, one after the other.
  package func adding(_ steps: [Maturity.CalendarStep]) -> CalendarDay {
    steps.reduce(self) { day, step in
      switch step {
      case .days(let days): day + days
      case .months(let months): day.adding(months: months)
      }
    }
  }
}

/// A quantity made from the counted events.
package indirect enum AggregatePlan: Sendable, Hashable {
  case count
  /// Different values of a field.
  case distinct(field: Int)
  case sum(NodeID)
  case mean(NodeID)
  /// Hyndman-Fan type 7; the median is 0.5.
  case quantile(Double, NodeID)
  /// The Kaplan-Meier median of the terms of a roster's rows, in days.
  case medianTerm
  /// One side of a ratio, made from those counted events only for which the condition is true.
  case onlyWhere(AggregatePlan, NodeID)

  /// What is made, whichever events it is made from.
  package var unconditional: AggregatePlan {
    if case .onlyWhere(let aggregate, _) = self { aggregate } else { self }
  }

  /// The condition that a counted event must meet; nil where all do.
  package var condition: NodeID? {
    if case .onlyWhere(_, let condition) = self { condition } else { nil }
  }
}

/// What kind of number an indicator is.
package enum ValuePlan: Sendable, Hashable {
  case share
  case aggregate(AggregatePlan)
  case ratio(AggregatePlan, AggregatePlan)
  case rate(per: Double, ExposurePlan, isAnnual: Bool)
  case coverage(CoveragePlan)
  case estimate(EstimatePlan)
  /// Made from other indicators; then the event type is that of the first, and there are no roles.
  case derived(DerivedPlan)
}

/// A share of periods, units, officers or values with at least so many counted events.
package struct CoveragePlan: Sendable, Hashable {
  /// Of what the share is taken.
  package enum Base: Sendable, Hashable {
    case periods(Grain)
    /// Units of a level, by index; nil for the lowest level of the cell's tree.
    case units(level: Int?)
    case officers
    /// Values that events name in a field of the domain.
    case values(field: Int)
  }
  package let base: Base
  /// The post that must be held and on how many days at least.
  package let post: PostCondition?
  /// For a base of values: the roster that says which there are.
  package let register: Register?
  /// What a member must have, all of it; at least one.
  package let bounds: [Bound]
  package let inEvery: Grain?

  /// A roster that lists the values of a domain.
  package struct Register: Sendable, Hashable {
    package let event: EventID
    package let field: Int
    /// Over the roster's rows.
    package let condition: NodeID?
  }

  /// A bound on a member's counted events, or on those for which a condition holds.
  package struct Bound: Sendable, Hashable {
    /// The number or share that is bounded.
    package enum Limit: Sendable, Hashable {
      case atLeast(Int)
      /// What a parameter gives: whole numbers, ascending by day.
      case atLeastFrom([DatedNumber])
      case atMost(Int)
      /// Per cent of the member's counted events, of which there must be some.
      case atLeastPerCent(Double)
      case atMostPerCent(Double)
    }
    package let limit: Limit
    package let condition: NodeID?

    /// Whether it has a value for periods that start on a day: a parameter has none before its first.
    package func isKnown(forPeriodStarting day: CalendarDay) -> Bool {
      if case .atLeastFrom(let points) = limit { points.contains { $0.from <= day } } else { true }
    }
  }

  /// `with officer in post P at least N days`.
  package struct PostCondition: Sendable, Hashable {
    package let post: String
    package let leastDays: Int
  }
}

/// A split of an indicator's value.
package struct SplitPlan: Sendable, Hashable {
  /// The name in results: `kind`, `parties.sex`, `settlement`.
  package let name: String
  package let source: Source
  package let type: ValueType
  package let privacy: Privacy
  /// Where the groups come from.
  package enum Source: Sendable, Hashable {
    case field(Int)
    case member(list: Int, member: Int)
    /// An attribute of the event's own unit.
    case unitAttribute(Int)
  }
}

/// An interval's method and confidence.
package struct IntervalPlan: Sendable, Hashable {
  /// How the interval is computed; the raw value is its name in results.
  package enum Method: String, Sendable, Hashable, CaseIterable {
    case wilson
    case clopperPearson = "clopper_pearson"
    case jeffreys
    case agrestiCoull = "agresti_coull"
    case exactPoisson = "exact"
    case byar
    case brookmeyerCrowley = "brookmeyer_crowley"
    /// Of a quantile: two observations.
    case orderStatistics = "order_statistics"
    // Of survey estimates.
    case kornGraubard = "korn_graubard"
    case logit, beta, xlogit, likelihood, wald, woodruff
    /// Of a difference of shares, or of a ratio of counts or rates.
    case newcombe
    case miettinenNurminen = "miettinen_nurminen"
    case score
    /// Of a directly standardised rate.
    case dobson
    case fayFeuer = "fay_feuer"
  }
  package let method: Method
  /// Between 0 and 1, two-sided.
  package let confidence: Double
}

/// `baseline 41 % in 2025`.
package struct BaselinePlan: Sendable, Hashable {
  package let value: Double
  package let period: Period
}

/// `target steps 55 % from 2026-H2, 65 % from 2027-H2`.
package struct TargetPlan: Sendable, Hashable {
  package let isLine: Bool
  /// Ascending by day.
  package let points: [Point]
  /// A value that holds from a day.
  package struct Point: Sendable, Hashable {
    package let value: Double
    package let from: CalendarDay
  }

  /// The target in force for a period that starts on a day; nil before the first point.
  ///
  /// On a line the value between two points is `a + (b - a) * elapsed / whole`, in this order of operations.
  package func value(forPeriodStarting day: CalendarDay) -> Double? {
    guard let last = points.lastIndex(where: { $0.from <= day }) else { return nil }
    let point = points[last]
    guard isLine, last + 1 < points.count else { return point.value }
    let next = points[last + 1]
    let elapsed = Double(day - point.from)
    return point.value + (next.value - point.value) * elapsed / Double(next.from - point.from)
  }
}
