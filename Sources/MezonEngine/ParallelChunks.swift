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
