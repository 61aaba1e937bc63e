// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Numbers that follow from a seed (SplitMix64).
package struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// A number in `0..<bound`.
  package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}

/// The same for several callers, and a clock that goes on by a second with each look.
package final class SharedNumbers: Sendable {
  private let numbers: Mutex<SeededNumbers>
  private let now = Mutex<Int64>(1_767_225_600_000_000)

  package init(_ seed: UInt64) { numbers = Mutex(SeededNumbers(seed)) }

  package func bytes(_ count: Int) -> [UInt8] {
    numbers.withLock { numbers in (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next()) } }
  }

  package func time() -> Int64 {
    now.withLock {
      $0 += 1_000_000
      return $0
    }
  }
}
