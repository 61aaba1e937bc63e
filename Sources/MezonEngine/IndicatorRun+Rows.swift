// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

extension IndicatorRun {
  /// The rows of the indicator: by period, level, unit, officer and split. Complexity: O(rows · log cells).
  func rows(_ parts: Parts, _ exposures: inout ExposureTable) -> [ResultRow] {
    let finisher = CellFinisher(
      plan: plan, indicator: indicator, coverage: plan.value.coverage.map { CoverageRule($0, self) },
      asOf: evaluator.asOf)
    let judge = CellJudge(self, parts)
    let cells = parts.units.index.places.sorted()
    let officers = OfficerRanks(evaluator.dataset)
    var rows: [ResultRow] = []
    for (number, period) in input.periods.periods.enumerated() {
      for subject in subjects(number, period, parts, officers) {
        let facts = judge.facts(subject, number: number, period, finisher.coverage, &exposures)
        switch subject {
        case .unit(let unit):
          let place = parts.units.index.place(period: number, subject: Int(unit), group: 0)
          let total = CellTally(parts.units, at: place, layout: input.layout, plan: plan)
          rows.append(finisher.row(total, facts, subject: subject, split: nil))
          for (group, split) in groups(at: place, cells) {
            let tally = CellTally(parts.units, at: place + group, layout: input.layout, plan: plan)
            rows.append(finisher.row(tally, facts, subject: subject, split: split))
          }
        case .officer(let officer, _):
          let place = parts.officers.index.place(period: number, subject: Int(officer), group: 0)
          let tally = CellTally(parts.officers, at: place, layout: input.layout, plan: plan)
          rows.append(finisher.row(tally, facts, subject: subject, split: nil))
        }
      }
    }
    return rows
  }

  /// For whom a period has rows, in the order of rows.
  private func subjects(
    _ number: Int, _ period: Period, _ parts: Parts, _ ranks: OfficerRanks
  ) -> [Subject] {
    let levels = organisation.organisation.levels
    // What is empty comes first, so officers without a unit come before all levels.
    var keyed: [(level: Int, unit: Int32, rank: Int32, subject: Subject)] = []
    for unit in 0..<Int32(organisation.unitCount) {
      let level = levels[Int(unit)]
      guard plan.levels.contains(level), scope.includes(unit: unit, level: level),
        organisation.organisation.exists(unit, from: period.first, until: period.last)
      else { continue }
      keyed.append((level, unit, -1, .unit(unit)))
    }
    for officer in plan.isForOfficers ? officers(number, period, parts) : [] {
      let unit = evaluator.roster.lastUnit(of: officer, in: period)
      if let unit {
        guard levels.indices.contains(Int(unit)), scope.includes(unit: unit, level: levels[Int(unit)]) else { continue }
        keyed.append((levels[Int(unit)], unit, ranks.rank(officer), .officer(officer, unit: unit)))
      } else if scope.levels == nil, scope.units == nil {
        keyed.append((-1, -1, ranks.rank(officer), .officer(officer, unit: nil)))
      }
    }
    return keyed.sorted { ($0.level, $0.unit, $0.rank) < ($1.level, $1.unit, $1.rank) }.map(\.subject)
  }

  private func officers(_ number: Int, _ period: Period, _ parts: Parts) -> [Int32] {
    if evaluator.roster.isKnown {
      return evaluator.roster.officers(in: period).filter { $0 >= 0 && Int($0) < input.officerCount }
    }
    return parts.officers.index.places.map(parts.officers.index.cell).filter { $0.period == number }
      .map { Int32(truncatingIfNeeded: $0.subject) }
  }

  /// The groups of a cell that have rows, as distances from the total's place, in the order of rows.
  private func groups(at place: Int, _ cells: [Int]) -> [(distance: Int, split: SplitGroup)] {
    var found: [(text: String, distance: Int, split: SplitGroup)] = []
    func add(_ split: SplitColumn, _ offset: Int, _ group: Int) {
      let entry = SplitGroup(name: split.name, group: split.groups[group])
      found.append((entry.name + "=" + entry.group, offset + group, entry))
    }
    for (split, offset) in zip(input.splits, input.groupOffsets) {
      for group in 0..<split.fixedCount { add(split, offset, group) }
      let first = place + offset + split.fixedCount
      var next = lowerBound(cells, first)
      while next < cells.count, cells[next] < place + offset + split.groups.count {
        add(split, offset, cells[next] - place - offset)
        next += 1
      }
    }
    return found.sorted { precedes($0.text, $1.text) }.map { ($0.distance, $0.split) }
  }
}

/// Whether a text comes before another by code points.
func precedes(_ left: String, _ right: String) -> Bool {
  left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
}

/// The first place of an ascending array whose value is not below another.
private func lowerBound(_ values: [Int], _ bound: Int) -> Int {
  var low = 0
  var high = values.count
  while low < high {
    let middle = low + (high - low) / 2
    if values[middle] < bound { low = middle + 1 } else { high = middle }
  }
  return low
}

/// The order of officers by the code points of their codes.
private struct OfficerRanks {
  private var ranks: [Int32] = []

  /// Complexity: O(n log n).
  init(_ dataset: Dataset) {
    guard let officers = dataset.domains.first else { return }
    ranks = Array(repeating: 0, count: officers.count)
    for (rank, code) in officers.codesByText().enumerated() { ranks[Int(code)] = Int32(truncatingIfNeeded: rank) }
  }

  func rank(_ officer: Int32) -> Int32 { ranks.indices.contains(Int(officer)) ? ranks[Int(officer)] : .max }
}

/// Finds what a cell is judged by besides its events.
struct CellJudge {
  private let run: IndicatorRun
  private let audits: AuditRule
  private let handIns: HandInRule?
  private let reports: ReportRule?

  /// Complexity: O(rows of the rosters).
  init(_ run: IndicatorRun, _ parts: IndicatorRun.Parts) {
    self.run = run
    audits = AuditRule(run.evaluator.dataset.audits, event: run.plan.event)
    if run.plan.reportedWhere != nil, let lineages = run.input.lineages {
      reports = ReportRule(
        lineageOfRows: lineages, isSeen: run.columns.frame(run.plan.event).isSeen, parts: parts.lineages,
        organisation: run.organisation)
    } else {
      reports = nil
    }
    handIns =
      reports == nil
      ? HandInRule(run.evaluator.dataset.handIns, event: run.plan.event, organisation: run.organisation) : nil
  }

  /// The facts of a subject in a period.
  func facts(
    _ subject: Subject, number: Int, _ period: Period, _ coverage: CoverageRule?, _ exposures: inout ExposureTable
  ) -> CellFacts {
    let evaluator = run.evaluator
    var facts = CellFacts(period: period, isOver: period.last <= evaluator.asOf)
    let known = Period.range(from: period.first, through: min(period.last, evaluator.asOf))
    switch subject {
    case .unit(let unit):
      facts.auditFailure = audits.failure(of: unit, in: period, organisation: run.organisation)
      if let reports {
        facts.completeness = reports.completeness(of: unit, number: number, in: period, organisation: run.organisation)
      } else if let known {
        facts.completeness = handIns?.completeness(of: unit, in: known, organisation: run.organisation)
      }
      if case .rate(_, let exposure, let isAnnual) = run.plan.value {
        switch (exposure, known) {
        // Over no days the sum is 0, as it is where the unit did not exist on any of them.
        case (_, nil): facts.exposure = 0
        case (.residents, let known?): facts.exposure = exposures.residents(of: unit, in: known, isAnnual: isAnnual)
        case (.officers, let known?):
          facts.exposure = exposures.officers(of: unit, in: known, isAnnual: isAnnual, roster: evaluator.roster)
        }
      }
    case .officer(let officer, let unit):
      if let unit { facts.auditFailure = audits.failure(of: unit, in: period, organisation: run.organisation) }
      facts.daysInPost = evaluator.roster.daysInPost(officer, in: period)
    }
    if let coverage {
      facts.members = coverage.members(of: subject, in: period)
      if case .periods(let grain) = coverage.plan.base {
        facts.periodCount = evaluator.calendar.periods(of: grain, in: period).count
      }
    }
    return facts
  }
}
