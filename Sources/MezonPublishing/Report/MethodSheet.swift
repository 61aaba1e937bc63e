// SPDX-License-Identifier: Apache-2.0

/// How an indicator is computed, in words: what a reader needs to understand a figure and to compute it again.
package struct MethodSheet: Hashable, Sendable {
  /// What a statement is about; its raw value is the heading's name in catalogues.
  package enum Field: String, Hashable, Sendable, CaseIterable {
    case looksAt = "looks_at"
    case excluded, counts, excepted, maturity, value
    case periodField = "period_field"
    case unitField = "unit_field"
    case measure, splits, direction, purpose, source
    case dataSource = "data_source"
    case every, levels, owner, reported, complete
    case limitations, interval, precision, presentation, comparisons, minimum, threshold
    case baseline, target
    case pairedWith = "paired_with"
    case acceptedRisks = "accepted_risks"
    case version
    case effectiveFrom = "effective_from"
    case effectiveUntil = "effective_until"
    case reviewBy = "review_by"
    case catalogue, id, example
  }

  /// A statement under a heading; a heading may come several times.
  package struct Line: Hashable, Sendable {
    /// What the statement is about.
    package let field: Field
    /// The same in the reader's language.
    package let heading: String
    /// The statement.
    package let text: String
  }

  /// What stands on top: the indicator's number and label.
  package let title: String
  /// The statements, in the order in which they are read.
  package let lines: [Line]
}
