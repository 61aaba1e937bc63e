// SPDX-License-Identifier: Apache-2.0

/// Writes lines of a few ready texts and then many numbers, separated by commas, into blocks of memory that are not moved again.
///
/// It is ``DelimitedWriter`` for tables of millions of numbers: no field is looked at twice and none has a buffer of its own.
///
/// ```swift
/// var lines = NumberLines()
/// lines.append([0..<4, 4..<7], of: Array("2026A-1".utf8), numbers: 2) { $0 == 0 ? 45 : .nan }  // 2026,A-1,45,
/// ```
package struct NumberLines {
  private var parts: [[UInt8]] = []
  private var bytes: [UInt8] = []
  private var end = 0

  package init() {}

  /// Adds a line. Complexity: O(bytes).
  ///
  /// - Parameters:
  ///   - fields: where among the texts the fields stand that the line begins with
  ///   - texts: fields as they stand in the file, with their quotes where they need them
  ///   - count: how many numbers follow
  ///   - number: a number by its place in the line; what is not finite is an empty field
  @inline(__always)
  package mutating func append<let fieldCount: Int>(
    _ fields: InlineArray<fieldCount, Range<Int>>, of texts: [UInt8], numbers count: Int, _ number: (Int) -> Double
  ) {
    var room = count * (NumberFormat.roomOfNumber + 1) + 1
    for field in fields.indices { room += fields[field].count + 1 }
    if bytes.count - end < room { beginPart(room) }
    bytes.withUnsafeMutableBufferPointer { bytes in
      var end = end
      for field in fields.indices {
        for place in fields[field] {
          bytes[end] = texts[place]
          end &+= 1
        }
        bytes[end] = 0x2C
        end &+= 1
      }
      for place in 0..<count {
        let value = number(place)
        if value.isFinite { end = NumberFormat.write(finite: value, to: bytes, at: end) }
        bytes[end] = 0x2C
        end &+= 1
      }
      bytes[end &- 1] = lineFeed
      self.end = end
    }
  }

  private static let roomOfPart = 1 << 18

  private mutating func beginPart(_ room: Int) {
    endPart()
    bytes = Array(repeating: 0, count: max(room, Self.roomOfPart))
  }

  private mutating func endPart() {
    bytes.removeLast(bytes.count - end)
    if !bytes.isEmpty { parts.append(bytes) }
    (bytes, end) = ([], 0)
  }

  /// Hands out what was written, in parts to be put one behind the other.
  package consuming func takeParts() -> [[UInt8]] {
    endPart()
    return parts
  }

  /// Hands out what was written. Complexity: O(bytes).
  package consuming func takeBytes() -> [UInt8] { Array(takeParts().joined()) }
}
