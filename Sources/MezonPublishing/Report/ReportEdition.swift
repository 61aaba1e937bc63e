// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
package import MezonSemantics

/// One release of a report: its definitions, its protected figures and where they come from, before any language.
package struct ReportEdition: Sendable {
  /// The definitions.
  package let programme: Programme
  /// The report that is published.
  package let plan: ReportPlan
  /// The units, whose names are shown.
  package let organisation: Organisation
  /// The protected rows, in the order of results.
  package let rows: [PublishedRow]
  /// The period that was asked for; rows of periods that do not lie in it are not shown.
  package let period: Period
  /// The day at whose end the data was seen.
  package let asOf: CalendarDay
  /// The number of the release, from 1; a corrected release has a higher one.
  package let release: Int
  /// What made the figures.
  package let provenance: Provenance

  /// What made the figures, so that they can be computed again.
  package struct Provenance: Hashable, Sendable {
    /// The version of the rules by which the engine computes.
    package let engineVersion: String
    /// Digest of the definitions, in hex.
    package let definitions: String
    /// Digest of the data, in hex.
    package let data: String

    /// Takes the engine's version and the digests of what went in.
    package init(engineVersion: String, definitions: String, data: String) {
      self.engineVersion = engineVersion
      self.definitions = definitions
      self.data = data
    }
  }

  /// Puts a release together.
  package init(
    programme: Programme, plan: ReportPlan, organisation: Organisation, rows: [PublishedRow], period: Period,
    asOf: CalendarDay, release: Int, provenance: Provenance
  ) {
    self.programme = programme
    self.plan = plan
    self.organisation = organisation
    self.rows = rows
    self.period = period
    self.asOf = asOf
    self.release = release
    self.provenance = provenance
  }
}
