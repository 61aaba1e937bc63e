// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSyntax

/// Which signs of gaming are looked for, checked and resolved: leads for an audit, never part of a figure.
package struct AuditPlan: Sendable {
  package let id: String
  package let grain: Grain
  package let isForOfficers: Bool
  /// Levels (indices into ``Programme/levels``), ascending.
  package let levels: [Int]
  package let watches: [Watch]
  /// For each watch its canonical text, the same for files of all keyword languages: `(terminal-digits attendees) among meeting`.
  package internal(set) var wordings: [String] = []
  /// The rate of false discoveries among the leads, between 0 and 1.
  package let falseDiscoveryRate: Double
  /// SHA-256 of what it means, in hex.
  package internal(set) var digest = ""
  package let declaration: AuditDeclaration

  /// One sign that is looked for.
  package struct Watch: Sendable, Hashable {
    package let sign: Sign
    /// The event type, for signs in events.
    package let event: EventID?
    /// Which of its events are looked at.
    package let condition: NodeID?
  }

  /// A sign, with what it needs.
  package enum Sign: Sendable, Hashable {
    case terminalDigits(NodeID)
    case leadingDigits(NodeID)
    /// The share of the last days of the period, by the day of a field.
    case periodEnd(field: Int, lastDays: Int)
    case bunching(NodeID, threshold: Double, width: Double)
    case jump(NodeID, cutOff: Double, width: Double)
    /// Members of a choice that are the milder ones, and the field whose values are the strata.
    case downgrading(field: Int, milder: [Int32], stratum: Int)
    case identicalLists(field: Int)
    case outliers(indicator: String)
    case changePoints(indicator: String, periods: Int)
    case dispersion(indicator: String, periods: Int)

    /// The indicator whose values are looked at; nil for signs in events.
    package var indicator: String? {
      switch self {
      case .outliers(let id), .changePoints(let id, _), .dispersion(let id, _): id
      default: nil
      }
    }
  }

  /// The ids of the indicators that it looks at, in the order of the watches.
  package var indicators: [String] { watches.compactMap(\.sign.indicator) }
}
