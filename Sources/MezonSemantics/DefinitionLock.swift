// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// Which definitions have been published, and in which meaning: a published version is never edited, it is superseded.
///
/// An entry holds the digest of a version's plan: what decides a value, a state, a target or a status. Comments, layout, the
/// language of keywords, labels, other wording, examples and the end of a version are no part of it.
package struct DefinitionLock: Sendable, Hashable {
  /// A published version.
  package struct Entry: Sendable, Hashable {
    package let id: String
    /// The day from which it is in force, as `2026-01-31`; `undated` where none is stated.
    package let effectiveFrom: String
    /// SHA-256 of the meaning, in hex.
    package let digest: String

    package init(id: String, effectiveFrom: String, digest: String) {
      self.id = id
      self.effectiveFrom = effectiveFrom
      self.digest = digest
    }
  }

  /// By id and day, each once.
  package let entries: [Entry]

  /// Takes entries in any order; of two for one version the first counts.
  package init(_ entries: [Entry]) {
    var seen: Set<[String]> = []
    let single = entries.filter { seen.insert([$0.id, $0.effectiveFrom]).inserted }
    self.entries = single.sorted { left, right in
      left.id == right.id ? precedes(left.effectiveFrom, right.effectiveFrom) : precedes(left.id, right.id)
    }
  }

  /// The entries of some indicators of a programme; of all where none is named.
  package init(_ programme: Programme, ids: Set<String>? = nil) {
    self.init(
      programme.indicators.filter { ids?.contains($0.id) ?? true }.map { plan in
        Entry(id: plan.id, effectiveFrom: Self.day(plan), digest: plan.meaningDigest)
      })
  }

  /// This lock with what another one adds; what is pinned stays as it is.
  package func adding(_ other: DefinitionLock) -> DefinitionLock { DefinitionLock(entries + other.entries) }

  /// What was changed or taken away although it is pinned: an error each, at the definition, or at the lock's file where it is gone.
  package func faults(in programme: Programme, lockFile: String) -> [Diagnostic] {
    var plans: [[String]: IndicatorPlan] = [:]
    for plan in programme.indicators { plans[[plan.id, Self.day(plan)]] = plan }
    return entries.compactMap { entry in
      let arguments = [entry.id, entry.effectiveFrom]
      guard let plan = plans[arguments] else {
        return Diagnostic(ReuseRule.pinnedGone, arguments, at: .file(lockFile))
      }
      return plan.meaningDigest == entry.digest
        ? nil : Diagnostic(ReuseRule.pinnedChanged, arguments, at: plan.declaration.name.range)
    }
  }

  private static func day(_ plan: IndicatorPlan) -> String { plan.effectiveFrom.map { "\($0)" } ?? "undated" }
}

private func precedes(_ left: String, _ right: String) -> Bool {
  left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
}
