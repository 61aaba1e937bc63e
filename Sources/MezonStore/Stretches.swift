// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Does something for each number on so many threads; whoever is free takes the next one.
///
/// `body` must not change anything that another number's does.
func forEachSideBySide(_ numbers: Range<Int>, threads: Int, _ body: @Sendable (Int) -> Void) {
  guard threads > 1, numbers.count > 1 else { return numbers.forEach(body) }
  let next = Atomic<Int>(numbers.lowerBound)
  DispatchQueue.concurrentPerform(iterations: min(threads, numbers.count)) { _ in
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < numbers.upperBound else { return }
      body(number)
    }
  }
}

/// Computes something for each number on so many threads, and returns it in the order of the numbers.
func sideBySide<Result: Sendable>(
  _ numbers: Range<Int>, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, numbers.count > 1 else { return numbers.map(body) }
  let results = Mutex<[Result?]>(Array(repeating: nil, count: numbers.count))
  forEachSideBySide(numbers, threads: threads) { number in
    let result = body(number)
    results.withLock { $0[number - numbers.lowerBound] = result }
  }
  return results.withLock { $0.compactMap { $0 } }
}

/// `count` things in stretches of so many; the last one may be shorter.
func stretches(of count: Int, by size: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
}

/// Memory of which several threads each write a part of their own.
struct SharedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  private let buffer: UnsafeMutableBufferPointer<Element>

  init(_ buffer: UnsafeMutableBufferPointer<Element>) { self.buffer = buffer }

  /// A part of it; no two threads may ask for parts that overlap.
  func part(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(rebasing: buffer[range])
  }
}

extension Array where Element: BitwiseCopyable & Sendable {
  /// An array of so many elements that several threads fill, each stretch by itself and wholly.
  init(
    count: Int, stretch: Int, threads: Int, _ fill: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
  ) {
    let ranges = stretches(of: count, by: stretch)
    self.init(unsafeUninitializedCapacity: count) { buffer, filled in
      let memory = SharedMemory(buffer)
      forEachSideBySide(0..<ranges.count, threads: threads) { fill(ranges[$0], memory.part(ranges[$0])) }
      filled = count
    }
  }
}
