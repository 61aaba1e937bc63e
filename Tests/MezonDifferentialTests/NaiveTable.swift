// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonNaive
import MezonSyntax
import Testing

/// A programme in the language with a log written in lines, so that a test reads like a worked example.
struct NaiveTable {
  var log = NaiveLog()
  private let programme: NaiveProgramme

  /// Parses the declarations; the programme's own come first.
  init(_ declarations: String, zone: String = "UTC", fiscalYear: Int = 1) throws {
    let text = """
      language 1 keywords en
      programme "Test" {
        time zone "\(zone)"
        fiscal year starts in month \(fiscalYear)
        levels country > region > district, court
        unit attribute settlement one of urban, rural ?
      }
      \(declarations)
      """
    let parsed = Parser.parse(SourceText(name: "test.mezon", text: text))
    try #require(parsed.diagnostics.isEmpty, "\(parsed.diagnostics.map { $0.rendered() })")
    programme = try #require(NaiveProgramme([parsed.definitions]))
    for line in ["C country", "R1 region C", "R2 region C", "D1 district R1", "D2 district R1", "D3 district R2"] {
      let words = line.split(separator: " ").map(String.init)
      log.units.append(NaiveUnit(words[0], level: words[1], parent: words.count > 2 ? words[2] : nil))
    }
  }

  /// Adds an event; values are written as in the language: days, times, numbers, yes and no, lists in blanks.
  mutating func add(_ type: String, _ fields: [String: String]) throws {
    var values: [String: NaiveValue] = [:]
    for (name, text) in fields {
      let field = try #require(programme.field(name, of: type), "no field \(name)")
      values[name] = try value(text, field.type)
    }
    log.events.append(NaiveEvent(type: type, fields: values))
  }

  private func value(_ text: String, _ type: FieldType) throws -> NaiveValue {
    switch type {
    case .day: return .day(try #require(CalendarDay(iso: text)))
    case .time: return .time(programme.zone.instant(of: try #require(LocalTime(iso: text))))
    case .number: return .number(try #require(Double(text)))
    case .yesNo: return .truth(text == "yes")
    case .list(let element): return .list(try text.split(separator: " ").map { try value(String($0), element) })
    default: return .text(text)
    }
  }

  /// The rows for a period, such as `2026-Q1`, as of a day.
  func rows(_ label: String, asOf: String? = nil) throws -> [NaiveRow] {
    let period = try programme.calendar.parse(label).get()
    let day = try asOf.map { try #require(CalendarDay(iso: $0)) }
    return NaiveEvaluator(NaiveWorld(programme, log, asOf: day)).rows(in: period)
  }

  /// The row of a unit's total, or of a group.
  func row(_ label: String, unit: String = "C", split: String = "", asOf: String? = nil) throws -> NaiveRow {
    try #require(rows(label, asOf: asOf).first { $0.subject == .unit(unit) && $0.split == split })
  }
}
