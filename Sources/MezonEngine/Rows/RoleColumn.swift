// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// The numbers that stand for roles and clauses in a column, for one indicator.
///
/// 0 is an event that is not looked at; then come the clauses of `leaves out`, not yet due, counted, the clauses of `not held against`, and
/// missed. Clauses beyond ``mostClauses`` share the last number of their kind.
struct RoleLayout: Hashable {
  static let mostClauses = 30_000
  /// The caps of the clauses of `leaves out`, nil without one.
  let leavesOutCaps: [Double?]
  /// The caps of the clauses of `not held against`.
  let notHeldCaps: [Double?]
  /// Whether any clause has a cap.
  let hasCaps: Bool
  let leavesOutCount: Int
  let notHeldCount: Int

  init(_ plan: IndicatorPlan) {
    leavesOutCaps = plan.leavesOut.prefix(Self.mostClauses).map(\.cap)
    notHeldCaps = plan.notHeldAgainst.prefix(Self.mostClauses).map(\.cap)
    hasCaps = (leavesOutCaps + notHeldCaps).contains { $0 != nil }
    leavesOutCount = leavesOutCaps.count
    notHeldCount = notHeldCaps.count
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
  /// The role of every event of the type that an indicator looks at, or of every pair of an event and an officer of its unit, by
  /// ``RoleLayout``. Complexity: O(rows · clauses).
  func roles(of plan: IndicatorPlan) -> [UInt16] {
    let layout = RoleLayout(plan)
    let frame = frame(plan.event)
    let rows = passRows(of: plan)
    var roles = [UInt16](repeating: plan.counts == nil ? layout.counted : layout.missed, count: rows.count)
    // What comes first in the order of roles is written last.
    for (clause, role) in plan.notHeldAgainst.enumerated().reversed() {
      assign(layout.notHeld(by: clause), where: truths(role.condition, in: rows), to: &roles)
    }
    // Without a condition every event counts, and none is held against anyone.
    if let counts = plan.counts {
      assign(layout.counted, where: truths(counts, in: rows), to: &roles)
    } else if !plan.notHeldAgainst.isEmpty {
      roles = [UInt16](repeating: layout.counted, count: rows.count)
    }
    markNotDue(plan, frame, rows, layout.notYetDue, &roles)
    for (clause, role) in plan.leavesOut.enumerated().reversed() {
      assign(layout.leftOut(by: clause), where: truths(role.condition, in: rows), to: &roles)
    }
    let looked = plan.population.map { truths($0, in: rows) } ?? Vector(constant: Truth.yes)
    let isSeen = rows.gathering(frame.isSeen)
    if !isSeen.allSatisfy({ $0 != 0 }) {
      replace(&roles, by: RoleLayout.notLookedAt, Vector(isSeen)) { $0 == 0 }
    }
    if !(looked.isConstant && looked.values[0] == Truth.yes) {
      replace(&roles, by: RoleLayout.notLookedAt, looked) { $0 != Truth.yes }
    }
    return roles
  }

  private func assign(_ role: UInt16, where truths: Vector<UInt8>, to roles: inout [UInt16]) {
    replace(&roles, by: role, truths) { $0 == Truth.yes }
  }

  /// Writes a role over those of the rows whose value passes a test: without branches, for it is done for every row.
  @inline(__always)
  private func replace(
    _ roles: inout [UInt16], by role: UInt16, _ vector: Vector<UInt8>, where isReplaced: (UInt8) -> Bool
  ) {
    let count = roles.count
    vector.withBuffers(rows: count) { vector in
      roles.withUnsafeMutableBufferPointer { roles in
        guard vector.mask != 0 else {
          if count > 0, isReplaced(vector.values[0]) { roles.update(repeating: role) }
          return
        }
        for row in 0..<count { roles[row] = isReplaced(vector.values[row]) ? role : roles[row] }
      }
    }
  }

  /// Marks the events whose wait is not over at the end of the as-of day.
  private func markNotDue(
    _ plan: IndicatorPlan, _ frame: EventFrame, _ rows: PassRows, _ role: UInt16, _ roles: inout [UInt16]
  ) {
    for wait in plan.waits {
      let limit = WaitLimit(wait, asOf: asOf, zone: zone)
      switch limit {
      case .day(let last):
        var days = rows.gathering(frame.days(wait.field))
        if !wait.steps.isEmpty {
          days = days.map {
            $0 == missingDay ? $0 : CalendarDay(daysSinceEpoch: $0).adding(wait.steps).daysSinceEpoch
          }
        }
        for row in roles.indices where days[row] != missingDay && days[row] > last { roles[row] = role }
      case .instant(let last):
        let instants: Vector<Int64>
        switch frame.times(wait.field) {
        case .time(let vector): instants = vector
        case .day(let vector): instants = midnights(vector, zone)
        default: continue
        }
        for row in roles.indices {
          if let instant = instants.value(rows.event(of: row)), instant > last { roles[row] = role }
        }
      }
    }
  }
}

/// The latest day or instant from which a wait is over at the end of the as-of day.
enum WaitLimit: Equatable {
  case day(Int32)
  case instant(Int64)

  init(_ wait: Maturity.RelativeWindow, asOf: CalendarDay, zone: TimeZoneRules) {
    guard wait.microseconds != 0 else {
      self = .day((asOf - wait.days).daysSinceEpoch)
      return
    }
    let end = zone.startOfDay(asOf + 1)
    let latest = end.adding(microseconds: 0 &- wait.microseconds)
    guard wait.days != 0 || wait.isFromDayEnd else {
      self = .instant(latest.microseconds)
      return
    }
    // The hours begin at the end of the last of the days, which is the start of the day after.
    var start = zone.day(of: latest) + 1
    // Clocks that are set back over midnight make it a day earlier; no zone moves them by more.
    for _ in 0..<3 where zone.startOfDay(start) > latest { start = start - 1 }
    self = .day((start - wait.days - 1).daysSinceEpoch)
  }
}
