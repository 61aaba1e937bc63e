// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// Sources: that every mapping and rule makes sense before a file is read.
extension Checker {
  mutating func checkSource(_ declaration: SourceDeclaration) -> SourcePlan? {
    guard let (target, fields) = sourceTarget(declaration) else { return nil }
    let event: EventID = if case .event(let id) = target { id } else { EventID(symbols.events.count) }
    var scope = Scope(
      event: event, owner: declaration.target.text, fields: fields, unitField: nil, mappedFields: [],
      place: "a source", spanUnit: nil)
    if let zone = declaration.timeZone, TimeZoneRules(identifier: zone.text) == nil {
      report(SemanticRule.badTimeZone, [zone.text], at: zone.range)
    }
    checkLayout(declaration)
    checkKey(declaration, target, fields)
    var mappings: [(mapping: FieldMapping, field: Int, member: Int?)] = []
    for mapping in declaration.fields {
      guard let (field, member, type) = mappedField(mapping, in: scope) else { continue }
      check(mapping, of: type, in: scope, joins: declaration.joins)
      mappings.append((mapping, field, member))
      scope.mappedFields?.insert(field)
    }
    for rule in declaration.rowRules {
      if let written = rule.condition { _ = condition(written, in: scope) }
    }
    let mapped = scope.mappedFields ?? []
    for (index, field) in fields.enumerated() where isRequired(field) && !mapped.contains(index) {
      report(SemanticRule.unmappedField, [declaration.name.text, field.name], at: declaration.name.range)
    }
    return SourcePlan(
      name: declaration.name.text, target: target, fields: fields, mappings: mappings, declaration: declaration)
  }

  /// Whether a field needs a mapping; a list without one is empty.
  private func isRequired(_ field: FieldSchema) -> Bool {
    switch field.type {
    case .list, .records: false
    default: !field.isOptional
    }
  }

  private mutating func sourceTarget(
    _ declaration: SourceDeclaration
  ) -> (SourcePlan.Target, [FieldSchema])? {
    if let event = symbols.eventIDs[declaration.target.text] {
      return (.event(event), symbols.events[event.index].fields)
    }
    if let table = RosterTable(rawValue: declaration.target.text) {
      return (
        .roster(table),
        RosterSchema.fields(
          of: table, unitAttributes: symbols.unitAttributes, populationGroups: symbols.populationGroups)
      )
    }
    let known = symbols.events.map(\.name) + RosterTable.allCases.map(\.rawValue)
    report(unknown: "event", declaration.target, in: "the programme", known: known)
    return nil
  }

  /// The field that a mapping fills, the member of its child records, and the type of one value.
  private mutating func mappedField(
    _ mapping: FieldMapping, in scope: Scope
  ) -> (field: Int, member: Int?, type: ValueType)? {
    guard let field = scope.field(named: mapping.field.text) else {
      report(unknown: "field", mapping.field, in: scope.owner, known: scope.fields.map(\.name))
      return nil
    }
    switch scope.fields[field].type {
    case .records(let members):
      guard let name = mapping.member, let member = members.firstIndex(where: { $0.name == name.text }) else {
        let name = mapping.member ?? mapping.field
        report(
          unknown: "field", name, in: mapping.field.text, known: members.map { "\($0.name) of \(mapping.field.text)" })
        return nil
      }
      return (field, member, members[member].type)
    case let type:
      if let member = mapping.member {
        report(SemanticRule.notAList, [mapping.field.text], at: member.range)
        return nil
      }
      if case .list(let element) = type { return (field, nil, element) }
      return (field, nil, type)
    }
  }

  private mutating func check(
    _ mapping: FieldMapping, of type: ValueType, in scope: Scope, joins: [JoinClause]
  ) {
    if case .columns(_, let table?) = mapping.origin, !joins.contains(where: { $0.table.text == table.text }) {
      report(unknown: "joined file", table, in: "the source", known: joins.map(\.table.text))
    }
    if case .constant(let expression) = mapping.origin { checkValue(expression, of: type, in: scope) }
    if case .computed(let expression) = mapping.origin, let typed = operand(expression, in: scope) {
      checkFits(typed, type, at: expression.range)
    }
    if let written = mapping.measure { checkMeasure(written, of: type, mapping) }
    for recode in mapping.recodes { checkValue(recode.value, of: type, in: scope) }
    if case .value(let expression)? = mapping.others { checkValue(expression, of: type, in: scope) }
  }

  /// Numbers in another unit of measure can be converted where both are lengths of time; nothing else can, money least of all.
  private mutating func checkMeasure(_ written: Name, of type: ValueType, _ mapping: FieldMapping) {
    let stated = fieldMeasure(written)
    guard case .number(let own, _) = type else {
      return report(SourceKeyRule.noMeasure, [mapping.field.text], at: written.range)
    }
    if own == stated { return }
    guard case .span = own, case .span = stated else {
      return report(
        SourceKeyRule.measuresDiffer, [mapping.field.text, own.name.isEmpty ? "-" : own.name, stated.name],
        at: written.range)
    }
  }

  /// A constant must be a value of the field's type: a member of its choice, a literal.
  private mutating func checkValue(_ expression: Expression, of type: ValueType, in scope: Scope) {
    if case .choice(let id) = type {
      if case .name(let name) = expression {
        _ = member(name, of: id)
      } else {
        report(
          SemanticRule.typesDiffer, [expression.range.text, type.description(symbols)], at: expression.range)
      }
      return
    }
    // Texts and codes may be written as a bare name: `constant region`.
    if case .name = expression, Self.isCode(type) { return }
    if let typed = operand(expression, in: scope) { checkFits(typed, type, at: expression.range) }
  }

  private static func isCode(_ type: ValueType) -> Bool {
    switch type {
    case .text, .unit, .reference: true
    default: false
    }
  }

  private mutating func checkFits(_ typed: Typed, _ type: ValueType, at range: SourceRange) {
    switch (typed.type, type) {
    case (.number(let a, _), .number(let b, _)) where a == b || typed.isLiteral: return
    case (.number, .number):
      report(
        SemanticRule.measuresDiffer, [shown(typed.type.measure ?? .plain), shown(type.measure ?? .plain)], at: range)
    case (let a, let b) where a == b || (a.isTemporal && b.isTemporal): return
    case (.text, let b) where Self.isCode(b): return
    default:
      report(
        SemanticRule.typesDiffer, [typed.type.description(symbols), type.description(symbols)], at: range)
    }
  }
}
