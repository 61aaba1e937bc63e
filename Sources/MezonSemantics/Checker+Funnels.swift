// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Funnels: each is written out as the indicators that it stands for.
extension Checker {
  /// The declarations with the indicators of each funnel in its place, and those of the funnels that reports and appraisals show
  /// as context. Everything wrong with the funnels themselves is reported.
  mutating func writeOutFunnels(_ declarations: [Declaration]) -> [Declaration] {
    var names: [String: [String]] = [:]
    var written: [Declaration] = []
    for declaration in declarations {
      guard case .indicator(let indicator) = declaration else {
        written.append(declaration)
        continue
      }
      guard let funnel = indicator.funnel else {
        checkParts(of: indicator)
        written.append(declaration)
        continue
      }
      guard check(funnel, of: indicator) else { continue }
      names[indicator.name.text] = indicator.funnelNames
      let language = languages[ObjectIdentifier(indicator.name.range.source)] ?? .english
      written += indicator.funnelIndicators(ownTime: ownTime, language: language).map(Declaration.indicator)
    }
    return names.isEmpty ? written : written.map { $0.showing(names) }
  }

  private func ownTime(of event: String) -> String? {
    symbols.eventIDs[event].map { symbols.events[$0.index] }.flatMap { schema in
      schema.fields.indices.contains(schema.ownTimeField) ? schema.fields[schema.ownTimeField].name : nil
    }
  }

  /// Whether a funnel can be written out.
  private mutating func check(_ funnel: FunnelClause, of indicator: IndicatorDeclaration) -> Bool {
    guard indicator.event != nil else {
      reportMissing(.looksAt, of: indicator.name, kind: "funnel")
      return false
    }
    guard !funnel.stages.isEmpty else {
      reportMissing(.goesThroughStages, of: indicator.name, kind: "funnel")
      return false
    }
    var seen: [String: Name] = [:]
    for stage in funnel.stages.map(\.name) {
      if let first = seen[stage.text] { report(duplicate: stage, first: first.range) }
      seen[stage.text] = seen[stage.text] ?? stage
    }
    for expectation in indicator.examples.flatMap(\.expectations) {
      guard let part = expectation.part else {
        report(FunnelRule.noPart, [indicator.name.text], at: expectation.range)
        continue
      }
      if seen[part.stage.text] == nil {
        report(unknown: "stage", part.stage, in: indicator.name.text, known: funnel.stages.map(\.name.text))
      }
    }
    return seen.count == funnel.stages.count
  }

  private mutating func checkParts(of indicator: IndicatorDeclaration) {
    for expectation in indicator.examples.flatMap(\.expectations) where expectation.part != nil {
      report(FunnelRule.partOutsideFunnel, [indicator.name.text], at: expectation.range)
    }
  }
}

extension Declaration {
  /// A report or appraisal with a funnel's indicators in the place of its name.
  fileprivate func showing(_ funnels: [String: [String]]) -> Declaration {
    func written(_ names: [Name]) -> [Name] {
      names.flatMap { name in funnels[name.text]?.map { Name($0, at: name.range) } ?? [name] }
    }
    switch self {
    case .report(var report):
      for place in report.sections.indices {
        report.sections[place].indicators = written(report.sections[place].indicators)
      }
      return .report(report)
    case .appraisal(var appraisal):
      appraisal.context = written(appraisal.context)
      return .appraisal(appraisal)
    default: return self
    }
  }
}
