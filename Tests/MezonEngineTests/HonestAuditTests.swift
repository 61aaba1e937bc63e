// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTrials
import Testing

/// Honest inspectors are seldom suspected: the whole family of an audit as the command runs it, over made-up populations.
@Suite struct HonestAuditTests {
  /// Of honest populations no more than about the rate may show any lead. The 2,000 of docs/evaluation.md are counted by
  /// `MezonMeasure audit 2000 1`, built for release; here so many as MEZON_POPULATIONS says, usually a few.
  @Test func theHonestAreSeldomSuspected() throws {
    let populations = ProcessInfo.processInfo.environment["MEZON_POPULATIONS"].flatMap { Int($0) } ?? 8
    let records = try HonestRecords()
    var suspected = [0, 0]
    var answers = [0, 0]
    for seed in 1...max(1, populations) {
      for (place, outcome) in try records.outcomes(seed: UInt64(seed), deals: 99).enumerated() {
        if outcome.leads > 0 { suspected[place] += 1 }
        answers[place] += outcome.tried
      }
    }
    #expect(suspected.allSatisfy { $0 <= FalseAlarms.most(of: populations) }, "\(suspected) of \(populations)")
    // Most of the tests have an answer, else nothing was tried.
    #expect(answers[0] > 35 * populations && answers[1] > 40 * populations, "\(answers)")
  }
}
