// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// The seven ways to have no number, in the order in which they apply, and the one to have one.
package enum ValueState: String, Sendable, Hashable, CaseIterable {
  case value, invalid
  case notApplicable = "not_applicable"
  case notReported = "not_reported"
  case notYetDue = "not_yet_due"
  case undefined
  case tooFew = "too_few"
  case suppressed
}

/// How a value stands against its target.
package enum TargetStatus: String, Sendable, Hashable, CaseIterable {
  case met
  case notMet = "not_met"
  case notDistinguishable = "not_distinguishable"
  case noTarget = "no_target"
  case noValue = "no_value"
}

/// For whom a row of results stands.
package enum Subject: Sendable, Hashable {
  /// A unit, by index in the organisation.
  case unit(Int32)
  /// An officer, by code in the officers' dictionary, with the unit of their last post in the period.
  case officer(Int32, unit: Int32?)
}

/// One group of one split: `kind=land`.
package struct SplitGroup: Sendable, Hashable {
  /// The split's name.
  package let name: String
  /// The group's code: a member, a code of a domain, or `unknown`.
  package let group: String

  package init(name: String, group: String) {
    self.name = name
    self.group = group
  }
}

/// One value of one indicator for one subject, period and group, with all that it takes to understand it.
///
/// Its numbers are internal: only the protection stage makes a value that a publication can take.
package struct ResultRow: Sendable {
  /// Index into the programme's indicators.
  package var indicator: Int
  package var period: Period
  package var subject: Subject
  /// nil for the total.
  package var split: SplitGroup?
  /// In the indicator's unit of measure; nil unless the state is `value`.
  package var value: Double?
  package var state: ValueState
  /// A stable code such as `zero_denominator`; empty for a value.
  package var reason: String
  package var numerator: Double?
  package var denominator: Double?
  package var excluded: Int
  package var excepted: Int
  package var notYetDue: Int
  /// The unweighted number of records behind the value.
  package var n: Int
  /// Between 0 and 1; nil where hand-ins are not tracked.
  package var completeness: Double?
  package var low: Double?
  package var high: Double?
  /// The interval's method; empty without one.
  package var method: String
  package var baseline: Double?
  package var target: Double?
  package var status: TargetStatus
  /// What only some methods have, by name, ascending; values are JSON literals.
  package var details: [(name: String, json: String)]
  /// The figures that a derived value is made from, in the order of its formula; empty for others, and for ranges and what is among units.
  package var operands: [OperandFigure] = []
  /// The smallest number of people or events above 0 behind a derived value, and of respondents in or outside an estimated share;
  /// nil for others and where there is none.
  package var smallestCount: Int?
  /// What comparisons with others, or with its own past, say of it; empty where none is asked for.
  package var comparisons: [ComparisonFinding] = []
  /// What few rows have, elsewhere, so that tables of many rows stay small.
  var remarks: Remarks?

  /// What only values of some kinds have.
  struct RareParts: Sendable {
    var panel: PanelRemark?
    var scaleReliability: ScaleReliability?
    var surveyFacts: SurveyFacts?
    var place: IndexPlace?
    var surveyFigure: SurveyFigure?
  }

  /// Rare parts, which never change: a row that has others has others of these.
  final class Remarks: Sendable {
    fileprivate let parts: RareParts

    init(_ parts: RareParts) { self.parts = parts }
  }

  private mutating func change<Value>(_ part: WritableKeyPath<RareParts, Value?>, to value: Value?) {
    if remarks == nil, value == nil { return }
    var parts = remarks?.parts ?? RareParts()
    parts[keyPath: part] = value
    remarks = Remarks(parts)
  }

  /// How far the raters agree on a rating; nil for other values, and where they are too few.
  package var panel: PanelRemark? {
    get { remarks?.parts.panel }
    set { change(\.panel, to: newValue) }
  }
  /// How well the questions of a scale hang together; nil for other values.
  package var scaleReliability: ScaleReliability? {
    get { remarks?.parts.scaleReliability }
    set { change(\.scaleReliability, to: newValue) }
  }
  /// What the design of a survey says of the value; nil where none says anything.
  package var surveyFacts: SurveyFacts? {
    get { remarks?.parts.surveyFacts }
    set { change(\.surveyFacts, to: newValue) }
  }
  /// The place of a unit in an index that asks for it; nil for others.
  package var place: IndexPlace? {
    get { remarks?.parts.place }
    set { change(\.place, to: newValue) }
  }
  /// How a survey's estimate varies with its sample; nil for others, and where nothing is compared.
  var surveyFigure: SurveyFigure? {
    get { remarks?.parts.surveyFigure }
    set { change(\.surveyFigure, to: newValue) }
  }

  /// The details as one canonical JSON object, as they stand in tables of results.
  package var detailsJSON: String { details.isEmpty ? "{}" : canonicalDetails(details) }
}

/// Cronbach's alpha of a scale among the respondents of a cell who answered all its questions, with Feldt's interval of 95 %.
package struct ScaleReliability: Sendable, Equatable {
  package let alpha: Double
  /// nil where there is none.
  package let low: Double?
  package let high: Double?
  package let respondents: Int
}

/// What stands beside the ratings of several raters: how far they agree, and how far the ratings lie apart.
package struct PanelRemark: Sendable, Equatable {
  /// The statistic, such as `krippendorff ordinal`.
  package let statistic: String
  /// nil where there is none, as where all ratings are the same.
  package let agreement: Double?
  /// Whether it is of the cell's own items, rather than of all of the period.
  package let isOfCell: Bool
  /// The levels between which the middle half of the ratings lies: quantiles 0.25 and 0.75 of type 7.
  package let lowerQuartile: Double
  package let upperQuartile: Double
}

/// A figure of another indicator that a derived value is made from.
package struct OperandFigure: Sendable {
  /// Which part of the formula it is.
  package enum Role: String, Sendable {
    case now, before
    /// Of the second group of units.
    case otherNow = "other_now"
    case otherBefore = "other_before"
    case first, second, above, part, member
  }
  package let role: Role
  /// Index into the programme's indicators.
  package let indicator: Int
  package let period: Period
  package let subject: Subject
  package let split: SplitGroup?
  /// Whether only some units' parts were taken, so that no row of the table is the same figure.
  package let isOfSomeUnits: Bool
  package let value: Double?
  package let state: ValueState
  package let reason: String
  package let numerator: Double?
  package let denominator: Double?
  package let n: Int
  package let completeness: Double?
  package let smallestCount: Int?
  /// How a survey's estimate varies with its sample.
  var surveyFigure: SurveyFigure?
  /// In an index: the part's score, and the weight used, in per cent of all that have one.
  package var score: Double?
  package var weight: Double?
  /// In an index that treats outliers: what was done to the part's values; nil where nothing was.
  package var treatment: Treatment?

  /// What was done to values among which there were outliers.
  package enum Treatment: Sendable, Equatable {
    /// The greatest or the least were set to the next, this many times.
    case winsorised(Int)
    /// They were put on a logarithmic scale.
    case logarithm

    /// Its name in results.
    package var name: String {
      switch self {
      case .winsorised(let steps): "winsorised \(steps)"
      case .logarithm: "logarithm"
      }
    }
  }
}
