// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

extension IndicatorRun {
  /// Adds the rows of the indicator: by period, level, unit, officer and split. Complexity: O(rows · log cells).
  func appendRows(_ parts: Parts, _ exposures: inout ExposureTable, to rows: inout [ResultRow]) {
    let finisher = CellFinisher(
      plan, indicator: indicator, layout: input.layout, coverage: plan.value.coverage.map { CoverageRule($0, self) },
      respondents: plan.value.estimate.flatMap { $0.panel == nil ? Respondents($0, self) : nil },
      panel: PanelFigures(self))
    let judge = CellJudge(self, parts)
    let cells = parts.units.index.places.sorted()
    let splitGroups = (0..<input.groups.count).map(input.groups.group)
    for (number, period) in input.periods.periods.enumerated() where computes(period) {
      let label = input.periods.labels[number]
      let subjects = subjects(number, label, parts)
      // A row is large: it should not be moved more often than need be.
      if rows.count + subjects.count > rows.capacity {
        rows.reserveCapacity(max(rows.count + subjects.count, 2 * rows.capacity))
      }
      for subject in subjects {
        var facts = judge.facts(subject, number: number, period, finisher.coverage, &exposures)
        facts.label = label
        switch subject {
        case .unit(let unit):
          let place = parts.units.index.place(period: number, subject: Int(unit), group: 0)
          let total = parts.units.index.find(place)
          rows.append(finisher.row(parts.units, cell: total, facts, subject: subject, split: nil))
          guard scope.splits(level: organisation.organisation.levels[Int(unit)]) else { continue }
          for group in groups(at: place, cells) where !isNoAnswer(splitGroups[Int(group)]) {
            let cell = parts.units.index.find(place + Int(group))
            let split = splitGroups[Int(group)]
            let ownFacts = judge.facts(facts, of: unit, split, &exposures)
            rows.append(
              finisher.row(parts.units, cell: cell, of: total, ownFacts, subject: subject, split: split))
          }
        case .officer(let officer, _):
          let cell = parts.officers.index.find(
            parts.officers.index.place(period: number, subject: Int(officer), group: 0))
          rows.append(finisher.row(parts.officers, cell: cell, facts, subject: subject, split: nil))
        }
      }
    }
  }

  /// Whether this version of the indicator computes a period, rather than another one.
  private func computes(_ period: Period) -> Bool {
    versions.count == 1 || evaluator.programme.version(of: plan.id, on: period.first) == indicator
  }

  /// Whether a group is of those who named nothing, which is no answer.
  private func isNoAnswer(_ group: SplitGroup?) -> Bool {
    guard let group, group.group == SplitColumn.unknown, let split = plan.answerSplit else { return false }
    return group.name == split.name
  }

  /// For whom a period has rows, in the order of rows.
  private func subjects(
    _ number: Int, _ period: Period, _ parts: Parts
  ) -> [Subject] {
    evaluator.subjects(
      levels: plan.levels, officers: plan.isForOfficers ? officers(number, period, parts) : [], in: period, scope)
  }

  private func officers(_ number: Int, _ period: Period, _ parts: Parts) -> [Int32] {
    if evaluator.roster.isKnown {
      return evaluator.roster.officers(in: period).filter { $0 >= 0 && Int($0) < input.officerCount }
    }
    return parts.officers.index.places.map(parts.officers.index.cell).filter { $0.period == number }
      .map { Int32(truncatingIfNeeded: $0.subject) }
  }

  /// The groups of a cell that have rows, as distances from the total's place, in the order of rows.
  private func groups(at place: Int, _ cells: [Int]) -> [Int32] {
    let layout = input.groups
    guard layout.count > 1 else { return [] }
    var others: [Int32] = []
    for (split, first) in zip(layout.splits, layout.firstDistances) where split.fixedCount < split.groups.count {
      var next = lowerBound(cells, place + first + split.fixedCount)
      while next < cells.count, cells[next] < place + first + split.groups.count {
        others.append(Int32(truncatingIfNeeded: cells[next] - place))
        next += 1
      }
    }
    guard !others.isEmpty else { return layout.fixed }
    return (layout.fixed + others).sorted { layout.ranks[Int($0)] < layout.ranks[Int($1)] }
  }
}

/// The first place of an ascending array whose value is not below another.
private func lowerBound(_ values: [Int], _ bound: Int) -> Int {
  var low = 0
  var high = values.count
  while low < high {
    let middle = low + (high - low) / 2
    if values[middle] < bound { low = middle + 1 } else { high = middle }
  }
  return low
}
