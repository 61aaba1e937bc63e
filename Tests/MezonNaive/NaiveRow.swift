// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// For whom a row stands.
package enum NaiveSubject: Hashable, Sendable {
  /// A unit, by code.
  case unit(String)
  /// An officer, by code, with the unit of their last post in the period.
  case officer(String, unit: String?)
}

/// One value with all that stands beside it in the results table.
package struct NaiveRow: Sendable, Equatable {
  package var indicator: String
  package var period: Period
  package var subject: NaiveSubject
  /// `kind=land`; empty for the total.
  package var split: String
  package var value: Double?
  package var state = "value"
  package var reason = ""
  package var numerator: Double?
  package var denominator: Double?
  package var excluded = 0
  package var excepted = 0
  package var notYetDue = 0
  package var n = 0
  package var completeness: Double?
  package var low: Double?
  package var high: Double?
  package var method = ""
  package var baseline: Double?
  package var target: Double?
  package var status = "no_value"
  /// Whether a quantile other than the median is among the numbers, which is made in steps that round.
  package var isInterpolated = false
  /// What the indicator's comparisons say of it, in their order.
  package var comparisons: [NaiveFinding] = []
  /// Of a survey's estimate: who moves it, and by how much.
  var sample: [NaiveSampleMember] = []

  /// A row in which nothing is filled in yet.
  package init(indicator: String, period: Period, subject: NaiveSubject, split: String) {
    self.indicator = indicator
    self.period = period
    self.subject = subject
    self.split = split
  }
}
