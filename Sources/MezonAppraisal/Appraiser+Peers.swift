// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonEngine
import MezonSemantics
import MezonStatistics

// Comparable officers (docs/evaluation.md, 12).
extension Appraiser {
  /// An officer of the period with what comparisons need.
  struct Candidate {
    let officer: Int32
    let exposure: Exposure
    let day: CalendarDay?
    let own: [PeerGroup.Own]
    let rows: Rows

    /// The officer's results by indicator. A result is large, so they stay where they are.
    struct Rows {
      /// The numbers of the indicators.
      let numbers: [String: Int]
      /// For each number the place of the result, or -1; empty where there is none.
      let places: [Int]
      let all: [ResultRow]

      subscript(_ indicator: String) -> ResultRow? {
        guard let number = numbers[indicator], places.indices.contains(number), places[number] >= 0 else { return nil }
        return all[places[number]]
      }
      var values: [ResultRow] { places.filter { $0 >= 0 }.map { all[$0] } }
    }
  }

  /// The fewest others whose quartiles are shown.
  private static let fewestPeers = 5

  /// What an officer is by each rule, on the last known day of the period on which they held the post.
  func standing(
    of officer: Int32, in period: Period, _ figures: [Int32: [String: ResultRow]]
  ) -> (day: CalendarDay?, own: [PeerGroup.Own]) {
    let last = min(period.last, evaluator.asOf)
    let posts = (postsOfOfficers[officer] ?? []).filter { $0.from <= last && $0.until >= period.first }
    // The post that was held last; of several on one day that of the last unit.
    let ended = posts.max { (min($0.until, last), $0.unit) < (min($1.until, last), $1.unit) }
    guard last >= period.first, let post = ended else { return (nil, plan.peers.map(unknown)) }
    let day = min(post.until, last)
    let lineage = evaluator.dataset.organisation.lineage(of: post.unit, on: day)
    return (day, plan.peers.map { own($0, lineage, figures) })
  }

  private func unknown(_ rule: PeerRulePlan) -> PeerGroup.Own {
    switch rule {
    case .sameAttribute: .attribute(nil)
    case .sameLevel: .level(nil)
    case .attributeWithin, .indicatorWithin: .number(nil)
    }
  }

  private func own(
    _ rule: PeerRulePlan, _ lineage: Organisation.Lineage?, _ figures: [Int32: [String: ResultRow]]
  ) -> PeerGroup.Own {
    guard let lineage else { return unknown(rule) }
    func attribute(_ index: Int) -> Int32? {
      lineage.attributes.indices.contains(index) ? lineage.attributes[index] : nil
    }
    let levels = evaluator.dataset.organisation.levels
    switch rule {
    case .sameAttribute(let index): return .attribute(attribute(index))
    case .sameLevel(let level):
      return .level(lineage.chain.first { levels.indices.contains(Int($0)) && levels[Int($0)] == level })
    case .attributeWithin(let index, _): return .number(attribute(index).map(Double.init))
    case .indicatorWithin(let id, _):
      return .number(lineage.chain.lazy.compactMap { figures[$0]?[id] }.first?.value)
    }
  }

  /// What officers must have in common exactly: what they are by the rules of sameness.
  func commonGround(of candidate: Candidate) -> [PeerGroup.Own] {
    candidate.own.filter { if case .number = $0 { false } else { true } }
  }

  /// Whom a candidate is compared with, among those on common ground. Complexity: O(candidates).
  func peers(of candidate: Candidate, among candidates: [Candidate]) -> [Candidate] {
    candidates.filter { other in
      other.officer != candidate.officer && !isTooShort(other.exposure)
        && zip(plan.peers, zip(candidate.own, other.own)).allSatisfy { rule, pair in pair.0.isLike(pair.1, by: rule) }
    }
  }

  /// How a figure of an officer lies among those of the comparable ones.
  func comparison(_ row: ResultRow, of candidate: Candidate, with peers: [Candidate]) -> PeerComparison {
    let indicator = evaluator.programme.indicators[row.indicator]
    if indicator.isSensitive { return .protected }
    guard candidate.own.allSatisfy(\.isKnown) else { return .notKnown }
    let own = proportion(of: indicator, candidate.officer, in: row.period)
    let values = peers.compactMap { peer -> Double? in
      guard let value = peer.rows[indicator.id]?.value else { return nil }
      guard let own, let other = proportion(of: indicator, peer.officer, in: row.period) else { return value }
      return other.days > 0 ? value * Double(own.days) / Double(other.days) : nil
    }
    let least = max(Self.fewestPeers, indicator.protectCellsBelow)
    let sample = SortedSample(values)
    guard values.count >= least, let lower = sample.quantile(0.25), let median = sample.median,
      let upper = sample.quantile(0.75)
    else { return .tooFew(least: least) }
    return .shown(count: values.count, lower: lower, median: median, upper: upper)
  }
}
