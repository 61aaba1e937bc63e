// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// The events of an indicator's type, with their roles, days, units, officers and groups: what tells to which cells they belong.
struct LookedAtEvents {
  let run: IndicatorRun
  let used: FieldsInUse
  private let frame: EventFrame
  /// All rows that are seen, looked at or not.
  private let all: [Int]
  private var rowsOfOfficer: [Int32: [Int]] = [:]

  /// Complexity: O(n log n) in the events for expressions that are new, then O(n).
  init(_ evaluator: Evaluator, _ columns: ExpressionColumns, indicator: Int, asked: Period) {
    run = IndicatorRun(evaluator, columns, indicator: indicator, EvaluationScope(asked: asked))
    used = FieldsInUse(run.plan, evaluator.programme)
    let frame = columns.frame(run.plan.event)
    self.frame = frame
    all = frame.isSeen.indices.filter { frame.isSeen[$0] != 0 }
    guard let officers = run.input.officers else { return }
    for row in all {
      for place in officers.range(of: row) { rowsOfOfficer[officers.officers[place], default: []].append(row) }
    }
  }

  /// The events of a figure's cell by role number, not looked-at ones under 0; each by own time, then place.
  /// Complexity: O(events of the officer), or O(events) for a unit.
  func rowsOfRoles(_ result: ResultRow) -> [[Int]] {
    var rows = [[Int]](repeating: [], count: run.input.layout.count)
    let group = result.split.flatMap(numbers)
    if result.split != nil, group == nil { return rows }
    for row in candidates(result.subject) where isIn(result, group, row) { rows[Int(run.input.roles[row])].append(row) }
    let times = frame.ownTimes
    return rows.map { $0.sorted { (times[$0], $0) < (times[$1], $1) } }
  }

  private func candidates(_ subject: Subject) -> [Int] {
    switch subject {
    case .officer(let officer, _): rowsOfOfficer[officer] ?? []
    case .unit: all
    }
  }

  private func numbers(_ wanted: SplitGroup) -> (split: SplitColumn, group: Int32)? {
    for split in run.input.splits where split.name == wanted.name {
      if let group = split.groups.firstIndex(of: wanted.group) { return (split, Int32(truncatingIfNeeded: group)) }
    }
    return nil
  }

  private func isIn(_ result: ResultRow, _ group: (split: SplitColumn, group: Int32)?, _ row: Int) -> Bool {
    let day = run.input.days[row]
    guard day != missingDay, result.period.contains(CalendarDay(daysSinceEpoch: day)) else { return false }
    if case .unit(let unit) = result.subject {
      guard let lineage = run.input.lineages?[row], lineage >= 0,
        run.organisation.lineages[Int(lineage)].chain.contains(unit)
      else { return false }
    }
    guard let group else { return true }
    return group.split.range(of: row).contains { group.split.numbers[$0] == group.group }
  }

  /// The first day at whose end all waits of an event are over.
  func dueDay(_ row: Int) -> CalendarDay? {
    let plan = run.plan
    let zone = run.evaluator.zone
    let fixed = (plan.periodField, plan.maturity.fixedDays, plan.maturity.fixedMicroseconds)
    let waits = [fixed] + plan.maturity.relative.map { ($0.field, $0.days, $0.microseconds) }
    return waits.compactMap { field, days, microseconds -> CalendarDay? in
      let day = frame.days(field)[row]
      guard day != missingDay else { return nil }
      let end = CalendarDay(daysSinceEpoch: day) + days
      guard microseconds != 0 else { return end }
      var start = zone.startOfDay(end + 1)
      if days == 0 {
        start = zone.startOfDay(end)
        if case .time(let times) = frame.times(field), let time = times.value(row) {
          start = Instant(microseconds: time)
        }
      }
      let over = start.adding(microseconds: microseconds)
      let last = zone.day(of: over)
      // A wait that is over at midnight is over at the end of the day before.
      return zone.startOfDay(last) == over ? last - 1 : last
    }.max()
  }
}
