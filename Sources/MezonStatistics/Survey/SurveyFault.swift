// SPDX-License-Identifier: Apache-2.0

/// Why a survey design, or an estimate from it, does not exist.
package enum SurveyFault: Error, Equatable, Sendable {
  /// A list does not have one element for each respondent.
  case lengthsDiffer
  /// There is no respondent, or no stage.
  case isEmpty
  /// The weight of a row is below 0 or not a number.
  case invalidWeight(row: Int)
  /// The number of clusters in a row's stratum of the population is below that of the sample, is no number, or differs
  /// within the stratum.
  case invalidPopulation(stage: Int, row: Int)
  /// A stratum has one sampled cluster, so that nothing says how much its clusters differ, and no remedy is named.
  ///
  /// The stage counts from 1; the stratum is the caller's number, found at the row.
  case lonelyCluster(stage: Int, stratum: Int, row: Int)
  /// The domain has no respondent with a weight, or the denominator of a ratio is 0.
  case nothingToEstimate
  /// A margin is not above 0, or a group with respondents has none.
  case invalidMargin(group: Int)
  /// The weights have not reached the margins within the rounds allowed: the margins contradict one another, or cells
  /// that they need are empty.
  case notConverged
  /// A number of replicates below 2.
  case tooFewReplicates
}

/// What is done about a stratum with one sampled cluster, which has no variance of its own.
package enum LonelyClusterRemedy: String, CaseIterable, Sendable {
  /// Nothing: it is an error.
  case fail
  /// The stratum adds nothing to the variance.
  case remove
  /// The cluster was sure to be sampled: the stratum adds nothing to the variance, and rightly.
  case certainty
  /// The cluster's distance from the overall mean stands for its distance from its stratum's: conservative.
  case adjust
  /// The stratum's variance is taken to be the average of the others'.
  case average
}
