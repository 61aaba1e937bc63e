// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Texts of a dictionary in the order of their codes, each without what it has in common with the one before.
enum TextBlock {
  /// The most texts of a block.
  static let largest = 1 << 14

  /// Adds texts with the codes of a range. Complexity: O(bytes).
  static func append(_ dictionary: TextDictionary, _ codes: Range<Int>, to writer: inout ByteWriter) {
    var shared: [Int64] = []
    var rest: [Int64] = []
    var tails: [UInt8] = []
    var before: [UInt8] = []
    for code in codes {
      let bytes = dictionary.withBytes(Int32(code)) { Array($0) }
      let common = zip(before, bytes).prefix { $0 == $1 }.count
      shared.append(Int64(common))
      rest.append(Int64(bytes.count - common))
      tails += bytes[common...]
      before = bytes
    }
    IntegerBlock.append(shared, to: &writer)
    IntegerBlock.append(rest, to: &writer)
    writer.append(tails)
  }

  /// Reads `count` texts and adds them to a dictionary; one that stands there twice is a fault. Complexity: O(bytes).
  static func read(_ count: Int, from reader: inout ByteReader, into dictionary: inout TextDictionary)
    throws(FormatFault)
  {
    let shared = try IntegerBlock.read(count, from: &reader)
    let rest = try IntegerBlock.read(count, from: &reader)
    var text: [UInt8] = []
    for (common, more) in zip(shared, rest) {
      guard common >= 0, common <= text.count, let more = Int(exactly: more) else {
        throw FormatFault("a shared beginning")
      }
      text.removeLast(text.count - Int(common))
      text += reader.bytes[try reader.take(more)]
      let code = text.withUnsafeBytes { dictionary.encode($0) }
      guard Int(code) == dictionary.count - 1, String(validating: text, as: UTF8.self) != nil else {
        throw FormatFault("a text once, in UTF-8")
      }
    }
  }
}
