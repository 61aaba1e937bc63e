// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import Testing

@testable import MezonEngine

/// What the design of a survey says of an estimate: its interval, its details, and when there is none.
struct SurveyIntervalTests {
  private static let byClusters = "weighted by w stratified by s clustered by c"
  private static let value = "value share answering trust to q1"

  /// So many like respondents.
  struct Respondents: Sendable {
    let count: Int
    let answer: String
    let weight: String
    let stratum: String
    let cluster: String
  }

  private static let four = [
    Respondents(count: 3, answer: "trust", weight: "1", stratum: "a", cluster: "1"),
    Respondents(count: 1, answer: "distrust", weight: "2", stratum: "a", cluster: "1"),
    Respondents(count: 2, answer: "trust", weight: "1", stratum: "a", cluster: "2"),
    Respondents(count: 2, answer: "distrust", weight: "1", stratum: "a", cluster: "2"),
  ]

  private static let alike = ["1", "2"].flatMap { cluster in
    ["trust", "distrust"].map { answer in
      Respondents(count: 2, answer: answer, weight: "1", stratum: "a", cluster: cluster)
    }
  }

  private static let lonely = [
    Respondents(count: 3, answer: "trust", weight: "1", stratum: "a", cluster: "1"),
    Respondents(count: 2, answer: "distrust", weight: "1", stratum: "b", cluster: "1"),
    Respondents(count: 2, answer: "distrust", weight: "1", stratum: "b", cluster: "2"),
  ]

  /// The row of the country.
  private func row(_ design: String, _ clauses: String, _ respondents: [Respondents]) throws -> ResultRow {
    try result(design, clauses, respondents).row
  }

  private func result(
    _ design: String, _ clauses: String, _ respondents: [Respondents]
  ) throws -> (row: ResultRow, plan: IndicatorPlan) {
    var fixture = try Fixture(
      """
      programme "P" { levels country > region }
      survey perception {
        asked day at unit q1 one of trust, distrust w number size number
        s reference stratum c reference precinct
        \(design)
        speaks for region
      }
      indicator i { looks at perception \(clauses) for country every year }
      """)
    try fixture.unit("C", "country")
    try fixture.unit("R", "region", in: "C")
    for group in respondents {
      for _ in 0..<group.count {
        try fixture.event(
          "perception",
          [
            "asked": "2026-05-01", "at": "R", "q1": .one(group.answer), "w": .one(group.weight), "size": "1",
            "s": .one(group.stratum), "c": .one(group.cluster),
          ])
      }
    }
    return (try #require(try fixture.rows(nil, "2026").first), try #require(fixture.programme.indicators.first))
  }

  @Test(
    "With the usual interval a share is a value",
    arguments: ["", "weighted by w", "weighted by w clustered by c", byClusters])
  func share(design: String) throws {
    let row = try row(design, Self.value, Self.four)
    #expect(row.state == .value && row.method == "korn_graubard")
    #expect(row.numerator == 5 && row.denominator == (design.isEmpty ? 8 : 9) && row.n == 8)
    let (value, low, high) = (try #require(row.value), try #require(row.low), try #require(row.high))
    #expect(0 < low && low < value && value < high && high < 100)
  }

  @Test(
    "Two clusters of one stratum that are all alike tell as much as their respondents",
    arguments: [
      (value, 50.0, 15.701_281, 84.298_719), ("leaves out where q1 is trust because \"x\" \(value)", 0, 0, 60.236_464),
    ])
  func clustersAllAlike(clauses: String, value: Double, low: Double, high: Double) throws {
    let row = try row(Self.byClusters, clauses, Self.alike)
    #expect(row.state == .value && row.value == value)
    // The limits by Clopper and Pearson for 4 of 8 and 0 of 4.
    let (foundLow, foundHigh) = (try #require(row.low), try #require(row.high))
    #expect(abs(foundLow - low) < 1e-5 && abs(foundHigh - high) < 1e-5, "\(foundLow) \(foundHigh)")
  }

  @Test("Where the design gives no interval there is no value, unless none is asked for")
  func reasons() throws {
    let missing = try row(Self.byClusters, Self.value, Self.lonely)
    #expect(missing.state == .undefined && missing.reason == "lonely_stratum" && missing.value == nil)
    #expect(missing.low == nil && missing.details.isEmpty)
    #expect(try row(Self.byClusters, Self.value + " interval none", Self.lonely).value == 300.0 / 7)
    for remedy in ["centred", "averaged", "certain"] {
      let row = try row(Self.byClusters + " lonely strata \(remedy)", Self.value, Self.lonely)
      #expect(row.value == 300.0 / 7 && row.low != nil, "\(remedy)")
    }
    // A stratum of one cluster in the population, of which two were drawn.
    let sized = Self.byClusters + " lonely strata certain stratum size in size"
    #expect(try row(sized, Self.value, Self.lonely).reason == "bad_stratum_size")
    let none = "leaves out where q1 is trust because \"x\" " + Self.value
    #expect(try row(Self.byClusters, none + " interval xlogit", Self.alike).reason == "no_design_interval")
    // In one cluster alone nothing shows how much clusters differ.
    let split = [
      Respondents(count: 2, answer: "trust", weight: "1", stratum: "a", cluster: "1"),
      Respondents(count: 2, answer: "distrust", weight: "1", stratum: "a", cluster: "2"),
    ]
    let mean = "leaves out where q1 is distrust because \"x\" value mean of w"
    #expect(try row(Self.byClusters, mean, split).reason == "no_design_interval")
    #expect(try row(Self.byClusters, mean + " interval none", split).value == 1)
  }

  @Test("A total is the sum of weights, or of weight times quantity, with the variance between clusters")
  func totals() throws {
    let people = try row(Self.byClusters, "value count", Self.four)
    // Clusters of 5 and 4: (5 - 4.5)^2 + (4 - 4.5)^2 = 0.5, times 2 / 1; Student's t of one degree is 12.706.
    #expect(people.value == 9 && people.numerator == 9 && people.denominator == nil && people.method == "wald")
    #expect(people.n == 8 && people.surveyFacts?.standardError == 1 && people.surveyFacts?.degreesOfFreedom == 1)
    let (low, high) = (try #require(people.low), try #require(people.high))
    #expect(abs(low - (9 - 12.706_204_7)) < 1e-6 && abs(high - (9 + 12.706_204_7)) < 1e-6)
    let trusting = try row(Self.byClusters, "counts where q1 is trust value count", Self.four)
    #expect(trusting.value == 5 && trusting.n == 5 && trusting.surveyFacts?.standardError == 1)
    // Of weights and sizes of 1: 1 x 1, three times, 2 x 2, and so on.
    let sum = try row(Self.byClusters, "value sum of w", Self.four)
    #expect(sum.value == 11 && sum.surveyFacts?.standardError == 3)
    let jackknifed = try row(Self.byClusters + " variance by jackknife", "value sum of w", Self.four)
    #expect(jackknifed.value == 11 && abs((jackknifed.surveyFacts?.standardError ?? 0) - 3) < 1e-12)
    let nobody = "leaves out where q1 is trust because \"x\" leaves out where q1 is distrust because \"x\" value count"
    #expect(try row(Self.byClusters, nobody, Self.four).reason == "no_values")
  }

  @Test("Weights that add up to the respondents count no people")
  func weightsOfASample() throws {
    let row = try row("weighted by w clustered by c", "value count", Self.alike)
    #expect(row.state == .undefined && row.reason == "weights_of_sample" && row.value == nil)
    #expect(try self.row("weighted by w clustered by c", "value mean of w", Self.alike).value == 1)
    // Known totals say how many people there are.
    let sizes = "clustered by c post-stratified by q1 to trust 600, distrust 400"
    let known = try self.row(sizes, "value count", Self.alike)
    #expect(known.value == 1000 && known.surveyFacts?.standardError == 0)
  }

  @Test(
    "A share is as small as the smallest group of respondents behind it, whatever they weigh",
    arguments: [
      (value, four, 3), ("counts where q1 is trust value share", four, 3), ("value mean of w", four, 8),
      ("leaves out where q1 is distrust because \"x\" \(value)", four, 3), ("value share naming each q1", four, 8),
    ])
  func smallest(clauses: String, respondents: [Respondents], count: Int) throws {
    let (row, plan) = try result(Self.byClusters, clauses, respondents)
    #expect(row.smallestCount(plan.value) == count)
  }

  @Test("The details carry the design")
  func details() throws {
    let row = try row(Self.byClusters, Self.value + " interval wald", Self.four)
    let details = Dictionary(uniqueKeysWithValues: row.details.map { ($0.name, Double($0.json) ?? .nan) })
    #expect(row.details.map(\.name) == ["degrees_of_freedom", "design_effect", "effective_n", "standard_error"])
    #expect(details["degrees_of_freedom"] == 1)
    // With p = 5/9 the clusters add (3 · 4/9 - 2 · 5/9) / 9 = 2/81 and -2/81: the variance is 2 · 2 · (2/81)².
    let error = 400.0 / 81
    #expect(abs(details["standard_error", default: .nan] - error) < 1e-10)
    #expect(abs(details["effective_n", default: .nan] - 20.0 / 81 / (error * error / 10_000)) < 1e-9)
    // Student's t with one degree of freedom is the tangent of 0.475 π.
    let (low, high) = (try #require(row.low), try #require(row.high))
    #expect(abs((high - low) / 2 - 12.706_204_736_174_698 * error) < 1e-8 && row.method == "wald")
  }
}
