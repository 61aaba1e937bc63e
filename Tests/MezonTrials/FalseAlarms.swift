// SPDX-License-Identifier: Apache-2.0

/// How many honest populations may be suspected.
package enum FalseAlarms {
  /// 6.5 % of 2,000 and more; of fewer what is exceeded by chance once in a thousand times at 5 %.
  package static func most(of populations: Int) -> Int {
    let count = Double(populations)
    return Int(populations >= 2_000 ? 0.065 * count : 0.05 * count + 3.3 * (0.0475 * count).squareRoot() + 1)
  }
}
