// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// The rows of rosters that were taken so far.
struct RosterRows: Sendable {
  /// Rows of units with the places where they stand, for messages about the organisation as a whole.
  var units: [(row: UnitRow, place: RowPlace)] = []
  var posts: [PostRow] = []
  var population: [PopulationRow] = []
  var handIns: [HandInRow] = []
  var audits: [AuditRow] = []
  /// For each unit's code the terms of its rows.
  var unitTerms: [String: [ClosedRange<CalendarDay>]] = [:]
  /// How many suggestions may still be looked for.
  var suggestionsLeft = 200
  /// For each unit and group the terms for which residents are known.
  var populationTerms: [PopulationKey: [ClosedRange<CalendarDay>]] = [:]
}

/// Whom a row of a population counts.
struct PopulationKey: Hashable, Sendable {
  let unit: Int32
  /// As in ``PopulationRow/groups``.
  let groups: [Int32]
}

/// A row of a roster as cells.
struct RosterCells {
  let row: Int
  let cells: [MappingCells]
  let plan: ReadingPlan

  /// The cell of a field by name; missing where the field has no mapping.
  func cell(_ name: String) -> Cell {
    guard let field = plan.fields.firstIndex(where: { $0.name == name }) else { return .missing }
    return cell(field: field)
  }

  func cell(field: Int) -> Cell {
    guard let mapping = plan.mappingOfField[field] else { return .missing }
    return cells[mapping].cell(row)
  }

  /// The text of a code field.
  func code(_ name: String, _ values: ValueDictionaries) -> String? {
    let cell = cell(name)
    guard cell.state == .present, let code = Int32(exactly: cell.bits) else { return nil }
    return values.text(code, in: .roster)
  }

  /// A day, or nil where it is missing.
  func day(_ name: String) -> CalendarDay? {
    let cell = cell(name)
    return cell.state == .present ? CalendarDay(clampingDaysSinceEpoch: Int(cell.bits)) : nil
  }
}

extension DatasetBuilder {
  /// Takes a row of a roster, or says why not.
  mutating func takeRosterRow(_ roster: RosterTable, _ cells: RosterCells, _ place: RowPlace) -> FieldFault? {
    let from = cells.day("from") ?? .first
    let until = cells.day("until") ?? .last
    guard from <= until else {
      return FieldFault(IngestRule.endsBeforeStart, ["until", until.description, from.description])
    }
    switch roster {
    case .units: return takeUnit(cells, from...until, place)
    case .posts: return takePost(cells, from...until)
    case .population: return takePopulation(cells, from...until)
    case .handIns, .audits: return takeReporting(roster, cells, from...until)
    }
  }

  private mutating func takeUnit(
    _ cells: RosterCells, _ term: ClosedRange<CalendarDay>, _ place: RowPlace
  ) -> FieldFault? {
    let levels = programme.levels.map(\.name)
    let written = cells.code("level", values) ?? ""
    guard let level = levels.firstIndex(of: written) else {
      return FieldFault(
        IngestRule.unknownLevel, ["level", written, levels.joined(separator: ", ")],
        suggestion: Spelling.nearest(to: written, among: levels))
    }
    var attributes: [Int32?] = []
    let fixed = RosterSchema.fields(of: .units, unitAttributes: []).count
    for (index, attribute) in programme.unitAttributes.enumerated() {
      let cell = cells.cell(field: fixed + index)
      guard cell.state == .present else {
        attributes.append(nil)
        continue
      }
      guard let code = Int32(exactly: cell.bits) else {
        return FieldFault(IngestRule.numberOutOfRange, [attribute.name, String(cell.bits)])
      }
      attributes.append(code)
    }
    // A second row of the same days would leave open which one holds: the one that came first does.
    let code = cells.code("code", values) ?? ""
    if let other = rosters.unitTerms[code]?.first(where: { $0.overlaps(term) }) {
      let day = max(other.lowerBound, term.lowerBound)
      return FieldFault(IngestRule.repeatedUnit, ["code", code, day.description])
    }
    rosters.unitTerms[code, default: []].append(term)
    rosters.units.append(
      (
        UnitRow(
          code: code, name: cells.code("name", values), level: level,
          parent: cells.code("parent", values), from: term.lowerBound, until: term.upperBound, attributes: attributes),
        place
      ))
    return nil
  }

  /// The unit of a roster row, if it existed on at least one day of the row's term.
  private mutating func unit(
    _ cells: RosterCells, _ term: ClosedRange<CalendarDay>
  ) -> (unit: Int32?, fault: FieldFault?) {
    let code = cells.code("unit", values) ?? ""
    guard let unit = values.organisation.index(of: code) else {
      return (
        nil,
        FieldFault(
          IngestRule.unknownUnit, ["unit", code],
          suggestion: suggestion(for: code))
      )
    }
    guard values.organisation.exists(unit, from: term.lowerBound, until: term.upperBound) else {
      return (nil, FieldFault(IngestRule.unitNotThen, ["unit", code, term.lowerBound.description]))
    }
    return (unit, nil)
  }

  /// The unit that was probably meant; for the first rows only, as a file of other codes would ask for too many.
  private mutating func suggestion(for code: String) -> String? {
    guard rosters.suggestionsLeft > 0 else { return nil }
    rosters.suggestionsLeft -= 1
    return Spelling.nearest(to: code, among: values.organisation.codes)
  }

  private mutating func takePost(_ cells: RosterCells, _ term: ClosedRange<CalendarDay>) -> FieldFault? {
    let (found, fault) = unit(cells, term)
    guard let found else { return fault }
    let post = cells.code("post", values) ?? ""
    let officer = cells.code("officer", values) ?? ""
    _ = values.texts.encode(post)
    rosters.posts.append(
      PostRow(
        officer: values.domains[DomainID.officer.index].encode(officer), unit: found, post: post,
        from: term.lowerBound, until: term.upperBound))
    return nil
  }

  /// How many fields a row of a population has besides its groups.
  private static let fixedFieldsOfPopulation = RosterSchema.fields(of: .population, unitAttributes: []).count

  private mutating func takePopulation(_ cells: RosterCells, _ term: ClosedRange<CalendarDay>) -> FieldFault? {
    let (found, fault) = unit(cells, term)
    guard let found else { return fault }
    let residents = cells.cell("residents").bits
    guard residents >= 0 else { return FieldFault(IngestRule.numberOutOfRange, ["residents", String(residents)]) }
    let fixed = Self.fixedFieldsOfPopulation
    let groups = programme.populationGroups.indices.map { column -> Int32 in
      let cell = cells.cell(field: fixed + column)
      return cell.state == .present ? Int32(exactly: cell.bits) ?? -1 : -1
    }
    let key = PopulationKey(unit: found, groups: groups)
    if let overlap = rosters.populationTerms[key]?.first(where: { $0.overlaps(term) }) {
      let day = max(overlap.lowerBound, term.lowerBound)
      return FieldFault(
        IngestRule.populationOverlap, ["unit", values.organisation.codes[Int(found)], day.description])
    }
    rosters.populationTerms[key, default: []].append(term)
    rosters.population.append(
      PopulationRow(
        unit: found, from: term.lowerBound, until: term.upperBound, residents: residents, groups: groups))
    return nil
  }

  private mutating func takeReporting(
    _ roster: RosterTable, _ cells: RosterCells, _ term: ClosedRange<CalendarDay>
  ) -> FieldFault? {
    let written = cells.code("event", values) ?? ""
    guard let event = programme.event(named: written) else {
      let known = programme.events.map(\.name)
      return FieldFault(
        IngestRule.unknownEvent, ["event", written, known.joined(separator: ", ")],
        suggestion: Spelling.nearest(to: written, among: known))
    }
    let (found, fault) = unit(cells, term)
    guard let found else { return fault }
    if roster == .handIns {
      let isNil = cells.cell("nil")
      rosters.handIns.append(
        HandInRow(
          event: event.index, unit: found, from: term.lowerBound, until: term.upperBound,
          isNil: isNil.state == .present && isNil.bits != 0))
    } else {
      rosters.audits.append(
        AuditRow(
          event: event.index, unit: found, from: term.lowerBound, until: term.upperBound,
          reason: cells.code("reason", values) ?? ""))
    }
    return nil
  }

  /// Builds the organisation from the rows of units, and returns what is wrong with it as a whole.
  mutating func buildOrganisation() -> [Diagnostic] {
    let (organisation, faults) = Organisation.build(rosters.units.map(\.row))
    values.organisation = organisation
    var diagnostics: [Diagnostic] = []
    for fault in faults { diagnostics.append(diagnostic(for: fault)) }
    return diagnostics
  }

  private mutating func diagnostic(for fault: Organisation.Fault) -> Diagnostic {
    switch fault {
    case .overlap(let code, let day):
      let text = day.description
      return Diagnostic(IngestRule.unitOverlap, [code, text], at: place(ofUnit: code, startingOn: day))
    case .noParent(let code, let parent, let day):
      return Diagnostic(
        IngestRule.noUnitAbove, [code, parent, day.description], at: place(ofUnit: code, startingOn: day),
        suggestion: suggestion(for: parent))
    case .cycle(let code, let day):
      return Diagnostic(IngestRule.unitCycle, [code, day.description], at: place(ofUnit: code, startingOn: day))
    case .endsBeforeStart(let code, let from, let until):
      return Diagnostic(
        IngestRule.endsBeforeStart, [code, until.description, from.description],
        at: place(ofUnit: code, startingOn: from))
    case .levelChanges(let code):
      return Diagnostic(IngestRule.levelChanges, [code], at: place(ofUnit: code, startingOn: .last))
    }
  }

  /// The last row of a unit that has started on a day, or its first.
  private func place(ofUnit code: String, startingOn day: CalendarDay) -> DiagnosticPlace {
    let rows = rosters.units.filter { $0.row.code == code }
    guard let found = rows.filter({ $0.row.from <= day }).max(by: { $0.row.from < $1.row.from }) ?? rows.first,
      files.indices.contains(Int(found.place.file))
    else { return .none }
    return .row(file: files[Int(found.place.file)], line: Int(found.place.line), column: nil)
  }
}
