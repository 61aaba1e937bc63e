// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// Derives how long an event must wait before it can be judged from the windows of its `counts` condition
/// (docs/evaluation.md, 3).
struct MaturityDerivation {
  /// A wait: days first, then time behind the last of them.
  private struct Wait: Comparable {
    var days = 0
    var microseconds: Int64 = 0

    static func < (left: Wait, right: Wait) -> Bool {
      (left.days, left.microseconds) < (right.days, right.microseconds)
    }

    func adding(_ span: SpanLiteral) -> Wait {
      switch span.unit {
      case .days: Wait(days: days + span.amount, microseconds: microseconds)
      case .weeks: Wait(days: days + 7 * span.amount, microseconds: microseconds)
      case .hours: Wait(days: days, microseconds: microseconds + Int64(span.amount) * 3_600_000_000)
      case .minutes: Wait(days: days, microseconds: microseconds + Int64(span.amount) * 60_000_000)
      }
    }
  }

  let scope: Scope
  /// The field with offset 0.
  let baseField: Int
  private var offsets: [Int: Wait] = [:]

  init(scope: Scope, baseField: Int) {
    self.scope = scope
    self.baseField = baseField
  }

  func maturity(of condition: Expression) -> Maturity {
    var derivation = self
    derivation.offsets = [baseField: Wait()]
    derivation.collectOffsets(condition)
    var fixed = Wait()
    var relative: [Maturity.RelativeWindow] = []
    derivation.forEachWindow(in: condition) { anchor, span in
      let field = anchor ?? derivation.baseField
      if let offset = derivation.offsets[field] {
        fixed = max(fixed, offset.adding(span))
      } else {
        let wait = Wait().adding(span)
        let window = Maturity.RelativeWindow(field: field, days: wait.days, microseconds: wait.microseconds)
        if !relative.contains(window) { relative.append(window) }
      }
    }
    return Maturity(fixedDays: fixed.days, fixedMicroseconds: fixed.microseconds, relative: relative)
  }

  /// Offsets of fields that top-level parts bound: repeated until none is new, as parts may stand in any order.
  private mutating func collectOffsets(_ condition: Expression) {
    let parts = Self.conjuncts(condition)
    for _ in parts {
      var isNew = false
      for case .within(.name(let later), let span, of: .name(let anchor), _) in parts {
        guard let field = scope.field(named: later.text), let from = scope.field(named: anchor.text),
          offsets[field] == nil, let start = offsets[from]
        else { continue }
        offsets[field] = start.adding(span)
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
    case .within(_, let span, of: .name(let anchor), _):
      body(scope.field(named: anchor.text), span)
    case .linked(let link, _, _):
      guard let window = link.window else { return }
      body(link.anchor.flatMap { scope.field(named: $0.text) }, window)
    default: return
    }
  }
}
