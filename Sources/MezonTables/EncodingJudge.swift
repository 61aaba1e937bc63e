// SPDX-License-Identifier: Apache-2.0

/// Finds out in which encoding a text stands that comes piece by piece; it is what ``TextEncoding/detect(_:)`` says of the whole.
///
/// It keeps the beginning and what is judged by, some 260 KiB, whatever the text's length.
package struct EncodingJudge {
  /// The beginning, as long as the encoding may be told by it alone.
  private var beginning: [UInt8] = []
  /// What a guess is made by.
  private var sample: [UInt8] = []
  private var hasSample = false
  /// The last bytes, which may stand before it.
  private var tail: [UInt8] = []
  /// The last bytes where they begin a character that may go on.
  private var rest: [UInt8] = []
  private var isStrict = true
  private var letters = 0
  private var damages = 0

  package init() {}

  /// Looks at the next piece. Complexity: O(bytes).
  package mutating func take(_ piece: [UInt8]) {
    if beginning.count < TextEncoding.wideBytes { beginning += piece.prefix(TextEncoding.wideBytes - beginning.count) }
    let isASCII = Self.isASCII(piece)
    takeSample(piece, isASCII: isASCII)
    if isASCII, rest.isEmpty { return }
    let bytes = rest.isEmpty ? piece : rest + piece
    let whole = bytes.count - Self.unfinished(bytes)
    count(bytes[..<whole])
    rest = Array(bytes[whole...])
  }

  /// The encoding of all that was taken. Complexity: that of a guess.
  package var encoding: TextEncoding {
    if let certain = TextEncoding.certain(beginning) { return certain }
    if isStrict, rest.isEmpty { return TextEncoding(name: "UTF-8", evidence: .strictUTF8) }
    return TextEncoding.guess(hasSample ? sample : beginning)
  }

  /// Whether the text is UTF-8 but for a few damaged places.
  package var isDamagedUTF8: Bool {
    var whole = self
    whole.count(rest[...])
    return whole.damages <= 2 || whole.damages * 4 < whole.letters
  }

  /// Keeps what stands about the first letter beyond ASCII, and what follows.
  private mutating func takeSample(_ piece: [UInt8], isASCII: Bool) {
    if !hasSample {
      guard !isASCII, let first = piece.firstIndex(where: { $0 >= 0x80 }) else {
        tail = Array((tail + piece.suffix(TextEncoding.bytesBeforeSample)).suffix(TextEncoding.bytesBeforeSample))
        return
      }
      hasSample = true
      sample = Array((tail + piece[..<first]).suffix(TextEncoding.bytesBeforeSample))
      sample += piece[first...].prefix(TextEncoding.sampleBytes - sample.count)
    } else if sample.count < TextEncoding.sampleBytes {
      sample += piece.prefix(TextEncoding.sampleBytes - sample.count)
    }
  }

  /// Whether no byte is beyond ASCII, which nearly every piece of many logs is; eight are looked at at a time.
  private static func isASCII(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      let words = bytes.count / 8
      var seen: UInt64 = 0
      for word in 0..<words { seen |= bytes.loadUnaligned(fromByteOffset: 8 &* word, as: UInt64.self) }
      for place in (8 * words)..<bytes.count { seen |= UInt64(bytes[place]) }
      return seen & 0x8080_8080_8080_8080 == 0
    }
  }

  /// How many of the last bytes begin a character that goes on.
  private static func unfinished(_ bytes: [UInt8]) -> Int {
    for (distance, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xC0 != 0x80 {
      return length(byte) > distance + 1 ? distance + 1 : 0
    }
    return 0
  }

  /// How many bytes a character has that begins with a byte; 0 where none begins with it.
  private static func length(_ byte: UInt8) -> Int {
    switch byte {
    case ..<0x80: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  /// Counts characters of several bytes, and places that are none.
  private mutating func count(_ bytes: ArraySlice<UInt8>) {
    if (try? UTF8Span(validating: bytes.span)) != nil {
      for byte in bytes where byte >= 0xC0 { letters &+= 1 }
      return
    }
    isStrict = false
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let length = Self.length(bytes[index])
      let tail = bytes[min(index + 1, bytes.endIndex)..<min(index + max(1, length), bytes.endIndex)]
      if length == 0 || tail.count < length - 1 || tail.contains(where: { $0 & 0xC0 != 0x80 }) {
        damages += 1
        index += 1
      } else {
        if length > 1 { letters += 1 }
        index += length
      }
    }
  }
}
