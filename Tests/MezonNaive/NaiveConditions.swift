// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// Conditions and quantities of one event, straight from the tree; nil is *unknown* (docs/evaluation.md, 2).
struct NaiveConditions {
  let world: NaiveWorld
  /// The place of the event in the log.
  let place: Int
  /// The field that says which unit the event belongs to.
  let unitField: String?

  /// The field on whose day parameters are read; nil for the event's own time.
  var dayField: String?

  /// Whether parameters are read on the last day, since rows of a roster are looked at in force.
  var readsOnLastDay = false

  /// The officer whose figure is made, where an indicator looks at events of the officer's unit.
  var officer: String?

  /// The element that a quantifier is looking at, and of which list.
  typealias Focus = (list: String, element: NaiveValue)

  var event: NaiveEvent { world.log.events[place] }

  /// Whether a condition holds: only if it is true, not if it is unknown.
  func holds(_ condition: Expression?) -> Bool {
    condition.map { truth(of: $0) == true } ?? true
  }

  /// The truth of a condition.
  func truth(of condition: Expression) -> Bool? {
    switch condition {
    case .not(let inner, _): return truth(of: inner).map { !$0 }
    case .and(let left, let right, _):
      let sides = [truth(of: left), truth(of: right)]
      return sides.contains(false) ? false : sides.contains(nil) ? nil : true
    case .or(let left, let right, _):
      let sides = [truth(of: left), truth(of: right)]
      return sides.contains(true) ? true : sides.contains(nil) ? nil : false
    case .namesOfficer(let field, _): return event[field.text].elements.contains { $0.code == officer }
    case .linked(let link, let negated, _): return NaiveLinks(self).exists(link).map { $0 != negated }
    default: return quantified(condition)
    }
  }

  /// A single comparison: for each element of the list that it quantifies, if it does.
  private func quantified(_ condition: Expression) -> Bool? {
    guard let (quantifier, list) = condition.quantifiedList else { return single(condition, nil) }
    let truths = event[list].elements.map { single(condition, (list, $0)) }
    switch quantifier {
    case .any: return truths.contains(true) ? true : truths.contains(nil) ? nil : false
    case .each: return truths.contains(false) ? false : truths.contains(nil) ? nil : true
    }
  }

  private func single(_ condition: Expression, _ bound: Focus?) -> Bool? {
    switch condition {
    case .comparison(let comparison, let left, let right, _):
      return compare(value(of: left, beside: right, bound), comparison, value(of: right, beside: left, bound))
    case .isOneOf(let item, let members, let negated, _):
      let truths = members.map { compare(value(of: item, bound), .equal, value(of: $0, beside: item, bound)) }
      let isMember: Bool? = truths.contains(true) ? true : truths.contains(nil) ? nil : false
      return isMember.map { $0 != negated }
    case .isMissing(let item, let negated, _): return (value(of: item, bound) == .missing) != negated
    case .within(let later, let span, let anchor, _):
      return isWithin(value(of: later, bound), span, of: value(of: anchor, bound))
    case .apart(let item, let limit, let span, let direction, let other, _):
      let (first, second) = direction == .before ? (item, other) : (other, item)
      return isApart(limit, span, from: value(of: first, bound), to: value(of: second, bound))
    case .matches(let item, let pattern, _):
      guard case .text(let text) = value(of: item, bound) else { return nil }
      return NaivePattern.matches(Array(text.lowercased()), Array(pattern.text.lowercased()))
    default:
      if case .truth(let truth) = value(of: condition, bound) { return truth }
      return nil
    }
  }

  // MARK: Comparisons

  func compare(_ left: NaiveValue, _ comparison: ComparisonOperator, _ right: NaiveValue) -> Bool? {
    if left == .missing || right == .missing { return nil }
    switch comparison {
    case .equal: return isEqual(left, right)
    case .notEqual: return !isEqual(left, right)
    case .less: return isLess(left, right)
    case .greater: return isLess(right, left)
    case .lessOrEqual: return !isLess(right, left)
    case .greaterOrEqual: return !isLess(left, right)
    }
  }

  /// Whether two present values are the same; where a day meets a time, the time's local day counts.
  func isEqual(_ left: NaiveValue, _ right: NaiveValue) -> Bool {
    if let days = daysOfMixed(left, right) { return days.0 == days.1 }
    return left == right
  }

  /// Whether a present number, day or time comes before another.
  func isLess(_ left: NaiveValue, _ right: NaiveValue) -> Bool {
    if let days = daysOfMixed(left, right) { return days.0 < days.1 }
    switch (left, right) {
    case (.number(let left), .number(let right)): return left < right
    case (.day(let left), .day(let right)): return left < right
    case (.time(let left), .time(let right)): return left < right
    default: return false
    }
  }

  private func daysOfMixed(_ left: NaiveValue, _ right: NaiveValue) -> (CalendarDay, CalendarDay)? {
    switch (left, right) {
    case (.day(let left), .time(let right)): (left, world.programme.zone.day(of: right))
    case (.time(let left), .day(let right)): (world.programme.zone.day(of: left), right)
    default: nil
    }
  }

  /// Whether `later` lies at or after `anchor` and at most a span after it.
  func isWithin(_ later: NaiveValue, _ span: SpanLiteral, of anchor: NaiveValue) -> Bool? {
    if let months = span.months {
      guard let first = world.day(of: anchor), let second = world.day(of: later) else { return nil }
      return !isLess(later, anchor) && second <= first.later(months: months)
    }
    guard let unit = SpanUnit(span.unit), let distance = distance(from: anchor, to: later, in: unit) else { return nil }
    // In hours and minutes both sides are instants, a day being its midnight; else a day and a time compare as days.
    let isOrdered = unit.isElapsed ? distance >= 0 : !isLess(later, anchor)
    return isOrdered && distance <= span.size
  }

  /// Whether the distance from one time to another has a bound; an upper one also excludes the other order.
  private func isApart(_ limit: Bound, _ span: SpanLiteral, from first: NaiveValue, to second: NaiveValue) -> Bool? {
    if let months = span.months {
      guard let first = world.day(of: first), let second = world.day(of: second) else { return nil }
      let end = first.later(months: months)
      return limit == .atLeast ? second >= end : first <= second && second <= end
    }
    guard let unit = SpanUnit(span.unit), let distance = distance(from: first, to: second, in: unit) else { return nil }
    switch limit {
    case .atLeast: return distance >= span.size
    case .atMost: return distance >= 0 && distance <= span.size
    }
  }

  /// Days between the local days, or microseconds between the instants for hours and minutes.
  private func distance(from first: NaiveValue, to second: NaiveValue, in unit: SpanUnit) -> Int? {
    if unit.isElapsed {
      guard let first = world.instant(of: first), let second = world.instant(of: second) else { return nil }
      return Int(second.microseconds(since: first))
    }
    guard let first = world.day(of: first), let second = world.day(of: second) else { return nil }
    return second - first
  }

  // MARK: Quantities

  /// The value of one side of a comparison: a name that the other side's choice has as a member is that member, even if
  /// a field has the same name.
  private func value(of side: Expression, beside other: Expression, _ bound: Focus?) -> NaiveValue {
    if case .name(let name) = side, members(of: other).contains(name.text) { return .text(name.text) }
    return value(of: side, bound)
  }

  /// The members of the choice that a quantity belongs to; none for any other type.
  private func members(of quantity: Expression) -> [String] {
    let programme = world.programme
    let type: FieldType?
    switch quantity {
    case .name(let name):
      let attribute = programme.unitAttributes.first { $0.name.text == name.text }
      type = (programme.field(name.text, of: event.type) ?? attribute)?.type
    case .firstLinked(let field, let link, _): type = programme.field(field.text, of: link.event.text)?.type
    case .element(let field, _, let list, _):
      type = programme.field(list.text, of: event.type)?.type
      if let field, case .records(let fields) = type {
        return fields.first { $0.name.text == field.text }.flatMap { programme.members(of: $0.type) } ?? []
      }
    default: return []
    }
    return type.flatMap { programme.members(of: $0) } ?? []
  }

  /// The value of a quantity.
  func value(of quantity: Expression, _ bound: Focus? = nil) -> NaiveValue {
    switch quantity {
    case .name(let name): return value(ofName: name.text)
    case .number(let literal): return .number(literal.value)
    case .text(let literal): return .text(literal.text)
    case .lastDay: return .day(world.asOf)
    case .truth(let truth, _): return .truth(truth)
    case .time(let literal):
      guard let clock = literal.microseconds, let local = LocalTime(day: literal.day, microsecondOfDay: clock) else {
        return .day(literal.day)
      }
      return .time(world.programme.zone.instant(of: local))
    case .element(let field, _, let list, _):
      guard let bound, bound.list == list.text else { return .missing }
      guard let field else { return bound.element }
      guard case .record(let record) = bound.element else { return .missing }
      return record[field.text] ?? .missing
    case .firstLinked(let field, let link, _):
      guard let first = NaiveLinks(self).first(link) else { return .missing }
      return world.log.events[first][field.text]
    case .parameter(let parameter, _):
      let time = readsOnLastDay ? .day(world.asOf) : dayField.map { event[$0] } ?? world.ownTime(of: event)
      let value = world.day(of: time).flatMap { world.programme.value(of: parameter, on: $0) }
      return value.map { .number($0) } ?? .missing
    case .arithmetic(let operation, let left, let right, _):
      guard case .number(let left) = value(of: left, bound), case .number(let right) = value(of: right, bound) else {
        return .missing
      }
      let result =
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        }
      // Neither a quotient by zero nor what is too large is a number.
      return result.isFinite ? .number(result) : .missing
    case .elapsed(let unit, let first, let second, _):
      guard let distance = distance(from: value(of: first, bound), to: value(of: second, bound), in: unit) else {
        return .missing
      }
      return .number(Double(distance) / Double(unit.size))
    default: return .missing
    }
  }

  /// A field of the event, an attribute of its unit on the day of its own time, or else a member of a choice.
  private func value(ofName name: String) -> NaiveValue {
    if world.programme.field(name, of: event.type) != nil { return event[name] }
    if world.programme.unitAttributes.contains(where: { $0.name.text == name }) {
      guard let unitField, let day = world.day(of: world.ownTime(of: event)) else { return .missing }
      return world.attribute(name, of: event[unitField], on: day)
    }
    return scaleMean(name) ?? .text(name)
  }

  /// The mean answer to the questions of a scale; nil where no scale has the name.
  private func scaleMean(_ name: String) -> NaiveValue? {
    let programme = world.programme
    let survey = programme.events.first { $0.name.text == event.type }?.survey
    guard let scale = survey?.scales.first(where: { $0.name.text == name }) else { return nil }
    let scores = scale.items.compactMap { question, isReversed -> Double? in
      let type = programme.field(question.text, of: event.type)?.type
      let members = type.flatMap { programme.members(of: $0) } ?? []
      let answers = members.filter { member in !scale.excluded.contains { $0.text == member } }
      guard let place = answers.firstIndex(where: { $0 == event[question.text].code }) else { return nil }
      return Double(isReversed ? answers.count - place : place + 1)
    }
    guard Double(scores.count) >= scale.atLeast?.value ?? Double(scale.items.count) else { return .missing }
    return .number(scores.reduce(0, +) / Double(scores.count))
  }
}
