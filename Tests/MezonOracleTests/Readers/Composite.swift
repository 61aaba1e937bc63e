// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics

extension OracleRegistry {
  /// Composite indices: 1e-9, Sobol indices 1e-6, statistics to three digits.
  static let compositeReaders: [OracleReader] = [
    OracleReader("composite", "asem_norm_*.csv") { file in
      let name = String(file.name.dropFirst("asem_norm_".count).dropLast(".csv".count))
      let data = try IndexData(file, "asem_raw.csv")
      let form = normalisations[name]
      let columns = form.map { data.normalised($0) } ?? [:]
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          guard form != nil else { return comparison.unknown("the normalisation \(name)") }
          let unit = data.places[try row.text("uCode")]
          for code in data.codes {
            let value = unit.flatMap { columns[code]?[$0] ?? nil }
            comparison.number(code, value, number(row.fields[code]), within: tight)
          }
        }
      }
    },
    OracleReader("composite", "asem_agg_minmax*.csv") { file in
      let parts = file.name.dropFirst("asem_agg_minmax".count).dropLast(".csv".count).split(separator: "_")
      let data = try IndexData(file, "asem_raw.csv")
      let aggregation = parts.last.flatMap { aggregations[String($0)] }
      guard let low = parts.first.flatMap({ Double($0) }), let high = parts.dropFirst().first.flatMap({ Double($0) }),
        let aggregation, let tree = try? data.tree.get()
      else { return [OracleCase(file.name) { $0.unknown("the aggregation \(file.name)") }] }
      let values = tree.values(
        indicators: data.normalised(.minMax(low: low, high: high)), units: data.places.count, aggregation: aggregation,
        missing: .skip(atLeast: 0))
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          let unit = data.places[try row.text("uCode")]
          for name in row.fields.keys.sorted() where name != "uCode" {
            let value = try? unit.flatMap { try values[name]?[$0].get() }
            comparison.number(name, value, number(row.fields[name]), within: tight)
          }
        }
      }
    },
    OracleReader("composite", "asem_index_default_rank.csv") { file in
      let data = try IndexData(file, "asem_treated.csv")
      let indicators = data.normalised(.minMax(low: 0, high: 100))
      let values = try data.tree.get().values(
        indicators: indicators, units: data.places.count, aggregation: .arithmetic, missing: .skip(atLeast: 0))
      let index = (values["Index"] ?? []).map { try? $0.get() }
      let places = ranks(index)
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          let unit = data.places[try row.text("uCode")]
          comparison.number("Index", unit.flatMap { index[$0] }, try row.number("Index"), within: tight)
          comparison.same("rank", unit.flatMap { places[$0] }, try row.integer("rank"))
        }
      }
    },
    OracleReader("composite", "asem_treated.csv") { file in
      let data = try IndexData(file, "asem_raw.csv")
      let treated = data.columns.mapValues { OutlierTreatment().treated($0).values }
      return try file.table().rows.map { row in
        OracleCase(row.description) { comparison in
          let unit = data.places[try row.text("uCode")]
          for code in data.codes {
            let value = unit.flatMap { treated[code]?[$0] ?? nil }
            comparison.number(code, value, number(row.fields[code]), within: tight)
          }
        }
      }
    },
    OracleReader("composite", "asem_treat_details.csv") { file in
      let data = try IndexData(file, "asem_raw.csv")
      return try file.table().rows.map { row in
        OracleCase(row.description) { try compareTreatment(data.columns[row.text("iCode")] ?? [], row, &$0) }
      }
    },
    OracleReader("composite", "asem_stats.csv") { file in
      let data = try IndexData(file, "asem_raw.csv")
      return try file.table().rows.map { row in
        OracleCase(row.description) { try compareStatistics(data.columns[row.text("iCode")] ?? [], row, &$0) }
      }
    },
    .data("composite", "asem_raw.csv"),
    .data("composite", "asem_structure.csv"),
    .elements("composite", "sobol_*.json") { element, comparison in
      let expected = [("S1", element["S1"].doubles), ("ST", element["ST"].doubles)]
      let results = element["y"].doubles.map { $0 ?? .nan }
      let indices = SobolIndices.indices(results: results, inputs: element["S1"].elements.count)
      for (name, references) in expected {
        let values = name == "S1" ? indices?.firstOrder : indices?.total
        comparison.same("\(name), how many", values?.count, references.count)
        for (value, reference) in zip(values ?? [], references) {
          comparison.number(name, value, reference, within: .relative(1e-6, absolute: 1e-12))
        }
      }
    },
  ]

  private static let tight = Tolerance.relative(1e-9, absolute: 1e-12)

  private static let normalisations: [String: Normalisation] = [
    "minmax": .minMax(low: 0, high: 100), "zscore": .zScore(mean: 0, deviation: 1), "rank": .rank, "borda": .borda,
    "prank": .percentileRank, "dist2max": .distanceToMaximum, "fracmax": .fractionOfMaximum,
  ]
  private static let aggregations: [String: IndexAggregation] = [
    "amean": .arithmetic, "gmean": .geometric, "hmean": .harmonic,
  ]

  /// A field's number, infinities among them; nil for a blank and for what is no number.
  private static func number(_ text: String?) -> Double? { text.flatMap { Double($0.trimmed) } }

  private static func compareTreatment(
    _ values: [Double?], _ row: OracleTable.Row, _ comparison: inout Comparison
  ) throws {
    let outcome = OutlierTreatment().treated(values)
    func field(_ name: String) -> String { (row.fields[name] ?? "").trimmed }
    let wasInOrder = OutlierTreatment().isInOrder(outcome.before)
    comparison.same("pass", wasInOrder, field("check_SkewKurt0.Pass") == "TRUE")
    comparison.number("skew", outcome.before.skewness, number(field("check_SkewKurt0.Skew")), within: tight)
    comparison.number("kurt", outcome.before.kurtosis, number(field("check_SkewKurt0.Kurt")), within: tight)
    guard !wasInOrder, case .winsorised(let steps) = outcome.step else { return }
    comparison.number("nwin", Double(steps), number(field("winsorise.nwin")), within: .exact)
    comparison.same("pass after", outcome.isInOrder, field("check_SkewKurt1.Pass") == "TRUE")
    comparison.number("skew after", outcome.after.skewness, number(field("check_SkewKurt1.Skew")), within: tight)
    comparison.number("kurt after", outcome.after.kurtosis, number(field("check_SkewKurt1.Kurt")), within: tight)
  }

  private static func compareStatistics(
    _ values: [Double?], _ row: OracleTable.Row, _ comparison: inout Comparison
  ) throws {
    let known = values.compactMap(\.self)
    let (sorted, moments, shape) = (SortedSample(known), SampleMoments(known), SampleShape(known))
    let results = [
      ("Min", sorted.values.first), ("Max", sorted.values.last), ("Mean", moments.mean), ("Median", sorted.median),
      ("Std", moments.standardDeviation), ("Skew", shape.skewness), ("Kurt", shape.kurtosis),
    ]
    for (name, value) in results {
      comparison.number(name, value.map(threeDigits), number(row.fields[name]), within: tight)
    }
    comparison.same("N.Avail", known.count, try row.integer("N.Avail"))
    let flag = OutlierTreatment().isInOrder(shape) ? "ok" : "OUT"
    comparison.same("Flag.SkewKurt", flag, try row.text("Flag.SkewKurt"))
  }

  /// A number to three digits; of a tie in the decimal scale the even one.
  private static func threeDigits(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    let scale = pow(10, 2 - floor(log10(abs(value))))
    return (value * scale).rounded(.toNearestOrEven) / scale
  }
}

/// The indicators of an index and its structure, from the files beside a file of results.
private struct IndexData: Sendable {
  let codes: [String]
  /// For each indicator the value of each unit.
  let columns: [String: [Double?]]
  /// The place of each unit.
  let places: [String: Int]
  let tree: Result<IndexTree, IndexTree.Fault>
  private let better: [String: Normalisation.Better]

  init(_ file: OracleFile, _ values: String) throws {
    let table = try file.sibling(values).table()
    let structure = try file.sibling("asem_structure.csv").table().rows
    codes = table.columns.filter { $0 != "uCode" }
    places = Dictionary(uniqueKeysWithValues: try table.rows.enumerated().map { (try $1.text("uCode"), $0) })
    columns = Dictionary(
      uniqueKeysWithValues: try codes.map { code in (code, try table.rows.map { try $0.optionalNumber(code) }) })
    tree = IndexTree.tree(
      try structure.map { row in
        let parent = try row.text("Parent")
        return IndexTree.Node(
          name: try row.text("iCode"), parent: parent == "NA" || parent.isEmpty ? nil : parent,
          weight: try row.number("Weight"))
      })
    better = Dictionary(
      uniqueKeysWithValues: try structure.map {
        (try $0.text("iCode"), try $0.number("Direction") < 0 ? .lower : .higher)
      })
  }

  func normalised(_ form: Normalisation) -> [String: [Double?]] {
    Dictionary(
      uniqueKeysWithValues: columns.map { ($0, form.normalised($1, better: better[$0] ?? .higher)) })
  }
}
