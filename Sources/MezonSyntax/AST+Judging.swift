// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// `appraisal precinct_inspector "Half-year appraisal" { ... }`.
package struct AppraisalDeclaration: Sendable {
  package let name: Name
  package var title: TextLiteral?
  package var labels: [LocalizedText] = []
  /// Who is appraised: `of officers in post precinct_inspector`.
  package var post: Name?
  package var grain: (grain: GrainName, range: SourceRange)?
  /// Days in post below which nothing is scored.
  package var exposureAtLeast: SpanLiteral?
  /// Rosters whose days are taken off the days in post: `less leave, closed_roads`.
  package var exposureLess: [Name] = []
  /// Where `pro rata` stands: figures that are counts are judged in proportion to the exposure.
  package var proRata: SourceRange?
  /// Who is comparable; all rules must hold.
  package var peers: [PeerRule] = []
  package var parts: [AppraisalPart] = []
  package var missing: MissingRule?
  /// Indicators shown as context, never scored.
  package var context: [Name] = []
  package var objectionsWithin: SpanLiteral?
  package var acceptedRisks: [AcceptedRisk] = []
  package let range: SourceRange
}

/// A part of `peers same settlement, residents_per_inspector within 25 % of the officer's`.
package enum PeerRule: Sendable {
  /// The same value of an attribute of units, or the same unit of a level.
  case same(Name)
  /// An attribute or a figure of the unit that differs by at most so many per cent of the officer's.
  case within(Name, perCent: NumberLiteral)
}

/// `part "Community" weight 60 { ... }`.
package struct AppraisalPart: Sendable {
  package let title: TextLiteral
  package var labels: [LocalizedText]
  package let weight: NumberLiteral
  package let items: [AppraisalItem]
}

/// `cppt_participation weight 40 score 30 -> 0, 50 -> 60, 70 -> 100`.
package struct AppraisalItem: Sendable {
  package let indicator: Name
  package let weight: NumberLiteral
  /// Points of the piecewise-linear table, from value to score; a value can be a parameter.
  package let points: [(value: NumberLiteral, score: NumberLiteral)]
  package let range: SourceRange
}

/// What happens when an indicator of an appraisal has no value.
package enum MissingRule: Sendable {
  /// `missing re-weight up to 30 %`: the others' weights grow, while at most so much weight is missing.
  case reweight(upTo: NumberLiteral)
  /// `missing hold at 50`: the score counts as this.
  case hold(NumberLiteral)
  /// `missing no score`.
  case noScore(SourceRange)
}

/// `report donor_quarterly "..." { ... }`.
package struct ReportDeclaration: Sendable {
  package let name: Name
  package var title: TextLiteral?
  package var labels: [LocalizedText] = []
  package var grain: (grain: GrainName, range: SourceRange)?
  /// Levels shown, from the top.
  package var levels: [Name] = []
  package var sections: [ReportSection] = []
  /// The template's name; nil for the shipped one.
  package var template: TextLiteral?
  package let range: SourceRange
}

/// `section "Community" { cppt_participation split by sex, meeting_reach }`.
package struct ReportSection: Sendable {
  package let title: TextLiteral
  package var labels: [LocalizedText]
  /// The indicators in order; all their splits are shown.
  package var indicators: [Name]
}
