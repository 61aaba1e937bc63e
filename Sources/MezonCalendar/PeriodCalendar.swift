// SPDX-License-Identifier: Apache-2.0

/// How a programme divides the calendar into periods.
///
/// A fiscal year is named after the calendar year in which it begins: with July as its first month, 2026-06-30 lies in
/// `FY2025` and 2026-07-01 in `FY2026`. Where it begins in January it is the calendar year, and its periods are years
/// with the label `2026`.
///
///     let calendar = PeriodCalendar(fiscalYearFirstMonth: 7)
///     calendar?.period(containing: day, grain: .quarter).label  // 2026-Q3
package struct PeriodCalendar: Hashable, Sendable {
  /// The month (1...12) the fiscal year begins with.
  package let fiscalYearFirstMonth: Int

  /// A calendar whose fiscal year is the calendar year.
  package init() {
    fiscalYearFirstMonth = 1
  }

  /// A calendar whose fiscal year begins with a month 1...12, or nil for another number.
  package init?(fiscalYearFirstMonth: Int) {
    guard (1...12).contains(fiscalYearFirstMonth) else { return nil }
    self.fiscalYearFirstMonth = fiscalYearFirstMonth
  }

  /// The period of a grain that a day lies in.
  package func period(containing day: CalendarDay, grain: Grain) -> Period {
    period(ordinal: ordinal(of: day, grain: grain), grain: grain)
  }

  /// The index of the period of a grain that a day lies in: consecutive periods have consecutive indices.
  ///
  /// The period that 1970-01-01 lies in has index 0, except a fiscal year, where 0 is the one that begins in 1970.
  package func ordinal(of day: CalendarDay, grain: Grain) -> Int32 {
    switch grain {
    case .day: return day.daysSinceEpoch
    // The first week is that of Thursday 1970-01-01.
    case .week: return Int32(truncatingIfNeeded: flooredQuotient(Int(day.daysSinceEpoch) &+ 3, 7))
    case .month: return Int32(truncatingIfNeeded: day.monthsSinceEpoch)
    case .twoMonths: return Int32(truncatingIfNeeded: flooredQuotient(day.monthsSinceEpoch, 2))
    case .quarter: return Int32(truncatingIfNeeded: flooredQuotient(day.monthsSinceEpoch, 3))
    case .halfYear: return Int32(truncatingIfNeeded: flooredQuotient(day.monthsSinceEpoch, 6))
    case .year: return Int32(truncatingIfNeeded: day.civil.year &- 1970)
    case .fiscalYear:
      return Int32(truncatingIfNeeded: flooredQuotient(day.monthsSinceEpoch &- (fiscalYearFirstMonth &- 1), 12))
    }
  }

  /// The period of a grain with an index that ``ordinal(of:grain:)`` gives.
  ///
  /// Indices further than about 5.8 million years from 1970 give the outermost period.
  package func period(ordinal: Int32, grain: Grain) -> Period {
    let index = Int(ordinal)
    guard let months = grain.months else {
      if grain == .day {
        let day = CalendarDay(daysSinceEpoch: ordinal)
        return Period(first: day, last: day, grain: .day)
      }
      let monday = CalendarDay(clampingDaysSinceEpoch: 7 &* index &- 3)
      return Period(first: monday, last: monday + 6, grain: .week)
    }
    let offset = grain == .fiscalYear ? fiscalYearFirstMonth &- 1 : 0
    let firstMonth = months &* index &+ offset
    return Period(
      first: CalendarDay(firstOfMonth: firstMonth), last: CalendarDay(lastOfMonth: firstMonth &+ months &- 1),
      grain: grain == .fiscalYear && fiscalYearFirstMonth == 1 ? .year : grain)
  }

  /// The periods of a grain that lie wholly inside a period, in order.
  ///
  /// Complexity: linear in their number.
  package func periods(of grain: Grain, in period: Period) -> [Period] {
    var low = ordinal(of: period.first, grain: grain)
    var high = ordinal(of: period.last, grain: grain)
    if self.period(ordinal: low, grain: grain).first < period.first { low &+= 1 }
    if self.period(ordinal: high, grain: grain).last > period.last { high &-= 1 }
    guard low <= high else { return [] }
    return (low...high).map { self.period(ordinal: $0, grain: grain) }
  }

  /// The calendar year in which the fiscal year of a day begins, which names that fiscal year.
  package func fiscalYear(of day: CalendarDay) -> Int { Int(ordinal(of: day, grain: .fiscalYear)) + 1970 }

  /// The quarter (1...4) of the fiscal year that a day lies in.
  package func fiscalQuarter(of day: CalendarDay) -> Int {
    let months = day.monthsSinceEpoch - (fiscalYearFirstMonth - 1)
    return (months - 12 * flooredQuotient(months, 12)) / 3 + 1
  }
}
