// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics

// What estimates from many respondents and indices with many draws cost.
extension Measure {
  /// Prints the milliseconds of shares with their standard errors for 200 domains of the respondents of a survey: once where each
  /// respondent is in one of them, and once where each is in about half of all. The best of five.
  static func survey(_ path: String) throws {
    let rows = try table(path)
    func codes(_ name: String) -> [Int] { rows.map { Int($0[name] ?? "") ?? 0 } }
    let design = try SurveyDesign(
      weights: rows.map { Double($0["WTMEC2YR"] ?? "") ?? 0 },
      stages: [.init(clusters: codes("SDMVPSU"), strata: codes("SDMVSTRA"))])
    let isHigh = rows.map { $0["HI_CHOL"] == "1" }
    let answered = rows.indices.filter { !(rows[$0]["HI_CHOL"] ?? "").isEmpty }
    var dice = SplitMix64(seed: 1)
    var apart = [[Int]](repeating: [], count: 200)
    for row in answered { apart[Int(dice.nextUnit() * 200)].append(row) }
    let halves = (0..<200).map { _ in answered.filter { _ in dice.nextUnit() < 0.5 } }
    for (name, domains) in [("apart", apart), ("halves", halves)] {
      var sum = 0.0
      let time = try best {
        sum = 0
        for domain in domains { sum += try design.share(of: isHigh, in: domain).estimate.standardError }
      }
      print("\(rows.count) respondents, 200 domains, \(name): \(shown(time)) ms (sum of errors \(sum))")
    }
  }

  /// Prints the milliseconds of 10,000 draws of the weights of the index whose values and structure lie in a folder. The best of five.
  static func index(_ folder: String) throws {
    let structure = try table(folder + "/asem_structure.csv")
    let values = try table(folder + "/asem_treated.csv")
    let nodes = structure.map { row in
      let parent = row["Parent"] ?? ""
      return IndexTree.Node(
        name: row["iCode"] ?? "", parent: parent.isEmpty || parent == "NA" ? nil : parent,
        weight: Double(row["Weight"] ?? "") ?? 1)
    }
    let tree = try IndexTree.tree(nodes).get()
    var indicators: [String: [Double?]] = [:]
    for row in structure where row["Type"] == "Indicator" {
      let name = row["iCode"] ?? ""
      indicators[name] = Normalisation.minMax(low: 1, high: 100).normalised(
        values.map { Double($0[name] ?? "") }, better: row["Direction"] == "-1" ? .lower : .higher)
    }
    for aggregation in [IndexAggregation.arithmetic, .geometric] {
      var shift = 0.0
      let time = best {
        let found = RankSensitivity.ofWeights(
          tree, indicators: indicators, units: values.count, aggregation: aggregation, missing: .skip(atLeast: 0),
          spread: 0.25, draws: 10_000, seed: 42)
        shift = found?.meanShift ?? .nan
      }
      print(
        "\(indicators.count) indicators, \(values.count) units, 10,000 draws, \(aggregation): \(shown(time)) ms (mean shift \(shift))"
      )
    }
  }

  private static func best(_ body: () throws -> Void) rethrows -> Duration {
    var least: Duration?
    for _ in 0..<5 {
      let time = try ContinuousClock().measure(body)
      least = min(least ?? time, time)
    }
    return least ?? .zero
  }

  private static func shown(_ time: Duration) -> String { String(format: "%.1f", time / .milliseconds(1)) }

  /// The rows of a delimited file by the names of its columns; quotes hold no separators but in fields that are not read.
  private static func table(_ path: String) throws -> [[String: String]] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(fields)
    guard let names = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(zip(names, $0)) { first, _ in first } }
  }

  private static func fields(_ line: Substring) -> [String] {
    var (fields, isQuoted) = ([""], false)
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
