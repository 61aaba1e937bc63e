// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import Testing

@testable import MezonEngine

/// What stands beside the mean of a scale.
struct ScaleReliabilityTests {
  /// The row of a survey whose respondents answered two questions; nil for no answer.
  private func row(_ answers: [(String?, String?)], _ value: String = "mean of safety") throws -> ResultRow {
    var fixture = try Fixture(
      """
      programme "P" { levels country }
      survey perception {
        asked day at unit by_day one of afraid, uneasy, at_ease? at_night one of at_ease, uneasy, afraid?
        scale safety of by_day, reversed at_night at least 1
        speaks for country
      }
      indicator i { looks at perception value \(value) interval none every year }
      """)
    try fixture.unit("C", "country")
    for (day, night) in answers {
      try fixture.event(
        "perception",
        [
          "asked": "2026-05-01", "at": "C", "by_day": day.map(FactValue.one) ?? .missing,
          "at_night": night.map(FactValue.one) ?? .missing,
        ])
    }
    return try #require(try fixture.rows(nil, "2026").first)
  }

  @Test("Cronbach's alpha is that of those who answered all questions")
  func alpha() throws {
    // Scores 3 3, 1 1, 2 3, 1 2: variances 11/12 and 11/12, of their sums 10/3; alpha is 2 · (1 - 11/20).
    let row = try row([
      ("at_ease", "at_ease"), ("afraid", "afraid"), ("uneasy", "at_ease"), ("afraid", "uneasy"), ("at_ease", nil),
      (nil, nil),
    ])
    #expect(row.value == 2.2 && row.n == 5)
    #expect(row.details.map(\.name) == row.details.map(\.name).sorted())
    let alpha = try #require(row.details.first { $0.name == "cronbach_alpha" }.flatMap { Double($0.json) })
    #expect(abs(alpha - 0.9) < 1e-12)
    let remark = try #require(row.scaleReliability)
    #expect(remark.respondents == 4 && abs(remark.alpha - 0.9) < 1e-12)
    // Feldt: 1 - (1 - alpha) F, with 3 and 3 degrees of freedom; F at 0.975 is 15.4392 and at 0.025 its reciprocal.
    #expect(abs(try #require(remark.low) - (1 - 0.1 * 15.439_182)) < 1e-5)
    #expect(abs(try #require(remark.high) - (1 - 0.1 / 15.439_182)) < 1e-5)
  }

  @Test("Where there is no alpha the details say why, and other values have none")
  func missing() throws {
    let same = try row([("at_ease", "at_ease"), ("at_ease", "at_ease")])
    #expect(same.value == 3)
    #expect(same.details.first { $0.name == "cronbach_alpha" }?.json == "null" && same.scaleReliability == nil)
    #expect(same.details.contains { $0.name == "cronbach_alpha_missing" && $0.json.count > 2 })
    let median = try row([("at_ease", "at_ease"), ("afraid", "uneasy")], "median of safety")
    #expect(median.value == 1.5 && median.details.allSatisfy { !$0.name.hasPrefix("cronbach") })
  }
}
