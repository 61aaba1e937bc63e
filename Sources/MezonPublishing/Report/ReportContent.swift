// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// What a report says in one language, before any format: workbook, page and text are made from it.
///
/// Its figures are ``PublishedRow``s, so nothing that protection hides can be in it.
package struct ReportContent: Sendable {
  /// A line of the cover.
  package struct Fact: Hashable, Sendable {
    /// What is stated.
    package let label: String
    /// The statement.
    package let value: Value

    /// A statement of a kind that formats show in their own ways.
    package enum Value: Hashable, Sendable {
      case text(String)
      case number(Int)
      case day(CalendarDay)
    }
  }

  /// A part of the report.
  package struct Section: Sendable {
    /// The title.
    package let title: String
    /// The tables in order, one for each indicator.
    package let tables: [ReportTable]
  }

  /// A numbered note.
  package struct Note: Hashable, Sendable {
    /// From 1.
    package let number: Int
    /// What it is about, in a few words.
    package let heading: String
    /// The note.
    package let text: String
  }

  /// A word that stands in tables, with its meaning.
  package struct Term: Hashable, Sendable {
    /// What kind of word: a state, a reason or a status.
    package let kind: String
    /// The word as it stands in tables.
    package let word: String
    /// The stable code in files for programs.
    package let code: String
    /// What it means.
    package let meaning: String
  }

  /// The language.
  package let language: Language
  /// The title of the report.
  package let title: String
  /// The body that publishes; empty when the programme names none.
  package let ministry: String
  /// The period in words.
  package let period: String
  /// The number of the release in words, as it stands in footers.
  package let releaseLine: String
  /// The day at whose end the data was seen.
  package let asOf: CalendarDay
  /// The cover's lines.
  package let facts: [Fact]
  /// How to read the report, a sentence each.
  package let guidance: [String]
  /// The parts.
  package let sections: [Section]
  /// The notes.
  package let notes: [Note]
  /// The words of states, reasons and statuses.
  package let glossary: [Term]
  /// The names of all splits of the report, each once, in order of first use.
  package let splits: [ReportTable.Split]
  /// Fixed words of the sheets.
  package let captions: ReportCaptions

  /// All tables in order.
  package var tables: [ReportTable] { sections.flatMap(\.tables) }
}

/// Fixed words around the tables.
package struct ReportCaptions: Hashable, Sendable {
  package let cover: String
  package let contents: String
  package let notes: String
  package let states: String
  package let howToRead: String
  /// The letter or word before the name of a method sheet.
  package let methodPrefix: String
  package let toContents: String
  package let toTable: String
  package let toMethod: String
  package let toChart: String
  package let toNotes: String
  package let page: String
  /// Headings of the contents: number, section, indicator, unit of measure, method.
  package let contentsHeadings: [String]
  /// Headings of a method sheet: subject, statement.
  package let methodHeadings: [String]
  /// Headings of the notes: number, subject, note.
  package let noteHeadings: [String]
  /// Headings of the states: kind, word, code, meaning.
  package let stateHeadings: [String]
}
