// SPDX-License-Identifier: Apache-2.0

/// An estimate in its linear form: what each respondent of a domain adds to it, about its value.
///
/// Forms of one design can be combined - subtracted, divided - before the variance is taken, which then has the right
/// covariance without computing it.
package struct SurveyLinearForm: Sendable {
  /// The estimate.
  package let value: Double

  /// The rows that have an influence, ascending.
  package let rows: [Int]

  /// The weighted influence of each of the rows.
  package let influences: [Double]

  /// Makes a form of an estimate.
  package init(value: Double, rows: [Int], influences: [Double]) {
    self.value = value
    self.rows = rows
    self.influences = influences
  }

  /// The form of first·a + second·b, where the factors are the derivatives of a function of two estimates.
  ///
  /// - Parameters:
  ///   - value: the function's value.
  ///   - factors: its derivatives at the two estimates.
  package static func combination(
    of first: SurveyLinearForm, _ second: SurveyLinearForm, value: Double, factors: (Double, Double)
  ) -> SurveyLinearForm {
    var rows: [Int] = []
    var influences: [Double] = []
    rows.reserveCapacity(first.rows.count + second.rows.count)
    influences.reserveCapacity(first.rows.count + second.rows.count)
    var (left, right) = (0, 0)
    while left < first.rows.count || right < second.rows.count {
      let leftRow = left < first.rows.count ? first.rows[left] : .max
      let rightRow = right < second.rows.count ? second.rows[right] : .max
      var influence = 0.0
      if leftRow <= rightRow {
        influence += factors.0 * first.influences[left]
        left += 1
      }
      if rightRow <= leftRow {
        influence += factors.1 * second.influences[right]
        right += 1
      }
      rows.append(min(leftRow, rightRow))
      influences.append(influence)
    }
    return SurveyLinearForm(value: value, rows: rows, influences: influences)
  }

  /// The first estimate less the second.
  package static func - (first: SurveyLinearForm, second: SurveyLinearForm) -> SurveyLinearForm {
    combination(of: first, second, value: first.value - second.value, factors: (1, -1))
  }

  /// The first estimate divided by the second.
  package static func / (first: SurveyLinearForm, second: SurveyLinearForm) -> SurveyLinearForm {
    let quotient = first.value / second.value
    return combination(of: first, second, value: quotient, factors: (1 / second.value, -quotient / second.value))
  }
}

extension SurveyDesign {
  /// The variance of an estimate.
  ///
  /// - Throws: ``SurveyFault/lonelyCluster(stage:stratum:row:)`` where a stratum has one cluster and no remedy is named.
  /// - Returns: NaN where the remedy is the average of other strata and there are none.
  /// - Complexity: O(rows + clusters) for each stage.
  package func variance(of form: SurveyLinearForm) throws(SurveyFault) -> Double {
    guard calibrations.isEmpty else { return try variance(ofAll: residuals(of: form)) }
    var variance = 0.0
    for (index, level) in levels.enumerated() {
      variance += try self.variance(at: level, stage: index + 1, rows: form.rows, influences: form.influences)
    }
    return variance
  }

  /// The covariance of two estimates: a quarter of the variance of their sum less that of their difference.
  ///
  /// - Throws: as ``variance(of:)``.
  package func covariance(
    of first: SurveyLinearForm, _ second: SurveyLinearForm
  ) throws(SurveyFault) -> Double {
    let sum = SurveyLinearForm.combination(of: first, second, value: 0, factors: (1, 1))
    return try (variance(of: sum) - variance(of: first - second)) / 4
  }

  private func variance(ofAll influences: [Double]) throws(SurveyFault) -> Double {
    var variance = 0.0
    let rows = Array(influences.indices)
    for (index, level) in levels.enumerated() {
      variance += try self.variance(at: level, stage: index + 1, rows: rows, influences: influences)
    }
    return variance
  }

  /// What one stage adds: for each stratum (1 - f)·n/(n-1)·Σ(t - t̄)² over its n clusters' totals t, those without a row
  /// being 0, times the sampled fractions above.
  private func variance(
    at level: SurveyLevel, stage: Int, rows: [Int], influences: [Double]
  ) throws(SurveyFault) -> Double {
    var totals = [Double](repeating: 0, count: level.stratumOfCluster.count)
    var isPresent = [Bool](repeating: false, count: totals.count)
    for (position, row) in rows.enumerated() {
      let cluster = level.clusterOfRow[row]
      totals[cluster] += influences[position]
      isPresent[cluster] = true
    }
    var spreads = [StratumSpread](repeating: StratumSpread(), count: level.strata.count)
    for (cluster, stratum) in level.stratumOfCluster.enumerated() where isPresent[cluster] {
      spreads[stratum].add(totals[cluster])
    }
    for (cluster, stratum) in level.stratumOfCluster.enumerated() where isPresent[cluster] {
      spreads[stratum].addSquares(totals[cluster], of: level.strata[stratum].clusterCount)
    }
    // Strata of one cluster of the stage above are averaged among themselves.
    var groups: [Int: StratumGroup] = [:]
    var variance = 0.0
    for (index, stratum) in level.strata.enumerated() where spreads[index].present > 0 && stratum.fractionAbove > 0 {
      let part = try contribution(of: stratum, spread: spreads[index], stage: stage)
      if remedy == .average {
        groups[stratum.parent, default: StratumGroup()].add(part.map { $0 * stratum.fractionAbove })
      } else {
        variance += (part ?? 0) * stratum.fractionAbove
      }
    }
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) { variance += group.completed }
    return variance
  }

  /// What a stratum adds; nil where the average of others is to stand for it.
  private func contribution(
    of stratum: SurveyLevel.Stratum, spread: StratumSpread, stage: Int
  ) throws(SurveyFault) -> Double? {
    let count = Double(stratum.clusterCount)
    let unsampled = stratum.population == .infinity ? 1 : (stratum.population - count) / stratum.population
    // A stratum sampled as a whole has no sampling variance.
    guard unsampled >= 1e-7 else { return 0 }
    guard stratum.clusterCount > 1 else {
      switch remedy {
      case .fail: throw .lonelyCluster(stage: stage, stratum: stratum.number, row: stratum.row)
      case .remove, .certainty: return 0
      case .adjust: return unsampled * spread.squares
      case .average: return nil
      }
    }
    let isLonelyInDomain = spread.present == 1 && remedyCoversDomains
    if isLonelyInDomain, remedy == .average { return nil }
    let isAboutZero = isLonelyInDomain && remedy == .adjust
    return unsampled * count / (count - 1) * (isAboutZero ? spread.squares : spread.squareDeviations(of: count))
  }
}

/// The totals of a stratum's clusters, summed up.
private struct StratumSpread {
  /// How many clusters have a row in the domain.
  private(set) var present = 0

  /// The sum of their totals, about the first so that equal totals have no spread at all.
  private var sum = 0.0
  private var first = 0.0

  /// The sum of the squares of their totals.
  private(set) var squares = 0.0

  /// The sum of their squared distances from the mean of all clusters.
  private var deviations = 0.0

  mutating func add(_ total: Double) {
    if present == 0 { first = total }
    present += 1
    sum += total - first
  }

  mutating func addSquares(_ total: Double, of count: Int) {
    let deviation = (total - first) - (mean(of: Double(count)) - first)
    deviations += deviation * deviation
    squares += total * total
  }

  /// The mean of all clusters, those without a row having the total 0.
  private func mean(of count: Double) -> Double {
    Double(present) == count ? first + sum / count : (first * Double(present) + sum) / count
  }

  /// Σ(t - t̄)² over all clusters of the stratum.
  func squareDeviations(of count: Double) -> Double {
    let mean = mean(of: count)
    return deviations + (count - Double(present)) * mean * mean
  }
}

/// Strata of which those without a variance are given the average of the others'.
private struct StratumGroup {
  private var sum = 0.0
  private var known = 0
  private var all = 0

  mutating func add(_ part: Double?) {
    all += 1
    guard let part else { return }
    known += 1
    sum += part
  }

  var completed: Double { sum * Double(all) / Double(known) }
}
