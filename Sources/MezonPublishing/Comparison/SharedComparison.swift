// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonSyntax

/// A group, filter or parameter that is not the same in two states of a programme.
package struct SharedComparison: Hashable, Sendable {
  /// `group`, `filter` or `parameter`.
  package let kind: String
  package let name: String
  package let title: String
  package let fate: DefinitionComparison.Fate
  /// What it meant and means, in the reader's language; nil where it was not or is no more.
  package let old: String?
  package let new: String?
  /// Ids of the indicators and appraisals that use it, on either side, directly or through others; old ones first.
  package let users: [String]

  /// Those that differ, removed ones first. Complexity: O(definitions squared).
  static func all(old: Programme, new: Programme, words: ReportWords) throws(PublishingFailure) -> [SharedComparison] {
    var result: [SharedComparison] = []
    func find(_ definition: SharedDefinition, in programme: Programme) -> SharedDefinition? {
      programme.shared.first { $0.name == definition.name && $0.kindName == definition.kindName }
    }
    for gone in old.shared where find(gone, in: new) == nil {
      result.append(try entry(.removed, gone, nil, (old, new), words))
    }
    for definition in new.shared {
      guard let before = find(definition, in: old) else {
        result.append(try entry(.added, nil, definition, (old, new), words))
        continue
      }
      if before.text != definition.text { result.append(try entry(.changed, before, definition, (old, new), words)) }
    }
    return result
  }

  private static func entry(
    _ fate: DefinitionComparison.Fate, _ old: SharedDefinition?, _ new: SharedDefinition?,
    _ programmes: (old: Programme, new: Programme), _ words: ReportWords
  ) throws(PublishingFailure) -> SharedComparison {
    let shown = new ?? old
    var was: String?
    var now: String?
    if let old { was = try text(old, programmes.old, words) }
    if let new { now = try text(new, programmes.new, words) }
    let former = old?.users ?? []
    return SharedComparison(
      kind: shown?.kindName ?? "", name: shown?.name ?? "",
      title: words.label(shown?.labels ?? [], title: shown?.title?.text, name: shown?.name ?? ""), fate: fate, old: was,
      new: now, users: former + (new?.users ?? []).filter { !former.contains($0) })
  }

  /// What a definition says, in words.
  private static func text(
    _ definition: SharedDefinition, _ programme: Programme, _ words: ReportWords
  ) throws(PublishingFailure) -> String {
    let conditions = ConditionWords(words: words, events: programme.events)
    switch definition.kind {
    case .group(let group):
      var names: [String] = []
      for member in group.members { names.append(try words.term(member.text)) }
      return names.joined(separator: ", ")
    case .filter(let filter): return try conditions.text(filter.condition)
    case .parameter(let parameter): return try conditions.text(.parameter(parameter, parameter.name.range))
    }
  }
}
