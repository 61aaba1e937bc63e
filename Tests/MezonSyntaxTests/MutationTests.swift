// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSyntax
import Testing

@Suite("No bytes break the parser")
struct MutationTests {
  let isSlow = ProcessInfo.processInfo.environment["MEZON_SLOW_TESTS"] == "1"

  @Test("A sample comes back byte for byte", arguments: Sample.good + Sample.bad)
  func roundTrip(_ sample: Sample) {
    Self.expectWhole(sample.bytes, sample.path)
  }

  @Test("A declaration cut off anywhere comes back byte for byte", arguments: Sample.good + Sample.bad)
  func truncation(_ sample: Sample) {
    for piece in isSlow ? [sample.bytes] : sample.declarations {
      for length in piece.indices {
        guard Self.expectWhole(Array(piece[..<length]), "\(sample.path) cut at \(length)") else { return }
      }
    }
  }

  @Test("Mutated samples and noise come back byte for byte")
  func mutation() {
    let first = ProcessInfo.processInfo.environment["MEZON_SEED"].flatMap(UInt64.init) ?? 20_260_114
    let count: UInt64 = ProcessInfo.processInfo.environment["MEZON_SEED"] != nil ? 1 : isSlow ? 200_000 : 5_000
    let samples = (Sample.good + Sample.bad).map(\.bytes)
    for seed in first..<(first + count) {
      var mutation = Mutation(seed: seed)
      let bytes = mutation.input(from: samples)
      guard Self.expectWhole(bytes, "MEZON_SEED=\(seed)") else { return }
    }
  }

  @Test(
    "A bomb of nesting is refused in short time",
    arguments: [
      ("indicator a { counts where ", "("), ("indicator a { counts where ", "not "), ("event a { b ", "list of "),
      ("event a { b ", "list of person { a "), ("indicator a { counts where ", "a or "),
    ])
  func bomb(_ opening: String, _ piece: String) {
    Self.expectWhole(Array((opening + String(repeating: piece, count: 100_000)).utf8), "\(opening)\(piece)...")
  }

  @Test(
    "A piece many times over breaks nothing",
    arguments: [
      "(", "not ", "list of ", "list of person { a ", "a and (", "hours from ", "b of first c where ", "a b (a ", "{",
      "}", "a, ", "a or ", "a + ", "\"", "`", "-> ", "# \n", "indicator a { ", "x ", "1 ", "? ", "no\u{0}",
      "lable ru\n",
    ])
  func repetition(_ piece: String) {
    let openings = [
      "", "indicator a { counts where ", "event a { a ", "indicator a { example \"x\" { a b ",
      "source a gives b { a computed as ", "appraisal a { part \"x\" weight 1 { ", "choice a one of ",
      "indicator a { value share of ", "indicator a {\n",
    ]
    for opening in openings {
      Self.expectWhole(Array((opening + String(repeating: piece, count: 1_000)).utf8), "\(opening)\(piece)...")
    }
  }

  @Test(
    "Strange files",
    arguments: [
      [], [0], [0xEF, 0xBB, 0xBF], [0xEF, 0xBB], [0xFF, 0xFE, 0x41, 0], Array("\u{FEFF}language 1".utf8),
      Array("language 1\r\nchoice a one of b\r\n".utf8), Array("choice a one of \"\r\n\"\r".utf8),
      Array("\"\\".utf8), Array("`".utf8), Array("#".utf8), Array("# no line end".utf8), Array("9".utf8),
      Array("event {".utf8), Array("1.".utf8), Array("2026-".utf8), Array("2026-01-01T".utf8), Array("2026..".utf8),
      Array(repeating: 0, count: 1000), Array("язык".utf8.dropLast()), Array("язык 1 1 квартал 202".utf8), [0xF4],
      Array("language 1 language 1 language 1".utf8), [0xE2, 0x80], Array("language 99999999999999999999999".utf8),
    ] as [[UInt8]])
  func strangeFile(_ bytes: [UInt8]) {
    Self.expectWhole(bytes, "\(bytes.prefix(20))")
  }

  @Test("A file beyond the bound is refused whole")
  func fileTooLarge() {
    let bytes = [UInt8](repeating: UInt8(ascii: " "), count: (16 << 20) + 1)
    let file = Parser.parse(SourceText(name: "large.mezon", bytes: bytes))
    #expect(file.reassembled == bytes)
    #expect(file.diagnostics.map(\.rule.code) == ["MZ1014"])
  }

  @Test("Line ends of two bytes and a mark at the start change nothing")
  func lineEnds() throws {
    for sample in Sample.good {
      let text = try #require(String(validating: sample.bytes, as: UTF8.self))
      let foreign = "\u{FEFF}" + text.replacing("\n", with: "\r\n")
      let file = Parser.parse(SourceText(name: sample.path, text: foreign))
      #expect(file.diagnostics.isEmpty)
      #expect(Dump.of(file.definitions) == Dump.of(Parser.parse(sample.source).definitions))
    }
  }

  /// Parses and checks that nothing is lost and that every diagnostic stands inside the file.
  @discardableResult
  static func expectWhole(_ bytes: [UInt8], _ what: @autoclosure () -> String) -> Bool {
    let source = SourceText(name: "mutated.mezon", bytes: bytes)
    let file = Parser.parse(source)
    let isWhole = file.reassembled == bytes
    #expect(isWhole, "\(what())")
    let areInside = file.diagnostics.allSatisfy { diagnostic in
      ([diagnostic.place] + diagnostic.notes.map(\.place)).allSatisfy { place in
        guard case .definition(let range) = place else { return true }
        return range.lower >= 0 && range.lower <= range.upper && range.upper <= bytes.count && range.source === source
      }
    }
    #expect(areInside, "\(what())")
    #expect(file.diagnostics.count <= 102, "\(what())")
    return isWhole && areInside
  }
}
