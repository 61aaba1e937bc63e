// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonSyntax

extension ExpressionColumns {
  /// The value of one node whose operands are computed.
  func compute(_ node: PlanNode, in space: Int) -> NodeColumn {
    switch node {
    case .field(let event, let field): fieldValues(event, field, in: space)
    case .memberField(let event, let list, let member): memberValues(event, list, member, in: space)
    case .element(let event, let list): elementValues(event, list, in: space)
    case .unitAttribute(let event, let unitField, let attribute): attributeValues(event, unitField, attribute)
    case .literal(let literal): literalValue(literal)
    case .lastDay: .day(Vector(constant: asOf.daysSinceEpoch))
    case .compare(let sign, let left, let right): comparison(sign, left, right, in: space)
    case .isMissing(let operand): missing(operand, in: space)
    case .matches(let operand, let pattern): matches(operand, pattern, in: space)
    case .not(let operand): negation(operand, in: space)
    case .and(let left, let right): conjunction(left, right, in: space)
    case .or(let left, let right): disjunction(left, right, in: space)
    case .arithmetic(let sign, let left, let right): arithmetic(sign, left, right, in: space)
    case .elapsed(let unit, let from, let to): elapsed(unit, from, to, in: space)
    case .within(let later, let span, let unit, let anchor): within(later, span, unit, anchor, in: space)
    case .quantified(let quantifier, _, let list, let body): quantified(quantifier, list, body, in: space)
    case .dated(let numbers, let day): dated(numbers, day, in: space)
    case .monthsLater(let operand, let months): monthsLater(operand, months, in: space)
    case .namesOfficer(let event, let field): officerIsNamed(event, field, in: space)
    case .scale(let event, let scale): scaleMeans(scale, event)
    case .linkExists(let link): linkExists(link)
    case .linkFirst(let link, let field): linkFirst(link, field)
    }
  }

  private func fieldValues(_ event: EventID, _ field: Int, in space: Int) -> NodeColumn {
    guard spaces[space].event == event, let type = fieldType(event, field) else { return .absent }
    switch fieldColumn(event, field) {
    case .plain(let column): return nodeColumn(column, as: type)
    case .list(let column): return .list(presence: column.validity.map(unpack) ?? [])
    case nil: return .absent
    }
  }

  private func memberValues(_ event: EventID, _ list: Int, _ member: Int, in space: Int) -> NodeColumn {
    guard case .records(let members)? = fieldType(event, list), members.indices.contains(member),
      let column = listColumn(event, list), column.children.indices.contains(member)
    else { return .absent }
    return childValues(column.children[member], as: members[member].type, of: list, event, in: space)
  }

  private func elementValues(_ event: EventID, _ list: Int, in space: Int) -> NodeColumn {
    guard case .list(let type)? = fieldType(event, list), let child = listColumn(event, list)?.children.first else {
      return .absent
    }
    return childValues(child, as: type, of: list, event, in: space)
  }

  private func childValues(
    _ child: Column, as type: ValueType, of list: Int, _ event: EventID, in space: Int
  ) -> NodeColumn {
    guard spaces[space].event == event, let rows = spaces[space].childRows(of: list) else { return .absent }
    let values = nodeColumn(child, as: type)
    // Directly within the events the elements are the child rows in their order.
    return spaces[space].lists.count == 1 ? values : values.gathering(rows)
  }

  /// The attribute that the event's unit had on the event's own day.
  private func attributeValues(_ event: EventID, _ unitField: Int, _ attribute: Int) -> NodeColumn {
    guard programme.unitAttributes.indices.contains(attribute) else { return .absent }
    let lineages = frame(event).lineages(unitField: unitField, dayField: nil, in: organisationIndex)
    let values = organisationIndex.attributeColumn(attribute, type: programme.unitAttributes[attribute].type)
    return values.gathering(lineages)
  }

  private func literalValue(_ literal: PlanLiteral) -> NodeColumn {
    switch literal {
    case .number(let value): .number(Vector(constant: value))
    case .truth(let value): .truth(Vector(constant: value ? Truth.yes : Truth.no))
    case .member(let choice, let member):
      .code(Vector(constant: Int32(truncatingIfNeeded: member)), .choice(choice))
    case .text(let text): .text(text)
    case .day(let day): .day(Vector(constant: day))
    case .localTime(let day, let microseconds): .localTime(day: day, microseconds: microseconds)
    }
  }

  private func missing(_ operand: NodeID, in space: Int) -> NodeColumn {
    func absent(_ presence: [UInt8], _ isConstant: Bool) -> Vector<UInt8> {
      if isConstant || presence.isEmpty { return Vector(constant: presence.first == 0 ? Truth.yes : Truth.no) }
      return Vector(presence.map { $0 ^ 1 })
    }
    return switch self.operand(operand, in: space) {
    case .truth(let vector):
      vector.isConstant
        ? .truth(Vector(constant: vector.values[0] == Truth.unknown ? Truth.yes : Truth.no))
        : .truth(Vector(vector.values.map { $0 == Truth.unknown ? Truth.yes : Truth.no }))
    case .number(let vector): .truth(absent(vector.presence, vector.isConstant))
    case .whole(let vector), .time(let vector): .truth(absent(vector.presence, vector.isConstant))
    case .day(let vector), .code(let vector, _): .truth(absent(vector.presence, vector.isConstant))
    case .list(let presence): .truth(absent(presence, false))
    case .text, .localTime: .truth(Vector(constant: Truth.no))
    case .absent: .truth(Vector(constant: Truth.yes))
    }
  }

  private func matches(_ operand: NodeID, _ pattern: String, in space: Int) -> NodeColumn {
    let glob = GlobPattern(pattern)
    switch self.operand(operand, in: space) {
    case .text(let text): return .truth(Vector(constant: glob.matches(text) ? Truth.yes : Truth.no))
    case .code(let codes, let codeSpace):
      // Each text of the dictionary is matched once, however many rows hold it.
      let matched = texts(of: codeSpace) { glob.matches($0) ? Truth.yes : Truth.no }
      let (values, isConstant) = combine(
        codes, Vector(constant: UInt8(0)), rows: spaces[space].count, missing: Truth.unknown
      ) {
        code, _ in matched.indices.contains(Int(code)) ? matched[Int(code)] : Truth.unknown
      }
      return .truth(isConstant ? Vector(constant: values[0]) : Vector(values))
    default: return .truth(Vector(constant: Truth.unknown))
    }
  }

  /// What a function makes of the text of each code of a space, in code order.
  private func texts<Result>(of space: CodeSpace, _ body: (UnsafeRawBufferPointer) -> Result) -> [Result] {
    func fromDictionary(_ dictionary: TextDictionary) -> [Result] {
      (0..<Int32(dictionary.count)).map { dictionary.withBytes($0, body) }
    }
    func fromTexts(_ texts: [String]) -> [Result] {
      texts.map { text in
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
      }
    }
    switch space {
    case .texts: return fromDictionary(dataset.texts)
    case .domain(let domain):
      return dataset.domains.indices.contains(domain.index) ? fromDictionary(dataset.domains[domain.index]) : []
    case .choice(let choice):
      return programme.choices.indices.contains(choice.index)
        ? fromTexts(programme.choices[choice.index].members) : []
    case .units: return fromTexts(dataset.organisation.codes)
    }
  }

  /// The code of a text of the definition among those of a space; -1, which no row holds, when it is not there.
  func code(of text: String, in space: CodeSpace) -> Int32 {
    switch space {
    case .texts: dataset.texts.code(of: text) ?? -1
    case .domain(let domain):
      dataset.domains.indices.contains(domain.index) ? dataset.domains[domain.index].code(of: text) ?? -1 : -1
    case .choice(let choice):
      programme.choices.indices.contains(choice.index)
        ? programme.choices[choice.index].members.firstIndex(of: text).map { Int32($0) } ?? -1 : -1
    case .units: dataset.organisation.index(of: text) ?? -1
    }
  }

  private func quantified(_ quantifier: Quantifier, _ list: Int, _ body: NodeID, in space: Int) -> NodeColumn {
    guard let inner = elementSpace(list, in: space), let truths = operand(body, in: inner).truths else {
      return .truth(Vector(constant: quantifier == .any ? Truth.no : Truth.yes))
    }
    let offsets = spaces[inner].offsets
    // The value that decides as soon as one element has it, and the one of a list in which none has.
    let decisive = quantifier == .any ? Truth.yes : Truth.no
    let otherwise = quantifier == .any ? Truth.no : Truth.yes
    var results: [UInt8] = []
    results.reserveCapacity(spaces[space].count)
    truths.withBuffers(rows: spaces[inner].count) { truths in
      for row in 0..<spaces[space].count {
        var result = otherwise
        for element in Int(offsets[row])..<Int(offsets[row + 1]) {
          let truth = truths.values[element & truths.mask]
          if truth == decisive {
            result = decisive
            break
          }
          if truth == Truth.unknown { result = Truth.unknown }
        }
        results.append(result)
      }
    }
    return .truth(Vector(results))
  }
}
