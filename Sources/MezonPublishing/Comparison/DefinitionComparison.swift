// SPDX-License-Identifier: Apache-2.0

package import MezonSemantics

/// What changed between two states of a programme's indicators, in the words of their methods.
package struct DefinitionComparison: Hashable, Sendable {
  /// What became of an indicator.
  package enum Fate: String, Hashable, Sendable {
    case added, removed
    /// Its values can differ.
    case changed
    /// Only what is said of it differs: its words, its targets, how it is shown.
    case reworded
  }

  /// A statement that stands on one side only.
  package struct Change: Hashable, Sendable {
    package let field: MethodSheet.Field
    /// What the statement is about, in the reader's language.
    package let heading: String
    /// What it said; nil where it is new.
    package let old: String?
    /// What it says; nil where it is gone.
    package let new: String?
  }

  /// An indicator that is not the same on both sides.
  package struct Entry: Hashable, Sendable {
    package let id: String
    package let title: String
    package let fate: Fate
    /// The version on each side; empty where there is none.
    package let oldVersion: String
    package let newVersion: String
    /// In the order of the method; empty for one that is added or removed.
    package let changes: [Change]
  }

  /// Removed ones in the old order, then the others in the new.
  package let entries: [Entry]

  /// Groups, filters and parameters that are not the same.
  package let shared: [SharedComparison]

  /// Compares the indicators of two programmes; those of one id and effective date belong together, else those of one id.
  /// Complexity: O(indicators · (their number of one id + statements)).
  package init(old: Programme, new: Programme, words: ReportWords) throws(PublishingFailure) {
    var remaining = old.indicators
    var entries: [Entry] = []
    for plan in new.indicators {
      let place =
        remaining.firstIndex { $0.id == plan.id && $0.effectiveFrom == plan.effectiveFrom }
        ?? remaining.firstIndex { before in
          before.id == plan.id
            && !new.indicators.contains { $0.id == before.id && $0.effectiveFrom == before.effectiveFrom }
        }
      guard let place else {
        entries.append(try Self.entry(plan, .added, words))
        continue
      }
      let before = remaining.remove(at: place)
      let changes = try Self.changes(from: (old, before), to: (new, plan), words)
      guard before.version != plan.version || !changes.isEmpty else { continue }
      entries.append(
        Entry(
          id: plan.id, title: Self.title(plan, words), fate: before.version == plan.version ? .reworded : .changed,
          oldVersion: before.version, newVersion: plan.version, changes: changes))
    }
    var removed: [Entry] = []
    for plan in remaining { removed.append(try Self.entry(plan, .removed, words)) }
    self.entries = removed + entries
    shared = try SharedComparison.all(old: old, new: new, words: words)
  }

  private static func entry(
    _ plan: IndicatorPlan, _ fate: Fate, _ words: ReportWords
  ) throws(PublishingFailure) -> Entry {
    Entry(
      id: plan.id, title: title(plan, words), fate: fate, oldVersion: fate == .removed ? plan.version : "",
      newVersion: fate == .added ? plan.version : "", changes: [])
  }

  private static func title(_ plan: IndicatorPlan, _ words: ReportWords) -> String {
    words.label(plan.declaration.labels, title: plan.declaration.title?.text, name: plan.id)
  }

  private static func changes(
    from old: (Programme, IndicatorPlan), to new: (Programme, IndicatorPlan), _ words: ReportWords
  ) throws(PublishingFailure) -> [Change] {
    let before = try MethodSheetBuilder(programme: old.0, plan: old.1, words: words).sheet(number: "").lines
    let after = try MethodSheetBuilder(programme: new.0, plan: new.1, words: words).sheet(number: "").lines
    var changes: [Change] = []
    for field in MethodSheet.Field.allCases where field != .version {
      let was = before.filter { $0.field == field }
      let now = after.filter { $0.field == field }
      let gone = was.filter { !now.contains($0) }
      let come = now.filter { !was.contains($0) }
      for place in 0..<max(gone.count, come.count) {
        let (left, right) = (gone.dropFirst(place).first, come.dropFirst(place).first)
        changes.append(
          Change(
            field: field, heading: left?.heading ?? right?.heading ?? "", old: left?.text, new: right?.text))
      }
    }
    return changes
  }
}
