// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Several sets of weights, of which the spread of an estimate's replicates gives its variance, whatever the estimate.
///
/// Sources: K. M. Wolter, Introduction to Variance Estimation (2007), chapter 4; for the bootstrap J. N. K. Rao,
/// C. F. J. Wu, JASA 83 (1988), 231-241.
package struct ReplicateWeights: Sendable {
  /// The weights of the sample.
  package let full: [Double]

  /// One set of weights for each replicate.
  package let replicates: [[Double]]

  /// The factor of each replicate's squared distance.
  package let factors: [Double]

  /// Clusters less strata.
  package let degreesOfFreedom: Int

  /// The variance of an estimate: the sum over replicates of factor times squared distance from the replicates' mean.
  ///
  /// - Parameters:
  ///   - aboutEstimate: measures distances from the estimate by the full weights instead.
  ///   - estimate: computes the estimate from weights.
  /// - Returns: NaN where a replicate has no estimate.
  package func variance(aboutEstimate: Bool = false, of estimate: ([Double]) -> Double) -> Double {
    variance(ofReplicates: replicates.map(estimate), about: aboutEstimate ? estimate(full) : nil)
  }

  /// Makes replicate weights that were handed in.
  ///
  /// - Parameters:
  ///   - full: the weights of the sample.
  ///   - replicates: one set of weights for each replicate.
  ///   - factors: one for each replicate.
  ///   - degreesOfFreedom: see ``degreesOfFreedom``.
  package init(full: [Double], replicates: [[Double]], factors: [Double], degreesOfFreedom: Int) {
    self.full = full
    self.replicates = replicates
    self.factors = factors
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The variance of the log odds of a share whose replicates are known; nil where one of them is 0 or 1.
  package func logitVariance(ofReplicates shares: [Double]) -> Double? {
    let variance = variance(ofReplicates: shares.map { log($0 / (1 - $0)) })
    return variance.isFinite ? variance : nil
  }

  /// The variance of an estimate whose replicates are known, one for each set of weights.
  ///
  /// - Parameters:
  ///   - thetas: the replicates.
  ///   - estimate: measures distances from it; nil: from the replicates' mean.
  package func variance(ofReplicates thetas: [Double], about estimate: Double? = nil) -> Double {
    // A replicate that counts for nothing, of a stratum sampled as a whole, does not move the mean either.
    let counted = thetas.indices.filter { factors[$0] > 0 }
    let mean = counted.reduce(0) { $0 + thetas[$1] } / Double(counted.count)
    let center = estimate ?? mean
    guard !counted.isEmpty else { return 0 }
    return counted.reduce(0) { sum, index in
      let distance = thetas[index] - center
      return sum + factors[index] * distance * distance
    }
  }
}

extension SurveyDesign {
  /// Replicates that each leave out one first-stage cluster and weigh up the others of its stratum (JKn; with one stratum
  /// JK1).
  ///
  /// A replicate's factor is (n - 1)/n of its stratum, less the sampled part where the population's clusters are known.
  ///
  /// - Throws: ``SurveyFault/lonelyCluster(stage:stratum:row:)`` where a stratum has one cluster of several.
  /// - Complexity: O(clusters · respondents).
  package func jackknife() throws(SurveyFault) -> ReplicateWeights {
    guard let level = levels.first else { throw .isEmpty }
    var replicates: [[Double]] = []
    var factors: [Double] = []
    for (cluster, stratumIndex) in level.stratumOfCluster.enumerated() {
      let stratum = level.strata[stratumIndex]
      let count = Double(stratum.clusterCount)
      guard stratum.clusterCount > 1 else {
        if stratum.population == 1 { continue }
        throw .lonelyCluster(stage: 1, stratum: stratum.number, row: stratum.row)
      }
      let unsampled = stratum.population == .infinity ? 1 : (stratum.population - count) / stratum.population
      factors.append((count - 1) / count * unsampled)
      replicates.append(
        weights.indices.map { row in
          let other = level.clusterOfRow[row]
          if other == cluster { return 0 }
          return level.stratumOfCluster[other] == stratumIndex ? weights[row] * (count / (count - 1)) : weights[row]
        })
    }
    return ReplicateWeights(
      full: weights, replicates: replicates, factors: factors, degreesOfFreedom: degreesOfFreedom())
  }

  /// Replicates that draw, in each stratum of n clusters, n - 1 of them with replacement, and weigh up those drawn.
  ///
  /// There is no correction for a finite population. The same seed gives the same replicates on every machine.
  ///
  /// - Parameters:
  ///   - replicates: how many, at least 2.
  ///   - seed: of the draws.
  /// - Throws: ``SurveyFault`` for too few replicates, or a stratum with one cluster.
  /// - Complexity: O(replicates · respondents).
  package func bootstrap(replicates: Int, seed: UInt64) throws(SurveyFault) -> ReplicateWeights {
    guard let level = levels.first else { throw .isEmpty }
    guard replicates >= 2 else { throw .tooFewReplicates }
    if let lonely = level.strata.first(where: { $0.clusterCount < 2 }) {
      throw .lonelyCluster(stage: 1, stratum: lonely.number, row: lonely.row)
    }
    var members = [[Int]](repeating: [], count: level.strata.count)
    for (cluster, stratum) in level.stratumOfCluster.enumerated() { members[stratum].append(cluster) }
    var generator = SplitMix64(seed: seed)
    var sets: [[Double]] = []
    for _ in 0..<replicates {
      var multiples = [Double](repeating: 0, count: level.stratumOfCluster.count)
      for clusters in members {
        let factor = Double(clusters.count) / Double(clusters.count - 1)
        for _ in 1..<clusters.count { multiples[clusters[generator.index(below: clusters.count)]] += factor }
      }
      sets.append(weights.indices.map { weights[$0] * multiples[level.clusterOfRow[$0]] })
    }
    return ReplicateWeights(
      full: weights, replicates: sets, factors: [Double](repeating: 1 / Double(replicates), count: replicates),
      degreesOfFreedom: degreesOfFreedom())
  }
}
