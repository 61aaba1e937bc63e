// SPDX-License-Identifier: Apache-2.0

extension PeriodCalendar {
  /// The period that a label names, or why it names none; the label of every period is read back as that period.
  ///
  /// `FY2026` is the fiscal year that begins in 2026, and the calendar year where fiscal years begin in January. `A..B`
  /// runs from the first day of A through the last day of B; see ``Period/range(from:through:)`` for its grain.
  /// Nothing is trimmed, and letters are upper-case.
  package func parse(_ label: some StringProtocol) -> Result<Period, PeriodLabelFailure> {
    let bytes = Array(label.utf8)
    let dot = UInt8(ascii: ".")
    guard let separator = bytes.indices.dropLast().first(where: { bytes[$0] == dot && bytes[$0 + 1] == dot }) else {
      return parseOne(bytes[...])
    }
    let left = bytes[..<separator]
    let right = bytes[(separator + 2)...]
    guard !left.isEmpty, !right.isEmpty else { return .failure(.incompleteRange) }
    guard !zip(right, right.dropFirst()).contains(where: { $0 == dot && $1 == dot }) else {
      return .failure(.repeatedRange)
    }
    return parseOne(left).flatMap { first in parseOne(right).flatMap { range(from: first, through: $0) } }
  }

  /// The range from the first day of a period through the last day of another.
  func range(from first: Period, through last: Period) -> Result<Period, PeriodLabelFailure> {
    guard let range = Period.range(from: first.first, through: last.last) else {
      return .failure(.reversedRange(first: first.first, last: last.last))
    }
    return .success(range)
  }

  /// The period that a label other than a range names.
  private func parseOne(_ label: ArraySlice<UInt8>) -> Result<Period, PeriodLabelFailure> {
    if label.starts(with: "FY".utf8) {
      guard label.count == 6, let year = digits(label.dropFirst(2)) else { return .failure(.unknownForm) }
      return fiscalYear(year)
    }
    guard let year = digits(label.prefix(4)), label.prefix(4).count == 4 else { return .failure(.unknownForm) }
    let rest = label.dropFirst(4)
    if rest.isEmpty { return self.year(year) }
    guard rest.first == UInt8(ascii: "-"), let mark = rest.dropFirst().first else { return .failure(.unknownForm) }
    let body = rest.dropFirst(2)
    switch (mark, body.count) {
    case (UInt8(ascii: "H"), 1): return digits(body).map { halfYear($0, of: year) } ?? .failure(.unknownForm)
    case (UInt8(ascii: "Q"), 1): return digits(body).map { quarter($0, of: year) } ?? .failure(.unknownForm)
    case (UInt8(ascii: "W"), 2): return digits(body).map { week($0, of: year) } ?? .failure(.unknownForm)
    default: return parseMonthOrDay(rest.dropFirst(), year: year)
    }
  }

  /// The month or day that `07` or `07-14` names in a year.
  private func parseMonthOrDay(_ text: ArraySlice<UInt8>, year: Int) -> Result<Period, PeriodLabelFailure> {
    guard text.count == 2 || text.count == 5, let month = digits(text.prefix(2)) else { return .failure(.unknownForm) }
    let rest = text.dropFirst(2)
    if rest.isEmpty { return self.month(month, of: year) }
    guard rest.first == UInt8(ascii: "-"), let day = digits(rest.dropFirst()) else { return .failure(.unknownForm) }
    return self.day(day, month: month, year: year)
  }

  /// The number that a run of one to nine ASCII digits spells, or nil.
  func digits(_ text: ArraySlice<UInt8>) -> Int? {
    text.isEmpty ? nil : decimal(text.span, at: 0, digits: text.count)
  }
}

extension PeriodCalendar {
  func year(_ year: Int) -> Result<Period, PeriodLabelFailure> {
    period(index: 1, of: 1, grain: .year, year: year, failure: .unknownForm)
  }

  func fiscalYear(_ year: Int) -> Result<Period, PeriodLabelFailure> {
    guard (1...9999).contains(year) else { return .failure(.noSuchYear(year)) }
    return .success(period(ordinal: Int32(year - 1970), grain: .fiscalYear))
  }

  func halfYear(_ half: Int, of year: Int) -> Result<Period, PeriodLabelFailure> {
    period(index: half, of: 2, grain: .halfYear, year: year, failure: .noSuchHalfYear(half))
  }

  func quarter(_ quarter: Int, of year: Int) -> Result<Period, PeriodLabelFailure> {
    period(index: quarter, of: 4, grain: .quarter, year: year, failure: .noSuchQuarter(quarter))
  }

  func month(_ month: Int, of year: Int) -> Result<Period, PeriodLabelFailure> {
    period(index: month, of: 12, grain: .month, year: year, failure: .noSuchMonth(month))
  }

  func week(_ week: Int, of year: Int) -> Result<Period, PeriodLabelFailure> {
    guard (1...9999).contains(year) else { return .failure(.noSuchYear(year)) }
    guard let monday = CalendarDay(isoYear: year, week: week) else {
      return .failure(.noSuchWeek(week, lastWeek: CalendarDay.isoWeeks(inYear: year)))
    }
    return .success(Period(first: monday, last: monday + 6, grain: .week))
  }

  func day(_ day: Int, month: Int, year: Int) -> Result<Period, PeriodLabelFailure> {
    guard (1...9999).contains(year) else { return .failure(.noSuchYear(year)) }
    guard (1...12).contains(month) else { return .failure(.noSuchMonth(month)) }
    guard let date = CalendarDay(year: year, month: month, day: day) else {
      return .failure(.noSuchDay(day, lastDay: CalendarDay.daysInMonth(month, ofYear: year)))
    }
    return .success(Period(first: date, last: date, grain: .day))
  }

  /// The index-th period of a grain of which a calendar year has so many.
  private func period(
    index: Int, of count: Int, grain: Grain, year: Int, failure: PeriodLabelFailure
  ) -> Result<Period, PeriodLabelFailure> {
    guard (1...9999).contains(year) else { return .failure(.noSuchYear(year)) }
    guard (1...count).contains(index) else { return .failure(failure) }
    return .success(period(ordinal: Int32((year - 1970) * count + index - 1), grain: grain))
  }
}
