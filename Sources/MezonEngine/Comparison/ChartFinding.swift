// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

/// An XmR chart of a subject's last periods, of which the row's own is the last (docs/evaluation.md, 13).
struct ChartFinding {
  /// Fewer values than this have no process limits that mean anything (NHS England, Making Data Count).
  static let least = 12

  let finding: ComparisonFinding

  init(_ book: FigureBook, _ row: ResultRow, _ plan: IndicatorPlan, periods: Int) {
    guard row.state == .value else {
      finding = ComparisonFinding("control_chart", missing: .noFigure)
      return
    }
    guard row.period.last <= book.evaluator.asOf else {
      finding = ComparisonFinding("control_chart", missing: .periodNotOver)
      return
    }
    let first = book.firstDay(of: plan.event)
    let past = Self.periods(periods, until: row.period, book.evaluator.calendar)
    var values: [Double] = []
    // What stands before a gap in time says nothing about the differences of neighbours.
    for period in past {
      let value =
        first.map { period.last >= $0 } == true
        ? book.row(book.place(of: plan.id), period, row.subject, row.split)?.value : nil
      if let value { values.append(value) } else { values = [] }
    }
    guard values.count >= Self.least, let chart = XmRChart(values), let signal = chart.signals.last,
      let limits = chart.limits
    else {
      finding = ComparisonFinding("control_chart", missing: .tooFewPeriods)
      return
    }
    let improvement: XmRChart.Improvement =
      switch plan.isHigherBetter {
      case true?: .up
      case false?: .down
      case nil: .neither
      }
    let meaning = chart.meanings(improvement).last ?? .commonCause
    finding = ComparisonFinding(
      "control_chart", code: meaning.rawValue,
      numbers: [
        "mean": chart.mean, "low": limits.low, "high": limits.high, "periods": Double(values.count),
      ],
      [
        ("limits", "[\(jsonNumber(limits.low)),\(jsonNumber(limits.high))]"), ("mean", jsonNumber(chart.mean)),
        ("meaning", jsonText(meaning.rawValue)), ("periods", String(values.count)),
        ("signal", jsonText(signal.code)),
      ])
  }

  /// So many periods of one grain, ascending, the last being the given one.
  static func periods(_ count: Int, until last: Period, _ calendar: PeriodCalendar) -> [Period] {
    var periods = [last]
    while periods.count < count {
      let earlier = calendar.previous(periods[periods.count - 1])
      guard earlier < periods[periods.count - 1] else { break }
      periods.append(earlier)
    }
    return periods.reversed()
  }
}

extension XmRChart.Signal {
  /// Its code in results.
  fileprivate var code: String {
    switch self {
    case .aboveLimit: "above_limit"
    case .belowLimit: "below_limit"
    case .rising: "rising"
    case .falling: "falling"
    case .twoInThreeAbove: "two_in_three_above"
    case .twoInThreeBelow: "two_in_three_below"
    case .shiftAbove: "shift_above"
    case .shiftBelow: "shift_below"
    case .none: "none"
    }
  }
}
