// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSyntax

/// What the declarations of a programme say, looked up by name each time it is asked for.
package struct NaiveProgramme: Sendable {
  /// The zone whose midnights bound the periods.
  package let zone: TimeZoneRules
  /// The division of the calendar.
  package let calendar: PeriodCalendar
  /// Trees of levels, each from the top down.
  package let levelTrees: [[String]]
  /// Attributes of units.
  package let unitAttributes: [FieldDeclaration]
  /// The columns by which residents are counted apart: names of choices.
  package let populationGroups: [String]
  /// Members of each declared choice.
  package let choices: [String: [String]]
  /// Standard populations by name.
  package let standards: [String: StandardDeclaration]
  /// The tables that some of them are read from, by the names of the standard populations.
  private let tables: [String: StandardTable]
  /// The levels of each rubric.
  package let rubrics: [String: [Double]]
  /// Event types.
  package let events: [EventDeclaration]
  /// Appraisals.
  package let appraisals: [AppraisalDeclaration]
  /// Parameters by name.
  package let parameters: [String: ParameterDeclaration]
  /// Indicators in the order of declaration, with filters and groups written out.
  package private(set) var indicators: [IndicatorDeclaration]

  /// Gathers the declarations of some files; nil when the time zone does not exist.
  package init?(_ files: [DefinitionFile], tables: [String: StandardTable] = [:]) {
    var programme: ProgrammeDeclaration?
    var choices: [String: [String]] = [:]
    var events: [EventDeclaration] = []
    var rubrics: [String: [Double]] = [:]
    var indicators: [IndicatorDeclaration] = []
    var standards: [String: StandardDeclaration] = [:]
    var appraisals: [AppraisalDeclaration] = []
    let shared = NaiveShared(files)
    for declaration in files.flatMap(\.declarations) {
      switch declaration {
      case .programme(let stated): programme = stated
      case .choice(let choice): choices[choice.name.text] = choice.members.map(\.text)
      case .event(let event): events.append(event)
      case .rubric(let rubric): rubrics[rubric.name.text] = Set(rubric.levels.map(\.number.value)).sorted()
      case .indicator(let indicator): indicators.append(indicator)
      case .appraisal(let appraisal): appraisals.append(appraisal)
      case .domain, .unitOfMeasure, .source, .report, .audit, .uses, .group, .filter, .parameter: break
      case .standard(let standard): standards[standard.name.text] = standard
      }
    }
    let identifier = programme?.timeZone?.text ?? "UTC"
    guard let zone = identifier == "UTC" ? TimeZoneRules.utc : TimeZoneRules(identifier: identifier),
      let calendar = PeriodCalendar(fiscalYearFirstMonth: Int(programme?.fiscalYearFirstMonth?.value ?? 1))
    else { return nil }
    self.zone = zone
    self.calendar = calendar
    levelTrees = programme?.levelTrees.map { $0.map(\.text) } ?? []
    unitAttributes = programme?.unitAttributes ?? []
    populationGroups = programme?.populationGroups.map(\.text) ?? []
    self.choices = choices
    self.events = events
    self.standards = standards
    self.tables = tables
    self.appraisals = appraisals
    self.rubrics = rubrics
    self.indicators = []
    parameters = shared.parameters
    self.indicators = indicators.flatMap { indicator in
      let members = indicator.funnelIndicators(ownTime: { ownTimeField(of: $0) }, language: .english)
      return (indicator.funnel == nil ? [indicator] : members).map(shared.writtenOut)
    }
  }

  /// How many persons a standard population has of each group.
  package func persons(inStandard name: String) -> [String: Double] {
    guard let standard = standards[name] else { return [:] }
    var persons: [String: Double] = [:]
    for group in standard.groups { persons[group.member.text] = group.persons.value }
    guard let clause = standard.table else { return persons }
    let members = choices[standard.choice.text] ?? []
    for row in tables[name]?.rows ?? [] {
      var member = members.first { $0 == row.group.text }
      if member == nil, case .value(.name(let other))? = clause.others { member = other.text }
      for recode in clause.recodes where recode.code.text == row.group.text {
        if case .name(let recoded) = recode.value { member = recoded.text }
      }
      if let member { persons[member, default: 0] += row.persons }
    }
    return persons
  }

  /// The value of a parameter on a day; nil before its first.
  package func value(of parameter: ParameterDeclaration, on day: CalendarDay) -> Double? {
    parameter.points.filter { $0.from.day <= day }.max { $0.from.day < $1.from.day }?.value.value
  }

  /// A number, or the value on a day of the parameter in its place.
  package func number(_ literal: NumberLiteral, on day: CalendarDay) -> Double? {
    guard let name = literal.parameter else { return literal.value }
    return parameters[name.text].flatMap { value(of: $0, on: day) }
  }

  /// All levels, tree after tree, from the top down.
  package var levels: [String] { levelTrees.flatMap { $0 } }

  /// The fields of an event type; none for a name that is no event type.
  package func fields(of event: String) -> [FieldDeclaration] {
    events.first { $0.name.text == event }?.fields ?? []
  }

  /// A field of an event type.
  package func field(_ name: String, of event: String) -> FieldDeclaration? {
    fields(of: event).first { $0.name.text == name }
  }

  /// The field that is an event type's own time: the first of type time or day that may not be missing.
  package func ownTimeField(of event: String) -> String? {
    if let term = term(of: event) { return term.from.text }
    return firstTime(of: event)
  }

  /// The fields that say when the rows of a roster hold; nil for events.
  package func term(of event: String) -> TermClause? {
    events.first { $0.name.text == event }?.term
  }

  private func firstTime(of event: String) -> String? {
    fields(of: event).first { field in
      switch field.type {
      case .time, .day: !field.isOptional
      default: false
      }
    }?.name.text
  }

  /// The first field of type unit.
  package func unitField(of event: String) -> String? {
    fields(of: event).first { if case .unit = $0.type { true } else { false } }?.name.text
  }

  /// All fields of type officer or list of officer.
  package func officerFields(of event: String) -> [String] {
    fields(of: event).filter { field in
      switch field.type {
      case .officer, .list(.officer): true
      default: false
      }
    }.map(\.name.text)
  }

  /// The first field of an event type whose values, or elements, are codes of a domain.
  package func field(ofDomain domain: String, of event: String) -> String? {
    func isOfDomain(_ type: FieldType) -> Bool {
      switch type {
      case .reference(let name): name.text == domain
      case .named(let name): name.text == domain && choices[domain] == nil
      case .list(let element): isOfDomain(element)
      default: false
      }
    }
    return fields(of: event).first { isOfDomain($0.type) }?.name.text
  }

  /// The members of a choice that a type names, itself or for its elements; nil for any other type.
  package func members(of type: FieldType) -> [String]? {
    switch type {
    case .oneOf(let members): members.map(\.text)
    case .named(let name): choices[name.text]
    case .list(let element): members(of: element)
    default: nil
    }
  }
}
