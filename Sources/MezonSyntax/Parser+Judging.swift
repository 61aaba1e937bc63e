// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Appraisals and reports.
extension Parser {
  mutating func parseAppraisal(from start: Int) -> AppraisalDeclaration {
    let name = parseNewName(Expected.appraisalName)
    var appraisal = AppraisalDeclaration(name: name, range: name.range)
    appraisal.title = parseOptionalText()
    let clauses: [Keyword] = [
      .label, .ofOfficersInPost, .every, .exposureAtLeast, .proRata, .peers, .part, .missing, .show, .objectionsWithin,
      .acceptsRisk,
    ]
    parseBlock(
      of: .appraisal, clauses: clauses, single: Set(clauses).subtracting([.label, .part, .acceptsRisk])
    ) { parser, keyword, start in
      switch keyword {
      case .label: appraisal.labels.append(parser.parseLocalizedText())
      case .ofOfficersInPost: appraisal.post = parser.parseName(Expected.post)
      case .every: appraisal.grain = parser.parseGrain()
      case .exposureAtLeast:
        appraisal.exposureAtLeast = parser.parseSpan()
        if parser.eat(.lessRosters) { appraisal.exposureLess = parser.parseNames(Expected.roster) }
      case .proRata: appraisal.proRata = parser.range(from: start)
      case .peers: appraisal.peers = parser.parsePeers()
      case .part: appraisal.parts.append(parser.parsePart())
      case .missing: appraisal.missing = parser.parseMissingRule(from: start)
      case .show:
        appraisal.context = parser.parseNames(Expected.indicator)
        parser.expect(.asContext)
      case .objectionsWithin: appraisal.objectionsWithin = parser.parseSpan()
      case .acceptsRisk: appraisal.acceptedRisks.append(parser.parseAcceptedRisk(from: start))
      default: break
      }
    }
    return appraisal
  }

  /// Behind `peers`.
  private mutating func parsePeers() -> [PeerRule] {
    var rules: [PeerRule] = []
    repeat {
      if eat(.sameAttribute) {
        rules.append(.same(parseName(Expected.attributeOrLevel)))
      } else {
        let name = parseName(Expected.attributeOrIndicator)
        expect(.withinShare)
        let most = parseNumber()
        expect(.ofTheOfficers)
        rules.append(.within(name, perCent: most))
      }
    } while eat(.comma)
    return rules
  }

  private mutating func parseMissingRule(from start: Int) -> MissingRule {
    if eat(.reweightUpTo) { return .reweight(upTo: parseNumber()) }
    if eat(.holdAt) { return .hold(parseNumber()) }
    if !eat(.noScore) { reportExpected(anyOf: [.reweightUpTo, .holdAt, .noScore]) }
    return .noScore(range(from: start))
  }

  private mutating func parsePart() -> AppraisalPart {
    let title = parseText(Expected.partTitle)
    let labels = parseLabels()
    expect(.weight)
    let weight = parseNumber()
    var items: [AppraisalItem] = []
    parseBraces { parser in
      guard parser.isAtName else {
        parser.reportNoName(Expected.indicator)
        return
      }
      parser.tree.open(.clause)
      items.append(parser.parseItem())
      parser.tree.close()
    }
    return AppraisalPart(title: title, labels: labels, weight: weight, items: items)
  }

  private mutating func parseItem() -> AppraisalItem {
    let start = index
    let indicator = parseName(Expected.indicator)
    expect(.weight)
    let weight = parseNumber()
    var points: [(value: NumberLiteral, score: NumberLiteral)] = []
    expect(.score)
    repeat {
      let value = parsePointValue()
      expect(.arrow, Expected.arrow)
      points.append((value, parseNumber()))
    } while eat(.comma)
    return AppraisalItem(indicator: indicator, weight: weight, points: points, range: range(from: start))
  }

  /// The value of a point: a number that may lie below 0, or a parameter.
  private mutating func parsePointValue() -> NumberLiteral {
    guard isAtName else { return parseSignedNumber() }
    let name = parseName(Expected.parameter)
    return NumberLiteral(value: 0, isWhole: true, isPerCent: false, range: name.range, parameter: name)
  }

  mutating func parseReport(from start: Int) -> ReportDeclaration {
    let name = parseNewName(Expected.reportName)
    var report = ReportDeclaration(name: name, range: name.range)
    report.title = parseOptionalText()
    let clauses: [Keyword] = [.label, .every, .forSubjects, .section, .template]
    parseBlock(
      of: .report, clauses: clauses, single: [.every, .forSubjects, .template]
    ) { parser, keyword, _ in
      switch keyword {
      case .label: report.labels.append(parser.parseLocalizedText())
      case .every: report.grain = parser.parseGrain()
      case .forSubjects: report.levels = parser.parseNames(Expected.level)
      case .section: report.sections.append(parser.parseSection())
      case .template: report.template = parser.parseText(Expected.template)
      default: break
      }
    }
    return report
  }

  private mutating func parseSection() -> ReportSection {
    let title = parseText(Expected.sectionTitle)
    let labels = parseLabels()
    var indicators: [Name] = []
    parseBraces { parser in
      guard parser.isAtName else {
        parser.reportNoName(Expected.indicator)
        return
      }
      parser.tree.open(.clause)
      indicators += parser.parseNames(Expected.indicator)
      parser.tree.close()
    }
    return ReportSection(title: title, labels: labels, indicators: indicators)
  }
}
