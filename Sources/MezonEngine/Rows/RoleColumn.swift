// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// The numbers that stand for roles and clauses in a column, for one indicator.
///
/// 0 is an event that is not looked at; then come the clauses of `leaves out`, not yet due, counted, the clauses of `not held against`, and
/// missed. Clauses beyond ``mostClauses`` share the last number of their kind.
struct RoleLayout: Hashable {
  static let mostClauses = 30_000
  let leavesOutCount: Int
  let notHeldCount: Int

  init(_ plan: IndicatorPlan) {
    leavesOutCount = min(plan.leavesOut.count, Self.mostClauses)
    notHeldCount = min(plan.notHeldAgainst.count, Self.mostClauses)
  }

  static let notLookedAt: UInt16 = 0
  func leftOut(by clause: Int) -> UInt16 { UInt16(1 + min(clause, leavesOutCount - 1)) }
  var notYetDue: UInt16 { UInt16(1 + leavesOutCount) }
  var counted: UInt16 { notYetDue + 1 }
  func notHeld(by clause: Int) -> UInt16 { counted + 1 + UInt16(min(clause, notHeldCount - 1)) }
  var missed: UInt16 { counted + 1 + UInt16(notHeldCount) }
  /// How many numbers there are.
  var count: Int { Int(missed) + 1 }
}

extension ExpressionColumns {
  /// The role of every event of the type that an indicator looks at, by ``RoleLayout``. Complexity: O(rows · clauses).
  func roles(of plan: IndicatorPlan) -> [UInt16] {
    let layout = RoleLayout(plan)
    let frame = frame(plan.event)
    var roles = [UInt16](repeating: layout.missed, count: frame.rowCount)
    // What comes first in the order of roles is written last.
    for (clause, role) in plan.notHeldAgainst.enumerated().reversed() {
      assign(layout.notHeld(by: clause), where: truths(role.condition, of: plan.event), to: &roles)
    }
    if let counts = plan.counts {
      assign(layout.counted, where: truths(counts, of: plan.event), to: &roles)
    } else {
      for row in roles.indices { roles[row] = layout.counted }
    }
    markNotDue(plan, frame, layout.notYetDue, &roles)
    for (clause, role) in plan.leavesOut.enumerated().reversed() {
      assign(layout.leftOut(by: clause), where: truths(role.condition, of: plan.event), to: &roles)
    }
    let looked = plan.population.map { truths($0, of: plan.event) } ?? Vector(constant: Truth.yes)
    looked.withBuffers(rows: roles.count) { looked in
      for row in roles.indices where frame.isSeen[row] == 0 || looked.values[row & looked.mask] != Truth.yes {
        roles[row] = RoleLayout.notLookedAt
      }
    }
    return roles
  }

  private func assign(_ role: UInt16, where truths: Vector<UInt8>, to roles: inout [UInt16]) {
    truths.withBuffers(rows: roles.count) { truths in
      for row in roles.indices where truths.values[row & truths.mask] == Truth.yes { roles[row] = role }
    }
  }

  /// Marks the events whose wait is not over at the end of the as-of day.
  private func markNotDue(_ plan: IndicatorPlan, _ frame: EventFrame, _ role: UInt16, _ roles: inout [UInt16]) {
    let fixed = Wait(
      field: plan.periodField, days: plan.maturity.fixedDays, microseconds: plan.maturity.fixedMicroseconds)
    let relative = plan.maturity.relative.map { Wait(field: $0.field, days: $0.days, microseconds: $0.microseconds) }
    let waits = [fixed] + relative
    for wait in waits {
      let limit = WaitLimit(days: wait.days, microseconds: wait.microseconds, asOf: asOf, zone: zone)
      switch limit {
      case .day(let last):
        let days = frame.days(wait.field)
        for row in roles.indices where days[row] != missingDay && days[row] > last { roles[row] = role }
      case .instant(let last):
        let instants: Vector<Int64>
        switch frame.times(wait.field) {
        case .time(let vector): instants = vector
        case .day(let vector): instants = midnights(vector, zone)
        default: continue
        }
        for row in roles.indices {
          if let instant = instants.value(row), instant > last { roles[row] = role }
        }
      }
    }
  }
}

/// How long to wait from the time in a field.
private struct Wait {
  let field: Int
  let days: Int
  let microseconds: Int64
}

/// The latest day or instant from which a wait is over at the end of the as-of day.
enum WaitLimit: Equatable {
  case day(Int32)
  case instant(Int64)

  init(days: Int, microseconds: Int64, asOf: CalendarDay, zone: TimeZoneRules) {
    guard microseconds != 0 else {
      self = .day((asOf - days).daysSinceEpoch)
      return
    }
    let end = zone.startOfDay(asOf + 1)
    let latest = end.adding(microseconds: 0 &- microseconds)
    guard days != 0 else {
      self = .instant(latest.microseconds)
      return
    }
    // The hours begin at the end of the last of the days, which is the start of the day after.
    var start = zone.day(of: latest) + 1
    // Clocks that are set back over midnight make it a day earlier; no zone moves them by more.
    for _ in 0..<3 where zone.startOfDay(start) > latest { start = start - 1 }
    self = .day((start - days - 1).daysSinceEpoch)
  }
}
