// SPDX-License-Identifier: Apache-2.0

/// Writes texts and numbers one behind the other, to be read again by a ``PackedReader``.
///
/// A number is four bytes, little-endian; a text is how many bytes its UTF-8 has, and these.
package struct PackedWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Adds a number; only its lowest 32 bits are written.
  package mutating func append(_ number: Int) {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Adds a text.
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      append(utf8.count)
      bytes.append(contentsOf: utf8)
    }
  }

  /// Adds bytes, as a text of them would be.
  package mutating func append(bytes other: [UInt8]) {
    append(other.count)
    bytes += other
  }

  /// Adds what another one wrote.
  package mutating func append(_ other: PackedWriter) { bytes += other.bytes }

  /// Adds a list: how many elements it has, and each of them by `body`.
  package mutating func append<Element>(_ list: [Element], _ body: (inout PackedWriter, Element) -> Void) {
    append(list.count)
    for element in list { body(&self, element) }
  }
}

/// Reads what a ``PackedWriter`` wrote; of other bytes it reads nothing that is not there.
package struct PackedReader {
  private let bytes: [UInt8]
  private var place = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next number; nil where there is none.
  package mutating func number() -> Int? {
    guard bytes.count - place >= 4 else { return nil }
    defer { place += 4 }
    return Int(
      UInt32(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) }))
  }

  /// The bytes of the next text; nil where there is none.
  package mutating func textBytes() -> ArraySlice<UInt8>? {
    guard let count = number(), count <= bytes.count - place else { return nil }
    defer { place += count }
    return bytes[place..<place + count]
  }

  /// The next text; nil where there is none, or it is no UTF-8.
  package mutating func text() -> String? { textBytes().flatMap { String(validating: $0, as: UTF8.self) } }

  /// The next list, whose elements `body` reads; nil where one of them is not there.
  package mutating func list<Element>(_ body: (inout PackedReader) -> Element?) -> [Element]? {
    // An element has at least the four bytes of a number.
    guard let count = number(), count <= (bytes.count - place) / 4 else { return nil }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count {
      guard let element = body(&self) else { return nil }
      elements.append(element)
    }
    return elements
  }
}
