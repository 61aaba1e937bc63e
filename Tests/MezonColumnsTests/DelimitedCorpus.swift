// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport

/// Delimited texts that are as bad as real ones, or worse.
enum DelimitedCorpus {
  private static let texts: [String] = [
    "", "\n", "\r\n\r\n", "\u{FEFF}", "\u{FEFF}a,b\n1,2\n", "a", "a,b", "a,b\n", "a,b\r\n1,2", "a,b\r1,2\r3,4",
    "a,b\n\n1,2\n\n\n3,4\n\n", "a,b\n1\n1,2,3\n1,2\n,\n", "a,b\n\"1\",\"2\"\n", "a,b\n\"x\"\"y\",\"\"\"\"\n",
    "a,b\n\"line one\nline two\r\nthree\rfour\",2\nlast,one\n", "a,b\n\"\",\n\"\"\n", "a,b\n\"x\"y,2\n3,4\n",
    "a,b\n5\" pipe,\"q\"\n", "a,b\n1,\"open\n2,3\n4,5\n", "a,b\n1,\"", "a,b\n1,\"\"", "a,b\n1,\"\"\"",
    "a,b\n\0,1\n1,2\n",
    "a,b\n\"x\0\",1\n", "имя,число\nАзиз,1\n\"Гул\"\"нора\",2\n", "\"a\nb\",c\n1,2\n", "\"a\"x,c\n1,2\n", "\"a",
    "a,b\n\"1\" ,2\n \"1\",2\n", "a,b\n1,2\r\r\n3,4\r\r", "a\tb;c|d\n\u{1},\u{7F}\n", "a,b\n\"\r\",\"\r\n\"\n1,2,\"\r",
    "a,b\n\"a,b\n\"\"c\",\"d\n\0", ",\n,\n", "a,b\n😀,\"😀\"\n", "a,b\n12345678,12345678\n123456789,\"1234567\"\n",
  ]

  /// Bytes that are not UTF-8: cut characters, surrogates, UTF-16, a mark that is none.
  private static let illFormed: [[UInt8]] = [
    joined("a,b\n", [0xFF, 0x2C, 0x31, 0x0A, 0x31, 0x2C, 0x32]), joined("a,b\nx,", [0xD0]),
    joined("a,b\n\"x\n", [0xE2, 0x82, 0x22, 0x2C, 0x32, 0x0A]), [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], [0xEF, 0xBB],
    [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x61], joined("a,b\n", [0xED, 0xA0, 0x80, 0x2C, 0x31, 0x0A]),
    joined("a,b\n\"\"\",", [0xEF, 0x22, 0x0D, 0x0A]), joined("a,b\n\"\"\"\",", [0xEF]),
    joined("a,b\n\"\"\"\"\",", [0xEF]),
    joined("a,b\n", [0xF4, 0x90, 0x80, 0x80, 0x2C, 0xC0, 0x80, 0x0A, 0xE0, 0x9F, 0xBF, 0x2C, 0x31]),
  ]

  private static func joined(_ text: String, _ bytes: [UInt8]) -> [UInt8] {
    Array(text.utf8) + bytes
  }

  /// All texts.
  static let all: [[UInt8]] = texts.map { Array($0.utf8) } + illFormed

  /// Whether the slow tests are asked for.
  static let isSlow = ProcessInfo.processInfo.environment["MEZON_SLOW_TESTS"] == "1"

  /// A text of the corpus, or two joined, with a few bytes inserted, removed, replaced or repeated.
  static func mutated(by generator: inout SeededGenerator) -> [UInt8] {
    let alphabet: [UInt8] = [
      0x22, 0x22, 0x22, 0x2C, 0x2C, 0x0A, 0x0A, 0x0D, 0x3B, 0x09, 0x7C, 0x61, 0x31, 0x00, 0xD0, 0x90, 0xF0, 0x9F, 0xEF,
      0xBB, 0xBF, 0x20, 0x1F, 0x80, 0xFF,
    ]
    var bytes = all.randomElement(using: &generator) ?? []
    if Int.random(in: 0..<3, using: &generator) == 0 { bytes += all.randomElement(using: &generator) ?? [] }
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let byte = alphabet.randomElement(using: &generator) ?? 0x22
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.insert(byte, at: place)
      case 1: if place < bytes.count { bytes.remove(at: place) }
      case 2: if place < bytes.count { bytes[place] = byte }
      default:
        let end = min(bytes.count, place + Int.random(in: 1...9, using: &generator))
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return bytes
  }
}
