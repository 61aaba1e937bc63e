// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

// What rates are relative to.
extension CellJudge {
  /// The exposure of a subject over days that are known; nil where it is not known on each of them.
  func exposure(
    _ plan: ExposurePlan, of subject: Subject, in known: Period, _ isAnnual: Bool, _ exposures: inout ExposureTable
  ) -> Double? {
    let roster = evaluator.roster
    switch (plan, subject) {
    case (.residents(let selection), .unit(let unit)):
      return exposures.residents(of: unit, selection, in: known, isAnnual: isAnnual, mask: mask)
    case (.officers(let post), .unit(let unit)):
      return exposures.officers(of: unit, post: post, in: known, isAnnual: isAnnual, roster: roster, mask: mask)
    case (.daysInPost, .unit(let unit)):
      if let mask = mask {
        let held = exposures.officers(of: unit, post: nil, in: known, roster: roster, within: mask)
        return Double(held.reduce(0) { $0 + $1.days })
      }
      return Double(
        roster.days(under: unit, in: known).reduce(0) { sum, held in held.days.reduce(sum) { $0 + $1.days } })
    case (.daysInPost, .officer(let officer, _)): return Double(roster.daysInPost(officer, in: known))
    case (.residents, .officer), (.officers, .officer): return nil
    }
  }

  /// The facts of a group of a unit's cell: those of the cell, but for a rate's residents, who are those of the group.
  func facts(
    _ whole: CellFacts, of unit: Int32, _ split: SplitGroup?, _ exposures: inout ExposureTable
  ) -> CellFacts {
    guard case .rate(_, .residents(let selection), let isAnnual) = plan.value, let split else { return whole }
    let programme = evaluator.programme
    var facts = whole
    facts.exposure = nil
    guard let type = splitPlans.first(where: { $0.name == split.name })?.type,
      let column = programme.populationColumn(of: type), case .choice(let choice) = type,
      let member = programme.choices[choice.index].members.firstIndex(of: split.group)
    else { return facts }
    let own = PopulationSelection.restricting(
      selection, toMember: member, ofColumn: column, sizes: programme.populationGroupSizes)
    let known = Period.range(from: whole.period.first, through: min(whole.period.last, evaluator.asOf))
    let isNobody = own.groups.isEmpty
    facts.exposure =
      isNobody ? 0 : known.map { exposures.residents(of: unit, own, in: $0, isAnnual: isAnnual, mask: mask) } ?? 0
    return facts
  }
}
