// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

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
  /// For a share of values that a roster lists: its rows, by unit.
  let listedValues: [Int32: [ListedValue]]
  let moment: TermMoment

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
        return roster.days(under: unit, post: plan.post?.post, in: period)
          .filter { held in held.days.reduce(0) { $0 + $1.days } >= leastDays }.map(\.officer)
      case .officer(let officer, _):
        return roster.daysInPost(officer, post: plan.post?.post, in: period) >= leastDays ? [officer] : []
      }
    case .values:
      switch subject {
      case .unit(let unit):
        if plan.register != nil { return listed(for: unit, in: period) }
        var found: Set<Int32> = []
        for lineage in organisation.below(unit) { found.formUnion(valuesOfLineages[Int(lineage)]) }
        return found.sorted()
      case .officer(let officer, _): return (valuesOfOfficers[officer] ?? []).sorted()
      }
    }
  }

  /// The members among those of a cell that have what is asked for, in every period where that is asked.
  ///
  /// Complexity: O(n log n) in the counts.
  func having(_ members: [Int32], _ counts: [MemberCount], in period: Period) -> [Int32] {
    let ofMember = Dictionary(grouping: counts, by: \.member)
    return members.filter { member in
      plan.bounds.indices.allSatisfy { keeps($0, member, ofMember[member] ?? [], in: period) }
    }
  }

  /// The first bound that a member does not keep; nil for one that keeps all.
  func brokenBound(_ member: Int32, _ counts: [MemberCount], in period: Period) -> Int? {
    let own = counts.filter { $0.member == member }
    return plan.bounds.indices.first { !keeps($0, member, own, in: period) }
  }

  /// Whether a member keeps a bound, in every period where that is asked.
  private func keeps(_ bound: Int, _ member: Int32, _ counts: [MemberCount], in period: Period) -> Bool {
    guard let inEvery = plan.inEvery else { return keeps(bound, counts, on: period.first) }
    var whole = period
    if case .periods(let grain) = plan.base { whole = calendar.period(ordinal: member, grain: grain) }
    let parts = calendar.periods(of: inEvery, in: whole)
    return !parts.isEmpty
      && parts.allSatisfy { part in
        let ordinal = calendar.ordinal(of: part.first, grain: inEvery)
        return keeps(bound, counts.filter { $0.period == ordinal }, on: period.first)
      }
  }

  /// A bound that a parameter gives is that of the first day of the cell's period.
  private func keeps(_ bound: Int, _ counts: [MemberCount], on day: CalendarDay) -> Bool {
    let found = counts.reduce(0) { $0 + ($1.bound == bound ? $1.count : 0) }
    let all = counts.reduce(0) { $0 + ($1.bound == MemberCount.whole ? $1.count : 0) }
    switch plan.bounds[bound].limit {
    case .atLeast(let least): return found >= least
    case .atLeastFrom(let points): return points.last { $0.from <= day }.map { Double(found) >= $0.value } ?? false
    case .atMost(let most): return found <= most
    case .atLeastPerCent(let least): return all > 0 && 100 * Double(found) >= least * Double(all)
    case .atMostPerCent(let most): return all > 0 && 100 * Double(found) <= most * Double(all)
    }
  }

  /// The lowest level of the tree that a level belongs to.
  func lowestLevel(of level: Int) -> Int {
    guard levels.indices.contains(level) else { return level }
    let tree = levels[level].tree
    return levels.indices.filter { levels[$0].tree == tree }.max { levels[$0].depth < levels[$1].depth } ?? level
  }

  /// On how many days of the period the post that is asked for, or any where none is, must be held.
  private var leastDays: Int { max(1, plan.post?.leastDays ?? 1) }

  /// Whether an officer held the post that is asked for in the unit itself on enough days.
  private func fulfilsPost(_ unit: Int32, in period: Period) -> Bool {
    guard let post = plan.post else { return true }
    return roster.daysInPost(post.post, of: unit, in: period).contains { $0 >= leastDays }
  }
}
