// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
package import MezonSemantics
import Synchronization

/// Computes the indicators of a programme from a data set as it was known at the end of a day (docs/evaluation.md).
///
/// Every expression is computed once for all events of its type, as a column; each indicator is then one pass over its events into
/// parts of cells that add up, and figures are made from the parts alone. So the rows do not depend on threads or chunks.
///
///     let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: nil)
///     let rows = evaluator.evaluate([0], in: year, threads: 2)
package struct Evaluator: Sendable {
  package let programme: Programme
  package let dataset: Dataset
  /// The last day of which anything is known.
  package let asOf: CalendarDay
  let zone: TimeZoneRules
  let calendar: PeriodCalendar
  let organisation: OrganisationIndex
  let roster: PostRoster
  /// Each officer's place in the order of codes.
  private let officerRanks: [Int32]

  /// Prepares the organisation and the posts.
  ///
  /// - Parameters:
  ///   - programme: the checked definitions.
  ///   - dataset: what was handed in, coded for this programme.
  ///   - asOf: the day at whose end things are seen; nil for the latest own day of any event, or the first day there is when there are no
  ///     events.
  ///   - latestDay: the latest own day of events that were added up already and are not in the data set.
  /// - Complexity: O(units · changes · depth + posts), and O(events) to find the latest day.
  package init(programme: Programme, dataset: Dataset, asOf: CalendarDay?, latestDay: CalendarDay? = nil) {
    self.programme = programme
    self.dataset = dataset
    zone = TimeZoneRules(identifier: programme.timeZone) ?? .utc
    calendar = PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth) ?? PeriodCalendar()
    organisation = OrganisationIndex(dataset.organisation)
    roster = PostRoster(dataset.posts, organisation)
    officerRanks = ranks(of: dataset.domains.first)
    self.asOf = asOf ?? max(latestDay ?? .first, MezonEngine.latestDay(programme, dataset, zone))
  }

  /// As another one, over a part of the data: the organisation and the posts are the same.
  init(_ other: Evaluator, dataset: Dataset) {
    programme = other.programme
    self.dataset = dataset
    asOf = other.asOf
    zone = other.zone
    calendar = other.calendar
    organisation = other.organisation
    roster = other.roster
    officerRanks = other.officerRanks
  }

  /// An officer's place in the order of codes by code points.
  package func rank(ofOfficer officer: Int32) -> Int32 {
    officerRanks.indices.contains(Int(officer)) ? officerRanks[Int(officer)] : .max
  }

  /// The rows of some indicators, in the order of the results table.
  ///
  /// - Parameters:
  ///   - indicators: indices into the programme's indicators, in the order of the rows; others are passed over.
  ///   - asked: rows are made for the periods that lie wholly inside it.
  ///   - levels: the levels (indices) whose rows are wanted; nil for all.
  ///   - units: the units whose rows, and those of whose officers, are wanted; nil for all.
  ///   - splits: the names of the splits that are wanted; nil for all, none for totals only.
  ///   - splitLevels: the levels (indices) of the units that are split; nil for all.
  ///   - grains: for some indicators the grains whose periods are wanted; all for the others.
  ///   - threads: how many threads to use; the rows are the same for any number.
  ///   - added: the events of the indicators, where they were added up part by part and are not in the data set.
  /// - Complexity: O(n log n) in the events of each indicator's types, and O(rows of results).
  package func evaluate(
    _ indicators: [Int], in asked: Period, levels: [Int]? = nil, units: [Int32]? = nil, splits: [String]? = nil,
    splitLevels: [Int]? = nil, grains: [Int: Set<Grain>] = [:], threads: Int = 1, added: PartedEvaluation? = nil
  ) -> [ResultRow] {
    let scope = EvaluationScope(
      asked: asked, levels: levels, units: units, splits: splits, splitLevels: splitLevels, grains: grains)
    return evaluate(indicators, scope, threads: threads, chunkRows: nil, added: added)
  }

  /// As the other, with chunks of so many rows; nil for one chunk a thread, and for grids where they can be used.
  func evaluate(
    _ indicators: [Int], _ scope: EvaluationScope, threads: Int, chunkRows: Int?, added: PartedEvaluation? = nil
  ) -> [ResultRow] {
    var making = RowMaking(self, indicators, scope, threads: threads, chunkRows: chunkRows, added: added)
    var rows: [ResultRow] = []
    for indicator in indicators { rows += making.rows(of: indicator) }
    if rows.contains(where: { !programme.indicators[$0.indicator].comparisons.isEmpty }) {
      rows = making.comparing(rows)
    }
    return inOrderOfPeriods(rows, indicators)
  }

  /// Hands out the long layout of the results table as comma-separated text, in parts to be written one after the other. The parameters are those of `evaluate`.
  package func writeLines<Failure>(
    _ indicators: [Int], in asked: Period, levels: [Int]? = nil, units: [Int32]? = nil, splits: [String]? = nil,
    splitLevels: [Int]? = nil, threads: Int = 1, added: PartedEvaluation? = nil,
    _ body: (_ parts: [[UInt8]]) throws(Failure) -> Void
  ) throws(Failure) {
    let scope = EvaluationScope(asked: asked, levels: levels, units: units, splits: splits, splitLevels: splitLevels)
    let plans = indicators.filter(programme.indicators.indices.contains).map { programme.indicators[$0] }
    guard Set(plans.map(\.id)).count == plans.count, plans.allSatisfy({ $0.comparisons.isEmpty }) else {
      // The rows of several indicators are compared with each other, or those of several versions put in order.
      let rows = evaluate(indicators, scope, threads: threads, chunkRows: nil, added: added)
      return try body([ResultTable(rows, of: self).csv()])
    }
    try body([LongLines(of: self).header()])
    var making = RowMaking(self, indicators, scope, threads: threads, chunkRows: nil, added: added)
    for indicator in indicators { try body(making.lines(of: indicator)) }
  }

  /// The values of some indicators as a table with one column each, where they have the same periods, units and groups; nil
  /// where they do not, and the table is made from rows. The parameters are those of `evaluate`.
  package func wideValues(
    _ indicators: [Int], in asked: Period, levels: [Int]? = nil, units: [Int32]? = nil, splits: [String]? = nil,
    splitLevels: [Int]? = nil, threads: Int = 1, added: PartedEvaluation? = nil
  ) -> WideValues? {
    let scope = EvaluationScope(asked: asked, levels: levels, units: units, splits: splits, splitLevels: splitLevels)
    let plans = programme.indicators
    guard indicators.allSatisfy({ plans.indices.contains($0) && plans[$0].fitsGrid }) else { return nil }
    // What cells are judged by besides their events is found out while these are added up to the end.
    let facts = Mutex<GridFacts?>(nil)
    let cells = added?.cells(threads: threads) {
      guard let plan = added?.plan, plan.grids.count == 1 else { return }
      let made = GridFacts(self, indicators.map { plans[$0] }, plan.grids[0].cells, plan.grids[0].groups, scope)
      facts.withLock { $0 = made }
    }
    return WideValues(
      self, indicators, cells ?? gridCells(indicators, expressionColumns(), scope, threads: threads), scope,
      threads: threads, facts: facts.withLock { $0 })
  }

  /// The cells of those indicators that can be added up on grids.
  func gridCells(
    _ indicators: [Int], _ columns: ExpressionColumns, _ scope: EvaluationScope, threads: Int
  ) -> [Int: GridCells] {
    var plan = GridPlan(self, scope)
    for indicator in indicators where programme.indicators.indices.contains(indicator) {
      _ = plan.add(indicator, columns)
    }
    let events = Set(plan.indicators.map { programme.indicators[$0.indicator].event }).sorted()
    let sources = events.map { GridSources(plan, $0, columns, CodePartition(whole: plan, $0)) }
    return plan.cells(plan.tally(of: sources, threads: threads), threads: threads)
  }

  /// The rows with those of all versions of an indicator together, by period; others stay as they are. Complexity: O(n log n) in
  /// the rows of indicators with versions.
  private func inOrderOfPeriods(_ rows: [ResultRow], _ indicators: [Int]) -> [ResultRow] {
    let known = indicators.filter { programme.indicators.indices.contains($0) }
    let ids = known.map { programme.indicators[$0].id }
    guard Set(ids).count < ids.count else { return rows }
    var places: [String: Int] = [:]
    for id in ids where places[id] == nil { places[id] = places.count }
    return rows.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      let (first, second) = (programme.indicators[a.indicator].id, programme.indicators[b.indicator].id)
      if first != second { return places[first, default: 0] < places[second, default: 0] }
      return a.period == b.period ? left.offset < right.offset : a.period < b.period
    }.map(\.element)
  }

  /// The runs that make an indicator's rows: one, or where rows of a roster are looked at in force one a period, as of its last day.
  func runs(_ indicator: Int, _ columns: ExpressionColumns, _ scope: EvaluationScope) -> [IndicatorRun] {
    let plan = programme.indicators[indicator]
    guard plan.moment != nil else { return [IndicatorRun(self, columns, indicator: indicator, scope)] }
    return PeriodTable(scope.asked, grains: scope.grains(of: indicator, plan), calendar: calendar).periods.map {
      period in
      IndicatorRun(self, expressionColumns(for: plan, in: period), indicator: indicator, scope, only: period)
    }
  }

  /// For whom a period has rows, in the order of rows: units of some levels that existed in it, and some officers.
  func subjects(levels: [Int], officers: [Int32], in period: Period, _ scope: EvaluationScope) -> [Subject] {
    let levelsOfUnits = organisation.organisation.levels
    // What is empty comes first, so officers without a unit come before all levels.
    var keyed: [(level: Int, unit: Int32, rank: Int32, subject: Subject)] = []
    for unit in 0..<Int32(organisation.unitCount) {
      let level = levelsOfUnits[Int(unit)]
      guard levels.contains(level), scope.includes(unit: unit, level: level),
        organisation.organisation.exists(unit, from: period.first, until: period.last)
      else { continue }
      keyed.append((level, unit, -1, .unit(unit)))
    }
    for officer in officers {
      let unit = roster.lastUnit(of: officer, in: period)
      if let unit {
        guard levelsOfUnits.indices.contains(Int(unit)), scope.includes(unit: unit, level: levelsOfUnits[Int(unit)])
        else { continue }
        keyed.append((levelsOfUnits[Int(unit)], unit, rank(ofOfficer: officer), .officer(officer, unit: unit)))
      } else if scope.levels == nil, scope.units == nil {
        keyed.append((-1, -1, rank(ofOfficer: officer), .officer(officer, unit: nil)))
      }
    }
    return keyed.sorted { ($0.level, $0.unit, $0.rank) < ($1.level, $1.unit, $1.rank) }.map(\.subject)
  }

  /// The columns of a run over this data.
  func expressionColumns() -> ExpressionColumns {
    ExpressionColumns(
      programme: programme, dataset: dataset, organisation: organisation, roster: roster, zone: zone, asOf: asOf)
  }

  /// The columns for a period of an indicator that looks at rows of a roster in force: as of the last day on which they are.
  func expressionColumns(for plan: IndicatorPlan, in period: Period) -> ExpressionColumns {
    // A period that ends before its window begins has no rows, whatever is seen then.
    let covered = plan.window?.covered(for: period) ?? period
    let view = plan.moment.map { TermView(covered, $0, asOf: asOf) }
    return ExpressionColumns(
      programme: programme, dataset: dataset, organisation: organisation, roster: roster, zone: zone,
      asOf: view?.lastDay ?? asOf, term: view)
  }
}

/// Which rows are asked for.
struct EvaluationScope: Sendable {
  var asked: Period
  var levels: [Int]?
  var units: [Int32]?
  var splits: [String]?
  var splitLevels: [Int]?
  /// For some indicators the grains whose periods are wanted; all grains for the others.
  var grains: [Int: Set<Grain>] = [:]

  /// The grains of an indicator whose periods are wanted, in the order of the plan.
  func grains(of indicator: Int, _ plan: IndicatorPlan) -> [Grain] {
    grains[indicator].map { wanted in plan.grains.filter(wanted.contains) } ?? plan.grains
  }

  /// Whether units of a level are split.
  func splits(level: Int) -> Bool { splitLevels?.contains(level) ?? true }

  /// Whether the rows of a unit are wanted.
  func includes(unit: Int32, level: Int) -> Bool {
    (levels?.contains(level) ?? true) && (units?.contains(unit) ?? true)
  }
}

/// The place of each code in the order of texts. Complexity: O(n log n).
private func ranks(of dictionary: TextDictionary?) -> [Int32] {
  guard let dictionary else { return [] }
  var ranks = [Int32](repeating: 0, count: dictionary.count)
  for (rank, code) in dictionary.codesByText().enumerated() { ranks[Int(code)] = Int32(truncatingIfNeeded: rank) }
  return ranks
}

private func latestDay(_ programme: Programme, _ dataset: Dataset, _ zone: TimeZoneRules) -> CalendarDay {
  var latest = CalendarDay.first.daysSinceEpoch
  for (number, (schema, table)) in zip(programme.events, dataset.events).enumerated() {
    let frame = EventFrame(event: EventID(number), schema: schema, table: table, zone: zone, asOf: .last)
    for day in frame.ownDays where day > latest { latest = day }
  }
  return CalendarDay(daysSinceEpoch: latest)
}
