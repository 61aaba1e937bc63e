// SPDX-License-Identifier: Apache-2.0

/// What is to be known of an indicator before anybody relies on it, with all the fields of the Performance Indicator Reference
/// Sheet that donors ask for. A field of theirs that the definition leaves open is shown as not stated, so that the gap is seen.
package struct ReferenceSheet: Hashable, Sendable {
  /// The parts of the sheet, in order.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    case description, collection, quality, targets, changes, examples
  }

  /// Statements under one heading.
  package struct Section: Hashable, Sendable {
    /// Which part it is.
    package let part: Part
    /// The part's heading in the sheet's language.
    package let heading: String
    /// The statements.
    package let lines: [MethodSheet.Line]
  }

  /// The indicator's id.
  package let id: String
  /// Its label.
  package let title: String
  /// The programme's name, and the ministry's where it is stated.
  package let programme: String
  package let ministry: String
  /// The language that it is written in.
  package let language: Language
  /// The parts that have something to say; only worked examples may be absent.
  package let sections: [Section]

  /// What the templates `reference.html` and `reference.txt` are filled with.
  package func values() -> TemplateValue {
    [
      "language": .text(language.code), "id": .text(id), "title": .text(title), "programme": .text(programme),
      "ministry": .text(ministry), "has_ministry": .flag(!ministry.isEmpty),
      "sections": .list(
        sections.map { section in
          [
            "id": .text(section.part.rawValue), "heading": .text(section.heading),
            "lines": .list(section.lines.map { ["heading": .text($0.heading), "text": .text($0.text)] }),
          ]
        }),
    ]
  }
}
