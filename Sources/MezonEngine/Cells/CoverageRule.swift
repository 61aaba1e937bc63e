// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// Of which members a share is taken in each cell, and which of them have what it asks for.
struct CoverageRule {
  let plan: CoveragePlan
  let organisation: OrganisationIndex
  let roster: PostRoster
  let levels: [LevelSchema]
  let calendar: PeriodCalendar
  let asOf: CalendarDay
  /// For a share of values: for each lineage the values that events there ever name.
  let valuesOfLineages: [[Int32]]
  /// For a share of values: for each officer the values that events of theirs ever name.
  let valuesOfOfficers: [Int32: Set<Int32>]

  /// The members of a cell, ascending. Complexity: O(members log members + posts).
  func members(of subject: Subject, in period: Period) -> [Int32] {
    switch plan.base {
    case .periods(let grain):
      return calendar.periods(of: grain, in: period).filter { $0.last <= asOf }
        .map { calendar.ordinal(of: $0.first, grain: grain) }
    case .units(let level):
      guard case .unit(let unit) = subject else { return [] }
      let target = level ?? lowestLevel(of: organisation.organisation.levels[Int(unit)])
      var found: Set<Int32> = []
      for lineage in organisation.lineages(under: unit, in: period) {
        let chain = organisation.lineages[lineage].chain
        let own = chain[0]
        if organisation.organisation.levels[Int(own)] == target { found.insert(own) }
      }
      return found.filter { fulfilsPost($0, in: period) }.sorted()
    case .officers:
      switch subject {
      case .unit(let unit):
        return roster.days(under: unit, in: period).map(\.officer)
      case .officer(let officer, _):
        return roster.daysInPost(officer, in: period) > 0 ? [officer] : []
      }
    case .values:
      switch subject {
      case .unit(let unit):
        var found: Set<Int32> = []
        for lineage in organisation.below(unit) { found.formUnion(valuesOfLineages[Int(lineage)]) }
        return found.sorted()
      case .officer(let officer, _): return (valuesOfOfficers[officer] ?? []).sorted()
      }
    }
  }

  /// The members among those of a cell that have at least so many counted events, in every period where that is asked.
  ///
  /// Complexity: O(n log n) in the counts.
  func having(_ members: [Int32], _ counts: [MemberCount], in period: Period) -> [Int32] {
    var ofMember: [Int32: [Int32: Int]] = [:]
    for count in counts { ofMember[count.member, default: [:]][count.period, default: 0] += count.count }
    return members.filter { member in
      let counts = ofMember[member] ?? [:]
      guard let inEvery = plan.inEvery else { return counts.values.reduce(0, +) >= plan.atLeast }
      var whole = period
      if case .periods(let grain) = plan.base { whole = calendar.period(ordinal: member, grain: grain) }
      let parts = calendar.periods(of: inEvery, in: whole)
      return !parts.isEmpty
        && parts.allSatisfy { (counts[calendar.ordinal(of: $0.first, grain: inEvery)] ?? 0) >= plan.atLeast }
    }
  }

  /// The lowest level of the tree that a level belongs to.
  func lowestLevel(of level: Int) -> Int {
    guard levels.indices.contains(level) else { return level }
    let tree = levels[level].tree
    return levels.indices.filter { levels[$0].tree == tree }.max { levels[$0].depth < levels[$1].depth } ?? level
  }

  /// Whether an officer held the post that is asked for in the unit itself on enough days.
  private func fulfilsPost(_ unit: Int32, in period: Period) -> Bool {
    guard let post = plan.post else { return true }
    return roster.daysInPost(post.post, of: unit, in: period).contains { $0 >= max(1, post.leastDays) }
  }
}
