// SPDX-License-Identifier: Apache-2.0

// The conversions follow C. Neri and L. Schneider, "Euclidean affine functions and their application to calendar
// algorithms" (Software: Practice and Experience, 2023), propositions 6.2 and 6.3: years begin in March, so that the
// leap day is the last of a year, and every division is by a constant. All eras are shifted by a multiple of 400 years
// that makes any `Int32` day positive.

/// How many whole cycles of 400 years the computation is shifted by.
private let shiftedCycles = 14_701
/// Days from 0000-03-01, shifted by those cycles, to 1970-01-01.
private let shiftedDays = 719_468 + 146_097 * shiftedCycles
/// Those cycles in years.
private let shiftedYears = 400 * shiftedCycles
/// Months that no `Int32` day lies beyond, with the month before and after still computed exactly: 5.88 million years.
private let monthLimit = 70_560_000

/// Year, month 1...12 and day 1...31 of a count of days since 1970-01-01.
private func civilFields(_ daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = UInt64(truncatingIfNeeded: daysSinceEpoch &+ shiftedDays)
  let quarters = 4 &* shifted &+ 3
  let century = quarters / 146_097
  let product = 2_939_745 &* ((quarters % 146_097) | 3)
  let yearOfCentury = product >> 32
  let dayOfYear = (product & 0xffff_ffff) / 2_939_745 / 4
  let monthAndDay = 2141 &* dayOfYear &+ 197_913
  let isNextYear = dayOfYear >= 306
  let month = Int(truncatingIfNeeded: monthAndDay >> 16) &- (isNextYear ? 12 : 0)
  let year = Int(truncatingIfNeeded: 100 &* century &+ yearOfCentury) &- shiftedYears &+ (isNextYear ? 1 : 0)
  return (year, month, Int(truncatingIfNeeded: (monthAndDay & 0xffff) / 2141) &+ 1)
}

/// Days since 1970-01-01 of the first day of a month, the year being within ±5.88 million.
private func daysToMonth(year: Int, month: Int) -> Int {
  let isBeforeMarch = month <= 2
  let shiftedYear = year &+ shiftedYears &- (isBeforeMarch ? 1 : 0)
  let century = shiftedYear / 100
  let daysToYear = 1461 &* shiftedYear / 4 &- century &+ century / 4
  let daysToMonth = (979 &* (isBeforeMarch ? month &+ 12 : month) &- 2919) / 32
  return daysToYear &+ daysToMonth &- shiftedDays
}

/// The quotient rounded towards negative infinity; the divisor is positive.
func flooredQuotient(_ dividend: Int, _ divisor: Int) -> Int {
  let quotient = dividend / divisor
  return quotient &* divisor > dividend ? quotient &- 1 : quotient
}

extension CalendarDay {
  /// The day with that year (1...9999), month (1...12) and day of the month, or nil when there is none.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDay.daysInMonth(month, ofYear: year)
    else { return nil }
    self.init(clampingDaysSinceEpoch: daysToMonth(year: year, month: month) &+ day &- 1)
  }

  /// Year, month (1...12) and day of the month (1...31).
  package var civil: (year: Int, month: Int, day: Int) { civilFields(Int(daysSinceEpoch)) }

  /// Day of the week as ISO 8601 numbers it: Monday is 1, Sunday 7.
  package var weekday: Int {
    // 1970-01-01 was a Thursday.
    let days = Int(daysSinceEpoch) &+ 3
    return days &- 7 &* flooredQuotient(days, 7) &+ 1
  }

  /// Year and number (1...53) of the ISO 8601 week the day lies in; the year differs from the day's own at its ends.
  package var isoWeek: (year: Int, week: Int) {
    // A week belongs to the year its Thursday lies in.
    let thursday = Int(daysSinceEpoch) &+ 4 &- weekday
    let year = civilFields(thursday).year
    return (year, (thursday &- daysToMonth(year: year, month: 1)) / 7 &+ 1)
  }

  /// Whole months from 1970-01 to the month the day lies in, negative before.
  package var monthsSinceEpoch: Int {
    let (year, month, _) = civilFields(Int(daysSinceEpoch))
    return 12 &* (year &- 1970) &+ month &- 1
  }

  /// The first day of the month that many months after 1970-01; held at the first and last `Int32` day.
  package init(firstOfMonth monthsSinceEpoch: Int) {
    let months = min(max(monthsSinceEpoch, -monthLimit), monthLimit)
    let years = flooredQuotient(months, 12)
    self.init(clampingDaysSinceEpoch: daysToMonth(year: 1970 &+ years, month: months &- 12 &* years &+ 1))
  }

  /// The last day of the month that many months after 1970-01; held at the first and last `Int32` day.
  package init(lastOfMonth monthsSinceEpoch: Int) {
    let next = min(max(monthsSinceEpoch, -monthLimit), monthLimit) &+ 1
    let years = flooredQuotient(next, 12)
    self.init(clampingDaysSinceEpoch: daysToMonth(year: 1970 &+ years, month: next &- 12 &* years &+ 1) &- 1)
  }

  /// The same day of the month `months` later (earlier when negative), or that month's last day where it is shorter.
  ///
  /// 31 January and one month give 28 or 29 February; 29 February and twelve months give 28 February.
  package func adding(months: Int) -> CalendarDay {
    let bounded = min(max(months, -3 * monthLimit), 3 * monthLimit)
    let target = monthsSinceEpoch &+ bounded
    let day = CalendarDay(firstOfMonth: target) + (civil.day &- 1)
    return min(day, CalendarDay(lastOfMonth: target))
  }

  /// Whether the day is the first of its month.
  package var isFirstOfMonth: Bool { civil.day == 1 }

  /// Whether the day is the last of its month.
  package var isLastOfMonth: Bool { (self + 1).civil.day == 1 }

  /// How many days a month (1...12) of a Gregorian year has; 0 for a month that does not exist.
  package static func daysInMonth(_ month: Int, ofYear year: Int) -> Int {
    switch month {
    case 2: isLeapYear(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    case 1...12: 31
    default: 0
    }
  }

  /// Whether a Gregorian year has a 29 February.
  package static func isLeapYear(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// How many weeks an ISO 8601 year has: 52 or 53.
  package static func isoWeeks(inYear year: Int) -> Int {
    // 28 December always lies in the last week.
    (CalendarDay(firstOfMonth: 12 &* (year &- 1970) &+ 11) + 27).isoWeek.week
  }

  /// The Monday of a week of an ISO 8601 year, or nil for a year outside 1...9999 or a week the year does not have.
  package init?(isoYear: Int, week: Int) {
    guard (1...9999).contains(isoYear), week >= 1, week <= CalendarDay.isoWeeks(inYear: isoYear) else { return nil }
    // 4 January always lies in week 1.
    let fourth = CalendarDay(firstOfMonth: 12 &* (isoYear &- 1970)) + 3
    self = fourth + (1 - fourth.weekday + 7 * (week - 1))
  }
}
