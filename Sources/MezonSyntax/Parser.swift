// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// A hand-written recursive-descent parser that recovers at the next clause: any input gives a tree, declarations as
/// far as understood, and diagnostics.
///
/// One function per construct of the grammar in docs/language.md. Tokens go into the lossless tree as they are consumed.
/// Complexity: O(*n*) in the tokens.
package struct Parser {
  /// Nesting beyond this is refused, so that no input exhausts the stack.
  static let greatestDepth = 64
  /// Files beyond this many bytes are refused.
  static let greatestFileSize = 16 << 20

  let source: SourceText
  let tokens: [Token]
  let matcher: KeywordMatcher
  let language: KeywordLanguage
  var index = 0
  var depth = 0
  var tree = SyntaxTreeBuilder()
  var diagnostics: [Diagnostic]
  /// Where the last syntax error was given; a second one at the same token would only repeat it.
  private var lastErrorIndex = -1

  /// Parses a file. Never throws: what cannot be understood is kept in the tree and reported.
  package static func parse(_ source: SourceText) -> ParsedFile {
    guard source.bytes.count <= greatestFileSize else { return tooLarge(source) }
    let language = statedLanguage(source)
    var lexer = Lexer(source, keywordLanguage: language)
    let tokens = lexer.tokens()
    var parser = Parser(source, tokens, language, lexer.diagnostics)
    let definitions = parser.parseFile()
    return ParsedFile(
      source: source, tokens: tokens, tree: parser.tree.finish(), definitions: definitions,
      diagnostics: parser.diagnostics.inReadingOrder())
  }

  private init(_ source: SourceText, _ tokens: [Token], _ language: KeywordLanguage, _ diagnostics: [Diagnostic]) {
    self.source = source
    self.tokens = tokens
    self.language = language
    self.diagnostics = diagnostics
    matcher = KeywordMatcher.of(language)
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

  /// The keyword language that a file's first words state; English where they do not.
  private static func statedLanguage(_ source: SourceText) -> KeywordLanguage {
    let head = SourceText(name: source.name, bytes: Array(source.bytes.prefix(4096)))
    var lexer = Lexer(head, keywordLanguage: .english)
    let words = lexer.tokens().lazy.filter { $0.kind == .word }.prefix(4).map(\.text)
    let opening = KeywordTable.rows.first { $0.keyword == .language }
    let isRussian = opening?.russian.contains { $0 == words.first } ?? false
    return isRussian ? .russian : .english
  }
}

// Tokens, keywords and names.
extension Parser {
  var current: Token { token(at: index) }

  func token(at place: Int) -> Token {
    tokens[min(max(place, 0), tokens.count - 1)]
  }

  /// Whether the current token stands on another line than the one before it.
  var isAtLineStart: Bool {
    source.bytes[current.triviaStart..<current.lower].contains(UInt8(ascii: "\n"))
  }

  func range(_ token: Token) -> SourceRange { SourceRange(source, token.lower, token.upper) }

  /// The range from a token's start to the end of the last consumed token.
  func range(from start: Int) -> SourceRange {
    let first = token(at: start)
    return SourceRange(source, first.lower, index > start ? token(at: index - 1).upper : first.upper)
  }

  func at(_ keyword: Keyword) -> Bool {
    matcher.length(of: keyword, in: tokens, at: index) != nil
  }

  func at(_ kind: TokenKind) -> Bool { current.kind == kind }

  mutating func advance() {
    guard current.kind != .endOfFile else { return }
    tree.add(.token(index))
    index += 1
  }

  /// Consumes a keyword if it stands here.
  mutating func eat(_ keyword: Keyword) -> Bool {
    guard let length = matcher.length(of: keyword, in: tokens, at: index) else { return false }
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
    if !eat(keyword) { reportExpected("\"\(spelling(keyword))\"") }
  }

  mutating func expect(_ kind: TokenKind, _ what: String) {
    if !eat(kind) { reportExpected(what) }
  }

  /// The canonical spelling of a keyword in the file's language.
  func spelling(_ keyword: Keyword) -> String {
    KeywordTable.rows.first { $0.keyword == keyword }?.spellings(language).first ?? keyword.rawValue
  }

  mutating func reportExpected(_ what: String) {
    guard lastErrorIndex != index else { return }
    lastErrorIndex = index
    diagnostics.append(Diagnostic(SyntaxRule.expected, [what, found], at: range(current)))
  }

  mutating func report(_ diagnostic: Diagnostic) {
    guard lastErrorIndex != index else { return }
    lastErrorIndex = index
    diagnostics.append(diagnostic)
  }

  /// The current token as messages name it.
  var found: String {
    current.kind == .endOfFile
      ? (language == .english ? "the end of the file" : "конец файла") : "\"\(range(current).text)\""
  }

  /// Whether a name can stand here: a word that is no reserved keyword, or a name in backticks.
  var isAtName: Bool {
    switch current.kind {
    case .quotedName: true
    case .word: matcher.reserved(in: tokens, at: index) == nil
    default: false
    }
  }

  /// A name; where none stands, a diagnostic and an empty name, and nothing is consumed.
  mutating func parseName(_ what: String) -> Name {
    guard isAtName else {
      if current.kind == .word, let keyword = matcher.reserved(in: tokens, at: index) {
        report(Diagnostic(SyntaxRule.reservedName, [spelling(keyword)], at: range(current)))
        // On the same line it was surely meant as the name; on a new line the name is more likely missing.
        if !isAtLineStart, matcher.reserves(current.text) { return consumeName() }
      } else {
        reportExpected(what)
      }
      return Name(text: "", range: SourceRange(source, current.lower, current.lower))
    }
    return consumeName()
  }

  private mutating func consumeName() -> Name {
    let name = Name(text: current.text, range: range(current))
    tree.add(.name(index))
    index += 1
    return name
  }

  /// One or more names between commas.
  mutating func parseNames(_ what: String) -> [Name] {
    var names = [parseName(what)]
    while at(.comma), eat(.comma) { names.append(parseName(what)) }
    return names
  }

  /// A text; where none stands, a diagnostic and an empty text.
  mutating func parseText(_ what: String) -> TextLiteral {
    guard at(.text) else {
      reportExpected(what)
      return TextLiteral(text: "", range: SourceRange(source, current.lower, current.lower))
    }
    let literal = TextLiteral(text: current.text, range: range(current))
    advance()
    return literal
  }

  mutating func parseOptionalText() -> TextLiteral? {
    at(.text) ? parseText("") : nil
  }
}
