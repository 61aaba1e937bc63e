// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The ways in which a unit's own rows can say how many residents some groups have: for each set of columns by which the
/// groups can be told apart, the rows that add up to them.
///
/// Of sex and age, all residents are one row for all, or one for each sex, or one for each age, or one for each sex and age;
/// women are one row for women, or one for each age of women.
struct PopulationPatterns {
  /// Fewest columns first, and of as many the columns that are declared first; each with the groups of its rows.
  private let ways: [[[Int32]]]

  /// Complexity: O(2^columns · groups · columns), with at most four columns.
  init(of selection: PopulationSelection?, sizes: [Int]) {
    let groups = (selection?.groups ?? Array(0..<sizes.reduce(1, *))).map {
      PopulationSelection.members(of: $0, sizes: sizes)
    }
    ways = Self.columnSets(sizes.count).compactMap { columns in
      let rows = Set(
        groups.map { members in
          members.indices.map { columns.contains($0) ? Int32(truncatingIfNeeded: members[$0]) : -1 }
        })
      // Each row stands for as many groups as the other columns have; if it has some that are not wanted, it cannot be used.
      let groupsOfRow = sizes.indices.filter { !columns.contains($0) }.reduce(1) { $0 * sizes[$1] }
      guard rows.count * groupsOfRow == groups.count else { return nil }
      return rows.sorted { $0.lexicographicallyPrecedes($1) }
    }
  }

  /// All sets of so many columns, fewest first, then in the order of their columns.
  private static func columnSets(_ count: Int) -> [[Int]] {
    (0..<(1 << count)).map { mask in (0..<count).filter { mask & (1 << $0) != 0 } }
      .sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
  }

  /// The residents by the first way of which every row is there on a day; nil if there is none.
  ///
  /// - Parameter rows: a unit's rows, ascending by first day.
  func residents(in rows: [PopulationRow], on day: CalendarDay) -> Int64? {
    for way in ways where !rows.isEmpty {
      var sum: Int64? = 0
      for groups in way {
        let row = rows.last { $0.groups == groups && $0.from <= day && day <= $0.until }
        guard let row, let before = sum else {
          sum = nil
          break
        }
        sum = saturatingSum(before, row.residents)
      }
      if let sum { return sum }
    }
    return nil
  }
}
