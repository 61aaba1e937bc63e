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
  /// Complexity: O(rows of a unit · changes of the unit · sets of columns), over all units.
  func diagnostics(_ rows: [PopulationRow], codes: [String]) -> [Diagnostic] {
    guard !columns.isEmpty else { return [] }
    let ofUnits = Dictionary(grouping: rows, by: \.unit)
    return ofUnits.keys.sorted().flatMap { unit in
      diagnostics(ofUnit: codes.indices.contains(Int(unit)) ? codes[Int(unit)] : "", ofUnits[unit] ?? [])
    }
  }

  private func diagnostics(ofUnit code: String, _ rows: [PopulationRow]) -> [Diagnostic] {
    let finerSets = Set(rows.map { row in columns.indices.filter { row.groups[$0] >= 0 } }).sorted {
      $0.lexicographicallyPrecedes($1)
    }
    guard finerSets.count > 1 else { return [] }
    var found: [Diagnostic] = []
    for row in rows {
      let own = columns.indices.filter { row.groups[$0] >= 0 }
      for named in finerSets where named.count > own.count && own.allSatisfy(named.contains) {
        let days = Set(rows.map(\.from) + [row.from]).filter { row.from <= $0 && $0 <= row.until }.sorted()
        for day in days {
          guard let sum = sum(of: row, by: named, rows, on: day) else { continue }
          guard sum != row.residents else { continue }
          found.append(
            Diagnostic(
              IngestRule.populationDiffers,
              [code, day.description, String(row.residents), name(of: row, own), names(named), String(sum)],
              at: .none))
          break
        }
      }
    }
    return found
  }

  /// The sum of the parts of a row on a day; nil where one is not there.
  private func sum(of row: PopulationRow, by named: [Int], _ rows: [PopulationRow], on day: CalendarDay) -> Int64? {
    let parts = rows.filter { part in
      part.from <= day && day <= part.until
        && columns.indices.allSatisfy { column in
          named.contains(column)
            ? part.groups[column] >= 0 && (row.groups[column] < 0 || row.groups[column] == part.groups[column])
            : part.groups[column] < 0
        }
    }
    let wanted = named.filter { row.groups[$0] < 0 }.reduce(1) { $0 * members[$1].count }
    guard Set(parts.map(\.groups)).count == wanted else { return nil }
    return parts.reduce(0) { sum, part in
      let (total, overflow) = sum.addingReportingOverflow(part.residents)
      return overflow ? .max : total
    }
  }

  private func name(of row: PopulationRow, _ named: [Int]) -> String {
    named.isEmpty ? "*" : named.map { members[$0][Int(row.groups[$0])] }.joined(separator: ", ")
  }

  private func names(_ named: [Int]) -> String { named.map { columns[$0].name }.joined(separator: ", ") }
}
