// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonColumns
import MezonDiagnostics
package import MezonEngine
package import MezonSemantics
import MezonSyntax

/// Says explained figures in the language of some words.
package struct FigureBuilder: Sendable {
  let programme: Programme
  let organisation: Organisation
  let words: ReportWords
  private var definitions: [Int: IndicatorWords] = [:]

  /// Takes the definitions and the units of the figures.
  /// - Parameter indicators: the indicators that will be explained, by index; their clauses are put into words once.
  package init(
    programme: Programme, organisation: Organisation, indicators: [Int], words: ReportWords
  ) throws(PublishingFailure) {
    self.programme = programme
    self.organisation = organisation
    self.words = words
    for index in indicators where programme.indicators.indices.contains(index) {
      definitions[index] = try IndicatorWords(programme.indicators[index], programme: programme, words: words)
    }
  }

  /// What an explained figure says.
  ///
  /// - Parameter isBrief: whether clauses that took no event are passed over; those of protected kinds never are.
  /// Complexity: linear in its events.
  package func content(
    _ explanation: Explanation, isBrief: Bool = false
  ) throws(PublishingFailure) -> FigureContent {
    let row = explanation.row
    let plan = programme.indicators[row.indicator]
    let definition: IndicatorWords
    if let known = definitions[row.indicator] {
      definition = known
    } else {
      definition = try IndicatorWords(plan, programme: programme, words: words)
    }
    let text = FigureText(plan: plan, row: row, words: words)
    var target = ""
    if let value = row.target { target = try text.amount(value) }
    let status = text.isShown ? try words.text("status." + row.status.rawValue) : ""
    var roles: [FigureContent.Role] = []
    for role in explanation.roles where explanation.isCoarse || !isBrief || role.count > 0 {
      roles.append(try content(role, explanation, plan, definition))
    }
    if explanation.isCoarse { roles = try withAbsentRoles(roles, explanation, plan) }
    return FigureContent(
      id: plan.id, title: definition.title, version: plan.version, value: try text.value(), target: target,
      status: status,
      lines: try lines(text, target: target, status: status)
        + (isBrief ? [] : members(explanation)), roles: roles,
      isCoarse: explanation.isCoarse)
  }

  private func line(_ label: String, _ text: String) throws(PublishingFailure) -> FigureContent.Line {
    FigureContent.Line(label: try words.text(label), text: text)
  }

  private func lines(
    _ figure: FigureText, target: String, status: String
  ) throws(PublishingFailure) -> [FigureContent.Line] {
    let (row, plan) = (figure.row, figure.plan)
    var lines = [try line("column.value", figure.value())]
    if let formula = try figure.formula() { lines.append(try line("figure.formula", formula)) }
    lines += try operandLines(figure)
    if !plan.isSensitive {
      let reason = try words.reason(row.reason)
      if !reason.isEmpty { lines.append(try line("column.reason", reason)) }
      if row.value != nil, plan.value != .share, row.denominator == nil, row.operands.isEmpty {
        lines.append(try line("column.records", words.format.number(row.n)))
      }
      if row.value != nil, !row.method.isEmpty { lines.append(try line("method.interval", interval(figure))) }
      if let remark = row.panel { lines.append(try line("figure.agreement", words.agreement(remark))) }
      if row.value != nil, let scale = row.scaleReliability {
        lines.append(try line("scale.heading", words.scale(scale)))
      }
      if row.value != nil, let survey = row.surveyFacts {
        lines.append(try line("design.heading", words.survey(survey)))
      }
      if row.value != nil, let place = row.place {
        lines.append(try line("index.place_heading", words.place(place)))
      }
      if let doubt = try row.surveyFacts.flatMap(words.presentation) {
        lines.append(try line("presentation.heading", doubt))
      }
      if let completeness = row.completeness {
        lines.append(try line("column.completeness", words.format.perCent(100 * completeness, fractionDigits: 0)))
      }
    }
    if let baseline = row.baseline { lines.append(try line("column.baseline", figure.amount(baseline))) }
    if !target.isEmpty { lines.append(try line("column.target", target)) }
    if !target.isEmpty, !status.isEmpty { lines.append(try line("column.status", status)) }
    if figure.isShown { lines += try comparisonLines(figure) }
    return lines
  }

  /// The limits of the value, or the only one that the data give, with their method.
  private func interval(_ figure: FigureText) throws(PublishingFailure) -> String {
    let (row, plan) = (figure.row, figure.plan)
    var values = [
      "method": try words.method(row.method, of: plan),
      "confidence": words.number((plan.interval?.confidence ?? 0.95) * 100),
    ]
    if let high = row.high { values["high"] = try figure.amount(high) }
    guard let low = row.low else { return try words.text("figure.interval_high", values) }
    values["low"] = row.high == nil ? try figure.amount(low) : figure.text(low)
    return try words.text(row.high == nil ? "figure.interval_low" : "figure.interval", values)
  }

  /// Which of the units, values or periods that a share is taken of do not have what it asks for, and by which rule.
  private func members(_ explanation: Explanation) throws(PublishingFailure) -> [FigureContent.Line] {
    guard !explanation.isCoarse else { return [] }
    var texts: [String] = []
    for member in explanation.members where !member.isHaving {
      guard let rule = member.broken else {
        texts.append(member.code)
        continue
      }
      let values = ["member": member.code, "rule": rule.text]
      texts.append(try words.text("figure.member", values))
    }
    return texts.isEmpty ? [] : [try line("figure.members", texts.joined(separator: ", "))]
  }

  private func content(
    _ role: Explanation.Role, _ explanation: Explanation, _ plan: IndicatorPlan, _ definition: IndicatorWords
  ) throws(PublishingFailure) -> FigureContent.Role {
    var lines: [FigureContent.Line] = []
    let clauses = role.role == .leftOut ? definition.leavesOut : definition.notHeldAgainst
    let condition =
      switch role.role {
      case .leftOut, .notHeldAgainst: role.clause.flatMap { clauses.indices.contains($0) ? clauses[$0] : nil } ?? ""
      case .counted, .missed: definition.counts
      case .notYetDue: definition.maturity
      }
    if !condition.isEmpty { lines.append(try line("role.clause." + role.role.rawValue, condition)) }
    if let reason = role.reason { lines.append(try line("column.reason", words.knownTerm(reason) ?? reason)) }
    if let range = role.range {
      let place = ["file": range.source.name, "line": String(range.source.position(of: range.lower).line)]
      lines.append(try line("role.definition", words.text("figure.place", place)))
    }
    if role.beyondCap > 0, !explanation.isCoarse {
      lines.append(try line("role.cap", words.text("role.beyond_cap", count: role.beyondCap)))
    }
    let writer = EventWriter(schema: programme.events[plan.event.index], builder: self)
    var events: [FigureContent.Event] = []
    for event in role.events where !explanation.isCoarse { events.append(try writer.content(event)) }
    return FigureContent.Role(
      heading: try heading(role.role, count: role.count, explanation.isCoarse ? plan : nil), lines: lines,
      events: events)
  }

  /// - Parameter coarse: the definition, where its events are of a protected kind.
  private func heading(
    _ role: EventRole, count: Int, _ coarse: IndicatorPlan?
  ) throws(PublishingFailure) -> String {
    let number: String
    if let coarse {
      number = try CoarseNumber(count, of: coarse).text(words)
    } else {
      number = try words.text("count.events", count: count)
    }
    return try words.text("role.heading", ["role": words.text("role.name." + role.rawValue), "number": number])
  }

  /// The roles of protected events with those that no event has: that one is missing would tell that it is empty.
  private func withAbsentRoles(
    _ shown: [FigureContent.Role], _ explanation: Explanation, _ plan: IndicatorPlan
  ) throws(PublishingFailure) -> [FigureContent.Role] {
    var roles: [FigureContent.Role] = []
    for role in [EventRole.leftOut, .notYetDue, .counted, .notHeldAgainst, .missed] {
      let own = zip(explanation.roles, shown).filter { $0.0.role == role }.map(\.1)
      if own.isEmpty, role != .leftOut, role != .notHeldAgainst {
        roles.append(
          FigureContent.Role(heading: try heading(role, count: 0, plan), lines: [], events: []))
      }
      roles += own
    }
    return roles
  }
}

extension MethodSheetBuilder {
  /// When an event can be judged, in words.
  func maturity() throws(PublishingFailure) -> String {
    let heading = try words.text("method.maturity")
    return try sheet(number: "").lines.filter { $0.heading == heading }.map(\.text).joined(separator: "; ")
  }
}
