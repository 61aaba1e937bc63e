// SPDX-License-Identifier: Apache-2.0

/// A way in which the figures of an indicator are compared, resolved; what it says stands in the details of results.
package enum ComparisonPlan: Sendable, Hashable {
  /// Funnel limits at 95 % and 99.8 % about the figure of all.
  case funnel(Spread)
  /// Empirical Bayes estimates by moments.
  case shrinkage
  case reliability
  /// An XmR chart of so many periods, the row's own being the last.
  case controlChart(periods: Int)

  /// How over-dispersion is estimated; shares are between 0 and ½.
  package enum Spread: Sendable, Hashable {
    case byChanceAlone, overDispersed
    case winsorised(Double)
    case truncated(Double)
  }

  /// The plan as canonical text.
  var text: String {
    switch self {
    case .funnel(.byChanceAlone): "funnel"
    case .funnel(.overDispersed): "(funnel over-dispersed)"
    case .funnel(.winsorised(let share)): "(funnel winsorised \(share))"
    case .funnel(.truncated(let share)): "(funnel truncated \(share))"
    case .shrinkage: "shrinkage"
    case .reliability: "reliability"
    case .controlChart(let periods): "(control-chart \(periods))"
    }
  }
}
