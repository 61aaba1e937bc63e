// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
package import MezonEngine
package import MezonSemantics

/// Scores officers from results by an appraisal's parts, weights and tables.
///
/// A pure function of the results: it reads no events and no clock.
package struct Appraiser: Sendable {
  private let plan: AppraisalPlan
  private let programme: Programme
  private let dataset: Dataset

  /// Takes the plan with the programme and the data set that the results were computed from.
  package init(plan: AppraisalPlan, programme: Programme, dataset: Dataset) {
    self.plan = plan
    self.programme = programme
    self.dataset = dataset
  }

  /// Indices of all indicators that the appraisal scores or shows, ascending.
  package var indicators: [Int] {
    let names = plan.parts.flatMap { $0.items.map(\.indicator) } + plan.context
    return programme.indicators.indices.filter { names.contains(programme.indicators[$0].id) }
  }

  /// The appraisals of all officers who held the post in a period, by officer code in code-point order.
  ///
  /// - Parameter rows: results of ``indicators`` for the period; only officers' totals are used.
  /// Complexity: O(rows + officers · items).
  package func appraisals(in period: Period, from rows: [ResultRow]) -> [Appraisal] {
    var byOfficer: [Int32: [String: ResultRow]] = [:]
    for row in rows where row.split == nil && row.period == period {
      guard case .officer(let officer, _) = row.subject else { continue }
      byOfficer[officer, default: [:]][programme.indicators[row.indicator].id] = row
    }
    let exposure = exposureDays(in: period)
    let officers = exposure.keys.sorted { left, right in
      let names = dataset.domains[0]
      return names.text(left).unicodeScalars.lexicographicallyPrecedes(names.text(right).unicodeScalars)
    }
    return officers.map { officer in
      appraisal(of: officer, in: period, days: exposure[officer] ?? 0, rows: byOfficer[officer] ?? [:])
    }
  }

  /// Days of the period on which each officer held the appraised post, for those who held it at all; a day counts once.
  private func exposureDays(in period: Period) -> [Int32: Int] {
    var stretches: [Int32: [(first: CalendarDay, last: CalendarDay)]] = [:]
    for post in dataset.posts where post.post == plan.post {
      let first = max(post.from, period.first)
      let last = min(post.until, period.last)
      if first <= last { stretches[post.officer, default: []].append((first, last)) }
    }
    return stretches.mapValues { list in
      var days = 0
      var next = period.first
      for stretch in list.sorted(by: { $0.first < $1.first }) {
        let first = max(stretch.first, next)
        if first <= stretch.last {
          days += stretch.last - first + 1
          next = stretch.last + 1
        }
      }
      return days
    }
  }

  private func appraisal(
    of officer: Int32, in period: Period, days: Int, rows: [String: ResultRow]
  ) -> Appraisal {
    let parts = plan.parts.enumerated().map { index, part in
      Appraisal.Part(
        index: index, weight: part.weight,
        items: part.items.compactMap { item in rows[item.indicator].map { scored(item, $0) } })
    }
    let unit = rows.values.lazy.compactMap { row -> Int32? in
      if case .officer(_, let unit) = row.subject { unit } else { nil }
    }.min()
    return Appraisal(
      officer: officer, unit: unit, period: period, exposureDays: days, parts: parts,
      total: total(of: parts, days: days), context: plan.context.compactMap { rows[$0] })
  }

  private func scored(_ item: AppraisalPlan.Item, _ row: ResultRow) -> Appraisal.Item {
    if let value = row.value, let table = ScoreTable(item.points) {
      return Appraisal.Item(
        indicator: item.indicator, weight: item.weight, row: row, score: table.score(of: value), isHeld: false)
    }
    if case .hold(let held) = plan.missing {
      return Appraisal.Item(indicator: item.indicator, weight: item.weight, row: row, score: held.value, isHeld: true)
    }
    return Appraisal.Item(indicator: item.indicator, weight: item.weight, row: row, score: nil, isHeld: false)
  }

  /// The weighted mean of the scores: `sum(weight * score) / sum(weight)` over the items that have one, in the order of the plan.
  private func total(of parts: [Appraisal.Part], days: Int) -> Appraisal.Total {
    guard days >= plan.exposureDaysAtLeast else { return .exposureTooShort }
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
