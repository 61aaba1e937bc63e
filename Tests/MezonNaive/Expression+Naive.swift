// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

extension Expression {
  /// The quantifier and the list of the first element that stands in a single comparison or quantity.
  var quantifiedList: (Quantifier, String)? {
    if case .element(_, let quantifier, let list, _) = self { return (quantifier, list.text) }
    for operand in operands {
      if let found = operand.quantifiedList { return found }
    }
    return nil
  }

  /// The expressions directly inside.
  var operands: [Expression] {
    switch self {
    case .not(let inner, _), .isMissing(let inner, _, _), .matches(let inner, _, _): [inner]
    case .and(let left, let right, _), .or(let left, let right, _), .comparison(_, let left, let right, _),
      .arithmetic(_, let left, let right, _), .within(let left, _, let right, _),
      .apart(let left, _, _, _, let right, _),
      .elapsed(_, let left, let right, _):
      [left, right]
    case .isOneOf(let item, let members, _, _): [item] + members
    case .name, .number, .text, .time, .truth, .element, .firstLinked, .linked, .column, .parameter,
      .namesOfficer, .lastDay, .invalid:
      []
    }
  }

  /// The parts of a chain of `and`.
  var conjuncts: [Expression] {
    if case .and(let left, let right, _) = self { return left.conjuncts + right.conjuncts }
    return [self]
  }
}

extension CalendarDay {
  /// The same day of the month so many months later, or the last day of that month.
  func later(months: Int) -> CalendarDay {
    let month = civil.month - 1 + months
    let (year, first) = (civil.year + month / 12, month % 12 + 1)
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][first - 1]
    return CalendarDay(year: year, month: first, day: min(civil.day, length)) ?? .last
  }
}

extension SpanUnit {
  /// Whether it is elapsed time; days and weeks are counted on the calendar.
  var isElapsed: Bool { self == .minutes || self == .hours }

  /// The length in days, or in microseconds for elapsed time.
  var size: Int {
    switch self {
    case .minutes: 60_000_000
    case .hours: 3_600_000_000
    case .days: 1
    case .weeks: 7
    }
  }
}

extension SpanLiteral {
  /// Whether it is elapsed time.
  var isElapsed: Bool { SpanUnit(unit)?.isElapsed ?? false }

  /// The length in days, months counting 31, or in microseconds for elapsed time.
  var size: Int { SpanUnit(unit).map { amount * $0.size } ?? 31 * (months ?? 0) }
}
