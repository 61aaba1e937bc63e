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
  /// Of what: minutes, hours, days or weeks.
  package let unit: SpanUnit
  /// Where it stands.
  package let range: SourceRange
}

/// The units in which windows and durations are written.
package enum SpanUnit: String, Sendable, Hashable, CaseIterable {
  case minutes, hours, days, weeks
}

/// The lengths of period for which an indicator can be asked.
package enum GrainName: String, Sendable, Hashable, CaseIterable {
  case day, week, month, twoMonths, quarter, halfYear, year, fiscalYear
}
