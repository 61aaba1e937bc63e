// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

extension OracleRegistry {
  /// Labels of the periods that a date lies in, fiscal years starting in several months; exact.
  static let periodReaders: [OracleReader] = [
    .rows("periods", "periods.csv") { row, comparison in
      guard let calendar = PeriodCalendar(fiscalYearFirstMonth: try row.integer("fiscal_first_month")) else {
        return comparison.unknown("a fiscal year that starts in month \(try row.text("fiscal_first_month"))")
      }
      let day = try day(try row.text("date"))
      let grains: [(String, Grain)] = [
        ("month", .month), ("quarter", .quarter), ("half_year", .halfYear), ("iso_week", .week),
      ]
      for (column, grain) in grains {
        comparison.same(column, calendar.period(containing: day, grain: grain).label, try row.text(column))
      }
      let year = try row.text("fiscal_year_start")
      comparison.same("fiscal_year_start", String(calendar.fiscalYear(of: day)), year)
      comparison.same(
        "fiscal_quarter", String(calendar.fiscalQuarter(of: day)), try row.text("fiscal_quarter"))
      let label = calendar.fiscalYearFirstMonth == 1 ? year : "FY" + year
      comparison.same("fiscal year", calendar.period(containing: day, grain: .fiscalYear).label, label)
    }
  ]

  private static func day(_ text: String) throws -> CalendarDay {
    guard let day = CalendarDay(iso: text) else { throw OracleTable.Fault(description: "\(text) is no date") }
    return day
  }
}
