// SPDX-License-Identifier: Apache-2.0

import MezonTables
import Synchronization

/// A content that notes how it is read, and may fail once so many bytes were read.
final class WatchedContent: FileContent {
  /// What it fails with.
  struct Fault: Error, CustomStringConvertible {
    let description = "the disk is gone"
  }

  /// What was read.
  struct Reading {
    var bytes = 0
    var longest = 0
    var count = 0
  }

  private let held: [UInt8]
  private let failingAfter: Int
  private let noted = Mutex(Reading())

  init(_ bytes: [UInt8], failingAfter: Int = .max) {
    held = bytes
    self.failingAfter = failingAfter
  }

  var byteCount: Int { held.count }
  var reading: Reading { noted.withLock { $0 } }

  func bytes(_ range: Range<Int>) throws -> [UInt8] {
    let isLeft = noted.withLock { reading in
      reading.bytes += range.count
      reading.longest = max(reading.longest, range.count)
      reading.count += 1
      return reading.bytes <= failingAfter
    }
    guard isLeft else { throw Fault() }
    return Array(held[range])
  }
}

/// A content that grew shorter than it says.
struct ShortContent: FileContent {
  let held: [UInt8]
  let byteCount: Int

  func bytes(_ range: Range<Int>) -> [UInt8] { Array(held[range.clamped(to: held.indices)]) }
}
