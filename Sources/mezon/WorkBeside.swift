// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Does one thing at a time beside its owner, where there are threads for it: what was read is worked on while more is read.
///
/// What a thing touches nobody else may touch until ``wait()`` has returned.
final class WorkBeside {
  private let queue = DispatchQueue(label: "work beside")
  private let pending = DispatchGroup()
  private let isBeside: Bool

  /// Something to be done once. It may be given to another thread, for whoever gave it waits before touching what it touches.
  private struct Work: @unchecked Sendable {
    let body: () -> Void
  }

  /// - Parameter threads: with one alone, everything is done at once
  init(threads: Int) { isBeside = threads > 1 }

  deinit { pending.wait() }

  /// Does something once what was begun before is done.
  func begin(_ body: @escaping () -> Void) {
    wait()
    guard isBeside else { return body() }
    let work = Work(body: body)
    queue.async(group: pending) { work.body() }
  }

  /// Waits until all that was begun is done.
  func wait() { pending.wait() }
}
