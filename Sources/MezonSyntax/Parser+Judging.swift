// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Appraisals and reports.
extension Parser {
  mutating func parseAppraisal(from start: Int) -> AppraisalDeclaration {
    let name = parseName("the appraisal's name")
    var appraisal = AppraisalDeclaration(name: name, range: name.range)
    appraisal.title = parseOptionalText()
    let clauses: [Keyword] = [
      .label, .ofOfficersInPost, .every, .exposureAtLeast, .part, .missing, .show, .objectionsWithin,
    ]
    parseBlock(
      of: spelling(.appraisal), clauses: clauses, single: Set(clauses).subtracting([.label, .part])
    ) { parser, keyword, start in
      switch keyword {
      case .label: appraisal.labels.append(parser.parseLocalizedText())
      case .ofOfficersInPost: appraisal.post = parser.parseName("a post")
      case .every: appraisal.grain = parser.parseGrain()
      case .exposureAtLeast: appraisal.exposureAtLeast = parser.parseSpan()
      case .part: appraisal.parts.append(parser.parsePart())
      case .missing: appraisal.missing = parser.parseMissingRule(from: start)
      case .show:
        appraisal.context = parser.parseNames("an indicator")
        parser.expect(.asContext)
      case .objectionsWithin: appraisal.objectionsWithin = parser.parseSpan()
      default: break
      }
    }
    return appraisal
  }

  private mutating func parseMissingRule(from start: Int) -> MissingRule {
    if eat(.reweightUpTo) { return .reweight(upTo: parseNumber()) }
    if eat(.holdAt) { return .hold(parseNumber()) }
    expect(.noScore)
    return .noScore(range(from: start))
  }

  private mutating func parsePart() -> AppraisalPart {
    let title = parseText("the part's title in quotes")
    let labels = parseLabels()
    expect(.weight)
    let weight = parseNumber()
    expect(.leftBrace, "\"{\"")
    tree.open(.block)
    var items: [AppraisalItem] = []
    while isAtName {
      tree.open(.clause)
      items.append(parseItem())
      tree.close()
    }
    tree.close()
    expect(.rightBrace, "\"}\"")
    return AppraisalPart(title: title, labels: labels, weight: weight, items: items)
  }

  /// `label ru "..."`, any number of times.
  private mutating func parseLabels() -> [LocalizedText] {
    var labels: [LocalizedText] = []
    while eat(.label) { labels.append(parseLocalizedText()) }
    return labels
  }

  private mutating func parseItem() -> AppraisalItem {
    let start = index
    let indicator = parseName("an indicator")
    expect(.weight)
    let weight = parseNumber()
    var points: [(value: NumberLiteral, score: NumberLiteral)] = []
    expect(.score)
    repeat {
      let value = parseNumber()
      expect(.arrow, "\"->\"")
      points.append((value, parseNumber()))
    } while eat(.comma)
    return AppraisalItem(indicator: indicator, weight: weight, points: points, range: range(from: start))
  }

  mutating func parseReport(from start: Int) -> ReportDeclaration {
    let name = parseName("the report's name")
    var report = ReportDeclaration(name: name, range: name.range)
    report.title = parseOptionalText()
    let clauses: [Keyword] = [.label, .every, .forSubjects, .section, .template]
    parseBlock(
      of: spelling(.report), clauses: clauses, single: [.every, .forSubjects, .template]
    ) { parser, keyword, _ in
      switch keyword {
      case .label: report.labels.append(parser.parseLocalizedText())
      case .every: report.grain = parser.parseGrain()
      case .forSubjects: report.levels = parser.parseNames("a level")
      case .section: report.sections.append(parser.parseSection())
      case .template: report.template = parser.parseText("a template's name in quotes")
      default: break
      }
    }
    return report
  }

  private mutating func parseSection() -> ReportSection {
    let title = parseText("the section's title in quotes")
    let labels = parseLabels()
    expect(.leftBrace, "\"{\"")
    tree.open(.block)
    let indicators = at(.rightBrace) ? [] : parseNames("an indicator")
    tree.close()
    expect(.rightBrace, "\"}\"")
    return ReportSection(title: title, labels: labels, indicators: indicators)
  }
}
