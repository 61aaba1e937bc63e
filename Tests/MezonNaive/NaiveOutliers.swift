// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The treatment of outliers among the units of an index (docs/evaluation.md, 10), step by step.
enum NaiveOutliers {
  /// The values in their order, treated where they are out of order.
  static func treated(_ values: [Double]) -> [Double] {
    var current = values
    for step in 0...5 {
      guard let (skewness, kurtosis) = shape(current), abs(skewness) > 2, kurtosis > 3.5 else { return current }
      let sorted = Array(Set(current)).sorted()
      guard step < 5, sorted.count > 1 else { break }
      let (end, next) = skewness >= 0 ? (sorted[sorted.count - 1], sorted[sorted.count - 2]) : (sorted[0], sorted[1])
      current = current.map { $0 == end ? next : $0 }
    }
    guard let least = values.min(), let greatest = values.max(), least < greatest else { return values }
    return values.map { log($0 - least + 0.01 * (greatest - least)) }
  }

  /// The skewness G1 and the kurtosis G2 (Joanes and Gill 1998); nil of fewer than four values, or where all are the same.
  private static func shape(_ values: [Double]) -> (skewness: Double, kurtosis: Double)? {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    func moment(_ power: Double) -> Double { values.reduce(0) { $0 + pow($1 - mean, power) } / n }
    guard values.count >= 4, Set(values).count > 1 else { return nil }
    let (second, third, fourth) = (moment(2), moment(3), moment(4))
    let skewness = (n * (n - 1)).squareRoot() / (n - 2) * third / pow(second, 1.5)
    return (skewness, (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (fourth / (second * second) - 3) + 6))
  }
}
