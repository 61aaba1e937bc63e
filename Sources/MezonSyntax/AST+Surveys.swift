// SPDX-License-Identifier: Apache-2.0

/// How the respondents of a survey were chosen and whom they stand for: the clauses of `survey perception_2026 { ... }` besides
/// its fields.
package struct SurveyDesign: Sendable {
  /// `weighted by w`: how many people each respondent stands for.
  package var weight: Name?
  /// `stratified by s`.
  package var stratum: Name?
  /// `clustered by psu`: what was drawn first, within strata.
  package var cluster: Name?
  /// `then clustered by household size in households`, stage by stage: what was drawn within the clusters of the stage before, and of
  /// how many.
  package var laterStages: [(cluster: Name, size: Name?)] = []
  /// `stratum size in n`: how many clusters (or, without clusters, people) a stratum has, drawn or not.
  package var stratumSize: Name?
  /// `speaks for region`: the lowest level for which the survey is representative.
  package var speaksFor: Name?
  /// `lonely strata centred`: what to do where a stratum has one cluster only.
  package var lonelyStrata: LonelyStrata?
  /// `scale safety of safe_day, reversed afraid ...`.
  package var scales: [ScaleClause] = []
  /// `panel by person`: what tells a respondent, or a place, that is asked again in another wave.
  package var panel: Name?
  /// `post-stratified by sex to female 5,200, male 4,900`.
  package var postStratified: MarginClause?
  /// `raked by sex to ...`, one clause for each margin.
  package var raked: [MarginClause] = []
  /// `replicate weights in reps jk1`, or `variance by jackknife`.
  package var replicates: ReplicateClause?
}

/// The known sizes of the groups of a field: what weights are to add up to.
package struct MarginClause: Sendable {
  package let field: Name
  /// Numbers, or parameters with values from days.
  package let totals: [(member: Name, total: NumberLiteral)]
}

/// Several sets of weights, of which the spread of an estimate gives its variance.
package struct ReplicateClause: Sendable {
  /// Where they come from.
  package enum Origin: Sendable {
    /// `replicate weights in reps jk1`: handed in, as a list of numbers for each respondent.
    case field(Name)
    /// `variance by bootstrap 500 seed 1`: made from strata and clusters; the number and the seed only of what is drawn.
    case design(count: NumberLiteral?, seed: NumberLiteral?)
  }
  package let origin: Origin
  package let method: Name
}

/// `scale safety of safe_day, safe_night, reversed afraid without answers dont_know at least 2`: a respondent's mean answer to
/// several questions.
package struct ScaleClause: Sendable {
  package let name: Name
  package let items: [(question: Name, isReversed: Bool)]
  /// Members that are no answer on the scale.
  package let excluded: [Name]
  /// How many questions must have been answered; nil: all.
  package let atLeast: NumberLiteral?
}

/// How a stratum with a single cluster enters the variance, for it has no spread of its own.
package enum LonelyStrata: String, Sendable, Hashable {
  /// Its distance from the mean of all clusters.
  case centred
  /// The mean contribution of the other strata.
  case averaged
  /// None: the cluster was certain to be drawn.
  case certain
}
