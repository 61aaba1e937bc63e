// SPDX-License-Identifier: Apache-2.0

/// A cubic through points, smooth to the second derivative.
///
/// At each end the third derivative is that of the cubic through the four outermost points. Source: G. E. Forsythe,
/// M. A. Malcolm, C. B. Moler, Computer Methods for Mathematical Computations (1977), section 4.4.
struct CubicSpline {
  private let x: [Double]
  private let y: [Double]

  /// A sixth of the second derivative at each point.
  private let curvature: [Double]

  /// Makes a spline; nil for fewer than four points, or where x does not rise.
  init?(x: [Double], y: [Double]) {
    guard x.count >= 4, x.count == y.count, zip(x, x.dropFirst()).allSatisfy(<) else { return nil }
    self.x = x
    self.y = y
    curvature = Self.curvature(x, y)
  }

  private static func curvature(_ x: [Double], _ y: [Double]) -> [Double] {
    let last = x.count - 1
    let widths = (0..<last).map { x[$0 + 1] - x[$0] }
    let slopes = (0..<last).map { (y[$0 + 1] - y[$0]) / widths[$0] }
    /// The third divided difference of four neighbouring points.
    func thirdDifference(_ first: Int) -> Double {
      let left = (slopes[first + 1] - slopes[first]) / (x[first + 2] - x[first])
      let right = (slopes[first + 2] - slopes[first + 1]) / (x[first + 3] - x[first + 1])
      return (right - left) / (x[first + 3] - x[first])
    }
    var diagonal = [-widths[0]]
    var right = [widths[0] * widths[0] * thirdDifference(0)]
    for index in 1..<last {
      diagonal.append(2 * (widths[index - 1] + widths[index]))
      right.append(slopes[index] - slopes[index - 1])
    }
    diagonal.append(-widths[last - 1])
    right.append(-widths[last - 1] * widths[last - 1] * thirdDifference(last - 3))
    for index in 1...last {
      let factor = widths[index - 1] / diagonal[index - 1]
      diagonal[index] -= factor * widths[index - 1]
      right[index] -= factor * right[index - 1]
    }
    var result = [Double](repeating: 0, count: x.count)
    result[last] = right[last] / diagonal[last]
    for index in stride(from: last - 1, through: 0, by: -1) {
      result[index] = (right[index] - widths[index] * result[index + 1]) / diagonal[index]
    }
    return result
  }

  /// The value at a point between the outermost ones.
  func value(_ point: Double) -> Double {
    let above = x.firstIndex { $0 > point } ?? x.count - 1
    let left = max(above - 1, 0)
    let width = x[left + 1] - x[left]
    let (near, far) = ((x[left + 1] - point) / width, (point - x[left]) / width)
    let cubic = (near * near * near - near) * curvature[left] + (far * far * far - far) * curvature[left + 1]
    return near * y[left] + far * y[left + 1] + width * width * cubic
  }

  /// The spline at points in equal steps from the first to the last.
  ///
  /// - Parameter count: at least 2.
  func grid(count: Int) -> PolyLine {
    let (first, last) = (x[0], x[x.count - 1])
    let points = (0..<count).map { step in
      step == count - 1 ? last : first + Double(step) * ((last - first) / Double(count - 1))
    }
    return PolyLine(x: points, y: points.map(value))
  }
}

/// Points joined by straight lines.
struct PolyLine {
  let x: [Double]
  let y: [Double]

  /// Where a line whose y rises has a given height; nil outside.
  func x(at height: Double) -> Double? {
    guard let above = y.firstIndex(where: { $0 >= height }) else { return nil }
    if y[above] == height { return x[above] }
    guard above > 0 else { return nil }
    let part = (height - y[above - 1]) / (y[above] - y[above - 1])
    return x[above - 1] + part * (x[above] - x[above - 1])
  }
}
