// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// The roles of the entries of a grid, and how many events of each cell of units have which.
///
/// Indicators whose clauses are the same share one.
struct GridRoles: Sendable {
  /// What roles are made from, as columns over the events.
  struct Source: Sendable {
    let layout: RoleLayout
    /// Truths of the clauses of `leaves out`.
    let leavesOut: [Vector<UInt8>]
    /// Truth of `counts`; nil where every event counts.
    let counts: Vector<UInt8>?
    let notHeld: [Vector<UInt8>]
    let waits: [Wait]
  }

  /// The limit of one wait, with what it is compared with.
  enum Wait: Sendable {
    /// The local days of the field, already moved by the wait's steps on the calendar, and the latest that is due.
    case days([Int32], last: Int32)
    case instants(Vector<Int64>, last: Int64)
  }

  /// 1 for each entry that is counted; nil where all are.
  let isCounted: [UInt8]?
  /// For each cell of units the number of events by role.
  let counts: [Int32]
  /// How many roles there are.
  let stride: Int

  /// Complexity: O(entries · (clauses + splits) + cells).
  init(_ source: Source, _ entries: GridEntries, _ grid: CellGrid) {
    let roles = entryRoles(source, entries)
    let counted = UInt8(truncatingIfNeeded: source.layout.counted)
    let stride = source.layout.count
    var base = [Int32](repeating: 0, count: (grid.baseCount + 1) * stride)
    base.withUnsafeMutableBufferPointer { base in
      entries.places.withUnsafeBufferPointer { places in
        for entry in roles.indices {
          let role = Int(roles[entry])
          for place in entry &* entries.stride..<(entry &+ 1) &* entries.stride {
            base[Int(places[place]) &* stride &+ role] &+= 1
          }
        }
      }
    }
    counts = grid.rolledUp(base, stride: stride, zero: 0) { $0 &+= $1 }
    isCounted = roles.allSatisfy { $0 == counted } ? nil : roles.map { $0 == counted ? 1 : 0 }
    self.stride = stride
  }

  /// The counts of a cell by role.
  func counts(of cell: Int) -> ArraySlice<Int32> { counts[cell * stride..<(cell + 1) * stride] }
}

/// The role of each entry, by ``RoleLayout``; what comes first in the order of roles is written last.
private func entryRoles(_ source: GridRoles.Source, _ entries: GridEntries) -> [UInt8] {
  let layout = source.layout
  var roles = [UInt8](
    repeating: UInt8(truncatingIfNeeded: source.counts == nil ? layout.counted : layout.missed),
    count: entries.rows.count)
  if source.counts != nil {
    for (clause, truths) in source.notHeld.enumerated().reversed() {
      assign(layout.notHeld(by: clause), where: truths, entries, &roles)
    }
  }
  if let counts = source.counts { assign(layout.counted, where: counts, entries, &roles) }
  let notYetDue = UInt8(truncatingIfNeeded: layout.notYetDue)
  for wait in source.waits {
    switch wait {
    case .days(let days, let last):
      for (entry, row) in entries.rows.enumerated() where days[Int(row)] != missingDay && days[Int(row)] > last {
        roles[entry] = notYetDue
      }
    case .instants(let instants, let last):
      for (entry, row) in entries.rows.enumerated() {
        if let instant = instants.value(Int(row)), instant > last { roles[entry] = notYetDue }
      }
    }
  }
  for (clause, truths) in source.leavesOut.enumerated().reversed() {
    assign(layout.leftOut(by: clause), where: truths, entries, &roles)
  }
  return roles
}

private func assign(_ role: UInt16, where truths: Vector<UInt8>, _ entries: GridEntries, _ roles: inout [UInt8]) {
  let role = UInt8(truncatingIfNeeded: role)
  if truths.isConstant {
    if truths.values[0] == Truth.yes { roles = Array(repeating: role, count: roles.count) }
    return
  }
  for (entry, row) in entries.rows.enumerated() where truths.values[Int(row)] == Truth.yes { roles[entry] = role }
}

extension ExpressionColumns {
  /// What the roles of an indicator's events are made from.
  func roleSource(of plan: IndicatorPlan) -> GridRoles.Source {
    let frame = frame(plan.event)
    let waits = plan.waits.compactMap { wait -> GridRoles.Wait? in
      switch WaitLimit(wait, asOf: asOf, zone: zone) {
      case .day(let last):
        var days = frame.days(wait.field)
        if !wait.steps.isEmpty {
          days = days.map {
            $0 == missingDay ? $0 : CalendarDay(daysSinceEpoch: $0).adding(wait.steps).daysSinceEpoch
          }
        }
        return .days(days, last: last)
      case .instant(let last):
        switch frame.times(wait.field) {
        case .time(let vector): return .instants(vector, last: last)
        case .day(let vector): return .instants(midnights(vector, zone), last: last)
        default: return nil
        }
      }
    }
    return GridRoles.Source(
      layout: RoleLayout(plan), leavesOut: plan.leavesOut.map { truths($0.condition, of: plan.event) },
      counts: plan.counts.map { truths($0, of: plan.event) },
      notHeld: plan.notHeldAgainst.map { truths($0.condition, of: plan.event) }, waits: waits)
  }
}
