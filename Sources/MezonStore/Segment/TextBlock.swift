// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Texts of a dictionary in the order of their codes, each without what it has in common with the one before.
enum TextBlock {
  /// Adds texts with the codes of a range. Complexity: O(bytes).
  static func append(_ dictionary: TextDictionary, _ codes: Range<Int>, to writer: inout ByteWriter) {
    dictionary.withTexts { texts, starts in
      var shared: [Int64] = []
      var rest: [Int64] = []
      var tails: [UInt8] = []
      shared.reserveCapacity(codes.count)
      rest.reserveCapacity(codes.count)
      var before = 0..<0
      for code in codes {
        let own = starts[code]..<starts[code + 1]
        var common = 0
        while common < min(before.count, own.count),
          texts[before.lowerBound &+ common] == texts[own.lowerBound &+ common]
        {
          common &+= 1
        }
        shared.append(Int64(common))
        rest.append(Int64(own.count - common))
        tails.append(contentsOf: texts[(own.lowerBound + common)..<own.upperBound])
        before = own
      }
      IntegerBlock.append(shared, to: &writer)
      IntegerBlock.append(rest, to: &writer)
      writer.append(tails)
    }
  }

  /// Reads `count` texts and hands them over one by one, in UTF-8. Complexity: O(bytes).
  static func read(
    _ count: Int, from reader: inout ByteReader, _ take: (UnsafeRawBufferPointer) throws(FormatFault) -> Void
  ) throws(FormatFault) {
    let shared = try IntegerBlock.read(count, from: &reader)
    let rest = try IntegerBlock.read(count, from: &reader)
    var text: [UInt8] = []
    for (common, more) in zip(shared, rest) {
      guard common >= 0, common <= text.count, let more = Int(exactly: more) else {
        throw FormatFault("a shared beginning")
      }
      text.removeLast(text.count - Int(common))
      text.append(contentsOf: reader.bytes[try reader.take(more)])
      var fault: FormatFault?
      text.withUnsafeBytes { bytes in
        guard isUTF8(bytes) else { return fault = FormatFault("a text in UTF-8") }
        do throws(FormatFault) { try take(bytes) } catch { fault = error }
      }
      if let fault { throw fault }
    }
  }

  /// Reads `count` texts and adds them to a dictionary; one that stands there twice is a fault. Complexity: O(bytes).
  static func read(
    _ count: Int, from reader: inout ByteReader, into dictionary: inout TextDictionary
  ) throws(FormatFault) {
    try read(count, from: &reader) { bytes throws(FormatFault) in
      let code = dictionary.encode(bytes)
      guard Int(code) == dictionary.count - 1 else { throw FormatFault("a text once") }
    }
  }

  /// Whether bytes are UTF-8; ASCII is seen eight bytes at a time.
  private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while bytes.count - index >= 8,
      bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index == bytes.count || String(validating: bytes, as: UTF8.self) != nil
  }
}
