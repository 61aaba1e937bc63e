// SPDX-License-Identifier: Apache-2.0

/// What an indicator's figure rises and falls with: itself, and all that it is made from.
struct IncentiveOrigins {
  /// The indicator itself first, then those that it is made from, directly or through others.
  private(set) var plans: [IndicatorPlan]

  /// What a computed value is divided by is left out, as the denominator of a ratio is: use of force for each arrest asks for no arrests.
  ///
  /// - Complexity: O(indicators that it is made from).
  init(of plan: IndicatorPlan, among byName: [String: [IndicatorPlan]]) {
    plans = [plan]
    var seen: Set<String> = [plan.id]
    var next = 0
    while next < plans.count {
      for id in plans[next].value.dividends where seen.insert(id).inserted { plans += byName[id] ?? [] }
      next += 1
    }
  }

  /// Those of them that are made from events.
  var ofEvents: [IndicatorPlan] { plans.filter { !$0.value.isDerived } }

  /// Whether the figure is, or is made from, a bare number of events, with nothing that it is divided by.
  var isBareNumber: Bool {
    guard let own = plans.first else { return false }
    return isBare(own.value, asked: [own.id])
  }

  private func isBare(_ value: ValuePlan, asked: Set<String>) -> Bool {
    switch value {
    case .aggregate(.count), .aggregate(.distinct), .aggregate(.sum): true
    case .derived(.computed(let quantity)): isBare(quantity, asked: asked)
    case .derived(.shareOfUnits): false
    case .derived(let derived): derived.operands.contains { isBare(operand: $0, asked: asked) }
    default: false
    }
  }

  private func isBare(operand id: String, asked: Set<String>) -> Bool {
    guard !asked.contains(id) else { return false }
    return plans.contains { $0.id == id && isBare($0.value, asked: asked.union([id])) }
  }

  private func isBare(_ quantity: DerivedPlan.Quantity, asked: Set<String>) -> Bool {
    switch quantity {
    case .number: return false
    case .indicator(let id): return isBare(operand: id, asked: asked)
    case .arithmetic(.divide, let left, let right):
      var isByFigure = false
      right.forEachIndicator { _ in isByFigure = true }
      return !isByFigure && isBare(left, asked: asked)
    case .arithmetic(_, let left, let right): return isBare(left, asked: asked) || isBare(right, asked: asked)
    }
  }
}

extension ValuePlan {
  /// Whether it is made from other indicators.
  var isDerived: Bool { if case .derived = self { true } else { false } }

  /// Whether it is an index, which judges by itself, be a direction stated or not.
  var isIndex: Bool { if case .derived(.index) = self { true } else { false } }

  /// The indicators that it is made from, but for those that it is divided by.
  fileprivate var dividends: [String] {
    guard case .derived(let derived) = self else { return [] }
    guard case .computed(let quantity) = derived else { return derived.operands }
    var found: [String] = []
    quantity.addDividends(to: &found, isDivisor: false)
    return found
  }
}

extension DerivedPlan.Quantity {
  fileprivate func addDividends(to found: inout [String], isDivisor: Bool) {
    switch self {
    case .number: break
    case .indicator(let id): if !isDivisor { found.append(id) }
    case .arithmetic(let operation, let left, let right):
      left.addDividends(to: &found, isDivisor: isDivisor)
      right.addDividends(to: &found, isDivisor: operation == .divide ? !isDivisor : isDivisor)
    }
  }
}
