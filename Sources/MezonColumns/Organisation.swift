// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// A unit's place in the organisation from a day to a day, inclusive.
package struct UnitRow: Sendable, Hashable {
  package let code: String
  package let name: String?
  /// Index of the level in the programme.
  package let level: Int
  /// The code of the unit above.
  package let parent: String?
  package let from: CalendarDay
  package let until: CalendarDay
  /// One value per unit attribute of the programme, coded as in a column of its type; nil where missing.
  package let attributes: [Int32?]

  package init(
    code: String, name: String? = nil, level: Int, parent: String? = nil, from: CalendarDay = .first,
    until: CalendarDay = .last, attributes: [Int32?] = []
  ) {
    self.code = code
    self.name = name
    self.level = level
    self.parent = parent
    self.from = from
    self.until = until
    self.attributes = attributes
  }
}

/// The organisation tree as it was on every day.
///
/// Units are indexed in the code-point order of their codes, so that index order is the order of results.
package struct Organisation: Sendable {
  /// A stretch of days on which a unit and all units above it stayed as they were.
  package struct Lineage: Sendable, Hashable {
    package let from: CalendarDay
    package let until: CalendarDay
    /// The unit itself first, then the one above it, up to the top.
    package let chain: [Int32]
    package let attributes: [Int32?]
  }

  /// What is wrong with the rows of units.
  package enum Fault: Sendable, Hashable {
    /// Two rows of the unit hold on the same day.
    case overlap(code: String, day: CalendarDay)
    /// The unit above does not exist on a day on which the unit does.
    case noParent(code: String, parent: String, day: CalendarDay)
    /// A unit stands above itself.
    case cycle(code: String, day: CalendarDay)
    /// `until` lies before `from`.
    case endsBeforeStart(code: String, from: CalendarDay, until: CalendarDay)
    /// The unit's level changes between its rows.
    case levelChanges(code: String)
  }

  /// Codes, ascending by code points.
  package let codes: [String]
  /// The level of each unit, as an index into the programme's levels.
  package let levels: [Int]
  /// The latest name of each unit; its code where it has none.
  package let names: [String]
  /// For each unit its lineages, ascending by day, without overlap.
  package let lineages: [[Lineage]]
  /// Whether every unit stands where it stands on all days that can be read.
  package let isUnchanging: Bool
  private let indices: [String: Int32]

  /// The organisation without units.
  package static let empty = Organisation.build([]).organisation

  /// Builds the tree; units with a fault keep the stretches of days that are sound.
  /// Complexity: O(rows · depth · changes above).
  package static func build(_ rows: [UnitRow]) -> (organisation: Organisation, faults: [Fault]) {
    var builder = OrganisationBuilder(rows)
    let lineages = builder.lineages()
    let organisation = Organisation(
      codes: builder.codes, levels: builder.levels, names: builder.names, lineages: lineages, indices: builder.indices)
    return (organisation, builder.faults)
  }

  fileprivate init(
    codes: [String], levels: [Int], names: [String], lineages: [[Lineage]], indices: [String: Int32]
  ) {
    self.codes = codes
    self.levels = levels
    self.names = names
    self.lineages = lineages
    isUnchanging = lineages.allSatisfy { stretches in
      stretches.count == 1 && stretches[0].from <= .first && stretches[0].until >= .last
    }
    self.indices = indices
  }

  /// The index of a unit by code; nil when there is none.
  package func index(of code: String) -> Int32? { indices[code] }

  /// The unit's lineage on a day; nil when it did not exist then. Complexity: O(changes of the unit).
  package func lineage(of unit: Int32, on day: CalendarDay) -> Lineage? {
    guard lineages.indices.contains(Int(unit)) else { return nil }
    return lineages[Int(unit)].first { $0.from <= day && day <= $0.until }
  }

  /// Whether the unit existed on at least one day of a stretch. Complexity: O(changes of the unit).
  package func exists(_ unit: Int32, from: CalendarDay, until: CalendarDay) -> Bool {
    guard lineages.indices.contains(Int(unit)) else { return false }
    return lineages[Int(unit)].contains { $0.from <= until && from <= $0.until }
  }
}

/// Puts lineages together from rows.
private struct OrganisationBuilder {
  let codes: [String]
  let indices: [String: Int32]
  private(set) var levels: [Int] = []
  private(set) var names: [String] = []
  private(set) var faults: [Organisation.Fault] = []
  /// Sound rows of each unit, ascending by day.
  private var rowsOfUnit: [[UnitRow]] = []

  init(_ rows: [UnitRow]) {
    codes = Set(rows.map(\.code)).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    indices = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, Int32($0)) })
    var grouped = [[UnitRow]](repeating: [], count: codes.count)
    for row in rows {
      guard let index = indices[row.code] else { continue }
      if row.until < row.from {
        faults.append(.endsBeforeStart(code: row.code, from: row.from, until: row.until))
      } else {
        grouped[Int(index)].append(row)
      }
    }
    for (index, group) in grouped.enumerated() {
      let sorted = group.sorted { ($0.from, $0.until) < ($1.from, $1.until) }
      let level = sorted.first?.level ?? 0
      var sound: [UnitRow] = []
      for row in sorted {
        if row.level != level { faults.append(.levelChanges(code: codes[index])) }
        if let last = sound.last, row.from <= last.until {
          faults.append(.overlap(code: codes[index], day: row.from))
        } else if row.level == level {
          sound.append(row)
        }
      }
      rowsOfUnit.append(sound)
      levels.append(level)
      names.append(sound.last?.name ?? codes[index])
    }
  }

  mutating func lineages() -> [[Organisation.Lineage]] {
    var done: [[Organisation.Lineage]?] = Array(repeating: nil, count: codes.count)
    var isOpen = [Bool](repeating: false, count: codes.count)
    for unit in codes.indices { resolve(unit, &done, &isOpen) }
    return done.map { $0 ?? [] }
  }

  /// Resolves a unit after the units above it. The depth of recursion is that of the tree, and a unit that is still
  /// open stands above itself.
  private mutating func resolve(_ unit: Int, _ done: inout [[Organisation.Lineage]?], _ isOpen: inout [Bool]) {
    guard done[unit] == nil else { return }
    isOpen[unit] = true
    var result: [Organisation.Lineage] = []
    for row in rowsOfUnit[unit] {
      guard let code = row.parent else {
        result.append(
          Organisation.Lineage(
            from: row.from, until: row.until, chain: [Int32(unit)], attributes: row.attributes))
        continue
      }
      guard let parent = indices[code] else {
        faults.append(.noParent(code: row.code, parent: code, day: row.from))
        continue
      }
      guard !isOpen[Int(parent)] else {
        faults.append(.cycle(code: row.code, day: row.from))
        continue
      }
      resolve(Int(parent), &done, &isOpen)
      result += stretches(of: row, unit: unit, above: done[Int(parent)] ?? [])
    }
    isOpen[unit] = false
    done[unit] = result
  }

  /// The stretches of a row on which the unit above existed; a gap is a fault.
  private mutating func stretches(
    of row: UnitRow, unit: Int, above: [Organisation.Lineage]
  ) -> [Organisation.Lineage] {
    var result: [Organisation.Lineage] = []
    var next = row.from
    for lineage in above where lineage.from <= row.until && row.from <= lineage.until {
      if lineage.from > next { faults.append(.noParent(code: row.code, parent: row.parent ?? "", day: next)) }
      let from = max(row.from, lineage.from)
      let until = min(row.until, lineage.until)
      result.append(
        Organisation.Lineage(
          from: from, until: until, chain: [Int32(unit)] + lineage.chain, attributes: row.attributes))
      next = until + 1
    }
    if next <= row.until { faults.append(.noParent(code: row.code, parent: row.parent ?? "", day: next)) }
    return result
  }
}
