// SPDX-License-Identifier: Apache-2.0

extension JSON {
  /// Reads one JSON text (RFC 8259) whole; nil where it is not one, where a name stands twice in an object, where a number is
  /// too large to be one, or where it is nested deeper than 64 levels. Complexity: O(bytes).
  package init?(_ bytes: [UInt8]) {
    var reader = JSONReader(bytes)
    guard let value = reader.document() else { return nil }
    self = value
  }
}

/// Reads JSON by recursive descent, whose depth is bounded.
private struct JSONReader {
  private let bytes: [UInt8]
  private var index = 0
  private static let deepest = 64

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() -> JSON? {
    guard let value = value(depth: 0) else { return nil }
    skipBlanks()
    return index == bytes.count ? value : nil
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private mutating func eat(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    index += 1
    return true
  }

  private mutating func eat(_ word: String) -> Bool {
    let end = index + word.utf8.count
    guard end <= bytes.count, bytes[index..<end].elementsEqual(word.utf8) else { return false }
    index = end
    return true
  }

  private mutating func value(depth: Int) -> JSON? {
    guard depth < Self.deepest else { return nil }
    skipBlanks()
    switch current {
    case 0x7B: return object(depth: depth)
    case 0x5B: return array(depth: depth)
    case 0x22: return string().map { .string($0) }
    case 0x74: return eat("true") ? .bool(true) : nil
    case 0x66: return eat("false") ? .bool(false) : nil
    case 0x6E: return eat("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> JSON? {
    index += 1
    var members: [String: JSON] = [:]
    skipBlanks()
    if eat(0x7D) { return .object(members) }
    while true {
      skipBlanks()
      guard let name = string(), members[name] == nil else { return nil }
      skipBlanks()
      guard eat(0x3A), let value = value(depth: depth + 1) else { return nil }
      members[name] = value
      skipBlanks()
      if eat(0x7D) { return .object(members) }
      guard eat(0x2C) else { return nil }
    }
  }

  private mutating func array(depth: Int) -> JSON? {
    index += 1
    var elements: [JSON] = []
    skipBlanks()
    if eat(0x5D) { return .array(elements) }
    while true {
      guard let value = value(depth: depth + 1) else { return nil }
      elements.append(value)
      skipBlanks()
      if eat(0x5D) { return .array(elements) }
      guard eat(0x2C) else { return nil }
    }
  }

  private mutating func string() -> String? {
    guard eat(0x22) else { return nil }
    var text: [UInt8] = []
    while let byte = current {
      index += 1
      switch byte {
      case 0x22: return String(validating: text, as: UTF8.self)
      case 0x5C: guard escape(into: &text) else { return nil }
      case 0x00..<0x20: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escape(into text: inout [UInt8]) -> Bool {
    guard let byte = current else { return false }
    index += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: text.append(byte)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      guard let unit = hexUnit() else { return false }
      var code = UInt32(unit)
      if unit & 0xFC00 == 0xD800 {
        guard eat(0x5C), eat(0x75), let low = hexUnit(), low & 0xFC00 == 0xDC00 else { return false }
        code = 0x1_0000 + (code & 0x3FF) << 10 + UInt32(low & 0x3FF)
      }
      // A lone low surrogate is no scalar.
      guard let scalar = Unicode.Scalar(code) else { return false }
      text += String(Character(scalar)).utf8
    default: return false
    }
    return true
  }

  private mutating func hexUnit() -> UInt16? {
    guard index + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[index..<(index + 4)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    index += 4
    return unit
  }

  private mutating func digits() -> Bool {
    let start = index
    while let byte = current, 0x30...0x39 ~= byte { index += 1 }
    return index > start
  }

  private mutating func number() -> JSON? {
    let start = index
    _ = eat(0x2D)
    if !eat(0x30) { guard digits() else { return nil } }
    if eat(0x2E) { guard digits() else { return nil } }
    if eat(0x65) || eat(0x45) {
      if !eat(0x2B) { _ = eat(0x2D) }
      guard digits() else { return nil }
    }
    guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite else { return nil }
    return .number(value)
  }
}
