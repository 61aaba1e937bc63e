// SPDX-License-Identifier: Apache-2.0

/// A symmetric matrix of few rows, such as the covariances of the items of a scale.
package struct SymmetricMatrix: Equatable, Sendable {
  /// The rows; as many columns as rows.
  package let rows: [[Double]]

  /// Makes a matrix of a value for each pair of row and column; only pairs with row ≥ column are asked for.
  package init(size: Int, _ value: (Int, Int) -> Double) {
    var rows = [[Double]](repeating: [Double](repeating: 0, count: max(size, 0)), count: max(size, 0))
    for row in 0..<max(size, 0) {
      for column in 0...row {
        let entry = value(row, column)
        rows[row][column] = entry
        rows[column][row] = entry
      }
    }
    self.rows = rows
  }

  /// How many rows.
  package var size: Int { rows.count }

  /// The sum of the diagonal.
  package var trace: Double { ExactSum(rows.indices.map { rows[$0][$0] }).value }

  /// The sum of all entries.
  package var sum: Double { ExactSum(rows.joined()).value }

  /// The sum of the entries of the matrix multiplied by itself, and that product's trace.
  package var square: (sum: Double, trace: Double) {
    let rowSums = rows.map { ExactSum($0).value }
    return (ExactSum(rowSums.map { $0 * $0 }).value, ExactSum(rows.joined().map { $0 * $0 }).value)
  }

  /// The diagonal of the inverse, by Cholesky's decomposition.
  ///
  /// - Returns: nil where the matrix is not positive definite to working precision.
  /// - Complexity: O(size³).
  package var inverseDiagonal: [Double]? {
    var lower = rows
    for row in 0..<size {
      for column in 0...row {
        var rest = rows[row][column]
        for inner in 0..<column { rest -= lower[row][inner] * lower[column][inner] }
        if row == column {
          guard rest > 1e-13 * abs(rows[row][row]) else { return nil }
          lower[row][row] = rest.squareRoot()
        } else {
          lower[row][column] = rest / lower[column][column]
        }
      }
    }
    // The inverse is L⁻ᵀ·L⁻¹: its diagonal has the squared lengths of the columns of L⁻¹.
    return (0..<size).map { column in
      var solution = [Double](repeating: 0, count: size)
      var length = 0.0
      for row in column..<size {
        var rest = row == column ? 1.0 : 0
        for inner in column..<row { rest -= lower[row][inner] * solution[inner] }
        solution[row] = rest / lower[row][row]
        length += solution[row] * solution[row]
      }
      return length
    }
  }
}
