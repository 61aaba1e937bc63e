// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics
import MezonSyntax

/// A definition file with one small change of meaning, such as a planner's slip could make: a comparison flipped, a condition dropped, a
/// window a day longer. An example that is worth something fails for it.
package struct DefinitionMutant: Sendable {
  /// What was changed.
  package enum Kind: String, Sendable, CaseIterable {
    case comparison, condition, clause, number, window, word
  }

  /// What was changed.
  package let kind: Kind
  /// The place of the change in the file as it was.
  package let range: SourceRange
  /// What stands there now; empty where something was taken away.
  package let replacement: String

  /// The changed file's bytes.
  package var bytes: [UInt8] {
    let old = range.source.bytes
    return Array(old[..<range.lower]) + Array(replacement.utf8) + Array(old[range.upper...])
  }
}

/// Makes the mutants of a file: of the clauses of its indicators, and of what they are made from, that decide a value.
struct MutantMaker {
  /// Declarations that are data or presentation, not meaning.
  private static let passedOver: Set<Keyword> = [
    .programme, .choice, .domain, .unitOfMeasure, .event, .sensitiveEvent, .survey, .source, .appraisal, .report,
    .rubric, .ratings,
  ]

  /// Clauses that name, judge or present a value, and those that no example is asked to show.
  private static let presentation: Set<Keyword> = [
    .label, .purpose, .source, .limitations, .catalogue, .owner, .reviewBy, .effectiveFrom, .example, .interval,
    .tooFewBelow, .protectCellsBelow, .pairedWith, .contextOnly, .betterWhen, .baseline, .target, .forSubjects, .every,
    .splitBy,
  ]

  /// Clauses without which a definition still says something.
  private static let optional: Set<Keyword> = [
    .leavesOut, .counts, .notHeldAgainst, .belongsToPeriodBy, .belongsToUnitBy, .belongsToOfficerBy, .reportedWhere,
    .completeAtLeast, .exposureAtLeast, .covers,
  ]

  private static let swaps: [Keyword: Keyword] = [
    .isEqual: .isNot, .isNot: .isEqual, .isOneOf: .isNotOneOf, .isNotOneOf: .isOneOf, .isMissing: .isPresent,
    .isPresent: .isMissing, .atLeast: .moreThan, .atMost: .lessThan, .moreThan: .atLeast, .lessThan: .atMost,
    .before: .after, .after: .before, .followedBy: .notFollowedBy, .notFollowedBy: .followedBy,
    .linkedTo: .notLinkedTo, .notLinkedTo: .linkedTo, .any: .each, .each: .any, .yes: .no, .no: .yes,
    .sumOf: .meanOf, .meanOf: .medianOf, .medianOf: .meanOf, .and: .or, .or: .and,
    .onPreviousPeriod: .onSamePeriodLastYear, .onSamePeriodLastYear: .onPreviousPeriod, .minimumOf: .maximumOf,
    .maximumOf: .minimumOf, .arithmetic: .geometric, .geometric: .harmonic, .harmonic: .arithmetic,
  ]

  private static let comparisons: Set<Keyword> = [
    .isEqual, .isNot, .isOneOf, .isNotOneOf, .isMissing, .isPresent, .atLeast, .atMost, .moreThan, .lessThan,
  ]

  private static let signs: [TokenKind: String] = [
    .less: "<=", .lessOrEqual: "<", .greater: ">=", .greaterOrEqual: ">", .plus: "-", .minus: "+", .star: "/",
    .slash: "*",
  ]

  private static let timeUnits: Set<Keyword> = [.minutes, .hours, .days, .weeks, .months, .years]

  private let file: ParsedFile
  private let language: KeywordLanguage
  private var mutants: [DefinitionMutant] = []

  /// All mutants of a file, in the order of their places. Complexity: O(*n*) in the file's length.
  static func mutants(of file: ParsedFile) -> [DefinitionMutant] {
    var maker = MutantMaker(file)
    for case .node(let node) in file.tree.children where node.kind == .declaration { maker.visit(declaration: node) }
    return maker.mutants.sorted { ($0.range.lower, $0.range.upper) < ($1.range.lower, $1.range.upper) }
  }

  private init(_ file: ParsedFile) {
    self.file = file
    language = file.definitions.keywordLanguage
  }

  private mutating func visit(declaration: SyntaxNode) {
    guard case .keyword(let keyword, _)? = declaration.children.first, !Self.passedOver.contains(keyword) else {
      return
    }
    visit(declaration)
  }

  private mutating func visit(_ node: SyntaxNode) {
    if node.kind == .clause, case .keyword(let keyword, _)? = node.children.first {
      guard !Self.presentation.contains(keyword) else { return }
      if Self.optional.contains(keyword) { replace(node.children[...], by: "", .clause) }
    }
    addDroppedConditions(of: node)
    addDroppedCaps(of: node)
    for (place, child) in node.children.enumerated() {
      switch child {
      case .node(let inner): visit(inner)
      case .keyword(let keyword, let tokens): visit(keyword, tokens)
      case .token(let token): visit(token: token, before: node.children.dropFirst(place + 1).first)
      case .name: break
      }
    }
  }

  private mutating func visit(_ keyword: Keyword, _ tokens: Range<Int>) {
    if keyword == .not { return replace(tokens, by: "", .word) }
    guard let other = Self.swaps[keyword] else { return }
    let spelling = KeywordTable.canonical(other, language)
    replace(tokens, by: spelling, Self.comparisons.contains(keyword) ? .comparison : .word)
  }

  private mutating func visit(token index: Int, before next: SyntaxElement?) {
    guard file.tokens.indices.contains(index) else { return }
    let token = file.tokens[index]
    if let sign = Self.signs[token.kind] { return replace(index..<(index + 1), by: sign, .comparison) }
    guard token.kind == .number else { return }
    if case .keyword(let unit, _)? = next, Self.timeUnits.contains(unit), let amount = Int(token.text) {
      replace(index..<(index + 1), by: String(amount + 1), .window)
      if amount > 0 { replace(index..<(index + 1), by: String(amount - 1), .window) }
      return
    }
    if case .token(let other)? = next, file.tokens[other].kind == .percentSign { return }
    guard let last = token.text.last?.wholeNumberValue else { return }
    replace(index..<(index + 1), by: token.text.dropLast() + String(last == 9 ? 8 : last + 1), .number)
  }

  /// `A and B` without `A`, and without `B`.
  private mutating func addDroppedConditions(of node: SyntaxNode) {
    guard node.kind == .expression else { return }
    /// For each depth of brackets, where the part that is being read starts, and the joining keyword before it.
    var open: [(start: Int, join: Int?)] = [(0, nil)]
    var dropped: [Range<Int>] = []
    func endPart(at end: Int) { if let join = open[open.count - 1].join { dropped.append(join..<end) } }
    for (place, child) in node.children.enumerated() {
      switch child {
      case .token(let index) where file.tokens[index].kind == .leftParenthesis: open.append((place + 1, nil))
      case .token(let index) where file.tokens[index].kind == .rightParenthesis && open.count > 1:
        endPart(at: place)
        open.removeLast()
      case .keyword(.and, _), .keyword(.or, _):
        endPart(at: place)
        dropped.append(open[open.count - 1].start..<(place + 1))
        open[open.count - 1] = (place + 1, place)
      default: break
      }
    }
    while !open.isEmpty {
      endPart(at: node.children.count)
      open.removeLast()
    }
    for range in dropped { replace(node.children[range], by: "", .condition) }
  }

  /// A cap taken away, where it stands behind a condition.
  private mutating func addDroppedCaps(of node: SyntaxNode) {
    guard node.kind == .clause else { return }
    for (place, child) in node.children.enumerated() {
      guard case .keyword(.atMostShare, _) = child else { continue }
      replace(node.children[place...].prefix(3), by: "", .clause)
    }
  }

  /// The tokens that some children cover.
  private func tokens(of elements: some Collection<SyntaxElement>) -> Range<Int>? {
    var covered: Range<Int>?
    func add(_ range: Range<Int>) {
      covered = covered.map { min($0.lowerBound, range.lowerBound)..<max($0.upperBound, range.upperBound) } ?? range
    }
    for element in elements {
      switch element {
      case .node(let node): if let inner = tokens(of: node.children) { add(inner) }
      case .token(let index), .name(let index): add(index..<(index + 1))
      case .keyword(_, let range): add(range)
      }
    }
    return covered
  }

  private mutating func replace(
    _ elements: ArraySlice<SyntaxElement>, by text: String, _ kind: DefinitionMutant.Kind
  ) {
    if let covered = tokens(of: elements) { replace(covered, by: text, kind) }
  }

  private mutating func replace(_ tokens: Range<Int>, by text: some StringProtocol, _ kind: DefinitionMutant.Kind) {
    guard let first = tokens.first, let last = tokens.last, file.tokens.indices.contains(last) else { return }
    let range = SourceRange(file.source, file.tokens[first].lower, file.tokens[last].upper)
    mutants.append(DefinitionMutant(kind: kind, range: range, replacement: String(text)))
  }
}
