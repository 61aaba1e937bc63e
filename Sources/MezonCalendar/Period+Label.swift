// SPDX-License-Identifier: Apache-2.0

extension Period: CustomStringConvertible {
  /// The period's name in files and commands.
  ///
  /// `2026`, `2026-H1`, `2026-Q3`, `2026-07`, `2026-W31`, `2026-07-14`, `2026-01..2026-02` for two months, and `FY2026`
  /// for the fiscal year that begins in 2026. A range is written with the coarsest of years, months and days that both
  /// its ends fall on, and with years only when it has more than one: `2024..2026`, `2026-01..2026-12`,
  /// `2026-07-14..2026-08-02`.
  package var label: String {
    let (year, month, _) = first.civil
    switch grain {
    case .day: return first.description
    case .week:
      let week = first.isoWeek
      return yearText(week.year) + "-W" + padded(week.week)
    case .month: return yearText(year) + "-" + padded(month)
    case .quarter: return yearText(year) + "-Q" + String((month - 1) / 3 + 1)
    case .halfYear: return yearText(year) + "-H" + String((month - 1) / 6 + 1)
    case .year: return yearText(year)
    case .fiscalYear: return "FY" + yearText(year)
    case .twoMonths, nil: return rangeLabel
    }
  }

  /// The period's label.
  package var description: String { label }

  private var rangeLabel: String {
    guard let months = wholeMonths else { return "\(first)..\(last)" }
    let (firstYear, firstMonth, _) = first.civil
    let (lastYear, lastMonth, _) = last.civil
    if months.lowerBound.isMultiple(of: 12), months.upperBound.isMultiple(of: 12), months.count > 12 {
      return yearText(firstYear) + ".." + yearText(lastYear)
    }
    return yearText(firstYear) + "-" + padded(firstMonth) + ".." + yearText(lastYear) + "-" + padded(lastMonth)
  }
}
