// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Files and blocks: the loop over clauses, and recovery.
extension Parser {
  /// The keywords that begin a declaration.
  static let declarationKeywords: [Keyword] = [
    .programme, .choice, .domain, .unitOfMeasure, .sensitiveEvent, .event, .source, .indicator, .appraisal, .report,
  ]

  mutating func parseFile() -> DefinitionFile {
    var file = DefinitionFile(keywordLanguage: language, declarations: [], source: source)
    if at(.language) {
      tree.open(.header)
      _ = eat(.language)
      let number = parseNumber()
      if number.value != 1 {
        diagnostics.append(Diagnostic(SyntaxRule.noEdition, [number.range.text], at: number.range))
      }
      file.edition = number
      if eat(.keywords) { _ = parseName(KeywordLanguage.allCases.map(\.rawValue).joined(separator: " / ")) }
      tree.close()
    }
    while !at(.endOfFile) {
      let start = index
      if let declaration = parseDeclaration() { file.declarations.append(declaration) }
      if index == start { skipToDeclaration() }
    }
    tree.add(.token(tokens.count - 1))
    return file
  }

  private mutating func parseDeclaration() -> Declaration? {
    tree.open(.declaration)
    defer { tree.close() }
    let start = index
    if eat(.programme) { return .programme(parseProgramme(from: start)) }
    if eat(.choice) { return .choice(parseChoice()) }
    if eat(.domain) { return .domain(parseName("a domain's name")) }
    if eat(.unitOfMeasure) { return .unitOfMeasure(parseNames("a unit's name")) }
    if eat(.sensitiveEvent) { return .event(parseEvent(isSensitive: true, from: start)) }
    if eat(.event) { return .event(parseEvent(isSensitive: false, from: start)) }
    if eat(.source) { return .source(parseSource(from: start)) }
    if eat(.indicator) { return .indicator(parseIndicator(from: start)) }
    if eat(.appraisal) { return .appraisal(parseAppraisal(from: start)) }
    if eat(.report) { return .report(parseReport(from: start)) }
    return nil
  }

  private mutating func skipToDeclaration() {
    let candidates = Self.declarationKeywords.map { spelling($0) }
    let near = current.kind == .word ? Spelling.nearest(to: current.text, among: candidates) : nil
    report(Diagnostic(SyntaxRule.unknownDeclaration, [found], at: range(current), suggestion: near))
    skip { parser in parser.isAtLineStart && Self.declarationKeywords.contains { parser.at($0) } }
  }

  /// Consumes at least one token and then all up to the first place where `stops` holds, keeping braces in pairs.
  private mutating func skip(until stops: (Parser) -> Bool) {
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

  /// A block in braces whose clauses each begin with one of some keywords.
  ///
  /// `parseClause` is called behind a clause's keyword and must consume what belongs to it. A keyword of `single` may
  /// stand once only. What begins no clause is reported once and skipped up to the next clause.
  mutating func parseBlock(
    of owner: String, clauses: [Keyword], single: Set<Keyword> = [],
    _ parseClause: (inout Parser, Keyword, Int) -> Void
  ) {
    expect(.leftBrace, "\"{\"")
    tree.open(.block)
    defer {
      tree.close()
      expect(.rightBrace, "\"}\"")
    }
    var seen: Set<Keyword> = []
    while !at(.endOfFile), !at(.rightBrace) {
      if isAtLineStart, startsDeclaration, !clauses.contains(where: { at($0) }) { return }
      guard let keyword = longestMatch(of: clauses) else {
        skipToClause(of: owner, clauses)
        continue
      }
      let start = index
      if single.contains(keyword), !seen.insert(keyword).inserted {
        report(Diagnostic(SyntaxRule.repeatedClause, [spelling(keyword), owner], at: range(current)))
      }
      tree.open(.clause)
      _ = eat(keyword)
      parseClause(&self, keyword, start)
      tree.close()
    }
  }

  private var startsDeclaration: Bool { Self.declarationKeywords.contains { at($0) } }

  /// Of some keywords the one with the longest spelling here.
  func longestMatch(of keywords: [Keyword]) -> Keyword? {
    var best: (length: Int, keyword: Keyword)?
    for keyword in keywords {
      guard let length = matcher.length(of: keyword, in: tokens, at: index) else { continue }
      if length > best?.length ?? 0 { best = (length, keyword) }
    }
    return best?.keyword
  }

  private mutating func skipToClause(of owner: String, _ clauses: [Keyword]) {
    let spellings = clauses.map { spelling($0) }
    let near = current.kind == .word ? Spelling.nearest(to: current.text, among: spellings) : nil
    report(
      Diagnostic(
        SyntaxRule.unknownClause, [found, owner, spellings.joined(separator: ", ")], at: range(current),
        suggestion: near))
    skip { parser in
      parser.at(.rightBrace) || parser.longestMatch(of: clauses) != nil
        || (parser.isAtLineStart && parser.startsDeclaration)
    }
  }
}
