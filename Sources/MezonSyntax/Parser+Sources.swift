// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Sources: how columns and codes become events.
extension Parser {
  private static let sourceClauses: [Keyword] = [
    .label, .file, .delimiter, .encoding, .sheet, .headerRow, .headerRows, .tellsApartBy, .totalsAre, .rowsFromColumns,
    .missingAre, .timeFormat, .timeZone, .decimalComma, .joins, .refuseWhere, .setAsideWhere, .setAsideDuplicates,
  ]
  private static let singleSourceClauses: Set<Keyword> = [
    .file, .delimiter, .encoding, .sheet, .headerRow, .headerRows, .tellsApartBy, .totalsAre, .rowsFromColumns,
    .missingAre, .timeFormat, .timeZone, .decimalComma, .setAsideDuplicates,
  ]

  mutating func parseSource(from start: Int) -> SourceDeclaration {
    let name = parseNewName(Expected.sourceName)
    expect(.gives)
    let target = parseName(Expected.eventType)
    var source = SourceDeclaration(name: name, target: target, range: name.range)
    source.title = parseOptionalText()
    var seen: Set<Keyword> = []
    parseBraces { parser in parser.parseSourceItem(into: &source, &seen) }
    return source
  }

  /// A clause, or the mapping of a field.
  private mutating func parseSourceItem(into source: inout SourceDeclaration, _ seen: inout Set<Keyword>) {
    let start = index
    // A clause's keyword that is followed by a mapping ("file from column ...") is a field of that name.
    if !isMapping(afterNameAt: index), let keyword = longestMatch(of: Self.sourceClauses) {
      noteRepetition(of: keyword, in: .source, single: Self.singleSourceClauses, &seen)
      tree.open(.clause)
      _ = eat(keyword)
      parseSourceClause(keyword, from: start, into: &source)
      tree.close()
    } else if isAtName, isAtLineStart || isMapping(afterNameAt: index) || isMapping(afterNameAt: index + 2) {
      tree.open(.clause)
      source.fields.append(parseMapping())
      tree.close()
    } else {
      reportNoClause(of: .source, Self.sourceClauses)
    }
  }

  private func isMapping(afterNameAt place: Int) -> Bool {
    [Keyword.fromColumn, .constant, .numbersOf, .computedAs, .fromFileName, .fromCell].contains {
      length(of: $0, at: place + 1) != nil
    }
  }

  mutating func parseSourceClause(_ keyword: Keyword, from start: Int, into source: inout SourceDeclaration) {
    switch keyword {
    case .label: source.labels.append(parseLocalizedText())
    case .file: source.file = parseText(Expected.filePath)
    case .delimiter: source.delimiter = parseText(Expected.delimiter)
    case .headerRow: source.headerRow = parseWholeNumber(most: 1000)
    case .encoding: source.encoding = parseText(Expected.encoding)
    case .sheet: source.sheet = parseText(Expected.sheet)
    case .headerRows:
      source.headerRow = parseWholeNumber(most: 1000)
      expect(.to)
      source.lastHeaderRow = parseWholeNumber(most: 1000)
    case .tellsApartBy:
      repeat { source.key.append(parseName(Expected.field)) } while eat(.comma)
    case .totalsAre:
      repeat { source.totalTexts.append(parseText(Expected.text)) } while eat(.comma)
    case .rowsFromColumns: source.unpivot = parseUnpivot(from: start)
    case .missingAre:
      repeat { source.missingTexts.append(parseText(Expected.text)) } while eat(.comma)
    case .timeFormat: source.timeFormat = parseText(Expected.timeFormat)
    case .timeZone: source.timeZone = parseText(Expected.timeZone)
    case .decimalComma: source.usesDecimalComma = true
    case .joins: source.joins.append(parseJoin(from: start))
    case .refuseWhere: source.rowRules.append(parseRowRule(.refuse, from: start))
    case .setAsideWhere: source.rowRules.append(parseRowRule(.setAside, from: start))
    case .setAsideDuplicates:
      let reason = eat(.because) ? parseText(Expected.reason) : nil
      source.rowRules.append(
        RowRule(effect: .setAsideDuplicates, condition: nil, reason: reason, range: range(from: start)))
    default: break
    }
  }

  private mutating func parseRowRule(_ effect: RowRule.Effect, from start: Int) -> RowRule {
    let condition = parseCondition()
    expect(.because)
    let reason = parseText(Expected.reason)
    return RowRule(effect: effect, condition: condition, reason: reason, range: range(from: start))
  }

  private mutating func parseJoin(from start: Int) -> JoinClause {
    let table = parseName(Expected.joinedName)
    let file = parseOptionalText()
    let sheet = eat(.sheet) ? parseText(Expected.sheet) : nil
    expect(.whereCondition)
    let own = parseColumns()
    expect(.isEqual)
    let other = parseColumns()
    return JoinClause(
      table: table, file: file, sheet: sheet, ownColumns: own, otherColumns: other, range: range(from: start))
  }

  private mutating func parseColumns() -> [TextLiteral] {
    var columns = [parseText(Expected.column)]
    while eat(.comma) { columns.append(parseText(Expected.column)) }
    return columns
  }

  private mutating func parseUnpivot(from start: Int) -> UnpivotClause {
    var columns: [(first: TextLiteral, last: TextLiteral?)] = []
    repeat {
      let first = parseText(Expected.column)
      columns.append((first, eat(.to) ? parseText(Expected.column) : nil))
    } while eat(.comma)
    expect(.headingAs)
    let heading = parseText(Expected.column)
    expect(.cellAs)
    let cell = parseText(Expected.column)
    return UnpivotClause(columns: columns, heading: heading, cell: cell, range: range(from: start))
  }

  /// `opened from column "date", "time" of trr`, with recodes and the like behind it.
  private mutating func parseMapping() -> FieldMapping {
    let start = index
    var field = parseName(Expected.field)
    var member: Name?
    if eat(.ofOperand) {
      // `sex of parties from column ...`
      member = field
      field = parseName(Expected.list)
    }
    let origin = parseOrigin()
    var mapping = FieldMapping(field: field, member: member, origin: origin, range: range(from: start))
    while true {
      if eat(.separatedBy) {
        mapping.separator = parseText(Expected.separator)
      } else if eat(.asWholeNumber) {
        mapping.asWholeNumber = true
      } else if mapping.measure == nil, !isAtLineStart, eat(.inMeasure) {
        mapping.measure = parseName(Expected.measureName)
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
      recodes: mapping.recodes, others: mapping.others, asWholeNumber: mapping.asWholeNumber,
      measure: mapping.measure, range: range(from: start))
  }

  private mutating func parseOrigin() -> FieldMapping.Origin {
    if eat(.fromFileName) { return .fileName }
    if eat(.fromCell) { return .cell(parseText(Expected.cell)) }
    if eat(.fromColumn) {
      if at(.number) {
        let number = parseWholeNumber(most: 16_384)
        return .numbered(number, under: eat(.under) ? parseText(Expected.heading) : nil)
      }
      let columns = parseColumns()
      let table = eat(.ofTable) ? parseName(Expected.joinedFile) : nil
      return .columns(columns, table: table)
    }
    if eat(.numbersOf) {
      let least = parseWholeNumber(most: 18)
      expect(.to)
      let most = parseWholeNumber(most: 18)
      expect(.digitsInColumn)
      return .digitRuns(least: least, most: most, parseText(Expected.column))
    }
    if eat(.constant) { return .constant(parseQuantity()) }
    if !eat(.computedAs) {
      reportExpected(anyOf: [.fromColumn, .numbersOf, .constant, .computedAs, .fromFileName, .fromCell])
    }
    return .computed(parseQuantity())
  }

  mutating func parseRecodes() -> [Recode] {
    var recodes: [Recode] = []
    repeat {
      let code = parseText(Expected.code)
      expect(.arrow, Expected.arrow)
      recodes.append(Recode(code: code, value: parseQuantity()))
    } while eat(.comma)
    return recodes
  }

  mutating func parseOthers() -> OtherCodes {
    if eat(.refuse) { return .refuse }
    if eat(.asMissing) { return .missing }
    if !eat(.asValue) { reportExpected(anyOf: [.refuse, .asMissing, .asValue]) }
    return .value(parseQuantity())
  }
}
