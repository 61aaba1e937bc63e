// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonNaive

/// Makes the events of a programme: few values, so that they meet; times at the edges of periods and windows.
struct LogGenerator {
  let schema: GeneratedSchema
  let edges: CalendarEdges
  let zone: TimeZoneRules
  let units: [NaiveUnit]
  /// Ratings must be many, or there are never raters enough.
  var manyEvents = false

  func events(_ dice: inout Dice) -> [NaiveEvent] {
    schema.events.flatMap { event -> [NaiveEvent] in
      let most = manyEvents ? dice.one(of: 8, 30, 60) : dice.one(of: 0, 3, 12, 25, 40)
      return (0..<dice.number(min(1, most)...max(1, most))).map { _ in self.event(event, &dice) }
    }
  }

  private func event(_ event: GeneratedEvent, _ dice: inout Dice) -> NaiveEvent {
    let day = edges.day(&dice)
    let local = LocalTime(day: day, microsecondOfDay: CalendarEdges.clock(&dice)) ?? LocalTime(midnightOf: day)
    var fields: [String: NaiveValue] = [:]
    for field in event.fields where !field.isOptional || dice.chance(75) {
      if field.type.isTemporal {
        let when = field.name == "opened" ? local : later(than: local, &dice)
        fields[field.name] = field.type == .day ? .day(when.day) : .time(zone.instant(of: when))
      } else {
        fields[field.name] = value(field.type, on: day, isOptional: field.isOptional, &dice)
      }
    }
    // A row of a roster that ends before it starts would be refused.
    if event.isRoster, let end = fields["closed"], self.day(of: end) < day { fields["closed"] = nil }
    return NaiveEvent(type: event.name, fields: fields)
  }

  private func day(of value: NaiveValue) -> CalendarDay {
    switch value {
    case .day(let day): day
    case .time(let instant): zone.day(of: instant)
    default: .last
    }
  }

  /// A time near another: just at, before or behind the end of a window.
  private func later(than local: LocalTime, _ dice: inout Dice) -> LocalTime {
    if dice.chance(30) {
      let hours = dice.pick(CalendarEdges.windowHours) ?? 1
      let microseconds = Int64(hours) * 3_600_000_000 + Int64(dice.number(-1...1)) * 1_000_000
      return LocalTime(microsecondsSinceEpoch: local.microsecondsSinceEpoch + microseconds)
    }
    let days = (dice.pick(CalendarEdges.windowDays) ?? 0) + dice.number(-1...1)
    let clock = dice.chance(50) ? local.microsecondOfDay : CalendarEdges.clock(&dice)
    return LocalTime(day: local.day + days, microsecondOfDay: clock) ?? local
  }

  private func value(
    _ type: GeneratedType, on day: CalendarDay, isOptional: Bool, _ dice: inout Dice
  ) -> NaiveValue {
    switch type {
    case .time, .day: return .missing
    case .unit: return .text(dice.pick(units.filter { $0.term.contains(day) })?.code ?? "")
    case .officer: return .text(dice.pick(GeneratedSchema.officers) ?? "")
    case .text: return .text(dice.one(of: "abc", "Abc 12", "x7", "beat 3", "12", "Бит 3"))
    case .yesNo: return .truth(dice.chance(50))
    case .number(_, let isWhole):
      let whole = Double(dice.number(-2...12))
      // Large numbers that cancel out show whether sums are exact.
      let large = dice.chance(3) ? 1e15 * Double(dice.one(of: 1, -1)) : whole
      return .number(isWhole ? large : dice.one(of: large, whole / 10, whole * 1.25, 0.1))
    case .rating(_, let levels): return .number(Double(dice.number(1...levels)))
    case .choice(let members, _): return .text(dice.pick(members) ?? "")
    case .reference(let domain): return .text(dice.pick(GeneratedSchema.codes[domain] ?? []) ?? "")
    case .list(let element):
      return list((0..<dice.number(0...3)).map { _ in value(element, on: day, isOptional: false, &dice) }, isOptional)
    case .records(let members):
      let records = (0..<dice.number(0...3)).map { _ in
        var record: [String: NaiveValue] = [:]
        for member in members where !member.isOptional || dice.chance(70) {
          record[member.name] = value(member.type, on: day, isOptional: member.isOptional, &dice)
        }
        return NaiveValue.record(record)
      }
      return list(records, isOptional)
    }
  }

  /// A list; an empty one of a field that may be missing is read as missing.
  private func list(_ elements: [NaiveValue], _ isOptional: Bool) -> NaiveValue {
    elements.isEmpty && isOptional ? .missing : .list(elements)
  }
}
