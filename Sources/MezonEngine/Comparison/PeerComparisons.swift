// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

/// Adds to rows what a comparison with others of their level, or with their own past, says of them (docs/evaluation.md, 13).
struct PeerComparisons {
  private struct Key: Hashable {
    let indicator: Int
    let period: Period
    /// The level; -1 for officers.
    let level: Int
    let split: SplitGroup?
  }

  /// The peers of a cell that have a value, in the order of rows, and for each comparison what it says of each.
  private struct Peers {
    var places: [FigureBook.CellKey: Int] = [:]
    var findings: [[ComparisonFinding]] = []
  }

  private let book: FigureBook
  private var peers: [Key: Peers] = [:]

  init(_ book: FigureBook) { self.book = book }

  /// The rows with their comparisons in the details; those of indicators that compare nothing stay as they are.
  mutating func adding(to rows: [ResultRow]) -> [ResultRow] {
    requireFigures(of: rows)
    return rows.map { row in
      let plan = book.plan(row.indicator)
      guard !plan.comparisons.isEmpty else { return row }
      var row = row
      for (place, comparison) in plan.comparisons.enumerated() {
        let finding: ComparisonFinding
        if case .controlChart(let periods) = comparison {
          finding = ChartFinding(book, row, plan, periods: periods).finding
        } else {
          finding = self.finding(place, row, plan)
        }
        row.comparisons.append(finding)
        row.details.append((finding.name, finding.json))
      }
      row.details.sort { $0.name < $1.name }
      return row
    }
  }

  /// Has the figures of all units and officers computed, and those of earlier periods.
  private func requireFigures(of rows: [ResultRow]) {
    var needed: [Int: Set<Period>] = [:]
    for row in rows {
      let plan = book.plan(row.indicator)
      guard !plan.comparisons.isEmpty, needed[book.place(of: plan.id)]?.contains(row.period) != true else { continue }
      let past = plan.comparisons.map { comparison -> [Period] in
        guard case .controlChart(let periods) = comparison else { return [row.period] }
        return ChartFinding.periods(periods, until: row.period, book.evaluator.calendar)
      }
      needed[book.place(of: plan.id), default: []].formUnion(past.joined())
    }
    for indicator in needed.keys.sorted() { book.require(indicator, nil, (needed[indicator] ?? []).sorted()) }
  }

  private func level(_ subject: Subject) -> Int {
    if case .unit(let unit) = subject { book.evaluator.organisation.organisation.levels[Int(unit)] } else { -1 }
  }

  private mutating func finding(_ comparison: Int, _ row: ResultRow, _ plan: IndicatorPlan) -> ComparisonFinding {
    let key = Key(
      indicator: book.place(of: plan.id), period: row.period, level: level(row.subject), split: row.split)
    let found: Peers
    if let known = peers[key] {
      found = known
    } else {
      found = compare(key, plan)
      peers[key] = found
    }
    guard row.state == .value,
      let place = found.places[FigureBook.CellKey(row.period, row.subject, row.split)]
    else { return ComparisonFinding(plan.comparisons[comparison].detail, missing: .noFigure) }
    return found.findings[comparison][place]
  }

  private func compare(_ key: Key, _ plan: IndicatorPlan) -> Peers {
    var found = Peers()
    var figures: [(numerator: Double, denominator: Double)] = []
    for subject in book.subjects(key.indicator, key.period) where level(subject) == key.level {
      guard let row = book.row(key.indicator, key.period, subject, key.split), row.state == .value,
        let numerator = row.numerator, let denominator = row.denominator, denominator > 0
      else { continue }
      found.places[FigureBook.CellKey(key.period, subject, key.split)] = figures.count
      figures.append((numerator, denominator))
    }
    found.findings = plan.comparisons.map { comparison in
      guard let peers = PeerFigures(plan.value, figures) else {
        return figures.map { _ in ComparisonFinding(comparison.detail, missing: .noStandardError) }
      }
      return peers.findings(of: comparison, scale: plan.peerScale)
    }
    return found
  }
}

extension ComparisonPlan {
  /// Its name in the details, and that of its findings.
  package var detail: String {
    switch self {
    case .funnel: "funnel"
    case .shrinkage: "shrinkage"
    case .reliability: "reliability"
    case .controlChart: "control_chart"
    }
  }
}

extension IndicatorPlan {
  /// What a share or events by exposure are multiplied by to stand in the indicator's unit.
  fileprivate var peerScale: Double {
    if case .rate(let per, _, _) = value { return per }
    return measure == .perCent ? 100 : 1
  }
}

extension PeerFigures {
  /// What a comparison says of each figure.
  fileprivate func findings(of comparison: ComparisonPlan, scale: Double) -> [ComparisonFinding] {
    switch comparison {
    case .funnel(let spread): funnel(spread, scale)
    case .shrinkage: shrinkage(scale)
    case .reliability: reliability()
    // Read along time, not among peers.
    case .controlChart: numerators.map { _ in ComparisonFinding(comparison.detail, missing: .noFigure) }
    }
  }

  private func funnel(_ spread: ComparisonPlan.Spread, _ scale: Double) -> [ComparisonFinding] {
    let trimming: FunnelPlot.Trimming
    var isChanceAlone = false
    switch spread {
    case .byChanceAlone: (trimming, isChanceAlone) = (.none, true)
    case .overDispersed: trimming = .none
    case .winsorised(let share): trimming = .winsorisation(share)
    case .truncated(let share): trimming = .truncation(share)
    }
    let least = isChanceAlone ? Self.least : Self.leastOverDispersed
    guard large.count >= least, let plot = plot(trimming) else {
      return numerators.map { _ in ComparisonFinding("funnel", missing: .tooFewUnits) }
    }
    var findings = numerators.map { _ in ComparisonFinding("funnel", missing: .tooSmall) }
    let between = isChanceAlone ? 0 : plot.between
    let common = common
    for ((place, size), unit) in zip(zip(large, sizes), plot.units) {
      let limits = FunnelLimits.Level.allCases.map { level in
        FunnelLimits.held(
          isShare ? .proportion : .standardisedRatioRoot, size: size, target: isShare ? common : 1, between: between,
          level: level)?.scaled(by: isShare ? 1 : common) ?? Interval(low: .nan, high: .nan)
      }
      let code = Self.place(numerators[place] / denominators[place], limits)
      let (warning, alarm) = (limits[0].scaled(by: scale), limits[1].scaled(by: scale))
      let z = isChanceAlone ? unit.z : unit.adjusted
      findings[place] = ComparisonFinding(
        "funnel", code: code,
        numbers: [
          "target": common * scale, "low": warning.low, "high": warning.high, "units": Double(large.count),
        ],
        [
          ("adjusted_z", jsonNumber(z)), ("between", jsonNumber(between)), ("dispersion", jsonNumber(plot.dispersion)),
          ("limits_95", pair(warning)), ("limits_99_8", pair(alarm)), ("place", jsonText(code)),
          ("target", jsonNumber(common * scale)), ("units", String(large.count)), ("z", jsonNumber(unit.z)),
        ])
    }
    return findings
  }

  private func pair(_ interval: Interval) -> String { "[\(jsonNumber(interval.low)),\(jsonNumber(interval.high))]" }

  /// Where a figure lies against limits at 95 % and at 99.8 %.
  private static func place(_ figure: Double, _ limits: [Interval]) -> String {
    if figure > limits[1].high { return "above_99_8" }
    if figure < limits[1].low { return "below_99_8" }
    if figure > limits[0].high { return "above_95" }
    return figure < limits[0].low ? "below_95" : "not_distinguishable"
  }

  private func shrinkage(_ scale: Double) -> [ComparisonFinding] {
    guard numerators.count >= Self.least,
      let estimates = EmpiricalBayes(
        events: numerators, exposures: denominators, family: isShare ? .binomial : .poisson)
    else { return numerators.map { _ in ComparisonFinding("shrinkage", missing: .tooFewUnits) } }
    let (mean, units) = (estimates.mean * scale, numerators.count)
    return estimates.estimates.map { estimate in
      ComparisonFinding(
        "shrinkage", numbers: ["estimate": estimate * scale, "mean": mean, "units": Double(units)],
        [("estimate", jsonNumber(estimate * scale)), ("mean", jsonNumber(mean)), ("units", String(units))])
    }
  }

  private func reliability() -> [ComparisonFinding] {
    reliabilities().map { result in
      switch result {
      case .failure(let reason): return ComparisonFinding("reliability", missing: reason)
      case .success(let reliability):
        let suffices = reliability >= Self.leastReliability
        let wrong =
          Reliability.misclassification(reliability: reliability, flagShare: 0.1)?.falseDiscovery ?? .nan
        return ComparisonFinding(
          "reliability", code: suffices ? "suffices" : "too_low",
          numbers: ["reliability": reliability, "wrong": 100 * wrong, "units": Double(large.count)],
          [
            ("false_discovery_of_tenth", jsonNumber(wrong)), ("suffices", String(suffices)),
            ("units", String(large.count)), ("value", jsonNumber(reliability)),
          ])
      }
    }
  }
}
