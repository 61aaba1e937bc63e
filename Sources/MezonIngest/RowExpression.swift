// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonSyntax

/// A condition or quantity over the mapped fields and the columns of one row, resolved and type-checked.
///
/// It follows docs/evaluation.md, section 2. What a mapping could not read has no answer to any question, not even
/// whether it is missing.
indirect enum RowExpression: Sendable {
  case number(Double)
  case instant(Int64)
  case day(Int32)
  case truth(Bool)
  case member(Int64)
  case text([UInt8])
  /// A field that has no mapping.
  case missing
  /// The value of a mapping.
  case field(Int)
  /// The element at hand of a list's mapping; stands inside `quantified`.
  case element(Int)
  /// The text of a column.
  case column(ColumnReference)
  /// Whether none of the mappings of a list has an element.
  case isEmptyList([Int])
  case not(RowExpression)
  case and(RowExpression, RowExpression)
  case or(RowExpression, RowExpression)
  case compare(ComparisonOperator, RowExpression, RowExpression)
  case isMissing(RowExpression)
  case matches(RowExpression, GlobPattern)
  case arithmetic(ArithmeticOperator, RowExpression, RowExpression)
  case elapsed(SpanUnit, from: RowExpression, to: RowExpression)
  /// Whether the distance between two times lies within bounds; `ordered` also asks that `to` is not earlier.
  case distance(DurationUnit, from: RowExpression, to: RowExpression, least: Int?, most: Int?, ordered: Bool)
  /// A condition on the elements of a list's mapping.
  case quantified(Quantifier, list: Int, RowExpression)
}

/// What an expression gives for a row.
enum RowValue: Sendable {
  case missing
  /// Something unreadable stands there: unlike a missing value it is not even known to be missing.
  case unknown
  case number(Double)
  case instant(Int64)
  case day(Int32)
  case truth(Bool)
  case member(Int64)
  case text(TextPlace)

  /// Where the bytes of a text stand.
  enum TextPlace: Sendable {
    case literal([UInt8])
    case column(ColumnReference)
    case code(Int32, DictionaryPlace)
    case unit(Int32)
  }
}

/// Answers expressions about the rows of a batch.
struct RowEvaluator {
  let texts: RowTexts
  let cells: [MappingCells]
  /// The type of each mapping's elements.
  let types: [ValueType]
  /// The dictionary behind each mapping's codes.
  let dictionaries: [DictionaryPlace?]
  let values: ValueDictionaries
  let clock: SourceClock
  var row = 0
  private var element = 0

  init(
    texts: RowTexts, cells: [MappingCells], types: [ValueType], dictionaries: [DictionaryPlace?],
    values: ValueDictionaries, clock: SourceClock
  ) {
    self.texts = texts
    self.cells = cells
    self.types = types
    self.dictionaries = dictionaries
    self.values = values
    self.clock = clock
  }

  /// Whether a condition is true for the row; nil when that is unknown.
  mutating func holds(_ condition: RowExpression) -> Bool? {
    switch condition {
    case .not(let operand): return holds(operand).map { !$0 }
    case .and(let left, let right):
      let first = holds(left)
      if first == false { return false }
      let second = holds(right)
      return second == false ? false : (first == nil || second == nil ? nil : true)
    case .or(let left, let right):
      let first = holds(left)
      if first == true { return true }
      let second = holds(right)
      return second == true ? true : (first == nil || second == nil ? nil : false)
    case .compare(let comparison, let left, let right): return compare(comparison, left, right)
    case .isMissing(let operand):
      switch value(operand) {
      case .missing: return true
      case .unknown: return nil
      case .text(.column(let column)):
        var scratch: [UInt8] = []
        return texts.isMissing(row, column, &scratch)
      default: return false
      }
    case .isEmptyList(let mappings): return mappings.allSatisfy { cells[$0].elements(of: row).isEmpty }
    case .matches(let operand, let pattern): return matches(operand, pattern)
    case .distance(let unit, let from, let to, let least, let most, let ordered):
      return isDistance(unit, from: from, to: to, least: least, most: most, ordered: ordered)
    case .quantified(let quantifier, let list, let body): return quantified(quantifier, list, body)
    default:
      if case .truth(let truth) = value(condition) { return truth }
      return nil
    }
  }

  private mutating func quantified(_ quantifier: Quantifier, _ list: Int, _ body: RowExpression) -> Bool? {
    var isUnknown = false
    let outer = element
    defer { element = outer }
    for index in cells[list].elements(of: row) {
      element = index
      switch holds(body) {
      case nil: isUnknown = true
      case true where quantifier == .any: return true
      case false where quantifier == .each: return false
      default: break
      }
    }
    return isUnknown ? nil : quantifier == .each
  }

  /// The value of an expression for the row.
  mutating func value(_ expression: RowExpression) -> RowValue {
    switch expression {
    case .number(let number): return .number(number)
    case .instant(let instant): return .instant(instant)
    case .day(let day): return .day(day)
    case .truth(let truth): return .truth(truth)
    case .member(let member): return .member(member)
    case .text(let bytes): return .text(.literal(bytes))
    case .missing: return .missing
    case .field(let mapping): return value(cells[mapping].cell(row), of: mapping)
    case .element(let mapping): return value(cells[mapping].cell(element), of: mapping)
    case .column(let column): return .text(.column(column))
    case .arithmetic(let operation, let left, let right): return arithmetic(operation, left, right)
    case .elapsed(let unit, let from, let to): return elapsed(unit, from, to)
    default: return holds(expression).map { .truth($0) } ?? .missing
    }
  }

  private func value(_ cell: Cell, of mapping: Int) -> RowValue {
    guard cell.state == .present else { return cell.state == .missing ? .missing : .unknown }
    switch types[mapping] {
    case .time: return .instant(cell.bits)
    case .day: return .day(Int32(truncatingIfNeeded: cell.bits))
    case .number(_, let isWhole): return .number(isWhole ? Double(cell.bits) : cell.double)
    case .choice: return .member(cell.bits)
    case .yesNo: return .truth(cell.bits != 0)
    case .unit: return .text(.unit(Int32(truncatingIfNeeded: cell.bits)))
    default: return .text(.code(Int32(truncatingIfNeeded: cell.bits), dictionaries[mapping] ?? .texts))
    }
  }

  private mutating func arithmetic(
    _ operation: ArithmeticOperator, _ left: RowExpression, _ right: RowExpression
  ) -> RowValue {
    let (first, second) = (value(left), value(right))
    guard case .number(let a) = first, case .number(let b) = second else {
      if case .unknown = first { return .unknown }
      if case .unknown = second { return .unknown }
      return .missing
    }
    let result: Double
    switch operation {
    case .add: result = a + b
    case .subtract: result = a - b
    case .multiply: result = a * b
    case .divide: result = b == 0 ? .nan : a / b
    }
    return result.isFinite ? .number(result) : .missing
  }
}

// Times and texts.
extension RowEvaluator {
  /// A time as an instant and a local day.
  private func moment(_ value: RowValue) -> (instant: Int64, day: Int32, isDay: Bool)? {
    switch value {
    case .instant(let instant): (instant, clock.day(of: instant), false)
    case .day(let day): (clock.midnight(day), day, true)
    default: nil
    }
  }

  private mutating func elapsed(_ unit: SpanUnit, _ from: RowExpression, _ to: RowExpression) -> RowValue {
    let (first, second) = (value(from), value(to))
    guard let start = moment(first), let end = moment(second) else {
      if case .unknown = first { return .unknown }
      if case .unknown = second { return .unknown }
      return .missing
    }
    switch unit {
    case .days: return .number(Double(Int(end.day) - Int(start.day)))
    case .weeks: return .number(Double(Int(end.day) - Int(start.day)) / 7)
    case .hours: return .number(Double(saturatingSum(end.instant, -start.instant)) / 3_600_000_000)
    case .minutes: return .number(Double(saturatingSum(end.instant, -start.instant)) / 60_000_000)
    }
  }

  private mutating func isDistance(
    _ unit: DurationUnit, from: RowExpression, to: RowExpression, least: Int?, most: Int?, ordered: Bool
  ) -> Bool? {
    guard let start = moment(value(from)), let end = moment(value(to)) else { return nil }
    if ordered {
      let isEarlier = start.isDay || end.isDay ? end.day < start.day : end.instant < start.instant
      if isEarlier { return false }
    }
    let length: Int64
    let scale: Int64
    switch unit {
    case .months, .years:
      // Months run forward from the earlier of the two.
      func later(_ count: Int) -> Int32 {
        CalendarDay(daysSinceEpoch: start.day).adding(months: unit == .years ? 12 * count : count).daysSinceEpoch
      }
      if let least, end.day < later(least) { return false }
      if let most, end.day < start.day || end.day > later(most) { return false }
      return true
    case .days: (length, scale) = (Int64(end.day) - Int64(start.day), 1)
    case .weeks: (length, scale) = (Int64(end.day) - Int64(start.day), 7)
    case .hours: (length, scale) = (saturatingSum(end.instant, -start.instant), 3_600_000_000)
    case .minutes: (length, scale) = (saturatingSum(end.instant, -start.instant), 60_000_000)
    }
    if let least, length < Int64(least) * scale { return false }
    if let most, length > Int64(most) * scale || length < 0 { return false }
    return true
  }

  private mutating func compare(
    _ comparison: ComparisonOperator, _ left: RowExpression, _ right: RowExpression
  ) -> Bool? {
    switch (value(left), value(right)) {
    case (.number(let a), .number(let b)): return ordered(comparison, a, b)
    case (.member(let a), .member(let b)): return ordered(comparison, a, b)
    case (.truth(let a), .truth(let b)): return ordered(comparison, a ? 1 : 0, b ? 1 : 0)
    case (.instant(let a), .instant(let b)): return ordered(comparison, a, b)
    case (.day(let a), .day(let b)): return ordered(comparison, a, b)
    case (.instant(let a), .day(let b)): return ordered(comparison, clock.day(of: a), b)
    case (.day(let a), .instant(let b)): return ordered(comparison, a, clock.day(of: b))
    case (.text(let a), .text(let b)):
      return withText(a) { first in
        guard let first else { return nil }
        return withText(b) { second in
          guard let second else { return nil }
          let isEqual = FieldText.isEqual(first, second)
          return comparison == .notEqual ? !isEqual : isEqual
        }
      }
    default: return nil
    }
  }

  private func ordered<Number: Comparable>(_ comparison: ComparisonOperator, _ a: Number, _ b: Number) -> Bool {
    switch comparison {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }

  private mutating func matches(_ operand: RowExpression, _ pattern: GlobPattern) -> Bool? {
    guard case .text(let place) = value(operand) else { return nil }
    return withText(place) { text in text.map { pattern.matches($0) } }
  }

  /// Calls `body` with a text without blanks around it, nil for a column that holds nothing.
  func withText<Result>(
    _ place: RowValue.TextPlace, _ body: (UnsafeRawBufferPointer?) -> Result
  ) -> Result {
    switch place {
    case .literal(let bytes): return bytes.withUnsafeBytes { body($0) }
    case .code(let code, let dictionary): return values.withBytes(code, in: dictionary) { body($0) }
    case .unit(let unit):
      let codes = values.organisation.codes
      return (codes.indices.contains(Int(unit)) ? codes[Int(unit)] : "").withBytes { body($0) }
    case .column(let column):
      var scratch: [UInt8] = []
      if texts.isMissing(row, column, &scratch) { return body(nil) }
      return texts.withText(row, column, &scratch) { body(FieldText.trimmed($0)) }
    }
  }
}
