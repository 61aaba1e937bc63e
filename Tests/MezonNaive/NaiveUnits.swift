// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

extension NaiveWorld {
  /// Whether the attributes of a unit itself make a condition true on a day.
  func fulfils(_ condition: Expression, _ unit: String, on day: CalendarDay) -> Bool {
    truth(of: condition, unit, on: day) == true
  }

  private func truth(of condition: Expression, _ unit: String, on day: CalendarDay) -> Bool? {
    func value(_ name: Name) -> NaiveValue { attribute(name.text, of: .text(unit), on: day) }
    func equal(_ name: Name, _ other: Expression) -> Bool? {
      switch (value(name), other) {
      case (.missing, _): nil
      case (.text(let text), .name(let member)): text == member.text
      case (.truth(let truth), .truth(let wanted, _)): truth == wanted
      default: false
      }
    }
    switch condition {
    case .truth(let truth, _): return truth
    case .name(let name): if case .truth(let truth) = value(name) { return truth } else { return nil }
    case .not(let inner, _): return truth(of: inner, unit, on: day).map { !$0 }
    case .and(let left, let right, _):
      let sides = [truth(of: left, unit, on: day), truth(of: right, unit, on: day)]
      return sides.contains(false) ? false : sides.contains(nil) ? nil : true
    case .or(let left, let right, _):
      let sides = [truth(of: left, unit, on: day), truth(of: right, unit, on: day)]
      return sides.contains(true) ? true : sides.contains(nil) ? nil : false
    case .isMissing(.name(let name), let negated, _): return (value(name) == .missing) != negated
    case .isOneOf(.name(let name), let members, let negated, _):
      let truths = members.map { equal(name, $0) }
      let isMember: Bool? = truths.contains(true) ? true : truths.contains(nil) ? nil : false
      return isMember.map { $0 != negated }
    case .comparison(.equal, .name(let name), let other, _): return equal(name, other)
    case .comparison(.notEqual, .name(let name), let other, _): return equal(name, other).map { !$0 }
    default: return nil
    }
  }
}
