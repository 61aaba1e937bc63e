// SPDX-License-Identifier: Apache-2.0

/// Passes over JSON (RFC 8259) byte by byte, and knows its line.
struct JSONCursor {
  private let bytes: [UInt8]
  private(set) var position: Int
  private(set) var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  func fault(_ reason: String) -> TableFault { TableFault(.brokenJSON(line: line, reason: reason)) }

  /// The next byte that is no blank; nil at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x0A: line += 1
      case 0x20, 0x09, 0x0D: break
      default: return bytes[position]
      }
      position += 1
    }
    return nil
  }

  /// Passes a sign when it comes next.
  mutating func take(_ sign: Character) -> Bool {
    guard let byte = peek(), byte == sign.asciiValue else { return false }
    position += 1
    return true
  }

  mutating func expect(_ sign: Character) throws(TableFault) {
    guard take(sign) else { throw fault("\(sign)?") }
  }

  /// The text of a string, its escapes resolved.
  mutating func string() throws(TableFault) -> [UInt8] {
    try expect("\"")
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x22: return text
      case 0x5C: try escape(into: &text)
      case 0..<0x20: throw fault("U+00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
      default: text.append(byte)
      }
      guard text.count <= SheetScanner.textLimit else {
        throw TableFault(.textTooLong(part: "JSON", limit: SheetScanner.textLimit))
      }
    }
    throw fault("\"?")
  }

  private mutating func escape(into text: inout [UInt8]) throws(TableFault) {
    guard position < bytes.count else { throw fault("\\?") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: text.append(byte)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      var value = try hexadecimal()
      // A pair of surrogates is one character; a single one is none.
      if 0xD800...0xDBFF ~= value, position + 1 < bytes.count, bytes[position] == 0x5C, bytes[position + 1] == 0x75 {
        position += 2
        let low = try hexadecimal()
        if 0xDC00...0xDFFF ~= low { value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00) }
      }
      text.append(contentsOf: String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    default: throw fault("\\" + String(UnicodeScalar(byte)))
    }
  }

  private mutating func hexadecimal() throws(TableFault) -> UInt32 {
    guard position + 4 <= bytes.count,
      bytes[position..<(position + 4)].allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
    else { throw fault("\\u?") }
    position += 4
    return value
  }

  /// A number or a word as it stands.
  mutating func literal() throws(TableFault) -> (kind: TableCell.Kind, text: [UInt8]) {
    guard peek() != nil else { throw fault("end of text") }
    let start = position
    while position < bytes.count, isLiteral(bytes[position]) { position += 1 }
    let text = Array(bytes[start..<position])
    switch String(decoding: text, as: UTF8.self) {
    case "true", "false": return (.truth, text)
    case "null": return (.text, [])
    default:
      guard let first = text.first, first == 0x2D || 0x30...0x39 ~= first,
        Double(String(decoding: text, as: UTF8.self))?.isFinite == true
      else { throw fault(String(decoding: text.prefix(40), as: UTF8.self)) }
      return (.number, text)
    }
  }

  private func isLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x41...0x5A, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }
}
