// SPDX-License-Identifier: Apache-2.0

import Dispatch
import MezonColumns
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

/// How many of something may be at hand at once, on all threads together.
final class Permits: Sendable {
  private let left: DispatchSemaphore

  init(_ count: Int) { left = DispatchSemaphore(value: count) }

  /// Waits until one is left, and takes it.
  func take() { left.wait() }

  /// Gives one back.
  func give() { left.signal() }
}

/// Room for rows, of which each thread takes one at a time.
final class BatchPool: Sendable {
  private let free = Mutex<[RowBatch]>([])

  /// Calls `body` with room that nobody else has meanwhile.
  func use(_ body: (inout RowBatch) throws(ReadingFailure) -> Void) throws(ReadingFailure) {
    var batch = free.withLock { $0.popLast() } ?? RowBatch()
    defer { free.withLock { [batch] in $0.append(batch) } }
    try body(&batch)
  }
}
