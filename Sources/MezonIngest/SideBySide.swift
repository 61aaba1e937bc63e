// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Computes something for each number on so many threads, and returns it in the order of the numbers; whoever is free takes the next one.
///
/// `body` must not depend on anything that changes.
func sideBySide<Result: Sendable>(
  _ numbers: Range<Int>, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, numbers.count > 1 else { return numbers.map(body) }
  let next = Atomic<Int>(numbers.lowerBound)
  let results = Mutex<[Int: Result]>([:])
  DispatchQueue.concurrentPerform(iterations: min(threads, numbers.count)) { _ in
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < numbers.upperBound else { return }
      let result = body(number)
      results.withLock { $0[number] = result }
    }
  }
  return results.withLock { found in numbers.compactMap { found[$0] } }
}
