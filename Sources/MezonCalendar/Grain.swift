// SPDX-License-Identifier: Apache-2.0

/// How long the periods are that a calendar is divided into.
package enum Grain: String, CaseIterable, Hashable, Sendable {
  /// One day.
  case day
  /// A week of ISO 8601, Monday to Sunday.
  case week
  /// A calendar month.
  case month
  /// Two calendar months, the first of them odd: January and February, March and April, and so on.
  case twoMonths
  /// A quarter of the calendar year.
  case quarter
  /// A half of the calendar year.
  case halfYear
  /// A calendar year.
  case year
  /// A year that begins with the first month of the programme's fiscal year.
  case fiscalYear

  /// How many months a period has, or nil for days and weeks.
  package var months: Int? {
    switch self {
    case .day, .week: nil
    case .month: 1
    case .twoMonths: 2
    case .quarter: 3
    case .halfYear: 6
    case .year, .fiscalYear: 12
    }
  }
}

extension Grain: Comparable {
  /// Whether periods of a grain are shorter than those of another; a fiscal year comes after a calendar year.
  package static func < (left: Grain, right: Grain) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .day: 0
    case .week: 1
    case .month: 2
    case .twoMonths: 3
    case .quarter: 4
    case .halfYear: 5
    case .year: 6
    case .fiscalYear: 7
    }
  }
}
