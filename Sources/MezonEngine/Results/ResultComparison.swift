// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonSemantics

/// Which figures differ between two evaluations, such as by two versions of the definitions.
package struct ResultComparison: Sendable {
  /// A figure as it stands on one side.
  package struct Figure: Sendable, Hashable {
    package let value: Double?
    package let state: ValueState
    package let status: TargetStatus
  }

  /// Whose figure it is.
  package struct Place: Sendable, Hashable, Comparable {
    package let indicator: String
    package let period: Period
    /// The unit's or officer's code.
    package let subject: String
    package let isOfficer: Bool
    /// `name=group`; empty for the total.
    package let split: String

    private var key: (String, CalendarDay, CalendarDay, Int, String, String) {
      (indicator, period.first, period.last, isOfficer ? 1 : 0, subject, split)
    }

    package static func < (left: Place, right: Place) -> Bool { left.key < right.key }
  }

  /// A figure that is not the same on both sides; nil where one side has no such row.
  package struct Move: Sendable {
    package let place: Place
    package let old: Figure?
    package let new: Figure?

    /// How far the value moved; nil where a side has none.
    package var distance: Double? {
      guard let old = old?.value, let new = new?.value else { return nil }
      return abs(new - old)
    }

    /// Whether its standing against the target is another.
    package var changesStatus: Bool { old?.status != new?.status }
  }

  /// In the order of indicator, period, subject and split.
  package let moves: [Move]
  /// How many figures there are on either side, by indicator.
  package let counts: [String: Int]

  /// Compares the rows of two evaluations. Complexity: O(n log n).
  package init(old: ([ResultRow], Evaluator), new: ([ResultRow], Evaluator)) {
    let before = Self.figures(old.0, old.1)
    let after = Self.figures(new.0, new.1)
    let places = Set(before.keys).union(after.keys).sorted()
    moves = places.compactMap { place in
      before[place] == after[place] ? nil : Move(place: place, old: before[place], new: after[place])
    }
    counts = places.reduce(into: [:]) { $0[$1.indicator, default: 0] += 1 }
  }

  private static func figures(_ rows: [ResultRow], _ evaluator: Evaluator) -> [Place: Figure] {
    var figures: [Place: Figure] = [:]
    let officers = evaluator.dataset.domains.first
    for row in rows where evaluator.programme.indicators.indices.contains(row.indicator) {
      let (subject, isOfficer) =
        switch row.subject {
        case .unit(let unit): (evaluator.dataset.organisation.codes[Int(unit)], false)
        case .officer(let code, _): (officers?.text(code) ?? "", true)
        }
      let place = Place(
        indicator: evaluator.programme.indicators[row.indicator].id, period: row.period, subject: subject,
        isOfficer: isOfficer, split: row.split.map { "\($0.name)=\($0.group)" } ?? "")
      figures[place] = Figure(value: row.value, state: row.state, status: row.status)
    }
    return figures
  }
}
