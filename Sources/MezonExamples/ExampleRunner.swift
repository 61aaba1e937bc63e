// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
package import MezonDiagnostics
import MezonEngine
import MezonIngest
package import MezonSemantics
import MezonSyntax

/// Runs the worked examples in definitions: facts in, figures out, compared with what is expected.
///
/// An example goes through the same engine as real logs do; only its facts are written in place.
package struct ExampleRunner: Sendable {
  private let programme: Programme
  private let calendar: PeriodCalendar

  /// What became of one example.
  package struct Outcome: Sendable {
    /// The indicator's id.
    package let indicator: String
    package let title: String
    /// What is wrong; empty when the example passed.
    package let diagnostics: [Diagnostic]
    /// Whether everything came out as expected.
    package var hasPassed: Bool { !diagnostics.hasErrors }
  }

  /// Takes the programme whose examples are run.
  package init(programme: Programme) {
    self.programme = programme
    calendar = PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth) ?? PeriodCalendar()
  }

  /// Runs all examples of all indicators, in the order of the definitions.
  package func outcomes() -> [Outcome] {
    programme.indicators.indices.flatMap { index in
      programme.indicators[index].declaration.examples.map { outcome(of: $0, indicator: index) }
    }
  }

  /// Whether an example of some indicators fails; ends at the first one. Complexity: O(examples).
  func hasFailure(ofIndicators indices: [Int]) -> Bool {
    indices.contains { index in
      programme.indicators[index].declaration.examples.contains { !outcome(of: $0, indicator: index).hasPassed }
    }
  }

  private func outcome(of example: ExampleDeclaration, indicator index: Int) -> Outcome {
    var programme = self.programme
    if example.ignoresTooFew { programme.indicators[index].tooFewBelow = 0 }
    let plan = programme.indicators[index]
    let (dataset, faults) = ExampleFacts.dataset(of: example, in: programme, implicitLevel: plan.levels.first ?? 0)
    var diagnostics = faults
    if example.expectations.isEmpty {
      diagnostics.append(Diagnostic(ExampleRule.noExpectation, at: example.range))
    }
    if !diagnostics.hasErrors {
      let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: example.asOf?.day)
      for expectation in example.expectations {
        diagnostics += check(expectation, of: index, example, evaluator, dataset)
      }
    }
    return Outcome(indicator: plan.id, title: example.title.text, diagnostics: diagnostics)
  }

  private func check(
    _ expectation: ExpectClause, of indicator: Int, _ example: ExampleDeclaration, _ evaluator: Evaluator,
    _ dataset: Dataset
  ) -> [Diagnostic] {
    guard case .success(let period) = calendar.parse(expectation.period.label) else {
      return [Diagnostic(SemanticRule.badPeriod, [expectation.period.label], at: expectation.period.range)]
    }
    let rows = evaluator.evaluate([indicator], in: period)
    let match = rows.first { row in
      row.period == period && isMeant(row.subject, expectation, example, dataset) && isMeant(row.split, expectation)
    }
    guard let match else {
      return [Diagnostic(ExampleRule.noCell, [expectation.range.text], at: expectation.range)]
    }
    return compare(match, with: expectation)
  }

  /// Whether a row's subject is the one asked for: the officer, the unit, or else the first unit of the facts.
  private func isMeant(
    _ subject: Subject, _ expectation: ExpectClause, _ example: ExampleDeclaration, _ dataset: Dataset
  ) -> Bool {
    switch subject {
    case .officer(let code, _):
      return expectation.officer.map { dataset.domains[0].text(code) == $0.text } ?? false
    case .unit(let unit):
      guard expectation.officer == nil else { return false }
      let code = dataset.organisation.codes[Int(unit)]
      if let wanted = expectation.unit { return code == wanted.text }
      for case .unit(let first, _, _, _, _, _, _) in example.facts { return code == first.text }
      return code == ExampleFacts.implicitUnit
    }
  }

  private func isMeant(_ split: SplitGroup?, _ expectation: ExpectClause) -> Bool {
    guard let wanted = expectation.splits.first else { return split == nil }
    let name = wanted.name.member.map { "\(wanted.name.field.text).\($0.text)" } ?? wanted.name.field.text
    return split == SplitGroup(name: name, group: wanted.group.text)
  }

  private func compare(_ row: ResultRow, with expectation: ExpectClause) -> [Diagnostic] {
    switch expectation.outcome {
    case .state(let name):
      guard let wanted = ValueState(rawValue: name.text) else {
        let known = ValueState.allCases.map(\.rawValue).joined(separator: ", ")
        return [Diagnostic(ExampleRule.unknownState, [name.text, known], at: name.range)]
      }
      if row.state == wanted { return [] }
      let found =
        row.state == .value
        ? [wanted.rawValue, "value", Self.shown(row)] : [wanted.rawValue, row.state.rawValue, row.reason]
      return [Diagnostic(ExampleRule.stateDiffers, found, at: expectation.range)]
    case .value(let wanted, let parts):
      let text = wanted.range.text
      guard let value = row.value else {
        return [Diagnostic(ExampleRule.stateDiffers, [text, row.state.rawValue, row.reason], at: expectation.range)]
      }
      let isEqual =
        Self.isEqual(value, wanted)
        && (parts.map { Self.isEqual(row.numerator, $0.numerator) && Self.isEqual(row.denominator, $0.denominator) }
          ?? true)
      if isEqual { return [] }
      return [Diagnostic(ExampleRule.valueDiffers, [text, Self.shown(row)], at: expectation.range)]
    }
  }

  /// Whether a number, rounded to as many decimals as were written, is the written one.
  private static func isEqual(_ found: Double?, _ wanted: NumberLiteral) -> Bool {
    guard let found else { return false }
    let digits = wanted.range.text.split(whereSeparator: { $0 == "." || $0 == "," })
    let decimals = wanted.isWhole || digits.count < 2 ? 0 : digits[digits.count - 1].count(where: \.isNumber)
    var half = 0.5
    for _ in 0..<decimals { half /= 10 }
    // The tiny margin admits a value that lies on the very edge by the rounding of the last bit.
    return abs(found - wanted.value) <= half * (1 + 1e-9)
  }

  private static func shown(_ row: ResultRow) -> String {
    let value = row.value.map(shown) ?? "-"
    guard let numerator = row.numerator, let denominator = row.denominator else { return value }
    return "\(value) (\(shown(numerator)) of \(shown(denominator)))"
  }

  /// A number as one would write it on paper, with at most four decimals.
  private static func shown(_ number: Double) -> String {
    let rounded = (number * 10_000).rounded() / 10_000
    if let whole = Int(exactly: rounded) { return String(whole) }
    return abs(rounded) < 1e9 && rounded != 0 ? "\(rounded)" : "\(number)"
  }
}
