// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// Groups, filters, parameters: checked for themselves, then written out where they are used.
extension Checker {
  /// The declarations with shared names written out, and what is shared.
  mutating func writeOutSharedNames(
    _ declarations: [Declaration]
  ) -> (declarations: [Declaration], shared: [SharedDefinition]) {
    for declaration in declarations {
      switch declaration {
      case .group(let group): checkSharedName(group.name)
      case .filter(let filter): checkSharedName(filter.name)
      case .parameter(let parameter):
        checkSharedName(parameter.name)
        checkParameter(parameter)
      default: continue
      }
    }
    let expander = ReuseExpander(declarations)
    let expanded = expander.expanded(declarations)
    diagnostics += expander.diagnostics
    symbols.groupPlaces = expander.groupPlaces
    var shared = expanded.compactMap { sharedDefinition($0) }
    for place in shared.indices { shared[place].users = expander.users(of: shared[place].name) }
    return (expanded, shared)
  }

  /// One name, one meaning: no field, member or unit attribute is called so.
  private mutating func checkSharedName(_ name: Name) {
    guard !name.text.isEmpty, declare("shared", name) else { return }
    let isMember = symbols.choices.contains { $0.members.contains(name.text) }
    let isField = symbols.events.contains { $0.field(named: name.text) != nil }
    if isMember || isField || symbols.unitAttributes.contains(where: { $0.name == name.text }) {
      report(ReuseRule.nameTaken, [name.text], at: name.range)
    }
  }

  private mutating func checkParameter(_ parameter: ParameterDeclaration) {
    if parameter.points.isEmpty { report(ReuseRule.noPoints, [parameter.name.text], at: parameter.name.range) }
    for (earlier, later) in zip(parameter.points, parameter.points.dropFirst()) where later.from.day <= earlier.from.day
    {
      report(SemanticRule.notAscending, [parameter.name.text], at: later.from.range)
    }
    _ = measure(of: parameter)
    if symbols.parameters[parameter.name.text] == nil { symbols.parameters[parameter.name.text] = parameter }
  }

  private mutating func sharedDefinition(_ declaration: Declaration) -> SharedDefinition? {
    switch declaration {
    case .group(let group):
      return SharedDefinition(
        kind: .group(group), text: group.members.map(\.text).joined(separator: " "), users: [])
    case .filter(let filter):
      guard let event = symbols.eventIDs[filter.event.text] else {
        report(unknown: "event", filter.event, in: "the programme", known: symbols.events.map(\.name))
        return nil
      }
      let scope = self.scope(of: event, place: "the filter")
      let node = condition(filter.condition, in: scope)
      let text = node.map { PlanText(symbols: symbols, graph: graph).text($0) } ?? ""
      return SharedDefinition(kind: .filter(filter), text: "\(filter.event.text) \(text)", users: [])
    case .parameter(let parameter):
      let points = parameter.points.map { "\($0.value.value) from \($0.from.day)" }
      let measure = self.measure(of: parameter)
      return SharedDefinition(
        kind: .parameter(parameter), text: "\(measure.name): " + points.joined(separator: ", "), users: [])
    default: return nil
    }
  }

  // MARK: Parameters as numbers

  /// What a parameter counts.
  private mutating func measure(of parameter: ParameterDeclaration) -> Measure {
    switch parameter.measure {
    case nil: .plain
    case .perCent: .perCent
    case .points: .points
    case .span(let unit, _): .span(unit)
    case .named(let name): declaredMeasure(name)
    }
  }

  private func points(of parameter: ParameterDeclaration) -> [DatedNumber] {
    parameter.points.map { DatedNumber(from: $0.from.day, value: $0.value.value) }
  }

  /// A parameter in a condition: its value on the day of the record.
  mutating func dated(_ parameter: ParameterDeclaration, in scope: Scope, at range: SourceRange) -> Typed? {
    guard let field = scope.dayField, !parameter.points.isEmpty else { return nil }
    // Rows looked at in force have no field for their day: it is the last day of the period.
    let day = graph.intern(field == EventSchema.termDay ? .lastDay : .field(scope.event, field))
    let isWhole = parameter.points.allSatisfy { $0.value.value == $0.value.value.rounded() }
    let measure = self.measure(of: parameter)
    return Typed(
      node: graph.intern(.dated(points(of: parameter), day: day)), type: .number(measure, isWhole: isWhole))
  }

  /// A number of a definition, or the value that the parameter in its place has on a day; nil and a diagnostic where it has none.
  mutating func number(_ literal: NumberLiteral, on day: CalendarDay, in measure: Measure) -> Double? {
    guard let name = literal.parameter else { return literal.value }
    guard let parameter = parameter(name, in: measure) else { return nil }
    if let point = parameter.points.last(where: { $0.from.day <= day }) { return point.value.value }
    guard let first = parameter.points.first else { return nil }
    report(ReuseRule.noValueYet, [name.text, "\(day)", "\(first.from.day)"], at: name.range)
    return nil
  }

  /// A number of a definition, or what the parameter in its place gives from day to day; nil and a diagnostic where it gives none.
  mutating func datedValue(_ literal: NumberLiteral, in measure: Measure) -> DatedValue? {
    guard let name = literal.parameter else { return .number(literal.value) }
    guard let parameter = parameter(name, in: measure), !parameter.points.isEmpty else { return nil }
    return .parameter(name.text, points(of: parameter))
  }

  /// The bounds that a parameter gives from day to day: whole numbers of at least 1; nil and a diagnostic where it gives none.
  mutating func bounds(_ name: Name) -> [DatedNumber]? {
    guard let parameter = parameter(name, in: nil), !parameter.points.isEmpty else { return nil }
    let points = points(of: parameter)
    guard points.allSatisfy({ $0.value >= 1 && $0.value <= 1_000_000 && $0.value == $0.value.rounded() }) else {
      report(ReuseRule.parameterAsBound, [name.text], at: name.range)
      return nil
    }
    return points
  }

  /// A parameter by name, of a stated unit of measure or a bare number; `wanted` nil asks for a number of records.
  private mutating func parameter(_ name: Name, in wanted: Measure?) -> ParameterDeclaration? {
    guard let parameter = symbols.parameters[name.text] else {
      report(unknown: "parameter", name, in: "the programme", known: symbols.parameters.keys.sorted())
      return nil
    }
    let own = measure(of: parameter)
    let fits =
      switch (own, wanted) {
      case (.plain, _), (.named, nil): true
      default: own == wanted
      }
    if !fits { report(SemanticRule.badMeasure, [shown(wanted ?? .plain), shown(own)], at: name.range) }
    return fits ? parameter : nil
  }
}
