// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// Appraisals and reports.
extension Checker {
  mutating func checkAppraisal(
    _ declaration: AppraisalDeclaration, _ indicators: [IndicatorPlan]
  ) -> AppraisalPlan? {
    guard let post = declaration.post else {
      reportMissing(.ofOfficersInPost, of: declaration.name, kind: "appraisal")
      return nil
    }
    let parts = declaration.parts.map { part in
      AppraisalPlan.Part(
        title: part.title, labels: part.labels, weight: part.weight.value,
        items: part.items.compactMap { checkItem($0, indicators) })
    }
    checkWeights(declaration)
    let grain = Grain(declaration.grain?.grain ?? .halfYear)
    var context: [String] = []
    for name in declaration.context {
      if indicators.contains(where: { $0.id == name.text }) {
        context.append(name.text)
      } else {
        report(unknown: "indicator", name, in: "the programme", known: indicators.map(\.id))
      }
    }
    return AppraisalPlan(
      id: declaration.name.text, post: post.text, grain: grain,
      exposureDaysAtLeast: days(declaration.exposureAtLeast),
      deductions: declaration.exposureLess.compactMap { deduction($0) }, isProRata: declaration.proRata != nil,
      peers: declaration.peers.compactMap { peers($0, indicators, grain) }, parts: parts,
      missing: declaration.missing ?? .noScore(declaration.name.range), context: context,
      objectionDays: declaration.objectionsWithin.map(\.amount) ?? 0, declaration: declaration)
  }

  private mutating func checkItem(_ item: AppraisalItem, _ indicators: [IndicatorPlan]) -> AppraisalPlan.Item? {
    guard let plan = indicators.first(where: { $0.id == item.indicator.text }) else {
      report(unknown: "indicator", item.indicator, in: "the programme", known: indicators.map(\.id))
      return nil
    }
    // Every version must be fit for scoring; what is wrong with several is said once.
    for plan in indicators where plan.id == item.indicator.text {
      if plan.isContextOnly {
        report(IncentiveRule.contextScored, [plan.id], at: item.range)
      } else if plan.isHigherBetter == nil {
        report(SemanticRule.noDirection, [plan.id], at: item.range)
      }
      if !plan.isForOfficers { report(SemanticRule.noMeaningFor, ["officer"], at: item.range) }
    }
    guard let points = scorePoints(item, in: plan.measure) else { return nil }
    return AppraisalPlan.Item(indicator: plan.id, weight: item.weight.value, points: points)
  }

  /// The parts' weights add up to 100, and the items' of each part to that of the part.
  private mutating func checkWeights(_ declaration: AppraisalDeclaration) {
    let total = declaration.parts.reduce(0) { $0 + $1.weight.value }
    if total != 100 {
      report(SemanticRule.badWeights, [declaration.name.text, plain(total), "100"], at: declaration.name.range)
    }
    // A weight that could not be read is reported already.
    for part in declaration.parts where part.items.allSatisfy({ !$0.weight.range.text.isEmpty }) {
      let sum = part.items.reduce(0) { $0 + $1.weight.value }
      if sum != part.weight.value {
        report(SemanticRule.badWeights, [part.title.text, plain(sum), plain(part.weight.value)], at: part.title.range)
      }
    }
  }

  mutating func checkReport(_ declaration: ReportDeclaration, _ indicators: [IndicatorPlan]) -> ReportPlan? {
    var levels: Set<Int> = []
    for name in declaration.levels {
      if let level = symbols.level(named: name.text) {
        levels.insert(level)
      } else {
        report(unknown: "level", name, in: "the programme", known: symbols.levels.map(\.name))
      }
    }
    let known = Set(indicators.map(\.id))
    let sections = declaration.sections.map { section in
      ReportPlan.Section(
        title: section.title, labels: section.labels,
        indicators: section.indicators.compactMap { name in
          if known.contains(name.text) { return name.text }
          report(unknown: "indicator", name, in: "the programme", known: indicators.map(\.id))
          return nil
        })
    }
    return ReportPlan(
      id: declaration.name.text, grain: Grain(declaration.grain?.grain ?? .quarter),
      levels: levels.isEmpty ? Array(symbols.levels.indices) : levels.sorted(), sections: sections,
      declaration: declaration)
  }
}
