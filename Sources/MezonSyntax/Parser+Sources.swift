// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Sources: how columns and codes become events.
extension Parser {
  private static let sourceClauses: [Keyword] = [
    .label, .file, .delimiter, .headerRow, .missingAre, .timeFormat, .timeZone, .decimalComma, .joins, .refuseWhere,
    .setAsideWhere, .setAsideDuplicates,
  ]

  mutating func parseSource(from start: Int) -> SourceDeclaration {
    let name = parseName("the source's name")
    expect(.gives)
    let target = parseName("an event type")
    var source = SourceDeclaration(name: name, target: target, range: name.range)
    source.title = parseOptionalText()
    expect(.leftBrace, "\"{\"")
    tree.open(.block)
    while !at(.endOfFile), !at(.rightBrace) {
      if isAtLineStart, startsOtherDeclaration { break }
      let before = index
      tree.open(.clause)
      // A clause's keyword that is followed by a mapping ("file from column ...") is a field of that name.
      if let keyword = longestMatch(of: Self.sourceClauses), !isMapping(afterNameAt: index) {
        _ = eat(keyword)
        parseSourceClause(keyword, from: before, into: &source)
      } else if isAtName {
        source.fields.append(parseMapping())
      } else {
        let all = Self.sourceClauses.map { spelling($0) }.joined(separator: ", ")
        report(Diagnostic(SyntaxRule.unknownClause, [found, spelling(.source), all], at: range(current)))
        advance()
      }
      tree.close()
      if index == before { advance() }
    }
    tree.close()
    expect(.rightBrace, "\"}\"")
    return source
  }

  private var startsOtherDeclaration: Bool {
    Self.declarationKeywords.contains { at($0) } && !isMapping(afterNameAt: index)
  }

  private func isMapping(afterNameAt place: Int) -> Bool {
    [Keyword.fromColumn, .constant, .numbersOf, .computedAs].contains {
      matcher.length(of: $0, in: tokens, at: place + 1) != nil
    }
  }

  private mutating func parseSourceClause(_ keyword: Keyword, from start: Int, into source: inout SourceDeclaration) {
    switch keyword {
    case .label: _ = parseLocalizedText()
    case .file: source.file = parseText("a file's path in quotes")
    case .delimiter: source.delimiter = parseText("a delimiter such as \";\"")
    case .headerRow: source.headerRow = parseWholeNumber(most: 1000)
    case .missingAre:
      repeat { source.missingTexts.append(parseText("a text in quotes")) } while eat(.comma)
    case .timeFormat: source.timeFormat = parseText("a format such as \"dd.MM.yyyy HH:mm\"")
    case .timeZone: source.timeZone = parseText("a time zone")
    case .decimalComma: source.usesDecimalComma = true
    case .joins: source.joins.append(parseJoin(from: start))
    case .refuseWhere: source.rowRules.append(parseRowRule(.refuse, from: start))
    case .setAsideWhere: source.rowRules.append(parseRowRule(.setAside, from: start))
    case .setAsideDuplicates:
      let reason = eat(.because) ? parseText("a reason in quotes") : nil
      source.rowRules.append(
        RowRule(effect: .setAsideDuplicates, condition: nil, reason: reason, range: range(from: start)))
    default: break
    }
  }

  private mutating func parseRowRule(_ effect: RowRule.Effect, from start: Int) -> RowRule {
    let condition = parseCondition()
    expect(.because)
    let reason = parseText("a reason in quotes")
    return RowRule(effect: effect, condition: condition, reason: reason, range: range(from: start))
  }

  private mutating func parseJoin(from start: Int) -> JoinClause {
    let table = parseName("a name for the joined file")
    let file = parseOptionalText()
    expect(.whereCondition)
    let own = parseText("this file's column in quotes")
    expect(.isEqual)
    let other = parseText("the joined file's column in quotes")
    return JoinClause(table: table, file: file, ownColumn: own, otherColumn: other, range: range(from: start))
  }

  /// `opened from column "date", "time" of trr`, with recodes and the like behind it.
  private mutating func parseMapping() -> FieldMapping {
    let start = index
    var field = parseName("a field")
    var member: Name?
    if eat(.ofOperand) {
      // `sex of parties from column ...`
      member = field
      field = parseName("a list")
    }
    let origin = parseOrigin()
    var mapping = FieldMapping(field: field, member: member, origin: origin, range: range(from: start))
    while true {
      if eat(.separatedBy) {
        mapping.separator = parseText("a separator in quotes")
      } else if eat(.asWholeNumber) {
        mapping.asWholeNumber = true
      } else if eat(.recode) {
        mapping.recodes += parseRecodes()
      } else if eat(.others) {
        mapping.others = parseOthers()
      } else {
        break
      }
    }
    return FieldMapping(
      field: mapping.field, member: mapping.member, origin: mapping.origin, separator: mapping.separator,
      recodes: mapping.recodes, others: mapping.others, asWholeNumber: mapping.asWholeNumber, range: range(from: start))
  }

  private mutating func parseOrigin() -> FieldMapping.Origin {
    if eat(.fromColumn) {
      var columns = [parseText("a column's name in quotes")]
      while eat(.comma) { columns.append(parseText("a column's name in quotes")) }
      let table = eat(.ofTable) ? parseName("a joined file") : nil
      return .columns(columns, table: table)
    }
    if eat(.numbersOf) {
      let least = parseWholeNumber(most: 18)
      expect(.to)
      let most = parseWholeNumber(most: 18)
      expect(.digitsInColumn)
      return .digitRuns(least: least, most: most, parseText("a column's name in quotes"))
    }
    if eat(.constant) { return .constant(parseQuantity()) }
    expect(.computedAs)
    return .computed(parseQuantity())
  }

  private mutating func parseRecodes() -> [Recode] {
    var recodes: [Recode] = []
    repeat {
      let code = parseText("a code in quotes")
      expect(.arrow, "\"->\"")
      recodes.append(Recode(code: code, value: parseQuantity()))
    } while eat(.comma)
    return recodes
  }

  private mutating func parseOthers() -> OtherCodes {
    if eat(.refuse) { return .refuse }
    if eat(.asMissing) { return .missing }
    expect(.asValue)
    return .value(parseQuantity())
  }
}
