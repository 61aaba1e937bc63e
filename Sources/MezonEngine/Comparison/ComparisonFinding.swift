// SPDX-License-Identifier: Apache-2.0

/// What one comparison says of a figure, for results and for words.
package struct ComparisonFinding: Sendable, Equatable {
  /// Which comparison: `funnel`, `shrinkage`, `reliability`, `control_chart`.
  package let name: String
  /// What it says: a place in the funnel, what a chart's signal means, or why nothing can be told; empty where numbers say all.
  package let code: String
  /// Whether nothing can be told.
  package let isMissing: Bool
  /// Its numbers by name, figures in the indicator's unit.
  package let numbers: [String: Double]
  /// The same as canonical JSON.
  let json: String

  /// A finding; `members` are its names with JSON literals, in any order.
  init(_ name: String, code: String = "", numbers: [String: Double], _ members: [(name: String, json: String)]) {
    self.name = name
    self.code = code
    self.numbers = numbers
    isMissing = false
    json = canonicalDetails(members)
  }

  /// That nothing can be told.
  init(_ name: String, missing: PeerFigures.Missing) {
    self.name = name
    code = missing.rawValue
    numbers = [:]
    isMissing = true
    json = canonicalDetails([("missing", jsonText(missing.rawValue))])
  }
}
