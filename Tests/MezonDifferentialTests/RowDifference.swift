// SPDX-License-Identifier: Apache-2.0

import MezonNaive

/// The first row in which two tables of results differ.
struct RowDifference: CustomStringConvertible {
  let naive: NaiveRow?
  let real: NaiveRow?

  /// nil where the tables are the same: same rows in the same order, all fields equal to the bit, except that intervals and
  /// interpolated quantiles may differ in the last digits.
  init?(naive: [NaiveRow], real: [NaiveRow]) {
    for index in 0..<max(naive.count, real.count) {
      let pair = (index < naive.count ? naive[index] : nil, index < real.count ? real[index] : nil)
      if let left = pair.0, let right = pair.1, Self.areSame(left, right) { continue }
      (self.naive, self.real) = pair
      return
    }
    return nil
  }

  var description: String {
    "naive: \(naive.map { Self.text($0) } ?? "no row")\nreal:  \(real.map { Self.text($0) } ?? "no row")"
  }

  private static func areSame(_ left: NaiveRow, _ right: NaiveRow) -> Bool {
    var left = left
    var inexact = [\NaiveRow.low, \.high]
    if left.isInterpolated { inexact += [\.value, \.numerator, \.denominator] }
    for field in inexact {
      guard let a = left[keyPath: field], let b = right[keyPath: field] else { continue }
      if abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1e-3) { left[keyPath: field] = b }
    }
    left.isInterpolated = right.isInterpolated
    if left.comparisons.count == right.comparisons.count,
      zip(left.comparisons, right.comparisons).allSatisfy({ areSame($0, $1) })
    {
      left.comparisons = right.comparisons
    }
    return left == right
  }

  /// The same words, and numbers that differ in their last digits only.
  private static func areSame(_ left: NaiveFinding, _ right: NaiveFinding) -> Bool {
    left.name == right.name && left.code == right.code && left.numbers.keys.sorted() == right.numbers.keys.sorted()
      && left.numbers.allSatisfy { key, number in
        right.numbers[key].map { abs($0 - number) <= 1e-8 * max(abs($0), abs(number), 1e-2) } ?? false
      }
  }

  private static func text(_ row: NaiveRow) -> String {
    func shown(_ number: Double?) -> String { number.map { "\($0)" } ?? "-" }
    let subject: String =
      switch row.subject {
      case .unit(let unit): unit
      case .officer(let officer, let unit): "\(officer) in \(unit ?? "-")"
      }
    return """
      \(row.indicator) \(row.period.label) \(subject) [\(row.split)] \(row.state) \(row.reason) value \(shown(row.value)) = \
      \(shown(row.numerator)) / \(shown(row.denominator)), n \(row.n), excluded \(row.excluded), excepted \(row.excepted), \
      not yet due \(row.notYetDue), complete \(shown(row.completeness)), \(shown(row.low))..\(shown(row.high)) \(row.method), \
      baseline \(shown(row.baseline)), target \(shown(row.target)) \(row.status)\
      \(row.comparisons.map { "\n    \($0.name) \($0.code) \($0.numbers.sorted { $0.key < $1.key })" }.joined())
      """
  }
}
