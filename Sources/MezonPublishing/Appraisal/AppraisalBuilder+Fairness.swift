// SPDX-License-Identifier: Apache-2.0

import MezonAppraisal
import MezonColumns
import MezonEngine
import MezonSemantics

// Exposure, score tables and comparable officers in words.
extension AppraisalBuilder {
  /// What was taken off the days in post, roster by roster, and what is left; nothing where no roster is named.
  func exposureFacts(_ exposure: Exposure) throws(PublishingFailure) -> [FigureContent.Line] {
    guard !edition.plan.deductions.isEmpty else { return [] }
    var facts: [FigureContent.Line] = []
    for (deduction, days) in zip(edition.plan.deductions, exposure.takenOff) {
      facts.append(
        FigureContent.Line(
          label: try words.text("appraisal.taken_off", ["roster": label(of: deduction)]),
          text: try words.text("count.days", count: days)))
    }
    facts.append(
      FigureContent.Line(
        label: try words.text("appraisal.exposure"), text: try words.text("count.days", count: exposure.days)))
    return facts
  }

  /// The label of the roster whose days are taken off.
  func label(of deduction: AppraisalPlan.Deduction) -> String {
    let schema = edition.programme.events[deduction.event.index]
    return words.label(schema.labels, title: schema.title, name: schema.name)
  }

  /// By what, on which day and with how many others an officer is compared.
  func peerFacts(_ group: PeerGroup) throws(PublishingFailure) -> [FigureContent.Line] {
    var rules: [String] = []
    for (rule, own) in zip(edition.plan.peers, group.own) { rules.append(try text(rule, own)) }
    if let day = group.day { rules.append(try words.text("peers.as_of", ["day": words.format.date(day)])) }
    if let count = group.count {
      let least = max(5, edition.programme.declaration?.protectCellsBelow.map { Int($0.value) } ?? 0)
      rules.append(
        count < least
          ? try words.text("peers.fewer", count: least) : try words.text("peers.others", count: count))
    }
    return [FigureContent.Line(label: try words.text("peers.label"), text: rules.joined(separator: "; "))]
  }

  private func text(_ rule: PeerRulePlan, _ own: PeerGroup.Own) throws(PublishingFailure) -> String {
    let name = try self.name(of: rule)
    guard own.isKnown else { return try words.text("peers.unknown", ["name": name]) }
    switch (rule, own) {
    case (.sameAttribute(let index), .attribute(let code?)):
      return try words.text("peers.same", ["name": name, "value": value(code, ofAttribute: index)])
    case (_, .level(let unit?)):
      return try words.text("peers.same", ["name": name, "value": edition.unit(unit, words)])
    case (.attributeWithin(_, let most), .number(let value?)), (.indicatorWithin(_, let most), .number(let value?)):
      let digits = rounds(rule) ? 0 : 1
      let values = [
        "name": name, "low": words.format.number(value * (1 - most / 100), fractionDigits: digits),
        "high": words.format.number(value * (1 + most / 100), fractionDigits: digits),
      ]
      return try words.text("peers.within", values)
    default: return try words.text("peers.unknown", ["name": name])
    }
  }

  private func rounds(_ rule: PeerRulePlan) -> Bool { if case .attributeWithin = rule { true } else { false } }

  private func name(of rule: PeerRulePlan) throws(PublishingFailure) -> String {
    switch rule {
    case .sameAttribute(let index), .attributeWithin(let index, _):
      return try words.term(edition.programme.unitAttributes[index].name)
    case .sameLevel(let level): return try words.term(edition.programme.levels[level].name)
    case .indicatorWithin(let id, _):
      let declaration = edition.programme.version(of: id, on: edition.period.first)
        .map { edition.programme.indicators[$0].declaration }
      return words.label(declaration?.labels ?? [], title: declaration?.title?.text, name: id)
    }
  }

  private func value(_ code: Int32, ofAttribute index: Int) throws(PublishingFailure) -> String {
    switch edition.programme.unitAttributes[index].type {
    case .yesNo: return try words.text(code == 0 ? "truth.no" : "truth.yes")
    case .choice(let choice):
      let members = edition.programme.choices[choice.index].members
      return members.indices.contains(Int(code)) ? try words.term(members[Int(code)]) : ""
    case .reference(let domain):
      guard edition.domains.indices.contains(domain.index), code >= 0,
        Int(code) < edition.domains[domain.index].count
      else { return "" }
      return edition.domains[domain.index].text(code)
    default: return words.format.number(Double(code), fractionDigits: 0)
    }
  }

  /// The score table, in proportion to the exposure where it is, and the comparison.
  func judging(_ item: Appraisal.Item, _ plan: IndicatorPlan) throws(PublishingFailure) -> [FigureContent.Line] {
    let figure = FigureText(plan: plan, row: item.row, words: words)
    var lines: [FigureContent.Line] = []
    if let points = item.points {
      var texts: [String] = []
      for point in points {
        texts.append(figure.text(point.value) + " → " + words.number(point.score))
      }
      var text = texts.joined(separator: "; ")
      if let proportion = item.proportion {
        let values = [
          "points": text, "days": words.format.number(Double(proportion.days), fractionDigits: 0),
          "all": words.format.number(Double(proportion.of), fractionDigits: 0),
        ]
        text = try words.text("appraisal.pro_rata", values)
      }
      lines.append(FigureContent.Line(label: try words.text("appraisal.table"), text: text))
    }
    if let peers = item.peers {
      lines.append(FigureContent.Line(label: try words.text("peers.figure"), text: try text(peers, figure)))
    }
    return lines
  }

  /// How a figure lies among those of comparable officers.
  func text(_ peers: PeerComparison, _ figure: FigureText) throws(PublishingFailure) -> String {
    switch peers {
    case .shown(let count, let lower, let median, let upper):
      let values = [
        "median": try figure.amount(median), "lower": figure.text(lower), "upper": try figure.amount(upper),
      ]
      return try words.text("peers.shown", count: count, values)
    case .tooFew, .notKnown, .protected: return try reason(peers)
    }
  }

  /// Why a comparison is not shown; empty where it is.
  func reason(_ peers: PeerComparison) throws(PublishingFailure) -> String {
    switch peers {
    case .shown: ""
    case .tooFew(let least): try words.text("peers.too_few", count: least)
    case .notKnown: try words.text("peers.not_known")
    case .protected: try words.text("peers.protected")
    }
  }
}
