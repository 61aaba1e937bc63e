// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// The events of an indicator's type, with their roles, days, units, officers and groups: what tells to which cells they belong.
struct LookedAtEvents {
  let run: IndicatorRun
  let used: FieldsInUse
  private let frame: EventFrame
  /// All rows of the pass that are seen, looked at or not.
  private let all: [Int]
  private let rowsOfOfficers: RowsOfOfficers?

  /// Complexity: O(n log n) in the events for expressions that are new, then O(n).
  init(_ evaluator: Evaluator, _ columns: ExpressionColumns, indicator: Int, asked: Period, only period: Period? = nil)
  {
    run = IndicatorRun(evaluator, columns, indicator: indicator, EvaluationScope(asked: asked), only: period)
    used = FieldsInUse(run.plan, evaluator.programme)
    let frame = columns.frame(run.plan.event)
    self.frame = frame
    let isSeen = run.rows.gathering(frame.isSeen)
    all = isSeen.indices.filter { isSeen[$0] != 0 }
    rowsOfOfficers = run.input.officers.map { [all] in RowsOfOfficers($0, among: all) }
  }

  /// The rows of a figure's cell by role number, not looked-at ones under 0; each by own time, then place.
  /// Complexity: O(events of the officer), or O(events) for a unit.
  func rowsOfRoles(_ result: ResultRow) -> [[Int]] {
    var rows = [[Int]](repeating: [], count: run.input.layout.count)
    let group = result.split.flatMap(numbers)
    if result.split != nil, group == nil { return rows }
    for row in candidates(result.subject) where isIn(result, group, row) { rows[Int(run.input.roles[row])].append(row) }
    let times = run.rows.gathering(frame.ownTimes)
    return rows.map { $0.sorted { (times[$0], $0) < (times[$1], $1) } }
  }

  /// The event of a row.
  func event(of row: Int) -> Int { run.rows.event(of: row) }

  private func candidates(_ subject: Subject) -> [Int] {
    switch subject {
    case .officer(let officer, _): rowsOfOfficers?.rows(of: officer) ?? []
    case .unit: all
    }
  }

  private func numbers(_ wanted: SplitGroup) -> (split: SplitColumn, group: Int32)? {
    for split in run.input.groups.splits where split.name == wanted.name {
      if let group = split.groups.firstIndex(of: wanted.group) { return (split, Int32(truncatingIfNeeded: group)) }
    }
    return nil
  }

  private func isIn(_ result: ResultRow, _ group: (split: SplitColumn, group: Int32)?, _ row: Int) -> Bool {
    let day = run.input.days[row]
    let period = run.plan.window?.covered(for: result.period) ?? result.period
    guard day != missingDay, period.contains(CalendarDay(daysSinceEpoch: day)) else { return false }
    if case .unit(let unit) = result.subject {
      guard let lineage = run.input.lineages?[row], lineage >= 0,
        run.organisation.lineages[Int(lineage)].chain.contains(unit)
      else { return false }
    }
    guard let group else { return true }
    return group.split.range(of: row).contains { group.split.numbers[$0] == group.group }
  }

  /// The first day at whose end all waits of an event are over.
  func dueDay(ofEvent row: Int) -> CalendarDay? {
    let zone = run.evaluator.zone
    return run.plan.waits.compactMap { wait -> CalendarDay? in
      let day = frame.days(wait.field)[row]
      guard day != missingDay else { return nil }
      let end = CalendarDay(daysSinceEpoch: day).adding(wait.steps) + wait.days
      guard wait.microseconds != 0 else { return end }
      var start = zone.startOfDay(end + 1)
      if wait.days == 0, !wait.isFromDayEnd {
        start = zone.startOfDay(end)
        if case .time(let times) = frame.times(wait.field), let time = times.value(row) {
          start = Instant(microseconds: time)
        }
      }
      let over = start.adding(microseconds: wait.microseconds)
      let last = zone.day(of: over)
      // A wait that is over at midnight is over at the end of the day before.
      return zone.startOfDay(last) == over ? last - 1 : last
    }.max()
  }
}

/// The rows of each officer, ascending: one list after the other, by the officers' codes.
private struct RowsOfOfficers {
  private var starts: [Int] = []
  private var rows: [Int32] = []

  /// Complexity: O(rows + officers).
  init(_ officers: OfficerLists, among all: [Int]) {
    starts = [Int](repeating: 0, count: Int(officers.officers.max() ?? -1) + 2)
    for row in all {
      for place in officers.range(of: row) { starts[Int(officers.officers[place]) + 1] += 1 }
    }
    for officer in starts.indices.dropFirst() { starts[officer] += starts[officer - 1] }
    var next = starts
    rows = [Int32](repeating: 0, count: starts.last ?? 0)
    for row in all {
      for place in officers.range(of: row) {
        let officer = Int(officers.officers[place])
        rows[next[officer]] = Int32(truncatingIfNeeded: row)
        next[officer] += 1
      }
    }
  }

  func rows(of officer: Int32) -> [Int] {
    guard officer >= 0, Int(officer) + 1 < starts.count else { return [] }
    return rows[starts[Int(officer)]..<starts[Int(officer) + 1]].map { Int($0) }
  }
}
