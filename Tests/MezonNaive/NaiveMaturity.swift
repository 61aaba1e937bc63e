// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// How long an event of an indicator must wait before it can be judged: the windows anywhere in `counts`.
struct NaiveMaturity {
  /// Spans on the calendar one after the other, if any were stated, and then microseconds.
  struct Wait: Equatable {
    var spans: [SpanLiteral] = []
    var microseconds = 0

    static func + (wait: Wait, span: SpanLiteral) -> Wait {
      span.isElapsed
        ? Wait(spans: wait.spans, microseconds: wait.microseconds + span.size)
        : Wait(spans: wait.spans + [span], microseconds: wait.microseconds)
    }

    /// The length, days counting 24 hours and months 31 days, to find the longest.
    var length: Int { spans.reduce(0) { $0 + $1.size } * 86_400_000_000 + microseconds }

    /// The last day of the spans that begin on a day.
    func lastDay(from day: CalendarDay) -> CalendarDay {
      spans.reduce(day) { day, span in span.months.map { day.later(months: $0) } ?? day + span.size }
    }
  }

  /// A window: the field that it runs from, and its length.
  typealias Window = (anchor: String, span: SpanLiteral)

  let base: String
  let windows: [Window]
  let offsets: [String: Wait]

  /// - Parameters:
  ///   - base: the field that decides the period.
  ///   - ownTime: the field from which windows of links run that name no other.
  init(of counts: Expression?, base: String, ownTime: String) {
    self.base = base
    windows = counts.map { Self.windows(in: $0, ownTime: ownTime) } ?? []
    var offsets = [base: Wait()]
    let chain = counts?.conjuncts ?? []
    // Each round can only add fields, so as many rounds as there are parts reach all of them.
    for _ in chain {
      for case .within(.name(let later), let span, of: .name(let anchor), _) in chain where later.text != base {
        guard let offset = offsets[anchor.text] else { continue }
        let own = offset + span
        // Two windows for one field must both hold, so the shorter one says how late it can be.
        offsets[later.text] = offsets[later.text].map { $0.length <= own.length ? $0 : own } ?? own
      }
    }
    self.offsets = offsets
  }

  /// Windows from fields of the looked-at event. A window inside the condition on a linked event runs from that event's
  /// fields and makes nothing wait.
  private static func windows(in condition: Expression, ownTime: String) -> [Window] {
    var found: [Window] = []
    switch condition {
    case .within(_, let span, of: .name(let anchor), _): found.append((anchor.text, span))
    case .linked(let link, _, _), .firstLinked(_, let link, _):
      if let window = link.window { found.append((link.anchor?.text ?? ownTime, window)) }
    default: break
    }
    return found + condition.operands.flatMap { windows(in: $0, ownTime: ownTime) }
  }

  /// Whether every window of an event is over at the end of the as-of day.
  func isDue(_ event: NaiveEvent, _ world: NaiveWorld) -> Bool {
    if let day = world.day(of: event[base]), day > world.asOf { return false }
    let limit = world.programme.zone.startOfDay(world.asOf + 1)
    return windows.allSatisfy { anchor, span in
      let start = offsets[anchor] == nil ? anchor : base
      let wait = (offsets[anchor] ?? Wait()) + span
      guard let end = end(of: wait, from: event[start], world) else { return true }
      return end <= limit
    }
  }

  /// The instant at which a wait is over: days end with the last of them, hours come behind it.
  private func end(of wait: Wait, from start: NaiveValue, _ world: NaiveWorld) -> Instant? {
    let instant: Instant?
    if wait.spans.isEmpty {
      instant = world.instant(of: start)
    } else {
      instant = world.day(of: start).map { world.programme.zone.startOfDay(wait.lastDay(from: $0) + 1) }
    }
    return instant?.adding(microseconds: Int64(wait.microseconds))
  }
}
