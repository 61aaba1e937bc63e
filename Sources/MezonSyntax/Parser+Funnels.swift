// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Funnels of stages.
extension Parser {
  /// What a funnel has of the clauses of an indicator: it says itself what counts and what is made of it.
  private static let noFunnelClauses: Set<Keyword> = [
    .counts, .notHeldAgainst, .value, .baseline, .target,
  ]

  /// `funnel sara "..." { looks at ... goes through stages ... }`.
  mutating func parseFunnel(from start: Int) -> IndicatorDeclaration {
    let name = parseNewName(Expected.funnelName)
    var indicator = IndicatorDeclaration(name: name, range: name.range)
    indicator.title = parseOptionalText()
    let clauses = Self.indicatorClauses.filter { !Self.noFunnelClauses.contains($0) } + [.goesThroughStages]
    var stages: FunnelClause?
    parseBlock(
      of: .funnel, clauses: clauses, single: Set(clauses).subtracting(Self.repeatableClauses)
    ) { parser, keyword, start in
      if keyword == .goesThroughStages { stages = parser.parseStages(from: start) }
      parser.parseClause(keyword, from: start, into: &indicator)
    }
    indicator.funnel = stages ?? FunnelClause(stages: [], entry: nil, window: nil, range: name.range)
    return indicator
  }

  private mutating func parseStages(from start: Int) -> FunnelClause {
    var entry: FunnelEntry?
    if eat(.namedBy) {
      let field = parseName(Expected.field)
      let event = eat(.ofOperand) ? parseName(Expected.eventType) : nil
      entry = FunnelEntry(field: field, event: event, keys: parseLinkKeys())
    }
    let window = eat(.within) ? parseWindowSpan() : nil
    let head = range(from: start)
    var stages: [FunnelStage] = []
    parseBraces { parser in
      guard parser.isAtName else {
        parser.reportNoName(Expected.stage)
        return
      }
      parser.tree.open(.clause)
      defer { parser.tree.close() }
      let name = parser.parseName(Expected.stage)
      let title = parser.parseOptionalText()
      stages.append(FunnelStage(name: name, title: title, labels: parser.parseLabels()))
    }
    return FunnelClause(stages: stages, entry: entry, window: window, range: head)
  }

  /// `reaching analysis`, `lost before response`, `days to response`: which figure of a funnel is expected.
  mutating func parseFunnelPart() -> FunnelPart? {
    let kinds: [(Keyword, FunnelPart.Kind)] = [
      (.reachingStage, .reached), (.lostBeforeStage, .lost), (.daysToStage, .days),
    ]
    for (keyword, kind) in kinds where eat(keyword) {
      return FunnelPart(kind: kind, stage: parseName(Expected.stage))
    }
    return nil
  }
}

extension Expected {
  static let nameForm = Wording("a form of the name", "форма имени")
  static let funnelName = Wording("the funnel's name", "имя воронки")
  static let stage = Wording("a stage", "этап")
}
