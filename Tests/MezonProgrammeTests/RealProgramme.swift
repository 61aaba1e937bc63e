// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonSemantics
import MezonSyntax
import MezonTestSupport
import Testing

/// A programme of Tests/Programmes, run on real files that lie outside the checkout.
struct RealProgramme {
  let programme: Programme
  let dataset: Dataset
  let report: IngestReport
  let folder: URL

  /// Checks the programme, reads its rosters and some files, and fails the test on any diagnostic.
  /// - Parameters:
  ///   - files: paths under the shared folder by source.
  ///   - joined: paths under the shared folder by source and joined name.
  ///   - made: what was made from files of the shared folder, by source.
  ///   - isShared: whether the files lie under the shared folder; otherwise their paths are whole.
  init(
    _ name: String, files: [(source: String, path: String)] = [], joined: [String: [String: String]] = [:],
    made: [(source: String, text: String)] = [], isShared: Bool = true
  ) throws {
    folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Programmes/\(name)")
    let parsed = try Self.definitions(in: folder).map { file in
      Parser.parse(SourceText(name: file.lastPathComponent, bytes: [UInt8](try Data(contentsOf: file))))
    }
    let (checked, diagnostics) = Checker.check(parsed)
    #expect(diagnostics.map { $0.rendered() } == [])
    programme = try #require(checked)
    var inputs: [Ingestion.Input] = []
    for table in RosterTable.allCases {
      let file = folder.appendingPathComponent("rosters/\(table.rawValue).csv")
      guard let data = try? Data(contentsOf: file) else { continue }
      inputs.append(.roster(RosterFile(table, file: file.lastPathComponent, bytes: [UInt8](data))))
    }
    for (source, path) in files {
      let plan = try #require(programme.sources.first { $0.name == source })
      let others = try (joined[source] ?? [:]).mapValues { OpenFile(NamedBytes(file: $0, bytes: try Self.bytes($0))) }
      let bytes = isShared ? try Self.bytes(path) : [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      inputs.append(.source(plan, file: path, bytes: bytes, joined: others))
    }
    for (source, text) in made {
      let plan = try #require(programme.sources.first { $0.name == source })
      inputs.append(.source(plan, file: "\(source).csv", bytes: Array(text.utf8)))
    }
    (dataset, report) = Ingestion(programme: programme).dataset(from: inputs)
    #expect(report.diagnostics.filter(\.isError).map { $0.rendered() } == [])
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: SharedData.url(path)))
  }

  private static func definitions(in folder: URL) throws -> [URL] {
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
    return all.compactMap { $0 as? URL }.filter { $0.pathExtension == "mezon" }.sorted { $0.path < $1.path }
  }

  /// The results of all indicators for a period.
  func results(_ label: String, asOf: String? = nil, threads: Int = 1) throws -> [ResultRow] {
    let calendar = try #require(PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth))
    let period = try calendar.parse(label).get()
    let day = try asOf.map { try #require(CalendarDay(iso: $0)) }
    return Evaluator(programme: programme, dataset: dataset, asOf: day)
      .evaluate(Array(programme.indicators.indices), in: period, threads: threads)
  }

  /// Rows refused and set aside of one source's own file.
  func counts(of source: String) throws -> (read: Int, accepted: Int, setAside: Int, refused: Int) {
    let file = try #require(report.files.first { $0.source == source && $0.joinedAs == nil })
    return (file.rowsRead, file.accepted, file.setAsideCount, file.refusedCount)
  }

  /// A row's key as the independent computations print it.
  func key(of row: ResultRow) -> String {
    let unit: String =
      switch row.subject {
      case .unit(let index): dataset.organisation.codes[Int(index)]
      case .officer(let code, _): "officer " + dataset.domains[0].text(code)
      }
    let split = row.split.map { "\($0.name)=\($0.group)" } ?? ""
    return [programme.indicators[row.indicator].id, row.period.label, unit, split].joined(separator: "|")
  }
}

/// A figure that a second computation printed.
struct IndependentFigure: Decodable {
  let indicator: String
  let period: String
  let unit: String
  let split: String
  let state: String
  let value: Double?
  let numerator: Double?
  let denominator: Double?
  let n: Int
  let low: Double?
  let high: Double?
  // Of a survey's estimate.
  let standardError: Double?
  let degreesOfFreedom: Double?
  let designEffect: Double?
  let effectiveRespondents: Double?
  // Of a comparison of two estimates.
  let covariance: Double?
  let overlap: Double?
  /// How far the figures may lie apart, as a part of them; 1e-9 where it is not stated.
  let tolerance: Double?

  /// Its numbers that stand among the details of a row, by their names there.
  var details: [(name: String, value: Double)] {
    let all = [
      ("degrees_of_freedom", degreesOfFreedom), ("design_effect", designEffect), ("effective_n", effectiveRespondents),
      ("standard_error", standardError), ("covariance", covariance), ("overlap", overlap),
    ]
    return all.compactMap { name, value in value.map { (name, $0) } }
  }

  var key: String { [indicator, period, unit, split].joined(separator: "|") }
}

/// Runs a second computation and reads what it prints.
enum IndependentComputation {
  /// The lines that a program prints; a program that fails, fails the test.
  static func lines(_ program: String, _ arguments: [String], input: String? = nil) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let output = Pipe()
    process.standardOutput = output
    if let input {
      let pipe = Pipe()
      process.standardInput = pipe
      pipe.fileHandleForWriting.write(Data(input.utf8))
      try pipe.fileHandleForWriting.close()
    }
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(program) failed")
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Compares each figure that was printed with the engine's row of the same key.
  /// - Returns: how many figures were compared.
  static func compare(_ lines: [String], with rows: [ResultRow], of programme: RealProgramme) throws -> Int {
    let byKey = Dictionary(rows.map { (programme.key(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    let figures = try lines.filter { $0.contains("\"indicator\"") }
      .map { try JSONDecoder().decode(IndependentFigure.self, from: Data($0.utf8)) }
    for figure in figures {
      guard let row = byKey[figure.key] else {
        Issue.record("no row for \(figure.key)")
        continue
      }
      #expect(row.state.rawValue == figure.state, "\(figure.key)")
      #expect(row.n == figure.n, "\(figure.key)")
      for (name, found, wanted) in [
        ("value", row.value, figure.value), ("low", row.low, figure.low), ("high", row.high, figure.high),
        ("numerator", row.numerator, figure.numerator), ("denominator", row.denominator, figure.denominator),
      ] {
        if let wanted { expectClose(found, wanted, figure.tolerance ?? 1e-9, "\(figure.key) \(name)") }
      }
      for (name, wanted) in figure.details {
        let found = row.details.first { $0.name == name }.flatMap { Double($0.json) }
        expectClose(found, wanted, figure.tolerance ?? 1e-9, "\(figure.key) \(name)")
      }
    }
    return figures.count
  }

  private static func expectClose(_ found: Double?, _ wanted: Double, _ tolerance: Double, _ what: String) {
    let close = found.map { abs($0 - wanted) <= tolerance * max(1, abs(wanted)) } ?? false
    #expect(close, "\(what): found \(found.map { "\($0)" } ?? "nothing"), wanted \(wanted)")
  }
}
