// SPDX-License-Identifier: Apache-2.0

/// What a test for gaming looks at.
package enum GamingTest: String, CaseIterable, Sendable {
  case terminalDigits
  case leadingDigits
  case periodEnd
  case bunching
  case densityDiscontinuity
  case downgrading
  case outlier
  case changePoint
  case overdispersion
  case underdispersion
  case identicalLists
}

/// Why a test for gaming has no answer: its assumptions do not hold, and what it would say means nothing.
package enum GamingRefusal: String, Error, CaseIterable, Sendable {
  /// Too few cases for the distribution that the test compares with.
  case tooFewCases
  /// The values are within too few powers of ten for first digits to follow any law.
  case withinOneDecade
  /// The values are small counts, of which most first digits cannot occur as often as others.
  case smallCounts
  /// The values do not vary, or half of them are the same, so that nothing can stand out from them.
  case noVariation
  /// The counts away from the threshold do not follow a smooth curve, so that none can be drawn across it.
  case noSmoothCurve
  /// The counts rise or fall across the cut-off so steeply that its two sides are no equals.
  case steepAtCutOff
  /// The strata do not have one odds ratio in common.
  case strataDiffer
  /// Most lists are the same anyway.
  case listsAlike
  /// A number is not finite or not possible.
  case notANumber
  /// The end of the period, which is looked at, has not come.
  case periodNotOver
}

/// What a test found, as evidence to be looked into: no score, no proof, and nothing about a person.
package struct Evidence: Equatable, Sendable {
  /// Which test.
  package let test: GamingTest
  /// The probability of at least this much among the honest, if the test's assumptions hold.
  package let pValue: Double
  /// What was seen, in the test's own unit.
  package let observed: Double
  /// What the honest would show.
  package let expected: Double
  /// How many cases it is of.
  package let cases: Int

  /// Makes evidence from a test.
  package init(test: GamingTest, pValue: Double, observed: Double, expected: Double, cases: Int) {
    self.test = test
    self.pValue = pValue
    self.observed = observed
    self.expected = expected
    self.cases = cases
  }
}

/// One result among those of all units and all tests that were tried together.
package struct Lead<Key: Sendable>: Sendable {
  /// Which unit or group it is about.
  package let key: Key
  /// What was found.
  package let evidence: Evidence
  /// The least rate of false discoveries at which it would still be a lead.
  package let adjusted: Double
}

/// Leads from a family of tests, with the refusals beside them.
package struct Leads<Key: Sendable>: Sendable {
  /// The results that stand at the rate of false discoveries, strongest first; of equals the first tried comes first.
  package let leads: [Lead<Key>]
  /// How many tests had an answer.
  package let tried: Int
  /// Which tests had none, and why.
  package let refused: [(key: Key, reason: GamingRefusal)]

  /// Keeps the false discoveries among the leads of a family to a rate.
  ///
  /// The family is everything that was looked at, whether it showed anything or not: a test that is left out because it
  /// showed nothing makes all others look stronger than they are.
  ///
  /// - Parameters:
  ///   - family: every test that was tried, in a fixed order.
  ///   - rate: the share of the leads that may be false on average.
  ///   - method: how p-values are adjusted.
  /// - Complexity: O(n log n).
  package init(
    _ family: [(key: Key, result: Result<Evidence, GamingRefusal>)], rate: Double = 0.05,
    method: PValueAdjustment = .benjaminiHochberg
  ) {
    var (answers, refusals): ([(key: Key, evidence: Evidence)], [(key: Key, reason: GamingRefusal)]) = ([], [])
    for (key, result) in family {
      switch result {
      case .success(let evidence): answers.append((key, evidence))
      case .failure(let reason): refusals.append((key, reason))
      }
    }
    (tried, refused) = (answers.count, refusals)
    let adjusted = method.adjusted(answers.map(\.evidence.pValue))
    leads = zip(answers, adjusted).enumerated().filter { $0.element.1 <= rate }
      .sorted { first, second in
        let (one, other) = (first.element.0.evidence.pValue, second.element.0.evidence.pValue)
        return one == other ? first.offset < second.offset : one < other
      }.map { Lead(key: $0.element.0.key, evidence: $0.element.0.evidence, adjusted: $0.element.1) }
  }
}
