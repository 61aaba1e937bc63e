// SPDX-License-Identifier: Apache-2.0

/// A polynomial fitted to points by least squares, with the variance of what it foretells.
///
/// The powers are taken of places brought to -1...1 and made orthonormal one after the other, each twice over, which keeps
/// the digits at the degrees that are used here.
struct PolynomialFit: Sendable {
  private let centre: Double
  private let half: Double
  /// The coefficients of the orthonormal polynomials.
  private let coefficients: [Double]
  /// Column by column, what makes the powers into the orthonormal polynomials.
  private let triangle: [[Double]]
  /// The sum of squares that the fit leaves.
  let residualSquares: Double
  /// The number of points less that of coefficients.
  let degreesOfFreedom: Int

  /// Fits; nil for lists of different lengths, fewer points than coefficients, or places that do not differ enough.
  ///
  /// - Complexity: O(points · degree²).
  init?(_ x: [Double], _ y: [Double], degree: Int) {
    guard x.count == y.count, degree >= 0, x.count > degree, let least = x.min(), let greatest = x.max(),
      least < greatest || degree == 0
    else { return nil }
    let centre = (least + greatest) / 2
    let half = least < greatest ? (greatest - least) / 2 : 1
    var columns: [[Double]] = []
    var triangle: [[Double]] = []
    for power in 0...degree {
      var column = x.map { Self.power(($0 - centre) / half, power) }
      var factors = [Double](repeating: 0, count: power + 1)
      let length = dot(column, column).squareRoot()
      for _ in 0..<2 {
        for (place, other) in columns.enumerated() {
          let shared = dot(column, other)
          factors[place] += shared
          for index in column.indices { column[index] -= shared * other[index] }
        }
      }
      let rest = dot(column, column).squareRoot()
      guard rest > 1e-12 * length else { return nil }
      factors[power] = rest
      columns.append(column.map { $0 / rest })
      triangle.append(factors)
    }
    let coefficients = columns.map { dot($0, y) }
    let fitted = x.indices.map { index in
      coefficients.indices.reduce(0) { $0 + coefficients[$1] * columns[$1][index] }
    }
    residualSquares = zip(y, fitted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    degreesOfFreedom = x.count - degree - 1
    (self.centre, self.half, self.triangle, self.coefficients) = (centre, half, triangle, coefficients)
  }

  /// The value of the polynomial at a place.
  func value(at x: Double) -> Double { dot(coefficients, orthonormal(at: x)) }

  /// The variance of the sum of the polynomial's values at some places, for errors of variance 1.
  func varianceOfSum(at places: [Double]) -> Double {
    var sums = [Double](repeating: 0, count: coefficients.count)
    for place in places { sums = zip(sums, orthonormal(at: place)).map { $0 + $1 } }
    return dot(sums, sums)
  }

  /// The values of the orthonormal polynomials at a place.
  private func orthonormal(at x: Double) -> [Double] {
    var values: [Double] = []
    for (power, factors) in triangle.enumerated() {
      let raw = Self.power((x - centre) / half, power)
      values.append((raw - dot(factors, values)) / factors[power])
    }
    return values
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
