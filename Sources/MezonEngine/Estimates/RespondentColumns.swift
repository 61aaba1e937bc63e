// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

/// What each event adds to an estimate: its weight, whether it is among those of whom it is made, and its two quantities.
///
/// An estimate is `Σ weight · numerator / Σ weight · denominator`, a total the first sum alone; both are exact and rounded once
/// (docs/evaluation.md, 9).
struct RespondentColumns {
  let plan: EstimatePlan
  /// As handed in; 0 where a respondent stands for nobody.
  let weights: [Double]
  /// Whether the quantities are known: the question was answered, the number is present.
  private(set) var isKnown: [Bool]
  private(set) var numerators: [Double]
  private(set) var denominators: [Double]

  /// Complexity: O(rows).
  init(_ plan: EstimatePlan, _ run: IndicatorRun, _ frame: SurveyFrame?) {
    self.plan = plan
    let count = run.input.roles.count
    weights = frame?.weights ?? Array(repeating: 1, count: count)
    isKnown = Array(repeating: true, count: count)
    numerators = Array(repeating: 1, count: count)
    denominators = Array(repeating: 1, count: count)
    let columns = run.columns
    let event = run.plan.event
    switch plan.form {
    case .share:
      for row in isKnown.indices { numerators[row] = run.input.roles[row] == run.input.layout.counted ? 1 : 0 }
    case .answering(let question, let condition):
      noteAnswers(columns.values(of: question, event))
      let truths = columns.truths(condition, of: event)
      for row in isKnown.indices { numerators[row] = truths.value(row) == Truth.yes ? 1 : 0 }
    case .namingEach(let question): noteAnswers(columns.values(of: question, event))
    // Made by raters; see PanelFigures.
    case .agreement, .total(nil): break
    case .total(let node?): note(columns.numbers(node, of: event, rows: count), in: \.numerators)
    case .mean(let node), .quantile(_, let node):
      note(columns.numbers(node, of: event, rows: count), in: \.numerators)
    case .ratio(let upper, let lower):
      note(columns.numbers(upper, of: event, rows: count), in: \.numerators)
      note(columns.numbers(lower, of: event, rows: count), in: \.denominators)
    }
  }

  private mutating func noteAnswers(_ answers: KeyValues) {
    for row in isKnown.indices { isKnown[row] = !answers.range(of: row).isEmpty }
  }

  private mutating func note(_ numbers: [Double?], in quantities: WritableKeyPath<RespondentColumns, [Double]>) {
    for (row, number) in numbers.enumerated() {
      if let number, number.isFinite { self[keyPath: quantities][row] = number } else { isKnown[row] = false }
    }
  }

  /// Whether a respondent is among those of whom the estimate is made.
  func isCounted(_ row: Int32) -> Bool { isKnown[Int(row)] && weights[Int(row)] > 0 }

  /// The point estimate from the rows of a cell, ascending.
  ///
  /// `naming` are the rows, among them, of those who named one answer: then only they have a numerator. `adjusted` are the weights
  /// that take the place of those handed in.
  /// Complexity: O(n), for quantiles O(n log n).
  func figure(_ rows: [Int32], naming: [Int32]?, _ scale: Double, adjusted: [Double]? = nil) -> Figure {
    let rows = rows.filter(isCounted)
    let weights = adjusted ?? weights
    if case .quantile(let probability, _) = plan.form { return quantile(probability, of: rows, weights) }
    if case .total = plan.form { return total(rows, weights) }
    var (upper, lower) = (ExactSum(), ExactSum())
    for row in rows { lower.addProduct(weights[Int(row)], denominators[Int(row)]) }
    var inShare = 0
    for row in naming?.filter(isCounted) ?? rows {
      upper.addProduct(weights[Int(row)], numerators[Int(row)])
      if numerators[Int(row)] == 1 { inShare += 1 }
    }
    var figure = Figure(numerator: upper.value, denominator: lower.value, n: rows.count)
    figure.isShare = plan.form.isShare
    if plan.form.isShare { figure.smallestGroup = [inShare, rows.count - inShare].filter { $0 > 0 }.min() }
    guard let numerator = figure.numerator, let denominator = figure.denominator, denominator != 0 else {
      figure.reason = StateReason.zeroDenominator
      return figure
    }
    figure.value = (plan.form.isShare ? scale : 1) * numerator / denominator
    return figure
  }

  /// The sum of weight times quantity.
  private func total(_ rows: [Int32], _ weights: [Double]) -> Figure {
    var figure = Figure(n: rows.count)
    var sum = ExactSum()
    for row in rows { sum.addProduct(weights[Int(row)], numerators[Int(row)]) }
    if rows.isEmpty {
      figure.reason = StateReason.noValues
    } else {
      (figure.numerator, figure.value) = (sum.value, sum.value)
    }
    return figure
  }

  /// The smallest value up to which at least the wanted share of the weight lies, but for one part in 10^12.
  private func quantile(_ probability: Double, of rows: [Int32], _ weights: [Double]) -> Figure {
    var figure = Figure(n: rows.count)
    let sorted = rows.sorted { (numerators[Int($0)], $0) < (numerators[Int($1)], $1) }
    var whole = ExactSum()
    for row in sorted { whole.add(weights[Int(row)]) }
    let wanted = probability * whole.value
    var below = ExactSum()
    for row in sorted {
      below.add(weights[Int(row)])
      guard below.value * (1 + 1e-12) >= wanted else { continue }
      figure.value = numerators[Int(row)]
      return figure
    }
    figure.reason = StateReason.noValues
    return figure
  }
}

extension ExpressionColumns {
  /// A field's numbers, one per row.
  func numbers(ofField field: Int, _ event: EventID, rows: Int) -> [Double?] {
    guard let type = fieldType(event, field), case .plain(let column)? = fieldColumn(event, field) else {
      return Array(repeating: nil, count: rows)
    }
    return numbers(of: nodeColumn(column, as: type), rows: rows)
  }

  /// An expression's numbers, one per row.
  fileprivate func numbers(_ node: NodeID, of event: EventID, rows: Int) -> [Double?] {
    numbers(of: column(node, of: event), rows: rows)
  }

  /// The lists of numbers of a field; nil where it holds none.
  func numberLists(ofField field: Int, _ event: EventID) -> NumberLists? {
    guard case .list(let element)? = fieldType(event, field), let lists = listColumn(event, field),
      let child = lists.children.first
    else { return nil }
    return NumberLists(lists, numbers(of: nodeColumn(child, as: element), rows: child.count))
  }

  private func numbers(of column: NodeColumn, rows: Int) -> [Double?] {
    switch column {
    case .number(let vector): (0..<rows).map(vector.value)
    case .whole(let vector): (0..<rows).map { vector.value($0).map(Double.init) }
    default: Array(repeating: nil, count: rows)
    }
  }
}
