// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

extension FigureContent.Line {
  /// What a template is filled with.
  var values: TemplateValue { ["label": .text(label), "text": .text(text)] }
}

extension FigureContent {
  /// What the partials `figure.html` and `figure.txt` are filled with. Complexity: linear in the events.
  func values(noEvents: String, versionLabel: String) -> TemplateValue {
    [
      "id": .text(id), "title": .text(title), "version": .text(version), "version_label": .text(versionLabel),
      "lines": .list(lines.map(\.values)),
      "roles": .list(
        roles.map { role in
          [
            "heading": .text(role.heading), "lines": .list(role.lines.map(\.values)),
            "has_events": .flag(!role.events.isEmpty),
            "events": .list(
              role.events.map { event in
                ["time": .text(event.time), "place": .text(event.place), "fields": .list(event.fields.map(\.values))]
              }),
          ]
        }),
      "has_roles": .flag(!roles.isEmpty), "no_events": .text(noEvents),
    ]
  }
}

/// One explained figure as plain text, by the template `explanation.txt`.
package struct FigurePage: Sendable {
  private let content: FigureContent
  private let facts: [FigureContent.Line]
  private let noEvents: String
  private let versionLabel: String

  /// Takes what the figure says, and the facts that stand above it, such as period and unit.
  package init(
    _ content: FigureContent, facts: [FigureContent.Line], words: ReportWords
  ) throws(PublishingFailure) {
    self.content = content
    self.facts = facts
    noEvents = try words.text("figure.no_events")
    versionLabel = try words.text("method.version")
  }

  /// What the template is filled with. Complexity: linear in the events.
  package func values() -> TemplateValue {
    [
      "facts": .list(facts.map(\.values)),
      "figure": content.values(noEvents: noEvents, versionLabel: versionLabel),
    ]
  }
}

extension FigurePage {
  /// The facts above an explanation: whose figure it is, when, and what made it.
  package static func facts(
    period: Period, unit: String?, officer: String?, split: String?, asOf: CalendarDay,
    provenance: ReportEdition.Provenance, words: ReportWords
  ) throws(PublishingFailure) -> [FigureContent.Line] {
    let stated = [
      ("column.unit", unit), ("column.officer", officer), ("figure.group", split),
      ("cover.period", words.format.period(period)), ("cover.as_of", words.format.date(asOf)),
      ("cover.definitions", provenance.definitions), ("cover.data", provenance.data),
    ]
    var facts: [FigureContent.Line] = []
    for case (let label, let text?) in stated {
      facts.append(FigureContent.Line(label: try words.text(label), text: text))
    }
    return facts
  }
}
