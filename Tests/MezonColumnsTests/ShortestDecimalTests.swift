// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonColumns

private func written(_ value: Double) -> String {
  var bytes: [UInt8] = []
  NumberFormat.append(finite: value, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// The standard library's text of a number of everyday size, which is the shortest too, without `.0`.
private func described(_ value: Double) -> String {
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

private func everydayValue(exponent: Int, fraction: UInt64) -> Double {
  Double(sign: .plus, exponentBitPattern: UInt(1023 + exponent), significandBitPattern: fraction & (1 << 52 - 1))
}

@Suite("The shortest decimal numbers") struct ShortestDecimalTests {
  /// Millions of them were compared once; these are as many as a test has time for.
  @Test(arguments: -13..<53) func anyBitsAreWrittenAsTheStandardLibraryDoes(exponent: Int) {
    var random = SeededGenerator(seed: UInt64(100 + exponent))
    for _ in 0..<3_000 {
      let value = everydayValue(exponent: exponent, fraction: .random(in: 0...UInt64.max, using: &random))
      #expect(written(value) == described(value))
      #expect(written(-value) == "-" + described(value))
    }
  }

  @Test(arguments: -13..<53) func fewBitsAreWrittenAsTheStandardLibraryDoes(exponent: Int) {
    for bits in 0..<24 as Range<UInt64> {
      for shift in 0..<52 as Range<UInt64> {
        // Powers of two and what is near them, and numbers halfway between two decimal ones.
        for fraction in [bits << shift, 1 << 52 &- 1 &- bits << shift] {
          let value = everydayValue(exponent: exponent, fraction: fraction)
          #expect(written(value) == described(value))
        }
      }
    }
  }

  @Test func sharesAreWrittenAsTheStandardLibraryDoes() {
    for whole in 1..<150 {
      for part in 0...whole {
        let share = 100 * Double(part) / Double(whole)
        #expect(written(share) == described(share))
      }
    }
    for hundredths in 0..<20_000 {
      #expect(written(Double(hundredths) / 100) == described(Double(hundredths) / 100))
    }
  }

  @Test(
    arguments: [
      1e-4, 0.00012, 0x1p53 - 0.5, 0x1p52 - 0.5, 0x1p52 + 0.5, 0.1 + 0.2, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude,
    ] as [Double])
  func whatIsWrittenIsReadBack(value: Double) {
    #expect(Double(written(value)) == value)
    #expect(Double(written(-value)) == -value)
  }

  @Test func integersAreWrittenAsTheStandardLibraryDoes() {
    var bounds: [Int64] = [0, .max, .min]
    var power: Int64 = 1
    while power < .max / 10 {
      bounds += [power - 1, power, power + 1, 10 * (power - 1) + 9]
      power *= 10
    }
    var random = SeededGenerator(seed: 6)
    let others = (0..<2_000).map { Int64.random(in: .min ... .max, using: &random) >> Int64($0 % 64) }
    for value in bounds + bounds.map({ 0 &- $0 }) + others {
      var bytes: [UInt8] = [0x78]
      NumberFormat.append(value, to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == "x\(value)")
    }
  }
}

@Suite("Lines of numbers") struct NumberLinesTests {
  @Test func theyAreThoseOfTheWriterOfFields() throws {
    var random = SeededGenerator(seed: 12)
    let some: [Double] = [0, -0.0, 45, -7, 0.25, 1e-7, 1e300, -1.0e-300, .nan, .infinity, 2 / 3.0]
    var lines = NumberLines()
    var writer = DelimitedWriter()
    // More than one block of memory.
    for line in 0..<9_000 {
      let count = line % 7 == 0 ? 0 : line % 23
      let numbers = (0..<count).map { _ in some[Int.random(in: 0..<some.count, using: &random)] }
      let texts = ["\(line)", "a,b", ""].prefix(1 + line % 3)
      var (all, places): ([UInt8], [Range<Int>]) = ([], [])
      for text in texts {
        let field = fields([text])
        places.append(all.count..<all.count + field.count)
        all += field
      }
      switch places.count {
      case 1: lines.append([places[0]], of: all, numbers: count) { numbers[$0] }
      case 2: lines.append([places[0], places[1]], of: all, numbers: count) { numbers[$0] }
      default: lines.append([places[0], places[1], places[2]], of: all, numbers: count) { numbers[$0] }
      }
      for text in texts { writer.append(text) }
      for number in numbers { if number.isFinite { try writer.append(number) } else { writer.appendMissing() } }
      writer.endRow()
    }
    #expect(lines.takeBytes() == writer.takeBytes())
  }

  private func fields(_ texts: [String]) -> [UInt8] {
    var writer = DelimitedWriter()
    for text in texts { writer.append(text) }
    return writer.takeBytes()
  }

  @Test func noLinesAreNoBytes() { #expect(NumberLines().takeBytes().isEmpty) }
}
