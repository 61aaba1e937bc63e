// SPDX-License-Identifier: Apache-2.0

/// The table of one indicator in a report: a row for each unit, period and group.
///
/// Rows stand in the order: totals first, then split by split; within them level from the top, unit, period, group. So the figures
/// of a chart stand in neighbouring rows.
package struct ReportTable: Sendable {
  /// A dimension by which figures are split.
  package struct Split: Hashable, Sendable {
    /// The name in files for programs.
    package let name: String
    /// The name in the report's language.
    package let label: String
  }

  /// A column with its heading.
  package struct Column: Hashable, Sendable {
    /// What stands in it.
    package let kind: ReportColumn
    /// The heading in the report's language.
    package let heading: String
  }

  /// How a value follows from numerator and denominator.
  package enum ValueRule: Hashable, Sendable {
    /// It is not a quotient of the two.
    case single
    /// A factor times numerator / denominator, computed as (factor x numerator) / denominator.
    case quotient(factor: Double)
  }

  /// The indicator's id.
  package let id: String
  /// The number in the report, such as `1.2`.
  package let number: String
  /// The indicator's label.
  package let title: String
  /// The unit of measure; empty for a bare number.
  package let measure: String
  /// The definition's version.
  package let version: String
  /// What stands under the title.
  package let summary: String
  /// The dimensions, in the definition's order.
  package let splits: [Split]
  /// The columns from left to right.
  package let columns: [Column]
  /// The rows.
  package let rows: [ReportRow]
  /// How a value follows from its parts.
  package let valueRule: ValueRule
  /// nil when no direction is stated.
  package let isHigherBetter: Bool?
  /// How many fraction digits values are shown with.
  package let valueDigits: Int
  /// How many fraction digits numerators and denominators are shown with.
  package let partDigits: Int
  /// How many fraction digits baseline and target are shown with: none where none has a fraction.
  package let targetDigits: Int
  /// The drawing; nil when no figure can be drawn.
  package let chart: ReportChart?
  /// How the figure is made.
  package let method: MethodSheet
  /// The names of the comparisons, in the definition's order.
  package let comparisons: [String]

  /// The place of a column; nil when the table has none such.
  package func place(of kind: ReportColumn) -> Int? { columns.firstIndex { $0.kind == kind } }
}

/// What stands in a column of a report's table.
package enum ReportColumn: Hashable, Sendable {
  case unitCode, unitName, level, period, firstDay, lastDay
  /// The group of a dimension, by its place among the table's splits.
  case split(Int)
  case numerator, denominator, value, low, high, baseline, target, reached
  case records, leftOut, notHeldAgainst, notYetDue, completeness
  /// What a comparison says, by its place among those of the table.
  case comparison(Int)
  case state, reason, status, note
}

/// A drawing of figures that stand in neighbouring rows of a table.
package struct ReportChart: Hashable, Sendable {
  /// The form of the drawing.
  package enum Kind: Hashable, Sendable {
    /// A bar for each unit.
    case units
    /// A line for each unit over the periods.
    case course
  }

  /// A row of bars or a line.
  package struct Series: Hashable, Sendable {
    /// The name.
    package let name: String
    /// The rows of the table; not empty.
    package let rows: ClosedRange<Int>
  }

  /// The form.
  package let kind: Kind
  /// What stands above it.
  package let title: String
  /// What the horizontal axis shows.
  package let categoryTitle: String
  /// What the vertical axis shows.
  package let valueTitle: String
  /// What it shows in words.
  package let alternativeText: String
  /// The bars or lines, at least one.
  package let series: [Series]
}
