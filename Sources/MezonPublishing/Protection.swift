// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonEngine
package import MezonSemantics

/// A value as it may be published. Only ``Protection`` can make one.
///
/// It has no officer. Where it is suppressed it has no number at all: neither value, counts, interval nor status.
package struct PublishedRow: Sendable {
  /// Index into the programme's indicators.
  package let indicator: Int
  package let period: Period
  /// Index of the unit in the organisation.
  package let unit: Int32
  /// nil for the total.
  package let split: SplitGroup?
  package let state: ValueState
  package let reason: String
  @Rare package private(set) var figures: Figures?

  /// The numbers of a row that is not suppressed.
  package struct Figures: Sendable {
    package let value: Double?
    package let numerator: Double?
    package let denominator: Double?
    package let excluded: Int
    package let excepted: Int
    package let notYetDue: Int
    package let n: Int
    package let completeness: Double?
    package let low: Double?
    package let high: Double?
    package let method: String
    package let status: TargetStatus
    /// How far raters agree; nil for other values.
    package let panel: PanelRemark?
    /// How well the questions of a scale hang together; nil for other values.
    package let scale: ScaleReliability?
    /// What the design of a survey says of the value.
    package let survey: SurveyFacts?
    /// What comparisons with others, or with its own past, say of the value.
    package let comparisons: [ComparisonFinding]
    /// Whether the numbers of comparisons may be shown: they are made from the figures of others, of which one may be hidden.
    package let showsComparedNumbers: Bool
    /// The place in an index; nil where it is not asked for, and where another unit's figure is hidden.
    package let place: IndexPlace?
  }

  /// Baseline and target are part of the definition, so they are shown even where the value is not.
  package let baseline: Double?
  package let target: Double?

  fileprivate init(_ row: ResultRow, unit: Int32, isSuppressed: Bool, showsOthers: Bool) {
    indicator = row.indicator
    period = row.period
    self.unit = unit
    split = row.split
    state = isSuppressed ? .suppressed : row.state
    reason = isSuppressed ? "small_cell" : row.reason
    baseline = row.baseline
    target = row.target
    figures =
      isSuppressed
      ? nil
      : Figures(
        value: row.value, numerator: row.numerator, denominator: row.denominator, excluded: row.excluded,
        excepted: row.excepted, notYetDue: row.notYetDue, n: row.n, completeness: row.completeness, low: row.low,
        high: row.high, method: row.method, status: row.status, panel: row.panel, scale: row.scaleReliability,
        survey: row.surveyFacts,
        comparisons: row.comparisons, showsComparedNumbers: showsOthers, place: showsOthers ? row.place : nil)
  }
}

/// The one stage that turns internal results into what may be published: cells that could point to a person are hidden.
///
/// A cell is small when any number of people or events in it lies between 1 and the threshold less one: its records, its
/// numerator, what the denominator has beyond the numerator, and each count beside it; a derived figure is as small as the smallest of
/// those that it is made from, and hidden with any of them. Of a split whose groups add up
/// to the total, a single hidden group could be worked out from the total; then the smallest other group is hidden too. This
/// guards one table; what can be worked out across tables and releases is not yet searched for.
package struct Protection: Sendable {
  private let programme: Programme

  /// Takes the programme whose thresholds hold.
  package init(programme: Programme) {
    self.programme = programme
  }

  /// The rows of units, protected, in the order in which they came; officers' rows are left out.
  /// Complexity: O(*n*) in the rows.
  package func published(_ rows: [ResultRow]) -> [PublishedRow] {
    let hidden = hiddenRows(rows)
    var guarded: Set<FigureKey> = []
    if rows.contains(where: comparesOthers) {
      for (row, isHidden) in zip(rows, hidden) where isHidden { guarded.insert(peers(row)) }
    }
    var published: [PublishedRow] = []
    published.reserveCapacity(rows.count)
    for (row, isHidden) in zip(rows, hidden) {
      guard case .unit(let unit) = row.subject else { continue }
      let showsOthers = !comparesOthers(row) || (!guarded.contains(peers(row)) && !readsPast(row))
      published.append(PublishedRow(row, unit: unit, isSuppressed: isHidden, showsOthers: showsOthers))
    }
    return published
  }

  /// What the figures that a row is compared with have in common, whatever their unit.
  private func peers(_ row: ResultRow) -> FigureKey { FigureKey(row.indicator, row.period, .unit(-1), row.split) }

  /// Whether a row says how it stands among others, or against its own past.
  private func comparesOthers(_ row: ResultRow) -> Bool { !row.comparisons.isEmpty || row.place != nil }

  /// Whether a control chart brings in earlier figures that the release does not hold, of which one may have been hidden.
  private func readsPast(_ row: ResultRow) -> Bool {
    let plan = programme.indicators[row.indicator]
    return plan.protectCellsBelow > 1
      && plan.comparisons.contains { if case .controlChart = $0 { true } else { false } }
  }

  private func hiddenRows(_ rows: [ResultRow]) -> [Bool] {
    var hidden = rows.map(isSmall)
    // The rows of a cell follow each other: the total, then its groups.
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count, isSameCell(rows[start], rows[end]) { end += 1 }
      hideComplements(start..<end, rows, &hidden)
      start = end
    }
    hideDerived(rows, &hidden)
    return hidden
  }

  private func isSameCell(_ left: ResultRow, _ right: ResultRow) -> Bool {
    left.indicator == right.indicator && left.period == right.period && left.subject == right.subject
  }

  /// Whether a row shows a number of people or events that is small and not zero.
  private func isSmall(_ row: ResultRow) -> Bool {
    let threshold = programme.indicators[row.indicator].protectCellsBelow
    guard threshold > 1 else { return false }
    return row.smallestCount(programme.indicators[row.indicator].value).map { $0 < threshold } ?? false
  }

  /// Hides the derived figures that are made from a hidden one, for it could be worked out from them.
  private func hideDerived(_ rows: [ResultRow], _ hidden: inout [Bool]) {
    guard rows.contains(where: { !$0.operands.isEmpty }) else { return }
    var places: [FigureKey: Int] = [:]
    for (place, row) in rows.enumerated() {
      places[FigureKey(row.indicator, row.period, row.subject, row.split)] = place
    }
    // A figure stands behind those it is made from only in the order of computing, so this goes on until nothing changes.
    var isDone = false
    while !isDone {
      isDone = true
      for (place, row) in rows.enumerated() where !hidden[place] && !row.operands.isEmpty {
        let isMadeFromHidden = row.operands.contains { operand in
          let key = FigureKey(operand.indicator, operand.period, operand.subject, operand.split)
          return places[key].map { hidden[$0] } ?? false
        }
        guard isMadeFromHidden else { continue }
        hidden[place] = true
        isDone = false
      }
    }
  }

  /// In each split of a cell of which exactly one group is hidden, hides the smallest other one that is not empty.
  private func hideComplements(_ cell: Range<Int>, _ rows: [ResultRow], _ hidden: inout [Bool]) {
    let splits = Dictionary(grouping: cell.filter { rows[$0].split != nil }) { rows[$0].split?.name ?? "" }
    for (_, groups) in splits {
      guard groups.count(where: { hidden[$0] }) == 1 else { continue }
      let others = groups.filter { !hidden[$0] && rows[$0].n > 0 }
      if let smallest = others.min(by: { (rows[$0].n, $0) < (rows[$1].n, $1) }) { hidden[smallest] = true }
    }
  }
}

/// Which figure of a release it is.
private struct FigureKey: Hashable {
  let indicator: Int
  let period: Period
  let subject: Subject
  let split: SplitGroup?

  init(_ indicator: Int, _ period: Period, _ subject: Subject, _ split: SplitGroup?) {
    self.indicator = indicator
    self.period = period
    self.subject = subject
    self.split = split
  }
}
