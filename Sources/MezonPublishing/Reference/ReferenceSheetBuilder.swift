// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonSemantics
import MezonSyntax

/// Writes the reference sheet of an indicator.
package struct ReferenceSheetBuilder {
  private let programme: Programme
  private let words: ReportWords

  /// Takes the programme whose indicators are described, and the words of the language.
  package init(programme: Programme, words: ReportWords) {
    self.programme = programme
    self.words = words
  }

  /// The sheet of an indicator of the programme. Complexity: linear in its definition and in the number of sources.
  package func sheet(of plan: IndicatorPlan) throws(PublishingFailure) -> ReferenceSheet {
    let method = try MethodSheetBuilder(programme: programme, plan: plan, words: words).sheet(number: "")
    var sections: [ReferenceSheet.Section] = []
    for part in ReferenceSheet.Part.allCases {
      var lines: [MethodSheet.Line] = []
      switch part {
      case .examples: lines = try examples(of: plan)
      case .collection: lines = try sources(of: plan) + statements(of: method, in: part)
      default: lines = try statements(of: method, in: part)
      }
      guard !lines.isEmpty else { continue }
      let heading = try words.text("reference." + part.rawValue)
      sections.append(ReferenceSheet.Section(part: part, heading: heading, lines: lines))
    }
    let declaration = plan.declaration
    let own = programme.declaration
    return ReferenceSheet(
      id: plan.id, title: words.label(declaration.labels, title: declaration.title?.text, name: plan.id),
      programme: words.label(own?.labels ?? [], title: own?.title.text, name: ""),
      ministry: words.best(own?.ministry ?? []) ?? "", language: words.language, sections: sections)
  }

  /// The statements of the method that belong to a part; fields that the sheet must have are shown even if they are not stated.
  private func statements(
    of method: MethodSheet, in part: ReferenceSheet.Part
  ) throws(PublishingFailure) -> [MethodSheet.Line] {
    var lines: [MethodSheet.Line] = []
    for field in MethodSheet.Field.allCases where field.part == part {
      let stated = method.lines.filter { $0.field == field }
      lines += stated
      guard stated.isEmpty, field.isRequired else { continue }
      lines.append(
        MethodSheet.Line(
          field: field, heading: try words.text("method." + field.rawValue),
          text: try words.text("reference.not_stated")))
    }
    return lines
  }

  /// The sources from which the events come, with their files.
  private func sources(of plan: IndicatorPlan) throws(PublishingFailure) -> [MethodSheet.Line] {
    let heading = try words.text("method.data_source")
    var lines: [MethodSheet.Line] = []
    for source in programme.sources {
      guard case .event(plan.event) = source.target else { continue }
      let declaration = source.declaration
      let label = words.label(declaration.labels, title: declaration.title?.text, name: source.name)
      let file = declaration.file?.text
      let text = try file.map { file throws(PublishingFailure) in
        try words.text("reference.source_file", ["source": label, "file": file])
      }
      lines.append(MethodSheet.Line(field: .dataSource, heading: heading, text: text ?? label))
    }
    guard lines.isEmpty else { return lines }
    return [
      MethodSheet.Line(field: .dataSource, heading: heading, text: try words.text("reference.not_stated"))
    ]
  }

  /// The worked examples by their titles, with what must come out.
  private func examples(of plan: IndicatorPlan) throws(PublishingFailure) -> [MethodSheet.Line] {
    var lines: [MethodSheet.Line] = []
    for example in plan.declaration.examples {
      var outcomes: [String] = []
      for expectation in example.expectations { outcomes.append(try outcome(expectation)) }
      lines.append(
        MethodSheet.Line(
          field: .example, heading: example.title.text, text: outcomes.joined(separator: "; ")))
    }
    return lines
  }

  /// What an example expects of one figure: `2026-Q1, parties.sex = female: 50 (1 / 2)`.
  private func outcome(_ expectation: ExpectClause) throws(PublishingFailure) -> String {
    var subject = [expectation.period.label]
    if let officer = expectation.officer { subject.append(officer.text) }
    if let unit = expectation.unit { subject.append(unit.text) }
    for (split, group) in expectation.splits {
      subject.append("\(try words.term(split.field.text)) = \(try words.term(group.text))")
    }
    let outcome: String
    switch expectation.outcome {
    case .value(let value, let parts):
      let number =
        value.isPerCent
        ? try words.text("amount.per_cent", ["number": words.number(value.value)]) : words.number(value.value)
      let fraction = parts.map { " (\(words.number($0.numerator.value)) / \(words.number($0.denominator.value)))" }
      outcome = number + (fraction ?? "")
    case .state(let state): outcome = try words.text("state." + state.text)
    }
    return "\(subject.joined(separator: ", ")): \(outcome)"
  }
}

extension MethodSheet.Field {
  /// Where the statement stands in the sheet.
  var part: ReferenceSheet.Part {
    switch self {
    case .looksAt, .excluded, .counts, .excepted, .maturity, .value, .periodField, .unitField, .measure, .splits,
      .direction, .purpose, .source:
      .description
    case .dataSource, .every, .levels, .owner, .reported, .complete: .collection
    case .limitations, .interval, .precision, .presentation, .comparisons, .minimum, .threshold: .quality
    case .baseline, .target, .pairedWith, .acceptedRisks: .targets
    case .version, .effectiveFrom, .effectiveUntil, .reviewBy, .catalogue, .id: .changes
    case .example: .examples
    }
  }

  /// Whether donors ask for it, so that a sheet without it says so.
  var isRequired: Bool {
    switch self {
    case .measure, .splits, .purpose, .source, .every, .owner, .limitations, .baseline, .target, .effectiveFrom,
      .reviewBy:
      true
    default: false
    }
  }
}
