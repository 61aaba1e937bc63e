// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// A file taken apart for the formatter: its tokens as a row of pieces, and the lines that these make.
struct FormattedFile {
  private(set) var pieces: [FormattedPiece] = []
  private(set) var lines: [FormattedLine] = []

  /// Child records of more keywords, names and signs than this stand on lines of their own.
  private static let greatestInlineRecord = 12

  private let file: ParsedFile
  /// The language in which keywords and numbers are written.
  private let language: KeywordLanguage
  /// How many parentheses are open.
  private var depth = 0
  /// Comments of a sign that is left out; they go before the next piece.
  private var pendingComments: [OwnLineComment] = []

  init(_ file: ParsedFile, _ language: KeywordLanguage) {
    self.file = file
    self.language = language
    for child in file.tree.children { addTopLevel(child) }
    agree()
  }

  /// Puts names into backticks and keywords on new lines where they need it.
  mutating func resolve(_ collisions: KeywordCollisions) {
    collisions.resolve(&pieces)
  }

  private mutating func addTopLevel(_ child: SyntaxElement) {
    switch child {
    case .node(let node) where node.kind == .header:
      lines.append(header(node))
    case .node(let node):
      if lines.isEmpty { addHeader() }
      lines.append(line(node))
    case .token, .name, .keyword:
      let start = pieces.count
      add(child)
      lines.append(FormattedLine(pieces: start..<pieces.count))
    }
  }

  /// The header that a file lacks.
  private mutating func addHeader() {
    let start = pieces.count
    addMissing(.keyword(.language), "")
    addMissing(.number(1), "1")
    addKeywordLanguage()
    lines.append(FormattedLine(pieces: start..<pieces.count))
  }

  private mutating func addKeywordLanguage() {
    addMissing(.keyword(.keywords), "")
    addMissing(.other, language.rawValue)
  }

  private mutating func addMissing(_ role: FormattedPiece.Role, _ text: String) {
    pieces.append(FormattedPiece(role: role, text: text, token: -1))
  }

  private mutating func header(_ node: SyntaxNode) -> FormattedLine {
    let start = pieces.count
    for child in node.children {
      add(child)
      if case .name = child, let last = pieces.indices.last {
        pieces[last].role = .other
        pieces[last].text = language.rawValue
      }
    }
    if !pieces[start...].contains(where: { $0.role == .keyword(.keywords) }) { addKeywordLanguage() }
    return FormattedLine(pieces: start..<pieces.count)
  }

  /// A clause, field, fact or declaration.
  private mutating func line(_ node: SyntaxNode) -> FormattedLine {
    let start = pieces.count
    depth = 0
    var line = FormattedLine(pieces: start..<start)
    addFlat(node.children, to: &line)
    if let tailStart = line.block?.tail.lowerBound {
      line.block?.tail = tailStart..<pieces.count
    } else {
      line.pieces = start..<pieces.count
    }
    let headCount = node.kind == .fact ? 0 : headCount(node.children, line)
    // A comment inside its head would get lost in the paragraph.
    let isWhole = line.pieces.prefix(headCount).dropFirst().allSatisfy { index in
      pieces[index].comments.isEmpty && pieces[index - 1].trailingComment == nil
    }
    line.headCount = isWhole ? headCount : 0
    return line
  }

  /// Adds elements to a line, those of nested expressions and fields too.
  private mutating func addFlat(_ children: [SyntaxElement], to line: inout FormattedLine) {
    for child in children {
      switch child {
      case .node(let node) where node.kind == .block || node.kind == .list:
        line.pieces = line.pieces.lowerBound..<pieces.count
        let block = self.block(node)
        line.block = block
      case .node(let node): addFlat(node.children, to: &line)
      case .token, .name, .keyword: add(child)
      }
    }
  }

  private mutating func block(_ node: SyntaxNode) -> FormattedBlock {
    let isRecord = node.kind == .list
    // A bound in words, unlike one in letters, is the same in every language.
    let isBroken = !isRecord || spansLines(node) || node.elementCount > Self.greatestInlineRecord
    var lines: [FormattedLine] = []
    for child in node.children {
      switch child {
      case .node(let inner): lines.append(line(inner))
      case .token(let index) where isBroken: leaveOut(index)
      case .token, .name, .keyword:
        add(child)
        // The comma between the fields of a record that is written on one line.
        if let last = lines.indices.last { lines[last].pieces = lines[last].pieces.lowerBound..<pieces.count }
      }
    }
    return FormattedBlock(lines: lines, tail: pieces.count..<pieces.count, isRecord: isRecord, isBroken: isBroken)
  }

  /// Whether a line ends inside a node, or directly behind it.
  private func spansLines(_ node: SyntaxNode) -> Bool {
    guard let first = node.firstToken, let last = node.lastToken else { return false }
    let range = file.tokens[first].triviaStart..<file.tokens[min(last + 1, file.tokens.count - 1)].lower
    return file.source.bytes[range].contains(UInt8(ascii: "\n"))
  }

  /// How many pieces of a line the others of its paragraph are aligned behind.
  private func headCount(_ children: [SyntaxElement], _ line: FormattedLine) -> Int {
    guard line.block?.isRecord ?? true else { return 0 }
    let second = children.count > 1 ? children[1] : nil
    switch children.first {
    case .keyword:
      if case .token(let index) = second, file.tokens[index].kind == .colon { return 2 }
      return line.pieces.count > 1 ? 1 : 0
    case .name:
      if case .token(let index) = second {
        if file.tokens[index].kind == .leftParenthesis { return formsCount(children, line) }
        return file.tokens[index].kind == .question && line.pieces.count > 2 ? 2 : 0
      }
      if case .keyword(.ofOperand, _) = second { return min(3, line.pieces.count - 1) }
      return line.pieces.count > 1 ? 1 : 0
    default: return 0
    }
  }

  /// How many pieces a name and its forms are; 0 where nothing stands behind them.
  private func formsCount(_ children: [SyntaxElement], _ line: FormattedLine) -> Int {
    let end = children.firstIndex { child in
      if case .token(let index) = child { file.tokens[index].kind == .rightParenthesis } else { false }
    }
    return end.map { line.pieces.count > $0 + 1 ? $0 + 1 : 0 } ?? 0
  }
}

// Pieces.
extension FormattedFile {
  private mutating func add(_ element: SyntaxElement) {
    switch element {
    case .node: break
    case .token(let index):
      let token = file.tokens[index]
      append(role(token), text(token), index)
    case .name(let index):
      append(.name, file.tokens[index].text, index)
    case .keyword(let keyword, let indices):
      append(.keyword(keyword), "", indices.lowerBound)
    }
  }

  private func role(_ token: Token) -> FormattedPiece.Role {
    switch token.kind {
    case .number:
      let value = Parser.value(ofNumber: file.source.text(token.lower, token.upper), file.definitions.keywordLanguage)
      return .number(Int(exactly: value))
    case .word, .quotedName, .text, .time, .period, .unknown, .endOfFile: return .other
    default: return .sign(token.kind)
    }
  }

  private func text(_ token: Token) -> String {
    let written = file.source.text(token.lower, token.upper)
    switch token.kind {
    case .time, .period: return token.text
    case .number: return Self.number(written, from: file.definitions.keywordLanguage, to: language)
    default: return written
    }
  }

  /// A number's text in another language's way: `1,000.5` and `1 000,5`.
  private static func number(_ text: String, from: KeywordLanguage, to: KeywordLanguage) -> String {
    var result = ""
    for letter in text {
      switch letter {
      case "\u{A0}", "\u{202F}": result += to == .english ? "," : "\u{A0}"
      case "," where from == .english: result += to == .english ? "," : "\u{A0}"
      case ".", ",": result += to == .english ? "." : ","
      default: result.append(letter)
      }
    }
    return result
  }

  private mutating func append(_ role: FormattedPiece.Role, _ text: String, _ token: Int) {
    var piece = FormattedPiece(role: role, text: text, token: token)
    attachComments(before: token, to: &piece)
    let before = pieces.last?.role
    switch (before, role) {
    case (_, .sign(.comma)), (_, .sign(.rightParenthesis)), (_, .sign(.question)), (_, .sign(.colon)):
      piece.followsBlank = false
    case (.sign(.leftParenthesis), _): piece.followsBlank = false
    case (.sign(.minus), .number): piece.followsBlank = !isSign
    default: break
    }
    if role == .sign(.rightParenthesis) { depth -= 1 }
    piece.breakRank = breakRank(role, before)
    if role == .sign(.leftParenthesis) { depth += 1 }
    pieces.append(piece)
  }

  /// Whether the last piece is a minus that belongs to the number behind it.
  private var isSign: Bool {
    guard pieces.count > 1 else { return false }
    switch pieces[pieces.count - 2].role {
    case .sign(.equal), .sign(.comma), .keyword(.target), .keyword(.steps), .keyword(.line), .keyword(.baseline),
      .keyword(.minMax), .keyword(.to), .keyword(.score):
      return true
    default: return false
    }
  }

  private func breakRank(_ role: FormattedPiece.Role, _ before: FormattedPiece.Role?) -> Int {
    if before == .sign(.comma) { return depth > 0 ? 5 : 4 }
    guard case .keyword(let keyword) = role else { return 0 }
    if keyword == .or || keyword == .and { return depth > 0 ? 5 : keyword == .or ? 1 : 2 }
    let innerBreaks: [Keyword] = [.withSame, .within, .whereCondition, .followedBy, .notFollowedBy]
    if innerBreaks.contains(keyword) { return 5 }
    let breaks: [Keyword] = [
      .because, .atMostShare, .separatedBy, .recode, .others, .asWholeNumber, .score, .withOfficerInPost, .having,
      .andHaving,
      .listedIn,
      .inEvery, .asOf, .ignoringTooFew, .forSubjects, .splitBy, .label, .weight, .from,
      .amongUnitsWhere, .amongAllUnits, .minusTheSame, .betweenUnitsWhere, .andUnitsWhere, .andAllUnits, .overGroupsOf,
      .byAtLeast, .fromBodies, .agreement, .narrativeRequired, .evidenceRequired,
    ]
    return breaks.contains(keyword) && depth == 0 ? 3 : 0
  }

  private mutating func attachComments(before token: Int, to piece: inout FormattedPiece) {
    let trivia = trivia(before: token)
    attachTrailing(trivia.trailingComment)
    piece.comments = pendingComments.isEmpty ? trivia.comments : pendingComments + trivia.comments
    piece.followsBlankLine = trivia.followsBlankLine
    pendingComments = []
  }

  /// Leaves a token out but keeps its comments.
  private mutating func leaveOut(_ token: Int) {
    let trivia = trivia(before: token)
    attachTrailing(trivia.trailingComment)
    pendingComments += trivia.comments
  }

  private mutating func attachTrailing(_ comment: String?) {
    guard let comment else { return }
    if let last = pieces.indices.last, pieces[last].trailingComment == nil {
      pieces[last].trailingComment = comment
    } else {
      pendingComments.append(OwnLineComment(text: comment, followsBlankLine: false))
    }
  }

  private func trivia(before index: Int) -> Trivia {
    let token = file.tokens[index]
    let bytes = file.source.bytes[token.triviaStart..<token.lower]
    // Without a comment, which is nearly always, only the ends of lines count.
    guard bytes.contains(UInt8(ascii: "#")) else { return Trivia(lineEnds: bytes.count { $0 == UInt8(ascii: "\n") }) }
    return Trivia(file.source.text(token.triviaStart, token.lower)[...], atFileStart: index == 0)
  }

  /// Writes every keyword in the spelling that agrees with its neighbours.
  private mutating func agree() {
    for index in pieces.indices {
      guard case .keyword(let keyword) = pieces[index].role else { continue }
      var neighbours = KeywordAgreement.Neighbours()
      if index > 0 {
        if case .keyword(let previous) = pieces[index - 1].role { neighbours.previous = previous }
        if case .number(let number) = pieces[index - 1].role {
          neighbours.number = number
          if index > 1, case .keyword(let before) = pieces[index - 2].role { neighbours.beforeNumber = before }
        }
      }
      if index + 1 < pieces.count, case .number(let number) = pieces[index + 1].role { neighbours.nextNumber = number }
      let next = neighbours.nextNumber == nil ? index + 1 : index + 2
      if next < pieces.count, case .keyword(let keyword) = pieces[next].role { neighbours.next = keyword }
      pieces[index].text = KeywordAgreement.spelling(keyword, language, neighbours)
    }
  }
}

extension SyntaxNode {
  /// The number of keywords and other tokens in it.
  var elementCount: Int {
    children.reduce(0) { count, child in
      if case .node(let node) = child { count + node.elementCount } else { count + 1 }
    }
  }

  /// The index of its first token; nil where it has none.
  var firstToken: Int? {
    for child in children {
      switch child {
      case .token(let index), .name(let index): return index
      case .keyword(_, let indices): return indices.lowerBound
      case .node(let node): if let first = node.firstToken { return first }
      }
    }
    return nil
  }

  /// The index of its last token; nil where it has none.
  var lastToken: Int? {
    for child in children.reversed() {
      switch child {
      case .token(let index), .name(let index): return index
      case .keyword(_, let indices): return indices.upperBound - 1
      case .node(let node): if let last = node.lastToken { return last }
      }
    }
    return nil
  }
}
