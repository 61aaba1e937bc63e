// SPDX-License-Identifier: Apache-2.0

/// How a sample was drawn: the weights, strata and clusters by which estimates from it have their standard errors.
///
///     let design = try SurveyDesign(
///       weights: weights, stages: [.init(clusters: precinct, strata: district, populations: precinctsInDistrict)])
///     let share = try design.share(of: isSafe, in: womenRows)
///     share.estimate.value, share.estimate.standardError, share.estimate.degreesOfFreedom
///
/// Estimates are linearised (Taylor), and their variances built up stage by stage: that between the clusters of a
/// stratum, plus, where the clusters' number in the population is known, what the stages below add.
/// Sources: W. G. Cochran, Sampling Techniques (1977), 5.1-5.5 and 11.8; D. A. Binder, International Statistical Review
/// 51 (1983), 279-292; T. Lumley, Complex Surveys (2010), chapters 2, 3 and 7.
///
/// **Domains.** A domain - the respondents an estimate is about - is a list of rows, in ascending order and each once.
/// Never make a design of those rows alone: the others say how many clusters each stratum has, and their part in the
/// domain is 0. A row without an answer is left out of the domain.
///
/// **Order.** Sums are taken in the order of the rows: the same rows in another order may differ in the last digit.
package struct SurveyDesign: Sendable {
  /// One stage of sampling.
  package struct Stage: Sendable {
    /// The cluster of each respondent; numbers need differ only within a stratum of the stage and a cluster of the one
    /// before.
    package let clusters: [Int]

    /// The stratum of each respondent; nil where the stage is not stratified.
    package let strata: [Int]?

    /// How many clusters the population has in each respondent's stratum, within the cluster of the stage before; nil
    /// where they are many or not known: then this stage has no correction, and those after it add nothing.
    package let populations: [Double]?

    /// Describes a stage.
    package init(clusters: [Int], strata: [Int]? = nil, populations: [Double]? = nil) {
      self.clusters = clusters
      self.strata = strata
      self.populations = populations
    }
  }

  /// The weight of each respondent: how many of the population they stand for.
  package let weights: [Double]

  /// What is done about strata with one sampled cluster.
  package let remedy: LonelyClusterRemedy

  /// Whether the remedy is also used where a stratum has several clusters but one in the domain.
  package let remedyCoversDomains: Bool

  /// The stages as numbered clusters and strata.
  let levels: [SurveyLevel]

  /// Whether there are respondents without a weight, whom every domain has to leave out.
  let hasWeightless: Bool

  /// The adjustments of weights to known totals, in their order; each removes from the variance what it explains.
  let calibrations: [SurveyCalibration]

  /// Makes a design.
  ///
  /// - Parameters:
  ///   - weights: one for each respondent, at least 0.
  ///   - stages: the first stage first. Where respondents were drawn one by one, each is a cluster of its own.
  ///   - remedy: for strata with one cluster; without one they make an estimate fail.
  ///   - remedyCoversDomains: also uses the remedies `adjust` and `average` for strata with one cluster in the domain.
  /// - Throws: ``SurveyFault`` where lists differ in length, or a weight or population is out of range.
  /// - Complexity: O(respondents · stages).
  package init(
    weights: [Double], stages: [Stage], remedy: LonelyClusterRemedy = .fail, remedyCoversDomains: Bool = false
  ) throws(SurveyFault) {
    guard !weights.isEmpty, !stages.isEmpty else { throw .isEmpty }
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .invalidWeight(row: row) }
    var levels: [SurveyLevel] = []
    for stage in stages {
      levels.append(try SurveyLevel(stage, rows: weights.count, number: levels.count + 1, above: levels.last))
    }
    self.init(
      weights: weights, remedy: remedy, remedyCoversDomains: remedyCoversDomains, levels: levels, calibrations: [])
  }

  init(
    weights: [Double], remedy: LonelyClusterRemedy, remedyCoversDomains: Bool, levels: [SurveyLevel],
    calibrations: [SurveyCalibration]
  ) {
    self.weights = weights
    hasWeightless = weights.contains(0)
    self.remedy = remedy
    self.remedyCoversDomains = remedyCoversDomains
    self.levels = levels
    self.calibrations = calibrations
  }

  /// Weights that follow from the numbers of clusters alone: the product over stages of population by sample.
  ///
  /// - Returns: nil where a stage has no populations.
  /// - Throws: as ``init(weights:stages:remedy:remedyCoversDomains:)``.
  package static func weights(of stages: [Stage]) throws(SurveyFault) -> [Double]? {
    guard let rows = stages.first?.clusters.count, stages.allSatisfy({ $0.populations != nil }) else { return nil }
    var weights = [Double](repeating: 1, count: rows)
    var above: SurveyLevel?
    for (index, stage) in stages.enumerated() {
      let level = try SurveyLevel(stage, rows: rows, number: index + 1, above: above)
      for row in weights.indices {
        let stratum = level.strata[level.stratumOfCluster[level.clusterOfRow[row]]]
        weights[row] *= stratum.population / Double(stratum.clusterCount)
      }
      above = level
    }
    return weights
  }

  /// How many respondents there are.
  package var count: Int { weights.count }

  /// The degrees of freedom of an estimate: first-stage clusters less first-stage strata, of the respondents with a
  /// weight in the domain.
  ///
  /// - Parameter rows: the domain; all respondents unless named.
  package func degreesOfFreedom(in rows: [Int]? = nil) -> Int {
    guard let level = levels.first else { return 0 }
    var hasCluster = [Bool](repeating: false, count: level.stratumOfCluster.count)
    var hasStratum = [Bool](repeating: false, count: level.strata.count)
    var difference = 0
    func count(_ row: Int) {
      let cluster = level.clusterOfRow[row]
      guard weights[row] > 0, !hasCluster[cluster] else { return }
      hasCluster[cluster] = true
      difference += 1
      let stratum = level.stratumOfCluster[cluster]
      if !hasStratum[stratum] { difference -= 1 }
      hasStratum[stratum] = true
    }
    if let rows { rows.forEach(count) } else { weights.indices.forEach(count) }
    return difference
  }
}

/// A stage of a design with its clusters and strata numbered from 0, each belonging to one of the stage above.
struct SurveyLevel: Sendable {
  /// A stratum of the stage, within one cluster of the stage above.
  struct Stratum: Sendable {
    /// How many clusters were sampled.
    var clusterCount: Int

    /// How many there are in the population; infinity where that is not known.
    let population: Double

    /// The cluster of the stage above; 0 at the first stage.
    let parent: Int

    /// The product of the sampled fractions of the stages above, by which its variance counts.
    let fractionAbove: Double

    /// The caller's number, and a row where it stands.
    let number: Int
    let row: Int
  }

  /// The cluster of each respondent.
  private(set) var clusterOfRow: [Int]

  /// The stratum of each cluster.
  private(set) var stratumOfCluster: [Int]

  /// The strata, those with the same parent one after another.
  private(set) var strata: [Stratum]

  private struct Key: Hashable {
    let parent: Int
    let number: Int
  }

  init(_ stage: SurveyDesign.Stage, rows: Int, number: Int, above: SurveyLevel?) throws(SurveyFault) {
    guard stage.clusters.count == rows, (stage.strata?.count ?? rows) == rows,
      (stage.populations?.count ?? rows) == rows
    else { throw .lengthsDiffer }
    (clusterOfRow, stratumOfCluster, strata) = ([], [], [])
    clusterOfRow.reserveCapacity(rows)
    var strataByKey: [Key: Int] = [:]
    var clustersByKey: [Key: Int] = [:]
    for row in 0..<rows {
      let parent = above?.clusterOfRow[row] ?? 0
      let population = stage.populations?[row] ?? .infinity
      let key = Key(parent: parent, number: stage.strata?[row] ?? 0)
      let stratum = strataByKey[key] ?? strata.count
      if stratum == strata.count {
        strataByKey[key] = stratum
        strata.append(
          Stratum(
            clusterCount: 0, population: population, parent: parent,
            fractionAbove: above.map { $0.sampledFraction(ofCluster: parent) } ?? 1, number: key.number, row: row))
      }
      guard strata[stratum].population == population else { throw .invalidPopulation(stage: number, row: row) }
      let clusterKey = Key(parent: stratum, number: stage.clusters[row])
      let cluster = clustersByKey[clusterKey] ?? stratumOfCluster.count
      if cluster == stratumOfCluster.count {
        clustersByKey[clusterKey] = cluster
        stratumOfCluster.append(stratum)
        strata[stratum].clusterCount += 1
      }
      clusterOfRow.append(cluster)
    }
    for stratum in strata where !(stratum.population >= Double(stratum.clusterCount)) {
      throw .invalidPopulation(stage: number, row: stratum.row)
    }
  }

  /// The product of the sampled fractions down to the stratum of a cluster.
  private func sampledFraction(ofCluster cluster: Int) -> Double {
    let stratum = strata[stratumOfCluster[cluster]]
    return stratum.fractionAbove * (Double(stratum.clusterCount) / stratum.population)
  }
}
