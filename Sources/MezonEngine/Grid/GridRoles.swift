// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// How many events of each cell of units have which role.
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

  /// For each cell of units the number of events by role, or of those that are counted alone where there are no others.
  let counts: [Int32]
  let layout: RoleLayout
  /// Whether all events are counted.
  let countsAll: Bool

  /// The counts of a cell by role.
  func counts(of cell: Int) -> ArraySlice<Int32> {
    if !countsAll { return counts[cell * layout.count..<(cell + 1) * layout.count] }
    var own = [Int32](repeating: 0, count: layout.count)
    own[Int(layout.counted)] = counts[cell]
    return own[...]
  }

  /// Whether an event of a cell is looked at.
  func isTouched(_ cell: Int) -> Bool {
    countsAll ? counts[cell] != 0 : counts[cell * layout.count..<(cell + 1) * layout.count].contains { $0 != 0 }
  }
}

extension GridRoles.Source {
  /// The role of each row, by ``RoleLayout``; what comes first in the order of roles is written last.
  fileprivate func roles(of rows: [Int32]) -> [UInt8] {
    var roles = [UInt8](
      repeating: UInt8(truncatingIfNeeded: counts == nil ? layout.counted : layout.missed), count: rows.count)
    if let counts {
      for (clause, truths) in notHeld.enumerated().reversed() {
        assign(layout.notHeld(by: clause), where: truths, rows, &roles)
      }
      assign(layout.counted, where: counts, rows, &roles)
    }
    let notYetDue = UInt8(truncatingIfNeeded: layout.notYetDue)
    for wait in waits {
      switch wait {
      case .days(let days, let last):
        for (place, row) in rows.enumerated() where days[Int(row)] != missingDay && days[Int(row)] > last {
          roles[place] = notYetDue
        }
      case .instants(let instants, let last):
        for (place, row) in rows.enumerated() {
          if let instant = instants.value(Int(row)), instant > last { roles[place] = notYetDue }
        }
      }
    }
    for (clause, truths) in leavesOut.enumerated().reversed() {
      assign(layout.leftOut(by: clause), where: truths, rows, &roles)
    }
    return roles
  }
}

private func assign(_ role: UInt16, where truths: Vector<UInt8>, _ rows: [Int32], _ roles: inout [UInt8]) {
  let role = UInt8(truncatingIfNeeded: role)
  if truths.isConstant {
    if truths.values[0] == Truth.yes { roles = Array(repeating: role, count: roles.count) }
    return
  }
  for (place, row) in rows.enumerated() where truths.values[Int(row)] == Truth.yes { roles[place] = role }
}

/// How many events of each base cell of a grid have which role; tallies of different events add up.
struct RoleTally: Sendable {
  private let roles: GridPlan.Roles
  /// How many numbers a base cell has: one a role, or one where all events are counted.
  let stride: Int
  var base: [Int32]

  /// Complexity: O(base cells · roles).
  init(_ roles: GridPlan.Roles, _ grid: CellGrid) {
    self.init(roles, base: Array(repeating: 0, count: (grid.baseCount + 1) * Self.stride(of: roles)))
  }

  /// What was counted in another way: role after role for each base cell, and for what belongs to none.
  init(_ roles: GridPlan.Roles, base: [Int32]) {
    self.roles = roles
    stride = Self.stride(of: roles)
    self.base = base
  }

  static func stride(of roles: GridPlan.Roles) -> Int { roles.countsAll ? 1 : roles.layout.count }

  /// Adds events that are looked at, and returns those that are counted. Complexity: O(rows · (clauses + splits)).
  mutating func add(_ rows: [Int32], _ source: GridRoles.Source, _ places: GridPlaces) -> [Int32] {
    let counted = UInt8(truncatingIfNeeded: self.roles.layout.counted)
    if self.roles.countsAll {
      places.count(rows, into: &base)
      return rows
    }
    let roles = source.roles(of: rows)
    add(rows, places) { Int(roles[$0]) }
    return [Int32](unsafeUninitializedCapacity: rows.count) { kept, filled in
      for place in rows.indices where roles[place] == counted {
        kept[filled] = rows[place]
        filled += 1
      }
    }
  }

  @inline(__always)
  private mutating func add(_ rows: [Int32], _ places: GridPlaces, _ role: (Int) -> Int) {
    let stride = stride
    base.withUnsafeMutableBufferPointer { base in
      places.forEachCell(of: rows) { index, _ in
        role(index)
      } add: { cell, role in
        base[cell &* stride &+ role] &+= 1
      }
    }
  }

  /// Adds what another one has. Complexity: O(base cells · roles).
  mutating func merge(_ other: RoleTally) { addUp(other.base, to: &base) }

  /// The roles of the cells of units. Complexity: O(base cells · depth + cells).
  func finished(_ grid: CellGrid) -> GridRoles {
    GridRoles(
      counts: grid.rolledUp(base, stride: stride, zero: 0) { $0 &+= $1 }, layout: roles.layout,
      countsAll: roles.countsAll)
  }
}

/// Adds numbers to others, place by place.
@inline(__always)
func addUp<Number: FixedWidthInteger>(_ numbers: [Number], to sums: inout [Number]) {
  sums.withUnsafeMutableBufferPointer { sums in
    numbers.withUnsafeBufferPointer { numbers in
      for index in 0..<min(sums.count, numbers.count) { sums[index] &+= numbers[index] }
    }
  }
}

extension ExpressionColumns {
  /// What the roles of an indicator's events are made from.
  func roleSource(of plan: IndicatorPlan) -> GridRoles.Source {
    let frame = frame(plan.event)
    let waits = plan.isDueAtOnce(in: programme) ? [] : plan.waits
    let limits = waits.compactMap { wait -> GridRoles.Wait? in
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
      notHeld: plan.notHeldAgainst.map { truths($0.condition, of: plan.event) }, waits: limits)
  }
}

extension IndicatorPlan {
  /// Whether every event that is looked at counts.
  func countsAll(in programme: Programme) -> Bool {
    leavesOut.isEmpty && counts == nil && (waits.isEmpty || isDueAtOnce(in: programme))
  }

  /// Whether every event that is seen is due: nothing has to wait, and what would is its own time.
  func isDueAtOnce(in programme: Programme) -> Bool {
    maturity.isImmediate && baseField == programme.events[event.index].ownTimeField
  }
}
