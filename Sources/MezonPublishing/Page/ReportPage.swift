// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// A report as a web page and as plain text, by the templates `report.html` and `report.txt`.
///
/// Both take the same values: what ``ReportContent`` says, each figure written in the report's language.
package struct ReportPage: Sendable {
  private let content: ReportContent
  private let format: LocaleFormat

  /// Takes what the report says.
  package init(_ content: ReportContent) {
    self.content = content
    format = LocaleFormat(content.language)
  }

  /// What the templates are filled with. Complexity: O(cells).
  package func values() -> TemplateValue {
    .record([
      "language": .text(content.language.code), "title": .text(content.title), "ministry": .text(content.ministry),
      "period": .text(content.period), "release": .text(content.releaseLine),
      "facts": .list(content.facts.map { ["label": .text($0.label), "value": .text(text(of: $0.value))] }),
      "guidance": .list(content.guidance.map { ["text": .text($0)] }),
      "sections": .list(content.sections.map(section)),
      "notes_title": .text(content.captions.notes), "states_title": .text(content.captions.states),
      "contents_title": .text(content.captions.contents), "how_to_read": .text(content.captions.howToRead),
      "notes": .list(
        content.notes.map {
          ["number": .text(String($0.number)), "heading": .text($0.heading), "text": .text($0.text)]
        }),
      "terms": .list(
        content.glossary.map {
          ["kind": .text($0.kind), "word": .text($0.word), "code": .text($0.code), "meaning": .text($0.meaning)]
        }),
    ])
  }

  private func text(of value: ReportContent.Fact.Value) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): format.number(number)
    case .day(let day): format.date(day)
    }
  }

  private func section(_ section: ReportContent.Section) -> TemplateValue {
    ["title": .text(section.title), "tables": .list(section.tables.map(table))]
  }

  /// Columns of the page: those a reader looks at; codes and dates for programs stand in the files.
  private static func isShown(_ column: ReportColumn) -> Bool {
    switch column {
    case .unitCode, .firstDay, .lastDay, .records: false
    default: true
    }
  }

  private func table(_ table: ReportTable) -> TemplateValue {
    // A column in which nothing stands would only make the page wider.
    let columns = table.columns.filter { column in
      Self.isShown(column.kind) && table.rows.contains { !cell(column.kind, $0, table).isEmpty }
    }
    let rows: @Sendable () -> [[String]] = { table.rows.map { row in columns.map { cell($0.kind, row, table) } } }
    let headings = columns.map(\.heading)
    let isNumeric = columns.map { Self.isNumeric($0.kind) }
    return [
      "id": .text(table.id), "number": .text(table.number), "title": .text(table.title),
      "measure": .text(table.measure), "has_measure": .flag(!table.measure.isEmpty), "summary": .text(table.summary),
      "has_summary": .flag(!table.summary.isEmpty), "version": .text(table.version),
      "headings": .list(zip(headings, isNumeric).map { ["text": .text($0), "is_number": .flag($1)] }),
      "rows": .made(
        TemplateList {
          rows().map { cells in
            ["cells": .list(zip(cells, isNumeric).map { ["text": .text($0), "is_number": .flag($1)] })]
          }
        }),
      "lines": .made(
        TemplateList {
          AlignedLines(headings: headings, rows: rows(), alignsRight: isNumeric).lines.map { ["text": .text($0)] }
        }),
      "method_title": .text(content.captions.toMethod),
      "method": .list(table.method.lines.map { ["heading": .text($0.heading), "text": .text($0.text)] }),
    ]
  }

  private static func isNumeric(_ column: ReportColumn) -> Bool {
    switch column {
    case .numerator, .denominator, .value, .low, .high, .baseline, .target, .reached, .leftOut, .notHeldAgainst,
      .notYetDue, .completeness, .records:
      true
    default: false
    }
  }

  private func cell(_ column: ReportColumn, _ row: ReportRow, _ table: ReportTable) -> String {
    switch column {
    case .unitCode: row.unitCode
    case .unitName: row.unitName
    case .level: row.level
    case .period: row.periodLabel
    case .firstDay: row.period.first.description
    case .lastDay: row.period.last.description
    case .split(let place): row.groups.indices.contains(place) ? row.groups[place].label : ""
    case .numerator: number(row.numerator, table.partDigits)
    case .denominator: number(row.denominator, table.partDigits)
    case .value: number(row.value, table.valueDigits)
    case .low: number(row.low, table.valueDigits)
    case .high: number(row.high, table.valueDigits)
    case .baseline: number(row.published.baseline, table.targetDigits)
    case .target: number(row.published.target, table.targetDigits)
    case .reached: reached(row, table)
    case .records: count(row.records)
    case .leftOut: count(row.leftOut)
    case .notHeldAgainst: count(row.notHeldAgainst)
    case .notYetDue: count(row.notYetDue)
    case .completeness: row.completeness.map { format.perCent(100 * $0, fractionDigits: 0) } ?? ""
    case .comparison(let place): row.compared.indices.contains(place) ? row.compared[place].short : ""
    case .state: row.state
    case .reason: row.reason
    case .status: row.status
    case .note: row.note
    }
  }

  private func number(_ value: Double?, _ digits: Int) -> String {
    value.map { format.number($0, fractionDigits: digits) } ?? ""
  }

  private func count(_ value: Int?) -> String { value.map { format.number($0) } ?? "" }

  private func reached(_ row: ReportRow, _ table: ReportTable) -> String {
    guard case .perCent(let share)? = row.reached(isHigherBetter: table.isHigherBetter) else { return "" }
    return format.perCent(share, fractionDigits: 0)
  }
}
