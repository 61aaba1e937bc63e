// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// Turns constants of definitions into cells: recodes and constants of sources, and the facts of examples.
struct ConstantReader: Sendable {
  let programme: Programme
  let clock: SourceClock

  /// The cell of a constant in a field's type.
  /// - Parameters:
  ///   - name: the field's name, for the message
  ///   - dictionary: where codes of texts stand; the type's own when nil
  func cell(
    _ expression: Expression, _ type: ValueType, name: String, dictionary: DictionaryPlace? = nil,
    _ values: inout ValueDictionaries
  ) throws(ReadingFailure) -> Cell {
    switch (type, expression) {
    case (.time, .time(let literal)): return Cell(clock.instant(literal))
    case (.day, .time(let literal)): return Cell(literal.day.daysSinceEpoch)
    case (.yesNo, .truth(let truth, _)): return Cell(truth)
    case (.number(_, isWhole: false), .number(let literal)): return Cell(literal.value)
    case (.number(_, isWhole: true), .number(let literal)):
      guard let whole = Int64(exactly: literal.value) else { break }
      if case .number(.level(let rubric), _) = type {
        let schema = programme.rubrics[rubric.index]
        guard schema.hasLevel(whole) else {
          throw ReadingFailure(
            Diagnostic(IngestRule.notAMember, [name, expression.range.text, schema.numbers], at: expression.range))
        }
      }
      return Cell(whole)
    case (.choice(let choice), .name(let member)):
      return try self.member(member.text, of: choice, at: expression.range)
    case (.choice(let choice), .text(let member)):
      return try self.member(member.text, of: choice, at: expression.range)
    case (.text, .text(let literal)), (.reference, .text(let literal)):
      let place = dictionary ?? type.dictionary ?? .texts
      return literal.text.withBytes { Cell(values.encode(FieldText.trimmed($0), in: place)) }
    case (.unit, .text(let literal)): return try unit(literal.text, name, at: literal.range, values)
    // A code may be written as a bare name.
    case (.text, .name(let code)), (.reference, .name(let code)):
      let place = dictionary ?? type.dictionary ?? .texts
      return code.text.withBytes { Cell(values.encode($0, in: place)) }
    case (.unit, .name(let code)): return try unit(code.text, name, at: code.range, values)
    default: break
    }
    throw ReadingFailure(
      Diagnostic(
        IngestRule.unfitValue, [expression.range.text, name, words(for: type)], at: expression.range))
  }

  private func unit(
    _ code: String, _ name: String, at range: SourceRange, _ values: ValueDictionaries
  ) throws(ReadingFailure) -> Cell {
    if let unit = values.organisation.index(of: code) { return Cell(unit) }
    throw ReadingFailure(
      Diagnostic(
        IngestRule.unknownUnit, [name, code], at: range,
        suggestion: Spelling.nearest(to: code, among: values.organisation.codes)))
  }

  private func member(
    _ member: String, of choice: ChoiceID, at range: SourceRange
  ) throws(ReadingFailure) -> Cell {
    let schema = programme.choices[choice.index]
    if let index = schema.members.firstIndex(of: member) { return Cell(Int64(index)) }
    throw ReadingFailure(
      Diagnostic(
        IngestRule.notAMember, [schema.name, member, schema.members.joined(separator: ", ")], at: range,
        suggestion: Spelling.nearest(to: member, among: schema.members)))
  }

  /// A type in the language's own words.
  func words(for type: ValueType) -> String {
    switch type {
    case .time: "time"
    case .day: "day"
    case .unit: "unit"
    case .text: "text"
    case .yesNo: "yes no"
    case .number(.level(let rubric), _): "one of " + programme.rubrics[rubric.index].numbers
    case .number(_, let isWhole): isWhole ? "whole number" : "number"
    case .choice(let choice): "one of " + programme.choices[choice.index].members.joined(separator: ", ")
    case .reference(let domain):
      programme.domains.indices.contains(domain.index) ? programme.domains[domain.index] : "reference"
    case .list(let element): "list of " + words(for: element)
    case .records: "list"
    }
  }
}
