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
  package mutating func clear() {
    lent = []
    byteCount = 0
    rowCount = 0
    width = 0
    marksOfRow = 0
    firstLine = nil
    breakCount = 0
    refused.removeAll(keepingCapacity: true)
  }

  /// Makes room for bytes and for those after them that the first stage may read.
  mutating func reserve(byteCount: Int) {
    grow(&own, to: byteCount + blockPadding, with: 0)
  }

  /// Makes room for rows of so many wanted fields.
  mutating func reserve(rowCount: Int, width: Int) {
    grow(&cells, to: 2 * rowCount * width, with: 0)
    grow(&lines, to: rowCount, with: 0)
    grow(&starts, to: rowCount, with: 0)
  }

  func grow<Element>(_ array: inout [Element], to count: Int, with element: Element) {
    guard array.count < count else { return }
    var grown = [Element](repeating: element, count: max(count, array.count + array.count / 2))
    grown.replaceSubrange(0..<array.count, with: array)
    array = grown
  }

  /// Adds bytes for which there is room.
  mutating func append(_ added: [UInt8]) {
    reserve(byteCount: byteCount + added.count)
    own.replaceSubrange(byteCount..<(byteCount + added.count), with: added)
    byteCount += added.count
  }

  /// Takes a stretch of a text for the block; it is copied only where the text ends with it.
  mutating func lend(_ text: [UInt8], _ range: Range<Int>) {
    if text.count - range.upperBound >= blockPadding {
      lent = text
      lentStart = range.lowerBound
      byteCount = range.count
    } else {
      append(Array(text[range]))
    }
  }

  /// Adds what the source hands out, so that at most `limit` bytes are held, and returns how many there were.
  mutating func append(from source: inout any ByteSource, upTo limit: Int) throws -> Int {
    reserve(byteCount: limit)
    let start = byteCount
    let count = try own.withUnsafeMutableBytes { buffer in
      try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[start..<limit]))
    }
    // A source that claims more than it was given room for has written beyond it already; nothing more is believed.
    let believed = min(max(0, count), limit - start)
    byteCount += believed
    return believed
  }

  /// Removes a UTF-8 byte order mark from the beginning; whether there was one.
  mutating func dropByteOrderMark() -> Bool {
    guard byteCount >= 3, own.starts(with: byteOrderMark) else { return false }
    own.removeFirst(3)
    byteCount -= 3
    reserve(byteCount: byteCount)
    return true
  }

  /// Runs the first stage over the bytes.
  mutating func index(delimiter: UInt8) -> Indexed {
    let count = byteCount
    grow(&marks, to: count + blockPadding, with: 0)
    return withUnsafeMarks { bytes, marks in
      guard let start = bytes.baseAddress, let room = marks.baseAddress else {
        return Indexed(marks: 0, firstInvalid: 0)
      }
      let found = indexSeparators(start, count: count, delimiter: delimiter, into: room)
      let firstInvalid = found.hasHighBytes ? firstInvalidUTF8(start, from: 0, to: count) : count
      return Indexed(marks: found.marks, firstInvalid: firstInvalid)
    }
  }

  /// Lends the block to read and the marks to write.
  private mutating func withUnsafeMarks<Result>(
    _ body: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt32>) -> Result
  ) -> Result {
    var room: [UInt32] = []
    swap(&room, &marks)
    defer { swap(&room, &marks) }
    return withUnsafeBlock { bytes in
      room.withUnsafeMutableBufferPointer { room in
        body(bytes.bindMemory(to: UInt8.self), room)
      }
    }
  }

  /// Lends the bytes and the marks to read, and the room for edges, lines and starts to write.
  mutating func withUnsafeRoom<Result>(
    _ body: (
      UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt32>, UnsafeMutableBufferPointer<UInt32>,
      UnsafeMutableBufferPointer<Int>, UnsafeMutableBufferPointer<UInt32>
    ) -> Result
  ) -> Result {
    var (cells, lines, starts): ([UInt32], [Int], [UInt32]) = ([], [], [])
    swap(&cells, &self.cells)
    swap(&lines, &self.lines)
    swap(&starts, &self.starts)
    defer {
      swap(&cells, &self.cells)
      swap(&lines, &self.lines)
      swap(&starts, &self.starts)
    }
    return withUnsafeBlock { bytes in
      marks.withUnsafeBufferPointer { marks in
        cells.withUnsafeMutableBufferPointer { cells in
          lines.withUnsafeMutableBufferPointer { lines in
            starts.withUnsafeMutableBufferPointer { starts in
              body(bytes.bindMemory(to: UInt8.self), marks, cells, lines, starts)
            }
          }
        }
      }
    }
  }
}

/// U+FEFF in UTF-8.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
