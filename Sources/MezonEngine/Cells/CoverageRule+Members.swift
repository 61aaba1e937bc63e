// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonSyntax

/// A row of the roster that lists the values of a domain.
struct ListedValue: Sendable {
  let value: Int32
  let unit: Int32
  let from: Int32
  let until: Int32
}

extension CoverageRule {
  /// The rule of a plan, without values of a domain.
  init(_ plan: CoveragePlan, _ evaluator: Evaluator) {
    self.init(
      plan: plan, organisation: evaluator.organisation, roster: evaluator.roster, levels: evaluator.programme.levels,
      calendar: evaluator.calendar, asOf: evaluator.asOf, valuesOfLineages: [], valuesOfOfficers: [:],
      listedValues: [:], moment: .during)
  }

  /// The rule of an indicator, with the values that a roster lists or events ever name. Complexity: O(rows).
  init(_ plan: CoveragePlan, _ run: IndicatorRun) {
    let evaluator = run.evaluator
    guard case .values = plan.base, case .values(let values)? = run.input.coverage?.members else {
      self.init(plan, evaluator)
      return
    }
    var ofLineages = [Set<Int32>](repeating: [], count: evaluator.organisation.lineages.count)
    var ofOfficers: [Int32: Set<Int32>] = [:]
    let isSeen = plan.register == nil ? run.columns.frame(run.plan.event).isSeen : []
    for row in isSeen.indices where isSeen[row] != 0 {
      for place in values.range(of: row) {
        let value = Int32(truncatingIfNeeded: Int64(bitPattern: values.words[place]))
        if let lineage = run.input.lineages?[row], lineage >= 0 { ofLineages[Int(lineage)].insert(value) }
        guard let officers = run.input.officers else { continue }
        for officer in officers.officers[officers.range(of: row)] { ofOfficers[officer, default: []].insert(value) }
      }
    }
    self.init(
      plan: plan, organisation: evaluator.organisation, roster: evaluator.roster, levels: evaluator.programme.levels,
      calendar: evaluator.calendar, asOf: evaluator.asOf, valuesOfLineages: ofLineages.map { $0.sorted() },
      valuesOfOfficers: ofOfficers, listedValues: plan.register.map { run.columns.listed(by: $0) } ?? [:],
      moment: run.plan.moment ?? .during)
  }

  /// The values that the roster lists for a unit and those below it: on the last day where rows in force then are looked at, else
  /// on at least one day of the period.
  func listed(for unit: Int32, in period: Period) -> [Int32] {
    let view = TermView(period, moment, asOf: asOf)
    var found: Set<Int32> = []
    var units: Set<Int32> = []
    for lineage in organisation.lineages(under: unit, in: period) {
      units.insert(organisation.lineages[lineage].chain[0])
    }
    for own in units {
      for row in listedValues[own] ?? [] {
        guard let day = view.day(from: row.from, until: row.until) else { continue }
        let lineage = organisation.lineage(of: own, on: day)
        if lineage >= 0, organisation.lineages[Int(lineage)].chain.contains(unit) { found.insert(row.value) }
      }
    }
    return found.sorted()
  }
}

extension ExpressionColumns {
  /// The rows of a roster that lists values, by their unit. Complexity: O(rows).
  fileprivate func listed(by register: CoveragePlan.Register) -> [Int32: [ListedValue]] {
    let frame = frame(register.event)
    let values = values(of: register.field, register.event)
    let holds = register.condition.map { truths($0, of: register.event) }
    guard let unitField = frame.schema.unitField, frame.table.columns.indices.contains(unitField),
      case .plain(let column) = frame.table.columns[unitField], let units = column.int32s
    else { return [:] }
    let (from, until) = frame.terms()
    var listed: [Int32: [ListedValue]] = [:]
    for row in 0..<frame.rowCount where frame.isSeen[row] != 0 && column.validity?[row] ?? true {
      if let holds, holds.values[holds.isConstant ? 0 : row] != Truth.yes { continue }
      for place in values.range(of: row) {
        listed[units[row], default: []].append(
          ListedValue(
            value: Int32(truncatingIfNeeded: Int64(bitPattern: values.words[place])), unit: units[row],
            from: from[row], until: until[row]))
      }
    }
    return listed
  }
}
