// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonEngine
import MezonSemantics

/// Makes the table of one indicator.
struct ReportTableBuilder {
  let edition: ReportEdition
  let plan: IndicatorPlan
  let words: ReportWords
  /// The number of the note on hidden cells.
  let hiddenNote: Int

  /// The table from the indicator's published rows. Complexity: O(*n* log *n*) in the rows.
  func table(number: String, rows published: [PublishedRow]) throws(PublishingFailure) -> ReportTable {
    var splits: [ReportTable.Split] = []
    for split in plan.splits {
      splits.append(ReportTable.Split(name: split.name, label: try words.splitLabel(split)))
    }
    let shown = ordered(published.filter(isShown))
    let labels = try RowLabels(self, splits: splits)
    var rows: [ReportRow] = []
    for row in shown { rows.append(try labels.row(row)) }
    let title = words.label(
      plan.declaration.labels, title: plan.declaration.title?.text, name: plan.id)
    let measure = try words.measure(plan.measure)
    let digits = valueDigits(rows)
    let charting = ReportChartBuilder(rows: rows, title: title, measure: measure, words: words)
    return ReportTable(
      id: plan.id, number: number, title: title, measure: measure, version: plan.version,
      summary: try summary(measure), splits: splits, columns: try columns(splits, rows, measure), rows: rows,
      valueRule: valueRule, isHigherBetter: plan.isHigherBetter, valueDigits: digits,
      partDigits: rows.allSatisfy { isWhole($0.numerator) && isWhole($0.denominator) } ? 0 : 1,
      targetDigits: shown.allSatisfy { isWhole($0.baseline) && isWhole($0.target) } ? 0 : max(1, digits),
      chart: try charting.chart(), method: try method(number: number, rows: shown),
      comparisons: plan.comparisons.map(\.detail))
  }

  /// The method of the table; where several versions of the definition made the rows, that of each, one behind the other.
  private func method(number: String, rows: [PublishedRow]) throws(PublishingFailure) -> MethodSheet {
    let programme = edition.programme
    let own = try MethodSheetBuilder(programme: programme, plan: plan, words: words).sheet(number: number)
    let made = Set(rows.map(\.indicator))
    let others = programme.versions(of: plan.id).filter {
      made.contains($0) && programme.indicators[$0].version != plan.version
    }
    guard !others.isEmpty else { return own }
    var lines = own.lines
    for other in others {
      let version = programme.indicators[other]
      let from = version.effectiveFrom.map { words.format.date($0) } ?? ""
      let text = try words.text("method.other_version", ["version": version.version, "day": from])
      lines.append(MethodSheet.Line(field: .version, heading: try words.text("method.version"), text: text))
      lines += try MethodSheetBuilder(programme: programme, plan: version, words: words).sheet(number: number).lines
    }
    return MethodSheet(title: own.title, lines: lines)
  }

  /// Whether a row belongs to the report: its period lies in the asked one and is of the grain that is shown; its unit is of a shown level.
  private func isShown(_ row: PublishedRow) -> Bool {
    let grain = edition.plan.grain(of: plan)
    guard edition.organisation.levels.indices.contains(Int(row.unit)) else { return false }
    return row.period.grain == grain && edition.period.contains(row.period)
      && edition.plan.levels.contains(edition.organisation.levels[Int(row.unit)])
  }

  private func ordered(_ rows: [PublishedRow]) -> [PublishedRow] {
    let splitPlaces = Dictionary(plan.splits.enumerated().map { ($1.name, $0 + 1) }) { first, _ in first }
    func key(_ row: PublishedRow) -> (Int, Int, Int32) {
      (row.split.map { splitPlaces[$0.name] ?? 0 } ?? 0, edition.organisation.levels[Int(row.unit)], row.unit)
    }
    // Groups keep the order in which the engine gives them.
    return rows.enumerated().sorted { left, right in
      let (leftKey, rightKey) = (key(left.element), key(right.element))
      if leftKey != rightKey { return leftKey < rightKey }
      if left.element.period != right.element.period { return left.element.period < right.element.period }
      return left.offset < right.offset
    }.map(\.element)
  }

  private func summary(_ measure: String) throws(PublishingFailure) -> String {
    let values = [
      "measure": measure, "period": words.format.period(edition.period), "day": words.format.date(edition.asOf),
      "version": plan.version,
    ]
    return try words.text(measure.isEmpty ? "report.summary_plain" : "report.summary", values)
  }

  private var valueRule: ReportTable.ValueRule {
    let factor: Double = plan.measure == .perCent ? 100 : 1
    return switch plan.value {
    case .share, .coverage, .ratio: .quotient(factor: factor)
    case .aggregate(.mean): .quotient(factor: 1)
    case .estimate(let estimate):
      switch estimate.form {
      case .total, .quantile, .agreement: .single
      default: .quotient(factor: factor)
      }
    case .rate(let per, _, _): .quotient(factor: per)
    case .derived(.shareOfUnits): .quotient(factor: factor)
    // Directly standardised, a rate is no quotient of what stands beside it; indirectly it is one of observed and expected.
    case .derived(.standardised(let rate)): if case .unit = rate.reference { .quotient(factor: 1) } else { .single }
    case .aggregate, .derived: .single
    }
  }

  /// Whether the denominator is the number of records behind the value.
  private var isDenominatorRecords: Bool {
    switch plan.value {
    case .share, .coverage, .aggregate(.mean): true
    case .ratio, .rate, .aggregate, .estimate, .derived: false
    }
  }

  private func isWhole(_ value: Double?) -> Bool { value.map { $0 == $0.rounded() } ?? true }

  /// Counts have no fraction; other values only where one of them has one.
  private func valueDigits(_ rows: [ReportRow]) -> Int {
    switch plan.value {
    case .share, .coverage: return 1
    case .estimate(let estimate) where estimate.form.isShare: return 1
    case .aggregate(.count), .aggregate(.distinct): return 0
    default:
      if rows.allSatisfy({ isWhole($0.value) }) { return 0 }
      if case .span = plan.measure { return 1 }
      if plan.measure == .perCent || plan.measure == .points { return 1 }
      return 2
    }
  }

  private func columns(
    _ splits: [ReportTable.Split], _ rows: [ReportRow], _ measure: String
  ) throws(PublishingFailure) -> [ReportTable.Column] {
    var columns: [ReportTable.Column] = []
    func add(_ kind: ReportColumn, _ id: String) throws(PublishingFailure) {
      columns.append(ReportTable.Column(kind: kind, heading: try words.text("column." + id)))
    }
    try add(.unitCode, "unit_code")
    try add(.unitName, "unit")
    try add(.level, "level")
    try add(.period, "period")
    // Days only tell rows apart where the report holds several periods; otherwise the cover has them.
    if Set(rows.map(\.period)).count > 1 {
      try add(.firstDay, "first_day")
      try add(.lastDay, "last_day")
    }
    for (place, split) in splits.enumerated() {
      let heading = split.label.prefix(1).uppercased() + split.label.dropFirst()
      columns.append(ReportTable.Column(kind: .split(place), heading: heading))
    }
    try add(.numerator, "numerator")
    try add(.denominator, "denominator")
    let value = try words.text("column.value")
    let heading = try measure.isEmpty ? value : words.text("column.in_measure", ["column": value, "measure": measure])
    columns.append(ReportTable.Column(kind: .value, heading: heading))
    let figures: [(ReportColumn, String)] = [
      (.low, "low"), (.high, "high"), (.baseline, "baseline"), (.target, "target"), (.reached, "reached"),
    ]
    for (kind, id) in figures { try add(kind, id) }
    if !isDenominatorRecords { try add(.records, "records") }
    // What stands beside the figure is decided by the definition, so that a sheet keeps its columns from release to release.
    if !plan.leavesOut.isEmpty { try add(.leftOut, "left_out") }
    if !plan.notHeldAgainst.isEmpty { try add(.notHeldAgainst, "not_held_against") }
    if !plan.maturity.isImmediate { try add(.notYetDue, "not_yet_due") }
    if rows.contains(where: { $0.completeness != nil }) { try add(.completeness, "completeness") }
    for (place, comparison) in plan.comparisons.enumerated() {
      let heading = try words.text("compare.\(comparison.detail).label")
      columns.append(ReportTable.Column(kind: .comparison(place), heading: heading))
    }
    try add(.state, "state")
    try add(.reason, "reason")
    try add(.status, "status")
    try add(.note, "notes")
    return columns
  }
}

/// Puts the words around published rows.
private struct RowLabels {
  let edition: ReportEdition
  let plan: IndicatorPlan
  let words: ReportWords
  let hiddenNote: Int
  let splits: [ReportTable.Split]
  let total: String

  init(_ builder: ReportTableBuilder, splits: [ReportTable.Split]) throws(PublishingFailure) {
    edition = builder.edition
    plan = builder.plan
    words = builder.words
    hiddenNote = builder.hiddenNote
    self.splits = splits
    total = try words.text("group.total")
  }

  func row(_ row: PublishedRow) throws(PublishingFailure) -> ReportRow {
    let unit = Int(row.unit)
    let level = edition.programme.levels[edition.organisation.levels[unit]].name
    var groups: [ReportRow.Group] = []
    for split in plan.splits { groups.append(try group(row.split, of: split)) }
    return ReportRow(
      unitCode: edition.organisation.codes[unit], unitName: edition.organisation.names[unit], levelCode: level,
      level: try words.term(level), period: row.period, periodLabel: words.format.period(row.period), groups: groups,
      published: row, state: try words.text("state." + row.state.rawValue), reason: try words.reason(row.reason),
      status: try status(row), note: try note(row), compared: try compared(row))
  }

  private func compared(_ row: PublishedRow) throws(PublishingFailure) -> [ReportRow.Compared] {
    guard let figures = row.figures else { return [] }
    let measure = plan.measure
    var compared: [ReportRow.Compared] = []
    for finding in figures.comparisons {
      var short = try words.comparisonInShort(finding)
      var text = short
      if finding.isMissing || figures.showsComparedNumbers {
        text = try words.comparison(finding) { number throws(PublishingFailure) in try words.amount(number, measure) }
        if short.isEmpty, let estimate = finding.numbers["estimate"] { short = try words.amount(estimate, measure) }
      }
      compared.append(
        ReportRow.Compared(
          name: finding.name, code: finding.code, short: short, text: text,
          numbers: figures.showsComparedNumbers ? finding.numbers : [:]))
    }
    return compared
  }

  private func group(_ shown: SplitGroup?, of split: SplitPlan) throws(PublishingFailure) -> ReportRow.Group {
    guard let shown, shown.name == split.name else { return ReportRow.Group(code: "", label: total) }
    return ReportRow.Group(code: shown.group, label: try label(of: shown.group, split.type))
  }

  private func label(of group: String, _ type: ValueType) throws(PublishingFailure) -> String {
    if group == "unknown" { return try words.text("group.unknown") }
    switch type {
    case .yesNo: return try words.text(group == "yes" ? "truth.yes" : "truth.no")
    case .choice: return try words.term(group)
    case .unit:
      guard let unit = edition.organisation.index(of: group) else { return group }
      return edition.organisation.names[Int(unit)]
    case .list(let element): return try label(of: group, element)
    // Codes, texts and days stay as they are.
    default: return group
    }
  }

  private func status(_ row: PublishedRow) throws(PublishingFailure) -> String {
    guard let status = row.figures?.status else { return "" }
    return try words.text("status." + status.rawValue)
  }

  private func note(_ row: PublishedRow) throws(PublishingFailure) -> String {
    var parts: [String] = []
    switch row.state {
    case .suppressed: parts.append(try words.text("row.hidden", ["number": String(hiddenNote)]))
    // The rule of presentation says it below.
    case .tooFew where row.figures?.survey?.presentation?.verdict == "suppress": break
    case .tooFew:
      let raters = plan.value.panel?.leastRaters ?? 0
      let isOfRaters = row.reason != "below_minimum" && raters > 0
      let least = words.format.number(isOfRaters ? raters : plan.tooFewBelow)
      parts.append(try words.text(isOfRaters ? "row.too_few_raters" : "row.too_few", ["number": least]))
    case .value:
      if let undue = row.figures?.notYetDue, undue > 0 { parts.append(try words.text("row.undue", count: undue)) }
    default: break
    }
    if let remark = row.figures?.panel { parts.append(try words.agreement(remark)) }
    if let scale = row.figures?.scale { parts.append(try words.scale(scale)) }
    if let survey = row.figures?.survey {
      parts += try words.presentation(survey).map { [$0] } ?? []
      if row.state == .value { parts.append(try words.survey(survey)) }
    }
    if row.state == .value, let place = row.figures?.place {
      parts.append(try words.text("row.place", ["text": words.place(place)]))
    }
    if let completeness = row.figures?.completeness, completeness < 1 {
      let share = words.format.perCent(completeness * 100, fractionDigits: 1)
      parts.append(try words.text("row.completeness", ["share": share]))
    }
    return parts.joined(separator: " ")
  }
}
