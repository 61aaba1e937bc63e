// SPDX-License-Identifier: Apache-2.0

/// The texts that cells of a workbook share, in one stretch of memory.
final class SharedTexts: XMLHandler {
  /// The most memory that the texts of one workbook may take.
  static let byteLimit = 128 << 20

  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var isInText = false
  /// How deep the reader is in readings of Japanese words, which are no part of the text.
  private var phonetic = 0
  let isFinished = false

  var count: Int { ends.count }

  /// The bytes of a text; nil where there is none of that number.
  func bytes(_ place: Int) -> ArraySlice<UInt8>? {
    guard ends.indices.contains(place) else { return nil }
    return bytes[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
  }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "t": isInText = phonetic == 0
    case "rPh": phonetic += 1
    default: break
    }
  }

  func end(_ name: XMLName) {
    switch name {
    case "t": isInText = false
    case "rPh": phonetic -= 1
    case "si":
      let start = ends.last ?? 0
      if let plain = EscapedText.decoded(bytes[start...]) { bytes.replaceSubrange(start..., with: plain) }
      ends.append(bytes.count)
    default: break
    }
  }

  func text(_ found: UnsafeRawBufferPointer) throws(TableFault) {
    guard isInText else { return }
    guard bytes.count + found.count <= Self.byteLimit else { throw TableFault(.tooMuchText(limit: Self.byteLimit)) }
    bytes.append(contentsOf: found)
  }
}

/// Characters that XML cannot hold, as workbooks write them: `_x000D_` (ECMA-376 Part 1, 22.9.2.19).
enum EscapedText {
  /// The text with its escapes resolved; nil where there are none.
  static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.count >= 7, var next = place(of: bytes, from: bytes.startIndex) else { return nil }
    var result: [UInt8] = []
    var copied = bytes.startIndex
    while true {
      if let scalar = scalar(bytes, at: next) {
        result.append(contentsOf: bytes[copied..<next])
        result.append(contentsOf: String(Character(scalar)).utf8)
        copied = next + 7
      }
      guard let following = place(of: bytes, from: max(copied, next + 1)) else { break }
      next = following
    }
    guard copied > bytes.startIndex else { return nil }
    return result + bytes[copied...]
  }

  private static func place(of bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var index = start
    while index + 7 <= bytes.endIndex {
      if bytes[index] == 0x5F, bytes[index + 1] == 0x78, bytes[index + 6] == 0x5F { return index }
      index += 1
    }
    return nil
  }

  private static func scalar(_ bytes: ArraySlice<UInt8>, at place: Int) -> Unicode.Scalar? {
    UInt32(String(decoding: bytes[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16).flatMap { Unicode.Scalar($0) }
  }
}
