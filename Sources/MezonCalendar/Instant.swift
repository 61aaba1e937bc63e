// SPDX-License-Identifier: Apache-2.0

/// A point in time, held as microseconds since 1970-01-01T00:00Z without leap seconds.
///
/// Arithmetic is held at the ends of `Int64` (about ±292,000 years), so that no input can overflow it.
package struct Instant: Hashable, Sendable {
  /// Microseconds since 1970-01-01T00:00Z, negative before it.
  package let microseconds: Int64

  /// The instant that many microseconds after 1970-01-01T00:00Z.
  @inlinable
  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }
}

extension Instant: Comparable {
  /// Whether an instant is before another.
  @inlinable
  package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  /// The instant that many microseconds later (earlier when negative).
  @inlinable
  package func adding(microseconds delta: Int64) -> Instant {
    Instant(microseconds: saturatingSum(microseconds, delta))
  }

  /// Microseconds from another instant to this one, negative when this one is earlier.
  @inlinable
  package func microseconds(since other: Instant) -> Int64 {
    let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
    return overflow ? (microseconds < 0 ? .min : .max) : difference
  }
}

/// The sum, held at the ends of `Int64`.
@inlinable
package func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? (right < 0 ? .min : .max) : sum
}
