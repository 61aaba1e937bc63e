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
    count += later.count
    first += later.first.prefix(Self.shownAtMost - first.count)
  }

  /// Adds so many, of which the first ones are at hand.
  mutating func add(_ shown: [(arguments: [String], place: DiagnosticPlace)], of count: Int) {
    for (arguments, place) in shown { note(arguments, at: place) }
    self.count += count - shown.count
  }
}
