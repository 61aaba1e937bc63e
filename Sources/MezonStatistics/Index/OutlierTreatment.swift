// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The treatment of an indicator whose outliers would decide an index alone.
///
/// A sample is in order unless its skewness is beyond one limit and its kurtosis beyond another. One that is not gets its
/// extreme values set to the next ones, a few at most; if that is not enough, the values as they were are put on a
/// logarithmic scale. Source: OECD and JRC, Handbook on Constructing Composite Indicators (2008); the limits are the
/// JRC's.
package struct OutlierTreatment: Equatable, Sendable {
  /// The absolute skewness up to which a sample is in order.
  package var skewness = 2.0
  /// The kurtosis up to which a sample is in order.
  package var kurtosis = 3.5
  /// How many times an end may be set to its neighbour.
  package var mostSteps = 5

  /// Makes the usual treatment: a skewness of 2, a kurtosis of 3.5, five steps.
  package init() {}

  /// What was done to the values.
  package enum Step: Equatable, Sendable {
    /// They were in order, or too few or too equal to have a shape.
    case none
    /// This many times the extreme values were set to the next.
    case winsorised(Int)
    /// ln(x - least + (greatest - least)/100), after setting extreme values was not enough.
    case logarithm
  }

  /// The values after treatment.
  package struct Outcome: Equatable, Sendable {
    /// In the order of the units, nil where missing.
    package let values: [Double?]
    /// What was done.
    package let step: Step
    /// The shape before.
    package let before: SampleShape
    /// The shape after.
    package let after: SampleShape
    /// Whether the values are in order now; where they are not, their publisher has to choose.
    package let isInOrder: Bool
  }

  /// Treats the values of an indicator.
  ///
  /// - Parameter values: one for each unit, nil where missing; one that is not finite stays as it is and counts nowhere.
  /// - Complexity: O(n · steps).
  package func treated(_ values: [Double?]) -> Outcome {
    let before = shape(values)
    guard !isInOrder(before) else {
      return Outcome(values: values, step: .none, before: before, after: before, isInOrder: true)
    }
    var (current, steps, form) = (values, 0, before)
    while steps < mostSteps, !isInOrder(form), let next = winsorised(current, high: (form.skewness ?? 0) >= 0) {
      (current, steps, form) = (next, steps + 1, shape(next))
    }
    if isInOrder(form) {
      return Outcome(values: current, step: .winsorised(steps), before: before, after: form, isInOrder: true)
    }
    let logarithms = logarithmic(values)
    let after = shape(logarithms)
    return Outcome(values: logarithms, step: .logarithm, before: before, after: after, isInOrder: isInOrder(after))
  }

  /// Whether a shape is within the limits; one that does not exist is.
  package func isInOrder(_ shape: SampleShape) -> Bool {
    guard let skew = shape.skewness, let heavy = shape.kurtosis else { return true }
    return !(abs(skew) > skewness && heavy > kurtosis)
  }

  private func shape(_ values: [Double?]) -> SampleShape {
    SampleShape(values.compactMap { $0.flatMap { $0.isFinite ? $0 : nil } })
  }

  /// The values with those at one end set to the next; nil where there is no other.
  private func winsorised(_ values: [Double?], high: Bool) -> [Double?]? {
    let known = SortedSample(values.compactMap { $0.flatMap { $0.isFinite ? $0 : nil } }).values
    guard let end = high ? known.last : known.first,
      let next = high ? known.last(where: { $0 < end }) : known.first(where: { $0 > end })
    else { return nil }
    return values.map { $0 == end ? next : $0 }
  }

  private func logarithmic(_ values: [Double?]) -> [Double?] {
    let known = values.compactMap { $0.flatMap { $0.isFinite ? $0 : nil } }
    guard let least = known.min(), let greatest = known.max(), least < greatest else { return values }
    return values.map { $0.map { $0.isFinite ? log($0 - least + 0.01 * (greatest - least)) : $0 } }
  }
}
