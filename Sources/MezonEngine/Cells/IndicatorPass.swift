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
  let splits: [SplitColumn]
  /// Where each split's groups begin among all groups; the total is group 0.
  let groupOffsets: [Int]
  let groupCount: Int
  let aggregates: [AggregatePlan]
  let inputs: [AggregateInput]
  /// Truth of the condition that shows that a unit reports.
  let reports: Vector<UInt8>?
  let coverage: CoverageInput?
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
      index: CellIndex(periods: periodCount, subjects: input.lineageCount, groups: input.groupCount),
      roleCount: input.layout.count, aggregates: input.aggregates, talliesMembers: talliesMembers)
    officers = Accumulator(
      index: CellIndex(
        periods: periodCount, subjects: input.officers == nil ? 0 : input.officerCount, groups: 1),
      roleCount: input.layout.count, aggregates: input.aggregates, talliesMembers: talliesMembers)
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
  let firstDay = input.periods.first.daysSinceEpoch
  let dayCount = input.periods.dayCount
  let counted = input.layout.counted
  input.roles.withUnsafeBufferPointer { roles in
    input.days.withUnsafeBufferPointer { days in
      for row in rows {
        let role = roles[row]
        guard role != RoleLayout.notLookedAt else { continue }
        let day = Int(days[row]) &- Int(firstDay)
        guard day >= 0, day < dayCount else { continue }
        let isReport = input.reports.map { $0.values[$0.isConstant ? 0 : row] == Truth.yes } ?? false
        let event = PassEvent(row: row, role: role, isCounted: role == counted, isReport: isReport)
        for numbers in input.periods.numbersOfDays {
          let period = Int(numbers[day])
          if period >= 0 { add(event, period: period, input, &result) }
        }
      }
    }
  }
  return result
}

/// One event on its way into cells.
private struct PassEvent {
  let row: Int
  let role: UInt16
  let isCounted: Bool
  let isReport: Bool
}

@inline(__always)
private func add(_ event: PassEvent, period: Int, _ input: PassInput, _ result: inout PassResult) {
  if let lineages = input.lineages, lineages[event.row] >= 0 {
    let lineage = Int(lineages[event.row])
    let total = result.lineages.index.place(period: period, subject: lineage, group: 0)
    add(event, at: total, lineage: lineage, input, &result.lineages)
    for (split, offset) in zip(input.splits, input.groupOffsets) {
      for place in split.range(of: event.row) {
        add(event, at: total &+ offset &+ Int(split.numbers[place]), lineage: lineage, input, &result.lineages)
      }
    }
  }
  guard let officers = input.officers else { return }
  for place in officers.range(of: event.row) {
    let officer = Int(officers.officers[place])
    guard officer >= 0, officer < input.officerCount else { continue }
    let lineage = input.lineages.map { Int($0[event.row]) } ?? -1
    let cell = result.officers.index.place(period: period, subject: officer, group: 0)
    add(event, at: cell, lineage: lineage, input, &result.officers)
  }
}

@inline(__always)
private func add(
  _ event: PassEvent, at place: Int, lineage: Int, _ input: PassInput, _ accumulator: inout Accumulator
) {
  let cell = accumulator.cell(at: place)
  accumulator.count(event.role, in: cell)
  if event.isReport { accumulator.countReport(in: cell) }
  guard event.isCounted else { return }
  if !input.inputs.isEmpty { accumulator.add(input.inputs, row: event.row, to: cell) }
  guard let coverage = input.coverage else { return }
  let within = coverage.withinPeriods.map { $0[event.row] } ?? 0
  coverage.forEachMember(of: event.row, lineage: lineage) { member in
    accumulator.addMember(MemberCount.key(member: member, period: within), to: cell)
  }
}

/// The parts of the units' cells, made from those of the lineages in which they stand. Complexity: O(parts · depth).
func rollUp(
  _ lineages: Accumulator, to wanted: [Bool], organisation: OrganisationIndex, input: PassInput
) -> Accumulator {
  var units = Accumulator(
    index: CellIndex(
      periods: input.periods.periods.count, subjects: organisation.unitCount, groups: input.groupCount),
    roleCount: input.layout.count, aggregates: input.aggregates, talliesMembers: input.coverage != nil)
  for cell in lineages.index.places.indices {
    let (period, lineage, group) = lineages.index.cell(at: lineages.index.places[cell])
    for unit in organisation.lineages[lineage].chain where wanted[Int(unit)] {
      units.merge(
        lineages, cell: cell, intoPlace: units.index.place(period: period, subject: Int(unit), group: group))
    }
  }
  units.compact()
  return units
}
