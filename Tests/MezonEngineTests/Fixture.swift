// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

@testable import MezonEngine

/// A value of a field in a fact: a text in the field's own notation, several of them, child records, or nothing.
enum FactValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByNilLiteral, Sendable {
  case one(String)
  case many([String])
  case records([[String: String]])
  case missing

  init(stringLiteral value: String) { self = .one(value) }
  init(arrayLiteral elements: String...) { self = .many(elements) }
  init(nilLiteral: ()) { self = .missing }
}

/// A programme written in the language, and facts for it written as texts.
struct Fixture {
  struct Broken: Error, CustomStringConvertible { let description: String }

  let programme: Programme
  let zone: TimeZoneRules
  private var events: [[[String: FactValue]]]
  private var unitRows: [UnitRow] = []
  private var postRows: [(officer: String, unit: String, post: String, from: CalendarDay, until: CalendarDay)] = []
  private var populationRows:
    [(unit: String, from: CalendarDay, until: CalendarDay, residents: Int64, groups: [Int32])] = []
  private var handInRows: [(event: String, unit: String, from: CalendarDay, until: CalendarDay)] = []
  private var auditRows: [(event: String, unit: String, from: CalendarDay, until: CalendarDay, reason: String)] = []

  init(_ definitions: String) throws {
    let file = Parser.parse(SourceText(name: "test.mezon", text: "language 1 keywords en\n" + definitions))
    let (programme, diagnostics) = Checker.check([file])
    guard let programme else {
      let found = (file.diagnostics + diagnostics).filter(\.isError)
      throw Broken(description: found.map { "\($0.rule.code) \($0.message(in: .english))" }.joined(separator: "\n"))
    }
    self.programme = programme
    zone = TimeZoneRules(identifier: programme.timeZone) ?? .utc
    events = Array(repeating: [], count: programme.events.count)
  }

  mutating func event(_ type: String, _ fields: [String: FactValue]) throws {
    guard let id = programme.event(named: type) else { throw Broken(description: "no event \(type)") }
    events[id.index].append(fields)
  }

  mutating func unit(
    _ code: String, _ level: String, in parent: String? = nil, from: String? = nil, until: String? = nil,
    _ attributes: [String: Int32] = [:]
  ) throws {
    guard let index = programme.levels.firstIndex(where: { $0.name == level }) else {
      throw Broken(description: "no level \(level)")
    }
    unitRows.append(
      UnitRow(
        code: code, level: index, parent: parent, from: try day(from) ?? .first, until: try day(until) ?? .last,
        attributes: programme.unitAttributes.map { attributes[$0.name] }))
  }

  mutating func post(
    _ officer: String, in unit: String, as post: String = "inspector", from: String? = nil, until: String? = nil
  ) throws {
    postRows.append((officer, unit, post, try day(from) ?? .first, try day(until) ?? .last))
  }

  /// - Parameter groups: for each column of the population the place of a member, or -1 for all.
  mutating func residents(
    _ count: Int64, in unit: String, from: String? = nil, until: String? = nil, _ groups: [Int32]? = nil
  ) throws {
    let all = programme.populationGroups.map { _ in Int32(-1) }
    populationRows.append((unit, try day(from) ?? .first, try day(until) ?? .last, count, groups ?? all))
  }

  mutating func handIn(_ event: String, _ unit: String, from: String, until: String) throws {
    handInRows.append((event, unit, try day(from) ?? .first, try day(until) ?? .last))
  }

  mutating func audit(_ event: String, _ unit: String, from: String, until: String, reason: String) throws {
    auditRows.append((event, unit, try day(from) ?? .first, try day(until) ?? .last, reason))
  }

  func dataset() throws -> Dataset {
    let organisation = Organisation.build(unitRows).organisation
    var coder = Coder(programme: programme, zone: zone, organisation: organisation)
    var tables: [EventTable] = []
    for (schema, facts) in zip(programme.events, events) {
      let columns = try schema.fields.map { field in
        try coder.column(field, facts.map { $0[field.name] ?? .missing })
      }
      let lines = facts.indices.map { Int32($0 + 2) }
      guard
        let table = EventTable(
          columns: columns, rowCount: facts.count, files: facts.map { _ in 0 }, lines: lines)
      else { throw Broken(description: "the columns of \(schema.name) differ in length") }
      tables.append(table)
    }
    func unit(_ code: String) throws -> Int32 {
      guard let index = organisation.index(of: code) else { throw Broken(description: "no unit \(code)") }
      return index
    }
    func event(_ name: String) throws -> Int {
      guard let id = programme.event(named: name) else { throw Broken(description: "no event \(name)") }
      return id.index
    }
    let posts = try postRows.map { row in
      PostRow(
        officer: coder.domains[0].encode(row.officer), unit: try unit(row.unit), post: row.post, from: row.from,
        until: row.until)
    }
    return Dataset(
      events: tables, domains: coder.domains, texts: coder.texts, organisation: organisation, posts: posts,
      population: try populationRows.map {
        PopulationRow(
          unit: try unit($0.unit), from: $0.from, until: $0.until, residents: $0.residents, groups: $0.groups)
      },
      handIns: try handInRows.map {
        HandInRow(event: try event($0.event), unit: try unit($0.unit), from: $0.from, until: $0.until, isNil: false)
      },
      audits: try auditRows.map {
        AuditRow(
          event: try event($0.event), unit: try unit($0.unit), from: $0.from, until: $0.until, reason: $0.reason)
      }, files: ["facts.csv"])
  }

  func evaluator(asOf: String? = nil) throws -> Evaluator {
    Evaluator(programme: programme, dataset: try dataset(), asOf: try day(asOf))
  }

  /// The rows of all indicators, or of one.
  func rows(_ indicator: String? = nil, _ period: String, asOf: String? = nil) throws -> [ResultRow] {
    let chosen = programme.indicators.indices.filter { indicator == nil || programme.indicators[$0].id == indicator }
    return try evaluator(asOf: asOf).evaluate(chosen, in: try self.period(period))
  }

  func period(_ label: String) throws -> Period {
    let calendar = PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth) ?? PeriodCalendar()
    guard let period = try? calendar.parse(label).get() else { throw Broken(description: "no period \(label)") }
    return period
  }

  /// A row's subject as a text: `P1`, or `O1@P1` for an officer.
  func name(_ subject: Subject, _ dataset: Dataset) -> String {
    switch subject {
    case .unit(let unit): dataset.organisation.codes[Int(unit)]
    case .officer(let officer, let unit):
      dataset.domains[0].text(officer) + "@" + (unit.map { dataset.organisation.codes[Int($0)] } ?? "")
    }
  }
}

func day(_ text: String?) throws -> CalendarDay? {
  guard let text else { return nil }
  guard let day = CalendarDay(iso: text) else { throw Fixture.Broken(description: "no day \(text)") }
  return day
}

/// Turns texts into columns.
private struct Coder {
  let programme: Programme
  let zone: TimeZoneRules
  let organisation: Organisation
  var domains: [TextDictionary]
  var texts = TextDictionary()

  init(programme: Programme, zone: TimeZoneRules, organisation: Organisation) {
    self.programme = programme
    self.zone = zone
    self.organisation = organisation
    domains = programme.domains.map { _ in TextDictionary() }
  }

  mutating func column(_ field: FieldSchema, _ values: [FactValue]) throws -> FieldColumn {
    let types: [(name: String, type: ValueType)]
    switch field.type {
    case .list(let element): types = [("", element)]
    case .records(let members): types = members.map { ($0.name, $0.type) }
    default:
      return .plain(
        try plain(
          field.type,
          values.map { value in
            if case .one(let text) = value { text } else { nil }
          }))
    }
    var offsets: [Int32] = [0]
    var cells = types.map { _ in [String?]() }
    for value in values {
      switch value {
      case .many(let elements): for element in elements { cells[0].append(element == "?" ? nil : element) }
      case .records(let records):
        for record in records { for (place, member) in types.enumerated() { cells[place].append(record[member.name]) } }
      case .one(let text): cells[0].append(text)
      case .missing: break
      }
      offsets.append(Int32(cells[0].count))
    }
    var children: [Column] = []
    for (member, texts) in zip(types, cells) { children.append(try plain(member.type, texts)) }
    let validity = Bitmap(values.map { if case .missing = $0 { false } else { true } })
    guard let column = ListColumn(offsets: offsets, children: children, validity: validity) else {
      throw Fixture.Broken(description: "a list of \(field.name) is broken")
    }
    return .list(column)
  }

  private mutating func plain(_ type: ValueType, _ texts: [String?]) throws -> Column {
    let storage: Column.Storage
    switch type {
    case .time: storage = .int64(try texts.map { try $0.map(instant) ?? 0 })
    case .day: storage = .int32(try texts.map { try day($0)?.daysSinceEpoch ?? 0 })
    case .number(_, let isWhole):
      storage =
        isWhole
        ? .int64(texts.map { $0.flatMap { Int64($0) } ?? 0 }) : .float64(texts.map { $0.flatMap(Double.init) ?? 0 })
    case .yesNo: storage = .bool(texts.map { $0 == "yes" ? 1 : 0 })
    case .unit, .text, .choice, .reference:
      var codes: [Int32] = []
      for text in texts { codes.append(try text.map { try code($0, type) } ?? 0) }
      storage = .int32(codes)
    case .list, .records: throw Fixture.Broken(description: "a list within a list")
    }
    guard let column = Column(storage, validity: Bitmap(texts.map { $0 != nil })) else {
      throw Fixture.Broken(description: "validity differs in length")
    }
    return column
  }

  private mutating func code(_ text: String, _ type: ValueType) throws -> Int32 {
    switch type {
    case .text: return texts.encode(text)
    case .reference(let domain): return domains[domain.index].encode(text)
    case .unit:
      if let index = organisation.index(of: text) { return index }
    case .choice(let choice):
      if let member = programme.choices[choice.index].members.firstIndex(of: text) { return Int32(member) }
    default: break
    }
    throw Fixture.Broken(description: "no code for \(text)")
  }

  /// `2026-01-05T10:30` or `2026-01-05` on the programme's clocks.
  private func instant(_ text: String) throws -> Int64 {
    let parts = text.split(separator: "T")
    let clock = parts.count > 1 ? parts[1].split(separator: ":").compactMap { Int($0) } : [0, 0]
    guard let date = try day(String(parts[0])),
      let local = LocalTime(day: date, hour: clock[0], minute: clock[1], second: clock.count > 2 ? clock[2] : 0)
    else { throw Fixture.Broken(description: "no time \(text)") }
    return zone.instant(of: local).microseconds
  }
}
