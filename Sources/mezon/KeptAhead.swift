// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Reads kept files beside other work, each once, in the order in which they are likely to be asked for.
///
/// What is asked for is the same with it and without it: what it has not begun with is read by whoever asks.
final class KeptAhead<File: Hashable & Sendable>: Sendable {
  private enum Item: Sendable {
    /// It is being read, until the group is left.
    case begun(DispatchGroup)
    case read([UInt8]?)
    /// Whoever asked for it has read it, or has been given it.
    case taken
  }

  private let items = Mutex<[File: Item]>([:])
  private let read: @Sendable (File) -> [UInt8]?

  /// - Parameter read: the bytes of a file; nil where they cannot be read
  init(_ read: @escaping @Sendable (File) -> [UInt8]?) { self.read = read }

  /// Begins to read some files beside whatever its caller does next.
  func begin(_ files: [File]) {
    guard !files.isEmpty else { return }
    DispatchQueue.global().async { for file in files { self.readAhead(file) } }
  }

  private func readAhead(_ file: File) {
    let group = DispatchGroup()
    group.enter()
    let isFree = items.withLock { items in
      guard items[file] == nil else { return false }
      items[file] = .begun(group)
      return true
    }
    if isFree {
      let bytes = read(file)
      items.withLock { $0[file] = .read(bytes) }
    }
    group.leave()
  }

  /// The bytes of a file; nil where they cannot be read. They are held for the first who asks alone.
  func bytes(_ file: File) -> [UInt8]? {
    while true {
      let item = items.withLock { items in
        let item = items[file]
        if case .begun = item { return item }
        items[file] = .taken
        return item
      }
      switch item {
      case .begun(let group): group.wait()
      case .read(let bytes): return bytes
      case .taken, nil: return read(file)
      }
    }
  }
}
