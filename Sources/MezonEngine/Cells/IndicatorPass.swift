// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// Everything that one pass over an indicator's events reads: columns of equal length and tables.
struct PassInput {
  let roles: [UInt16]
  let layout: RoleLayout
  let days: [Int32]
  let periods: PeriodTable
  /// The lineage of each event's unit, or -1; nil when no rows for units are asked for.
  let lineages: [Int32]?
  /// nil when no rows for officers are asked for.
  let officers: OfficerLists?
  let officerCount: Int
  let lineageCount: Int
  let groups: GroupLayout
  let aggregates: [AggregatePlan]
  let inputs: [AggregateInput]
  /// For each aggregate the truth of the condition that its events must meet; nil where all do.
  let conditions: [Vector<UInt8>?]
  /// Truth of the condition that shows that a unit reports.
  let reports: Vector<UInt8>?
  let coverage: CoverageInput?
  /// Whether the rows of counted events are kept, for an estimate.
  let keepsRows: Bool
  /// Whether also those of missed ones are.
  let keepsMissed: Bool

  /// Whether anything but counts is kept of counted events.
  var keepsValues: Bool {
    keepsRows || coverage != nil || conditions.contains { $0 != nil }
      || inputs.contains { if case .none = $0 { false } else { true } }
  }
}

/// What a share of members reads from each counted event.
struct CoverageInput {
  /// Who or what is counted.
  enum Members {
    /// The period of the base's grain that each event lies in.
    case periods([Int32])
    /// For each lineage its unit of the base's level, or -1.
    case units([Int32])
    case officers(OfficerLists)
    case values(KeyValues)
  }
  let members: Members
  /// For each event the period in which a member must have enough; nil when only the cell's own matters.
  let withinPeriods: [Int32]?
  /// For each bound which events it is about; nil for all.
  let conditions: [Vector<UInt8>?]

  /// Calls `body` with each bound that an event counts to, and with ``MemberCount/whole``.
  @inline(__always)
  func forEachBound(of row: Int, _ body: (Int32) -> Void) {
    body(MemberCount.whole)
    for (bound, truths) in conditions.enumerated() {
      guard let truths else {
        body(Int32(truncatingIfNeeded: bound))
        continue
      }
      if truths.values[truths.isConstant ? 0 : row] == Truth.yes { body(Int32(truncatingIfNeeded: bound)) }
    }
  }

  /// Calls `body` with each member that an event, whose unit stands in a lineage or -1, is an event of.
  @inline(__always)
  func forEachMember(of row: Int, lineage: Int, _ body: (Int32) -> Void) {
    switch members {
    case .periods(let periods): body(periods[row])
    case .units(let units):
      if lineage >= 0, units[lineage] >= 0 { body(units[lineage]) }
    case .officers(let lists):
      for place in lists.range(of: row) { body(lists.officers[place]) }
    case .values(let values):
      for place in values.range(of: row) {
        body(Int32(truncatingIfNeeded: Int64(bitPattern: values.words[place])))
      }
    }
  }

  /// The members that an event is an event of.
  func members(of row: Int, lineages: [Int32]?) -> [Int32] {
    var found: [Int32] = []
    forEachMember(of: row, lineage: lineages.map { Int($0[row]) } ?? -1) { found.append($0) }
    return found
  }
}

/// The parts of an indicator's cells: by lineage of the unit, and by officer.
struct PassResult {
  var lineages: Accumulator
  var officers: Accumulator

  init(_ input: PassInput) {
    let periodCount = input.periods.periods.count
    let talliesMembers = input.coverage != nil
    lineages = Accumulator(
      index: CellIndex(periods: periodCount, subjects: input.lineageCount, groups: input.groups.count),
      roleCount: input.layout.count, aggregates: input.aggregates, talliesMembers: talliesMembers,
      keepsRows: input.keepsRows)
    officers = Accumulator(
      index: CellIndex(
        periods: periodCount, subjects: input.officers == nil ? 0 : input.officerCount, groups: 1),
      roleCount: input.layout.count, aggregates: input.aggregates, talliesMembers: talliesMembers,
      keepsRows: input.keepsRows)
  }

  /// Adds the parts of other events.
  mutating func merge(_ other: PassResult) {
    lineages.merge(other.lineages)
    officers.merge(other.officers)
  }
}

/// Adds up the events of a range of rows. Complexity: O(rows · grains · groups of an event).
func accumulate(_ input: PassInput, rows: Range<Int>) -> PassResult {
  var result = PassResult(input)
  accumulate(input, rows: rows, into: &result)
  return result
}

/// Adds the events of a range of rows to what others came to. Complexity: O(rows · grains · groups of an event).
func accumulate(_ input: PassInput, rows: Range<Int>, into result: inout PassResult) {
  let firstDay = Int(input.periods.first.daysSinceEpoch)
  let dayCount = input.periods.dayCount
  let keepsValues = input.keepsValues
  let (counted, missed, keepsMissed) = (input.layout.counted, input.layout.missed, input.keepsMissed)
  let none: [Int32] = []
  input.roles.withUnsafeBufferPointer { roles in
    input.days.withUnsafeBufferPointer { days in
      (input.lineages ?? none).withUnsafeBufferPointer { lineages in
        for row in rows where roles[row] != RoleLayout.notLookedAt {
          let day = Int(days[row]) &- firstDay
          guard day >= 0, day < dayCount else { continue }
          let event = PassEvent(
            row: row, role: roles[row],
            keepsValues: keepsValues && (roles[row] == counted || keepsMissed && roles[row] == missed),
            isReport: input.reports.map { $0.values[$0.isConstant ? 0 : row] == Truth.yes } ?? false)
          for numbers in input.periods.numbersOfDays {
            let period = Int(numbers[day])
            guard period >= 0 else { continue }
            if !lineages.isEmpty, lineages[row] >= 0 {
              add(event, period: period, lineage: Int(lineages[row]), input, &result.lineages)
            }
            if let officers = input.officers { add(event, period: period, officers, input, &result.officers) }
          }
        }
      }
    }
  }
  result.lineages.addPending(input)
  result.officers.addPending(input)
}

/// One event on its way into cells.
private struct PassEvent {
  let row: Int
  let role: UInt16
  /// Whether something is kept of its values, for it is counted or the indicator's estimate needs it.
  let keepsValues: Bool
  let isReport: Bool
}

/// Adds an event to the total of its unit's lineage and to its groups there.
@inline(__always)
private func add(
  _ event: PassEvent, period: Int, lineage: Int, _ input: PassInput, _ accumulator: inout Accumulator
) {
  let total = accumulator.index.place(period: period, subject: lineage, group: 0)
  let lists = input.groups.lists
  let from = lists.offsets.isEmpty ? event.row &* lists.stride : Int(lists.offsets[event.row])
  let until = lists.offsets.isEmpty ? from &+ lists.stride : Int(lists.offsets[event.row &+ 1])
  lists.distances.withUnsafeBufferPointer { distances in
    for place in from..<until { add(event, at: total &+ Int(distances[place]), input, &accumulator) }
  }
}

/// Adds an event to each of its officers.
private func add(
  _ event: PassEvent, period: Int, _ lists: OfficerLists, _ input: PassInput, _ accumulator: inout Accumulator
) {
  for place in lists.range(of: event.row) {
    let officer = Int(lists.officers[place])
    guard officer >= 0, officer < input.officerCount else { continue }
    add(event, at: accumulator.index.place(period: period, subject: officer, group: 0), input, &accumulator)
  }
}

@inline(__always)
private func add(_ event: PassEvent, at place: Int, _ input: PassInput, _ accumulator: inout Accumulator) {
  let cell = accumulator.cell(at: place)
  accumulator.count(event.role, in: cell)
  if event.isReport { accumulator.countReport(in: cell) }
  if event.keepsValues { accumulator.addValues(of: event.row, to: cell, input) }
}

/// The parts of the units' cells, made from those of the lineages in which they stand. Complexity: O(parts · depth).
func rollUp(
  _ lineages: Accumulator, to wanted: [Bool], organisation: OrganisationIndex, input: PassInput
) -> Accumulator {
  var units = Accumulator(
    index: CellIndex(
      periods: input.periods.periods.count, subjects: organisation.unitCount, groups: input.groups.count),
    roleCount: input.layout.count, aggregates: input.aggregates, talliesMembers: input.coverage != nil,
    keepsRows: input.keepsRows)
  for cell in lineages.index.places.indices {
    let (period, lineage, group) = lineages.index.cell(at: lineages.index.places[cell])
    for unit in organisation.lineages[lineage].chain where wanted[Int(unit)] {
      units.merge(
        lineages, cell: cell, intoPlace: units.index.place(period: period, subject: Int(unit), group: group))
    }
  }
  units.addSums(of: input.periods)
  units.compact()
  return units
}
