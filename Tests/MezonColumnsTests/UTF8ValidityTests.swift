// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonColumns

@Suite struct UTF8ValidityTests {
  /// Characters of every length and from the ends of what is allowed, and bytes that are none.
  private static let pieces: [[UInt8]] =
    [
      "a", "Ж", "абвгдеж", "plain text of a note", "ӣ", "\u{80}", "\u{7FF}", "\u{800}", "€", "\u{D7FF}", "\u{E000}",
      "\u{FFFF}", "😀",
    ]
    .map { Array($0.utf8) } + [
      [0xC0, 0x80], [0xC1], [0xC2], [0xD0], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xEF],
      [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF], [0x80], [0xBF, 0xBF],
    ]

  /// The first byte that begins no character, one after another.
  private static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int {
    var rest = bytes
    while !rest.isEmpty {
      let length = (1...4).first { length in
        rest.count >= length
          && String(validating: rest.prefix(length), as: UTF8.self)?.unicodeScalars.count == 1
      }
      guard let length else { return rest.startIndex }
      rest = rest.dropFirst(length)
    }
    return bytes.endIndex
  }

  @Test func theFirstByteThatIsNoCharacterIsFound() {
    var generator = SeededGenerator(seed: 41)
    for round in 0..<20_000 {
      var bytes: [UInt8] = []
      let most = Bool.random(using: &generator) ? 13 : Self.pieces.count
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        bytes += Self.pieces[Int.random(in: 0..<most, using: &generator)]
      }
      if round % 3 == 0, !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      // What stands around the stretch is no part of it.
      let start = Int.random(in: 0...min(5, bytes.count), using: &generator)
      let end = Int.random(in: start...bytes.count, using: &generator)
      let found = bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { firstInvalidUTF8($0, from: start, to: end) } ?? end
      }
      #expect(found == Self.firstInvalid(bytes[start..<end]), "round \(round)")
      if found != Self.firstInvalid(bytes[start..<end]) { return }
    }
  }
}
