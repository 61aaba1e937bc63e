// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Files and blocks: the loop over clauses, and recovery.
extension Parser {
  /// The keywords that begin a declaration.
  static let declarationKeywords: [Keyword] = [
    .programme, .choice, .domain, .unitOfMeasure, .sensitiveEvent, .event, .roster, .source, .indicator, .appraisal,
    .report,
    .uses, .group, .filter, .parameter,
    .survey, .rubric, .ratings,
    .index, .standardPopulation, .audit,
    .funnel,
  ]

  mutating func parseFile() -> DefinitionFile {
    var file = DefinitionFile(keywordLanguage: language, declarations: [], source: source)
    if at(.language) {
      file.edition = parseHeader()
    } else if !at(.endOfFile) {
      let header = Self.header(language)
      reportFact(Diagnostic(SyntaxRule.noHeader, [header], at: range(current)))
    }
    while !at(.endOfFile) {
      let start = index
      if let declaration = parseDeclaration() { file.declarations.append(declaration) }
      if index == start { skipToDeclaration() }
    }
    tree.add(.token(tokens.count - 1))
    (file.forms, file.declaredNames) = (forms, declaredNames)
    return file
  }

  /// The header of a file of this edition.
  static func header(_ language: KeywordLanguage) -> String {
    let words = [Keyword.language, .keywords].map { KeywordTable.canonical($0, language) }
    return "\(words[0]) 1 \(words[1]) \(language.rawValue)"
  }

  private mutating func parseHeader() -> NumberLiteral {
    tree.open(.header)
    defer { tree.close() }
    _ = eat(.language)
    let number = parseNumber()
    if number.value != 1 {
      reportFact(Diagnostic(SyntaxRule.noEdition, [number.range.text, Self.header(language)], at: number.range))
    }
    guard eat(.keywords) else { return number }
    let stated = parseName(Expected.keywordLanguage)
    if stated.text != language.rawValue, !stated.text.isEmpty {
      let rule =
        KeywordLanguage(rawValue: stated.text) == nil
        ? SyntaxRule.expected(Expected.keywordLanguage) : SyntaxRule.otherKeywordLanguage
      let facts = rule.code == SyntaxRule.expected.code ? [stated.text] : [stated.text, language.rawValue]
      reportFact(Diagnostic(rule, facts, at: stated.range))
    }
    return number
  }

  private mutating func parseDeclaration() -> Declaration? {
    tree.open(.declaration)
    defer { tree.close() }
    beginClause()
    let start = index
    if eat(.programme) { return .programme(parseProgramme(from: start)) }
    if eat(.choice) { return .choice(parseChoice()) }
    if eat(.domain) { return .domain(parseNewName(Expected.domainName)) }
    if eat(.unitOfMeasure) { return .unitOfMeasure(parseDeclaredNames(Expected.measureName)) }
    if eat(.sensitiveEvent) { return .event(parseEvent(isSensitive: true, from: start)) }
    if eat(.event) { return .event(parseEvent(isSensitive: false, from: start)) }
    if eat(.roster) { return .event(parseRoster(from: start)) }
    if eat(.survey) { return .event(parseSurvey(from: start)) }
    if eat(.rubric) { return .rubric(parseRubric()) }
    if eat(.ratings) { return .event(parseRatings()) }
    if eat(.source) { return .source(parseSource(from: start)) }
    if eat(.indicator) { return .indicator(parseIndicator(from: start)) }
    if eat(.index) { return .indicator(parseIndex(from: start)) }
    if eat(.funnel) { return .indicator(parseFunnel(from: start)) }
    if eat(.appraisal) { return .appraisal(parseAppraisal(from: start)) }
    if eat(.report) { return .report(parseReport(from: start)) }
    if eat(.audit) { return .audit(parseAudit(from: start)) }
    if eat(.uses) { return .uses(parseUses(from: start)) }
    if eat(.group) { return .group(parseGroup()) }
    if eat(.filter) { return .filter(parseFilter()) }
    if eat(.parameter) { return .parameter(parseParameter()) }
    if eat(.standardPopulation) { return .standard(parseStandard()) }
    return nil
  }

  private mutating func skipToDeclaration() {
    if reportsMore {
      let candidates = Self.declarationKeywords.map { spelling($0) }
      report(
        Diagnostic(
          SyntaxRule.unknownDeclaration, [found, candidates.joined(separator: "; ")], at: range(current),
          suggestion: nearest(among: candidates)))
    }
    skip { parser in parser.isAtLineStart && parser.longestMatch(of: Self.declarationKeywords) != nil }
  }

  /// Consumes at least one token and then all up to the first place where `stops` holds, keeping braces in pairs.
  mutating func skip(until stops: (Parser) -> Bool) {
    tree.open(.skipped)
    defer { tree.close() }
    var open = 0
    var isFirst = true
    while !at(.endOfFile) {
      if !isFirst, open == 0, stops(self) { return }
      if at(.leftBrace) { open += 1 }
      if at(.rightBrace) { open = max(0, open - 1) }
      isFirst = false
      advance()
    }
  }

  /// Consumes at least one token and then the rest of the line, or of the block.
  mutating func skipLine() {
    skip { parser in parser.isAtLineStart || parser.at(.rightBrace) }
  }

  /// Whether a declaration starts here although a block is still open: its keyword opens a line that is not indented, or
  /// what follows has a declaration's form.
  var isAtDeclaration: Bool {
    guard isAtLineStart, let keyword = longestMatch(of: Self.declarationKeywords),
      let length = length(of: keyword, at: index)
    else { return false }
    let next = token(at: index + length).kind
    if keyword == .source, next == .text { return false }
    if indentation == 0 || (keyword == .programme && next == .text) { return true }
    guard next == .word || next == .quotedName else { return false }
    let behind = index + length + 1
    return [.leftBrace, .leftParenthesis, .text].contains(token(at: behind).kind)
      || self.length(of: .gives, at: behind) != nil
  }

  /// How many bytes stand before the current token on its line, if it is the first there.
  private var indentation: Int {
    source.bytes[current.triviaStart..<current.lower].reversed().prefix { $0 != UInt8(ascii: "\n") }.count
  }

  /// What stands in braces: calls `parseItem` until the brace closes, the file ends or a declaration starts.
  ///
  /// Behind an item that failed, or consumed nothing, `recover` must find the next: by default on the next line.
  mutating func parseBraces(
    _ kind: SyntaxKind = .block, recover: (inout Parser) -> Void = { $0.skipLine() },
    _ parseItem: (inout Parser) -> Void
  ) {
    let opening = current
    let isOpen = eat(.leftBrace)
    if !isOpen { reportExpected(Expected.leftBrace) }
    tree.open(kind)
    while !at(.endOfFile), !at(.rightBrace), !isAtDeclaration {
      let before = index
      beginClause()
      parseItem(&self)
      if index == before || (hasFailed && !isAtLineStart && !at(.rightBrace)) { recover(&self) }
      if index == before { skipLine() }
    }
    tree.close()
    if !eat(.rightBrace) { reportNotClosed(isOpen ? opening : nil) }
  }

  /// A block in braces whose clauses each begin with one of some keywords.
  ///
  /// `parseClause` is called behind a clause's keyword and must consume what belongs to it. A keyword of `single` may
  /// stand once only. What begins no clause is reported once, with the clauses that may stand there but those of
  /// `unlisted`, and skipped up to the next clause.
  mutating func parseBlock(
    of owner: Keyword, clauses: [Keyword], unlisted: Set<Keyword> = [], single: Set<Keyword> = [],
    _ parseClause: (inout Parser, Keyword, Int) -> Void
  ) {
    var seen: Set<Keyword> = []
    parseBraces(recover: { parser in parser.skipToClause(clauses) }) { parser in
      guard let keyword = parser.longestMatch(of: clauses) else {
        if parser.reportsMore { parser.reportNoClause(of: owner, clauses.filter { !unlisted.contains($0) }) }
        return
      }
      parser.noteRepetition(of: keyword, in: owner, single: single, &seen)
      let start = parser.index
      parser.tree.open(.clause)
      _ = parser.eat(keyword)
      parseClause(&parser, keyword, start)
      parser.tree.close()
    }
  }

  /// Reports a clause that stands a second time where only one can be.
  mutating func noteRepetition(of keyword: Keyword, in owner: Keyword, single: Set<Keyword>, _ seen: inout Set<Keyword>)
  {
    guard single.contains(keyword), !seen.insert(keyword).inserted else { return }
    reportFact(Diagnostic(SyntaxRule.repeatedClause, [spelling(keyword), spelling(owner)], at: range(current)))
  }

  /// Skips what begins no clause, up to the next clause or the next line that is not indented deeper.
  private mutating func skipToClause(_ clauses: [Keyword]) {
    guard longestMatch(of: clauses) == nil else { return }
    let opensLine = isAtLineStart
    let margin = indentation
    skip { parser in
      if parser.at(.rightBrace) || parser.isAtDeclaration { return true }
      let isNextLine = parser.isAtLineStart && (!opensLine || parser.indentation <= margin)
      return isNextLine || parser.longestMatch(of: clauses) != nil
    }
  }

  /// Reports what begins no clause: in the middle of a line it is more likely a slip in the clause before it.
  mutating func reportNoClause(of owner: Keyword, _ clauses: [Keyword]) {
    let spellings = clauses.map { spelling($0) }
    if isAtLineStart || token(at: index - 1).kind == .leftBrace {
      report(
        Diagnostic(
          SyntaxRule.unknownClause, [found, spelling(owner), spellings.joined(separator: "; ")], at: range(current),
          suggestion: nearest(among: spellings)))
      return
    }
    let connectives = [Keyword.and, .or].map { spelling($0) }
    let comparisons = Self.comparisonKeywords.map { spelling($0) }
    report(
      Diagnostic(
        SyntaxRule.unexpected, [found] + connectives, at: range(current),
        // What stands in a list is parted by commas.
        suggestion: at(.and) ? "," : nearest(among: spellings + connectives + comparisons)))
  }
}
