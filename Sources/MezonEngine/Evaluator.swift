// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
package import MezonSemantics

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

  /// Prepares the organisation and the posts.
  ///
  /// - Parameters:
  ///   - programme: the checked definitions.
  ///   - dataset: what was handed in, coded for this programme.
  ///   - asOf: the day at whose end things are seen; nil for the latest own day of any event, or the first day there is when there are no
  ///     events.
  /// - Complexity: O(units · changes · depth + posts), and O(events) to find the latest day.
  package init(programme: Programme, dataset: Dataset, asOf: CalendarDay?) {
    self.programme = programme
    self.dataset = dataset
    zone = TimeZoneRules(identifier: programme.timeZone) ?? .utc
    calendar = PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth) ?? PeriodCalendar()
    organisation = OrganisationIndex(dataset.organisation)
    roster = PostRoster(dataset.posts, organisation)
    self.asOf = asOf ?? latestDay(programme, dataset, zone)
  }

  /// The rows of some indicators, in the order of the results table.
  ///
  /// - Parameters:
  ///   - indicators: indices into the programme's indicators, in the order of the rows; others are passed over.
  ///   - asked: rows are made for the periods that lie wholly inside it.
  ///   - levels: the levels (indices) whose rows are wanted; nil for all.
  ///   - units: the units whose rows, and those of whose officers, are wanted; nil for all.
  ///   - splits: the names of the splits that are wanted; nil for all, none for totals only.
  ///   - threads: how many threads to use; the rows are the same for any number.
  /// - Complexity: O(n log n) in the events of each indicator's types, and O(rows of results).
  package func evaluate(
    _ indicators: [Int], in asked: Period, levels: [Int]? = nil, units: [Int32]? = nil, splits: [String]? = nil,
    threads: Int = 1
  ) -> [ResultRow] {
    evaluate(
      indicators, EvaluationScope(asked: asked, levels: levels, units: units, splits: splits), threads: threads,
      chunkRows: nil)
  }

  /// As the other, with chunks of so many rows; nil for one chunk a thread.
  func evaluate(
    _ indicators: [Int], _ scope: EvaluationScope, threads: Int, chunkRows: Int?
  ) -> [ResultRow] {
    let columns = expressionColumns()
    var exposures = ExposureTable(dataset.population, organisation)
    var rows: [ResultRow] = []
    for indicator in indicators where programme.indicators.indices.contains(indicator) {
      let run = IndicatorRun(self, columns, indicator: indicator, scope)
      let parts = run.parts(threads: threads, chunkRows: chunkRows)
      rows += run.rows(parts, &exposures)
    }
    return rows
  }

  /// The columns of a run over this data.
  func expressionColumns() -> ExpressionColumns {
    ExpressionColumns(programme: programme, dataset: dataset, organisation: organisation, zone: zone, asOf: asOf)
  }
}

/// Which rows are asked for.
struct EvaluationScope: Sendable {
  let asked: Period
  var levels: [Int]?
  var units: [Int32]?
  var splits: [String]?

  /// Whether the rows of a unit are wanted.
  func includes(unit: Int32, level: Int) -> Bool {
    (levels?.contains(level) ?? true) && (units?.contains(unit) ?? true)
  }
}

private func latestDay(_ programme: Programme, _ dataset: Dataset, _ zone: TimeZoneRules) -> CalendarDay {
  var latest = CalendarDay.first.daysSinceEpoch
  for (number, (schema, table)) in zip(programme.events, dataset.events).enumerated() {
    let frame = EventFrame(event: EventID(number), schema: schema, table: table, zone: zone, asOf: .last)
    for day in frame.ownDays where day > latest { latest = day }
  }
  return CalendarDay(daysSinceEpoch: latest)
}
