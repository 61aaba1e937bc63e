// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization
import Testing

@testable import mezon

@Suite("Kept files that are read ahead") struct KeptAheadTests {
  /// What stands in a file: nothing that can be read in some.
  private static func content(_ file: Int) -> [UInt8]? { file % 7 == 0 ? nil : [UInt8(truncatingIfNeeded: file)] }

  @Test("are read once, whoever comes first, and again for whoever asks again")
  func once() {
    let counts = Mutex<[Int: Int]>([:])
    let ahead = KeptAhead<Int> { file in
      counts.withLock { $0[file, default: 0] += 1 }
      return Self.content(file)
    }
    ahead.begin(Array(0..<400))
    let wrong = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { worker in
      // Two go against the order in which they are read ahead, and no file is asked for by two.
      let own = stride(from: worker, to: 600, by: 4)
      for file in worker < 2 ? Array(own) : own.reversed() where ahead.bytes(file) != Self.content(file) {
        wrong.withLock { $0.append(file) }
      }
    }
    #expect(wrong.withLock { $0 } == [])
    #expect(counts.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<600).map { ($0, 1) }))
    #expect(ahead.bytes(5) == [5])
    #expect(ahead.bytes(7) == nil)
    #expect(counts.withLock { [$0[5], $0[7]] } == [2, 2])
  }
}
