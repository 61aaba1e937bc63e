// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonEngine

/// A row of a report's table: a protected figure with the words that stand around it.
package struct ReportRow: Sendable {
  /// The group of a dimension that a row stands for.
  package struct Group: Hashable, Sendable {
    /// The code; empty for the total.
    package let code: String
    /// The label, or the word for the total.
    package let label: String
  }

  /// The unit's code.
  package let unitCode: String
  /// The unit's name.
  package let unitName: String
  /// The level's name in the definitions.
  package let levelCode: String
  /// The level in words.
  package let level: String
  /// The period.
  package let period: Period
  /// The period in words.
  package let periodLabel: String
  /// One for each dimension of the table.
  package let groups: [Group]
  /// The figure.
  package let published: PublishedRow
  /// The state in words.
  package let state: String
  /// The reason of the state in words; empty for a value.
  package let reason: String
  /// The status in words; empty where it is hidden.
  package let status: String
  /// Remarks on this row.
  package let note: String
  /// What each comparison of the definition says of the figure, in its order; empty where it is hidden.
  package let compared: [Compared]

  /// What a comparison says.
  package struct Compared: Sendable {
    /// Which comparison: `funnel`, `shrinkage`, `reliability`, `control_chart`.
    package let name: String
    /// What it says as a stable code; empty where numbers say all.
    package let code: String
    /// The same in a few words.
    package let short: String
    /// The same with its numbers, where they may be shown.
    package let text: String
    /// The numbers by name; empty where they may not be shown.
    package let numbers: [String: Double]
  }

  /// The value; nil when there is none or it is hidden.
  package var value: Double? { published.state == .value ? published.figures?.value : nil }

  /// Numerator and denominator may be shown where nothing but their own size keeps the value from being one: of records that failed an
  /// audit, or of a period that is not over, they would be a value in disguise.
  private var showsParts: Bool { [.value, .undefined, .tooFew].contains(published.state) }

  /// The numerator where it may be shown.
  package var numerator: Double? { showsParts ? published.figures?.numerator : nil }
  /// The denominator where it may be shown.
  package var denominator: Double? { showsParts ? published.figures?.denominator : nil }
  /// The lower end of the interval.
  package var low: Double? { value == nil ? nil : published.figures?.low }
  /// The upper end of the interval.
  package var high: Double? { value == nil ? nil : published.figures?.high }
  /// The records behind the value.
  package var records: Int? { showsParts ? published.figures?.n : nil }
  /// The events that were left out.
  package var leftOut: Int? { count(\.excluded) }
  /// The events that were not held against anybody.
  package var notHeldAgainst: Int? { count(\.excepted) }
  /// The events that are not yet due.
  package var notYetDue: Int? { count(\.notYetDue) }
  /// The share of expected hand-ins that came, between 0 and 1.
  package var completeness: Double? { published.figures?.completeness }

  private func count(_ part: KeyPath<PublishedRow.Figures, Int>) -> Int? {
    guard showsParts || published.state == .notYetDue else { return nil }
    return published.figures?[keyPath: part]
  }

  /// How far the target is reached.
  package enum Reached: Hashable, Sendable {
    /// In per cent of the target.
    case perCent(Double)
    /// Nothing can be divided by: less is better and the value is 0.
    case undefined
  }

  /// How far the target is reached: 100 x value / target, and where less is better 100 x target / value.
  ///
  /// nil without a value, a target or a direction, and where the sign makes a per cent meaningless.
  package func reached(isHigherBetter: Bool?) -> Reached? {
    guard let value, let target = published.target, let isHigherBetter, target > 0, value >= 0 else { return nil }
    if isHigherBetter { return .perCent(100 * value / target) }
    return value == 0 ? .undefined : .perCent(100 * target / value)
  }
}
