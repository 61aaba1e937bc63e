// SPDX-License-Identifier: Apache-2.0

/// A composite index: indicators in groups, groups in larger groups, up to the index itself.
package struct IndexTree: Equatable, Sendable {
  /// An indicator or a group, with its weight among those of the same parent.
  package struct Node: Equatable, Sendable {
    package let name: String
    /// The group that it is part of; nil for the index itself.
    package let parent: String?
    package let weight: Double

    package init(name: String, parent: String?, weight: Double) {
      self.name = name
      self.parent = parent
      self.weight = weight
    }
  }

  /// What is wrong with a list of nodes.
  package enum Fault: Error, Equatable, Sendable {
    case duplicate(String)
    case unknownParent(String)
    case notOneIndex
    case cycle(String)
    case weight(String)
  }

  /// The nodes, each after everything that is part of it.
  package let nodes: [Node]
  /// For each node, the places of its parts, in the order that they were given in; empty for an indicator.
  package let parts: [[Int]]

  /// Puts a list of nodes, in any order, together.
  ///
  /// - Complexity: O(nodes · depth).
  package static func tree(_ list: [Node]) -> Result<IndexTree, Fault> {
    var byName: [String: Node] = [:]
    for node in list {
      guard byName.updateValue(node, forKey: node.name) == nil else { return .failure(.duplicate(node.name)) }
      guard node.weight >= 0, node.weight.isFinite else { return .failure(.weight(node.name)) }
    }
    guard list.count(where: { $0.parent == nil }) == 1 else { return .failure(.notOneIndex) }
    var depths: [String: Int] = [:]
    for node in list {
      var (depth, above) = (0, node)
      while let parent = above.parent {
        guard let next = byName[parent] else { return .failure(.unknownParent(parent)) }
        depth += 1
        guard depth <= list.count else { return .failure(.cycle(node.name)) }
        above = next
      }
      depths[node.name] = depth
    }
    let ordered = list.enumerated().sorted {
      let (first, second) = (depths[$0.element.name] ?? 0, depths[$1.element.name] ?? 0)
      return first == second ? $0.offset < $1.offset : first > second
    }.map(\.element)
    let parts = ordered.map { group in ordered.indices.filter { ordered[$0].parent == group.name } }
    return .success(IndexTree(nodes: ordered, parts: parts))
  }

  /// The value of every node for every unit.
  ///
  /// - Parameters:
  ///   - indicators: for each indicator its normalised values, one for each unit; an indicator that is not there is
  ///     missing for all.
  ///   - units: how many units there are.
  ///   - aggregation: one for all levels.
  ///   - missing: what is done about missing components, at each level.
  /// - Returns: for each node's name the value of each unit, or why it has none.
  /// - Complexity: O(nodes · units).
  package func values(
    indicators: [String: [Double?]], units: Int, aggregation: IndexAggregation,
    missing: IndexAggregation.MissingRule = .refuse
  ) -> [String: [Result<Double, NoIndexValue>]] {
    var columns: [[Result<Double, NoIndexValue>]] = []
    for (node, parts) in zip(nodes, parts) {
      let given = indicators[node.name] ?? []
      columns.append(
        (0..<max(units, 0)).map { unit in
          if parts.isEmpty {
            return (given.indices.contains(unit) ? given[unit] : nil).map(Result.success) ?? .failure(.nothingKnown)
          }
          return aggregation.aggregate(
            parts.map { try? columns[$0][unit].get() }, weights: parts.map { nodes[$0].weight }, missing: missing)
        })
    }
    return Dictionary(uniqueKeysWithValues: zip(nodes.map(\.name), columns))
  }
}
