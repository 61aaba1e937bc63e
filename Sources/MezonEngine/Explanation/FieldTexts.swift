// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonSyntax

/// Writes the fields of events that a definition uses, as its people may see them.
struct FieldTexts {
  private let evaluator: Evaluator
  private let event: EventSchema
  private let table: EventTable
  private let places: [FieldsInUse.Place]
  /// The officer whose code may be shown.
  private let officer: Int32?

  init(_ evaluator: Evaluator, _ plan: IndicatorPlan, _ used: FieldsInUse, subject: Subject) {
    self.evaluator = evaluator
    event = evaluator.programme.events[plan.event.index]
    table = evaluator.dataset.events[plan.event.index]
    officer = if case .officer(let code, _) = subject { code } else { nil }
    let schema = event
    places = used.places.filter { Self.mayShow($0, schema) }.sorted()
  }

  /// Whether people may see a field: only open ones, of open lists.
  private static func mayShow(_ place: FieldsInUse.Place, _ schema: EventSchema) -> Bool {
    guard schema.fields.indices.contains(place.field), schema.fields[place.field].privacy == .open else { return false }
    guard case .records(let members) = schema.fields[place.field].type else { return true }
    return members.indices.contains(place.member) && members[place.member].privacy == .open
  }

  /// The names and values of an event's fields.
  func fields(_ row: Int) -> [(name: String, value: String)] {
    places.map { (name($0), text($0, row)) }
  }

  private func name(_ place: FieldsInUse.Place) -> String {
    let field = event.fields[place.field]
    guard case .records(let members) = field.type else { return field.name }
    return field.name + "." + members[place.member].name
  }

  private func text(_ place: FieldsInUse.Place, _ row: Int) -> String {
    guard table.columns.indices.contains(place.field) else { return "" }
    switch (table.columns[place.field], event.fields[place.field].type) {
    case (.plain(let column), let type): return text(column, row, type)
    case (.list(let list), .list(let type)): return text(list, child: 0, row, type)
    case (.list(let list), .records(let members)):
      return text(list, child: place.member, row, members[place.member].type)
    default: return ""
    }
  }

  private func text(_ list: ListColumn, child: Int, _ row: Int, _ type: ValueType) -> String {
    guard list.children.indices.contains(child) else { return "" }
    let texts = list.children(of: row).map { text(list.children[child], $0, type) }
    // Of a list of officers only the subject is named, so the others leave no gap.
    return (type == .reference(.officer) ? texts.filter { !$0.isEmpty } : texts).joined(separator: "; ")
  }

  private func text(_ column: Column, _ row: Int, _ type: ValueType) -> String {
    guard column.isPresent(row) else { return "" }
    switch type {
    case .time: return column.value(row, as: Int64.self).map(localTime) ?? ""
    case .day: return column.value(row, as: Int32.self).map { CalendarDay(daysSinceEpoch: $0).description } ?? ""
    case .yesNo: return column.value(row, as: UInt8.self).map { $0 == 0 ? "no" : "yes" } ?? ""
    case .number(_, isWhole: true): return column.value(row, as: Int64.self).map { String($0) } ?? ""
    case .number: return column.value(row, as: Double.self).map { MezonEngine.text(of: $0) } ?? ""
    case .unit, .text, .choice, .reference: return column.value(row, as: Int32.self).map { code($0, type) } ?? ""
    case .list, .records: return ""
    }
  }

  /// A time on the programme's clocks, to the minute.
  private func localTime(_ microseconds: Int64) -> String {
    let local = evaluator.zone.localTime(of: Instant(microseconds: microseconds))
    let minutes = local.microsecondOfDay / 60_000_000
    let (hour, minute) = (minutes / 60, minutes % 60)
    return "\(local.day) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  private func code(_ code: Int32, _ type: ValueType) -> String {
    func text(_ dictionary: TextDictionary) -> String {
      code >= 0 && Int(code) < dictionary.count ? dictionary.text(code) : ""
    }
    func text(_ texts: [String]) -> String { texts.indices.contains(Int(code)) ? texts[Int(code)] : "" }
    switch type {
    case .unit: return text(evaluator.dataset.organisation.codes)
    case .text: return text(evaluator.dataset.texts)
    case .choice(let id):
      return evaluator.programme.choices.indices.contains(id.index)
        ? text(evaluator.programme.choices[id.index].members) : ""
    // Other officers stay unnamed, in an appraisal as anywhere else.
    case .reference(.officer) where code != officer: return ""
    case .reference(let domain):
      return evaluator.dataset.domains.indices.contains(domain.index)
        ? text(evaluator.dataset.domains[domain.index]) : ""
    default: return ""
    }
  }
}
