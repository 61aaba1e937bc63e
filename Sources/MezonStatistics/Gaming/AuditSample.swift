// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How many cases of a finite set have to be looked into, and what a sample of them says about all.
package enum AuditSample {
  /// The size for a share to be known within a margin: Cochran's, with the correction for a finite population.
  ///
  /// n₀ = z²·p·(1-p)/margin², n = n₀ / (1 + (n₀ - 1)/N), each rounded up. Source: W. G. Cochran, Sampling Techniques (1977),
  /// section 4.4.
  ///
  /// - Parameters:
  ///   - population: how many cases there are, at least 1.
  ///   - margin: how far the estimate may be off, above 0.
  ///   - confidence: how surely, strictly between 0 and 1.
  ///   - share: the share that is expected; ½ is the safe choice.
  /// - Returns: the size, at most the population, and that for an endless one; nil for numbers outside those limits.
  package static func size(
    population: Int, margin: Double, confidence: Double, share: Double = 0.5
  ) -> (size: Int, ofInfinite: Int)? {
    guard population >= 1, margin > 0, margin.isFinite, confidence > 0, confidence < 1, share > 0, share < 1 else {
      return nil
    }
    let z = NormalDistribution.quantile(upperTail: (1 - confidence) / 2)
    let endless = z * z * share * (1 - share) / (margin * margin)
    guard endless < 1e15 else { return nil }
    let size = endless / (1 + (endless - 1) / Double(population))
    return (min(population, max(1, Int(size.rounded(.up)))), Int(endless.rounded(.up)))
  }

  /// The least sample that would show at least one bad case, if there were as many as could be put up with.
  ///
  /// - Parameters:
  ///   - population: how many cases there are.
  ///   - tolerable: how many bad ones could be put up with, from 1 to the population.
  ///   - confidence: how surely one of them is found, strictly between 0 and 1.
  /// - Returns: the size, and the probability that a sample of it shows none; nil for numbers outside those limits.
  /// - Complexity: O(size).
  package static func discovery(population: Int, tolerable: Int, confidence: Double) -> (size: Int, missing: Double)? {
    guard tolerable >= 1, tolerable <= population, confidence > 0, confidence < 1 else { return nil }
    var (size, missing) = (0, 1.0)
    while missing > 1 - confidence, size < population {
      missing *= Double(population - tolerable - size) / Double(population - size)
      size += 1
      if missing <= 0 { return (size, 0) }
    }
    return (size, missing)
  }

  /// The exact limits of the number of bad cases among all, from those in a sample without replacement.
  ///
  /// The low limit is the least number with which as many in the sample or more have a probability above the tail, the high
  /// limit the greatest with which as many or fewer have.
  ///
  /// - Returns: nil for counts that do not fit together, or a confidence not strictly between 0 and 1.
  /// - Complexity: O(bad · log population).
  package static func bad(population: Int, sample: Int, found: Int, confidence: Double) -> ClosedRange<Int>? {
    guard found >= 0, found <= sample, sample >= 1, sample <= population, confidence > 0, confidence < 1 else {
      return nil
    }
    let tail = (1 - confidence) / 2
    // Both probabilities change in one direction with the number of bad cases.
    let low = firstPlace(in: found...(population - sample + found)) { bad in
      1 - lower(found - 1, population, bad, sample) > tail
    }
    let high = firstPlace(in: found...(population - sample + found)) { bad in
      lower(found, population, bad, sample) <= tail
    }
    let greatest = (high ?? population - sample + found + 1) - 1
    return (low ?? found)...max(low ?? found, greatest)
  }

  /// The first number of a range for which a condition holds that holds for all after it; nil where for none.
  private static func firstPlace(in range: ClosedRange<Int>, _ holds: (Int) -> Bool) -> Int? {
    var (low, high) = (range.lowerBound, range.upperBound + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low > range.upperBound ? nil : low
  }

  /// The hypergeometric probability of `found` bad cases or fewer.
  private static func lower(_ found: Int, _ population: Int, _ bad: Int, _ sample: Int) -> Double {
    let least = max(0, sample + bad - population)
    guard found >= least else { return 0 }
    func factorial(_ n: Int) -> Double { n > 0 ? SaddlePoint.logFactorial(Double(n)) : 0 }
    func choose(_ n: Int, _ k: Int) -> Double { factorial(n) - factorial(k) - factorial(n - k) }
    let all = choose(population, sample)
    let terms = (least...min(found, bad, sample)).map {
      exp(choose(bad, $0) + choose(population - bad, sample - $0) - all)
    }
    return min(1, ExactSum(terms).value)
  }
}
