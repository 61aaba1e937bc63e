// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

/// To whom and when the events of an indicator belong.
struct IndicatorReach {
  var periodField: Int
  var unitField: Int?
  var officerFields: [Int]
  var isForOfficers = false
  /// Indices of levels, ascending.
  var levels: [Int] = []
}

// Subjects, periods, splits.
extension Checker {
  mutating func reach(of declaration: IndicatorDeclaration, event: EventID) -> IndicatorReach {
    let schema = symbols.events[event.index]
    let scope = self.scope(of: event, place: "the indicator")
    var reach = IndicatorReach(
      periodField: schema.ownTimeField, unitField: schema.unitField, officerFields: schema.officerFields)
    if let moment = declaration.moment {
      checkMoment(moment, of: declaration, schema)
      reach.periodField = EventSchema.termDay
    } else if let name = declaration.periodField,
      let index = field(name, in: scope, type: "time", where: \.isTemporal)
    {
      reach.periodField = index
    }
    if let name = declaration.unitField, let index = field(name, in: scope, type: "unit", where: { $0 == .unit }) {
      reach.unitField = index
    }
    let officer = ValueType.reference(.officer)
    let stated = declaration.officerFields.compactMap { name in
      field(name, in: scope, type: "officer", where: { $0 == officer || $0 == .list(officer) })
    }
    if !stated.isEmpty { reach.officerFields = stated }
    addSubjects(of: declaration, event, to: &reach)
    checkOfficersUnit(declaration, to: &reach)
    if reach.isForOfficers, reach.officerFields.isEmpty, declaration.officersUnit == nil {
      report(SemanticRule.noMeaningFor, ["officer"], at: declaration.name.range)
    }
    if !reach.levels.isEmpty, reach.unitField == nil {
      report(SemanticRule.noMeaningFor, ["unit"], at: declaration.name.range)
    }
    return reach
  }

  mutating func addSubjects(
    of declaration: IndicatorDeclaration, _ event: EventID?, to reach: inout IndicatorReach
  ) {
    var levels: Set<Int> = []
    for subject in declaration.subjects {
      switch subject {
      case .officer: reach.isForOfficers = true
      case .anyUnit: levels.formUnion(symbols.levels.indices)
      case .level(let name):
        if let level = symbols.level(named: name.text) {
          levels.insert(level)
        } else {
          report(unknown: "level", name, in: "the programme", known: symbols.levels.map(\.name) + ["officer", "unit"])
        }
      }
    }
    if declaration.subjects.isEmpty { levels = Set(symbols.levels.indices) }
    if let event, let survey = symbols.events[event.index].survey {
      levels = self.levels(levels, of: survey, declaration)
    }
    reach.levels = levels.sorted()
  }

  mutating func split(_ clause: SplitClause, in scope: Scope) -> SplitPlan? {
    guard let index = scope.field(named: clause.field.text) else {
      return attributeSplit(clause, in: scope)
    }
    let field = scope.fields[index]
    if let member = clause.member {
      guard case .records(let members) = field.type else {
        report(SemanticRule.notAList, [clause.field.text], at: clause.field.range)
        return nil
      }
      guard let place = members.firstIndex(where: { $0.name == member.text }) else {
        report(unknown: "field", member, in: clause.field.text, known: members.map(\.name))
        return nil
      }
      return splitPlan(
        members[place], name: "\(field.name).\(member.text)", .member(list: index, member: place), at: clause.range)
    }
    return splitPlan(field, name: field.name, .field(index), at: clause.range)
  }

  private mutating func attributeSplit(_ clause: SplitClause, in scope: Scope) -> SplitPlan? {
    guard clause.member == nil, scope.unitField != nil,
      let attribute = symbols.unitAttributes.firstIndex(where: { $0.name == clause.field.text })
    else {
      let known = scope.fields.map(\.name) + symbols.unitAttributes.map(\.name)
      report(unknown: "field", clause.field, in: scope.owner, known: known)
      return nil
    }
    let field = symbols.unitAttributes[attribute]
    return splitPlan(field, name: field.name, .unitAttribute(attribute), at: clause.range)
  }

  /// The plan of a split, unless its values are no groups or could name a person.
  private mutating func splitPlan(
    _ field: FieldSchema, name: String, _ source: SplitPlan.Source, at range: SourceRange
  ) -> SplitPlan? {
    if field.privacy == .identifying {
      report(field.hidingRule, [name], at: range)
      return nil
    }
    let type: ValueType = if case .list(let element) = field.type { element } else { field.type }
    switch type {
    case .choice, .yesNo: break
    case .reference(let domain) where domain != .officer: break
    default:
      report(SemanticRule.badSplit, [name, type.description(symbols)], at: range)
      return nil
    }
    return SplitPlan(name: name, source: source, type: type, privacy: field.privacy)
  }
}
