// SPDX-License-Identifier: Apache-2.0

/// How close a result must be to the reference.
struct Tolerance: Sendable {
  /// The largest difference as a part of the reference.
  let relative: Double

  /// The difference that is allowed whatever the reference, for references that were rounded to some decimals.
  let absolute: Double

  /// A part of the reference, and a floor for references next to 0.
  static func relative(_ relative: Double, absolute: Double = 0) -> Tolerance {
    Tolerance(relative: relative, absolute: absolute)
  }

  /// The same value, or no number on both sides.
  static let exact = Tolerance(relative: 0, absolute: 0)

  /// Whether a result agrees; a reference that is no number agrees with a result that is absent or no number.
  func holds(_ result: Double?, _ expected: Double?) -> Bool {
    guard let expected, !expected.isNaN else { return result?.isNaN ?? true }
    guard let result, !result.isNaN else { return false }
    return result == expected || abs(result - expected) <= max(relative * abs(expected), absolute)
  }
}

/// What was compared of one case, and what of it disagrees.
struct Comparison {
  /// A sentence for each part of the case that does not agree.
  private(set) var disagreements: [String] = []

  /// How many parts were compared; a case in which nothing was is no agreement.
  private(set) var count = 0

  /// What of the reference could not be compared, and why.
  private(set) var notes: [String] = []

  /// Notes that a part of the reference contradicts another, so that no result can agree with it.
  mutating func contradiction(_ what: String) { notes.append(what) }

  /// Compares a number with its reference.
  ///
  /// - Parameters:
  ///   - what: the part of the case, such as `low`.
  ///   - result: what the kernel says; nil where it gives no number.
  ///   - expected: the reference; nil and NaN say that there is no number.
  mutating func number(_ what: String, _ result: Double?, _ expected: Double?, within tolerance: Tolerance) {
    count += 1
    guard !tolerance.holds(result, expected) else { return }
    disagreements.append("\(what) is \(Self.text(result)), reference \(Self.text(expected))")
  }

  /// Compares what has to be the same.
  mutating func same<Value: Equatable>(_ what: String, _ result: Value, _ expected: Value) {
    count += 1
    guard result != expected else { return }
    disagreements.append("\(what) is \(result), reference \(expected)")
  }

  /// Notes that a case asks for something that its reader does not know.
  mutating func unknown(_ what: String) { disagreements.append("asks for \(what), which no reader knows") }

  private static func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "none" }
}
