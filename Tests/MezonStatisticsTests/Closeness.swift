// SPDX-License-Identifier: Apache-2.0

/// Whether a result is within a relative tolerance of the reference, or within it absolutely near 0.
func isClose(_ result: Double?, _ expected: Double, relative: Double = 1e-9) -> Bool {
  guard let result else { return false }
  return result == expected || abs(result - expected) <= relative * abs(expected)
}
