// SPDX-License-Identifier: Apache-2.0

/// Chooses what of a table is drawn: the totals of the top levels, by unit in one period, or over several periods.
struct ReportChartBuilder {
  let rows: [ReportRow]
  let title: String
  let measure: String
  let words: ReportWords

  /// How many bars may stand side by side when a further level is taken in.
  static let mostBars = 24
  /// How many lines are drawn.
  static let mostLines = 7

  /// The drawing; nil when no total has a value.
  func chart() throws(PublishingFailure) -> ReportChart? {
    let totals = rows.prefix { $0.published.split == nil }
    let units = runs(of: totals)
    guard let longest = units.map(\.count).max() else { return nil }
    let series = longest > 1 ? lines(units, periods: longest) : bars(units)
    guard !series.isEmpty else { return nil }
    let value = try words.text("column.value")
    let period = rows[series[0].rows.upperBound].periodLabel
    let isCourse = longest > 1
    let heading = isCourse ? title : try words.text("chart.title", ["indicator": title, "period": period])
    let alternative = try words.text(isCourse ? "chart.course" : "chart.units", ["indicator": title, "period": period])
    return ReportChart(
      kind: isCourse ? .course : .units, title: heading,
      categoryTitle: try words.text(isCourse ? "column.period" : "column.unit"),
      valueTitle: measure.isEmpty ? value : measure, alternativeText: alternative, series: series)
  }

  /// The rows of each unit, which follow each other, one for each period.
  private func runs(of totals: ArraySlice<ReportRow>) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for index in totals.indices {
      if let last = runs.last, totals[last.lowerBound].unitCode == totals[index].unitCode {
        runs[runs.count - 1] = last.lowerBound...index
      } else {
        runs.append(index...index)
      }
    }
    return runs
  }

  private func hasValue(_ range: ClosedRange<Int>) -> Bool { range.contains { rows[$0].value != nil } }

  /// The units of the top level, and of further ones while there are few; a single one at the top always brings the next level.
  private func topUnits(_ units: [ClosedRange<Int>], most: Int) -> [ClosedRange<Int>] {
    var chosen: [ClosedRange<Int>] = []
    var rest = units[...]
    while let first = rest.first {
      let level = rows[first.lowerBound].levelCode
      let group = rest.prefix { rows[$0.lowerBound].levelCode == level }
      if chosen.count > 1, chosen.count + group.count > most { break }
      if chosen.count == 1, group.count > 2 * most { break }
      chosen += group
      rest = rest.dropFirst(group.count)
    }
    return chosen
  }

  private func bars(_ units: [ClosedRange<Int>]) -> [ReportChart.Series] {
    let chosen = topUnits(units, most: Self.mostBars)
    guard let first = chosen.first, let last = chosen.last else { return [] }
    let range = first.lowerBound...last.upperBound
    return hasValue(range) ? [ReportChart.Series(name: title, rows: range)] : []
  }

  /// Only units with all periods, so that the lines share one axis.
  private func lines(_ units: [ClosedRange<Int>], periods: Int) -> [ReportChart.Series] {
    topUnits(units, most: Self.mostLines).filter { $0.count == periods && hasValue($0) }.prefix(Self.mostLines).map {
      ReportChart.Series(name: rows[$0.lowerBound].unitName, rows: $0)
    }
  }
}
