// SPDX-License-Identifier: Apache-2.0

extension PeriodCalendar {
  /// The period just before one, of the same grain.
  ///
  /// Before a range of whole months come as many whole months, before another range as many days.
  package func previous(_ period: Period) -> Period {
    shifted(period, by: -1)
  }

  /// The period just after one, of the same grain; after a range come as many whole months or days.
  package func next(_ period: Period) -> Period {
    shifted(period, by: 1)
  }

  /// The same period a year earlier, or nil where that year has none: for week 53 after a year of 52 weeks, and for the
  /// day 29 February.
  ///
  /// A week is the one of the same number of the ISO year before. A range of whole months is moved by twelve months;
  /// another range has both its ends moved by a year, a 29 February to the 28th.
  package func samePeriodLastYear(_ period: Period) -> Period? {
    switch period.grain {
    case .day:
      let day = period.first.adding(months: -12)
      guard day.civil.day == period.first.civil.day else { return nil }
      return Period(first: day, last: day, grain: .day)
    case .week:
      let (year, week) = period.first.isoWeek
      return CalendarDay(isoYear: year - 1, week: week).map { Period(first: $0, last: $0 + 6, grain: .week) }
    case .month, .twoMonths, .quarter, .halfYear, .year, .fiscalYear, nil:
      if let months = period.wholeMonths { return moved(months, by: -12, grain: period.grain) }
      return Period.range(from: period.first.adding(months: -12), through: period.last.adding(months: -12))
    }
  }

  private func shifted(_ period: Period, by steps: Int32) -> Period {
    if let grain = period.grain {
      let (ordinal, overflow) = ordinal(of: period.first, grain: grain).addingReportingOverflow(steps)
      return overflow ? period : self.period(ordinal: ordinal, grain: grain)
    }
    if let months = period.wholeMonths {
      return moved(months, by: Int(steps) * months.count, grain: nil)
    }
    let days = Int(steps) * period.days
    // The days moved to may be two whole months, which have a grain; at the ends of the calendar none are left to move to.
    return Period.range(from: period.first + days, through: period.last + days) ?? period
  }

  /// A run of months moved by so many; it keeps its grain.
  private func moved(_ months: Range<Int>, by distance: Int, grain: Grain?) -> Period {
    Period(
      first: CalendarDay(firstOfMonth: months.lowerBound + distance),
      last: CalendarDay(lastOfMonth: months.upperBound - 1 + distance), grain: grain)
  }
}
