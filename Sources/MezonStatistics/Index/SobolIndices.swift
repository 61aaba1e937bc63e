// SPDX-License-Identifier: Apache-2.0

/// How much of the variance of a result comes from each of its uncertain inputs.
///
/// The first-order index is the share that would vanish if the input alone were known, the total index the share that
/// would be left if the input alone were not; they differ by interactions. Source: A. Saltelli et al., Computer Physics
/// Communications 181 (2010), 259-270, for the first order; M. J. W. Jansen, ibid. 117 (1999), 35-43, for the total.
package struct SobolIndices: Equatable, Sendable {
  /// For each input; noise can take a small one below 0.
  package let firstOrder: [Double]
  /// For each input.
  package let total: [Double]

  /// The points at which the result has to be worked out: for each base point the rows A, AB₁ ... AB_k, B.
  ///
  /// AB_i is A with its ith input taken from B.
  ///
  /// - Parameters:
  ///   - inputs: how many inputs, each uniform from 0 to 1.
  ///   - base: how many base points; the design has base·(inputs + 2) rows.
  ///   - seed: which random numbers.
  package static func design(inputs: Int, base: Int, seed: UInt64) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    return (0..<max(base, 0)).flatMap { _ in
      let first = (0..<max(inputs, 0)).map { _ in generator.nextUnit() }
      let second = (0..<max(inputs, 0)).map { _ in generator.nextUnit() }
      let mixed = first.indices.map { input in first.indices.map { $0 == input ? second[$0] : first[$0] } }
      return [first] + mixed + [second]
    }
  }

  /// The indices from the results at the points of a ``design(inputs:base:seed:)``.
  ///
  /// - Parameters:
  ///   - results: in the order of the rows of the design.
  ///   - inputs: how many inputs.
  /// - Returns: nil where the number of results is no multiple of inputs + 2, where one is not finite, and where they
  ///   do not vary, for then there is nothing to share out.
  package static func indices(results: [Double], inputs: Int) -> SobolIndices? {
    let width = inputs + 2
    guard inputs > 0, !results.isEmpty, results.count.isMultiple(of: width), results.allSatisfy(\.isFinite) else {
      return nil
    }
    let moments = SampleMoments(results)
    guard let mean = moments.mean, let spread = moments.populationVariance?.squareRoot(), spread > 0 else { return nil }
    let y = results.map { ($0 - mean) / spread }
    let starts = Array(stride(from: 0, to: y.count, by: width))
    let ends = SampleMoments(starts.flatMap { [y[$0], y[$0 + width - 1]] })
    guard let variance = ends.populationVariance, variance > 0 else { return nil }
    let n = Double(starts.count)
    var (firstOrder, total): ([Double], [Double]) = ([], [])
    for input in 1...inputs {
      var (shared, differing) = (0.0, 0.0)
      for start in starts {
        let (a, b, mixed) = (y[start], y[start + width - 1], y[start + input])
        shared += b * (mixed - a)
        differing += (a - mixed) * (a - mixed)
      }
      firstOrder.append(shared / n / variance)
      total.append(differing / (2 * n) / variance)
    }
    return SobolIndices(firstOrder: firstOrder, total: total)
  }
}
