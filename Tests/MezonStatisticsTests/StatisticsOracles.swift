// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

/// A seeded generator (SplitMix64), so that a failing sample can be drawn again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Any finite Double, all exponents alike: subnormals and numbers near overflow are as likely as others.
  mutating func finiteDouble() -> Double {
    while true {
      let value = Double(bitPattern: next())
      if value.isFinite { return value }
    }
  }
}

/// A row of a table of reference results, read by column name.
struct OracleRow: CustomTestStringConvertible, Sendable {
  let fields: [String: String]
  let testDescription: String

  /// The text in a column, which has to be there.
  func text(_ column: String) throws -> String { try #require(fields[column], "no column \(column)") }

  /// The number in a column, which has to be one.
  func number(_ column: String) throws -> Double { try #require(Double(text(column)), "column \(column)") }

  /// The number in a column; nil where the field is blank.
  func optionalNumber(_ column: String) throws -> Double? { try text(column).isEmpty ? nil : number(column) }

  /// The whole number in a column.
  func integer(_ column: String) throws -> Int { try #require(Int(text(column)), "column \(column)") }

  /// The rows of a comma-separated table without quoted line breaks, or of none where the shared folder is absent.
  static func table(_ path: String) throws -> [OracleRow] {
    let lines = try SharedData.text(path).split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
      }
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { line in
      OracleRow(
        fields: Dictionary(zip(header, line)) { first, _ in first }, testDescription: line.joined(separator: ","))
    }
  }
}

/// Whether a result is within a relative tolerance of the reference, or within it absolutely near 0.
func isClose(_ result: Double?, _ expected: Double, relative: Double = 1e-9) -> Bool {
  guard let result else { return false }
  return result == expected || abs(result - expected) <= relative * abs(expected)
}
