// SPDX-License-Identifier: Apache-2.0

/// Why a set of ratings has no agreement or reliability value.
///
/// Nothing here is ever answered by 1 or 0 instead: where every rating is the same nothing is known about how well the
/// raters tell things apart.
package enum NoAgreement: String, Error, CaseIterable, Sendable {
  /// No unit was rated by two raters, so that nothing can be compared.
  case noUnitRatedTwice
  /// All ratings are in one category: what is expected by chance leaves nothing to be better than.
  case oneCategory
  /// A rating is not a finite number.
  case notANumber
  /// A rating below 0 on a ratio scale, which starts at 0.
  case negativeOnRatioScale
  /// The rows are not of one length, or a table of two raters is not square.
  case notRectangular
  /// A count or weight below 0.
  case negativeCount
  /// Fewer than two items in a scale.
  case tooFewItems
  /// Fewer than two respondents.
  case tooFewRespondents
  /// A quantity that has to vary does not: an item, or the total of the items.
  case noVariance
}
