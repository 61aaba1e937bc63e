// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// A publication that cannot be made because a template or a catalogue of messages does not fit what it is given.
///
/// Thrown, not returned: whoever renders wants a text or the reasons why there is none.
package struct PublishingFailure: Error, Sendable, CustomStringConvertible {
  /// The reasons in reading order, at least one.
  package let diagnostics: [Diagnostic]

  /// A failure for the given reasons.
  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics.inReadingOrder() }

  /// The reasons in English, one after the other.
  package var description: String { diagnostics.map { $0.rendered() }.joined(separator: "\n") }
}
