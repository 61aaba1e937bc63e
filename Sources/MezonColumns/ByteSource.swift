// SPDX-License-Identifier: Apache-2.0

/// Where a reader gets its bytes, block by block; the command's files and sockets conform to it, this room opens none.
package protocol ByteSource: Sendable {
  /// Writes the next bytes to the beginning of `buffer`, which is never empty, and returns how many.
  ///
  /// 0 means the end; fewer than `buffer.count` does not. What goes wrong with the medium is thrown, and passes through the
  /// reader unchanged.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Bytes that are in memory already.
package struct ArrayByteSource: ByteSource {
  let bytes: [UInt8]
  private let blockBytes: Int
  private let end: Int
  private var position = 0

  /// A source that hands out `bytes`, at most `blockBytes` at a time.
  package init(_ bytes: [UInt8], blockBytes: Int = .max) {
    self.bytes = bytes
    self.blockBytes = max(1, blockBytes)
    end = bytes.count
  }

  /// A source that hands out a stretch of `bytes`, held within them.
  package init(_ bytes: [UInt8], range: Range<Int>) {
    let range = range.clamped(to: 0..<bytes.count)
    self.bytes = bytes
    blockBytes = .max
    position = range.lowerBound
    end = range.upperBound
  }

  /// A source that hands out the UTF-8 bytes of a text.
  package init(_ text: String) {
    self.init(Array(text.utf8))
  }

  /// Whether it hands out as much as is asked for, so that what it has may as well be looked at where it is.
  var isLent: Bool { blockBytes == .max }

  /// What was not handed out yet.
  var rest: ArraySlice<UInt8> { bytes[position..<end] }

  /// Passes over so many bytes, of which there must be as many.
  mutating func skip(_ count: Int) { position += min(count, end - position) }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, blockBytes, end - position)
    bytes.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)]))
    }
    position += count
    return count
  }
}
