// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonDiagnostics

/// How many cells the results of some indicators can have, from the plans and the rosters alone, before anything is computed.
///
/// An indicator has at most periods × (units of its levels + officers) × (1 + groups of its splits) cells. A bound, not a
/// forecast: cells in which nothing happened have no row.
package struct ResultSize: Sendable {
  /// More cells than this in one run are refused: about ten gigabytes of results.
  package static let most = 20_000_000

  /// For each level of the programme, how many units it has at some time.
  package let unitsOfLevels: [Int]
  package let officers: Int
  /// For each domain of the programme, how many codes are known.
  package let codesOfDomains: [Int]

  package init(unitsOfLevels: [Int], officers: Int, codesOfDomains: [Int]) {
    self.unitsOfLevels = unitsOfLevels
    self.officers = officers
    self.codesOfDomains = codesOfDomains
  }

  /// The cells of an indicator inside a period; `Int.max` where they are beyond counting. Complexity: O(periods + splits).
  ///
  /// - Parameter splitLevels: the levels whose units are split; nil for all.
  package func cells(
    of plan: IndicatorPlan, _ programme: Programme, in asked: Period, splitLevels: [Int]? = nil
  ) -> Int {
    let calendar = PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth) ?? PeriodCalendar()
    let periods = plan.grains.map { calendar.periods(of: $0, in: asked).count }.reduce(0, +)
    let groups = plan.splits.map { self.groups(of: $0.type, programme) }.reduce(1, +)
    func units(_ levels: [Int]) -> Int {
      levels.map { unitsOfLevels.indices.contains($0) ? unitsOfLevels[$0] : 0 }.reduce(0, +)
    }
    let whole = units(plan.levels.filter { !(splitLevels?.contains($0) ?? true) })
    let split = max(whole == 0 ? 1 : 0, units(plan.levels) - whole + (plan.isForOfficers ? officers : 0))
    let (cells, overflow) = Self.product(split, groups).addingReportingOverflow(whole)
    return Self.product(periods, overflow ? .max : cells)
  }

  private func groups(of type: ValueType, _ programme: Programme) -> Int {
    switch type {
    case .choice(let id): programme.choices[id.index].members.count
    case .yesNo: 2
    case .reference(let id): codesOfDomains.indices.contains(id.index) ? codesOfDomains[id.index] : 0
    case .list(let element): groups(of: element, programme)
    default: 1
    }
  }

  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
  }

  /// The diagnostic that the results are too many, at the indicator that makes most of them; nil where they are not.
  package func excess(
    of indicators: [Int], _ programme: Programme, in asked: Period, splitLevels: [Int]? = nil
  ) -> Diagnostic? {
    var total = 0
    var greatest: (cells: Int, plan: IndicatorPlan)?
    for index in indicators where programme.indicators.indices.contains(index) {
      let plan = programme.indicators[index]
      let cells = self.cells(of: plan, programme, in: asked, splitLevels: splitLevels)
      let (sum, overflow) = total.addingReportingOverflow(cells)
      total = overflow ? .max : sum
      if cells > greatest?.cells ?? -1 { greatest = (cells, plan) }
    }
    guard total > Self.most, let greatest else { return nil }
    let facts = [String(total), String(Self.most), greatest.plan.id, String(greatest.cells)]
    return Diagnostic(SemanticRule.tooManyCells, facts, at: greatest.plan.declaration.name.range)
  }
}
