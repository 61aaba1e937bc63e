// SPDX-License-Identifier: Apache-2.0

/// How ``DelimitedReader`` fills a batch; its memory grows to the largest block and stays.
extension RowBatch {
  /// What the first stage tells of a block.
  struct Indexed {
    /// The number of marks.
    let marks: Int
    /// The first position that is not well-formed UTF-8, or the number of bytes.
    let firstInvalid: Int
  }

  /// Forgets the rows and the bytes, and keeps the memory.
  mutating func clear() {
    byteCount = 0
    rowCount = 0
    width = 0
    refused.removeAll(keepingCapacity: true)
  }

  /// Makes room for bytes and for those after them that the first stage may read.
  mutating func reserve(byteCount: Int) {
    grow(&bytes, to: byteCount + blockPadding, with: 0)
  }

  /// Makes room for rows of ``width`` fields.
  mutating func reserve(rowCount: Int) {
    grow(&fields, to: rowCount * width, with: FieldRange(start: 0, end: 0, marks: 0))
    grow(&lines, to: rowCount, with: 0)
    grow(&starts, to: rowCount, with: 0)
  }

  private func grow<Element>(_ array: inout [Element], to count: Int, with element: Element) {
    guard array.count < count else { return }
    var grown = [Element](repeating: element, count: max(count, array.count + array.count / 2))
    grown.replaceSubrange(0..<array.count, with: array)
    array = grown
  }

  /// Adds bytes for which there is room.
  mutating func append(_ added: [UInt8]) {
    reserve(byteCount: byteCount + added.count)
    bytes.replaceSubrange(byteCount..<(byteCount + added.count), with: added)
    byteCount += added.count
  }

  /// Adds what the source hands out, so that at most `limit` bytes are held, and returns how many there were.
  mutating func append(from source: inout any ByteSource, upTo limit: Int) throws -> Int {
    reserve(byteCount: limit)
    let start = byteCount
    let count = try bytes.withUnsafeMutableBytes { buffer in
      try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[start..<limit]))
    }
    // A source that claims more than it was given room for has written beyond it already; nothing more is believed.
    let believed = min(max(0, count), limit - start)
    byteCount += believed
    return believed
  }

  /// Removes a UTF-8 byte order mark from the beginning; whether there was one.
  mutating func dropByteOrderMark() -> Bool {
    guard byteCount >= 3, bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return false }
    bytes.removeFirst(3)
    byteCount -= 3
    reserve(byteCount: byteCount)
    return true
  }

  /// Runs the first stage over the bytes.
  func index(delimiter: UInt8, into marks: inout [UInt32]) -> Indexed {
    if marks.count < byteCount + blockPadding {
      marks = Array(repeating: 0, count: byteCount + byteCount / 2 + blockPadding)
    }
    let count = byteCount
    return bytes.withUnsafeBufferPointer { bytes in
      marks.withUnsafeMutableBufferPointer { marks in
        guard let start = bytes.baseAddress, let room = marks.baseAddress else {
          return Indexed(marks: 0, firstInvalid: 0)
        }
        let found = indexSeparators(start, count: count, delimiter: delimiter, into: room)
        let firstInvalid = found.hasHighBytes ? firstInvalidUTF8(start, from: 0, to: count) : count
        return Indexed(marks: found.marks, firstInvalid: firstInvalid)
      }
    }
  }

  /// Lends the bytes to read, and the room for fields, lines and starts to write.
  mutating func withUnsafeRoom<Result>(
    _ body: (
      UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<FieldRange>, UnsafeMutableBufferPointer<Int>,
      UnsafeMutableBufferPointer<UInt32>
    ) -> Result
  ) -> Result {
    let count = byteCount
    return bytes.withUnsafeBufferPointer { bytes in
      fields.withUnsafeMutableBufferPointer { fields in
        lines.withUnsafeMutableBufferPointer { lines in
          starts.withUnsafeMutableBufferPointer { starts in
            body(UnsafeBufferPointer(rebasing: bytes[..<count]), fields, lines, starts)
          }
        }
      }
    }
  }
}
