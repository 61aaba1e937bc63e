// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// What becomes of memory that is no longer used.
enum FreedMemory {
  /// Keeps it for what comes next, up to a limit.
  ///
  /// The parts of a large file come and go, and so do their columns. Given back to the system, every page of them must be cleared again for
  /// the next part, which takes about as long as copying the file.
  static func keep() {
    // The header that declares the function is in no module.
    guard let place = dlsym(nil, "mallopt") else { return }
    let set = unsafeBitCast(place, to: (@convention(c) (_ option: Int32, _ bytes: Int32) -> Int32).self)
    // There it is called M_MMAP_THRESHOLD: how large a block must be to come from the system by itself, at most this.
    _ = set(-3, 32 << 20)
    // M_TRIM_THRESHOLD: how much freed memory at the end of the others is given back.
    _ = set(-1, 256 << 20)
  }

  /// Holds something large until the process ends, which takes all of its memory back at once, where it would be given back piece by piece
  /// just before.
  static func leave(_ last: any Sendable) { left.withLock { $0.append(last) } }

  private static let left = Mutex<[any Sendable]>([])
}
