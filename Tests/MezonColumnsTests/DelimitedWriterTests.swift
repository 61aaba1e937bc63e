// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

@testable import MezonColumns

private func written(_ value: Double) -> String {
  var bytes: [UInt8] = []
  NumberFormat.append(finite: value, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

@Suite struct DelimitedWriterTests {
  @Test func quotesOnlyWhatNeedsIt() throws {
    var writer = DelimitedWriter()
    for text in ["plain", "a,b", "say \"so\"", "two\nlines", "r\r", "", " x ", "a;b"] { writer.append(text) }
    writer.endRow()
    writer.append(Int64.min)
    try writer.append(0.25)
    writer.appendMissing()
    writer.endRow()
    let expected = "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",\"r\r\",, x ,a;b\n-9223372036854775808,0.25,\n"
    #expect(String(decoding: writer.takeBytes(), as: UTF8.self) == expected)
    #expect(writer.bytes.isEmpty)
  }

  @Test func aRowOfOneEmptyFieldIsNoBlankLine() {
    var writer = DelimitedWriter(delimiter: .semicolon)
    writer.appendMissing()
    writer.endRow()
    writer.append("x")
    let start = writer.takeBytes()
    writer.endRow()
    writer.append("")
    writer.endRow()
    #expect(String(decoding: start + writer.takeBytes(), as: UTF8.self) == "\"\"\nx\n\"\"\n")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func refusesWhatIsNoNumber(_ value: Double) {
    var writer = DelimitedWriter()
    #expect(throws: DelimitedWriter.Fault.notFinite) { try writer.append(value) }
    #expect(writer.bytes.isEmpty)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var generator = SeededGenerator(seed: 23)
    let pieces = ["a", "\"", ",", "\n", "\r", "\r\n", "Ж", " ", "1", ";"]
    var rows: [[String]] = []
    var writer = DelimitedWriter()
    for _ in 0..<500 {
      let row = (0..<3).map { _ in
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
          .joined()
      }
      rows.append(row)
      for text in row { writer.append(text) }
      writer.endRow()
    }
    let bytes = writer.takeBytes()
    let format = DelimitedFormat(fields: .unnamed(count: 3), blockBytes: 100)
    let read = try Reading(bytes, format: format).rows.map { row -> [String] in
      guard case .accepted(_, _, let fields) = row else { return [] }
      return fields.map { String(decoding: $0.text, as: UTF8.self) }
    }
    #expect(read == rows)
  }
}

@Suite struct NumberFormatTests {
  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-45, "-45"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"),
      (1e15, "1000000000000000"),
      (9_007_199_254_740_992, "9007199254740992"), (9_999_999_999_999_998, "9999999999999998"), (1e16, "1e16"),
      (-1.5e20, "-1.5e20"), (0.00001, "0.00001"), (0.000012, "0.000012"), (0.00000999, "9.99e-6"), (1e-7, "1e-7"),
      (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e308"), (123456.75, "123456.75"),
      (1234567890123456.5, "1234567890123456.5"),
    ] as [(Double, String)])
  func writesTheShortestForm(value: Double, text: String) {
    #expect(written(value) == text)
  }

  @Test func everyNumberReadsBackFromNoMoreDigitsThanNeeded() {
    var generator = SeededGenerator(seed: 29)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let short = (Double(Int64(truncatingIfNeeded: generator.next() >> 34)) / 1_000)
      for value in [value, short] {
        let text = written(value)
        let digits = { (text: String) in
          String(text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }.reversed().drop { $0 == "0" })
        }
        let isPlain = value == 0 || (1e-5..<1e16).contains(value.magnitude)
        let isRight =
          Double(text) == value && digits(text) == digits(value.description) && text.contains("e") == !isPlain
          && !text.hasSuffix(".0")
        if !isRight { Issue.record("\(value) as \(text)") }
      }
    }
  }
}
