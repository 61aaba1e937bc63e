// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonSyntax

/// Computes every row of every indicator the slow way: for each cell it looks at all events (docs/evaluation.md).
///
/// It is the judge of the engine in tests, so it shares nothing with it: it interprets the tree as it was parsed, over
/// plain values, with arithmetic and statistics of its own, and is meant to be read beside the rules.
package struct NaiveEvaluator: Sendable {
  package let world: NaiveWorld

  /// An evaluator of a programme over a log.
  package init(_ world: NaiveWorld) {
    self.world = world
  }

  /// All rows for the periods inside a period, in the order of the results table.
  package func rows(in asked: Period) -> [NaiveRow] {
    let derived = NaiveDerivedBook(self)
    return world.programme.indicators.flatMap { declaration in
      var comparisons = NaiveComparisons(self, declaration)
      return comparisons.adding(to: plainRows(of: declaration, in: asked, derived))
    }.map { row in
      // Who moves an estimate stands in no table of results.
      var shown = row
      shown.sample = []
      return shown
    }
  }

  /// The rows of one indicator without what comparisons say of them.
  func plainRows(
    of declaration: IndicatorDeclaration, in asked: Period, _ derived: NaiveDerivedBook? = nil
  ) -> [NaiveRow] {
    if case .derived = declaration.value?.form {
      return (derived ?? NaiveDerivedBook(self)).rows(of: declaration, in: asked)
    }
    guard let indicator = NaiveIndicator(declaration, world) else { return [] }
    return rows(of: indicator, in: asked)
  }

  private func rows(of indicator: NaiveIndicator, in asked: Period) -> [NaiveRow] {
    let periods = indicator.grains.flatMap { world.programme.calendar.periods(of: $0, in: asked) }
    return Set(periods).sorted().flatMap { period -> [NaiveRow] in
      let indicator = indicator.looking(at: period)
      return subjects(of: indicator, in: period).flatMap { subject -> [NaiveRow] in
        guard let cell = NaiveCell(indicator, period, subject) else { return [] }
        return [cell.row(of: nil)] + groups(of: cell).map { cell.row(of: $0) }
      }
    }
  }

  // MARK: Which cells

  /// The units and officers of a period, by level from the top, unit, and officer.
  func subjects(of indicator: NaiveIndicator, in period: Period) -> [NaiveSubject] {
    let units = world.units(of: indicator.levels, in: period).map(NaiveSubject.unit)
    let officers = indicator.isForOfficers ? officers(of: indicator, in: period) : []
    return (units + officers).sorted(by: precedes)
  }

  private func officers(of indicator: NaiveIndicator, in period: Period) -> [NaiveSubject] {
    let term = NaiveTerm(period)
    if world.log.posts.isEmpty {
      guard let covered = indicator.covered(for: period) else { return [] }
      let named = indicator.events.filter { covered.contains($0.day) }.flatMap(\.named)
      return NaiveWorld.sorted(Set(named)).map { .officer($0, unit: nil) }
    }
    let held = world.log.posts.filter { $0.term.overlaps(term) }
    return NaiveWorld.sorted(Set(held.map(\.officer))).map { officer in
      let last = held.filter { $0.officer == officer }.max { left, right in
        left.term.from == right.term.from
          ? NaiveWorld.precedes(left.unit, right.unit) : left.term.from < right.term.from
      }
      return .officer(officer, unit: last?.unit)
    }
  }

  func precedes(_ left: NaiveSubject, _ right: NaiveSubject) -> Bool {
    let (a, b) = (place(of: left), place(of: right))
    if a.level != b.level { return a.level < b.level }
    if a.unit != b.unit { return NaiveWorld.precedes(a.unit, b.unit) }
    return NaiveWorld.precedes(a.officer, b.officer)
  }

  private func place(of subject: NaiveSubject) -> (level: Int, unit: String, officer: String) {
    switch subject {
    case .unit(let unit): (rank(of: unit), unit, "")
    case .officer(let officer, let unit): (unit.map { rank(of: $0) } ?? -1, unit ?? "", officer)
    }
  }

  private func rank(of unit: String) -> Int {
    world.programme.levels.firstIndex(of: world.level(of: unit)) ?? .max
  }

  /// The groups of a cell: members of a choice all, others where an event has them, `unknown` likewise.
  func groups(of cell: NaiveCell) -> [NaiveGroup] {
    guard case .unit = cell.subject else { return [] }
    let groups = cell.indicator.splits.flatMap { split in
      let seen = cell.events(of: nil).flatMap { split.groups(of: $0, world) }
      return Set((split.members ?? []) + seen).map { NaiveGroup(split: split, group: $0) }
    }.filter { group in
      // Who named nothing gave no answer.
      group.group != "unknown" || group.split.name != NaiveEstimate(cell.indicator)?.namedField
    }
    return groups.sorted { NaiveWorld.precedes($0.label, $1.label) }
  }
}
