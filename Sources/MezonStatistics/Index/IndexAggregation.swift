// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Why a unit has no value of an index.
package enum NoIndexValue: String, Error, CaseIterable, Sendable {
  /// Every component is missing.
  case nothingKnown
  /// More components are missing than the rule allows.
  case tooMuchMissing
  /// A geometric or harmonic mean of a component that is not above 0.
  case notPositive
  /// The weights are not numbers of at least 0, one for each component, with a sum above 0 over those that are known.
  case noWeights
  /// A component is not a finite number.
  case notANumber
}

/// How the components of an index are put together.
///
/// The arithmetic mean lets a good component make up for a bad one in full, the geometric less, the harmonic least.
package enum IndexAggregation: Equatable, Sendable {
  /// Σ w·x / Σ w.
  case arithmetic
  /// exp(Σ w·ln x / Σ w), of components above 0.
  case geometric
  /// Σ w / Σ (w / x), of components above 0.
  case harmonic

  /// What is done about missing components.
  package enum MissingRule: Equatable, Sendable {
    /// A component that is missing takes the value away.
    case refuse
    /// The mean is of the known components, with their weights, where at least this share of all components is known.
    case skip(atLeast: Double)
  }

  /// The aggregate of one unit.
  ///
  /// - Parameters:
  ///   - values: the components, nil where missing.
  ///   - weights: one for each, at least 0; they need not sum to 1.
  ///   - missing: what is done about missing components.
  /// - Returns: no value in the cases of ``NoIndexValue``; a component of weight 0 may be anything but must be a number.
  package func aggregate(
    _ values: [Double?], weights: [Double], missing: MissingRule = .refuse
  ) -> Result<Double, NoIndexValue> {
    guard values.count == weights.count, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return .failure(.noWeights)
    }
    let known = zip(values, weights).compactMap { value, weight in value.map { (value: $0, weight: weight) } }
    guard !known.isEmpty else { return .failure(.nothingKnown) }
    guard known.allSatisfy({ $0.value.isFinite }) else { return .failure(.notANumber) }
    switch missing {
    case .refuse: guard known.count == values.count else { return .failure(.tooMuchMissing) }
    case .skip(let share):
      guard Double(known.count) >= share * Double(values.count) else { return .failure(.tooMuchMissing) }
    }
    let total = known.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return .failure(.noWeights) }
    if self != .arithmetic, known.contains(where: { $0.weight > 0 && $0.value <= 0 }) { return .failure(.notPositive) }
    let counted = known.filter { $0.weight > 0 }
    let mean =
      switch self {
      case .arithmetic: counted.reduce(0) { $0 + $1.weight * $1.value } / total
      case .geometric: exp(counted.reduce(0) { $0 + $1.weight * log($1.value) } / total)
      case .harmonic: total / counted.reduce(0) { $0 + $1.weight / $1.value }
      }
    // Rounding may not carry a mean out of the range of what it is made from.
    let used = counted.map(\.value)
    guard let least = used.min(), let greatest = used.max() else { return .failure(.noWeights) }
    return .success(min(greatest, max(least, mean)))
  }
}

/// The places of units by their values, 1 for the greatest; equal values share the best of their places.
///
/// A unit without a value has no place.
package func ranks(_ values: [Double?]) -> [Int?] {
  let known = SortedSample(values.compactMap(\.self)).values
  return values.map { value in
    value.flatMap { value in value.isNaN ? nil : known.count - (known.lastIndex { $0 <= value } ?? -1) }
  }
}
