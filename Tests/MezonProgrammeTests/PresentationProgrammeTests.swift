// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonEngine
import MezonTestSupport
import Testing

/// Every row of reference of the presentation standard, as an indicator with `show by rule nchs`, through reading and engine.
@Suite(.enabled(if: SharedData.shouldRun, "skipped, no shared data"))
struct PresentationProgrammeTests {
  private static let folder = "oracles/survey"

  @Test func everyRow() throws {
    let folder = try SharedData.url(Self.folder).path
    let programme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Programmes/presentation")
    let twoStages = try IndependentComputation.lines(
      "python3", [programme.appendingPathComponent("made.py").path, "\(folder)/apiclus2.csv"])
    let run = try RealProgramme(
      "presentation",
      files: [
        ("clus1_file", "\(Self.folder)/apiclus1.csv"), ("strat_file", "\(Self.folder)/apistrat.csv"),
        ("nhanes_file", "\(Self.folder)/nhanes.csv"),
      ], made: [("clus2_file", twoStages.joined(separator: "\n") + "\n")])
    for source in ["clus1", "clus2", "strat", "nhanes"] {
      #expect(try run.counts(of: "\(source)_file").refused == 0, "\(source)")
    }
    let rows = Dictionary(
      try run.results("2020").map { (run.programme.indicators[$0.indicator].id, $0) }, uniquingKeysWith: { $1 })
    var numbers: [String: Int] = [:]
    let references = try Self.references("\(folder)/nchs_presentation.csv")
    for reference in references {
      let design = reference["design"] ?? ""
      numbers[design, default: 0] += 1
      let id = "\(design)_\(numbers[design] ?? 0)"
      compare(try #require(rows[id], "\(id)"), reference, id)
    }
    #expect(references.count == 172 && rows.count == 172)
  }

  private func compare(_ row: ResultRow, _ reference: [String: String], _ id: String) {
    func number(_ name: String) -> Double? { reference[name].flatMap { Double($0) } }
    let isShown = reference["Display"] == "TRUE"
    #expect(Double(row.n) == number("nden"), "\(id)")
    #expect(row.state == (isShown ? .value : .tooFew), "\(id): \(row.reason)")
    let verdict = row.surveyFacts?.presentation?.verdict
    let flags = reference["flags"] ?? ""
    let expected = isShown ? (flags.isEmpty && (number("degf") ?? 0) >= 8 ? "show" : "flag") : "suppress"
    #expect(verdict == expected, "\(id): \(verdict ?? "-"), \(flags)")
    guard isShown else {
      #expect(row.value == nil && row.numerator == nil && row.low == nil && row.reason.hasPrefix("nchs_"), "\(id)")
      return
    }
    let detail = { (name: String) in row.details.first { $0.name == name }.flatMap { Double($0.json) } }
    let found: [(String, Double?, Double?)] = [
      ("Proportion", row.value.map { $0 / 100 }, number("Proportion")), ("LL", row.low.map { $0 / 100 }, number("LL")),
      ("UL", row.high.map { $0 / 100 }, number("UL")), ("degf", detail("degrees_of_freedom"), number("degf")),
      ("SE", detail("standard_error").map { $0 / 100 }, number("SE")),
    ]
    for (name, found, wanted) in found {
      // Where the reference has no limits, at a share of 1, they mirror those at 0.
      guard let wanted, !wanted.isNaN else { continue }
      #expect(
        abs((found ?? .nan) - wanted) <= 1e-9 * max(1e-5, abs(wanted)), "\(id) \(name): \(found ?? .nan), \(wanted)")
    }
  }

  private static func references(_ path: String) throws -> [[String: String]] {
    let lines = try IndependentComputation.lines(
      "python3",
      ["-c", "import csv, json, sys\nfor row in csv.DictReader(open(sys.argv[1])): print(json.dumps(row))", path])
    return try lines.map { try JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
  }
}
