// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonDiagnostics

/// A name of the planner's own: of an event, a field, an indicator, a member of a choice.
package struct Name: Sendable, Hashable {
  /// The name without backticks.
  package let text: String
  /// Where it stands.
  package let range: SourceRange
}

/// A text in quotes, with its escapes resolved.
package struct TextLiteral: Sendable, Hashable {
  /// The text.
  package let text: String
  /// Where it stands, with the quotes.
  package let range: SourceRange
}

/// A number as written.
package struct NumberLiteral: Sendable, Hashable {
  /// Its value.
  package let value: Double
  /// Whether it was written without a decimal part.
  package let isWhole: Bool
  /// Whether it was followed by a per cent sign; `value` is then still what was written, such as 55 for `55 %`.
  package let isPerCent: Bool
  /// Where it stands.
  package let range: SourceRange
  /// The parameter that stands in the number's place, where one can; `value` then has no meaning.
  package var parameter: Name? = nil
}

/// A day, or a day and a time of day, on the clocks of the programme's zone.
package struct TimeLiteral: Sendable, Hashable {
  /// The day.
  package let day: CalendarDay
  /// Microseconds after midnight; nil when only a day was written.
  package let microseconds: Int64?
  /// Where it stands.
  package let range: SourceRange
}

/// A period as written, such as `2026-Q1`; what it covers depends on the programme's fiscal year.
package struct PeriodLiteral: Sendable, Hashable {
  /// The label.
  package let label: String
  /// Where it stands.
  package let range: SourceRange
}

/// A text in one of the programme's languages.
package struct LocalizedText: Sendable, Hashable {
  /// The language's code, such as `ru`; nil for the file's own.
  package let language: Name?
  /// The text.
  package let text: TextLiteral
}

/// A span of time in a definition, such as `60 days`.
package struct SpanLiteral: Sendable, Hashable {
  /// How many; not negative.
  package let amount: Int
  /// Of what; months and years run on the calendar, so only windows and bounds on distances have them.
  package let unit: DurationUnit
  /// Where it stands.
  package let range: SourceRange
}

/// The units in which elapsed time is measured: each is always equally long.
package enum SpanUnit: String, Sendable, Hashable, CaseIterable {
  case minutes, hours, days, weeks

  /// How many minutes it is.
  package var minutes: Int64 {
    switch self {
    case .minutes: 1
    case .hours: 60
    case .days: 1_440
    case .weeks: 10_080
    }
  }

  /// The same unit; nil for months and years, which differ in length.
  package init?(_ unit: DurationUnit) {
    switch unit {
    case .minutes: self = .minutes
    case .hours: self = .hours
    case .days: self = .days
    case .weeks: self = .weeks
    case .months, .years: return nil
    }
  }
}

extension SpanLiteral {
  /// How many months it has; nil where it is not written in months or years.
  package var months: Int? {
    switch unit {
    case .minutes, .hours, .days, .weeks: nil
    case .months: amount
    case .years: 12 * amount
    }
  }
}

/// The lengths of period for which an indicator can be asked.
package enum GrainName: String, Sendable, Hashable, CaseIterable {
  case day, week, month, twoMonths, quarter, halfYear, year, fiscalYear
}
