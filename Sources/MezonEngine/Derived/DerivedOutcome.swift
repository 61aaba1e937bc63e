// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics
import MezonSyntax

/// The value of a derived cell, or why it has none (docs/evaluation.md, 10).
struct DerivedOutcome {
  var value: Double?
  private(set) var state = ValueState.value
  private(set) var reason = ""
  var n = 0
  var details: [(name: String, json: String)] = []
  private(set) var surveyFacts: SurveyFacts?
  /// The place of a unit in an index that asks for it.
  private(set) var place: IndexPlace?
  /// The operands, those of an index with their scores.
  var operands: [OperandFigure]
  /// Of a standardised rate and of a share of units.
  var numerator: Double?
  var denominator: Double?
  /// What a directly standardised rate's interval is made from, and how many persons the rate is relative to.
  var standardised: (rate: DirectStandardisation, per: Double)?
  /// Whether numerator and denominator are members that fulfil a condition, and all of them.
  var isShare = false

  init(
    of rows: DerivedRows, _ operands: [OperandFigure], _ period: Period, _ subject: Subject, _ split: SplitGroup?,
    _ scores: inout UnitScores
  ) {
    self.operands = operands
    n = operands.map(\.n).min() ?? 0
    switch rows.derived {
    case .range(let range): setRange(range.statistic, operands)
    case .standardised(let rate): setStandardised(rate, rows, period)
    case .shareOfUnits(let share): setShare(share, operands, period)
    case .index(let index):
      setIndex(index, operands, scores.scores(of: operands, index, period, subject, split))
      if value != nil { place = scores.place(of: subject, index, period, split) }
    case .change(let change):
      guard takeStates(operands) else { break }
      let first = difference(operands[0], operands[1], isRelative: change.isRelative)
      let second = operands.count > 3 ? difference(operands[2], operands[3], isRelative: change.isRelative) : 0
      if let first, let second { value = first - second }
    case .gap(let gap):
      guard takeStates(operands) else { break }
      value = difference(operands[0], operands[1], isRelative: gap.isRelative)
    case .computed(let quantity):
      guard takeStates(operands) else { break }
      let values = Dictionary(zip(rows.derived.operands, operands.map { $0.value ?? 0 })) { first, _ in first }
      value = result(of: quantity, values)
    }
    if value == nil, state == .value { (state, reason) = (.undefined, StateReason.noValues) }
    switch rows.derived {
    case .change, .gap, .computed: describe(operands, rows.evaluator.programme)
    case .range, .index, .standardised, .shareOfUnits: break
    }
  }

  /// Takes the value away.
  mutating func fail(_ state: ValueState, _ reason: String) {
    (value, self.state, self.reason) = (nil, state, reason)
  }

  /// Adds what the designs of surveys say of the value.
  mutating func add(_ facts: SurveyFacts) {
    surveyFacts = facts
    details += facts.details
  }

  /// Whether all operands have a value; else takes the state that comes first in the order of states.
  mutating func takeStates(_ operands: [OperandFigure]) -> Bool {
    let states = ValueState.allCases
    let absent = operands.filter { $0.state != .value }
    let first = absent.min { left, right in
      (states.firstIndex(of: left.state) ?? 0) < (states.firstIndex(of: right.state) ?? 0)
    }
    guard let first else { return true }
    let isOwn = first.reason == StateReason.absentThen || first.reason == StateReason.noEarlierPeriod
    fail(first.state, isOwn ? first.reason : StateReason.operand(first.state))
    return false
  }

  private mutating func difference(
    _ later: OperandFigure, _ earlier: OperandFigure, isRelative: Bool
  ) -> Double? {
    guard let now = later.value, let before = earlier.value else { return nil }
    guard isRelative else { return now - before }
    guard before > 0 else {
      fail(.undefined, before == 0 ? StateReason.zeroEarlier : StateReason.negativeEarlier)
      return nil
    }
    return 100 * (now - before) / before
  }

  private mutating func result(of quantity: DerivedPlan.Quantity, _ values: [String: Double]) -> Double? {
    switch quantity {
    case .number(let number): return number
    case .indicator(let id): return values[id]
    case .arithmetic(let operation, let left, let right):
      guard let a = result(of: left, values), let b = result(of: right, values) else { return nil }
      switch operation {
      case .add: return a + b
      case .subtract: return a - b
      case .multiply: return a * b
      case .divide:
        guard b != 0 else {
          fail(.undefined, StateReason.zeroDenominator)
          return nil
        }
        return a / b
      }
    }
  }

  /// A statement about the members that have a value; n is their number.
  private mutating func setRange(_ statistic: RangeClause.Statistic, _ members: [OperandFigure]) {
    let values = members.compactMap(\.value)
    n = values.count
    details = [("members", String(members.count)), ("without_value", String(members.count - values.count))]
    guard !values.isEmpty else {
      if members.isEmpty { fail(.undefined, StateReason.noMembers) } else { _ = takeStates(members) }
      return
    }
    switch statistic {
    case .minimum: value = values.min()
    case .maximum: value = values.max()
    case .median: value = SortedSample(values).quantile(0.5)
    case .mean:
      var sum = ExactSum()
      for value in values { sum.add(value) }
      value = sum.mean(count: values.count)
    }
  }

  /// The weighted mean of the parts' scores, those that have none left out as far as the rule allows.
  private mutating func setIndex(_ index: DerivedPlan.Index, _ operands: [OperandFigure], _ scores: [PartScore]) {
    let weight = zip(index.parts, scores).reduce(0) { $0 + ($1.1.value == nil ? 0 : $1.0.weight) }
    n = index.count(operands, scores)
    describe(index, operands, scores, weight: weight)
    value = index.value(of: scores)
    if value != nil { return }
    // A part may have a value and still no score.
    if takeStates(operands), let reason = scores.first(where: { $0.value == nil })?.reason { fail(.undefined, reason) }
  }

  // MARK: Details

  private mutating func describe(_ operands: [OperandFigure], _ programme: Programme) {
    let shown = operands.map { operand in
      "{\"indicator\":\(jsonText(programme.indicators[operand.indicator].id)),\"n\":\(operand.n),\"period\":\(jsonText(operand.period.label))"
        + ",\"role\":\(jsonText(operand.role.rawValue)),\"state\":\(jsonText(operand.state.rawValue))"
        + ",\"value\":\(operand.value.map(jsonNumber) ?? "null")}"
    }
    details = [("operands", "[" + shown.joined(separator: ",") + "]")]
  }

  private mutating func describe(
    _ index: DerivedPlan.Index, _ operands: [OperandFigure], _ scores: [PartScore], weight: Double
  ) {
    for place in index.parts.indices {
      let score = scores[place].value
      self.operands[place].score = score
      self.operands[place].treatment = scores[place].treatment
      self.operands[place].weight = score == nil || weight == 0 ? 0 : 100 * index.parts[place].weight / weight
    }
    let parts = zip(index.parts, self.operands).map { part, operand in
      "{\"indicator\":\(jsonText(part.indicator)),\"score\":\(operand.score.map(jsonNumber) ?? "null")"
        + ",\"state\":\(jsonText(operand.state.rawValue))"
        + (operand.treatment.map { ",\"treatment\":\(jsonText($0.name))" } ?? "")
        + ",\"value\":\(operand.value.map(jsonNumber) ?? "null"),\"weight\":\(jsonNumber(operand.weight ?? 0))}"
    }
    details = [("parts", "[" + parts.joined(separator: ",") + "]")]
  }
}
