// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonSemantics
import MezonStatistics
import Testing

@testable import MezonEngine

/// Honest inspectors are seldom suspected: the whole family of an audit as the command runs it, over made-up populations.
@Suite struct HonestAuditTests {
  private static let definitions = """
    programme "P" { levels precinct }
    event meeting { held day at unit by officer people whole number named list of text }
    event dispute {
      opened day closed day at unit by officer
      severity one of severe, minor
      matter one of land, water
    }
    event visit { made day at unit by officer }
    indicator visits { looks at visit value count every month for officer }
    audit records {
      every quarter
      for officer
      watches terminal digits of people among meeting
      watches first digits of people among meeting
      watches jump of people at 400 width 60 among meeting
      watches identical lists of named among meeting
      watches period-end share of closed over last 5 days among dispute
      watches bunching of days from opened to closed at 60 width 5 among dispute
      watches downgrading of severity to minor within each matter among dispute
    }
    audit figures {
      every month
      for officer
      watches outliers of visits
      watches change points of visits over last 24 periods
      watches dispersion of visits over last 24 periods
    }
    """

  /// Inspectors differ as people do: in how much they do, and in the sums and times of their cases; none makes anything up.
  private static func population(_ seed: UInt64) throws -> Fixture {
    var dice = SplitMix64(seed: seed)
    var fixture = try Fixture(definitions)
    try fixture.unit("P", "precinct")
    func day(_ month: Int, _ day: Int) -> FactValue {
      .one(String(format: "%04d-%02d-%02d", 2024 + month / 12, month % 12 + 1, day))
    }
    for officer in 0..<10 {
      let own = FactValue.one("O\(officer)")
      for _ in 0..<(60 + Int(30 * dice.nextUnit())) {
        let people = Int(exp(6 + 0.9 * NormalDistribution.quantile(0x1p-54 + dice.nextUnit())))
        let named = Set((0..<5).map { _ in "n\(Int(9 * dice.nextUnit()))" }).sorted()
        try fixture.event(
          "meeting",
          [
            "held": day(24 + Int(3 * dice.nextUnit()), 1 + Int(28 * dice.nextUnit())), "at": "P", "by": own,
            "people": .one(String(people)), "named": .many(named),
          ])
      }
      for _ in 0..<230 {
        let closed = 90 * dice.nextUnit()
        let taken = 160 * dice.nextUnit()
        let isLand = dice.nextUnit() < 0.5
        try fixture.event(
          "dispute",
          [
            "opened": .one(text(closed.rounded(.down) - taken.rounded(.down))),
            "closed": .one(text(closed.rounded(.down))), "at": "P", "by": own,
            "severity": dice.nextUnit() < (isLand ? 0.6 : 0.3) ? "severe" : "minor",
            "matter": isLand ? "land" : "water",
          ])
      }
    }
    for officer in 0..<24 {
      for month in 0..<24 {
        var (passed, count) = (dice.nextUnit(), 0)
        while passed > exp(-8) {
          passed *= dice.nextUnit()
          count += 1
        }
        for _ in 0..<count {
          try fixture.event("visit", ["made": day(month, 9), "at": "P", "by": .one("O\(officer)")])
        }
      }
    }
    return fixture
  }

  private static let start = CalendarDay(firstOfMonth: (2026 - 1970) * 12)

  /// A day by its distance from the start of 2026.
  private static func text(_ day: Double) -> String {
    (start + Int(day)).description
  }

  /// Of honest populations no more than about the rate may show any lead; all 2,000 take the better part of an hour.
  @Test func theHonestAreSeldomSuspected() throws {
    let environment = ProcessInfo.processInfo.environment
    let isWhole = environment["MEZON_SLOW_TESTS"] == "1"
    let populations = environment["MEZON_POPULATIONS"].flatMap { Int($0) } ?? (isWhole ? 2_000 : 8)
    var suspected = [0, 0]
    var answers = [0, 0]
    for seed in 1...populations {
      let fixture = try Self.population(UInt64(seed))
      let evaluator = try fixture.evaluator(asOf: "2026-12-31")
      for (place, label) in ["2026-Q1", "2025-12"].enumerated() {
        let findings = evaluator.audit(
          fixture.programme.audits[place], in: try fixture.period(label), deals: isWhole ? 1_999 : 99)
        if !findings.leads.isEmpty { suspected[place] += 1 }
        answers[place] += findings.tried
      }
    }
    // 6.5 % of all 2,000; of few, what is exceeded by chance once in a thousand times at 5 %.
    let most = 0.05 * Double(populations) + 3.3 * (0.0475 * Double(populations)).squareRoot() + 1
    let bound = populations >= 2_000 ? 0.065 * Double(populations) : most
    #expect(suspected.allSatisfy { Double($0) <= bound }, "\(suspected) of \(populations)")
    // Most of the tests have an answer, else nothing was tried.
    #expect(answers[0] > 35 * populations && answers[1] > 40 * populations, "\(answers)")
  }
}
