// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

/// The period in which the rows of rosters are looked at, and as of which day (docs/evaluation.md, 4).
struct TermView: Sendable, Hashable {
  let period: Period
  let moment: TermMoment
  /// The last day of the period, or the as-of day if that is earlier.
  let lastDay: CalendarDay

  /// The view of a period.
  init(_ period: Period, _ moment: TermMoment, asOf: CalendarDay) {
    self.period = period
    self.moment = moment
    lastDay = min(period.last, asOf)
  }

  /// The day on which a row that holds on some days is looked at; nil where it is not in force.
  func day(from: Int32, until: Int32) -> Int32? {
    let last = lastDay.daysSinceEpoch
    guard from <= until, from <= last, last >= period.first.daysSinceEpoch else { return nil }
    switch moment {
    case .lastDay: return until >= last ? last : nil
    case .during: return until >= period.first.daysSinceEpoch ? min(until, last) : nil
    }
  }
}

extension EventFrame {
  /// The first and last days on which each row of a roster holds: `Int32.max` without an end, ``missingDay`` as the first where
  /// there is none. Complexity: O(rows), once.
  func terms() -> (from: [Int32], until: [Int32]) {
    guard let term = schema.term else { return (ownDays, Array(repeating: .max, count: rowCount)) }
    let until = term.until.map { days($0).map { $0 == missingDay ? Int32.max : $0 } }
    return (days(term.from), until ?? Array(repeating: .max, count: rowCount))
  }

  /// The day on which each row is looked at; ``missingDay`` for one that is not in force then.
  func termDays(in view: TermView) -> [Int32] {
    let (from, until) = terms()
    return from.indices.map { row in
      guard from[row] != missingDay else { return missingDay }
      return view.day(from: from[row], until: until[row]) ?? missingDay
    }
  }

  /// How long each row holds in days, both ends included, as `2 · days`, and one more where it had not ended by the as-of
  /// day, up to which it is then counted; 0 days where it ends before it starts. Complexity: O(rows).
  func termLengths(asOf: CalendarDay) -> Vector<Int64> {
    let (from, until) = terms()
    let last = asOf.daysSinceEpoch
    return Vector(
      from.indices.map { row -> Int64 in
        guard from[row] != missingDay else { return 0 }
        let isRunning = until[row] > last
        let days = max(0, Int64(min(until[row], last)) - Int64(from[row]) + 1)
        return 2 * days + (isRunning ? 1 : 0)
      }, presence: from.map { $0 == missingDay ? 0 : 1 })
  }
}
