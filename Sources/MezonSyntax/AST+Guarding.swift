// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// What an event or a figure is in essence, as far as it decides whether anybody may be judged by it.
package enum ActivityNature: String, Sendable, Hashable, CaseIterable {
  /// What the police do to people, or how a case ends on paper.
  case arrest, ticket, caseClosure
  /// What people bring to the police: more of it may mean more trust.
  case complaint, protectionOrder, violenceReport
  /// An incident that somebody claims to have prevented.
  case preventionClaim

  /// The keyword that states it.
  package var keyword: Keyword {
    switch self {
    case .arrest: .arrestNature
    case .ticket: .ticketNature
    case .caseClosure: .caseClosureNature
    case .complaint: .complaintNature
    case .protectionOrder: .protectionOrderNature
    case .violenceReport: .violenceReportNature
    case .preventionClaim: .preventionClaimNature
    }
  }
}

/// `nature arrest`.
package struct NatureClause: Sendable {
  /// nil where no nature was understood.
  package let nature: ActivityNature?
  package let range: SourceRange
}

/// `accepts risk MZ2517 because "..."`: a warning that the author has read and answers for.
package struct AcceptedRisk: Sendable {
  /// The warning's code.
  package let code: Name
  package let reason: TextLiteral
  package let range: SourceRange
}
