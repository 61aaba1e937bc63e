// SPDX-License-Identifier: Apache-2.0

/// A native chart over cells of a workbook: it changes when the cells change.
///
/// Blank cells are gaps, never zeros. Series differ by shade and by the marker's shape, not by colour alone.
package struct WorkbookChart: Hashable, Sendable {
  /// The form of a chart.
  package enum Kind: Hashable, Sendable {
    /// Upright bars side by side: amounts of a few groups.
    case column
    /// Lines with markers: a course in time.
    case line
  }

  /// One row of bars or one line.
  package struct Series: Hashable, Sendable {
    /// The name in the legend.
    package var name: String
    /// Where the labels of the horizontal axis stand.
    package var categories: CellRange
    /// Where the numbers stand; as many cells as the labels have.
    package var values: CellRange

    /// A series over two ranges of the chart's source sheet.
    package init(name: String, categories: CellRange, values: CellRange) {
      self.name = name
      self.categories = categories
      self.values = values
    }
  }

  /// The form of the chart.
  package var kind: Kind
  /// What stands above it.
  package var title: String
  /// What the horizontal axis shows.
  package var categoryAxisTitle: String
  /// What the vertical axis shows, with its unit of measure.
  package var valueAxisTitle: String
  /// The sheet that holds the ranges.
  package var source: WorkbookSheet
  /// The series, at least one.
  package var series: [Series]
  /// Notation of the numbers on the vertical axis.
  package var valueFormat: CellFormat.NumberFormat
  /// Where the vertical axis begins; nil lets the program choose. Columns always begin at 0.
  package var minimum: Double?
  /// What the chart shows in words, for readers who do not see it.
  package var alternativeText: String
  /// Width as a multiple of 480 pixels.
  package var widthScale = 1.5
  /// Height as a multiple of 288 pixels.
  package var heightScale = 1.25

  /// A chart over ranges of a sheet.
  package init(
    _ kind: Kind, title: String, categoryAxisTitle: String, valueAxisTitle: String, source: WorkbookSheet,
    series: [Series], valueFormat: CellFormat.NumberFormat = .general, minimum: Double? = nil,
    alternativeText: String
  ) {
    self.kind = kind
    self.title = title
    self.categoryAxisTitle = categoryAxisTitle
    self.valueAxisTitle = valueAxisTitle
    self.source = source
    self.series = series
    self.valueFormat = valueFormat
    self.minimum = minimum
    self.alternativeText = alternativeText
  }

  /// The longest title, name or alternative text in UTF-16 units.
  package static let textLimit = 255
}
