// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
package import MezonSyntax

// Which indicator has to be checked before which.
extension Checker {
  /// The plans of all indicators that could be understood, in the order of declaration.
  ///
  /// What is made from other indicators comes after them; what is remembered is not checked again.
  /// Complexity: O(indicators + operands).
  mutating func checkIndicators(_ declarations: [Declaration]) -> [IndicatorPlan] {
    let all = declarations.compactMap { declaration -> IndicatorDeclaration? in
      if case .indicator(let indicator) = declaration { indicator } else { nil }
    }
    var plans = [IndicatorPlan?](repeating: nil, count: all.count)
    let places = Dictionary(all.enumerated().map { ($1.name.text, $0) }) { first, _ in first }
    var waiting: [Int: Set<Int>] = [:]
    var users: [Int: [Int]] = [:]
    var ready: [Int] = []
    var fresh: Set<Int> = []
    for (place, declaration) in all.enumerated() {
      guard let form = declaration.derivedForm else {
        plans[place] = remembered(declaration, at: place, &fresh) { $0.checkIndicator(declaration) }
        continue
      }
      let operands = Set(form.operands.compactMap { places[$0.text] }).filter { all[$0].derivedForm != nil }
      waiting[place] = operands
      for operand in operands { users[operand, default: []].append(place) }
      if operands.isEmpty { ready.append(place) }
    }
    while let place = ready.popLast() {
      waiting[place] = nil
      let operands = all[place].derivedForm?.operands.map { places[$0.text] } ?? []
      let isMadeOfFresh = operands.contains { operand in operand.map(fresh.contains) ?? true }
      plans[place] = remembered(all[place], at: place, &fresh, unless: isMadeOfFresh) {
        $0.checkDerived(all[place], places: places, plans)
      }
      for user in users[place] ?? [] {
        waiting[user]?.remove(place)
        if waiting[user]?.isEmpty ?? false { ready.append(user) }
      }
    }
    reportCycles(all, waiting)
    return plans.compactMap { $0 }
  }

  /// The plan of an indicator from memory or, unless it is there, from a check; what was checked is noted as fresh.
  private mutating func remembered(
    _ declaration: IndicatorDeclaration, at place: Int, _ fresh: inout Set<Int>, unless isOutdated: Bool = false,
    _ check: (inout Checker) -> IndicatorPlan?
  ) -> IndicatorPlan? {
    let name = declaration.name
    if !isOutdated, let outcome = memory.recall(name) {
      outcomes[name] = outcome
      diagnostics += outcome.diagnostics
      return outcome.plan
    }
    fresh.insert(place)
    let before = diagnostics.count
    let plan = check(&self)
    outcomes[name] = CheckMemory.Outcome(plan: plan, diagnostics: Array(diagnostics[before...]))
    return plan
  }

  /// Reports each circle once, at the first of its indicators.
  private mutating func reportCycles(_ all: [IndicatorDeclaration], _ waiting: [Int: Set<Int>]) {
    var visited: Set<Int> = []
    for start in waiting.keys.sorted() where !visited.contains(start) {
      var path: [Int] = []
      var next: Int? = start
      while let place = next, visited.insert(place).inserted {
        path.append(place)
        next = waiting[place]?.min()
      }
      guard let end = next, let first = path.firstIndex(of: end) else { continue }
      let circle = path[first...] + [end]
      let shown = circle.prefix(12).map { all[$0].name.text }.joined(separator: " → ")
      report(SemanticRule.cycle, [all[end].name.text, shown], at: all[end].name.range)
    }
  }
}

extension IndicatorDeclaration {
  /// How it is made from other indicators; nil where it is made from events.
  package var derivedForm: DerivedForm? { if case .derived(let form)? = value?.form { form } else { nil } }
}

extension DerivedForm {
  /// The names of the indicators that it is made from, as often as they stand there.
  package var operands: [Name] {
    switch self {
    case .change(let clause): return [clause.indicator]
    case .gap(let clause): return [clause.indicator]
    case .range(let clause): return [clause.indicator]
    case .index(let clause): return clause.parts.map(\.indicator)
    case .standardised(let clause): return [clause.indicator]
    case .shareOfUnits(let clause): return clause.bound.map { [$0.indicator] } ?? []
    case .computed(let quantity):
      var names: [Name] = []
      quantity.addNames(to: &names)
      return names
    }
  }
}

extension Expression {
  /// Adds the names in an arithmetic expression.
  fileprivate func addNames(to names: inout [Name]) {
    switch self {
    case .name(let name): names.append(name)
    case .arithmetic(_, let left, let right, _):
      left.addNames(to: &names)
      right.addNames(to: &names)
    default: break
    }
  }
}
