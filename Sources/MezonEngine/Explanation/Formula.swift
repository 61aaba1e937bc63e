// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// A value's formula with the numbers of its cell.
package enum Formula: Sendable, Equatable {
  /// `factor · counted / (counted + missed)`.
  case share(factor: Double, counted: Int, missed: Int)
  case count(Int)
  /// The number of different values of a field.
  case distinct(field: String, values: Int)
  /// A sum of so many values; nil where no value is known.
  case sum(Double?, values: Int)
  /// `sum / values`.
  case mean(sum: Double?, values: Int)
  /// A quantile of so many values, Hyndman-Fan type 7.
  case quantile(probability: Double, values: Int)
  /// The Kaplan-Meier median of so many terms, some of them still running.
  case medianTerm(values: Int)
  /// `numerator / denominator`; a part without a value is nil.
  case ratio(numerator: Double?, denominator: Double?)
  /// `per · counted / exposure`; an unknown exposure is nil.
  case rate(per: Double, counted: Int, exposure: Double?)
  /// `factor · having / all`.
  case coverage(factor: Double, having: Int, all: Int)
  /// A weighted sum over so many respondents; nil where there is none.
  case total(Double?, respondents: Int)
  /// A quantile by weight of so many respondents.
  case weightedQuantile(probability: Double, respondents: Int)
  /// `factor · numerator / denominator`, both weighted sums over so many respondents; a part without a value is nil.
  case estimate(factor: Double, numerator: Double?, denominator: Double?, respondents: Int)
  /// Made from other figures: those of the row, by their roles.
  case derived
}

/// One of what a share is taken of: a unit, a value of a domain, or a period.
package struct CoverageMember: Sendable, Equatable {
  /// The code of a unit or value, or the label of a period.
  package let code: String
  /// Its counted events in the cell.
  package let counted: Int
  /// Whether it has what the share asks for.
  package let isHaving: Bool
  /// The first of several rules that it does not keep; nil where it keeps all, or there is one rule only.
  package let broken: SourceRange?
}

/// A number of events as it may be shown.
package enum ShownCount: Sendable, Equatable {
  case exactly(Int)
  /// Fewer than so many, perhaps none.
  case below(Int)
  /// So many or more, in steps of five.
  case atLeast(Int)

  /// Below which number nothing more is said, unless the indicator protects larger ones.
  package static let smallest = 5

  /// The form of a count from which no single event can be told.
  package static func coarse(_ count: Int, threshold: Int) -> ShownCount {
    let least = max(threshold, smallest)
    return count < least ? .below(least) : .atLeast(max(least, count - count % smallest))
  }
}
