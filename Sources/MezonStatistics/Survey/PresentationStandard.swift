// SPDX-License-Identifier: Apache-2.0

/// Whether an estimated share may be published: the standard of the National Center for Health Statistics.
///
/// Source: J. D. Parker and others, National Center for Health Statistics Data Presentation Standards for Proportions,
/// Vital and Health Statistics 2(175) (2017).
package struct PresentationStandard: Equatable, Sendable {
  /// The fewest respondents, and the fewest effective ones, with which a share is shown.
  package static let leastRespondents = 30.0

  /// The width of an interval from which on a share is not shown, and that up to which it is whatever its relative width.
  package static let (widest, narrow) = (0.30, 0.05)

  /// The largest width of an interval as a part of the share.
  package static let largestRelativeWidth = 1.30

  /// The degrees of freedom below which a statistician has to look.
  package static let leastDegreesOfFreedom = 8

  /// What is to be done with a share.
  package enum Verdict: String, Sendable {
    /// Shown.
    case show
    /// Shown with a mark.
    case flag
    /// Not shown.
    case suppress
  }

  /// Why.
  package enum Reason: String, CaseIterable, Sendable {
    /// Fewer than 30 respondents; suppressed.
    case fewRespondents
    /// Fewer than 30 effective respondents; suppressed.
    case fewEffectiveRespondents
    /// The interval is 0.30 wide or wider; suppressed.
    case wideInterval
    /// The interval is wider than 0.05 and than 130 % of the share; suppressed.
    case relativelyWideInterval
    /// There is no interval; suppressed.
    case noInterval
    /// The share is 0 or 1, which rests on the respondents' number alone; flagged.
    case noneOrAll
    /// The interval is wider than 130 % of what the share lacks to 1: not to be turned round; flagged.
    case unreliableComplement
    /// Fewer than 8 degrees of freedom; flagged, as it was long ago a reason to suppress.
    case fewDegreesOfFreedom

    /// Whether a share with this reason is not shown at all.
    package var suppresses: Bool {
      switch self {
      case .fewRespondents, .fewEffectiveRespondents, .wideInterval, .relativelyWideInterval, .noInterval: true
      case .noneOrAll, .unreliableComplement, .fewDegreesOfFreedom: false
      }
    }
  }

  /// The effective respondents, at most the respondents.
  package let effectiveRespondents: Double

  /// Korn and Graubard's interval at 95 %.
  package let interval: Interval?

  /// The width of the interval; 0 at a share of 0 or 1, where it is not judged.
  package let width: Double

  /// The width by the share; nil at 0.
  package let relativeWidth: Double?

  /// All reasons, in the order of ``Reason``; none for a share that is simply shown.
  package let reasons: [Reason]

  /// What is to be done.
  package var verdict: Verdict {
    if reasons.contains(where: \.suppresses) { return .suppress }
    return reasons.isEmpty ? .show : .flag
  }

  /// Judges a share.
  package init(_ share: SurveyShare) {
    let estimate = share.estimate
    let respondents = Double(estimate.respondents)
    let isNoneOrAll = estimate.value <= 0 || estimate.value >= 1
    effectiveRespondents = min(share.effectiveRespondents ?? respondents, respondents)
    interval = share.kornGraubard(confidence: 0.95)
    width = isNoneOrAll ? 0 : (interval.map { $0.high - $0.low } ?? .nan)
    relativeWidth = estimate.value > 0 ? width / estimate.value : nil
    let isWide = width > Self.narrow
    var reasons: [Reason] = []
    if respondents < Self.leastRespondents { reasons.append(.fewRespondents) }
    if effectiveRespondents < Self.leastRespondents { reasons.append(.fewEffectiveRespondents) }
    if width >= Self.widest { reasons.append(.wideInterval) }
    if isWide, width / estimate.value > Self.largestRelativeWidth { reasons.append(.relativelyWideInterval) }
    if interval == nil || width.isNaN { reasons.append(.noInterval) }
    if isNoneOrAll { reasons.append(.noneOrAll) }
    if isWide, width / (1 - estimate.value) > Self.largestRelativeWidth { reasons.append(.unreliableComplement) }
    if estimate.degreesOfFreedom < Self.leastDegreesOfFreedom { reasons.append(.fewDegreesOfFreedom) }
    self.reasons = reasons
  }
}
