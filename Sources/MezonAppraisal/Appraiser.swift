// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonColumns
package import MezonEngine
package import MezonSemantics

/// Scores officers from results by an appraisal's parts, weights and tables, in view of their days in post.
///
/// A pure function of the results, the posts and the rosters of the data set: it reads no clock.
package struct Appraiser: Sendable {
  let plan: AppraisalPlan
  let evaluator: Evaluator
  /// Of each officer the appraised posts, in the order of the roster.
  let postsOfOfficers: [Int32: [PostRow]]
  private let exposures: ExposureDays

  /// Takes the plan with the evaluator that the results are computed by. Complexity: O(posts + rows of the named rosters).
  package init(plan: AppraisalPlan, evaluator: Evaluator) {
    self.plan = plan
    self.evaluator = evaluator
    let posts = evaluator.dataset.posts.filter { $0.post == plan.post && $0.from <= $0.until }
    postsOfOfficers = Dictionary(grouping: posts, by: \.officer)
    exposures = Self.exposureDays(plan, posts, evaluator)
  }

  /// Indices of all indicators that the appraisal scores, shows or compares units by, ascending.
  package var indicators: [Int] {
    let names = Set(plan.indicatorIDs)
    let all = evaluator.programme.indicators
    return all.indices.filter { names.contains(all[$0].id) }
  }

  /// The officers who held the post in a period, by code in code-point order. Complexity: O(officers log officers).
  package func officers(in period: Period) -> [Int32] {
    exposures.inPost.keys.filter { exposures.exposure(of: $0, in: period).daysInPost > 0 }
      .map { (evaluator.rank(ofOfficer: $0), $0) }.sorted { $0 < $1 }.map { $1 }
  }

  /// The appraisals of officers who held the post in a period, by officer code in code-point order.
  ///
  /// - Parameters:
  ///   - rows: results of ``indicators`` for the period; only totals are used.
  ///   - wanted: the only officer whose appraisal is wanted; nil for all. What it says does not depend on this.
  /// Complexity: O(rows + officers · items); where officers are compared, also the square of those on common ground.
  package func appraisals(in period: Period, from rows: [ResultRow], of wanted: Int32? = nil) -> [Appraisal] {
    let ids = plan.indicatorIDs
    let numbers = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
    let numberOfIndicator = evaluator.programme.indicators.map { numbers[$0.id] }
    var byOfficer: [Int32: [Int]] = [:]
    var byUnit: [Int32: [String: ResultRow]] = [:]
    for (place, row) in rows.enumerated() where row.split == nil && row.period == period {
      guard let number = numberOfIndicator[row.indicator] else { continue }
      switch row.subject {
      case .officer(let officer, _): byOfficer[officer, default: Array(repeating: -1, count: ids.count)][number] = place
      case .unit(let unit): byUnit[unit, default: [:]][ids[number]] = row
      }
    }
    let candidates = officers(in: period).map { officer in
      let (day, own) = standing(of: officer, in: period, byUnit)
      return Candidate(
        officer: officer, exposure: exposures.exposure(of: officer, in: period), day: day, own: own,
        rows: Candidate.Rows(numbers: numbers, places: byOfficer[officer] ?? [], all: rows))
    }
    let byGround = Dictionary(grouping: plan.peers.isEmpty ? [] : candidates, by: commonGround)
    let reliabilities = reliabilities(of: candidates)
    return candidates.filter { wanted == nil || $0.officer == wanted }.map { candidate in
      appraisal(
        of: candidate, in: period, among: byGround[commonGround(of: candidate)] ?? [], reliabilities: reliabilities)
    }
  }

  /// Whether so few days of exposure are left that nothing is scored; of none nothing can be.
  func isTooShort(_ exposure: Exposure) -> Bool { exposure.days < max(1, plan.exposureDaysAtLeast) }

  /// Of how many of its days an indicator is judged, where the appraisal is pro rata and the indicator a count of the period;
  /// nil where it is judged as it is.
  func proportion(of indicator: IndicatorPlan, _ officer: Int32, in period: Period) -> Appraisal.Proportion? {
    guard plan.isProRata, case .aggregate(let aggregate) = indicator.value else { return nil }
    switch aggregate.unconditional {
    case .count, .distinct, .sum: break
    case .mean, .quantile, .medianTerm, .onlyWhere: return nil
    }
    let covered = indicator.window?.covered(for: period) ?? period
    return Appraisal.Proportion(
      days: exposures.exposure(of: officer, in: covered).days, of: covered.last - covered.first + 1)
  }

  private func appraisal(
    of candidate: Candidate, in period: Period, among candidates: [Candidate],
    reliabilities: [String: [Int32: Double]]
  ) -> Appraisal {
    let isTooShort = isTooShort(candidate.exposure)
    let compares = !plan.peers.isEmpty && !isTooShort
    let peers = compares ? peers(of: candidate, among: candidates) : []
    let parts = plan.parts.enumerated().map { index, part in
      Appraisal.Part(
        index: index, weight: part.weight,
        items: part.items.compactMap { item -> Appraisal.Item? in
          guard let row = candidate.rows[item.indicator] else { return nil }
          var scored = scored(
            item, row, of: candidate.officer, isTooShort,
            reliability: reliabilities[item.indicator]?[candidate.officer])
          if compares { scored.peers = comparison(row, of: candidate, with: peers) }
          return scored
        })
    }
    let unit = candidate.rows.values.lazy.compactMap { row -> Int32? in
      if case .officer(_, let unit) = row.subject { unit } else { nil }
    }.min()
    var group: PeerGroup?
    if compares {
      let isKnown = candidate.own.allSatisfy(\.isKnown)
      group = PeerGroup(day: candidate.day, own: candidate.own, count: isKnown ? peers.count : nil)
    }
    return Appraisal(
      officer: candidate.officer, unit: unit, period: period, exposure: candidate.exposure, parts: parts,
      total: isTooShort ? .exposureTooShort : total(of: parts), peers: group,
      context: plan.context.compactMap { candidate.rows[$0] })
  }

  /// The score of a figure. One whose reliability is too low counts as missing, and the rule for what is missing applies.
  private func scored(
    _ item: AppraisalPlan.Item, _ row: ResultRow, of officer: Int32, _ isTooShort: Bool, reliability: Double?
  ) -> Appraisal.Item {
    let indicator = evaluator.programme.indicators[row.indicator]
    let proportion = proportion(of: indicator, officer, in: row.period)
    let points = item.points(on: row.period.last)?.map { point in
      (value: proportion?.share(of: point.value) ?? point.value, score: point.score)
    }
    var scored = Appraisal.Item(
      indicator: item.indicator, weight: item.weight, row: row, points: points, proportion: proportion)
    if let proportion, let target = row.target {
      scored.row.target = proportion.share(of: target)
      scored.row.status = indicator.status(of: scored.row)
    }
    scored.reliability = reliability
    if isTooShort { return scored }
    if let value = row.value, !scored.isUnreliable, let table = points.flatMap({ ScoreTable($0) }) {
      scored.score = table.score(of: value)
    } else if case .hold(let held) = plan.missing {
      (scored.score, scored.isHeld) = (held.value, true)
    }
    return scored
  }

  /// The weighted mean of the scores: `sum(weight * score) / sum(weight)` over the items that have one, in the order of the plan.
  private func total(of parts: [Appraisal.Part]) -> Appraisal.Total {
    let all = plan.parts.reduce(0) { $0 + $1.items.reduce(0) { $0 + $1.weight } }
    var present = 0.0
    var sum = 0.0
    for item in parts.flatMap(\.items) {
      guard let score = item.score else { continue }
      present += item.weight
      sum += item.weight * score
    }
    let missing = all > 0 ? 100 * (all - present) / all : 100
    let allowed: Double =
      switch plan.missing {
      case .reweight(let most): most.value
      case .hold, .noScore: 0
      }
    guard present > 0, missing <= allowed else { return .tooMuchMissing(missing) }
    return .score(sum / present)
  }
}
