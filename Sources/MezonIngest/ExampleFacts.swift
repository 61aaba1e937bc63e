// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonColumns
package import MezonDiagnostics
package import MezonSemantics
package import MezonSyntax

/// Turns the facts of a worked example into a data set.
///
/// A field that a fact does not give is missing, even one that files must fill; only an event's own time must be given.
/// Where an example states no units there is one, `unit`, of the level asked for, to which all events belong; where
/// it states some, an event that names none belongs to the first.
package enum ExampleFacts {
  /// The code of the unit that an example without units has.
  package static let implicitUnit = "unit"

  /// The data set of an example's facts, with what is wrong with them. Complexity: O(facts).
  /// - Parameter implicitLevel: the level of the unit that an example without units has.
  package static func dataset(
    of example: ExampleDeclaration, in programme: Programme, implicitLevel: Int = 0
  ) -> (dataset: Dataset, diagnostics: [Diagnostic]) {
    var reader = ExampleReader(example, programme, implicitLevel: implicitLevel)
    return reader.dataset()
  }
}

/// Reads the facts of one example.
private struct ExampleReader {
  private let example: ExampleDeclaration
  private let implicitLevel: Int
  private let programme: Programme
  private var builder: DatasetBuilder
  private let constants: ConstantReader
  private var diagnostics: [Diagnostic] = []
  private var firstUnit = ExampleFacts.implicitUnit

  init(_ example: ExampleDeclaration, _ programme: Programme, implicitLevel: Int) {
    self.example = example
    self.implicitLevel = implicitLevel
    self.programme = programme
    let zone = TimeZoneRules(identifier: programme.timeZone) ?? .utc
    builder = DatasetBuilder(programme: programme, zone: zone)
    constants = ConstantReader(programme: programme, clock: SourceClock(programme: zone))
  }

  mutating func dataset() -> (Dataset, [Diagnostic]) {
    readUnits()
    for fact in example.facts {
      do {
        try read(fact)
      } catch {
        diagnostics.append(error.diagnostic)
      }
    }
    return (builder.finish(), diagnostics)
  }

  private mutating func place(_ range: SourceRange) -> RowPlace {
    RowPlace(
      file: builder.fileIndex(of: range.source.name),
      line: Int32(clamping: range.source.position(of: range.lower).line))
  }

  // MARK: units

  private mutating func readUnits() {
    var statesUnits = false
    for fact in example.facts {
      guard case .unit(let code, let level, let parent, let from, let until, let fields, let range) = fact else {
        continue
      }
      if !statesUnits { firstUnit = code.text }
      statesUnits = true
      do {
        let row = UnitRow(
          code: code.text, level: try self.level(level), parent: parent?.text, from: from?.day ?? .first,
          until: until?.day ?? .last, attributes: try attributes(fields))
        builder.rosters.units.append((row, place(range)))
      } catch {
        diagnostics.append(error.diagnostic)
      }
    }
    if !statesUnits {
      let row = UnitRow(
        code: ExampleFacts.implicitUnit, level: implicitLevel, attributes: programme.unitAttributes.map { _ in nil })
      builder.rosters.units.append((row, place(example.range)))
    }
    diagnostics += builder.buildOrganisation()
  }

  private func unknown(_ text: String, _ kind: String, at range: SourceRange, among known: [String]) -> ReadingFailure {
    ReadingFailure(
      Diagnostic(
        IngestRule.exampleUnknown, [text, kind], at: range, suggestion: Spelling.nearest(to: text, among: known)))
  }

  private func level(_ name: Name) throws(ReadingFailure) -> Int {
    let known = programme.levels.map(\.name)
    guard let index = known.firstIndex(of: name.text) else {
      throw unknown(name.text, "level", at: name.range, among: known)
    }
    return index
  }

  private mutating func attributes(_ fields: [ExampleField]) throws(ReadingFailure) -> [Int32?] {
    try codes(of: fields, in: programme.unitAttributes, kind: "unit attribute")
  }

  /// The codes that a fact states for some columns; nil for those that it does not name.
  private mutating func codes(
    of fields: [ExampleField], in columns: [FieldSchema], kind: String
  ) throws(ReadingFailure) -> [Int32?] {
    var result = [Int32?](repeating: nil, count: columns.count)
    for field in fields {
      guard let index = columns.firstIndex(where: { $0.name == field.name.text }) else {
        throw unknown(field.name.text, kind, at: field.name.range, among: columns.map(\.name))
      }
      let cell = try cell(field, columns[index].type)
      result[index] = Int32(exactly: cell.bits)
    }
    return result
  }

  /// The unit of a fact, if it existed on at least one day of a term.
  private func unit(
    _ code: TextLiteral, _ term: ClosedRange<CalendarDay>
  ) throws(ReadingFailure) -> Int32 {
    let organisation = builder.values.organisation
    guard let unit = organisation.index(of: code.text) else {
      throw unknown(code.text, "unit", at: code.range, among: organisation.codes)
    }
    guard organisation.exists(unit, from: term.lowerBound, until: term.upperBound) else {
      throw ReadingFailure(
        Diagnostic(IngestRule.exampleUnitThen, [code.text, term.lowerBound.description], at: code.range))
    }
    return unit
  }

  // MARK: facts

  private mutating func read(_ fact: ExampleFact) throws(ReadingFailure) {
    switch fact {
    case .unit: break
    case .post(let officer, let unit, let post, let from, let until, let range):
      let term = try term(from, until, range)
      let index = try self.unit(unit, term)
      _ = builder.values.texts.encode(post.text)
      builder.rosters.posts.append(
        PostRow(
          officer: builder.values.domains[DomainID.officer.index].encode(officer.text), unit: index, post: post.text,
          from: term.lowerBound, until: term.upperBound))
    case .residents(let number, let unit, let from, let until, let fields, let range):
      let term = try term(from, until, range)
      let index = try self.unit(unit, term)
      guard let residents = Int64(exactly: number.value) else {
        throw ReadingFailure(
          Diagnostic(IngestRule.unfitValue, [number.range.text, "residents", "whole number"], at: number.range))
      }
      let groups = try codes(of: fields, in: programme.populationGroups, kind: "column").map { $0 ?? -1 }
      builder.rosters.population.append(
        PopulationRow(
          unit: index, from: term.lowerBound, until: term.upperBound, residents: residents, groups: groups))
    case .events(let count, let event, let fields, let range):
      let count = Int(count?.value ?? 1)
      guard count > 1, fields.contains(where: \.isNumbered) else {
        try readEvents(count, event, fields, range)
        return
      }
      for number in 1...count { try readEvents(1, event, fields.map { $0.numbered(number) }, range) }
    }
  }

  private func term(
    _ from: TimeLiteral?, _ until: TimeLiteral?, _ range: SourceRange
  ) throws(ReadingFailure) -> ClosedRange<CalendarDay> {
    let (first, last) = (from?.day ?? .first, until?.day ?? .last)
    guard first <= last else {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.endsBeforeStart, [range.text, last.description, first.description], at: until?.range ?? range))
    }
    return first...last
  }

  private mutating func readEvents(
    _ count: Int, _ event: Name, _ given: [ExampleField], _ range: SourceRange
  ) throws(ReadingFailure) {
    guard let id = programme.event(named: event.text) else {
      throw unknown(event.text, "event type", at: event.range, among: programme.events.map(\.name))
    }
    let schema = programme.events[id.index]
    var row = [ExampleCells](repeating: .plain(.missing), count: schema.fields.count)
    for index in schema.fields.indices where schema.fields[index].type.isList { row[index] = .list(nil) }
    for field in given {
      guard let index = schema.field(named: field.name.text) else {
        throw unknown(field.name.text, "field", at: field.name.range, among: schema.fields.map(\.name))
      }
      row[index] = try cells(field, schema.fields[index])
    }
    guard case .plain(let time) = row[schema.ownTimeField], time.state == .present else {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.exampleWithoutTime, [event.text, schema.fields[schema.ownTimeField].name], at: range))
    }
    if let field = schema.unitField, case .plain(let cell) = row[field] {
      row[field] = .plain(try unit(of: cell, on: day(time, of: schema.fields[schema.ownTimeField]), range))
    }
    if let term = schema.term, let last = term.until, case .plain(let cell) = row[last], cell.state == .present {
      let (first, end) = (day(time, of: schema.fields[term.from]), day(cell, of: schema.fields[last]))
      guard first <= end else {
        throw ReadingFailure(
          Diagnostic(IngestRule.endsBeforeStart, [event.text, end.description, first.description], at: range))
      }
    }
    let place = place(range)
    for _ in 0..<max(0, count) {
      for (index, cells) in row.enumerated() {
        switch cells {
        case .plain(let cell): builder.tables[id.index].fields[index].append(cell)
        case .list(let records): builder.tables[id.index].fields[index].append(records: records)
        }
      }
      builder.tables[id.index].endRow(place)
    }
  }

  private func day(_ time: Cell, of field: FieldSchema) -> CalendarDay {
    if case .time = field.type {
      return CalendarDay(daysSinceEpoch: constants.clock.day(of: time.bits))
    }
    return CalendarDay(clampingDaysSinceEpoch: Int(time.bits))
  }

  /// The event's unit on its day, the first one where it names none.
  private func unit(of cell: Cell, on day: CalendarDay, _ range: SourceRange) throws(ReadingFailure) -> Cell {
    let organisation = builder.values.organisation
    let stated = cell.state == .present ? Int32(exactly: cell.bits) : organisation.index(of: firstUnit)
    guard let stated else { return .missing }
    guard organisation.exists(stated, from: day, until: day) else {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.exampleUnitThen, [organisation.codes[Int(stated)], day.description], at: range))
    }
    return Cell(stated)
  }

  /// What a fact gives for a field.
  private enum ExampleCells {
    case plain(Cell)
    case list([[Cell]]?)
  }

  private mutating func cells(_ field: ExampleField, _ schema: FieldSchema) throws(ReadingFailure) -> ExampleCells {
    switch (schema.type, field.value) {
    case (.records(let members), .records(let records)):
      var rows: [[Cell]] = []
      for record in records {
        var row = [Cell](repeating: .missing, count: members.count)
        for member in record {
          guard let index = members.firstIndex(where: { $0.name == member.name.text }) else {
            throw unknown(member.name.text, "field", at: member.name.range, among: members.map(\.name))
          }
          row[index] = try cell(member, members[index].type)
        }
        rows.append(row)
      }
      return .list(rows)
    case (.list(let element), .plain(let expressions)):
      var rows: [[Cell]] = []
      for expression in expressions {
        rows.append([try constants.cell(expression, element, name: schema.name, &builder.values)])
      }
      return .list(rows)
    case (.records, _): throw unfit(field, schema.type)
    default: return .plain(try cell(field, schema.type))
    }
  }

  /// The one value that a fact gives for a plain field.
  private mutating func cell(_ field: ExampleField, _ type: ValueType) throws(ReadingFailure) -> Cell {
    guard case .plain(let expressions) = field.value, expressions.count == 1, let expression = expressions.first else {
      throw unfit(field, type)
    }
    return try constants.cell(expression, type, name: field.name.text, &builder.values)
  }

  private func unfit(_ field: ExampleField, _ type: ValueType) -> ReadingFailure {
    ReadingFailure(
      Diagnostic(
        IngestRule.unfitValue, [field.name.range.text, field.name.text, constants.words(for: type)],
        at: field.name.range))
  }
}
