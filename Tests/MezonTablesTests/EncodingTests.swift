// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTables
import MezonTestSupport
import Testing

/// A text that Python encoded, see Oracles/encode_texts.py.
private struct EncodedText: Decodable {
  let name: String
  let encoding: String
  let isGuessed: Bool
  let text: String
  let bytes: Data
}

@Suite("Encodings, written by Python", .enabled(if: Python.shouldRun(with: "json"), "skipped, no Python"))
struct EncodingTests {
  private func texts() throws -> [EncodedText] {
    try JSONDecoder().decode([EncodedText].self, from: Python.run([Oracle.script("encode_texts.py")]))
  }

  @Test("A stated encoding is decoded, byte for byte")
  func stated() throws {
    for text in try texts() {
      let decoded = try TextDecoder(text.encoding).decode(Array(text.bytes))
      #expect(String(decoding: decoded, as: UTF8.self) == text.text, "\(text.name)")
    }
  }

  @Test("The encodings of the region are told from each other by what the text says")
  func guessed() throws {
    for text in try texts() where text.isGuessed {
      let found = TextEncoding.detect(Array(text.bytes))
      let decoded = try TextDecoder(found.name).decode(Array(text.bytes))
      // Encodings that agree on every byte of the text are one answer.
      #expect(String(decoding: decoded, as: UTF8.self) == text.text, "\(text.name) was taken for \(found.name)")
      #expect(found.evidence == (text.encoding == "UTF-8" ? .strictUTF8 : .guess), "\(text.name)")
    }
  }

  @Test("A byte order mark is certain, and is no part of the text")
  func marks() throws {
    let text = "дата;участок\n"
    let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let marked: [(String, [UInt8])] = [
      ("UTF-8", [0xEF, 0xBB, 0xBF] + Array(text.utf8)), ("UTF-16LE", [0xFF, 0xFE] + wide),
      ("UTF-16BE", [0xFE, 0xFF] + stride(from: 0, to: wide.count, by: 2).flatMap { [wide[$0 + 1], wide[$0]] }),
    ]
    for (name, bytes) in marked {
      let found = TextEncoding.detect(bytes)
      #expect(found.name == name && found.evidence == .byteOrderMark)
      #expect(String(decoding: try TextDecoder(name).decode(bytes), as: UTF8.self) == text)
    }
  }

  @Test("Bytes that are no text in the encoding leave a mark that no reader takes for text")
  func broken() throws {
    #expect(try TextDecoder("UTF-8").decode([0x61, 0xFF, 0x62, 0xC3]) == [0x61, 0xFF, 0x62, 0xFF])
    #expect(throws: TableFault.self) { try TextDecoder("no-such-encoding") }
    #expect(throws: TableFault.self) { try TextDecoder("UTF-8//IGNORE") }
    let long = Array(repeating: UInt8(0xE0), count: 300_000)
    #expect(try TextDecoder("windows-1251").decode(long) == Array(String(repeating: "а", count: 300_000).utf8))
  }
}

// MARK: piece by piece

extension EncodingTests {
  @Test("Pieces of any length say and give what the whole does")
  func pieces() throws {
    var random = SeededGenerator(seed: 72)
    var texts = try texts().map { ($0.name, Array($0.bytes), $0.encoding) }
    let latin = [UInt8](repeating: 0x61, count: 5_000)
    for (name, bytes, encoding) in texts where !encoding.hasPrefix("UTF-16") {
      texts.append((name + " behind Latin letters", latin + bytes, encoding))
      texts.append((name + ", damaged", bytes + [0xFF, 0xD0] + bytes + [0xE2, 0x82], encoding))
    }
    texts.append(("a surrogate", Array("а".utf8) + [0xED, 0xA0, 0x80], "UTF-8"))
    for (name, bytes, encoding) in texts {
      for most in [1, 3, 70, 5_000] {
        var judge = EncodingJudge()
        let decoder = try TextDecoder(encoding)
        var (place, decoded) = (0, [UInt8]())
        while place < bytes.count {
          let piece = Array(bytes[place..<min(bytes.count, place + Int.random(in: 1...most, using: &random))])
          place += piece.count
          judge.take(piece)
          decoded += decoder.next(piece, isLast: place == bytes.count)
        }
        #expect(judge.encoding == TextEncoding.detect(bytes), "\(name), pieces of up to \(most) bytes")
        #expect(try decoded == TextDecoder(encoding).decode(bytes), "\(name), pieces of up to \(most) bytes")
        var whole = EncodingJudge()
        whole.take(bytes)
        #expect(judge.isDamagedUTF8 == whole.isDamagedUTF8, "\(name)")
      }
    }
  }

  @Test("Few damaged places leave a text UTF-8, many do not")
  func damages() {
    func isDamaged(_ bytes: [UInt8]) -> Bool {
      var judge = EncodingJudge()
      judge.take(bytes)
      return judge.isDamagedUTF8
    }
    let letters = Array("ёжик".utf8)
    #expect(isDamaged([0xFF, 0xFF] + letters))
    #expect(!isDamaged([0xFF, 0xFF, 0xFF] + letters))
    #expect(isDamaged([0xFF, 0xFF, 0xFF] + letters + letters + letters + letters))
    #expect(isDamaged(Array("plain".utf8)))
    // The beginning of a character at the end of a text is damage.
    #expect(!isDamaged([0xFF, 0xFF, 0x61, 0xD0]))
  }
}
