// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// Writes numbers, dates and periods as readers of a language expect them, from tables of our own.
///
/// ```swift
/// LocaleFormat(.ru).number(1234567.5, fractionDigits: 1)  // 1 234 567,5
/// LocaleFormat(.en).date(day)                             // 14 July 2026
/// ```
///
/// No system locale is asked, so that a publication is the same on every machine.
package struct LocaleFormat: Hashable, Sendable {
  /// The language.
  package let language: Language

  /// How a language writes.
  package init(_ language: Language) { self.language = language }
}

extension LocaleFormat {
  /// What parts groups of three digits: a comma in English, else a no-break space.
  package var groupSeparator: String { language == .en ? "," : "\u{A0}" }

  /// What parts the fraction: a point in English, else a comma.
  package var decimalSeparator: String { language == .en ? "." : "," }

  /// A whole number, such as `1 234 567`.
  package func number(_ value: Int) -> String {
    (value < 0 ? "-" : "") + grouped(String(value.magnitude))
  }

  /// A number with a fixed count of fraction digits (0...20), such as `1 234 567,5`.
  ///
  /// Rounded by ``DecimalDigits``: half away from zero, on the shortest decimal of the double. A value that is not finite is a dash:
  /// results never hold one, and it must not look like a figure.
  package func number(_ value: Double, fractionDigits: Int) -> String {
    guard value.isFinite else { return "—" }
    let digits = DecimalDigits(value, fractionDigits: fractionDigits)
    let fraction = digits.fraction.isEmpty ? "" : decimalSeparator + digits.fraction
    return (digits.isNegative ? "-" : "") + grouped(digits.integer) + fraction
  }

  /// A share that is stated in per cent: 62.5 is `62.5%`, in Russian `62,5 %` with a no-break space.
  package func perCent(_ value: Double, fractionDigits: Int) -> String {
    guard value.isFinite else { return "—" }
    return number(value, fractionDigits: fractionDigits) + (language == .ru ? "\u{A0}%" : "%")
  }

  /// The form of a phrase that goes with a whole number.
  package func plural(_ count: Int, _ forms: PluralForms) -> String { forms[language.pluralCategory(of: count)] }

  private func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { result += groupSeparator }
      result.append(digit)
    }
    return result
  }
}

extension LocaleFormat {
  /// How much of a date is spelt out.
  package enum DateStyle: Hashable, Sendable {
    /// With the month in words: `14 July 2026`, `14 июля 2026`.
    case long
    /// In digits: `14.07.2026`; in English `2026-07-14`, which nobody reads with day and month exchanged.
    case numeric
  }

  /// Which form of a month's name.
  package enum MonthForm: Hashable, Sendable {
    /// As it stands alone: `июль`.
    case nominative
    /// As it stands after a day: `июля`. The same word in languages that do not inflect it there.
    case genitive
  }

  /// A day.
  package func date(_ day: CalendarDay, style: DateStyle = .long) -> String {
    filled(style == .long ? patterns.longDate : patterns.numericDate, with: day)
  }

  /// A day and a time of day to the minute, such as `14 July 2026, 09:30`.
  package func dateTime(_ time: LocalTime) -> String {
    let (hour, minute, _, _) = time.clock
    return date(time.day) + ", " + twoDigits(hour) + ":" + twoDigits(minute)
  }

  /// The name of a month (1...12), in small letters where the language writes months so; empty for another number.
  package func month(_ number: Int, form: MonthForm = .nominative) -> String {
    let names = form == .nominative ? patterns.months : patterns.monthsAfterDay
    return names.indices.contains(number - 1) ? names[number - 1] : ""
  }

  /// A period, such as `Q3 2026`, `III квартал 2026` or `14 July 2026 – 2 August 2026`.
  package func period(_ period: Period) -> String {
    var fields = fields(of: period.first)
    let (year, month, _) = period.first.civil
    switch period.grain {
    case .day: return date(period.first)
    case .week:
      let week = period.first.isoWeek
      fields[.year] = String(week.year)
      fields[.number] = String(week.week)
      return patterns.week.filled { fields[$0] }
    case .month: return patterns.month.filled { fields[$0] }
    case .quarter:
      fields[.roman] = ["I", "II", "III", "IV"][(month - 1) / 3]
      fields[.number] = String((month - 1) / 3 + 1)
      return patterns.quarter.filled { fields[$0] }
    case .halfYear:
      fields[.number] = String((month - 1) / 6 + 1)
      return patterns.halfYear.filled { fields[$0] }
    case .year: return patterns.year.filled { fields[$0] }
    case .fiscalYear:
      fields[.nextYear] = twoDigits((year + 1) % 100)
      return patterns.fiscalYear.filled { fields[$0] }
    case .twoMonths, nil: return range(period)
    }
  }

  /// A range by its two ends: whole months by months, else by days.
  private func range(_ period: Period) -> String {
    let isOfMonths = period.first.isFirstOfMonth && period.last.isLastOfMonth
    let (year, firstMonth, _) = period.first.civil
    let (lastYear, lastMonth, _) = period.last.civil
    if isOfMonths, year == lastYear, firstMonth != lastMonth {
      var fields = fields(of: period.first)
      fields[.lastMonth] = month(lastMonth)
      fields[.lastMonthAfterDay] = month(lastMonth, form: .genitive)
      return patterns.monthsOfOneYear.filled { fields[$0] }
    }
    let ends = [period.first, period.last].map { isOfMonths ? filled(patterns.month, with: $0) : date($0) }
    return ends[0] == ends[1] ? ends[0] : ends[0] + " – " + ends[1]
  }

  private func filled(_ pattern: LocalePattern, with day: CalendarDay) -> String {
    let date = day.civil
    return pattern.filled { part(of: date, $0) }
  }

  private func fields(of day: CalendarDay) -> [DatePart: String] {
    let all: [DatePart] = [.day, .twoDigitDay, .twoDigitMonth, .year, .month, .monthAfterDay]
    let date = day.civil
    return all.reduce(into: [:]) { $0[$1] = part(of: date, $1) }
  }

  /// A part of a day's date; nil for what a day does not have.
  private func part(of date: (year: Int, month: Int, day: Int), _ part: DatePart) -> String? {
    switch part {
    case .day: String(date.day)
    case .twoDigitDay: twoDigits(date.day)
    case .twoDigitMonth: twoDigits(date.month)
    case .year: String(date.year)
    case .month: month(date.month)
    case .monthAfterDay: month(date.month, form: .genitive)
    case .nextYear, .lastMonth, .lastMonthAfterDay, .number, .roman: nil
    }
  }

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0" + String(number) : String(number) }
}
