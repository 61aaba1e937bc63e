// SPDX-License-Identifier: Apache-2.0

/// The share of units on which all raters agree within a tolerance: plain, and silent about chance.
package struct PercentAgreement: Equatable, Sendable {
  /// The units whose greatest and least ratings differ by no more than the tolerance.
  package let agreeing: Int
  /// The units with at least two ratings; above 0.
  package let units: Int

  /// The share of units that agree, from 0 to 1.
  package var share: Double { Double(agreeing) / Double(units) }

  /// The agreement on units by raters.
  ///
  /// - Parameters:
  ///   - units: for each unit its ratings, nil where a rater gave none; units with fewer than two count nowhere.
  ///   - tolerance: the greatest difference that still agrees, at least 0; 0 for the same rating.
  /// - Returns: no value where no unit was rated twice, or where a rating or the tolerance is not a finite number.
  package static func agreement(units: [[Double?]], tolerance: Double = 0) -> Result<PercentAgreement, NoAgreement> {
    guard tolerance >= 0, tolerance.isFinite else { return .failure(.notANumber) }
    let paired = units.map { $0.compactMap(\.self) }.filter { $0.count >= 2 }
    guard paired.joined().allSatisfy(\.isFinite) else { return .failure(.notANumber) }
    guard !paired.isEmpty else { return .failure(.noUnitRatedTwice) }
    let agreeing = paired.count { unit in
      guard let least = unit.min(), let greatest = unit.max() else { return false }
      return greatest - least <= tolerance
    }
    return .success(PercentAgreement(agreeing: agreeing, units: paired.count))
  }
}
