// SPDX-License-Identifier: Apache-2.0

/// How an indicator is computed, in words: what a reader needs to understand a figure and to compute it again.
package struct MethodSheet: Hashable, Sendable {
  /// A statement under a heading; a heading may come several times.
  package struct Line: Hashable, Sendable {
    /// What the statement is about.
    package let heading: String
    /// The statement.
    package let text: String
  }

  /// What stands on top: the indicator's number and label.
  package let title: String
  /// The statements, in the order in which they are read.
  package let lines: [Line]
}
