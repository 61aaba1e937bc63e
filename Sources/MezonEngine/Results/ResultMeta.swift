// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// What stands once beside a results table: as of when, on which organisation, by which engine, from which definitions and data.
package struct ResultMeta: Sendable {
  /// The version of the rules by which this engine computes; it rises when a figure could change.
  package static let engineVersion = "1"
  /// The first words of everything that holds internal results.
  package static let internalNotice = "Internal results, not protected: not for publication."

  package let asOf: CalendarDay
  /// Digest of the definitions, in hex.
  package let definitions: String
  /// Digest of the data, in hex, as the caller computed it.
  package let data: String
  /// Whether past periods were computed by the newest definitions.
  package let isRebased: Bool
  /// When the last hand-in was recorded that was read; nil where none was, but files.
  package let recorded: String?

  /// Takes the digests of what went in.
  package init(
    asOf: CalendarDay, definitions: String, data: String, isRebased: Bool = false, recorded: String? = nil
  ) {
    self.isRebased = isRebased
    self.recorded = recorded
    self.asOf = asOf
    self.definitions = definitions
    self.data = data
  }

  /// What is said, in its order; the first one says that the results are internal.
  package var members: [(name: String, text: String)] {
    [
      ("internal", Self.internalNotice), ("as_of", asOf.description), ("organisation", "as-was"),
      ("engine", Self.engineVersion), ("definitions", definitions), ("data", data),
    ] + (isRebased ? [("versions", "newest")] : []) + (recorded.map { [("recorded", $0)] } ?? [])
  }

  /// One JSON object, one member a line.
  package func json() -> [UInt8] {
    let lines = members.map { "  " + jsonText($0) + ": " + jsonText($1) }
    return Array(("{\n" + lines.joined(separator: ",\n") + "\n}\n").utf8)
  }
}
