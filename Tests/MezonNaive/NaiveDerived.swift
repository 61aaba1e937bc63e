// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// One derived indicator (docs/evaluation.md, 10).
struct NaiveDerived {
  let book: NaiveDerivedBook
  let declaration: IndicatorDeclaration
  let form: DerivedForm

  init(_ book: NaiveDerivedBook, _ declaration: IndicatorDeclaration, _ form: DerivedForm) {
    self.book = book
    self.declaration = declaration
    self.form = form
  }

  private var world: NaiveWorld { book.world }
  private var operandNames: [String] { book.operands(form) }

  // MARK: Reach

  var grains: [Grain] {
    let common = Grain.allCases.filter { grain in operandNames.allSatisfy { book.grains($0).contains(grain) } }
    let stated = declaration.grains.map { $0.grain.naiveGrain }
    return stated.isEmpty ? common : common.filter { stated.contains($0) }
  }

  var levels: [String] {
    var stated: [String] = declaration.subjects.isEmpty ? world.programme.levels : []
    for subject in declaration.subjects {
      switch subject {
      case .officer: break
      case .anyUnit: stated += world.programme.levels
      case .level(let name): stated.append(name.text)
      }
    }
    let common = stated.filter { level in operandNames.allSatisfy { book.levels($0).contains(level) } }
    switch form {
    case .range(let clause):
      guard case .level(let level) = clause.members else { return common }
      let tree = world.programme.levelTrees.first { $0.contains(level.text) } ?? []
      return stated.filter { tree.prefix { $0 != level.text }.contains($0) }
    case .shareOfUnits:
      let tree = world.programme.levelTrees.first { $0.contains(memberLevel ?? "") } ?? []
      return stated.filter { tree.prefix { $0 != memberLevel }.contains($0) }
    case .standardised(let clause):
      guard case .ratesOf(let level) = clause.reference else { return common }
      let tree = world.programme.levelTrees.first { $0.contains(level.text) } ?? []
      return common.filter { tree.drop { $0 != level.text }.contains($0) }
    case .gap(let clause):
      guard case .unitAbove = clause.sides else { return common }
      return common.filter { level in
        let tree = world.programme.levelTrees.first { $0.contains(level) } ?? []
        return tree.prefix { $0 != level }.contains { common.contains($0) }
      }
    default: return common
    }
  }

  /// The level whose units a share speaks of; nil for other values.
  private var memberLevel: String? {
    guard case .shareOfUnits(let clause) = form else { return nil }
    if case .named(let level) = clause.base { return level.text }
    let levels = operandNames.flatMap { book.levels($0) }
    return world.programme.levelTrees.first { $0.contains { levels.contains($0) } }?.last
  }

  private var splitNames: [String] {
    declaration.splits.map { split in split.member.map { "\(split.field.text).\($0.text)" } ?? split.field.text }
  }

  // MARK: Rows

  func rows(in period: Period) -> [NaiveRow] {
    var rows: [NaiveRow] = []
    for subject in subjects(in: period) {
      rows.append(row(period, subject, ""))
      guard case .unit = subject else { continue }
      for group in groups(period, subject) { rows.append(row(period, subject, group)) }
    }
    return rows
  }

  private func subjects(in period: Period) -> [NaiveSubject] {
    let units = world.units(of: levels, in: period).map(NaiveSubject.unit)
    let isForOfficers = declaration.subjects.contains { if case .officer = $0 { true } else { false } }
    var officers: [NaiveSubject] = []
    for name in isForOfficers ? operandNames : [] {
      let own: [NaiveSubject]
      if let derived = book.derived(name) {
        own = derived.subjects(in: period)
      } else {
        own = book.indicator(name, nil, in: period).map { book.evaluator.subjects(of: $0, in: period) } ?? []
      }
      for case let officer in own where !officers.contains(where: { $0.isSame(as: officer) }) {
        if case .officer = officer { officers.append(officer) }
      }
    }
    return (units + officers).sorted(by: book.evaluator.precedes)
  }

  private func groups(_ period: Period, _ subject: NaiveSubject) -> [String] {
    guard !declaration.splits.isEmpty else { return [] }
    let all = sources(period).enumerated().flatMap { place, source -> [String] in
      guard let own = source.period else { return [] }
      return subjects(ofSource: place, subject, in: period).flatMap {
        book.groups(source.name, source.condition, own, $0)
      }
    }
    return NaiveWorld.sorted(
      Set(all.filter { label in splitNames.contains { label.hasPrefix($0 + "=") } }))
  }

  /// Whose figures the first, second ... figure of a cell is made from.
  private func subjects(ofSource place: Int, _ subject: NaiveSubject, in period: Period) -> [NaiveSubject] {
    switch form {
    case .range(let clause):
      guard case .level(let level) = clause.members else { return [subject] }
      return units(of: level.text, under: subject, in: period)
    case .shareOfUnits: return units(of: memberLevel ?? "", under: subject, in: period)
    case .gap(let clause):
      guard case .unitAbove = clause.sides, place == 1 else { return [subject] }
      return [unitAbove(subject, in: period, book.levels(clause.indicator.text))].compactMap { $0 }
    default: return [subject]
    }
  }

  private func units(of level: String, under subject: NaiveSubject, in period: Period) -> [NaiveSubject] {
    guard case .unit(let unit) = subject else { return [] }
    return world.unitCodes.filter { code in
      world.level(of: code) == level && world.stands(code, in: unit, during: NaiveWorld.days(of: period))
    }.map { .unit($0) }
  }

  private typealias Source = (name: String, condition: Expression?, period: Period?)

  private func sources(_ period: Period) -> [Source] {
    switch form {
    case .change(let clause):
      let name = clause.indicator.text
      let before = earlier(clause.earlier, than: period)
      var sources: [Source] = [(name, clause.among, period), (name, clause.among, before)]
      switch clause.minus {
      case .allUnits?: sources += [(name, nil, period), (name, nil, before)]
      case .units(let condition)?: sources += [(name, condition, period), (name, condition, before)]
      case nil: break
      }
      return sources
    case .gap(let clause):
      let name = clause.indicator.text
      switch clause.sides {
      case .unitAbove: return [(name, nil, period), (name, nil, period)]
      case .groups(let first, .allUnits): return [(name, first, period), (name, nil, period)]
      case .groups(let first, .units(let second)): return [(name, first, period), (name, second, period)]
      }
    default: return operandNames.map { ($0, nil, period) }
    }
  }

  private func earlier(_ earlier: ChangeClause.Earlier, than period: Period) -> Period? {
    switch earlier {
    case .previousPeriod: return world.programme.calendar.previous(period)
    case .samePeriodLastYear: return world.programme.calendar.samePeriodLastYear(period)
    case .period(let literal):
      if case .success(let stated) = world.programme.calendar.parse(literal.label) { return stated }
      return nil
    }
  }

  private func operands(_ period: Period, _ subject: NaiveSubject, _ split: String) -> [NaiveRow] {
    switch form {
    case .range(let clause):
      let name = clause.indicator.text
      switch clause.members {
      case .level(let level):
        return units(of: level.text, under: subject, in: period).map { book.operand(name, nil, period, $0, split) }
      case .groups(let clause):
        let prefix = (clause.member.map { "\(clause.field.text).\($0.text)" } ?? clause.field.text) + "="
        return book.groups(name, nil, period, subject).filter { $0.hasPrefix(prefix) && $0 != prefix + "unknown" }
          .map { book.operand(name, nil, period, subject, $0) }
      }
    case .standardised(let clause): return groupFigures(clause, period, subject)
    case .shareOfUnits(let clause):
      let name = clause.bound?.indicator.text ?? ""
      return units(of: memberLevel ?? "", under: subject, in: period).map {
        book.operand(name, nil, period, $0, split)
      }
    default:
      return sources(period).enumerated().map { place, source in
        let whose = subjects(ofSource: place, subject, in: period).first
        return book.operand(source.name, source.condition, source.period, whose, split)
      }
    }
  }

  private func unitAbove(_ subject: NaiveSubject, in period: Period, _ levels: [String]) -> NaiveSubject? {
    guard case .unit(let unit) = subject,
      let day = NaiveWorld.days(of: period).last(where: { !world.chain(of: unit, on: $0).isEmpty })
    else { return nil }
    return world.chain(of: unit, on: day).dropFirst().first { levels.contains(world.level(of: $0)) }
      .map { .unit($0) }
  }

  private func row(_ period: Period, _ subject: NaiveSubject, _ split: String) -> NaiveRow {
    let operands = operands(period, subject, split)
    var row = NaiveRow(indicator: declaration.name.text, period: period, subject: subject, split: split)
    row.baseline = declaration.baseline?.value.value
    row.target = declaration.target(for: period, world.programme)
    row.completeness = operands.compactMap(\.completeness).min()
    row.isInterpolated = true
    let outcome = NaiveDerivedValue(form, operands, book, period, subject, split)
    row.n = outcome.n
    (row.state, row.reason, row.value) = (outcome.state, outcome.reason, outcome.value)
    (row.numerator, row.denominator) = (outcome.numerator, outcome.denominator)
    func fail(_ state: String, _ reason: String) { (row.state, row.reason, row.value) = (state, reason, nil) }
    if let value = row.value, !value.isFinite { fail("undefined", "not_finite") }
    if row.state != "invalid" {
      if let from = declaration.effectiveFrom, period.first < from.day { fail("not_applicable", "not_in_force") }
      if let until = declaration.effectiveUntil, period.first > until.day { fail("not_applicable", "not_in_force") }
    }
    if row.state == "value", let least = declaration.tooFewBelow, Double(row.n) < least.value {
      fail("too_few", "below_minimum")
    }
    let own = row.value == nil ? nil : outcome.interval(form, declaration)
    let contrast = NaiveContrast(form, operands, declaration, book)
    if let value = row.value, let confidence = contrast.surveyConfidence {
      do {
        let (low, high) = try contrast.surveyInterval(about: value, confidence: confidence)
        (row.low, row.high, row.method) = (low, high, "wald")
      } catch NaiveSurveyDesign.Fault.lonelyStratum {
        fail("undefined", "lonely_stratum")
      } catch {
        fail("undefined", "no_design_interval")
      }
    } else if row.value != nil, let interval = own ?? contrast.interval {
      (row.low, row.high, row.method) = interval
    }
    row.status = declaration.status(of: row)
    return row
  }
}
