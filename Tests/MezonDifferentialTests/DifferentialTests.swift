// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonNaive
import MezonSyntax
import Testing

/// Generated programmes through the real pipeline and through the naive evaluator: every row must be the same.
@Suite("The engine agrees with the naive evaluator") struct DifferentialTests {
  /// 300 programmes; 2000 with MEZON_SLOW_TESTS=1, or as many as MEZON_PROGRAMMES says from MEZON_SEED on.
  static let seeds: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    let usual: UInt64 = environment["MEZON_SLOW_TESTS"] == "1" ? 2000 : 300
    let first = environment["MEZON_SEED"].flatMap { UInt64($0) }
    let count = environment["MEZON_PROGRAMMES"].flatMap { UInt64($0) } ?? (first == nil ? usual : 1)
    return Array((first ?? 1)..<((first ?? 1) + count))
  }()

  /// The seeds in portions, so that they run side by side and a report names few cases.
  static let portions: [[UInt64]] = stride(from: 0, to: seeds.count, by: 25).map {
    Array(seeds[$0..<min($0 + 25, seeds.count)])
  }

  @Test("Generated programmes have the same rows", arguments: portions)
  func sameRows(seeds: [UInt64]) throws {
    for seed in seeds {
      let generated = ProgrammeGenerator(seed: seed)
      let asOf = generated.statesAsOf || generated.log.events.isEmpty ? generated.edges.asOf : nil
      do {
        let pipeline = try RealPipeline(generated)
        let programme = try #require(NaiveProgramme([pipeline.parsed.definitions], tables: pipeline.parsed.tables))
        let naive = NaiveEvaluator(NaiveWorld(programme, generated.log, asOf: asOf)).rows(in: generated.edges.asked)
        let real = pipeline.rows(in: generated.edges.asked, asOf: asOf)
        if let difference = RowDifference(naive: naive, real: real) {
          Issue.record("seed \(seed), as of \(asOf?.description ?? "-")\n\(difference)\n\(generated.definitions)")
        }
      } catch let failure as RealPipeline.Failure {
        Issue.record("seed \(seed) is refused\n\(failure)\n\(generated.definitions)")
      }
    }
  }
}
