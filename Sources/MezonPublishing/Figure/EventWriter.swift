// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonEngine
import MezonSemantics

/// Says one event of an explanation: its own time, its open fields and where it was recorded.
struct EventWriter {
  let schema: EventSchema
  let builder: FigureBuilder

  private var words: ReportWords { builder.words }

  /// The event in words; officers are not named, and a field that is not open to everyone is not shown.
  func content(_ event: Explanation.Event) throws(PublishingFailure) -> FigureContent.Event {
    var time = words.format.date(event.day)
    var fields: [FigureContent.Line] = []
    for (name, value) in event.fields {
      guard let index = schema.field(named: name) else { continue }
      let field = schema.fields[index]
      if index == schema.ownTimeField {
        if !value.isEmpty { time = try text(value, field.type) }
        continue
      }
      guard field.privacy == .open, !Self.namesOfficers(field.type) else { continue }
      fields.append(FigureContent.Line(label: try words.term(name), text: try text(value, field.type)))
    }
    if event.isBeyondCap { fields.append(try line("role.cap", words.text("event.beyond_cap"))) }
    if let due = event.dueOn { fields.append(try line("event.due_on", words.format.date(due))) }
    for linked in event.linked {
      let place = try words.text("figure.place", ["file": linked.file, "line": String(linked.line)])
      let values = ["event": try words.term(linked.type), "day": words.format.date(linked.day), "place": place]
      fields.append(try line("event.linked", words.text("event.linked_to", values)))
    }
    let place = ["file": event.file, "line": String(event.line)]
    return FigureContent.Event(time: time, fields: fields, place: try words.text("figure.place", place))
  }

  private func line(_ label: String, _ text: String) throws(PublishingFailure) -> FigureContent.Line {
    FigureContent.Line(label: try words.text(label), text: text)
  }

  private static func namesOfficers(_ type: ValueType) -> Bool {
    switch type {
    case .reference(let domain): domain == .officer
    case .list(let element): namesOfficers(element)
    case .records(let members): members.contains { namesOfficers($0.type) }
    default: false
    }
  }

  private func text(_ value: String, _ type: ValueType) throws(PublishingFailure) -> String {
    guard value.contains(where: { $0 != ";" && $0 != " " }) else { return try words.text("figure.missing") }
    switch type {
    case .day: return CalendarDay(iso: value).map { words.format.date($0) } ?? value
    case .time:
      guard let day = CalendarDay(iso: value.prefix(10)) else { return value }
      return words.format.date(day) + "," + value.dropFirst(10)
    case .yesNo: return try words.text(value == "yes" ? "truth.yes" : "truth.no")
    case .choice: return try words.term(value)
    case .number(_, isWhole: false): return Double(value).map(words.number) ?? value
    case .number: return Int(value).map { words.format.number($0) } ?? value
    case .unit:
      let organisation = builder.organisation
      guard let unit = organisation.index(of: value) else { return value }
      let name = organisation.names[Int(unit)]
      return name.isEmpty || name == value ? value : try words.text("figure.unit", ["code": value, "name": name])
    default: return value
    }
  }
}
