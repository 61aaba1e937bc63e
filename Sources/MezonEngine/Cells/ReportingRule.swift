// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// Which units handed in their events of one type, and for which days.
struct HandInRule {
  /// For each unit with hand-ins the days that they cover.
  private let covered: [Int32: [DayRange]]
  private let levels: Set<Int>

  /// The hand-ins of an event type; nil when there are none. Complexity: O(rows log rows).
  init?(_ rows: [HandInRow], event: EventID, organisation: OrganisationIndex) {
    var ranges: [Int32: [DayRange]] = [:]
    for row in rows where row.event == event.index && row.from <= row.until {
      guard row.unit >= 0, Int(row.unit) < organisation.unitCount else { continue }
      ranges[row.unit, default: []].append(DayRange(from: row.from, until: row.until))
    }
    guard !ranges.isEmpty else { return nil }
    covered = ranges.mapValues(union)
    levels = Set(ranges.keys.map { organisation.organisation.levels[Int($0)] })
  }

  /// The share of the days of units of the hand-ins' levels, in a unit or below it, that a hand-in covers; nil without such days.
  func completeness(
    of unit: Int32, in period: Period, organisation: OrganisationIndex, mask: UnitMask? = nil
  ) -> Double? {
    var expected = 0
    var reported = 0
    for number in organisation.lineages(under: unit, in: period) where mask?.contains[number] ?? true {
      let lineage = organisation.lineages[number]
      let own = lineage.chain[0]
      guard levels.contains(organisation.organisation.levels[Int(own)]),
        let days = DayRange(from: lineage.from, until: lineage.until).clamped(to: period)
      else { continue }
      expected += days.days
      for range in covered[own] ?? [] {
        let (from, until) = (max(range.from, days.from), min(range.until, days.until))
        if from <= until { reported += until - from + 1 }
      }
    }
    return expected == 0 ? nil : Double(reported) / Double(expected)
  }
}

/// Which units show by an event of their own that they report.
struct ReportRule {
  /// The levels on which events of the type stand.
  private let levels: Set<Int>
  /// Pairs of a period and a unit of which such an event is.
  private let reporting: Set<[Int]>

  /// Complexity: O(rows + cells).
  init(
    lineageOfRows: [Int32], isSeen: [UInt8], parts: Accumulator, periods: PeriodTable, organisation: OrganisationIndex
  ) {
    var levels: Set<Int> = []
    for (row, lineage) in lineageOfRows.enumerated() where lineage >= 0 && isSeen[row] != 0 {
      levels.insert(organisation.organisation.levels[Int(organisation.lineages[Int(lineage)].chain[0])])
    }
    self.levels = levels
    var reporting: Set<[Int]> = []
    for cell in parts.index.places.indices where (parts.counts(of: cell).last ?? 0) > 0 {
      let (period, lineage, group) = parts.index.cell(at: parts.index.places[cell])
      guard group == 0 else { continue }
      let unit = Int(organisation.lineages[lineage].chain[0])
      reporting.insert([period, unit])
      for whole in periods.sums[period] { reporting.insert([Int(whole), unit]) }
    }
    self.reporting = reporting
  }

  /// The share of the units on those levels, in a unit or below it, that report in a period; nil without such units.
  func completeness(
    of unit: Int32, number: Int, in period: Period, organisation: OrganisationIndex, mask: UnitMask? = nil
  ) -> Double? {
    var expected: Set<Int32> = []
    var reported: Set<Int32> = []
    for lineage in organisation.lineages(under: unit, in: period) where mask?.contains[lineage] ?? true {
      let own = organisation.lineages[lineage].chain[0]
      guard levels.contains(organisation.organisation.levels[Int(own)]) else { continue }
      expected.insert(own)
      if reporting.contains([number, Int(own)]) { reported.insert(own) }
    }
    return expected.isEmpty ? nil : Double(reported.count) / Double(expected.count)
  }
}

/// The failed recording audits of one event type.
struct AuditRule {
  private let rows: [AuditRow]

  init(_ rows: [AuditRow], event: EventID) {
    self.rows = rows.filter { $0.event == event.index && $0.from <= $0.until }
  }

  /// The reason of the first audit, in the order of the roster, that a unit, one above it or one below it failed on a day of a period.
  func failure(of unit: Int32, in period: Period, organisation: OrganisationIndex) -> String? {
    rows.first { row in
      guard let days = DayRange(from: row.from, until: row.until).clamped(to: period) else { return false }
      return stands(unit, under: row.unit, days, organisation) || stands(row.unit, under: unit, days, organisation)
    }?.reason
  }

  private func stands(_ lower: Int32, under upper: Int32, _ days: DayRange, _ organisation: OrganisationIndex) -> Bool {
    organisation.ownLineages(of: lower).contains { number in
      let lineage = organisation.lineages[number]
      return lineage.from <= days.until && days.from <= lineage.until && lineage.chain.contains(upper)
    }
  }
}
