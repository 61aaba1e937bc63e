// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// A hand-written recursive-descent parser that recovers at the next clause: any input gives a tree, declarations as
/// far as understood, and diagnostics.
///
/// One function per construct of the grammar in docs/grammar.md. Tokens go into the lossless tree as they are consumed.
/// Complexity: O(*n*) in the tokens.
package struct Parser {
  /// Nesting beyond this is refused, so that no input exhausts the stack.
  static let greatestDepth = 64
  /// More parts than this in one condition are refused: each is a level of the expression, and whoever walks it recurses.
  static let greatestChain = 256
  /// Files beyond this many bytes are refused.
  static let greatestFileSize = 4 << 20

  let source: SourceText
  let tokens: [Token]
  let language: KeywordLanguage
  private let occurrences: KeywordOccurrences
  /// Told of every keyword that is looked for where a name could stand; for the formatter.
  private let recorder: KeywordRecorder?
  var index = 0
  var depth = 0
  /// The joined parts of the expression that is being parsed.
  var parts = 0
  var tree = SyntaxTreeBuilder()
  /// The names that forms of them stand for, from all files of the programme; a form is read as its name.
  private let nameOfForm: [String: String]
  /// The forms that the file declares, and the names as they are written where they are declared.
  var forms: [NameForm] = []
  var declaredNames: [Name] = []
  private var collector: DiagnosticCollector
  /// Whether a fault of grammar has been found in the current clause; a second one would only be its echo.
  private(set) var hasFailed = false
  /// Where the last fault of grammar was found.
  private var lastErrorIndex = -1

  /// Parses a file. Never throws: what cannot be understood is kept in the tree and reported.
  ///
  /// - Parameter nameOfForm: for each form of a name, declared in whichever file, the name that it is read as.
  package static func parse(_ source: SourceText, nameOfForm: [String: String] = [:]) -> ParsedFile {
    parse(source, recorder: nil, nameOfForm: nameOfForm)
  }

  static func parse(
    _ source: SourceText, recorder: KeywordRecorder?, nameOfForm: [String: String] = [:]
  ) -> ParsedFile {
    guard source.bytes.count <= greatestFileSize else { return tooLarge(source) }
    let language = statedLanguage(source)
    var lexer = Lexer(source, keywordLanguage: language)
    let tokens = lexer.tokens()
    var parser = Parser(source, tokens, language, lexer.diagnostics, recorder, nameOfForm)
    let definitions = parser.parseFile()
    return ParsedFile(
      source: source, tokens: tokens, tree: parser.tree.finish(), definitions: definitions,
      diagnostics: parser.collector.diagnostics.inReadingOrder())
  }

  private init(
    _ source: SourceText, _ tokens: [Token], _ language: KeywordLanguage, _ collector: DiagnosticCollector,
    _ recorder: KeywordRecorder?, _ nameOfForm: [String: String]
  ) {
    self.nameOfForm = nameOfForm
    self.source = source
    self.tokens = tokens
    self.language = language
    self.collector = collector
    self.recorder = recorder
    occurrences = KeywordOccurrences(.of(language), tokens, in: source.bytes)
  }

  private static func tooLarge(_ source: SourceText) -> ParsedFile {
    let size = source.bytes.count
    let token = Token(kind: .unknown, triviaStart: 0, lower: 0, upper: size, text: "")
    let end = Token(kind: .endOfFile, triviaStart: size, lower: size, upper: size, text: "")
    return ParsedFile(
      source: source, tokens: [token, end], tree: SyntaxNode(kind: .file, children: [.token(0), .token(1)]),
      definitions: DefinitionFile(keywordLanguage: .english, declarations: [], source: source),
      diagnostics: [Diagnostic(SyntaxRule.fileTooLarge, [String(greatestFileSize >> 20)], at: .file(source.name))])
  }

  /// The keyword language that a file's first word belongs to; English where it is no keyword.
  private static func statedLanguage(_ source: SourceText) -> KeywordLanguage {
    var lexer = Lexer(source, keywordLanguage: .english)
    let first = lexer.next()
    return first.kind == .word && russianOpeners.contains(first.text) ? .russian : .english
  }

  /// The Russian words that a file can begin with.
  private static let russianOpeners = KeywordMatcher.firstWords(of: declarationKeywords + [.language], .russian)
}

// Places, keywords and tokens.
extension Parser {
  var current: Token { token(at: index) }

  func token(at place: Int) -> Token {
    tokens[min(max(place, 0), tokens.count - 1)]
  }

  /// Whether the current token stands on another line than the one before it.
  var isAtLineStart: Bool { opensLine(index) }

  /// Whether the token at an index is the first of its line.
  func opensLine(_ place: Int) -> Bool {
    recorder?.noteLine(at: place)
    return occurrences.opensLine.indices.contains(place) && occurrences.opensLine[place]
  }

  func range(_ token: Token) -> SourceRange { SourceRange(source, token.lower, token.upper) }

  /// The range from a token's start to the end of the last consumed token.
  func range(from start: Int) -> SourceRange {
    let first = token(at: start)
    return SourceRange(source, first.lower, index > start ? token(at: index - 1).upper : first.upper)
  }

  /// The empty range where the current token starts.
  var here: SourceRange { SourceRange(source, current.lower, current.lower) }

  /// How many tokens a keyword takes at an index; nil where it does not stand.
  func length(of keyword: Keyword, at place: Int) -> Int? {
    recorder?.note(keyword, at: place)
    return occurrences.length(of: keyword, at: place)
  }

  /// Of some keywords the one with the longest spelling here.
  func longestMatch(of keywords: [Keyword]) -> Keyword? {
    recorder?.note(anyOf: keywords, at: index)
    return occurrences.longest(of: keywords, at: index)
  }

  func at(_ keyword: Keyword) -> Bool { length(of: keyword, at: index) != nil }

  func at(_ kind: TokenKind) -> Bool { current.kind == kind }

  /// The reserved keyword that stands here, if any.
  var reservedKeyword: Keyword? { occurrences.reserved(at: index) }

  mutating func advance() {
    guard current.kind != .endOfFile else { return }
    tree.add(.token(index))
    index += 1
  }

  /// Consumes a keyword if it stands here.
  mutating func eat(_ keyword: Keyword) -> Bool {
    guard let length = length(of: keyword, at: index) else { return false }
    tree.add(.keyword(keyword, index..<(index + length)))
    index += length
    return true
  }

  /// Consumes a token if it stands here.
  mutating func eat(_ kind: TokenKind) -> Bool {
    guard current.kind == kind, kind != .endOfFile else { return false }
    advance()
    return true
  }

  mutating func expect(_ keyword: Keyword) {
    if !eat(keyword) { reportExpected(anyOf: [keyword]) }
  }

  mutating func expect(_ kind: TokenKind, _ what: Wording) {
    if !eat(kind) { reportExpected(what) }
  }

  /// The canonical spelling of a keyword in the file's language.
  func spelling(_ keyword: Keyword) -> String { KeywordTable.canonical(keyword, language) }

  /// Runs the parser of a construct that can hold itself; beyond the greatest depth reports and returns `refused`.
  mutating func nested<Result>(_ refused: Result, _ body: (inout Parser) -> Result) -> Result {
    guard depth < Self.greatestDepth else {
      report(Diagnostic(SyntaxRule.tooDeep, [String(Self.greatestDepth)], at: range(current)))
      return refused
    }
    depth += 1
    defer { depth -= 1 }
    return body(&self)
  }
}

// Diagnostics.
extension Parser {
  /// Marks the start of a clause, field, mapping or fact: of each, the first fault of grammar is reported.
  mutating func beginClause() { hasFailed = false }

  /// Reports a fault of grammar at the current token; one already reported in the same clause hides it.
  ///
  /// A missing brace concerns more than the clause, and is hidden only by a fault at the same token.
  mutating func report(_ diagnostic: Diagnostic, beyondClause: Bool = false) {
    guard beyondClause ? lastErrorIndex != index : !hasFailed else { return }
    hasFailed = true
    lastErrorIndex = index
    // What belongs to no token has been reported by the lexer.
    if !at(.unknown) { collector.add(diagnostic) }
  }

  /// Reports a fault that does not stop the parser, such as an impossible day.
  mutating func reportFact(_ diagnostic: Diagnostic) {
    collector.add(diagnostic)
  }

  /// Whether a further diagnostic would be kept; where not, costly suggestions need not be sought.
  var reportsMore: Bool { !collector.isFull && !hasFailed }

  mutating func reportExpected(_ what: Wording, suggestion: String? = nil) {
    guard !at(.endOfFile) else {
      report(Diagnostic(SyntaxRule.expectedAtEnd(what), at: range(current)))
      return
    }
    guard isAtLineStart, index > 0 else {
      report(Diagnostic(SyntaxRule.expected(what), [found], at: range(current), suggestion: suggestion))
      return
    }
    let end = token(at: index - 1).upper
    report(Diagnostic(SyntaxRule.expectedAtLineEnd(what), at: SourceRange(source, end, end)))
  }

  /// Reports that a block is not closed, with the brace that opened it if there is one.
  mutating func reportNotClosed(_ opening: Token?) {
    let notes = opening.map { [Diagnostic.Note(SyntaxRule.openedHere, at: .definition(range($0)))] } ?? []
    let what = Expected.rightBrace
    let rule = at(.endOfFile) ? SyntaxRule.expectedAtEnd(what) : SyntaxRule.expected(what)
    let facts = at(.endOfFile) ? [] : [found]
    report(Diagnostic(rule, facts, at: range(current), notes: notes), beyondClause: true)
  }

  /// Reports that one of some keywords is expected.
  mutating func reportExpected(anyOf keywords: [Keyword]) {
    guard reportsMore else { return }
    let spellings = keywords.map { spelling($0) }
    func listed(_ words: [String], _ or: String) -> String {
      words.count < 2
        ? words.joined() : words.dropLast().joined(separator: ", ") + " \(or) " + words.suffix(1).joined()
    }
    let what = Wording(listed(spellings.map { "\"\($0)\"" }, "or"), listed(spellings.map { "«\($0)»" }, "или"))
    reportExpected(what, suggestion: nearest(among: spellings))
  }

  /// Of some phrases the one that the words here were probably meant to be.
  func nearest(among phrases: [String]) -> String? {
    guard current.kind == .word else { return nil }
    if let known = BorrowedWords.phrase(for: current.text, among: phrases, language) { return known }
    let byLength = Dictionary(grouping: phrases) { KeywordMatcher.words($0).count }
    for (length, candidates) in byLength.sorted(by: { $0.key > $1.key }) {
      let words = (index..<(index + length)).map { token(at: $0).text }
      if let near = Spelling.nearest(to: words.joined(separator: " "), among: candidates) { return near }
    }
    // Of a phrase of several words the first may be right.
    let opening = current.text.lowercased() + " "
    return phrases.first { $0.hasPrefix(opening) }
  }

  /// The current token as messages name it.
  var found: String {
    let text = range(current).text
    return text.count <= 60 ? text : text.prefix(60) + "…"
  }
}

// Names and texts.
extension Parser {
  /// Whether a name can stand here: a word that is no reserved keyword, or a name in backticks.
  var isAtName: Bool {
    switch current.kind {
    case .quotedName: true
    case .word: reservedKeyword == nil && !current.text.utf8.contains(where: { $0 == UInt8(ascii: "'") })
    default: false
    }
  }

  /// A name; where none stands, a diagnostic and an empty name, and nothing is consumed.
  ///
  /// A colon before it is allowed: in Russian it lets a name stand in the nominative (`в разрезе: пол`).
  mutating func parseName(_ what: Wording) -> Name {
    if at(.colon), [.word, .quotedName].contains(token(at: index + 1).kind) { advance() }
    guard isAtName else {
      reportNoName(what)
      return isAtMisusedKeyword ? consumeName() : Name(text: "", range: here)
    }
    return consumeName()
  }

  private mutating func consumeName() -> Name {
    let text = nameOfForm.isEmpty ? current.text : nameOfForm[current.text] ?? current.text
    let name = Name(text: text, range: range(current))
    tree.add(.name(index))
    index += 1
    return name
  }

  /// The name that a declaration or a field gives; a keyword there is reported and taken for the name.
  mutating func parseNewName(_ what: Wording, opensLine: Bool = false) -> Name {
    guard isAtReservedWord, opensLine || !isAtLineStart else { return parseDeclaredName(what) }
    report(Diagnostic(SyntaxRule.reservedName, [current.text], at: range(current)))
    return consumeName()
  }

  /// Whether a keyword of one word stands here that cannot be a name as it stands.
  var isAtReservedWord: Bool {
    reservedKeyword.map { length(of: $0, at: index) == 1 } ?? false
  }

  /// Whether a keyword stands here that was surely meant as a name: on the same line, and none that joins others.
  private var isAtMisusedKeyword: Bool {
    guard let keyword = reservedKeyword, isAtReservedWord else { return false }
    return !isAtLineStart && !Self.connectives.contains(keyword)
  }

  /// Reports that a name is missing, or a keyword stands in its place.
  mutating func reportNoName(_ what: Wording) {
    if isAtMisusedKeyword {
      report(Diagnostic(SyntaxRule.reservedName, [current.text], at: range(current)))
    } else {
      reportExpected(what, suggestion: at(.text) ? nameInText : nil)
    }
  }

  /// What a text would be as a name.
  private var nameInText: String? {
    let text = current.text
    guard !text.isEmpty, text.count <= 60 else { return nil }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? text : "`\(text)`"
  }

  /// The keywords that join the parts of a clause; nobody means them as names.
  private static let connectives: Set<Keyword> = [
    .or, .and, .not, .isEqual, .ofOperand, .ofTable, .whereCondition, .because, .from, .until, .before, .after,
    .within, .asOther, .forSubjects, .matches, .moreThan, .lessThan, .having,
  ]

  /// One or more names between commas.
  mutating func parseNames(_ what: Wording) -> [Name] {
    var names = [parseName(what)]
    while eat(.comma) { names.append(parseName(what)) }
    return names
  }

  /// A text; where none stands, a diagnostic and an empty text.
  mutating func parseText(_ what: Wording) -> TextLiteral {
    guard at(.text) else {
      reportExpected(what)
      return TextLiteral(text: "", range: here)
    }
    let literal = TextLiteral(text: current.text, range: range(current))
    advance()
    return literal
  }

  mutating func parseOptionalText() -> TextLiteral? {
    at(.text) ? parseText(Expected.text) : nil
  }
}
