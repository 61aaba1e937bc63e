// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Event types and fields.
extension Checker {
  mutating func collectEvents(_ declarations: [Declaration]) {
    // A survey's totals may be parameters.
    for case .parameter(let parameter) in declarations where symbols.parameters[parameter.name.text] == nil {
      symbols.parameters[parameter.name.text] = parameter
    }
    for declaration in declarations {
      guard case .event(let event) = declaration, !event.name.text.isEmpty, declare("event", event.name) else {
        continue
      }
      var fields = fieldSchemas(event.fields, in: event.name.text)
      if event.ratings == nil { checkNoRatings(event) }
      let ratings = event.ratings.flatMap { ratingsSchema($0, of: event, &fields) }
      let term = term(of: event, fields)
      let ownTime = term?.from ?? fields.firstIndex { $0.type.isTemporal && !$0.isOptional }
      if ownTime == nil { report(SemanticRule.noOwnTime, [event.name.text], at: event.name.range) }
      let officer = ValueType.reference(.officer)
      let schema = EventSchema(
        name: event.name.text, title: event.title?.text, labels: event.labels, isSensitive: event.isSensitive,
        nature: event.nature?.nature, fields: fields, ownTimeField: ownTime ?? 0,
        unitField: fields.firstIndex { $0.type == .unit },
        officerFields: fields.indices.filter { fields[$0].type == officer || fields[$0].type == .list(officer) },
        term: term,
        survey: event.survey.map { surveySchema($0, of: event, fields) }, ratings: ratings)
      symbols.eventIDs[schema.name] = EventID(symbols.events.count)
      symbols.events.append(schema)
    }
  }

  private mutating func fieldSchemas(_ declarations: [FieldDeclaration], in owner: String) -> [FieldSchema] {
    var fields: [FieldSchema] = []
    for declaration in declarations where !declaration.name.text.isEmpty {
      guard declare("field \(owner)", declaration.name) else { continue }
      fields.append(schema(of: declaration, in: owner))
    }
    return fields
  }

  mutating func schema(of field: FieldDeclaration, in owner: String) -> FieldSchema {
    FieldSchema(
      name: field.name.text, type: type(of: field.type, field: field.name.text, in: owner),
      isOptional: field.isOptional, privacy: field.privacy)
  }

  private mutating func type(of written: FieldType, field: String, in owner: String) -> ValueType {
    switch written {
    case .time: return .time
    case .day: return .day
    case .unit: return .unit
    case .officer: return .reference(.officer)
    case .text: return .text
    case .yesNo: return .yesNo
    case .number(let measure, let isWhole): return .number(fieldMeasure(measure), isWhole: isWhole)
    case .oneOf(let members):
      return .choice(symbols.addChoice(ChoiceSchema(name: "\(owner).\(field)", members: uniqueMembers(members))))
    case .rating(let rubric): return .number(rubricMeasure(rubric), isWhole: true)
    case .reference(let domain): return .reference(symbols.domain(named: domain.text))
    case .named(let name): return namedType(name)
    case .list(let element): return .list(type(of: element, field: field, in: owner))
    case .records(let fields): return .records(fieldSchemas(fields, in: "\(owner).\(field)"))
    }
  }

  private mutating func namedType(_ name: Name) -> ValueType {
    if let choice = symbols.choiceIDs[name.text] { return .choice(choice) }
    if let domain = symbols.domainIDs[name.text] { return .reference(domain) }
    let known = symbols.choiceIDs.keys.filter { !$0.contains(".") } + symbols.domains
    report(unknown: "type", name, in: "the programme", known: known.sorted())
    return .text
  }

  mutating func fieldMeasure(_ name: Name?) -> Measure {
    guard let name else { return .plain }
    if let span = SpanUnit(rawValue: name.text) { return .span(span) }
    return declaredMeasure(name)
  }

  /// A declared unit of measure; reported when it is not declared.
  mutating func declaredMeasure(_ name: Name) -> Measure {
    if !symbols.measures.contains(name.text) {
      report(unknown: "unit of measure", name, in: "the programme", known: symbols.measures.sorted())
    }
    return .named(name.text)
  }
}
