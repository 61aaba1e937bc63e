// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// What breaks one rule of quality: how often, and the first places.
package struct QualityFindings: Sendable {
  /// How many places are kept of each rule; the number of all of them is.
  package static let shownAtMost = 20

  package let rule: DiagnosticRule
  /// All of them.
  package private(set) var count = 0
  /// The first ones, in the order in which they were found.
  package private(set) var first: [Diagnostic] = []

  package init(_ rule: DiagnosticRule) { self.rule = rule }

  /// Notes one.
  package mutating func note(_ arguments: [String], at place: DiagnosticPlace) {
    count += 1
    if first.count < Self.shownAtMost { first.append(Diagnostic(rule, arguments, at: place)) }
  }

  /// Adds what was found behind all that was.
  mutating func add(_ later: QualityFindings) {
    add(later.first, of: later.count)
  }

  /// Adds so many behind all that were found, of which the first ones are at hand.
  mutating func add(_ shown: [Diagnostic], of count: Int) {
    self.count += count
    first += shown.prefix(Self.shownAtMost - first.count)
  }
}
