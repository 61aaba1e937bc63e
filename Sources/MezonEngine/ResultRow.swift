// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// The seven ways to have no number, in the order in which they apply, and the one to have one.
package enum ValueState: String, Sendable, Hashable, CaseIterable {
  case value, invalid
  case notApplicable = "not_applicable"
  case notReported = "not_reported"
  case notYetDue = "not_yet_due"
  case undefined
  case tooFew = "too_few"
  case suppressed
}

/// How a value stands against its target.
package enum TargetStatus: String, Sendable, Hashable, CaseIterable {
  case met
  case notMet = "not_met"
  case notDistinguishable = "not_distinguishable"
  case noTarget = "no_target"
  case noValue = "no_value"
}

/// For whom a row of results stands.
package enum Subject: Sendable, Hashable {
  /// A unit, by index in the organisation.
  case unit(Int32)
  /// An officer, by code in the officers' dictionary, with the unit of their last post in the period.
  case officer(Int32, unit: Int32?)
}

/// One group of one split: `kind=land`.
package struct SplitGroup: Sendable, Hashable {
  /// The split's name.
  package let name: String
  /// The group's code: a member, a code of a domain, or `unknown`.
  package let group: String

  package init(name: String, group: String) {
    self.name = name
    self.group = group
  }
}

/// One value of one indicator for one subject, period and group, with all that it takes to understand it.
///
/// Its numbers are internal: only the protection stage makes a value that a publication can take.
package struct ResultRow: Sendable {
  /// Index into the programme's indicators.
  package var indicator: Int
  package var period: Period
  package var subject: Subject
  /// nil for the total.
  package var split: SplitGroup?
  /// In the indicator's unit of measure; nil unless the state is `value`.
  package var value: Double?
  package var state: ValueState
  /// A stable code such as `zero_denominator`; empty for a value.
  package var reason: String
  package var numerator: Double?
  package var denominator: Double?
  package var excluded: Int
  package var excepted: Int
  package var notYetDue: Int
  /// The unweighted number of records behind the value.
  package var n: Int
  /// Between 0 and 1; nil where hand-ins are not tracked.
  package var completeness: Double?
  package var low: Double?
  package var high: Double?
  /// The interval's method; empty without one.
  package var method: String
  package var baseline: Double?
  package var target: Double?
  package var status: TargetStatus
  /// What only some methods have, by name, ascending; values are JSON literals.
  package var details: [(name: String, json: String)]
}
