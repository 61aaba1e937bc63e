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
  /// What the rows of the pass are.
  let rows: PassRows
  let splitPlans: [SplitPlan]
  /// The versions of the indicator, itself among them.
  let versions: [Int]
  /// The units whose events are looked at; nil for all.
  let mask: UnitMask?
  /// Whether rows carry what tells how a survey's estimates vary together.
  var keepsSurveyFigures = false

  var organisation: OrganisationIndex { evaluator.organisation }

  /// Has everything computed that the pass reads. Complexity: O(n log n) for expressions that are new.
  ///
  /// - Parameters:
  ///   - only: the one period of which there are rows; nil for all of them.
  ///   - periods: the periods of the rows; nil for those of the indicator's grains that lie wholly in the asked one.
  ///   - mask: the units whose events are looked at; nil for all.
  init(
    _ evaluator: Evaluator, _ columns: ExpressionColumns, indicator: Int, _ scope: EvaluationScope,
    only period: Period? = nil, periods: [Period]? = nil, mask: UnitMask? = nil
  ) {
    self.mask = mask
    self.evaluator = evaluator
    self.columns = columns
    self.indicator = indicator
    let plan = evaluator.programme.indicators[indicator]
    self.plan = plan
    versions = evaluator.programme.versions(of: plan.id)
    self.scope = scope
    splitPlans = plan.splits.filter { split in scope.splits?.contains(split.name) ?? true }
    let frame = columns.frame(plan.event)
    let rows = columns.passRows(of: plan)
    self.rows = rows
    let unitField = plan.readsUnits || mask != nil ? plan.unitField : nil
    let lineages = unitField.map {
      rows.gathering(frame.lineages(unitField: $0, dayField: plan.periodField, in: evaluator.organisation))
    }
    let aggregates = plan.value.aggregates
    var roles = columns.roles(of: plan)
    if let mask, let lineages {
      for row in roles.indices where lineages[row] < 0 || !mask.contains[Int(lineages[row])] {
        roles[row] = RoleLayout.notLookedAt
      }
    }
    let grains = scope.grains(of: indicator, plan)
    let table =
      periods == nil && plan.window == nil
      ? PeriodTable(scope.asked, grains: grains, calendar: evaluator.calendar)
      : PeriodTable(
        periods ?? grains.flatMap { evaluator.calendar.periods(of: $0, in: scope.asked) }, window: plan.window)
    input = PassInput(
      roles: roles, layout: RoleLayout(plan), days: rows.gathering(frame.days(plan.periodField)),
      periods: period.map { PeriodTable([$0], window: plan.window) } ?? table,
      // Of pairs there are rows of officers only.
      lineages: plan.pairing == nil ? lineages : nil,
      officers: plan.isForOfficers ? columns.officers(of: plan, rows) : nil,
      officerCount: evaluator.dataset.domains.first?.count ?? 0, lineageCount: evaluator.organisation.lineages.count,
      groups: columns.groupLayout(of: splitPlans, for: plan), aggregates: aggregates,
      inputs: aggregates.map { columns.input(of: $0, event: plan.event, rows) },
      conditions: aggregates.map { $0.condition.map { columns.truths($0, in: rows) } },
      reports: plan.reportedWhere.map { columns.truths($0, in: rows) },
      coverage: plan.value.coverage.map { columns.coverageInput($0, plan, evaluator) },
      keepsRows: plan.value.estimate != nil, keepsMissed: plan.value.estimate?.form == .share)
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
    return parts(of: whole)
  }

  /// The parts of all cells from what all events came to. Complexity: O(cells · depth).
  func parts(of added: PassResult) -> Parts {
    var whole = added
    whole.lineages.compact()
    whole.officers.addSums(of: input.periods)
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

extension IndicatorPlan {
  /// Whether rows, or what they are made from, are those of units, so that it matters where in the organisation events stand.
  fileprivate var readsUnits: Bool {
    !levels.isEmpty || reportedWhere != nil || value.coverage != nil || value.estimate != nil
  }
}

extension ValuePlan {
  /// The aggregates that the value is made from, in the order of their stores.
  var aggregates: [AggregatePlan] {
    switch self {
    case .aggregate(let aggregate): [aggregate]
    case .ratio(let upper, let lower): [upper, lower]
    case .share, .rate, .coverage, .estimate, .derived: []
    }
  }

  /// What is estimated from the rows of respondents; nil for other values.
  var estimate: EstimatePlan? { if case .estimate(let plan) = self { plan } else { nil } }

  /// What a share of members is taken of; nil for other values.
  var coverage: CoveragePlan? { if case .coverage(let plan) = self { plan } else { nil } }
}

extension ExpressionColumns {
  /// Whose each row is: of events the officers whom they name, of pairs the officer of each.
  func officers(of plan: IndicatorPlan, _ rows: PassRows) -> OfficerLists {
    guard plan.pairing != nil else {
      return frame(plan.event).officers(fields: plan.officerFields, dayField: plan.periodField, roster: roster)
    }
    let officers = spaces[rows.space].officers
    return OfficerLists(officers: officers, offsets: (0...officers.count).map { Int32(truncatingIfNeeded: $0) })
  }

  /// What an aggregate reads from each row.
  func input(of aggregate: AggregatePlan, event: EventID, _ rows: PassRows) -> AggregateInput {
    switch aggregate.unconditional {
    case .count, .onlyWhere: return .none
    case .medianTerm:
      let lengths = frame(event).termLengths(asOf: asOf)
      return .wholes(rows.events.map { lengths.gathering($0, filler: 0) } ?? lengths)
    case .distinct(let field): return .keys(values(of: field, event).gathering(rows.events))
    case .sum(let node), .mean(let node), .quantile(_, let node):
      switch column(node, in: rows.space) {
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
    let rows = passRows(of: plan)
    func ordinals(_ grain: Grain) -> [Int32] {
      rows.gathering(frame.days(plan.periodField)).map { day in
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
    return CoverageInput(
      members: members, withinPeriods: coverage.inEvery.map(ordinals),
      conditions: coverage.bounds.map { $0.condition.map { truths($0, in: rows) } })
  }
}
