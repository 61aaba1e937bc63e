// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// One indicator on its way from columns to rows.
struct IndicatorRun {
  let evaluator: Evaluator
  let columns: ExpressionColumns
  let indicator: Int
  let plan: IndicatorPlan
  let scope: EvaluationScope
  let input: PassInput
  let splitPlans: [SplitPlan]

  var organisation: OrganisationIndex { evaluator.organisation }

  /// Has everything computed that the pass reads. Complexity: O(n log n) for expressions that are new.
  init(_ evaluator: Evaluator, _ columns: ExpressionColumns, indicator: Int, _ scope: EvaluationScope) {
    self.evaluator = evaluator
    self.columns = columns
    self.indicator = indicator
    let plan = evaluator.programme.indicators[indicator]
    self.plan = plan
    self.scope = scope
    splitPlans = plan.splits.filter { split in scope.splits?.contains(split.name) ?? true }
    let frame = columns.frame(plan.event)
    let lineages = plan.unitField.map {
      frame.lineages(unitField: $0, dayField: plan.periodField, in: evaluator.organisation)
    }
    let splits = splitPlans.map { columns.groups(of: $0, for: plan) }
    var offsets: [Int] = []
    var groupCount = 1
    for split in splits {
      offsets.append(groupCount)
      groupCount += split.groups.count
    }
    let aggregates = plan.value.aggregates
    input = PassInput(
      roles: columns.roles(of: plan), layout: RoleLayout(plan), days: frame.days(plan.periodField),
      periods: PeriodTable(scope.asked, grains: plan.grains, calendar: evaluator.calendar), lineages: lineages,
      officers: plan.isForOfficers
        ? frame.officers(fields: plan.officerFields, dayField: plan.periodField, roster: evaluator.roster) : nil,
      officerCount: evaluator.dataset.domains.first?.count ?? 0, lineageCount: evaluator.organisation.lineages.count,
      splits: splits, groupOffsets: offsets, groupCount: groupCount, aggregates: aggregates,
      inputs: aggregates.map { columns.input(of: $0, event: plan.event) },
      reports: plan.reportedWhere.map { columns.truths($0, of: plan.event) },
      coverage: plan.value.coverage.map { columns.coverageInput($0, plan, evaluator) })
  }

  /// The parts of all cells: those of the units, those of the lineages they were made from, and those of the officers.
  struct Parts {
    let units: Accumulator
    let lineages: Accumulator
    let officers: Accumulator
  }

  /// Passes over the events. Complexity: O(rows · grains · groups + cells · depth).
  func parts(threads: Int, chunkRows: Int?) -> Parts {
    let rowCount = input.roles.count
    let perThread = (rowCount + max(1, threads) - 1) / max(1, threads)
    let passInput = input
    let partial = inChunks(rows: rowCount, chunkRows: chunkRows ?? max(perThread, 4096), threads: threads) { rows in
      accumulate(passInput, rows: rows)
    }
    var whole = partial.first ?? PassResult(input)
    for part in partial.dropFirst() { whole.merge(part) }
    whole.lineages.compact()
    whole.officers.compact()
    var wanted = [Bool](repeating: false, count: organisation.unitCount)
    for unit in wanted.indices {
      let level = organisation.organisation.levels[unit]
      wanted[unit] = plan.levels.contains(level) && scope.includes(unit: Int32(unit), level: level)
    }
    let units = rollUp(whole.lineages, to: wanted, organisation: organisation, input: input)
    return Parts(units: units, lineages: whole.lineages, officers: whole.officers)
  }
}

extension ValuePlan {
  /// The aggregates that the value is made from, in the order of their stores.
  var aggregates: [AggregatePlan] {
    switch self {
    case .aggregate(let aggregate): [aggregate]
    case .ratio(let upper, let lower): [upper, lower]
    case .share, .rate, .coverage: []
    }
  }

  /// What a share of members is taken of; nil for other values.
  var coverage: CoveragePlan? { if case .coverage(let plan) = self { plan } else { nil } }
}

extension ExpressionColumns {
  /// What an aggregate reads from each event.
  func input(of aggregate: AggregatePlan, event: EventID) -> AggregateInput {
    switch aggregate {
    case .count: return .none
    case .distinct(let field): return .keys(values(of: field, event))
    case .sum(let node), .mean(let node), .quantile(_, let node):
      switch column(node, of: event) {
      case .whole(let vector): return .wholes(vector)
      case .number(let vector): return .numbers(vector)
      default: return .none
      }
    }
  }

  /// The different present values of a field in each event.
  func values(of field: Int, _ event: EventID) -> KeyValues {
    KeyValues(
      fieldColumn(event, field), type: fieldType(event, field), form: .stored, rows: frame(event).rowCount, zone: zone)
  }

  /// What a share of members reads from each event.
  func coverageInput(_ coverage: CoveragePlan, _ plan: IndicatorPlan, _ evaluator: Evaluator) -> CoverageInput {
    let frame = frame(plan.event)
    func ordinals(_ grain: Grain) -> [Int32] {
      frame.days(plan.periodField).map { day in
        day == missingDay ? -1 : evaluator.calendar.ordinal(of: CalendarDay(daysSinceEpoch: day), grain: grain)
      }
    }
    let members: CoverageInput.Members
    switch coverage.base {
    case .periods(let grain): members = .periods(ordinals(grain))
    case .units(let level):
      let levels = organisationIndex.organisation.levels
      let rule = CoverageRule(coverage, evaluator)
      members = .units(
        organisationIndex.lineages.indices.map { number in
          let own = levels[Int(organisationIndex.lineages[number].chain[0])]
          return organisationIndex.unit(ofLevel: level ?? rule.lowestLevel(of: own), in: number) ?? -1
        })
    case .officers:
      members = .officers(frame.officers(fields: plan.officerFields, dayField: plan.periodField, roster: nil))
    case .values(let field): members = .values(values(of: field, plan.event))
    }
    return CoverageInput(members: members, withinPeriods: coverage.inEvery.map(ordinals))
  }
}

extension CoverageRule {
  /// The rule of a plan, without values of a domain.
  init(_ plan: CoveragePlan, _ evaluator: Evaluator) {
    self.init(
      plan: plan, organisation: evaluator.organisation, roster: evaluator.roster, levels: evaluator.programme.levels,
      calendar: evaluator.calendar, asOf: evaluator.asOf, valuesOfLineages: [], valuesOfOfficers: [:])
  }

  /// The rule of an indicator, with the values that events ever name. Complexity: O(rows).
  init(_ plan: CoveragePlan, _ run: IndicatorRun) {
    let evaluator = run.evaluator
    guard case .values = plan.base, case .values(let values)? = run.input.coverage?.members else {
      self.init(plan, evaluator)
      return
    }
    let isSeen = run.columns.frame(run.plan.event).isSeen
    var ofLineages = [Set<Int32>](repeating: [], count: evaluator.organisation.lineages.count)
    var ofOfficers: [Int32: Set<Int32>] = [:]
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
      valuesOfOfficers: ofOfficers)
  }
}
