// SPDX-License-Identifier: Apache-2.0

/// Passes over JSON (RFC 8259) byte by byte, and knows its line. Of the text only the stretch at hand is in memory.
struct JSONCursor {
  /// How much of the text is asked for at a time.
  static let windowBytes = 256 << 10

  private let windowBytes: Int
  private let content: any FileContent
  private let byteCount: Int
  private var window: [UInt8] = []
  /// The place within the window.
  private var position = 0
  /// The bytes of the content that were asked for.
  private var asked = 0
  private(set) var line = 1

  init(_ content: any FileContent, windowBytes: Int) throws(TableFault) {
    self.content = content
    self.windowBytes = windowBytes
    byteCount = content.byteCount
    if try has(3), window.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  func fault(_ reason: String) -> TableFault { TableFault(.brokenJSON(line: line, reason: reason)) }

  /// Whether so many bytes follow; they stand in the window then.
  private mutating func has(_ count: Int) throws(TableFault) -> Bool {
    while position + count > window.count {
      guard asked < byteCount else { return false }
      let next = try content.stretch(asked..<min(byteCount, asked + windowBytes))
      asked += next.count
      window = position == window.count ? next : window[position...] + next
      position = 0
    }
    return true
  }

  @inline(__always)
  private mutating func hasMore() throws(TableFault) -> Bool {
    if position < window.count { return true }
    return try has(1)
  }

  /// The next byte that is no blank; nil at the end.
  mutating func peek() throws(TableFault) -> UInt8? {
    while try hasMore() {
      switch window[position] {
      case 0x0A: line += 1
      case 0x20, 0x09, 0x0D: break
      default: return window[position]
      }
      position += 1
    }
    return nil
  }

  /// Passes a sign when it comes next.
  mutating func take(_ sign: Unicode.Scalar) throws(TableFault) -> Bool {
    guard let byte = try peek(), byte == sign.value else { return false }
    position += 1
    return true
  }

  /// Passes bytes that stand as they are, when they come next.
  mutating func take(_ bytes: [UInt8]) throws(TableFault) -> Bool {
    guard try has(bytes.count) else { return false }
    for place in bytes.indices where window[position + place] != bytes[place] { return false }
    position += bytes.count
    return true
  }

  mutating func expect(_ sign: Unicode.Scalar) throws(TableFault) {
    guard try take(sign) else { throw fault("\(sign)?") }
  }

  /// Adds the text of a string, its escapes resolved.
  mutating func string(into text: inout [UInt8]) throws(TableFault) {
    try expect("\"")
    let start = text.count
    while try hasMore() {
      let plain = window[position..<end(of: Self.isPlain)]
      guard text.count - start + plain.count <= SheetScanner.textLimit else { throw Self.tooLong }
      text.append(contentsOf: plain)
      position = plain.endIndex
      guard position < window.count else { continue }
      let byte = window[position]
      position += 1
      switch byte {
      case 0x22: return
      case 0x5C: try escape(into: &text)
      default: throw fault("U+00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
      }
      guard text.count - start <= SheetScanner.textLimit else { throw Self.tooLong }
    }
    throw fault("\"?")
  }

  private static let tooLong = TableFault(.textTooLong(part: "JSON", limit: SheetScanner.textLimit))

  /// Where the bytes of a kind end within the window. Complexity: O(bytes).
  @inline(__always)
  private func end(of isOfKind: (UInt8) -> Bool) -> Int {
    window.withUnsafeBufferPointer { bytes in
      var place = position
      while place < bytes.count, isOfKind(bytes[place]) { place += 1 }
      return place
    }
  }

  /// Whether a byte within a string stands for itself.
  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool { byte != 0x22 && byte != 0x5C && byte >= 0x20 }

  private mutating func escape(into text: inout [UInt8]) throws(TableFault) {
    guard try has(1) else { throw fault("\\?") }
    let byte = window[position]
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: text.append(byte)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      guard try has(4), var value = Self.hexadecimal(window[position..<(position + 4)]) else { throw fault("\\u?") }
      position += 4
      // A pair of surrogates is one character; a single one is none.
      if 0xD800...0xDBFF ~= value, try has(6), window[position] == 0x5C, window[position + 1] == 0x75,
        let low = Self.hexadecimal(window[(position + 2)..<(position + 6)]), 0xDC00...0xDFFF ~= low
      {
        position += 6
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      text.append(contentsOf: (Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    default: throw fault("\\" + String(UnicodeScalar(byte)))
    }
  }

  /// The number that digits write; nil where one of them is none.
  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
      let place: UInt8
      switch digit {
      case 0x30...0x39: place = digit - 0x30
      case 0x41...0x46: place = digit - 0x41 + 10
      case 0x61...0x66: place = digit - 0x61 + 10
      default: return nil
      }
      value = value << 4 | UInt32(place)
    }
    return value
  }

  /// Adds a number or a word as it stands; nothing for a null.
  /// - Returns: what it is
  mutating func literal(into text: inout [UInt8]) throws(TableFault) -> TableCell.Kind {
    guard try peek() != nil else { throw fault("end of text") }
    let start = text.count
    while try hasMore() {
      let found = window[position..<end(of: Self.isLiteral)]
      guard text.count - start + found.count <= SheetScanner.textLimit else { throw Self.tooLong }
      text.append(contentsOf: found)
      position = found.endIndex
      if position < window.count { break }
    }
    let found = text[start...]
    if Self.isPlainNumber(found) { return .number }
    switch String(decoding: found, as: UTF8.self) {
    case "true", "false": return .truth
    case "null":
      text.removeLast(found.count)
      return .text
    case let written:
      guard let first = found.first, first == 0x2D || 0x30...0x39 ~= first, Double(written)?.isFinite == true else {
        throw fault(String(decoding: found.prefix(40), as: UTF8.self))
      }
      return .number
    }
  }

  /// Whether a text is digits with or without a sign and decimals, and so few of them that it is surely a finite number.
  private static func isPlainNumber(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count < 300, let last = text.last, 0x30...0x39 ~= last else { return false }
    let digits = text.first == 0x2D ? text.dropFirst() : text
    guard let first = digits.first, 0x30...0x39 ~= first else { return false }
    var points = 0
    for byte in digits where !(0x30...0x39 ~= byte) {
      guard byte == 0x2E, points == 0 else { return false }
      points = 1
    }
    return true
  }

  @inline(__always)
  private static func isLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x41...0x5A, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }
}
