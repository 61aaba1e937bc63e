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

/// Computes so many results on so many threads and hands them out in order, each as soon as it and those before it are there.
///
/// `make` must not depend on anything that changes; `take` is called by the caller's thread alone, which otherwise computes too. Once `take` has
/// thrown an error, no more are begun.
func inOrder<Result: Sendable, Failure>(
  _ count: Int, threads: Int, _ make: @Sendable (Int) -> Result, _ take: (Result) throws(Failure) -> Void
) throws(Failure) {
  guard threads > 1, count > 1 else {
    for number in 0..<count { try take(make(number)) }
    return
  }
  var failure: Failure?
  withoutActuallyEscaping(make) { make in
    let results = ResultsInOrder(count, make)
    let others = DispatchGroup()
    for _ in 1..<min(threads, count) {
      DispatchQueue.global().async(group: others) { while results.makeOne() {} }
    }
    do throws(Failure) {
      while let next = results.next() { try take(next) }
    } catch {
      failure = error
      results.stop()
    }
    others.wait()
  }
  if let failure { throw failure }
}

/// Results that several threads compute, and one takes in order.
private final class ResultsInOrder<Result: Sendable>: Sendable {
  private struct State {
    /// The next one to be computed, and the next one to be taken.
    var begun = 0
    var taken = 0
    var made: [Int: Result] = [:]
  }

  private enum Step {
    case result(Result)
    case waiting
    case end
  }

  private let count: Int
  private let make: @Sendable (Int) -> Result
  private let state = Mutex(State())
  /// Counts those that were computed, for one who waits.
  private let isMade = DispatchSemaphore(value: 0)

  init(_ count: Int, _ make: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.make = make
  }

  /// Computes one that nobody has begun; false where there is none.
  func makeOne() -> Bool {
    let number = state.withLock { state -> Int? in
      guard state.begun < count else { return nil }
      state.begun += 1
      return state.begun - 1
    }
    guard let number else { return false }
    let result = make(number)
    state.withLock { $0.made[number] = result }
    isMade.signal()
    return true
  }

  /// The next one in order, once it is there; nil behind the last. Meanwhile others are computed.
  func next() -> Result? {
    while true {
      let step = state.withLock { state -> Step in
        guard state.taken < count else { return .end }
        guard let result = state.made.removeValue(forKey: state.taken) else { return .waiting }
        state.taken += 1
        return .result(result)
      }
      switch step {
      case .result(let result): return result
      case .end: return nil
      // One that is not there was begun by another thread, which then tells.
      case .waiting: if !makeOne() { isMade.wait() }
      }
    }
  }

  /// Has no more begun.
  func stop() { state.withLock { $0.begun = count } }
}
