// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Programmes, choices, events and their fields.
extension Parser {
  mutating func parseProgramme(from start: Int) -> ProgrammeDeclaration {
    var programme = ProgrammeDeclaration(title: parseText(Expected.programmeTitle), range: range(from: start))
    let clauses: [Keyword] = [
      .label, .ministry, .timeZone, .languages, .fiscalYearStarts, .levels, .unitAttribute, .populationBy,
      .protectCellsBelow,
    ]
    parseBlock(
      of: .programme, clauses: clauses,
      single: [.timeZone, .languages, .fiscalYearStarts, .populationBy, .protectCellsBelow]
    ) { parser, keyword, _ in
      switch keyword {
      case .label: programme.labels.append(parser.parseLocalizedText())
      case .ministry: programme.ministry.append(parser.parseLocalizedText())
      case .timeZone: programme.timeZone = parser.parseText(Expected.timeZone)
      case .languages: programme.languages = parser.parseNames(Expected.language)
      case .fiscalYearStarts: programme.fiscalYearFirstMonth = parser.parseWholeNumber(most: 12)
      case .levels: programme.levelTrees += parser.parseLevelTrees()
      case .unitAttribute: programme.unitAttributes.append(contentsOf: parser.parseField().map { [$0] } ?? [])
      case .populationBy: programme.populationGroups = parser.parseNames(Expected.choiceName)
      case .protectCellsBelow: programme.protectCellsBelow = parser.parseWholeNumber()
      default: break
      }
    }
    return programme
  }

  /// `country > region > district, court`: trees between commas, each from the top down.
  private mutating func parseLevelTrees() -> [[Name]] {
    var trees: [[Name]] = []
    repeat {
      var tree = [parseDeclaredName(Expected.level)]
      while eat(.greater) { tree.append(parseDeclaredName(Expected.level)) }
      trees.append(tree)
    } while eat(.comma)
    return trees
  }

  mutating func parseChoice() -> ChoiceDeclaration {
    let name = parseNewName(Expected.choiceName)
    expect(.oneOf)
    return ChoiceDeclaration(name: name, members: parseDeclaredNames(Expected.choiceMember))
  }

  mutating func parseEvent(isSensitive: Bool, from start: Int) -> EventDeclaration {
    let name = parseNewName(Expected.eventName)
    var event = EventDeclaration(name: name, isSensitive: isSensitive, range: name.range)
    event.title = parseOptionalText()
    parseBraces { parser in
      if parser.at(.label) {
        parser.tree.open(.clause)
        _ = parser.eat(.label)
        event.labels.append(parser.parseLocalizedText())
        parser.tree.close()
      } else if parser.at(.nature) {
        let start = parser.index
        if event.nature != nil {
          var seen: Set<Keyword> = [.nature]
          parser.noteRepetition(of: .nature, in: .event, single: [.nature], &seen)
        }
        parser.tree.open(.clause)
        _ = parser.eat(.nature)
        event.nature = parser.parseNature(from: start)
        parser.tree.close()
      } else if let field = parser.parseField() {
        event.fields.append(field)
      }
    }
    return event
  }

  /// `outcome one of resolved, withdrawn ? sensitive`: name, type, whether it may be missing, who may see it; nil, with
  /// a diagnostic and nothing consumed, where no name stands.
  mutating func parseField() -> FieldDeclaration? {
    guard isAtName || isAtReservedWord else {
      reportExpected(Expected.fieldName)
      return nil
    }
    tree.open(.clause)
    defer { tree.close() }
    let start = index
    let name = parseNewName(Expected.fieldName, opensLine: true)
    var isOptional = eat(.question)
    // What stands on the next line is the next field: without a type, a field has the choice of its own name.
    let type = isAtLineStart ? .named(name) : parseType(orChoiceNamed: name)
    isOptional = eat(.question) || isOptional
    return FieldDeclaration(
      name: name, type: type, isOptional: isOptional, privacy: parsePrivacy(), range: range(from: start))
  }

  private mutating func parsePrivacy() -> Privacy {
    if isAtLineStart { return .open }
    if eat(.sensitiveMark) { return .sensitive }
    if eat(.identifyingMark) { return .identifying }
    _ = eat(.openMark)
    return .open
  }

  private mutating func parseType(orChoiceNamed name: Name) -> FieldType {
    let simple: [(Keyword, FieldType)] = [
      (.timeType, .time), (.dayType, .day), (.unitType, .unit), (.officerType, .officer), (.textType, .text),
      (.yesNoType, .yesNo),
    ]
    for (keyword, type) in simple where eat(keyword) { return type }
    if eat(.wholeNumberType) { return .number(measure: parseMeasureOfField(), isWhole: true) }
    if eat(.numberType) { return .number(measure: parseMeasureOfField(), isWhole: false) }
    if eat(.reference) { return .reference(parseName(Expected.domain)) }
    if eat(.ratingOn) { return .rating(parseName(Expected.rubric)) }
    if eat(.oneOf) { return .oneOf(parseMembers()) }
    if eat(.listOf) { return parseListType() }
    let isMark = [Keyword.sensitiveMark, .identifyingMark, .openMark].contains { at($0) }
    if isAtName, !isMark { return .named(parseName(Expected.choiceName)) }
    // A field without a type has the choice of its own name.
    return .named(name)
  }

  private mutating func parseMeasureOfField() -> Name? {
    !isAtLineStart && eat(.inMeasure) ? parseName(Expected.measureName) : nil
  }

  /// Members between commas; inside child records a comma may also end the list, before the next field.
  private mutating func parseMembers() -> [Name] {
    var members = [parseDeclaredName(Expected.choiceMember)]
    while at(.comma), !startsField(at: index + 1) {
      advance()
      members.append(parseDeclaredName(Expected.choiceMember))
    }
    return members
  }

  /// Whether a name, perhaps its forms, and then, on the same line, a type stand at an index.
  private func startsField(at place: Int) -> Bool {
    var place = place
    if token(at: place + 1).kind == .leftParenthesis {
      while ![.rightParenthesis, .endOfFile].contains(token(at: place + 1).kind), !opensLine(place + 1) { place += 1 }
      place += 1
    }
    let openers: [Keyword] = [
      .timeType, .dayType, .unitType, .officerType, .textType, .yesNoType, .wholeNumberType, .numberType, .reference,
      .oneOf, .listOf, .ratingOn,
    ]
    return !opensLine(place + 1) && openers.contains { length(of: $0, at: place + 1) != nil }
  }

  private mutating func parseListType() -> FieldType {
    nested(.text) { parser in
      if parser.eat(.personType) || parser.at(.leftBrace) { return .records(parser.parseRecordFields()) }
      return .list(parser.parseType(orChoiceNamed: Name(text: "", range: parser.here)))
    }
  }

  /// `{ sex sensitive, age_group sensitive }`: the fields of child records, between commas or on lines of their own.
  private mutating func parseRecordFields() -> [FieldDeclaration] {
    var fields: [FieldDeclaration] = []
    parseBraces(.list) { parser in
      guard let field = parser.parseField() else { return }
      fields.append(field)
      _ = parser.eat(.comma)
    }
    return fields
  }
}
