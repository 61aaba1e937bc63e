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
  package var parts: [AppraisalPart] = []
  package var missing: MissingRule?
  /// Indicators shown as context, never scored.
  package var context: [Name] = []
  package var objectionsWithin: SpanLiteral?
  package let range: SourceRange
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
  /// Points of the piecewise-linear table, from value to score.
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
  package let indicators: [Name]
}
