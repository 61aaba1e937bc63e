// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

/// Puts a definition's clauses into words.
struct MethodSheetBuilder {
  let programme: Programme
  let plan: IndicatorPlan
  let words: ReportWords
  private var lines: [MethodSheet.Line] = []

  init(programme: Programme, plan: IndicatorPlan, words: ReportWords) {
    self.programme = programme
    self.plan = plan
    self.words = words
  }

  private var declaration: IndicatorDeclaration { plan.declaration }
  private var conditions: ConditionWords { ConditionWords(words: words, events: programme.events) }

  /// The sheet of an indicator with its number in the report. Complexity: linear in the definition.
  func sheet(number: String) throws(PublishingFailure) -> MethodSheet {
    var builder = self
    if let purpose = words.best(declaration.purpose) { try builder.add(.purpose, purpose) }
    if case .derived(let derived) = plan.value {
      try builder.addOperands(derived)
    } else {
      try builder.addRoles()
      try builder.addMaturity()
    }
    let value = ValueWords(programme: programme, plan: plan, words: words)
    try builder.add(.value, value.text())
    try builder.add(.measure, words.measure(plan.measure))
    try builder.addReach()
    try builder.addJudging()
    try builder.addRules()
    try builder.addOrigin()
    let label = words.label(declaration.labels, title: declaration.title?.text, name: plan.id)
    let title = try words.text("method.title", ["number": number, "indicator": label])
    return MethodSheet(title: title, lines: builder.lines)
  }

  private mutating func add(_ field: MethodSheet.Field, _ text: String) throws(PublishingFailure) {
    guard !text.isEmpty else { return }
    lines.append(
      MethodSheet.Line(field: field, heading: try words.text("method." + field.rawValue), text: text))
  }

  /// The indicators that a derived one is made from.
  private mutating func addOperands(_ derived: DerivedPlan) throws(PublishingFailure) {
    var labels: [String] = []
    for id in derived.operands {
      let other = programme.indicator(named: id)?.declaration
      labels.append(words.label(other?.labels ?? [], title: other?.title?.text, name: id))
    }
    try add(.looksAt, words.text("derived.made_of", ["indicators": labels.joined(separator: "; ")]))
  }

  private mutating func addRoles() throws(PublishingFailure) {
    let schema = programme.events[plan.event.index]
    let word = try words.term(schema.name)
    let term = try words.knownTerm(schema.name)
    var event = words.own(schema.labels) ?? term ?? schema.title ?? word
    if plan.isOfOfficersUnit { event = try words.text("role.officers_unit", ["event": event]) }
    if let population = declaration.population {
      let values = ["event": event, "condition": try conditions.text(population)]
      try add(.looksAt, words.text("role.where", values))
    } else {
      try add(.looksAt, words.text("role.all", ["event": event]))
    }
    for clause in declaration.leavesOut { try add(.excluded, text(clause, of: "role.leaves_out")) }
    if let counts = declaration.counts {
      try add(.counts, conditions.text(counts))
    } else {
      try add(.counts, words.text("role.counts_all"))
    }
    for clause in declaration.notHeldAgainst { try add(.excepted, text(clause, of: "role.not_held_against")) }
  }

  private func text(_ clause: RoleClause, of id: String) throws(PublishingFailure) -> String {
    var values = ["condition": try conditions.text(clause.condition), "reason": clause.reason?.text ?? ""]
    guard let cap = clause.cap else { return try words.text(id, values) }
    values["cap"] = words.number(cap.value)
    return try words.text(id + "_capped", values)
  }

  private mutating func addMaturity() throws(PublishingFailure) {
    let maturity = plan.maturity
    guard !maturity.isImmediate else { return try add(.maturity, words.text("maturity.immediate")) }
    let fields = programme.events[plan.event.index].fields
    if maturity.fixedDays > 0 || maturity.fixedMicroseconds > 0 {
      let wait = try self.wait([], maturity.fixedDays, maturity.fixedMicroseconds)
      let anchor = try words.term(fields[plan.baseField].name)
      try add(.maturity, words.text("maturity.fixed", ["wait": wait, "anchor": anchor]))
    }
    for window in maturity.relative where fields.indices.contains(window.field) {
      let wait = try self.wait(window.steps, window.days, window.microseconds)
      let anchor = try words.term(fields[window.field].name)
      try add(.maturity, words.text("maturity.relative", ["wait": wait, "anchor": anchor]))
    }
  }

  private func wait(
    _ steps: [Maturity.CalendarStep], _ days: Int, _ microseconds: Int64
  ) throws(PublishingFailure) -> String {
    let minutes = Int(microseconds / 60_000_000)
    var parts: [String] = []
    for step in steps {
      switch step {
      case .days(let days): parts.append(try words.span(days, .days))
      case .months(let months): parts.append(try words.span(months, .months))
      }
    }
    if days > 0 || parts.isEmpty && minutes == 0 { parts.append(try words.span(days, .days)) }
    if minutes > 0 {
      let isOfHours = minutes.isMultiple(of: 60)
      parts.append(try words.span(isOfHours ? minutes / 60 : minutes, isOfHours ? .hours : .minutes))
    }
    guard var text = parts.first else { return "" }
    for part in parts.dropFirst() { text = try words.text("wait.and", ["first": text, "second": part]) }
    return text
  }

  /// To which period and unit an event belongs, for whom and how often there is a figure, and its groups.
  private mutating func addReach() throws(PublishingFailure) {
    if case .derived = plan.value {
    } else {
      let fields = programme.events[plan.event.index].fields
      if let moment = plan.moment {
        try add(.periodField, words.text("moment." + moment.rawValue))
      } else {
        try add(.periodField, words.term(fields[plan.periodField].name))
      }
      if let unit = plan.unitField { try add(.unitField, words.term(fields[unit].name)) }
    }
    var levels: [String] = []
    for level in plan.levels { levels.append(try words.term(programme.levels[level].name)) }
    try add(.levels, levels.joined(separator: ", "))
    var grains: [String] = []
    for grain in plan.grains { grains.append(try words.text("grain." + grain.rawValue)) }
    try add(.every, grains.joined(separator: ", "))
    var splits: [String] = []
    for split in plan.splits { splits.append(try words.splitLabel(split)) }
    try add(.splits, splits.joined(separator: ", "))
  }

  /// Direction, baseline, target, and what stands beside the figure.
  private mutating func addJudging() throws(PublishingFailure) {
    if plan.isContextOnly { try add(.direction, words.text("direction.context")) }
    if let isHigher = plan.isHigherBetter {
      try add(.direction, words.text(isHigher ? "direction.higher" : "direction.lower"))
    }
    if let baseline = plan.baseline {
      let value = try words.amount(baseline.value, plan.measure)
      try add(.baseline, words.text("baseline.in", ["value": value, "period": words.format.period(baseline.period)]))
    }
    if let target = plan.target {
      var points: [String] = []
      for point in target.points {
        let value = try words.amount(point.value, plan.measure)
        points.append(try words.text("target.from", ["value": value, "day": words.format.date(point.from)]))
      }
      let id = target.isLine ? "target.line" : "target.steps"
      try add(.target, words.text(id, ["points": points.joined(separator: "; ")]))
    }
    if let pair = plan.pairedWith {
      let other = programme.indicator(named: pair)?.declaration
      let label = words.label(other?.labels ?? [], title: other?.title?.text, name: pair)
      try add(.pairedWith, label)
    }
    for risk in declaration.acceptedRisks {
      let values = ["code": risk.code.text, "reason": risk.reason.text]
      try add(.acceptedRisks, words.text("method.accepted_risk", values))
    }
  }

  /// When a figure is shown, and how sure it is.
  private mutating func addRules() throws(PublishingFailure) {
    if let interval = plan.interval {
      let method = try words.method(interval.method.rawValue, of: plan)
      let values = ["method": method, "confidence": words.number(interval.confidence * 100)]
      try add(.interval, words.text("interval.two_sided", values))
    } else {
      try add(.interval, words.text("interval.none"))
    }
    for name in plan.precision(in: programme) { try add(.precision, words.text("precision." + name)) }
    if let rule = plan.presentation { try add(.presentation, words.text("rule.presentation_" + rule.rawValue)) }
    for comparison in plan.comparisons { try add(.comparisons, text(of: comparison)) }
    if plan.tooFewBelow > 0 {
      try add(.minimum, words.text("rule.minimum", ["number": words.format.number(plan.tooFewBelow)]))
    }
    if plan.protectCellsBelow > 1 {
      try add(.threshold, words.text("rule.threshold", ["number": words.format.number(plan.protectCellsBelow)]))
    } else {
      try add(.threshold, words.text("rule.no_threshold"))
    }
    if let reported = declaration.reportedWhere { try add(.reported, conditions.text(reported)) }
    if plan.completeAtLeast > 0 {
      try add(.complete, words.text("rule.complete", ["number": words.number(plan.completeAtLeast * 100)]))
    }
  }

  /// How figures are compared, in words.
  private func text(of comparison: ComparisonPlan) throws(PublishingFailure) -> String {
    func spread(_ name: String, _ share: Double = 0) throws(PublishingFailure) -> String {
      let share = words.format.perCent(
        100 * share, fractionDigits: (1000 * share).rounded() == 10 * (100 * share).rounded() ? 0 : 1)
      let limits = try words.text("method.compare.funnel")
      return try limits + "; " + words.text("method.compare.funnel." + name, ["share": share])
    }
    switch comparison {
    case .funnel(.byChanceAlone): return try spread("by_chance")
    case .funnel(.overDispersed): return try spread("over_dispersed")
    case .funnel(.winsorised(let share)): return try spread("winsorised", share)
    case .funnel(.truncated(let share)): return try spread("truncated", share)
    case .shrinkage: return try words.text("method.compare.shrinkage")
    case .reliability: return try words.text("method.compare.reliability")
    case .controlChart(let periods):
      return try words.text("method.compare.control_chart", ["periods": words.format.number(periods)])
    }
  }

  private mutating func addOrigin() throws(PublishingFailure) {
    try add(.source, declaration.sourceNote?.text ?? "")
    try add(.limitations, declaration.limitations?.text ?? "")
    try add(.catalogue, declaration.catalogue.map(\.text).joined(separator: ", "))
    try add(.owner, declaration.owner?.text ?? "")
    if let from = plan.effectiveFrom { try add(.effectiveFrom, words.format.date(from)) }
    if let until = plan.effectiveUntil { try add(.effectiveUntil, words.format.date(until)) }
    if let day = declaration.reviewBy?.day { try add(.reviewBy, words.format.date(day)) }
    try add(.id, plan.id)
    try add(.version, plan.version)
  }
}

extension ReportWords {
  /// The name of a split: `sex (parties)`, `kind`.
  func splitLabel(_ split: SplitPlan) throws(PublishingFailure) -> String {
    let parts = split.name.split(separator: ".").map(String.init)
    guard parts.count == 2 else { return try term(split.name) }
    if let whole = try knownTerm(split.name) { return whole }
    return try text("split.member", ["member": term(parts[1]), "list": term(parts[0])])
  }
}
