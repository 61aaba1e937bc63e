// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonNaive

/// How a generated log is written: delimiter, form of times, what stands for a missing value.
struct GeneratedLayout {
  private let delimiter: String
  private let isPointed: Bool
  private let missing: String

  init(_ dice: inout Dice) {
    delimiter = dice.one(of: ",", ";")
    isPointed = dice.chance(30)
    missing = dice.one(of: "", "NA")
  }

  // MARK: Definitions

  func sources(of schema: GeneratedSchema) -> String {
    schema.events.map { event in
      var clauses = ["file \"\(event.name).csv\"", "delimiter \"\(delimiter)\"", "missing are \"NA\""]
      if isPointed { clauses.append("time format \"dd.MM.yyyy HH:mm:ss\"") }
      for field in event.fields {
        if case .records(let members) = field.type {
          clauses += members.map {
            "\($0.name) of \(field.name) from column \"\(field.name)_\($0.name)\" separated by \"/\""
          }
        } else {
          let separator = field.type.element == field.type ? "" : " separated by \"/\""
          clauses.append("\(field.name) from column \"\(field.name)\"\(separator)")
        }
      }
      let body = clauses.map { "  " + $0 }.joined(separator: "\n")
      return "source \(event.name)_log gives \(event.name) {\n\(body)\n}"
    }.joined(separator: "\n")
  }

  // MARK: Files

  /// The events of a type as delimited text.
  func text(of event: GeneratedEvent, _ log: NaiveLog, zone: TimeZoneRules) -> String {
    var header: [String] = []
    for field in event.fields {
      if case .records(let members) = field.type {
        header += members.map { "\(field.name)_\($0.name)" }
      } else {
        header.append(field.name)
      }
    }
    let rows = log.events.filter { $0.type == event.name }.map { row in
      event.fields.flatMap { cells(of: row[$0.name], $0, zone) }
    }
    return ([header] + rows).map { $0.joined(separator: delimiter) + "\n" }.joined()
  }

  private func cells(of value: NaiveValue, _ field: GeneratedField, _ zone: TimeZoneRules) -> [String] {
    guard case .records(let members) = field.type else {
      let parts = value.elements.map { text(of: $0, zone) }
      return [parts.isEmpty ? missing : parts.joined(separator: "/")]
    }
    return members.map { member in
      let parts = value.elements.map { element in
        if case .record(let record) = element { text(of: record[member.name] ?? .missing, zone) } else { "" }
      }
      return parts.isEmpty ? missing : parts.joined(separator: "/")
    }
  }

  private func text(of value: NaiveValue, _ zone: TimeZoneRules) -> String {
    switch value {
    case .missing: "NA"
    case .number(let number): number == number.rounded() ? String(Int(number)) : String(number)
    case .truth(let truth): truth ? "yes" : "no"
    case .text(let text): text
    case .day(let day): date(day)
    case .time(let instant): time(zone.localTime(of: instant))
    case .list, .record: ""
    }
  }

  private func time(_ local: LocalTime) -> String {
    let clock = local.clock
    let parts = [clock.hour, clock.minute, clock.second].map { $0 < 10 ? "0\($0)" : "\($0)" }
    guard isPointed else { return "\(local.day)T" + parts.joined(separator: ":") }
    return local.day.description.split(separator: "-").reversed().joined(separator: ".") + " "
      + parts.joined(separator: ":")
  }

  /// A day; where the form of the file's dates has a time, midnight stands behind it.
  private func date(_ day: CalendarDay) -> String {
    isPointed ? time(LocalTime(midnightOf: day)) : day.description
  }

  // MARK: Rosters

  /// The rosters by the names of their tables, with the columns that the tables have.
  func rosters(of log: NaiveLog, _ schema: GeneratedSchema) -> [(table: String, text: String)] {
    let attributes = schema.attributes.map(\.name)
    var tables = [
      (
        "units",
        [["code", "level", "parent", "from", "until"] + attributes]
          + log.units.map { row in
            [row.code, row.level, row.parent ?? ""] + term(row.term)
              + attributes.map { text(ofAttribute: row.attributes[$0] ?? .missing) }
          }
      )
    ]
    tables.append(
      (
        "posts",
        [["officer", "unit", "post", "from", "until"]]
          + log.posts.map { [$0.officer, $0.unit, $0.post] + term($0.term) }
      ))
    tables.append(
      (
        "population",
        [["unit", "residents", "from", "until"] + schema.populationGroups]
          + log.population.map { row in
            [row.unit, String(row.residents)] + term(row.term) + schema.populationGroups.map { row.groups[$0] ?? "" }
          }
      ))
    tables.append(
      ("hand_ins", [["event", "unit", "from", "until"]] + log.handIns.map { [$0.event, $0.unit] + term($0.term) }))
    tables.append(
      (
        "audits",
        [["event", "unit", "from", "until", "reason"]]
          + log.audits.map { [$0.event, $0.unit] + term($0.term) + [$0.reason] }
      ))
    return tables.map { ($0.0, $0.1.map { $0.joined(separator: ",") + "\n" }.joined()) }
  }

  private func text(ofAttribute value: NaiveValue) -> String { value.code ?? "" }

  private func term(_ term: NaiveTerm) -> [String] {
    [term.from == .first ? "" : term.from.description, term.until == .last ? "" : term.until.description]
  }
}
