// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonStatistics

import enum MezonSyntax.LonelyStrata

/// Which respondents make a design: those of a survey, by the field that decides their period.
struct SurveyKey: Hashable, Sendable {
  let event: EventID
  let periodField: Int
}

/// The respondents of one period as a sample, or those of several waves that share some.
struct PeriodDesign {
  /// As drawn, with the weights as handed in.
  let base: SurveyDesign
  /// With the weights adjusted to known totals; the base where none are.
  let design: SurveyDesign
  /// The sets of weights by which variances are found; nil: by strata and clusters.
  let replicates: ReplicateWeights?
  /// The rows, ascending, in the order of the design.
  let rows: [Int32]
  /// The weights of all rows of the survey where they were adjusted; nil: as handed in.
  let adjustedWeights: [Double]?
  private let places: [Int32]

  init(
    base: SurveyDesign, design: SurveyDesign, replicates: ReplicateWeights?, rows: [Int32], adjustedWeights: [Double]?
  ) {
    self.base = base
    self.design = design
    self.replicates = replicates
    self.rows = rows
    self.adjustedWeights = adjustedWeights
    guard let first = rows.first, let last = rows.last else {
      places = []
      return
    }
    var places = [Int32](repeating: -1, count: Int(last - first) + 1)
    for (place, row) in rows.enumerated() { places[Int(row - first)] = Int32(truncatingIfNeeded: place) }
    self.places = places
  }

  /// The place of a row in the design; nil for one that is not in it.
  func place(of row: Int32) -> Int? {
    guard let first = rows.first, row >= first, Int(row - first) < places.count else { return nil }
    let place = places[Int(row - first)]
    return place < 0 ? nil : Int(place)
  }
}

/// The designs of a survey, one for each period, made once for all indicators (docs/evaluation.md, 9).
///
/// A class, for it remembers them. A design holds all respondents of the period who stand for somebody, whatever an indicator
/// looks at: units, splits and conditions make domains of it.
final class SurveyFrame {
  let schema: SurveySchema
  /// 0 where a respondent stands for nobody: no finite weight above 0 is known.
  let weights: [Double]
  private let days: [Int32]
  private let isSeen: [UInt8]
  private let strata: [Int]?
  private let clusters: [Int]?
  private let laterStages: [(clusters: [Int], sizes: [Double]?)]
  private let stratumSizes: [Double]?
  private let panel: [Int]?
  private let groups: [[Int]]
  private let replicateLists: NumberLists?
  private var designs: [Period: Result<PeriodDesign, SurveyFault>] = [:]
  private var stacks: [[Period]: Result<PeriodDesign, SurveyFault>] = [:]

  /// Complexity: O(rows).
  init(_ schema: SurveySchema, _ key: SurveyKey, _ columns: ExpressionColumns) {
    self.schema = schema
    let frame = columns.frame(key.event)
    let count = frame.rowCount
    days = frame.days(key.periodField)
    isSeen = frame.isSeen
    func codes(_ field: Int?) -> [Int]? {
      field.map { field in
        let values = columns.values(of: field, key.event)
        return (0..<count).map { row in
          values.range(of: row).first.map { Int(truncatingIfNeeded: values.words[$0]) } ?? -1
        }
      }
    }
    func numbers(_ field: Int?) -> [Double?]? {
      field.map { columns.numbers(ofField: $0, key.event, rows: count) }
    }
    weights =
      numbers(schema.weight).map { $0.map { weight in weight.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } ?? 0 } }
      ?? [Double](repeating: 1, count: count)
    strata = codes(schema.stratum)
    clusters = codes(schema.cluster)
    laterStages = schema.laterStages.map { stage in
      (codes(stage.cluster) ?? [], numbers(stage.size).map { $0.map { $0 ?? .nan } })
    }
    panel = codes(schema.panel)
    groups = schema.margins.compactMap { codes($0.field) }
    stratumSizes = numbers(schema.stratumSize).map { $0.map { $0 ?? .nan } }
    if case .handedIn(let field, _)? = schema.replicates {
      replicateLists = columns.numberLists(ofField: field, key.event)
    } else {
      replicateLists = nil
    }
  }

  /// The design of a period. Complexity: O(rows · replicates), once.
  func design(of period: Period) -> Result<PeriodDesign, SurveyFault> {
    if let known = designs[period] { return known }
    let made = Result { () throws(SurveyFault) in try makeDesign(of: period) }
    designs[period] = made
    return made
  }

  private func rows(of period: Period) -> [Int] {
    days.indices.filter { row in
      isSeen[row] != 0 && weights[row] > 0 && days[row] != missingDay
        && period.contains(CalendarDay(daysSinceEpoch: days[row]))
    }
  }

  private func makeDesign(of period: Period) throws(SurveyFault) -> PeriodDesign {
    let rows = rows(of: period)
    let base = try sample(rows, strata, clusters, stratumSizes)
    var design = base
    if !schema.margins.isEmpty {
      var margins: [(groups: [Int], totals: [Double])] = []
      for (margin, groups) in zip(schema.margins, groups) {
        guard let totals = margin.totals(on: period.first) else { throw .invalidMargin(group: -1) }
        margins.append((rows.map { groups[$0] }, totals))
      }
      design =
        schema.isRaked
        ? try base.raked(to: margins) : try base.postStratified(by: margins[0].groups, totals: margins[0].totals)
    }
    var adjusted: [Double]?
    if !schema.margins.isEmpty {
      var all = weights
      for (place, row) in rows.enumerated() { all[row] = design.weights[place] }
      adjusted = all
    }
    return PeriodDesign(
      base: base, design: design, replicates: try replicateWeights(rows, base),
      rows: rows.map { Int32(truncatingIfNeeded: $0) }, adjustedWeights: adjusted)
  }

  private func sample(
    _ rows: [Int], _ strata: [Int]?, _ clusters: [Int]?, _ sizes: [Double]?
  ) throws(SurveyFault) -> SurveyDesign {
    func taken<Value>(_ values: [Value]?) -> [Value]? { values.map { values in rows.map { values[$0] } } }
    var stages = [
      SurveyDesign.Stage(
        clusters: taken(clusters) ?? rows, strata: taken(strata), populations: taken(sizes))
    ]
    for later in laterStages {
      stages.append(SurveyDesign.Stage(clusters: rows.map { later.clusters[$0] }, populations: taken(later.sizes)))
    }
    // Replicates tell the variance then, and strata and clusters do not.
    let remedy = schema.replicates == nil ? LonelyClusterRemedy(schema.lonelyStrata) : .certainty
    return try SurveyDesign(weights: rows.map { weights[$0] }, stages: stages, remedy: remedy)
  }

  // MARK: Replicate weights

  private func replicateWeights(_ rows: [Int], _ base: SurveyDesign) throws(SurveyFault) -> ReplicateWeights? {
    switch schema.replicates {
    case nil: return nil
    case .jackknife: return try base.jackknife()
    case .bootstrap(let count, let seed): return try base.bootstrap(replicates: count, seed: seed)
    case .handedIn(_, let method):
      guard let lists = replicateLists, let count = lists.commonCount(rows), count >= 2 else {
        throw .tooFewReplicates
      }
      let sets = (0..<count).map { replicate in rows.map { lists.value($0, replicate) } }
      guard sets.allSatisfy({ $0.allSatisfy { $0 >= 0 && $0.isFinite } }) else { throw .tooFewReplicates }
      let factors: [Double] =
        switch method {
        case .jk1: sets.map { _ in Double(count - 1) / Double(count) }
        case .bootstrap: sets.map { _ in 1 / Double(count) }
        case .jkn: sets.map { factor(leftOut: $0, rows) }
        }
      return ReplicateWeights(
        full: base.weights, replicates: sets, factors: factors,
        degreesOfFreedom: clusters == nil ? count - 1 : base.degreesOfFreedom())
    }
  }

  /// (n - 1)/n of the stratum, with n clusters, of which a replicate leaves one out, less the sampled part where it is known;
  /// 0 for a replicate that leaves out nobody.
  private func factor(leftOut weights: [Double], _ rows: [Int]) -> Double {
    guard let place = weights.firstIndex(of: 0), let clusters else { return 0 }
    let stratum = strata?[rows[place]]
    let count = Double(Set(rows.filter { strata?[$0] == stratum }.map { clusters[$0] }).count)
    let unsampled = stratumSizes.map { ($0[rows[place]] - count) / $0[rows[place]] } ?? 1
    return (count - 1) / count * unsampled
  }

  // MARK: Waves

  /// How many respondents or places, by the field that tells them, are among some rows of each of two waves; 0 where no field
  /// tells.
  func overlap(_ first: [Int32], _ second: [Int32]) -> Int {
    guard let panel else { return 0 }
    return Set(first.map { panel[Int($0)] }).intersection(second.map { panel[Int($0)] }).count
  }

  /// The respondents of several waves as one sample: who is asked again stands in the stratum and the cluster of the first time,
  /// and is one cluster where the design names none.
  func stacked(_ periods: [Period]) -> Result<PeriodDesign, SurveyFault> {
    if let known = stacks[periods] { return known }
    let made = Result { () throws(SurveyFault) in try makeStack(periods) }
    stacks[periods] = made
    return made
  }

  private func makeStack(_ periods: [Period]) throws(SurveyFault) -> PeriodDesign {
    let rows = Set(periods.flatMap(rows)).sorted()
    var (strata, clusters, sizes) = (strata, clusters ?? panel, stratumSizes)
    if let panel, schema.panel != schema.cluster {
      var first: [Int: Int] = [:]
      for row in rows.sorted(by: { (days[$0], $0) < (days[$1], $1) }) {
        let origin = first[panel[row]] ?? row
        first[panel[row]] = origin
        if let code = strata?[origin] { strata?[row] = code }
        if let code = clusters?[origin] { clusters?[row] = code }
        if let size = sizes?[origin] { sizes?[row] = size }
      }
    }
    let base = try sample(rows, strata, clusters, sizes)
    return PeriodDesign(
      base: base, design: base, replicates: nil, rows: rows.map { Int32(truncatingIfNeeded: $0) }, adjustedWeights: nil)
  }
}

extension LonelyClusterRemedy {
  /// The remedy that a survey names; without one a lonely cluster is a fault.
  fileprivate init(_ stated: LonelyStrata?) {
    switch stated {
    case .centred: self = .adjust
    case .averaged: self = .average
    case .certain: self = .certainty
    case nil: self = .fail
    }
  }
}

/// The lists of numbers of a field.
struct NumberLists {
  private let lists: ListColumn
  private let numbers: [Double?]

  init(_ lists: ListColumn, _ numbers: [Double?]) {
    self.lists = lists
    self.numbers = numbers
  }

  /// How many numbers each of some rows has; nil where they differ, or one is missing.
  func commonCount(_ rows: [Int]) -> Int? {
    guard let first = rows.first, rows.allSatisfy({ $0 < lists.count }) else { return nil }
    let count = lists.children(of: first).count
    return rows.allSatisfy { lists.children(of: $0).count == count } ? count : nil
  }

  /// A number of a row that has so many; NaN where it is missing.
  func value(_ row: Int, _ place: Int) -> Double {
    let range = lists.children(of: row)
    return place < range.count ? numbers[range.lowerBound + place] ?? .nan : .nan
  }
}

extension ExpressionColumns {
  /// The survey that an indicator looks at, made once.
  func survey(_ schema: SurveySchema, _ key: SurveyKey) -> SurveyFrame {
    if let known = surveys[key] { return known }
    let made = SurveyFrame(schema, key, self)
    surveys[key] = made
    return made
  }
}
