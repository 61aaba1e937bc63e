// SPDX-License-Identifier: Apache-2.0

package import MezonStatistics

/// What an audit found in a period: leads to be looked into by somebody other than the appraiser, and what could not be tried.
///
/// It is of a type of its own, which neither an appraisal nor a publication can take.
package struct AuditFindings: Sendable {
  /// Whom a test was about: one subject, or all of a level (-1: all officers).
  package struct Key: Sendable, Equatable {
    /// The place of the watch in the plan.
    package let watch: Int
    package let test: GamingTest
    package let subject: Subject?
    package let level: Int
  }

  package let leads: [Lead<Key>]
  /// Which tests had no answer, and why, in the order in which they were tried.
  package let refused: [(key: Key, reason: GamingRefusal)]
  /// How many tests had an answer.
  package let tried: Int
  /// The random numbers with which lists were dealt out, and how often.
  package let seed: UInt64
  package let deals: Int
}

extension GamingTest {
  /// Its code in results.
  package var code: String {
    switch self {
    case .terminalDigits: "terminal_digits"
    case .leadingDigits: "first_digits"
    case .periodEnd: "period_end"
    case .bunching: "bunching"
    case .densityDiscontinuity: "jump"
    case .downgrading: "downgrading"
    case .outlier: "outlier"
    case .changePoint: "change_point"
    case .overdispersion: "over_dispersion"
    case .underdispersion: "under_dispersion"
    case .identicalLists: "identical_lists"
    }
  }
}

extension GamingRefusal {
  /// Its code in results.
  package var code: String {
    switch self {
    case .tooFewCases: "too_few_cases"
    case .withinOneDecade: "within_one_decade"
    case .smallCounts: "small_counts"
    case .noVariation: "no_variation"
    case .noSmoothCurve: "no_smooth_curve"
    case .steepAtCutOff: "steep_at_cut_off"
    case .strataDiffer: "strata_differ"
    case .listsAlike: "lists_alike"
    case .notANumber: "not_a_number"
    case .periodNotOver: "period_not_over"
    }
  }
}
