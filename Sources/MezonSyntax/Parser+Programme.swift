// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Programmes, choices, events and their fields.
extension Parser {
  mutating func parseProgramme(from start: Int) -> ProgrammeDeclaration {
    var programme = ProgrammeDeclaration(title: parseText("the programme's title"), range: range(from: start))
    let clauses: [Keyword] = [
      .label, .ministry, .timeZone, .languages, .fiscalYearStarts, .levels, .unitAttribute, .protectCellsBelow,
    ]
    parseBlock(
      of: spelling(.programme), clauses: clauses, single: [.timeZone, .languages, .fiscalYearStarts, .protectCellsBelow]
    ) { parser, keyword, _ in
      switch keyword {
      case .label: programme.labels.append(parser.parseLocalizedText())
      case .ministry: programme.ministry.append(parser.parseLocalizedText())
      case .timeZone: programme.timeZone = parser.parseText("a time zone such as \"Asia/Dushanbe\"")
      case .languages: programme.languages = parser.parseNames("a language such as ru")
      case .fiscalYearStarts: programme.fiscalYearFirstMonth = parser.parseWholeNumber(most: 12)
      case .levels: programme.levelTrees += parser.parseLevelTrees()
      case .unitAttribute: programme.unitAttributes.append(parser.parseField())
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
      var tree = [parseName("a level")]
      while eat(.greater) { tree.append(parseName("a level")) }
      trees.append(tree)
    } while eat(.comma)
    return trees
  }

  mutating func parseChoice() -> ChoiceDeclaration {
    let name = parseName("the choice's name")
    expect(.oneOf)
    return ChoiceDeclaration(name: name, members: parseNames("a member"))
  }

  mutating func parseEvent(isSensitive: Bool, from start: Int) -> EventDeclaration {
    let name = parseName("the event's name")
    var event = EventDeclaration(name: name, isSensitive: isSensitive, range: name.range)
    event.title = parseOptionalText()
    expect(.leftBrace, "\"{\"")
    tree.open(.block)
    while !at(.endOfFile), !at(.rightBrace) {
      if isAtLineStart, Self.declarationKeywords.contains(where: { at($0) }) { break }
      let before = index
      if at(.label) {
        tree.open(.clause)
        _ = eat(.label)
        event.labels.append(parseLocalizedText())
        tree.close()
      } else {
        event.fields.append(parseField())
      }
      if index == before { advance() }
    }
    tree.close()
    expect(.rightBrace, "\"}\"")
    return event
  }

  /// `outcome one of resolved, withdrawn ? sensitive`: name, type, whether it may be missing, who may see it.
  mutating func parseField() -> FieldDeclaration {
    tree.open(.clause)
    defer { tree.close() }
    let start = index
    let name = parseName("a field's name")
    var isOptional = eat(.question)
    let type = parseType(orChoiceNamed: name)
    isOptional = eat(.question) || isOptional
    return FieldDeclaration(
      name: name, type: type, isOptional: isOptional, privacy: parsePrivacy(), range: range(from: start))
  }

  private mutating func parsePrivacy() -> Privacy {
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
    if eat(.reference) { return .reference(parseName("a domain")) }
    if eat(.oneOf) { return .oneOf(parseMembers()) }
    if eat(.listOf) { return parseListType() }
    let isMark = [Keyword.sensitiveMark, .identifyingMark, .openMark].contains { at($0) }
    if isAtName, !isAtLineStart, !isMark { return .named(parseName("")) }
    // A field without a type has the choice of its own name.
    return .named(name)
  }

  private mutating func parseMeasureOfField() -> Name? {
    eat(.inMeasure) ? parseName("a unit of measure") : nil
  }

  /// Members between commas; inside child records a comma may also end the list, before the next field.
  private mutating func parseMembers() -> [Name] {
    var members = [parseName("a member")]
    while at(.comma), !startsField(at: index + 1) {
      advance()
      members.append(parseName("a member"))
    }
    return members
  }

  /// Whether a name and then a type or a mark stand at an index.
  private func startsField(at place: Int) -> Bool {
    let openers: [Keyword] = [
      .timeType, .dayType, .unitType, .officerType, .textType, .yesNoType, .wholeNumberType, .numberType, .reference,
      .oneOf, .listOf,
    ]
    return openers.contains { matcher.length(of: $0, in: tokens, at: place + 1) != nil }
  }

  private mutating func parseListType() -> FieldType {
    if eat(.personType) || at(.leftBrace) {
      var fields: [FieldDeclaration] = []
      expect(.leftBrace, "\"{\"")
      tree.open(.list)
      while !at(.endOfFile), !at(.rightBrace) {
        let before = index
        fields.append(parseField())
        _ = eat(.comma)
        if index == before { break }
      }
      tree.close()
      expect(.rightBrace, "\"}\"")
      return .records(fields)
    }
    guard depth < Self.greatestDepth else { return .text }
    depth += 1
    defer { depth -= 1 }
    return .list(parseType(orChoiceNamed: Name(text: "", range: range(current))))
  }
}
