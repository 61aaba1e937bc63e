// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

/// The table of a survey with the design that the oracle's description gives it.
struct SurveySample: Sendable {
  /// The respondents.
  let table: OracleTable

  /// The design.
  var design: SurveyDesign

  /// The names of strata in the first stage, by their numbers.
  let stratumNames: [String]

  /// Reads a description such as `ids: "dnum, then snum"`, `fpc: "fpc1 (PSUs), fpc2 (SSUs in PSU)"`: the columns are the
  /// words that name one.
  ///
  /// - Parameters:
  ///   - description: the columns of clusters, strata, weights and populations; without the first, rows are clusters;
  ///     where the third says `derived`, or names no column, weights follow from the populations.
  ///   - withPopulations: whether populations are used where the description has them.
  init(
    _ description: JSONValue, table: OracleTable, withPopulations: Bool = true,
    remedy: LonelyClusterRemedy = .fail, remedyCoversDomains: Bool = false
  ) throws {
    self.table = table
    let rows = table.rows
    let clusters = Self.columns(description["ids"], of: table)
    let strata = Self.columns(description["strata"], of: table)
    let populations = withPopulations ? Self.columns(description["fpc"], of: table) : []
    stratumNames = try strata.first.map { try Self.levels(of: $0, in: rows) } ?? []
    var stages: [SurveyDesign.Stage] = []
    for stage in 0..<max(clusters.count, 1) {
      stages.append(
        SurveyDesign.Stage(
          clusters: try stage < clusters.count ? Self.codes(of: clusters[stage], in: rows) : Array(rows.indices),
          strata: try stage < strata.count ? Self.codes(of: strata[stage], in: rows) : nil,
          populations: try stage < populations.count ? rows.map { try $0.number(populations[stage]) } : nil))
    }
    let weights: [Double]
    if let text = description["weights"].text, !text.hasPrefix("derived"),
      let column = Self.columns(description["weights"], of: table).first
    {
      weights = try rows.map { try $0.number(column) }
    } else {
      weights = try SurveyDesign.weights(of: stages) ?? [Double](repeating: 1, count: rows.count)
    }
    design = try SurveyDesign(
      weights: weights, stages: stages, remedy: remedy, remedyCoversDomains: remedyCoversDomains)
  }

  /// The words of a description that are columns of the table, in their order.
  private static func columns(_ description: JSONValue, of table: OracleTable) -> [String] {
    let words = description.text?.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") } ?? []
    var seen: Set<String> = []
    return words.map(String.init).filter { table.columns.contains($0) && seen.insert($0).inserted }
  }

  /// The distinct texts of a column, sorted as R sorts the levels of a factor.
  static func levels(of column: String, in rows: [OracleTable.Row]) throws -> [String] {
    let texts = Set(try rows.map { try $0.text(column) }).subtracting(["", "NA"])
    let isNumeric = texts.allSatisfy { Double($0) != nil }
    return texts.sorted { isNumeric ? (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) : $0 < $1 }
  }

  /// The number of each row's level in a column; -1 for blank fields.
  static func codes(of column: String, in rows: [OracleTable.Row]) throws -> [Int] {
    let numbers = Dictionary(uniqueKeysWithValues: try levels(of: column, in: rows).enumerated().map { ($1, $0) })
    return try rows.map { numbers[try $0.text(column)] ?? -1 }
  }

  /// The number of an expression in each row; nil where a field is blank.
  func numbers(_ expression: String) throws -> [Double?] {
    try table.rows.map { try RowCondition.number(expression, row: $0.fields) }
  }

  /// The rows in a domain: all where there is none.
  ///
  /// Besides conditions it may be put in words: `all H and M rows + the one E row with cds=19647336097927`, in which the
  /// letters are strata.
  func rows(in domain: JSONValue) throws -> [Int] {
    guard let text = domain.text else { return Array(table.rows.indices) }
    guard let stated = text.wholeMatch(of: /all (.+) rows \+ the one \S+ row with (\S+)=(\S+)/) else {
      let holds = try numbers(text)
      return holds.indices.filter { holds[$0] == 1 }
    }
    let named = Set(stated.1.split(separator: " and ").map(String.init))
    let (column, value) = (String(stated.2), String(stated.3))
    return table.rows.indices.filter { row in
      let fields = table.rows[row].fields
      return fields[column] == value || fields.values.contains { named.contains($0) && stratumNames.contains($0) }
    }
  }

  /// Rows and values where no value is missing.
  func known(_ values: [Double?], in rows: [Int]) -> (values: [Double], rows: [Int]) {
    (values.map { $0 ?? .nan }, rows.filter { values[$0] != nil })
  }
}
