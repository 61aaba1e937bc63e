// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Comparing units, officers and periods, and the signs of gaming.
extension Parser {
  /// What stands behind `compared by`.
  mutating func parseComparisons() -> [ComparisonClause] {
    var clauses: [ComparisonClause] = []
    repeat {
      let start = index
      guard let form = parseComparisonForm() else { break }
      clauses.append(ComparisonClause(form: form, range: range(from: start)))
    } while eat(.comma)
    return clauses
  }

  private mutating func parseComparisonForm() -> ComparisonClause.Form? {
    if eat(.funnelLimits) { return .funnel(parseSpread()) }
    if eat(.shrinkage) { return .shrinkage }
    if eat(.reliability) { return .reliability }
    if eat(.controlChart) { return .controlChart(parsePastPeriods()) }
    reportExpected(anyOf: [.funnelLimits, .shrinkage, .reliability, .controlChart])
    return nil
  }

  private mutating func parseSpread() -> ComparisonClause.Spread {
    if eat(.overDispersed) { return .overDispersed }
    if eat(.winsorised) { return .winsorised(parseNumber()) }
    if eat(.truncated) { return .truncated(parseNumber()) }
    return .byChanceAlone
  }

  /// `over last 24 periods`.
  private mutating func parsePastPeriods() -> NumberLiteral {
    expect(.overLast)
    let number = parseWholeNumber(most: 1_000)
    expect(.pastPeriods)
    return number
  }

  mutating func parseAudit(from start: Int) -> AuditDeclaration {
    let name = parseNewName(Expected.auditName)
    var audit = AuditDeclaration(name: name, range: name.range)
    audit.title = parseOptionalText()
    let clauses: [Keyword] = [.label, .every, .forSubjects, .watches, .falseDiscoveries]
    parseBlock(
      of: .audit, clauses: clauses, single: [.every, .forSubjects, .falseDiscoveries]
    ) { parser, keyword, start in
      switch keyword {
      case .label: audit.labels.append(parser.parseLocalizedText())
      case .every: audit.grain = parser.parseGrain()
      case .forSubjects:
        repeat { audit.subjects.append(parser.parseSubject()) } while parser.eat(.comma)
      case .watches:
        if let watch = parser.parseWatch(from: start) { audit.watches.append(watch) }
      case .falseDiscoveries: audit.falseDiscoveries = parser.parseNumber()
      default: break
      }
    }
    return audit
  }

  private mutating func parseWatch(from start: Int) -> WatchClause? {
    guard let form = parseWatchForm() else { return nil }
    guard form.indicator == nil else {
      return WatchClause(form: form, event: nil, condition: nil, range: range(from: start))
    }
    expect(.amongEvents)
    let event = parseName(Expected.eventType)
    let condition = eat(.whereCondition) ? parseCondition() : nil
    return WatchClause(form: form, event: event, condition: condition, range: range(from: start))
  }

  private mutating func parseWatchForm() -> WatchForm? {
    if eat(.terminalDigits) { return .terminalDigits(parseQuantity()) }
    if eat(.leadingDigits) { return .leadingDigits(parseQuantity()) }
    if eat(.periodEndShare) {
      let field = parseName(Expected.field)
      expect(.overLast)
      let days = parseWholeNumber(most: 366)
      expect(.days)
      return .periodEnd(field, lastDays: days)
    }
    if eat(.bunching) {
      let (quantity, threshold, width) = parseThreshold()
      return .bunching(quantity, at: threshold, width: width)
    }
    if eat(.jump) {
      let (quantity, threshold, width) = parseThreshold()
      return .jump(quantity, at: threshold, width: width)
    }
    if eat(.downgrading) {
      let field = parseName(Expected.field)
      expect(.toMilder)
      let members = parseNames(Expected.choiceMember)
      expect(.withinStratum)
      return .downgrading(field, to: members, within: parseName(Expected.field))
    }
    if eat(.identicalLists) { return .identicalLists(parseName(Expected.list)) }
    if eat(.outliers) { return .outliers(parseName(Expected.indicator)) }
    if eat(.changePoints) { return .changePoints(parseName(Expected.indicator), periods: parsePastPeriods()) }
    if eat(.dispersionOf) { return .dispersion(parseName(Expected.indicator), periods: parsePastPeriods()) }
    reportExpected(anyOf: [
      .terminalDigits, .leadingDigits, .periodEndShare, .bunching, .jump, .downgrading, .identicalLists, .outliers,
      .changePoints, .dispersionOf,
    ])
    return nil
  }

  /// `days from opened to closed at 60 width 5`.
  private mutating func parseThreshold() -> (quantity: Expression, threshold: NumberLiteral, width: NumberLiteral) {
    let quantity = parseQuantity()
    expect(.atThreshold)
    let threshold = parseNumber()
    expect(.binWidth)
    return (quantity, threshold, parseNumber())
  }
}

extension Expected {
  static let auditName = Wording("the audit's name", "имя проверки")
}
