// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport

/// Texts that attack spreadsheet programs: those of the shared oracle where it is there, and a few of our own.
enum CSVInjection {
  private struct Oracle: Decodable {
    let cases: [Case]
  }

  /// A text, and whether the rule of OWASP demands a sign before it.
  struct Case: Decodable {
    let payload: String
    let needsSign: Bool

    enum CodingKeys: String, CodingKey {
      case payload
      case needsSign = "asvs_prefix_rule"
    }
  }

  private static let own = ["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "plain", "a;b", "a\"b"]

  /// The cases of the shared oracle.
  static func cases() throws -> [Case] {
    let text = try SharedData.text("oracles/security/csv_injection.json")
    return try JSONDecoder().decode(Oracle.self, from: Data(text.utf8)).cases
  }

  /// Every text as a cell of a workbook holds it: line ends are line feeds.
  static func payloads() throws -> [String] {
    let shared = SharedData.shouldRun ? try cases().map(\.payload) : []
    return (own + shared).filter { !$0.contains("\r") }
  }
}
