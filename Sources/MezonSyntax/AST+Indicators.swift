// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// `indicator dispute_resolution "..." { ... }`, complete in itself.
package struct IndicatorDeclaration: Sendable {
  package let name: Name
  package var title: TextLiteral?
  package var labels: [LocalizedText] = []
  package var purpose: [LocalizedText] = []
  package var sourceNote: TextLiteral?
  package var limitations: TextLiteral?
  package var catalogue: [TextLiteral] = []
  /// The event type looked at; nil where the value names it (`having at least 1 reporting_meeting`).
  package var event: Name?
  /// `looks at dispute where ...`: events outside are not looked at, and have no role.
  package var population: Expression?
  /// `of the officer's unit while in post`: an officer's events are those of the units in which they hold a post.
  package var officersUnit: SourceRange?
  /// `in force on the last day`: which moment of a roster's rows counts; nil for when they begin.
  package var moment: MomentClause?
  package var leavesOut: [RoleClause] = []
  package var counts: Expression?
  package var notHeldAgainst: [RoleClause] = []
  package var value: ValueClause?
  /// The stages of a funnel, which stands for several indicators; nil for an ordinary one.
  package var funnel: FunnelClause?
  /// `covers last 12 months`.
  package var window: WindowClause?
  package var periodField: Name?
  package var unitField: Name?
  package var officerFields: [Name] = []
  package var subjects: [SubjectName] = []
  package var grains: [(grain: GrainName, range: SourceRange)] = []
  package var splits: [SplitClause] = []
  package var betterWhen: (isHigher: Bool, range: SourceRange)?
  package var interval: IntervalClause?
  /// `compared by ...`.
  package var comparisons: [ComparisonClause] = []
  package var tooFewBelow: NumberLiteral?
  /// `show by rule nchs`: whether a survey's share is reliable enough to be shown.
  package var presentation: Name?
  package var protectCellsBelow: NumberLiteral?
  package var pairedWith: Name?
  package var contextOnly: SourceRange?
  package var reportedWhere: Expression?
  package var completeAtLeast: NumberLiteral?
  package var exposureAtLeast: SpanLiteral?
  package var baseline: (value: NumberLiteral, period: PeriodLiteral)?
  package var target: TargetClause?
  package var effectiveFrom: TimeLiteral?
  package var effectiveUntil: TimeLiteral?
  package var owner: TextLiteral?
  package var reviewBy: TimeLiteral?
  package var nature: NatureClause?
  package var acceptedRisks: [AcceptedRisk] = []
  package var examples: [ExampleDeclaration] = []
  package let range: SourceRange
}

/// `leaves out where ... because "..." at most 10 %`: one clause of a role, with its reason and its cap.
package struct RoleClause: Sendable {
  package let condition: Expression
  package let reason: TextLiteral?
  /// The greatest share, in per cent, of the looked-at events that this clause may take.
  package let cap: NumberLiteral?
  package let range: SourceRange
}

/// For whom an indicator has a meaning.
package enum SubjectName: Sendable {
  case officer(SourceRange)
  /// Units of every level.
  case anyUnit(SourceRange)
  case level(Name)
}

/// `split by kind, sex of any parties, settlement`.
package struct SplitClause: Sendable {
  /// The member of the child records; nil for a field of the event or a unit attribute.
  package let member: Name?
  /// The field, list or unit attribute.
  package let field: Name
  package let range: SourceRange
}

/// `interval wilson 95 %` or `interval none`.
package struct IntervalClause: Sendable {
  /// The method's name; nil for none.
  package let method: Name?
  package let confidence: NumberLiteral?
  package let range: SourceRange
}

/// `value median of hours from received to arrived in hours`.
package struct ValueClause: Sendable {
  package let form: ValueForm
  /// `by at least 5 raters ...`.
  package var panel: PanelClause? = nil
  /// The stated unit: `in per cent`, `in minutes`, `in meetings`.
  package let measure: MeasureName?
  package let range: SourceRange
}

/// A unit of measure as written.
package enum MeasureName: Sendable, Hashable {
  case perCent(SourceRange)
  /// `in points`: of per cent, or of a score.
  case points(SourceRange)
  case span(SpanUnit, SourceRange)
  case named(Name)
}

/// What kind of number an indicator is.
package indirect enum ValueForm: Sendable {
  /// Counted events over counted and missed ones.
  case share
  case aggregate(Aggregate)
  case ratio(Aggregate, Aggregate)
  /// Counted events per so much exposure, with `isAnnual` per year of it.
  case rate(per: NumberLiteral, of: ExposureClause, isAnnual: Bool)
  /// The share of the periods, units, officers or values of a domain that have at least so many counted events.
  case coverage(CoverageClause)
  /// `share answering trust, fully_trust to q12`: of the respondents who answered, those who gave one of the answers.
  case answering([Name], to: Name)
  /// `share naming each problem`: for each answer, of those who answered, the share who gave it, perhaps among others.
  case namingEach(Name)
  /// `agreement on quality by krippendorff ordinal`: how far the raters of the same items agree.
  case agreement(AgreementClause, on: Name)
  /// Made from other indicators.
  case derived(DerivedForm)
}

/// A number made from the counted events.
package indirect enum Aggregate: Sendable {
  case count
  case distinct(Name)
  case sum(Expression)
  case mean(Expression)
  case median(Expression)
  /// A quantile by Hyndman and Fan's type 7, with a probability between 0 and 1.
  case quantile(NumberLiteral, Expression)
  /// One side of a ratio, made from those counted events only that meet a condition: `sum of hours where task is ceremony`.
  case onlyWhere(Aggregate, Expression)
  /// The median of how long rows of a roster hold, those still running being censored.
  case medianTerm(SourceRange)
}

/// `share of months having at least 1 reporting_meeting in every quarter`.
package struct CoverageClause: Sendable {
  /// Of what the share is taken.
  package enum Base: Sendable {
    /// Of the periods of a grain inside the asked period.
    case periods(GrainName)
    /// Of the units of every lowest level in the subtree (`units`), or of a named level, or of a reference domain's known values.
    case units(SourceRange)
    case named(Name)
    case officers(SourceRange)
  }
  package let base: Base
  /// `with officer in post P at least N days`: only units where somebody held the post so long in the period. Behind `officers`,
  /// `in post P at least N days`: only those who did.
  package let post: (name: Name, least: SpanLiteral?)?
  /// `listed in REGISTER where ...`: the roster that says which values of a domain there are.
  package var register: (name: Name, condition: Expression?)?
  /// What a member must have, all of it.
  package let bounds: [CoverageBound]
  /// The event type, where a bound names it.
  package var event: Name? { bounds.lazy.compactMap(\.event).first }
  /// `in every month`: the condition must hold in each period of this grain inside the asked one.
  package let inEvery: GrainName?
  package let range: SourceRange
}

/// `at least 7`, `at most 2 where sex is male`, `none where ...`: a bound on a member's counted events.
package struct CoverageBound: Sendable {
  /// On which side it bounds.
  package enum Limit: Sendable {
    /// At least so many, or with a per cent sign so great a share of the member's counted events.
    case atLeast(NumberLiteral)
    case atMost(NumberLiteral)
    case none
  }
  package let limit: Limit
  package let event: Name?
  /// Which of the member's counted events it is about; nil for all.
  package let condition: Expression?
  package let range: SourceRange
}

/// Which moment of the rows of a roster counts.
package struct MomentClause: Sendable {
  /// On the last day of the period, or during it.
  package let moment: TermMoment
  package let range: SourceRange
}

/// When a row of a roster must be in force to be looked at.
package enum TermMoment: String, Sendable, Hashable {
  /// On the last day of the period, or the as-of day if that is earlier.
  case lastDay
  /// On at least one day of the period, up to the as-of day.
  case during
}

/// `target at least 55 % from 2026-H2, 65 % from 2027-H2`, by steps or along a line.
package struct TargetClause: Sendable {
  package let isLine: Bool
  package let points: [(value: NumberLiteral, from: PeriodLiteral)]
  package let range: SourceRange
}

/// A worked example that runs as a test.
package struct ExampleDeclaration: Sendable {
  package let title: TextLiteral
  package let asOf: TimeLiteral?
  package let ignoresTooFew: Bool
  package var facts: [ExampleFact] = []
  package var expectations: [ExpectClause] = []
  package let range: SourceRange
}

/// A fact that an example supposes.
package enum ExampleFact: Sendable {
  /// `10 dispute opened 2026-01-05, kind land, parties (sex female), (sex male)`.
  case events(count: NumberLiteral?, event: Name, fields: [ExampleField], SourceRange)
  /// `unit "P1" level precinct in "D1" from 2026-01-01 until 2026-06-30, settlement urban`.
  case unit(
    code: TextLiteral, level: Name, parent: TextLiteral?, from: TimeLiteral?, until: TimeLiteral?, [ExampleField],
    SourceRange)
  /// `post "O1" in "P1" as precinct_inspector from 2026-01-01 until 2026-06-30`.
  case post(officer: TextLiteral, unit: TextLiteral, post: Name, from: TimeLiteral, until: TimeLiteral?, SourceRange)
  /// `residents 3000 in "P1" from 2026-01-01 until 2026-12-31, sex female`.
  case residents(
    NumberLiteral, unit: TextLiteral, from: TimeLiteral?, until: TimeLiteral?, [ExampleField], SourceRange)
}

/// `kind land`, or `parties (sex female), (sex male)`, or `beats "2514", "2515"`.
package struct ExampleField: Sendable {
  package let name: Name
  package let value: Value
  package enum Value: Sendable {
    case plain([Expression])
    case records([[ExampleField]])
  }
}

/// `expect 2026-Q1 for officer "O1" split kind land = 50 % (1 of 2)`.
package struct ExpectClause: Sendable {
  package let period: PeriodLiteral
  /// Which figure of a funnel is expected; nil for that of the indicator itself.
  package var part: FunnelPart?
  package let officer: TextLiteral?
  package let unit: TextLiteral?
  /// Pairs of split name and group.
  package let splits: [(name: SplitClause, group: Name)]
  package let outcome: Outcome
  package let range: SourceRange
  package enum Outcome: Sendable {
    /// The value, and where written its numerator and denominator.
    case value(NumberLiteral, of: (numerator: NumberLiteral, denominator: NumberLiteral)?)
    /// A state such as `not_yet_due`.
    case state(Name)
  }
}
