// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Finds rows of a population that state another number than the rows of their parts add up to.
struct PopulationAgreement {
  private let columns: [FieldSchema]
  private let members: [[String]]

  init(_ programme: Programme) {
    columns = programme.populationGroups
    members = columns.map { column in
      if case .choice(let choice) = column.type { programme.choices[choice.index].members } else { [] }
    }
  }

  /// One diagnostic for each row and set of columns that disagree, for the first day on which they do.
  ///
  /// Complexity: O(rows of a unit² · changes of the unit · sets of columns), over all units.
  func diagnostics(_ rows: [PopulationRow], codes: [String]) -> [Diagnostic] {
    guard !columns.isEmpty else { return [] }
    let ofUnits = Dictionary(grouping: rows, by: \.unit)
    return ofUnits.keys.sorted().flatMap { unit in
      diagnostics(ofUnit: codes.indices.contains(Int(unit)) ? codes[Int(unit)] : "", ofUnits[unit] ?? [])
    }
  }

  private func diagnostics(ofUnit code: String, _ rows: [PopulationRow]) -> [Diagnostic] {
    // By which columns a row counts, as a number for each such set.
    var sets: [[Int]] = []
    let setOfRow = rows.map { row -> Int in
      let own = columns.indices.filter { row.groups[$0] >= 0 }
      if let known = sets.firstIndex(of: own) { return known }
      sets.append(own)
      return sets.count - 1
    }
    guard sets.count > 1 else { return [] }
    let order = sets.indices.sorted { sets[$0].lexicographicallyPrecedes(sets[$1]) }
    let finer = sets.map { own in
      order.filter { sets[$0].count > own.count && own.allSatisfy(sets[$0].contains) }
    }
    let changes = Set(rows.map(\.from)).sorted()
    var found: [Diagnostic] = []
    for (row, own) in zip(rows, setOfRow) {
      for named in finer[own] {
        let parts = rows.indices.filter { part in
          setOfRow[part] == named && sets[own].allSatisfy { rows[part].groups[$0] == row.groups[$0] }
        }
        let wanted = sets[named].filter { row.groups[$0] < 0 }.reduce(1) { $0 * members[$1].count }
        guard parts.count >= wanted else { continue }
        for day in changes where row.from <= day && day <= row.until {
          guard let sum = sum(of: parts, rows, wanted: wanted, on: day), sum != row.residents else { continue }
          found.append(
            Diagnostic(
              IngestRule.populationDiffers,
              [
                code, day.description, String(row.residents), name(of: row, sets[own]), names(sets[named]),
                String(sum),
              ], at: .none))
          break
        }
      }
    }
    return found
  }

  /// What the rows of some parts add up to on a day; nil where one is not there. No two rows of a group hold on the same day.
  private func sum(of parts: [Int], _ rows: [PopulationRow], wanted: Int, on day: CalendarDay) -> Int64? {
    var count = 0
    var sum: Int64 = 0
    for part in parts where rows[part].from <= day && day <= rows[part].until {
      let (total, overflow) = sum.addingReportingOverflow(rows[part].residents)
      sum = overflow ? .max : total
      count += 1
    }
    return count == wanted ? sum : nil
  }

  private func name(of row: PopulationRow, _ named: [Int]) -> String {
    named.isEmpty ? "*" : named.map { members[$0][Int(row.groups[$0])] }.joined(separator: ", ")
  }

  private func names(_ named: [Int]) -> String { named.map { columns[$0].name }.joined(separator: ", ") }
}
