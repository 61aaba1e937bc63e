// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

extension ReportContent {
  /// Says what an edition says in the language of some words.
  ///
  /// Complexity: O(*n* log *n*) in the rows.
  /// - Throws: ``PublishingFailure`` when the catalogue lacks a message.
  package init(_ edition: ReportEdition, words: ReportWords) throws(PublishingFailure) {
    self = try ReportBuilder(edition: edition, words: words).content()
  }
}

/// Puts a report's content together: cover, sections, notes and glossary.
struct ReportBuilder {
  let edition: ReportEdition
  let words: ReportWords

  func content() throws(PublishingFailure) -> ReportContent {
    let notes = try self.notes()
    let sections = try self.sections(hiddenNote: notes.first?.number ?? 1)
    var splits: [ReportTable.Split] = []
    for split in sections.flatMap(\.tables).flatMap(\.splits) where !splits.contains(where: { $0.name == split.name }) {
      splits.append(split)
    }
    return ReportContent(
      language: words.language, title: title, ministry: ministry, period: words.format.period(edition.period),
      releaseLine: try releaseLine(), asOf: edition.asOf, facts: try facts(), guidance: try guidance(),
      sections: sections, notes: notes, glossary: try glossary(), splits: splits, captions: try captions())
  }

  private var title: String {
    let declaration = edition.plan.declaration
    return words.label(declaration.labels, title: declaration.title?.text, name: edition.plan.id)
  }

  private var ministry: String { words.best(edition.programme.declaration?.ministry ?? []) ?? "" }

  private var programmeTitle: String {
    let declaration = edition.programme.declaration
    return words.label(declaration?.labels ?? [], title: declaration?.title.text, name: edition.programme.title)
  }

  private func releaseLine() throws(PublishingFailure) -> String {
    let values = ["release": String(edition.release), "day": words.format.date(edition.asOf)]
    return try words.text("report.release_line", values)
  }

  private func facts() throws(PublishingFailure) -> [ReportContent.Fact] {
    let provenance = edition.provenance
    let stated: [(String, ReportContent.Fact.Value)] = [
      ("cover.ministry", .text(ministry)), ("cover.programme", .text(programmeTitle)),
      ("cover.period", .text(words.format.period(edition.period))),
      ("cover.first_day", .day(edition.period.first)), ("cover.last_day", .day(edition.period.last)),
      ("cover.as_of", .day(edition.asOf)), ("cover.release", .number(edition.release)),
      ("cover.organisation", .text(try words.text("cover.as_it_was"))),
      ("cover.engine", .text(provenance.engineVersion)), ("cover.definitions", .text(provenance.definitions)),
      ("cover.data", .text(provenance.data)),
    ]
    var facts: [ReportContent.Fact] = []
    for (label, value) in stated where value != .text("") {
      facts.append(ReportContent.Fact(label: try words.text(label), value: value))
    }
    return facts
  }

  private func guidance() throws(PublishingFailure) -> [String] {
    var lines: [String] = []
    for id in ["protected", "sheets", "absent", "formulas", "states", "comparison"] {
      lines.append(try words.text("guidance." + id))
    }
    return lines
  }

  private func sections(hiddenNote: Int) throws(PublishingFailure) -> [ReportContent.Section] {
    let programme = edition.programme
    // Each period's rows are those of the version that was in force; title and columns are those of the first period's version.
    let rows = Dictionary(grouping: edition.rows) { programme.indicators[$0.indicator].id }
    var sections: [ReportContent.Section] = []
    for (index, section) in edition.plan.sections.enumerated() {
      var tables: [ReportTable] = []
      for id in section.indicators {
        guard let place = programme.version(of: id, on: edition.period.first) else { continue }
        let builder = ReportTableBuilder(
          edition: edition, plan: programme.indicators[place], words: words, hiddenNote: hiddenNote)
        tables.append(try builder.table(number: "\(index + 1).\(tables.count + 1)", rows: rows[id] ?? []))
      }
      let title = words.label(section.labels, title: section.title.text, name: "")
      sections.append(ReportContent.Section(title: title, tables: tables))
    }
    return sections
  }

  /// The notes; the one on hidden cells comes first.
  private func notes() throws(PublishingFailure) -> [ReportContent.Note] {
    let shown = Set(edition.plan.sections.flatMap(\.indicators))
    let plans = edition.programme.indicators.filter { shown.contains($0.id) }
    let thresholds = Set(plans.map(\.protectCellsBelow)).sorted()
    let hidden: String
    if let threshold = thresholds.first, thresholds.count == 1, threshold > 1 {
      hidden = try words.text("note.hidden.text", ["threshold": words.format.number(threshold)])
    } else {
      hidden = try words.text("note.hidden_varying.text")
    }
    var notes: [ReportContent.Note] = []
    let ids = [
      "hidden", "complementary", "absent", "rounding", "parts", "completeness", "groups", "interval", "status",
      "reached",
      "undue", "organisation",
    ]
    for id in ids {
      let text = id == "hidden" ? hidden : try words.text("note.\(id).text")
      let heading = try words.text("note.\(id).heading")
      notes.append(ReportContent.Note(number: notes.count + 1, heading: heading, text: text))
    }
    return notes
  }

  private func captions() throws(PublishingFailure) -> ReportCaptions {
    try ReportCaptions(
      cover: words.text("sheet.cover"), contents: words.text("sheet.contents"), notes: words.text("sheet.notes"),
      states: words.text("sheet.states"), howToRead: words.text("cover.how_to_read"),
      methodPrefix: words.text("sheet.method_prefix"), toContents: words.text("link.contents"),
      toTable: words.text("link.table"), toMethod: words.text("link.method"), toChart: words.text("link.chart"),
      toNotes: words.text("link.notes"), page: words.text("report.page"),
      contentsHeadings: headings(["number", "section", "indicator", "unit_of_measure", "method"]),
      methodHeadings: headings(["subject", "statement"]), noteHeadings: headings(["number", "subject", "note"]),
      stateHeadings: headings(["kind", "word", "code", "meaning"]))
  }

  private func headings(_ ids: [String]) throws(PublishingFailure) -> [String] {
    var headings: [String] = []
    for id in ids { headings.append(try words.text("column." + id)) }
    return headings
  }
}
