// SPDX-License-Identifier: Apache-2.0

import Glibc
import MezonCalendar
import MezonSyntax

/// The value of a derived cell, or why there is none.
struct NaiveDerivedValue {
  var value: Double?
  var state = "value"
  var reason = ""
  var n = 0
  var numerator: Double?
  var denominator: Double?
  /// The rate with its variance, by person, and how many persons it is relative to.
  var direct: (rate: Double, variance: Double, per: Double)?

  private static let order = [
    "invalid", "not_applicable", "not_reported", "not_yet_due", "undefined", "too_few", "suppressed",
  ]

  init(
    _ form: DerivedForm, _ operands: [NaiveRow], _ book: NaiveDerivedBook, _ period: Period, _ subject: NaiveSubject,
    _ split: String
  ) {
    n = operands.map(\.n).min() ?? 0
    switch form {
    case .change(let clause):
      guard allHaveValues(operands) else { return }
      let isRelative = NaiveContrast.isRelative(form, book)
      let first = difference(operands[0], operands[1], isRelative)
      let second = clause.minus == nil ? 0 : difference(operands[2], operands[3], isRelative)
      if let first, let second { value = first - second }
    case .gap:
      guard allHaveValues(operands) else { return }
      value = difference(operands[0], operands[1], NaiveContrast.isRelative(form, book))
    case .computed(let expression):
      guard allHaveValues(operands) else { return }
      value = result(expression, Dictionary(zip(book.operands(form), operands.map { $0.value ?? 0 })) { a, _ in a })
    case .range(let clause): setRange(clause.statistic, operands)
    case .index(let clause): setIndex(clause, operands, book, period, subject, split)
    case .standardised(let clause): setStandardised(clause, operands, book)
    case .shareOfUnits(let clause): setShare(clause, operands, book, period)
    }
  }

  mutating func fail(_ state: String, _ reason: String) {
    (value, self.state, self.reason) = (nil, state, reason)
  }

  mutating func allHaveValues(_ operands: [NaiveRow]) -> Bool {
    for state in Self.order {
      guard let first = operands.first(where: { $0.state == state }) else { continue }
      let isOwn = first.reason == "absent_then" || first.reason == "no_earlier_period"
      fail(state, isOwn ? first.reason : "operand_" + state)
      return false
    }
    return true
  }

  private mutating func difference(_ later: NaiveRow, _ earlier: NaiveRow, _ isRelative: Bool) -> Double? {
    guard let now = later.value, let before = earlier.value else { return nil }
    if !isRelative { return now - before }
    if before == 0 { fail("undefined", "zero_earlier") }
    if before < 0 { fail("undefined", "negative_earlier") }
    return before > 0 ? 100 * (now - before) / before : nil
  }

  private mutating func result(_ expression: Expression, _ values: [String: Double]) -> Double? {
    switch expression {
    case .number(let literal): return literal.value
    case .name(let name): return values[name.text]
    case .arithmetic(let operation, let left, let right, _):
      guard let left = result(left, values), let right = result(right, values) else { return nil }
      switch operation {
      case .add: return left + right
      case .subtract: return left - right
      case .multiply: return left * right
      case .divide:
        if right == 0 { fail("undefined", "zero_denominator") }
        return right == 0 ? nil : left / right
      }
    default: return nil
    }
  }

  private mutating func setRange(_ statistic: RangeClause.Statistic, _ members: [NaiveRow]) {
    let values = members.compactMap(\.value).sorted()
    n = values.count
    guard let least = values.first, let greatest = values.last else {
      if members.isEmpty { fail("undefined", "no_members") } else { _ = allHaveValues(members) }
      return
    }
    switch statistic {
    case .minimum: value = least
    case .maximum: value = greatest
    case .median:
      let middle = values.count / 2
      let lower = values[(values.count - 1) / 2]
      value = values.count % 2 == 1 ? values[middle] : lower + 0.5 * (values[middle] - lower)
    case .mean: value = ExactTotal(values).rounded(dividedBy: values.count)
    }
  }

  // MARK: Indices

  private mutating func setIndex(
    _ clause: IndexClause, _ operands: [NaiveRow], _ book: NaiveDerivedBook, _ period: Period,
    _ subject: NaiveSubject, _ split: String
  ) {
    let scores = zip(clause.parts, operands).map { part, row in
      score(row, part.indicator.text, clause, book, period, subject, split)
    }
    let present = zip(clause.parts, scores).compactMap { part, score in score.map { (part.weight.value, $0) } }
    n = zip(operands, scores).compactMap { $1 == nil ? nil : $0.n }.min() ?? 0
    let weight = present.map(\.0).reduce(0, +)
    let missing = clause.parts.map(\.weight.value).reduce(0, +) - weight
    guard weight > 0, missing <= clause.reweightUpTo?.value ?? 0 else {
      if allHaveValues(operands) { fail("undefined", "no_target_of_part") }
      return
    }
    switch clause.mean?.kind {
    case .geometric:
      let isZero = present.contains { $0.1 <= 0 && $0.0 > 0 }
      value = isZero ? 0 : exp(present.map { $0.0 * log($0.1) }.reduce(0, +) / weight)
    case .harmonic:
      let isZero = present.contains { $0.1 <= 0 && $0.0 > 0 }
      value = isZero ? 0 : weight / present.map { $0.0 / $0.1 }.reduce(0, +)
    default: value = present.map { $0.0 * $0.1 }.reduce(0, +) / weight
    }
    // Rounding may not carry a mean out of the range of what it is made from.
    let used = present.filter { $0.0 > 0 }.map(\.1)
    if let mean = value, mean != 0, let least = used.min(), let greatest = used.max() {
      value = min(greatest, max(least, mean))
    }
  }

  private func score(
    _ row: NaiveRow, _ name: String, _ clause: IndexClause, _ book: NaiveDerivedBook, _ period: Period,
    _ subject: NaiveSubject, _ split: String
  ) -> Double? {
    guard var value = row.value, let declaration = book.declaration(name) else { return nil }
    let isHigher = declaration.betterWhen?.isHigher ?? true
    /// The values of all units of the level, or of all officers, as they are.
    func given() -> [Double] {
      let all: [NaiveSubject]
      switch subject {
      case .unit(let unit):
        all = book.world.units(of: [book.world.level(of: unit)], in: period).map { .unit($0) }
      case .officer:
        let known = book.indicator(name, nil, in: period).map { book.evaluator.subjects(of: $0, in: period) } ?? []
        all = known.filter { if case .officer = $0 { true } else { false } }
      }
      return all.compactMap { book.operand(name, nil, period, $0, split).value }
    }
    func peers() -> [Double] { clause.treatsOutliers == nil ? given() : NaiveOutliers.treated(given()) }
    // What is the same before is the same after.
    if clause.treatsOutliers != nil, let place = given().firstIndex(of: value) { value = peers()[place] }
    func between(_ low: Double, _ high: Double) -> Double {
      let share = min(1, max(0, (value - low) / (high - low)))
      let (least, greatest) = (clause.scale?.low.value ?? 0, clause.scale?.high.value ?? 100)
      return least + (greatest - least) * (isHigher ? share : 1 - share)
    }
    func worse() -> Double { Double(peers().filter { isHigher ? $0 < value : $0 > value }.count) }
    switch clause.normalisation?.kind {
    case nil: return isHigher ? value : 100 - value
    case .bounds(let low, let high): return between(low.value, high.value)
    case .distanceToTarget:
      guard let target = declaration.target(for: period, book.world.programme), target > 0 else { return nil }
      if isHigher { return min(100, max(0, 100 * value / target)) }
      return value <= target ? 100 : 100 * target / value
    case .minMax:
      let all = peers().sorted()
      guard let low = all.first, let high = all.last, low < high else {
        return ((clause.scale?.low.value ?? 0) + (clause.scale?.high.value ?? 100)) / 2
      }
      return between(low, high)
    case .borda: return worse()
    case .percentileRank: return peers().count > 1 ? 100 * worse() / Double(peers().count - 1) : 50
    case .shareOfGreatest:
      guard let greatest = peers().max(), greatest > 0 else { return nil }
      return 100 * value / greatest
    case .zScore:
      let all = peers()
      let mean = ExactTotal(all).rounded(dividedBy: all.count)
      let squares = all.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      guard all.count > 1, squares > 0 else { return 0 }
      let score = (value - mean) / (squares / Double(all.count - 1)).squareRoot()
      return isHigher ? score : -score
    case .rank:
      // The middle of the places that the value could take, from the worst.
      let sorted = peers().sorted { isHigher ? $0 < $1 : $0 > $1 }
      guard let first = sorted.firstIndex(of: value), let last = sorted.lastIndex(of: value) else { return nil }
      return Double(first + last) / 2 + 1
    case .percentile:
      let all = peers()
      let below = all.map { $0 == value ? 0.5 : (isHigher ? $0 < value : $0 > value) ? 1 : 0 }.reduce(0, +)
      return 100 * below / Double(all.count)
    }
  }
}

/// The comparison of two figures.
struct NaiveContrast {
  let form: DerivedForm
  let operands: [NaiveRow]
  let declaration: IndicatorDeclaration
  let book: NaiveDerivedBook

  init(
    _ form: DerivedForm, _ operands: [NaiveRow], _ declaration: IndicatorDeclaration, _ book: NaiveDerivedBook
  ) {
    (self.form, self.operands, self.declaration, self.book) = (form, operands, declaration, book)
  }

  /// Changes are relative unless the figure is in per cent or points, or a unit of its own is stated; gaps only where that is stated.
  static func isRelative(_ form: DerivedForm, _ book: NaiveDerivedBook) -> Bool {
    let own = book.world.programme.indicators.first { declaration in
      guard case .derived(let other) = declaration.value?.form else { return false }
      return book.operands(other) == book.operands(form) && other.start == form.start
    }
    guard let name = book.operands(form).first, !book.isInPerCent(name) else { return false }
    switch (form, own?.value?.measure) {
    case (.change, nil): return true
    case (_, .perCent?): return true
    default: return false
    }
  }

  var interval: (Double, Double, String)? {
    guard let name = book.operands(form).first, let base = book.declaration(name),
      base.window == nil, base.interval == nil || base.interval?.method != nil || declaration.interval != nil,
      declaration.interval == nil || declaration.interval?.method != nil, areApart
    else { return nil }
    let stated = declaration.interval?.method.map { String($0.text.map { $0 == "-" ? "_" : $0 }) }
    let inherited = (base.interval?.confidence?.value ?? 95) / 100
    let confidence = declaration.interval == nil ? inherited : (declaration.interval?.confidence?.value ?? 95) / 100
    let one = difference(operands[0], operands[1], base, stated, confidence)
    guard operands.count == 4 else { return one.map { ($0.low, $0.high, $0.method) } }
    guard let one, let other = difference(operands[2], operands[3], base, stated, confidence) else { return nil }
    // Zou and Donner (2008): the distances to the limits that count on each side, squared and added.
    let value = one.value - other.value
    func together(_ first: Double, _ second: Double) -> Double { (first * first + second * second).squareRoot() }
    let below = together(one.value - one.low, other.high - other.value)
    let above = together(one.high - one.value, other.value - other.low)
    return (value - below, value + above, one.method)
  }

  /// Whether nothing can be behind two of the figures.
  private var areApart: Bool {
    switch form {
    case .change(let clause):
      guard let minus = clause.minus else { return operands.count == 2 }
      guard let first = clause.among, case .units(let second) = minus else { return false }
      return operands.count == 4 && !book.overlap(first, second)
    case .gap(let clause):
      guard case .groups(let first, .units(let second)) = clause.sides else { return false }
      return operands.count == 2 && !book.overlap(first, second)
    case .computed, .range, .index, .standardised, .shareOfUnits: return false
    }
  }

  private typealias Difference = (value: Double, low: Double, high: Double, method: String)

  /// A figure against another, in points or in per cent.
  private func difference(
    _ later: NaiveRow, _ earlier: NaiveRow, _ base: IndicatorDeclaration, _ stated: String?, _ confidence: Double
  ) -> Difference? {
    guard let x = later.numerator, let y = earlier.numerator else { return nil }
    switch base.value?.form {
    case .share:
      guard let m = later.denominator, let n = earlier.denominator,
        let a = NaiveProportion(Int(x), of: Int(m), confidence: confidence).interval("wilson"),
        let b = NaiveProportion(Int(y), of: Int(n), confidence: confidence).interval("wilson")
      else { return nil }
      // Newcombe's method 10: the distances to the two Wilson limits, squared and added.
      let (p, q) = (x / m, y / n)
      let low = p - q - ((p - a.0) * (p - a.0) + (b.1 - q) * (b.1 - q)).squareRoot()
      let high = p - q + ((a.1 - p) * (a.1 - p) + (q - b.0) * (q - b.0)).squareRoot()
      return (100 * (p - q), 100 * low, 100 * high, "newcombe")
    case .rate where Self.isRelative(form, book), .aggregate(.count) where Self.isRelative(form, book):
      if case .aggregate = base.value?.form, base.interval == nil, stated == nil { return nil }
      let method = stated ?? "exact"
      let share = NaiveProportion(Int(x), of: Int(x + y), confidence: confidence)
      guard x + y > 0, y > 0, let (low, high) = share.interval(method == "score" ? "wilson" : "clopper_pearson")
      else { return nil }
      let scale = (earlier.denominator ?? 1) / (later.denominator ?? 1)
      return (
        100 * (x / y * scale - 1), 100 * (low / (1 - low) * scale - 1), 100 * (high / (1 - high) * scale - 1), method
      )
    default: return nil
    }
  }
}

extension NaiveDerivedBook {
  /// Whether the figures of an indicator are in per cent, or in points.
  func isInPerCent(_ name: String) -> Bool {
    switch declaration(name)?.value?.form {
    case .share, .coverage: return true
    case .derived(let form):
      switch form {
      case .change, .index, .shareOfUnits: return true
      case .standardised: return false
      case .gap, .range, .computed: return operands(form).contains { isInPerCent($0) }
      }
    default: return false
    }
  }

  /// Whether any unit belongs to both of two groups on any day on which a unit's row begins.
  func overlap(_ first: Expression, _ second: Expression) -> Bool {
    let days = Set(world.log.units.map(\.term.from))
    return world.unitCodes.contains { unit in
      days.contains { day in
        let chain = world.chain(of: unit, on: day)
        return [first, second].allSatisfy { group in chain.contains { world.fulfils(group, $0, on: day) } }
      }
    }
  }
}

extension DerivedForm {
  /// Where it begins, which tells it from others.
  var start: Int {
    switch self {
    case .change(let clause): clause.range.lower
    case .gap(let clause): clause.range.lower
    case .range(let clause): clause.range.lower
    case .standardised(let clause): clause.range.lower
    case .shareOfUnits(let clause): clause.range.lower
    case .index(let clause): clause.range.lower
    case .computed(let expression): expression.range.lower
    }
  }
}
