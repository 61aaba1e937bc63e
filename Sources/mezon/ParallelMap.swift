// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// What a transform makes of the elements, in their order, by as many threads as the machine has cores.
  ///
  /// For work that takes each element by itself and longer than a thread takes to hand it over.
  func mappedInParallel<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
    let results = Mutex<[Int: Result]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = transform(self[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { all in indices.compactMap { all[$0] } }
  }
}
