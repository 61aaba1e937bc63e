// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// Derives how long an event must wait before it can be judged from the windows of its `counts` condition
/// (docs/evaluation.md, 3).
struct MaturityDerivation {
  /// A wait: steps on the calendar first, then days, then time behind the last of them.
  private struct Wait: Equatable {
    /// Up to the last of the months; empty where there are none.
    var steps: [Maturity.CalendarStep] = []
    var days = 0
    var microseconds: Int64 = 0
    /// Whether days were stated, be it 0 of them, so that hours come behind the end of a day.
    var hasDays = false

    /// Whether it is shorter than another from whichever day, where neither has months.
    static func isShorter(_ left: Wait, _ right: Wait) -> Bool {
      (left.days, left.hasDays ? 1 : 0, left.microseconds) < (right.days, right.hasDays ? 1 : 0, right.microseconds)
    }

    /// The length with days of 24 hours and months of 31 days.
    var length: Int64 {
      let days = steps.reduce(Int64(days)) { sum, step in
        switch step {
        case .days(let days): sum + Int64(days)
        case .months(let months): sum + 31 * Int64(months)
        }
      }
      return days * 86_400_000_000 + microseconds
    }

    func adding(_ span: SpanLiteral) -> Wait {
      var sum = self
      switch span.unit {
      case .days: sum.days += span.amount
      case .weeks: sum.days += 7 * span.amount
      case .hours: sum.microseconds += Int64(span.amount) * 3_600_000_000
      case .minutes: sum.microseconds += Int64(span.amount) * 60_000_000
      case .months, .years: sum.add(months: span.months ?? 0)
      }
      sum.hasDays = sum.hasDays || SpanUnit(span.unit).map { $0 == .days || $0 == .weeks } ?? true
      return sum
    }

    private mutating func add(months: Int) {
      // Two months one after the other are not the same as both at once: each ends in its own month.
      if days > 0 { steps.append(.days(days)) }
      days = 0
      steps.append(.months(months))
    }
  }

  let scope: Scope
  /// The field with offset 0.
  let baseField: Int
  /// The field from which the window of a link runs that names no other.
  let ownTimeField: Int
  private var offsets: [Int: Wait] = [:]

  init(scope: Scope, baseField: Int, ownTimeField: Int) {
    self.scope = scope
    self.baseField = baseField
    self.ownTimeField = ownTimeField
  }

  func maturity(of condition: Expression) -> Maturity {
    var derivation = self
    derivation.offsets = [baseField: Wait()]
    derivation.collectOffsets(condition)
    var waits: [Wait] = []
    var relative: [Maturity.RelativeWindow] = []
    func add(_ field: Int, _ wait: Wait) {
      let window = Maturity.RelativeWindow(
        field: field, steps: wait.steps, days: wait.days, microseconds: wait.microseconds, isFromDayEnd: wait.hasDays)
      if !relative.contains(window) { relative.append(window) }
    }
    derivation.forEachWindow(in: condition) { anchor, span in
      let field = anchor ?? derivation.ownTimeField
      if let offset = derivation.offsets[field] {
        waits.append(offset.adding(span))
      } else {
        add(field, Wait().adding(span))
      }
    }
    let fixed = waits.filter(\.steps.isEmpty).max(by: Wait.isShorter) ?? Wait()
    // Which of 1 day and 30 hours ends later depends on the hour, so hours beside more days bind on their own; and so do months, whose
    // length depends on the day.
    for wait in waits where !wait.steps.isEmpty || wait.microseconds > fixed.microseconds { add(baseField, wait) }
    return Maturity(
      fixedDays: fixed.days, fixedMicroseconds: fixed.microseconds, isFixedFromDayEnd: fixed.hasDays, relative: relative
    )
  }

  /// Offsets of fields that top-level parts bound: repeated until none changes, as parts may stand in any order. Parts that
  /// bound one field must all hold, so the earliest end counts.
  private mutating func collectOffsets(_ condition: Expression) {
    let parts = Self.conjuncts(condition)
    for _ in parts {
      var isNew = false
      for case .within(.name(let later), let span, of: .name(let anchor), _) in parts {
        guard let field = scope.field(named: later.text), let from = scope.field(named: anchor.text),
          field != baseField, let start = offsets[from]
        else { continue }
        let offset = start.adding(span)
        if let known = offsets[field], known.length <= offset.length { continue }
        offsets[field] = offset
        isNew = true
      }
      if !isNew { return }
    }
  }

  private static func conjuncts(_ condition: Expression) -> [Expression] {
    if case .and(let left, let right, _) = condition { conjuncts(left) + conjuncts(right) } else { [condition] }
  }

  /// Calls back for every window with its anchor field, nil meaning the own time.
  private func forEachWindow(in condition: Expression, _ body: (Int?, SpanLiteral) -> Void) {
    switch condition {
    case .and(let left, let right, _), .or(let left, let right, _):
      forEachWindow(in: left, body)
      forEachWindow(in: right, body)
    case .not(let operand, _): forEachWindow(in: operand, body)
    case .within(let later, let span, of: let anchor, _):
      if case .name(let name) = anchor { body(scope.field(named: name.text), span) }
      forEachWindow(in: later, body)
      forEachWindow(in: anchor, body)
    case .linked(let link, _, _), .firstLinked(_, let link, _):
      // Windows in the condition on the linked event run from that event's fields and make nothing wait.
      guard let window = link.window else { return }
      body(link.anchor.flatMap { scope.field(named: $0.text) }, window)
    case .comparison(_, let left, let right, _), .arithmetic(_, let left, let right, _),
      .elapsed(_, let left, let right, _), .apart(let left, _, _, _, let right, _):
      forEachWindow(in: left, body)
      forEachWindow(in: right, body)
    case .isMissing(let operand, _, _), .matches(let operand, _, _): forEachWindow(in: operand, body)
    case .isOneOf(let operand, let members, _, _):
      for part in [operand] + members { forEachWindow(in: part, body) }
    case .name, .number, .text, .time, .truth, .element, .column, .parameter, .namesOfficer, .lastDay, .invalid: return
    }
  }
}

extension IndicatorPlan {
  /// All windows that must be over, that from the time of the period first.
  package var waits: [Maturity.RelativeWindow] {
    let fixed = Maturity.RelativeWindow(
      field: baseField, days: maturity.fixedDays, microseconds: maturity.fixedMicroseconds,
      isFromDayEnd: maturity.isFixedFromDayEnd)
    return [fixed] + maturity.relative
  }
}
