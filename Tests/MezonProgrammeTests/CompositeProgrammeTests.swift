// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonEngine
import MezonTestSupport
import Testing

/// The index of sustainable connectivity, computed by its programme and compared with what COINr made of the same data.
@Suite(.enabled(if: SharedData.shouldRun, "skipped, no shared data"))
struct CompositeProgrammeTests {
  private struct Score: Decodable {
    let score: String
    let part: String
    let unit: String
    let value: Double?
  }

  private struct Rank: Decodable {
    let rank: String
    let place: Int
  }

  private struct Places: Decodable {
    let place: String
    let mean: Double
    let low: Int
    let high: Int
  }

  private let run: RealProgramme
  private let rows: [ResultRow]
  private let lines: [String]

  init() throws {
    run = try RealProgramme("asem_index", files: [("profiles", "oracles/composite/asem_raw.csv")])
    rows = try run.results("2018")
    lines = try IndependentComputation.lines(
      "python3",
      [
        run.folder.appendingPathComponent("independent.py").path, SharedData.url("oracles/composite").path, "500", "7",
      ])
  }

  private func lines<Line: Decodable>(of type: Line.Type) -> [Line] {
    lines.compactMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
  }

  private func row(_ indicator: String, _ unit: String) throws -> ResultRow {
    try #require(rows.first { run.key(of: $0) == "\(indicator)|2018|\(unit)|" })
  }

  @Test func valuesOfEveryGroupAndMean() throws {
    #expect(try run.counts(of: "profiles") == (51, 51, 0, 0))
    #expect(try IndependentComputation.compare(lines, with: rows, of: run) == 51 + 3 * 11 * 51)
  }

  @Test func scoresOfEveryNormalisation() throws {
    let scores = lines(of: Score.self)
    let byKind = Dictionary(grouping: scores, by: \.score).mapValues(\.count)
    #expect(byKind["minmax"] == 49 * 51 && byKind["rank"] == 49 * 51 && byKind["fracmax"] == 35 * 51)
    var compared = 0
    // What another normalisation of the language stands for: its place from the worst, 0 to 1 instead of 0 to 100.
    let forms: [String: (of: String, factor: Double, shift: Double)] = [
      "minmax": ("minmax", 1, 0), "zscore": ("zscore", 1, 0), "borda": ("borda", 1, 0), "prank": ("prank", 0.01, 0),
      "fracmax": ("fracmax", 0.01, 0), "rank": ("borda", 1, 1), "dist2max": ("minmax", 0.01, 0),
    ]
    for (index, scores) in Dictionary(grouping: scores, by: { "\(forms[$0.score]?.of ?? "")|\($0.unit)" }) {
      let key = index.split(separator: "|").map(String.init)
      let operands = try row("scores_\(key[0])", key[1]).operands
      let byPart = Dictionary(uniqueKeysWithValues: operands.map { (run.programme.indicators[$0.indicator].id, $0) })
      for wanted in scores {
        let form = try #require(forms[wanted.score])
        let found = byPart[wanted.part]?.score.map { form.factor * $0 + form.shift }
        compared += 1
        guard let value = wanted.value, let found else {
          #expect(wanted.value == nil && found == nil, "\(wanted)")
          continue
        }
        #expect(abs(found - value) <= 1e-9 * max(1, abs(value)), "\(wanted): found \(found)")
      }
    }
    #expect(compared == 6 * 49 * 51 + 35 * 51)
  }

  @Test func placesAndHowFarTheyDependOnTheWeights() throws {
    let ranks = lines(of: Rank.self)
    #expect(ranks.count == 51)
    for rank in ranks {
      let place = try #require(try row("treated_index", rank.rank).place)
      #expect(place.place == rank.place && place.ranked == 51)
      #expect(place.variation.draws == 500 && place.variation.seed == 42 && place.variation.spread == 0.25)
      #expect(place.best <= place.low && place.low <= place.high && place.high <= place.worst)
    }
    // Drawn by a second hand from other random numbers: the means of 500 places lie close together.
    let drawn = lines(of: Places.self)
    #expect(drawn.count == 51)
    for other in drawn {
      let place = try #require(try row("treated_index", other.place).place)
      #expect(abs(place.mean - other.mean) < 0.6, "\(other.place): \(place.mean), \(other.mean)")
      #expect(abs(place.low - other.low) <= 2 && abs(place.high - other.high) <= 2, "\(other.place)")
    }
    // A seed and its draws can be computed again, and stand among the details.
    let again = try run.results("2018").filter { $0.place != nil }.map(\.place)
    #expect(again == rows.filter { $0.place != nil }.map(\.place))
    let details = try row("treated_index", "AUS").details.first { $0.name == "place" }?.json
    #expect(details?.contains("\"seed\":42") == true)
  }

  @Test func outliersAreNamed() throws {
    let operands = try row("treated_physical", "AUS").operands
    let treated = operands.filter { $0.treatment != nil }.map { run.programme.indicators[$0.indicator].id }
    #expect(treated.contains("ind_flights"))
    #expect(operands.first { run.programme.indicators[$0.indicator].id == "ind_flights" }?.treatment == .winsorised(1))
    #expect(operands.first { run.programme.indicators[$0.indicator].id == "ind_lpi" }?.treatment == nil)
  }
}
