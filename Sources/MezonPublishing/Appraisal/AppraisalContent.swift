// SPDX-License-Identifier: Apache-2.0

/// What one officer's appraisal says in one language, before any format.
///
/// It speaks of this officer alone: nobody else is named or ranked; of comparable officers it has median and quartiles only.
package struct AppraisalContent: Hashable, Sendable {
  /// A scored indicator.
  package struct Item: Hashable, Sendable {
    /// The figure with its events.
    package let figure: FigureContent
    /// The weight within the part.
    package let weight: String
    /// The score in points, or the word for none.
    package let score: String
    /// How the score was made where there is no value; empty otherwise.
    package let treatment: String
    /// The points of the score table in force, and how the figure lies among comparable officers, as far as there are any.
    package let judging: [FigureContent.Line]
  }

  /// A part with its items.
  package struct Part: Hashable, Sendable {
    /// The title with the weight.
    package let title: String
    /// The items in the order of the definition.
    package let items: [Item]
  }

  /// The language.
  package let language: Language
  /// That it is a trial without effect on pay or rank; it comes before everything else.
  package let trial: String
  /// The appraisal's title.
  package let title: String
  /// The officer's code.
  package let officer: String
  /// Officer, unit, period, time in post.
  package let facts: [FigureContent.Line]
  /// The overall score, or why there is none.
  package let overall: FigureContent.Line
  /// The parts in the order of the definition.
  package let parts: [Part]
  /// Figures that are shown, never scored.
  package let context: [FigureContent]
  /// What a reader must know: missing values, comparison, protected events.
  package let notes: [String]
  /// How and until when to object.
  package let objections: [String]
  /// The day of the data, the rules' version and the digests.
  package let origin: [FigureContent.Line]
  /// Fixed words.
  package let captions: Captions

  /// Fixed words around the figures.
  package struct Captions: Hashable, Sendable {
    package let context: String
    package let contextNote: String
    package let notes: String
    package let objections: String
    package let origin: String
    package let indicator: String
    package let value: String
    package let target: String
    package let status: String
    package let weight: String
    package let score: String
    package let version: String
    package let noEvents: String
  }
}
