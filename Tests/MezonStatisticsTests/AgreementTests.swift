// SPDX-License-Identifier: Apache-2.0

import MezonStatistics
import Testing

@Suite struct AgreementTests {
  /// Ratings of twelve units by four raters, some missing: the example of Krippendorff (2011), section C.
  static let textbook: [[Double?]] = [
    [1, 1, nil, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
    [2, 2, 2, 2], [nil, 5, 5, 5], [nil, nil, 1, 1], [nil, nil, 3, nil],
  ]

  @Test func theTextbookAgrees() throws {
    for (metric, value) in [(KrippendorffAlpha.Metric.nominal, 0.743), (.ordinal, 0.815), (.interval, 0.849)] {
      let alpha = try KrippendorffAlpha.alpha(units: Self.textbook, metric: metric).get()
      #expect(abs(alpha.value - value) < 0.0005)
      #expect(alpha.ratings == 40 && alpha.units == 11)
    }
  }

  @Test(arguments: KrippendorffAlpha.Metric.allCases)
  func alphaDependsOnNoOrder(metric: KrippendorffAlpha.Metric) throws {
    let alpha = try KrippendorffAlpha.alpha(units: Self.textbook, metric: metric).get()
    var generator = SplitMix64(seed: 8)
    for _ in 0..<50 {
      let shuffled = Self.textbook.map { $0.shuffled(using: &generator) }.shuffled(using: &generator)
      #expect(try KrippendorffAlpha.alpha(units: shuffled, metric: metric).get() == alpha)
    }
  }

  @Test func whatCannotBeTold() {
    for metric in KrippendorffAlpha.Metric.allCases {
      func alpha(_ units: [[Double?]]) -> Result<KrippendorffAlpha, NoAgreement> {
        KrippendorffAlpha.alpha(units: units, metric: metric)
      }
      #expect(alpha([]) == .failure(.noUnitRatedTwice))
      #expect(alpha([[1], [2, nil]]) == .failure(.noUnitRatedTwice))
      #expect(alpha([[1, 1], [1, 1, 1]]) == .failure(.oneCategory))
      #expect(alpha([[1, 1], [2]]) == .failure(.oneCategory))
      #expect(alpha([[1, .nan]]) == .failure(.notANumber))
      #expect(alpha([[1, .infinity]]) == .failure(.notANumber))
    }
    #expect(KrippendorffAlpha.alpha(units: [[-1, 2]], metric: .ratio) == .failure(.negativeOnRatioScale))
  }

  @Test(arguments: AgreementCoefficient.ChanceModel.allCases, AgreementWeights.allCases)
  func coefficientsDependOnNoOrder(model: AgreementCoefficient.ChanceModel, weights: AgreementWeights) throws {
    let table = try RatingTable.table(units: Self.textbook).get()
    let expected = try table.coefficient(model, weights: weights).get()
    var generator = SplitMix64(seed: 9)
    for _ in 0..<10 {
      let order = (0..<4).shuffled(using: &generator)
      let units = Self.textbook.map { unit in order.map { unit[$0] } }.shuffled(using: &generator)
      let other = try RatingTable.table(units: units).get().coefficient(model, weights: weights).get()
      #expect(abs(other.value - expected.value) < 1e-12)
      #expect(abs((other.standardError ?? .nan) - (expected.standardError ?? .nan)) < 1e-12)
    }
  }

  @Test func perfectAgreementIsOneAndExchangedRatersAreEqual() throws {
    let same: [[Double?]] = [[1, 1], [2, 2], [3, 3], [1, 1]]
    for model in AgreementCoefficient.ChanceModel.allCases {
      #expect(abs(try RatingTable.table(units: same).get().coefficient(model).get().value - 1) < 1e-12)
    }
    let counts: [[Double]] = [[20, 5, 1], [2, 9, 4], [3, 0, 7]]
    let turned = counts.indices.map { column in counts.map { $0[column] } }
    for model in AgreementCoefficient.ChanceModel.allCases {
      for form in AgreementWeights.allCases {
        let weights = form.matrix(count: 3)
        let one = try TwoRaterTable.table(counts: counts).get().coefficient(model, weights: weights).get()
        let other = try TwoRaterTable.table(counts: turned).get().coefficient(model, weights: weights).get()
        #expect(abs(one.value - other.value) < 1e-13)
        #expect(abs((one.standardError ?? .nan) - (other.standardError ?? .nan)) < 1e-13)
      }
    }
  }

  @Test func aTableOfTwoRatersIsATableOfRatings() throws {
    let first: [Double?] = [1, 2, 3, 3, 2, 1, 1, nil, 3, 2, 2, 1]
    let second: [Double?] = [1, 2, 3, 2, 2, 1, 3, 1, 3, 1, 2, nil]
    let pairs = zip(first, second).filter { $0 != nil && $1 != nil }
    let ratings = try RatingTable.table(units: pairs.map { [$0, $1] }).get()
    let table = try TwoRaterTable.table(first: first, second: second).get()
    for model in AgreementCoefficient.ChanceModel.allCases {
      #expect(abs(try table.coefficient(model).get().value - ratings.coefficient(model).get().value) < 1e-13)
    }
  }

  @Test func oneCategoryTellsNothing() throws {
    let table = try TwoRaterTable.table(counts: [[50, 0], [0, 0]]).get()
    for model in [AgreementCoefficient.ChanceModel.raters, .pooled, .krippendorff] {
      #expect(table.coefficient(model) == .failure(.oneCategory))
    }
    for model in [AgreementCoefficient.ChanceModel.none, .uniform, .gwet] {
      #expect(try !table.coefficient(model).get().isInformative)
    }
    let ratings = try RatingTable.table(units: [[2, 2], [2, 2]]).get()
    for model in AgreementCoefficient.ChanceModel.allCases where model != .none {
      #expect(ratings.coefficient(model) == .failure(.oneCategory))
    }
    #expect(TwoRaterTable.table(counts: [[0, 0], [0, 0]]) == .failure(.noUnitRatedTwice))
    #expect(TwoRaterTable.table(counts: [[1, 2]]) == .failure(.notRectangular))
    #expect(TwoRaterTable.table(counts: [[1, -2], [0, 1]]) == .failure(.negativeCount))
    let single = try RatingTable.table(units: [[1, nil], [2, nil]]).get()
    #expect(single.coefficient(.pooled) == .failure(.noUnitRatedTwice))
  }

  @Test func toleranceWidensAgreement() throws {
    let units: [[Double?]] = [[1, 2], [3, 3, nil], [4, 1], [nil, 2], [5, 5, 6]]
    #expect(try PercentAgreement.agreement(units: units).get().share == 0.25)
    #expect(try PercentAgreement.agreement(units: units, tolerance: 1).get().share == 0.75)
    #expect(PercentAgreement.agreement(units: [[1]]) == .failure(.noUnitRatedTwice))
    #expect(PercentAgreement.agreement(units: units, tolerance: -1) == .failure(.notANumber))
  }
}

@Suite struct CronbachTests {
  @Test func aHandWorkedScale() throws {
    // Variances 1 and 1, covariance 1/2: 2·(1 - 2/3).
    let alpha = try CronbachAlpha.alpha(respondents: [[1, 1], [2, 3], [3, 2]]).get()
    #expect(abs(alpha.value - 2.0 / 3) < 1e-14)
    #expect(alpha.withoutItem == [nil, nil])
    #expect(abs((alpha.meanCorrelation ?? 0) - 0.5) < 1e-14)
  }

  @Test func aMissingAnswerLeavesItsPairsOut() throws {
    let full: [[Double?]] = [[1, 2, 2], [3, 3, 4], [4, 5, 4], [2, 2, 1]]
    let more = try CronbachAlpha.alpha(respondents: full + [[nil, nil, nil]]).get()
    #expect(try CronbachAlpha.alpha(respondents: full).get() == more)
    #expect(try CronbachAlpha.alpha(respondents: full + [[5, nil, 5]]).get().respondents == 5)
  }

  @Test func whatIsNoScale() {
    #expect(CronbachAlpha.alpha(respondents: []) == .failure(.tooFewRespondents))
    #expect(CronbachAlpha.alpha(respondents: [[1, 2]]) == .failure(.tooFewRespondents))
    #expect(CronbachAlpha.alpha(respondents: [[1], [2]]) == .failure(.tooFewItems))
    #expect(CronbachAlpha.alpha(respondents: [[1, 2], [1, 2]]) == .failure(.noVariance))
    #expect(CronbachAlpha.alpha(respondents: [[1, 2], [2, 1]]) == .failure(.noVariance))
    #expect(CronbachAlpha.alpha(respondents: [[1, 2], [2]]) == .failure(.notRectangular))
    #expect(CronbachAlpha.alpha(respondents: [[1, .nan], [2, 1]]) == .failure(.notANumber))
    #expect(CronbachAlpha.alpha(respondents: [[1, nil], [nil, 1], [2, nil]]) == .failure(.tooFewRespondents))
  }
}
