// SPDX-License-Identifier: Apache-2.0

package import MezonAppraisal
import MezonEngine
import MezonSemantics

/// All officers' appraisals of one period in short, in the order of their codes: for the head, never for publication.
package struct AppraisalSummary: Sendable {
  /// One officer.
  package struct Row: Hashable, Sendable {
    package let officer: String
    package let unitCode: String
    package let unitName: String
    package let daysInPost: Int
    /// For each roster whose days are taken off, how many days in post its rows cover.
    package let takenOff: [Int]
    /// The days that are left.
    package let exposureDays: Int
    /// The overall score; nil where there is none.
    package let score: Double?
    /// Why there is no overall score; empty where there is one.
    package let reason: String
    /// One for each scored indicator, in the order of the definition.
    package let figures: [Figure]
  }

  /// One indicator of an officer.
  package struct Figure: Hashable, Sendable {
    /// In the indicator's unit of measure; nil where there is no value or it may not be shown.
    package let value: Double?
    /// The state in words.
    package let state: String
    package let score: Double?
    /// How well the figure tells officers apart, from 0 to 1; nil where that cannot be told or may not be shown.
    package let reliability: Double?
  }

  /// How one figure of one officer lies among those of comparable officers.
  package struct Comparison: Hashable, Sendable {
    package let officer: String
    package let unitCode: String
    package let indicator: String
    /// In the indicator's unit of measure; nil where there is no value or it may not be shown.
    package let value: Double?
    /// How many others have a value; nil, like the quartiles, where they are not shown.
    package let count: Int?
    package let lower: Double?
    package let median: Double?
    package let upper: Double?
    /// Why they are not shown; empty where they are.
    package let reason: String
  }

  /// One scored indicator.
  package struct Indicator: Hashable, Sendable {
    package let title: String
    /// The unit of measure; empty for a bare number.
    package let measure: String
  }

  /// The appraisal's title.
  package let title: String
  /// The lines of the cover, the sentence on the trial first.
  package let sentences: [String]
  package let facts: [FigureContent.Line]
  package let indicators: [Indicator]
  package let rows: [Row]
  /// The headings of the officers' sheet.
  package let headings: [String]
  /// Figure by figure, officer by officer; empty where the appraisal names no peers.
  package let comparisons: [Comparison]
  /// The headings of the sheet of comparisons.
  package let comparisonHeadings: [String]
  package let coverSheet: String
  package let rowsSheet: String
  package let comparisonsSheet: String
  let edition: AppraisalEdition
}

extension AppraisalBuilder {
  /// The summary of the appraisals of all officers. Complexity: linear in officers and indicators.
  package func summary(of appraisals: [Appraisal]) throws(PublishingFailure) -> AppraisalSummary {
    let programme = edition.programme
    let plans = edition.plan.parts.flatMap(\.items).compactMap { item in
      programme.version(of: item.indicator, on: edition.period.first).map { programme.indicators[$0] }
    }
    var indicators: [AppraisalSummary.Indicator] = []
    for plan in plans {
      let declaration = plan.declaration
      let title = words.label(declaration.labels, title: declaration.title?.text, name: plan.id)
      indicators.append(AppraisalSummary.Indicator(title: title, measure: try words.measure(plan.measure)))
    }
    var rows: [AppraisalSummary.Row] = []
    for appraisal in appraisals { rows.append(try row(appraisal, plans)) }
    var sentences: [String] = []
    for id in ["appraisal.trial", "summary.internal", "summary.order", comparisonNote, "summary.method"] {
      sentences.append(try words.text(id))
    }
    let least = words.format.number(PeerFigures.leastReliability, fractionDigits: 2)
    sentences.append(try words.text("appraisal.rule_reliability", ["least": least]))
    let period = FigureContent.Line(
      label: try words.text("cover.period"), text: words.format.period(edition.period))
    return AppraisalSummary(
      title: try words.text("summary.title"), sentences: sentences,
      facts: [FigureContent.Line(label: try words.text("appraisal.title"), text: edition.title(words)), period]
        + (try edition.origin(words)),
      indicators: indicators, rows: rows, headings: try headings(indicators),
      comparisons: try comparisons(appraisals, indicators, plans), comparisonHeadings: try comparisonHeadings(),
      coverSheet: try words.text("sheet.cover"), rowsSheet: try words.text("summary.sheet"),
      comparisonsSheet: try words.text("summary.peers_sheet"), edition: edition)
  }

  private func headings(_ indicators: [AppraisalSummary.Indicator]) throws(PublishingFailure) -> [String] {
    var headings: [String] = []
    for id in ["column.officer", "column.unit_code", "column.unit", "summary.days_in_post"] {
      headings.append(try words.text(id))
    }
    if !edition.plan.deductions.isEmpty {
      for deduction in edition.plan.deductions {
        headings.append(try words.text("appraisal.taken_off", ["roster": label(of: deduction)]))
      }
      headings.append(try words.text("appraisal.exposure"))
    }
    for id in ["appraisal.overall", "summary.why_none"] { headings.append(try words.text(id)) }
    for indicator in indicators {
      let value = try words.text("column.value")
      let measured =
        try indicator.measure.isEmpty
        ? value : words.text("column.in_measure", ["column": value, "measure": indicator.measure])
      for column in [
        measured, try words.text("column.state"), try words.text("appraisal.score"),
        try words.text("appraisal.reliability_column"),
      ] {
        headings.append(try words.text("summary.column", ["indicator": indicator.title, "column": column]))
      }
    }
    return headings
  }

  private func row(
    _ appraisal: Appraisal, _ plans: [IndicatorPlan]
  ) throws(PublishingFailure) -> AppraisalSummary.Row {
    var figures: [AppraisalSummary.Figure] = []
    let items = Dictionary(appraisal.parts.flatMap(\.items).map { ($0.indicator, $0) }) { first, _ in first }
    for plan in plans {
      guard let item = items[plan.id] else {
        figures.append(
          AppraisalSummary.Figure(value: nil, state: try words.text("status.no_value"), score: nil, reliability: nil))
        continue
      }
      let text = FigureText(plan: plan, row: item.row, words: words)
      let isHidden = plan.isSensitive && !text.isShown
      let state = isHidden ? try words.text("coarse.hidden") : try words.text("state." + item.row.state.rawValue)
      let score = isHidden && !item.isHeld ? nil : item.score.map { plan.isSensitive ? $0.rounded() : $0 }
      figures.append(
        AppraisalSummary.Figure(
          value: text.number, state: state, score: score, reliability: isHidden ? nil : item.reliability))
    }
    var score: Double?
    if case .score(let value) = appraisal.total { score = value }
    let unit = appraisal.unit.flatMap { edition.organisation.codes.indices.contains(Int($0)) ? Int($0) : nil }
    return AppraisalSummary.Row(
      officer: edition.officers.text(appraisal.officer), unitCode: unit.map { edition.organisation.codes[$0] } ?? "",
      unitName: unit.map { edition.organisation.names[$0] } ?? "", daysInPost: appraisal.exposure.daysInPost,
      takenOff: appraisal.exposure.takenOff, exposureDays: appraisal.exposure.days, score: score,
      reason: score == nil ? try overall(appraisal.total, days: appraisal.exposure.days) : "", figures: figures)
  }

  private func comparisonHeadings() throws(PublishingFailure) -> [String] {
    var headings: [String] = []
    for id in [
      "column.officer", "column.unit_code", "column.indicator", "column.value", "summary.peers", "summary.lower",
      "summary.median", "summary.upper", "summary.why_no_peers",
    ] { headings.append(try words.text(id)) }
    return headings
  }

  private func comparisons(
    _ appraisals: [Appraisal], _ indicators: [AppraisalSummary.Indicator], _ plans: [IndicatorPlan]
  ) throws(PublishingFailure) -> [AppraisalSummary.Comparison] {
    var rows: [AppraisalSummary.Comparison] = []
    for (indicator, plan) in zip(indicators, plans) {
      for appraisal in appraisals {
        guard let item = appraisal.parts.lazy.flatMap(\.items).first(where: { $0.indicator == plan.id }),
          let peers = item.peers
        else { continue }
        let unit = appraisal.unit.flatMap { edition.organisation.codes.indices.contains(Int($0)) ? Int($0) : nil }
        var quartiles: (count: Int, lower: Double, median: Double, upper: Double)?
        if case .shown(let count, let lower, let median, let upper) = peers {
          quartiles = (count, lower, median, upper)
        }
        rows.append(
          AppraisalSummary.Comparison(
            officer: edition.officers.text(appraisal.officer),
            unitCode: unit.map { edition.organisation.codes[$0] } ?? "",
            indicator: indicator.title, value: FigureText(plan: plan, row: item.row, words: words).number,
            count: quartiles?.count, lower: quartiles?.lower, median: quartiles?.median, upper: quartiles?.upper,
            reason: try reason(peers)))
      }
    }
    return rows
  }
}
