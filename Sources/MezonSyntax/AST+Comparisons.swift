// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// `compared by funnel winsorised 10 %, control chart over last 24 periods`: one way to compare units, officers or periods.
package struct ComparisonClause: Sendable {
  /// What is made of the figures.
  package enum Form: Sendable {
    /// Limits about the common value, the wider the smaller the unit.
    case funnel(Spread)
    /// Each figure drawn towards that of all, by what of it is noise.
    case shrinkage
    /// How much of the differences between figures is real.
    case reliability
    /// The last so many periods, read for what chance does not explain.
    case controlChart(NumberLiteral)
  }

  /// What is taken for chance in a funnel.
  package enum Spread: Sendable {
    case byChanceAlone
    /// With what units vary more than chance, estimated from all of them.
    case overDispersed
    /// The same, the ends of the standard scores being drawn in at this share, in per cent.
    case winsorised(NumberLiteral)
    /// The same, the ends being left out.
    case truncated(NumberLiteral)
  }
  package let form: Form
  package let range: SourceRange
}

/// `audit closing_signs "..." { ... }`: which signs of gaming are looked for, in what.
package struct AuditDeclaration: Sendable {
  package let name: Name
  package var title: TextLiteral?
  package var labels: [LocalizedText] = []
  package var grain: (grain: GrainName, range: SourceRange)?
  /// Whose figures and records are looked at.
  package var subjects: [SubjectName] = []
  package var watches: [WatchClause] = []
  /// The share, in per cent, of the leads that may be false on average.
  package var falseDiscoveries: NumberLiteral?
  package let range: SourceRange
}

/// `watches terminal digits of attendees among meeting where kind is open`.
package struct WatchClause: Sendable {
  package let form: WatchForm
  /// The event type looked at; nil where the sign is one of an indicator.
  package let event: Name?
  package let condition: Expression?
  package let range: SourceRange
}

/// A sign of gaming.
package indirect enum WatchForm: Sendable {
  case terminalDigits(Expression)
  case leadingDigits(Expression)
  /// The share of the last days of the period, by a field's day.
  case periodEnd(Name, lastDays: NumberLiteral)
  /// A heap just before a threshold, in bins of a width.
  case bunching(Expression, at: NumberLiteral, width: NumberLiteral)
  /// As many on both sides of a cut-off, within a width.
  case jump(Expression, at: NumberLiteral, width: NumberLiteral)
  /// Fewer cases outside some categories than others have, stratum by stratum.
  case downgrading(Name, to: [Name], within: Name)
  case identicalLists(Name)
  /// Of an indicator's values among all subjects.
  case outliers(Name)
  /// Of an indicator's values over the last periods.
  case changePoints(Name, periods: NumberLiteral)
  case dispersion(Name, periods: NumberLiteral)

  /// The indicator that it is about; nil for signs in events.
  package var indicator: Name? {
    switch self {
    case .outliers(let name), .changePoints(let name, _), .dispersion(let name, _): name
    default: nil
    }
  }
}

extension WatchClause {
  /// The clause with the names in its condition and quantity rewritten.
  package func rewritten(_ rewriting: NameRewriting) -> WatchClause {
    guard let event else { return self }
    func inner(_ expression: Expression) -> Expression { expression.rewritten(rewriting, event: event.text) }
    let form: WatchForm =
      switch form {
      case .terminalDigits(let quantity): .terminalDigits(inner(quantity))
      case .leadingDigits(let quantity): .leadingDigits(inner(quantity))
      case .bunching(let quantity, let threshold, let width): .bunching(inner(quantity), at: threshold, width: width)
      case .jump(let quantity, let threshold, let width): .jump(inner(quantity), at: threshold, width: width)
      case .downgrading(let field, let members, let stratum):
        .downgrading(field, to: members.flatMap { rewriting.members($0) ?? [$0] }, within: stratum)
      default: form
      }
    return WatchClause(form: form, event: event, condition: condition.map(inner), range: range)
  }
}
