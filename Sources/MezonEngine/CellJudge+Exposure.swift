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
    let residents = residents(of: split)
    if case .asWhole = residents { return whole }
    var facts = whole
    facts.exposure = exposure(residents, of: unit, in: whole.period, &exposures)
    return facts
  }

  /// Whom a rate of a group is relative to.
  enum GroupResidents {
    /// Whom or what that of the whole unit is.
    case asWhole
    /// Residents who are not counted apart.
    case unknown
    case selected(PopulationSelection)
  }

  /// Whom the indicator's value for a group is relative to; nil stands for the total. Complexity: O(groups of the population).
  func residents(of split: SplitGroup?) -> GroupResidents {
    guard case .rate(_, .residents(let selection), _) = plan.value, let split else { return .asWhole }
    let programme = evaluator.programme
    guard let type = splitPlans.first(where: { $0.name == split.name })?.type,
      let column = programme.populationColumn(of: type), case .choice(let choice) = type,
      let member = programme.choices[choice.index].members.firstIndex(of: split.group)
    else { return .unknown }
    return .selected(
      PopulationSelection.restricting(
        selection, toMember: member, ofColumn: column, sizes: programme.populationGroupSizes))
  }

  /// What a rate of residents counted apart is relative to in a unit and a period; nil where that is not known.
  func exposure(
    _ residents: GroupResidents, of unit: Int32, in period: Period, _ exposures: inout ExposureTable
  ) -> Double? {
    guard case .rate(_, _, let isAnnual) = plan.value, case .selected(let own) = residents else { return nil }
    guard !own.groups.isEmpty else { return 0 }
    guard let known = Period.range(from: period.first, through: min(period.last, evaluator.asOf)) else { return 0 }
    return exposures.residents(of: unit, own, in: known, isAnnual: isAnnual, mask: mask)
  }
}
