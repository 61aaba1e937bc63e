// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// `rubric engagement "..." { 1 "..." 1 ru "..." 2 "..." }`: the levels on which something is rated, each described.
package struct RubricDeclaration: Sendable {
  package let name: Name
  package var title: TextLiteral?
  package var labels: [LocalizedText] = []
  /// The descriptions as written; the same number again is the same level in another language.
  package var levels: [RubricLevel] = []
}

/// `3 ru "..."`: what a level means, in one language.
package struct RubricLevel: Sendable {
  package let number: NumberLiteral
  package let description: LocalizedText
}

/// Who rated what, and with which reasons: the clauses of `ratings inspector_rating { ... }` besides its fields.
package struct RatingsClauses: Sendable {
  /// `rates inspector`: what is rated, so that ratings of the same can be compared.
  package var item: Name?
  /// `rater in r`: who rated; never shown.
  package var rater: Name?
  /// `body in b`: the body for which the rater speaks; never shown apart.
  package var body: Name?
  /// `narrative in story`: the rater's own words; never shown.
  package var narrative: Name?
  /// `evidence in documents`.
  package var evidence: Name?
}

/// `by at least 5 raters from kenesh, ayil_okmotu pooled agreement krippendorff ordinal at least 0.667 narrative required`: how
/// the ratings of several raters make one value.
package struct PanelClause: Sendable {
  /// How many different raters there must be.
  package let leastRaters: NumberLiteral
  /// The bodies whose raters are asked; empty for all.
  package let bodies: [Name]
  package let agreement: AgreementClause?
  package let requiresNarrative: Bool
  package let requiresEvidence: Bool
  package let range: SourceRange
}

/// `krippendorff ordinal at least 0.667`: by which statistic raters agree, and how much of it is enough.
package struct AgreementClause: Sendable {
  package let method: Name
  /// The scale of the ratings, or how much near ratings agree.
  package let scale: Name?
  /// `within 1`: the difference up to which ratings agree.
  package let tolerance: NumberLiteral?
  /// Below which there is no value.
  package let least: NumberLiteral?
  package let range: SourceRange
}
