// SPDX-License-Identifier: Apache-2.0

/// Whom or what a rate is relative to.
package enum ExposurePlan: Sendable, Hashable {
  /// All residents, or those of some groups.
  case residents(PopulationSelection?)
  /// All officers in post, or those in one post.
  case officers(post: String?)
  /// The days of each officer in any post, added up.
  case daysInPost
}

/// How a standard population is composed of the groups of one column of the population.
package struct StandardPopulation: Sendable, Hashable {
  package let name: String
  package let choice: ChoiceID
  /// For each member of the choice how many the standard population has, in any unit; none below 0, some above.
  package let persons: [Double]
}

/// Some groups of the complete cross-classification of residents by the programme's ``Programme/populationGroups``.
///
/// A group is one member of each column. It is numbered as a number with one digit a column, the first column's being the
/// highest: of sex (female, male) and age (young, old), female and old is 1, male and young is 2.
package struct PopulationSelection: Sendable, Hashable {
  /// Ascending.
  package let groups: [Int]

  package init(groups: [Int]) { self.groups = groups }

  /// The members, one for each column, of a group. Complexity: O(columns).
  package static func members(of group: Int, sizes: [Int]) -> [Int] {
    var rest = group
    var members = [Int](repeating: 0, count: sizes.count)
    for (column, size) in sizes.enumerated().reversed() where size > 0 {
      members[column] = rest % size
      rest /= size
    }
    return members
  }

  /// The groups of a selection, or of all residents, that have a member in a column. Complexity: O(groups · columns).
  package static func restricting(
    _ selection: PopulationSelection?, toMember member: Int, ofColumn column: Int, sizes: [Int]
  ) -> PopulationSelection {
    let all = selection?.groups ?? Array(0..<sizes.reduce(1, *))
    return PopulationSelection(
      groups: all.filter { members(of: $0, sizes: sizes)[column] == member })
  }
}

extension Programme {
  /// How many members each column of the population has.
  package var populationGroupSizes: [Int] {
    populationGroups.map { column in
      guard case .choice(let choice) = column.type else { return 0 }
      return choices[choice.index].members.count
    }
  }

  /// The column of the population that has a type; nil where residents are not counted apart by it.
  package func populationColumn(of type: ValueType) -> Int? { populationGroups.firstIndex { $0.type == type } }
}
