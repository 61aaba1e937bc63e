// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

// Rates in line with a standard population or with the rates of a unit above, and shares of units (docs/evaluation.md, 10).
extension DerivedOutcome {
  /// Sets a standardised rate: the operands are the groups' rates, and behind them, where they are, those of the reference.
  mutating func setStandardised(_ rate: DerivedPlan.Standardised, _ rows: DerivedRows, _ period: Period) {
    let states: [ValueState] = [.invalid, .notApplicable, .notReported, .notYetDue]
    guard takeStates(operands.filter { states.contains($0.state) }) else { return }
    let own = Array(operands.prefix(rate.groups.count))
    guard own.count == rate.groups.count, operands.allSatisfy({ $0.numerator != nil && $0.denominator != nil }) else {
      return fail(.undefined, StateReason.noPopulation)
    }
    let groups = own.map { (events: $0.numerator ?? 0, persons: $0.denominator ?? 0) }
    switch rate.reference {
    case .standard(let name, let weights): setDirect(rate, groups, weights, name, rows, period)
    case .unit:
      let reference = operands.dropFirst(rate.groups.count).map { ($0.numerator ?? 0, $0.denominator ?? 0) }
      setIndirect(rate, groups, reference)
    }
  }

  private mutating func setDirect(
    _ rate: DerivedPlan.Standardised, _ groups: [(events: Double, persons: Double)], _ weights: [Double],
    _ standard: String, _ rows: DerivedRows, _ period: Period
  ) {
    let used = zip(groups, weights).filter { $1 > 0 }
    n = Int(exactly: used.reduce(0) { $0 + $1.0.events }) ?? 0
    numerator = used.reduce(0) { $0 + $1.0.events }
    denominator = ExactSum(used.map(\.0.persons)).value
    let whole = ExactSum(weights).value
    for (place, weight) in weights.enumerated() where operands.indices.contains(place) {
      operands[place].weight = 100 * weight / whole
    }
    guard used.allSatisfy({ $0.0.persons > 0 }),
      let standardised = DirectStandardisation(
        strata: used.map { .init(events: $0.0.events, population: $0.0.persons, standard: $0.1) })
    else { return fail(.undefined, StateReason.zeroDenominator) }
    guard case .rate(let per, _, _) = rows.book.plan(rows.book.place(of: rate.indicator), for: period).value else {
      return
    }
    self.standardised = (standardised, per)
    value = per * standardised.rate
    describe(rate, groups, weights.map { $0 / whole }, "weight")
    details.insert(("crude_rate", jsonNumber(per * standardised.crudeRate)), at: 0)
    details.append(("standard", jsonText(standard)))
  }

  private mutating func setIndirect(
    _ rate: DerivedPlan.Standardised, _ groups: [(events: Double, persons: Double)],
    _ reference: [(events: Double, persons: Double)]
  ) {
    // Groups in which nobody lives say nothing.
    let used = zip(groups, reference).filter { $0.0.persons > 0 }
    let observed = used.reduce(0) { $0 + $1.0.events }
    n = Int(exactly: observed) ?? 0
    numerator = observed
    guard reference.count == groups.count, used.allSatisfy({ $0.1.persons > 0 }) else {
      return fail(.undefined, StateReason.zeroDenominator)
    }
    let strata = used.map {
      IndirectStandardisation.Stratum(population: $0.0.persons, referenceRate: $0.1.events / $0.1.persons)
    }
    guard let ratio = IndirectStandardisation(observed: observed, strata: strata) else {
      denominator = 0
      return fail(.undefined, StateReason.zeroDenominator)
    }
    denominator = ratio.expected
    value = ratio.ratio
    let rates = reference.map { $0.persons > 0 ? $0.events / $0.persons : 0 }
    describe(rate, groups, rates, "reference_rate")
  }

  private mutating func describe(
    _ rate: DerivedPlan.Standardised, _ groups: [(events: Double, persons: Double)], _ numbers: [Double],
    _ name: String
  ) {
    let shown = zip(rate.groups, zip(groups, numbers)).map { group, facts in
      let (counts, number) = facts
      return "{\"events\":\(jsonNumber(counts.events)),\"group\":\(jsonText(group)),"
        + "\"persons\":\(jsonNumber(counts.persons)),\"\(name)\":\(jsonNumber(number))}"
    }
    details = [("groups", "[" + shown.joined(separator: ",") + "]")]
  }

  /// Sets the share of the units whose figure is on the stated side of a bound; those without a figure are left out.
  mutating func setShare(_ share: DerivedPlan.UnitShare, _ members: [OperandFigure], _ period: Period) {
    let values = members.compactMap(\.value)
    n = values.count
    details = [("members", String(members.count)), ("without_value", String(members.count - values.count))]
    guard let bound = share.bound.value(on: period.first) else {
      return fail(.undefined, StateReason.noParameterValue)
    }
    guard !values.isEmpty else {
      if members.isEmpty { fail(.undefined, StateReason.noMembers) } else { _ = takeStates(members) }
      return
    }
    let holding = values.count { share.comparison.holds($0, bound) }
    (numerator, denominator, isShare) = (Double(holding), Double(values.count), true)
    value = 100 * Double(holding) / Double(values.count)
  }

  /// The interval of a standardised rate or of a share of units; nil for other figures.
  func interval(_ plan: IntervalPlan) -> Interval? {
    if let (rate, per) = standardised {
      let interval =
        plan.method == .fayFeuer
        ? rate.fayFeuerInterval(confidence: plan.confidence) : rate.dobsonInterval(confidence: plan.confidence)
      return interval.map { $0.scaled(by: per) }
    }
    guard let numerator, let denominator, denominator > 0 else { return nil }
    if isShare {
      guard let method = plan.method.ofProportion else { return nil }
      return ProportionInterval.interval(
        method, successes: numerator, trials: denominator, confidence: plan.confidence)?.scaled(by: 100)
    }
    guard let method = plan.method.ofCount else { return nil }
    return IndirectStandardisation(observed: numerator, expected: denominator)?.interval(
      method, confidence: plan.confidence)
  }
}

extension DerivedRows {
  /// The rates of the groups of a unit, and, for indirect standardisation, those of the unit of reference.
  func groupFigures(_ rate: DerivedPlan.Standardised, _ period: Period, _ subject: Subject) -> [OperandFigure] {
    let place = book.place(of: rate.indicator)
    func figures(_ role: OperandFigure.Role, _ subject: Subject) -> [OperandFigure] {
      rate.groups.map { book.operand(role, place, nil, period, subject, SplitGroup(name: rate.split, group: $0)) }
    }
    let own = figures(.member, subject)
    guard case .unit(let level) = rate.reference, case .unit(let unit) = subject else { return own }
    let organisation = evaluator.organisation
    let lineages = organisation.ownLineages(of: unit).map { organisation.lineages[$0] }
    let last = lineages.last { $0.from <= period.last && period.first <= $0.until }
    guard let reference = last?.chain.first(where: { organisation.organisation.levels[Int($0)] == level }) else {
      return own
    }
    return own + figures(.above, .unit(reference))
  }
}

extension DerivedPlan {
  /// The level of the units that a figure makes a statement about; nil for others.
  var memberLevel: Int? {
    switch self {
    case .range(let range): if case .level(let level) = range.members { level } else { nil }
    case .shareOfUnits(let share): share.level
    case .change, .gap, .computed, .index, .standardised: nil
    }
  }
}
