// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Rosters, the moments at which their rows count, and bounds on what a member has.
extension Parser {
  /// `roster membership "..." { ... holds from joined until left }`.
  mutating func parseRoster(from start: Int) -> EventDeclaration {
    let name = parseNewName(Expected.rosterName)
    var roster = EventDeclaration(name: name, isSensitive: false, isRoster: true, range: name.range)
    roster.title = parseOptionalText()
    var seen: Set<Keyword> = []
    parseBraces { parser in
      if let keyword = parser.longestMatch(of: [.label, .holdsFrom]) {
        parser.noteRepetition(of: keyword, in: .roster, single: [.holdsFrom], &seen)
        let start = parser.index
        parser.tree.open(.clause)
        _ = parser.eat(keyword)
        if keyword == .label {
          roster.labels.append(parser.parseLocalizedText())
        } else {
          let from = parser.parseName(Expected.field)
          let until = parser.eat(.until) ? parser.parseName(Expected.field) : nil
          roster.term = TermClause(from: from, until: until, range: parser.range(from: start))
        }
        parser.tree.close()
      } else if let field = parser.parseField() {
        roster.fields.append(field)
      }
    }
    return roster
  }

  /// `in force on the last day`.
  mutating func parseMoment() -> MomentClause? {
    let start = index
    for (keyword, moment) in [(Keyword.inForceOnLastDay, TermMoment.lastDay), (.inForceDuring, .during)]
    where eat(keyword) {
      return MomentClause(moment: moment, range: range(from: start))
    }
    return nil
  }

  /// `listed in lcpc_register where kind is rural`.
  mutating func parseRegister() -> (name: Name, condition: Expression?)? {
    guard eat(.listedIn) else { return nil }
    let name = parseName(Expected.rosterName)
    return (name, eat(.whereCondition) ? parseCondition() : nil)
  }

  /// `at least 7 and having none where days from joined to the last day > 1096`.
  mutating func parseBounds() -> [CoverageBound] {
    var bounds = [parseBound()]
    while eat(.andHaving) { bounds.append(parseBound()) }
    return bounds
  }

  private mutating func parseBound() -> CoverageBound {
    let start = index
    let limit: CoverageBound.Limit
    if eat(.noneOfThem) {
      limit = .none
    } else if eat(.atMost) {
      limit = .atMost(parseBoundNumber())
    } else {
      if !eat(.atLeast) { reportExpected(anyOf: [.atLeast, .atMost, .noneOfThem]) }
      limit = .atLeast(isAtName ? parseNumberOrParameter(isWhole: true) : parseBoundNumber())
    }
    let event = isAtName && !isAtLineStart && !at(.inMeasure) ? parseName(Expected.eventType) : nil
    let condition = eat(.whereCondition) ? parseCondition() : nil
    return CoverageBound(limit: limit, event: event, condition: condition, range: range(from: start))
  }

  /// A whole number, or a percentage.
  private mutating func parseBoundNumber() -> NumberLiteral {
    let isShare = token(at: index + 1).kind == .percentSign
    return isShare ? parseNumber() : parseWholeNumber()
  }
}
