// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Computes one result for each chunk of a range of rows, on so many threads, and returns them in the order of the chunks.
///
/// The results do not depend on the threads, only on the chunks; `body` must not depend on anything that changes.
func inChunks<Result: Sendable>(
  rows: Int, chunkRows: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Result
) -> [Result] {
  let size = max(1, chunkRows)
  let chunks = stride(from: 0, to: rows, by: size).map { $0..<min(rows, $0 + size) }
  guard threads > 1, chunks.count > 1 else { return chunks.map(body) }
  let workers = min(threads, chunks.count)
  let results = Mutex<[Int: Result]>([:])
  DispatchQueue.concurrentPerform(iterations: workers) { worker in
    for number in stride(from: worker, to: chunks.count, by: workers) {
      let result = body(chunks[number])
      results.withLock { $0[number] = result }
    }
  }
  return results.withLock { found in chunks.indices.compactMap { found[$0] } }
}

/// Computes so many results on so many threads and returns them in order; whoever is free takes the next one.
///
/// `body` must not depend on anything that changes.
func concurrently<Result: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, count > 1 else { return (0..<count).map(body) }
  let next = Atomic<Int>(0)
  let results = Mutex<[Int: Result]>([:])
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      let result = body(number)
      results.withLock { $0[number] = result }
    }
  }
  return results.withLock { found in (0..<count).compactMap { found[$0] } }
}
