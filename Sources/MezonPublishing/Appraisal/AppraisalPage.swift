// SPDX-License-Identifier: Apache-2.0

/// One officer's appraisal as a web page and as plain text, by the templates `appraisal.html` and `appraisal.txt`.
package struct AppraisalPage: Sendable {
  private let content: AppraisalContent

  /// Takes what the appraisal says.
  package init(_ content: AppraisalContent) { self.content = content }

  /// What both templates are filled with. Complexity: linear in the events.
  package func values() -> TemplateValue {
    let captions = content.captions
    return [
      "language": .text(content.language.code), "trial": .text(content.trial), "title": .text(content.title),
      "officer": .text(content.officer), "facts": .list(content.facts.map(\.values)), "overall": content.overall.values,
      "parts": .list(content.parts.map(part)), "context_title": .text(captions.context),
      "context_note": .text(captions.contextNote), "has_context": .flag(!content.context.isEmpty),
      "context": .list(content.context.map { ["figure": figure($0)] }),
      "notes_title": .text(captions.notes), "notes": .list(content.notes.map { ["text": .text($0)] }),
      "objections_title": .text(captions.objections),
      "objections": .list(content.objections.map { ["text": .text($0)] }),
      "origin_title": .text(captions.origin), "origin": .list(content.origin.map(\.values)),
    ]
  }

  private func figure(_ figure: FigureContent) -> TemplateValue {
    figure.values(noEvents: content.captions.noEvents, versionLabel: content.captions.version)
  }

  private func part(_ part: AppraisalContent.Part) -> TemplateValue {
    let captions = content.captions
    let headings = [
      captions.indicator, captions.value, captions.target, captions.status, captions.weight, captions.score,
    ]
    let isNumeric = [false, false, false, false, true, true]
    let rows = part.items.map { item in
      [item.figure.title, item.figure.value, item.figure.target, item.figure.status, item.weight, item.score]
    }
    return [
      "title": .text(part.title),
      "headings": .list(zip(headings, isNumeric).map { ["text": .text($0), "is_number": .flag($1)] }),
      "rows": .list(
        rows.map { cells in
          ["cells": .list(zip(cells, isNumeric).map { ["text": .text($0), "is_number": .flag($1)] })]
        }),
      "table": .list(
        AlignedLines(headings: headings, rows: rows, alignsRight: isNumeric).lines.map { ["text": .text($0)] }),
      "items": .list(
        part.items.map { item in
          [
            "figure": figure(item.figure), "weight_label": .text(captions.weight), "weight": .text(item.weight),
            "score_label": .text(captions.score), "score": .text(item.score), "treatment": .text(item.treatment),
            "has_treatment": .flag(!item.treatment.isEmpty), "judging": .list(item.judging.map(\.values)),
          ]
        }),
    ]
  }
}
