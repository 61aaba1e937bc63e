// SPDX-License-Identifier: Apache-2.0

import CXLSXWriter

extension Workbook {
  /// Puts a chart on a sheet with its upper left corner on a cell.
  ///
  /// - Throws: ``WorkbookError`` when the chart has no series, a range or the cell lies outside a sheet, or a text is too long.
  package func add(
    _ chart: WorkbookChart, at cell: CellPosition, on sheet: WorkbookSheet
  ) throws(WorkbookError) {
    let native = try storage.sheet(sheet)
    let place = WorkbookStorage.place(sheet, cell)
    try check(chart, at: cell, place: place)
    let type = chart.kind == .column ? LXW_CHART_COLUMN : LXW_CHART_LINE
    guard let made = workbook_add_chart(storage.native, UInt8(type.rawValue)) else {
      throw WorkbookError(.outOfMemory, at: place)
    }
    chart_title_set_name(made, chartText(chart.title))
    chart_axis_set_name(made.pointee.x_axis, chartText(chart.categoryAxisTitle))
    chart_axis_set_name(made.pointee.y_axis, chartText(chart.valueAxisTitle))
    if chart.valueFormat != .general { chart_axis_set_num_format(made.pointee.y_axis, chart.valueFormat.notation) }
    if let minimum = chart.kind == .column ? 0 : chart.minimum { chart_axis_set_min(made.pointee.y_axis, minimum) }
    chart_show_blanks_as(made, UInt8(LXW_CHART_BLANKS_AS_GAP.rawValue))
    let legend = chart.series.count > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE
    chart_legend_set_position(made, UInt8(legend.rawValue))
    for (index, series) in chart.series.enumerated() {
      try add(series, number: index, to: made, of: chart, place: place)
    }
    let error = withCStrings([CellText.encoded(chart.alternativeText)]) { pointers in
      var options = lxw_chart_options()
      options.x_scale = chart.widthScale
      options.y_scale = chart.heightScale
      options.description = pointers[0]
      return worksheet_insert_chart_opt(native, lxw_row_t(cell.row), lxw_col_t(cell.column), made, &options)
    }
    try storage.check(error, at: place)
  }

  private func check(_ chart: WorkbookChart, at cell: CellPosition, place: String) throws(WorkbookError) {
    _ = try storage.sheet(chart.source)
    guard !chart.series.isEmpty else { throw WorkbookError(.chartEmpty, at: place) }
    guard cell.exists, chart.series.allSatisfy({ $0.categories.exists && $0.values.exists }) else {
      throw WorkbookError(.outsideSheet, at: place)
    }
    let texts = [chart.title, chart.categoryAxisTitle, chart.valueAxisTitle, chart.alternativeText]
    guard (texts + chart.series.map(\.name)).allSatisfy({ $0.utf16.count <= WorkbookChart.textLimit }) else {
      throw WorkbookError(.textTooLong, at: place)
    }
    let numbers = [chart.widthScale, chart.heightScale, chart.minimum ?? 0]
    guard numbers.allSatisfy(\.isFinite) else { throw WorkbookError(.numberNotFinite, at: place) }
  }

  private func add(
    _ series: WorkbookChart.Series, number: Int, to native: UnsafeMutablePointer<lxw_chart>, of chart: WorkbookChart,
    place: String
  ) throws(WorkbookError) {
    let categories = "=" + chart.source.reference(series.categories)
    let values = "=" + chart.source.reference(series.values)
    guard let made = chart_add_series(native, categories, values) else { throw WorkbookError(.outOfMemory, at: place) }
    if let cache = made.pointee.values { try storage.note(cache, of: series.values, on: chart.source) }
    chart_series_set_name(made, chartText(series.name))
    let look = SeriesLook.look(number)
    var fill = lxw_chart_fill()
    fill.color = look.color.native
    switch chart.kind {
    case .column:
      chart_series_set_fill(made, &fill)
    case .line:
      var line = lxw_chart_line()
      line.color = look.color.native
      line.width = 2
      line.dash_type = UInt8(look.dash.rawValue)
      chart_series_set_line(made, &line)
      chart_series_set_marker_type(made, UInt8(look.marker.rawValue))
      chart_series_set_marker_size(made, 7)
      chart_series_set_marker_fill(made, &fill)
    }
  }

  /// Text for a chart: the library would read one that begins with an equals sign as a formula.
  private func chartText(_ text: String) -> String {
    let encoded = CellText.encoded(text)
    return encoded.hasPrefix("=") ? " " + encoded : encoded
  }
}

/// How the n-th series looks: shades that stay apart in grey and to colour-blind readers (Okabe and Ito, 2008), with a marker each.
private struct SeriesLook {
  let color: RGBColor
  let marker: lxw_chart_marker_type
  let dash: lxw_chart_line_dash_type

  static func look(_ number: Int) -> SeriesLook {
    let colors: [UInt32] = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000]
    let markers = [
      LXW_CHART_MARKER_CIRCLE, LXW_CHART_MARKER_SQUARE, LXW_CHART_MARKER_TRIANGLE, LXW_CHART_MARKER_DIAMOND,
      LXW_CHART_MARKER_X,
    ]
    let dashes = [LXW_CHART_LINE_DASH_SOLID, LXW_CHART_LINE_DASH_DASH, LXW_CHART_LINE_DASH_LONG_DASH_DOT]
    return SeriesLook(
      color: RGBColor(colors[number % colors.count]), marker: markers[number % markers.count],
      dash: dashes[number % dashes.count])
  }
}
