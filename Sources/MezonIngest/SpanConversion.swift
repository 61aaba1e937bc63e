// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonSyntax

/// Turns lengths of time into the unit of measure of their field: hours of a column into minutes.
///
/// Of two units one is always a whole number of the other, so that a conversion is one multiplication or one division, and is
/// rounded once.
struct SpanConversion: Sendable {
  private let factor: Double
  private let divisor: Double

  /// Nil where numbers need no conversion.
  init?(_ unit: String?, to type: ValueType) {
    guard let from = unit.flatMap({ SpanUnit(rawValue: $0) }), case .number(.span(let to), _) = type, from != to else {
      return nil
    }
    factor = Double(max(1, from.minutes / to.minutes))
    divisor = Double(max(1, to.minutes / from.minutes))
  }

  /// The number in the field's unit.
  func value(_ number: Double) -> Double { number * factor / divisor }

  /// The whole number that a converted one is: decimals such as 1.1 hours are whole minutes but for the rounding of doubles, which stays below one in
  /// 10^12; nil for any other.
  static func whole(_ value: Double) -> Int64? {
    let nearest = value.rounded()
    guard abs(value - nearest) <= 1e-12 * max(1, abs(value)) else { return nil }
    return Int64(exactly: nearest)
  }
}
