// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

// Signs in the figures of subjects.
extension AuditRun {
  /// Tries a sign on the figures of an indicator.
  mutating func tryFigures(_ place: Int, _ watch: AuditPlan.Watch) {
    switch watch.sign {
    case .outliers(let id): tryOutliers(place, book.place(of: id))
    case .changePoints(let id, let periods):
      for (subject, series) in series(of: book.place(of: id), periods: periods).enumerated() {
        let result: Result<Evidence, GamingRefusal>? =
          series.count < 20 ? .failure(.tooFewCases) : ChangePoints(series)?.evidence ?? .failure(.noVariation)
        add(place, .changePoint, subject, result)
      }
    case .dispersion(let id, let periods):
      for (subject, series) in series(of: book.place(of: id), periods: periods).enumerated() {
        let dispersion = Dispersion(series.compactMap { Int(exactly: $0) })
        let isOver = dispersion.map { $0.overPValue < $0.underPValue } ?? true
        add(place, isOver ? .overdispersion : .underdispersion, subject, dispersion?.evidence)
      }
    default: break
    }
  }

  /// The figure that is farthest from the others of its level; the others are tried with it.
  private mutating func tryOutliers(_ place: Int, _ indicator: Int) {
    book.require(indicator, nil, [period])
    for (level, places) in classes {
      let known = places.compactMap { subject in
        book.row(indicator, period, subjects[subject].subject, nil)?.value.map { (subject, $0) }
      }
      guard let outliers = RobustOutliers(known.map(\.1)) else {
        add(place, .outlier, nil, level: level, .failure(.tooFewCases))
        continue
      }
      let farthest = outliers.scores.flatMap { scores in
        scores.indices.max { abs(scores[$0]) < abs(scores[$1]) }
      }
      if case .success = outliers.evidence, let farthest {
        add(place, .outlier, known[farthest].0, outliers.evidence)
      } else {
        add(place, .outlier, nil, level: level, outliers.evidence)
      }
    }
  }

  /// For each subject the values of the last periods up to this one, those before a gap left out, none before the first event
  /// and none where this period is not over.
  private func series(of indicator: Int, periods: Int) -> [[Double]] {
    let past = ChartFinding.periods(periods, until: period, evaluator.calendar)
    book.require(indicator, nil, past)
    let first = book.firstDay(of: book.plan(indicator).event)
    return subjects.map { entry in
      guard period.last <= evaluator.asOf else { return [] }
      var values: [Double] = []
      for own in past {
        let isKnown = first.map { own.last >= $0 } ?? false
        if isKnown, let value = book.row(indicator, own, entry.subject, nil)?.value {
          values.append(value)
        } else {
          values = []
        }
      }
      return values
    }
  }
}
