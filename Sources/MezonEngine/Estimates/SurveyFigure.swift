// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonStatistics

/// How an estimate varies with its sample, so that its covariance with others can be told.
struct SurveyFigure: Sendable {
  let survey: SurveyKey
  /// The days whose respondents make it.
  let period: Period
  /// What the estimate is multiplied by to be the value.
  let scale: Double
  /// The respondents of whom it is made, ascending.
  let domain: [Int32]
  /// The rows that move it, ascending, and by how much: the domain, or all of the period where weights are adjusted.
  let rows: [Int32]
  let influences: [Double]
  /// What it is by each set of replicate weights; empty where variances come from strata and clusters.
  let replicates: [Double]
  let degreesOfFreedom: Int
}

/// The variance of a function of several estimates, and how they vary together.
struct SurveyContrast {
  /// How the samples of the estimates lie to each other; the raw value stands in results.
  enum Samples: String {
    /// All estimates are of one sample.
    case one
    /// Some respondents, or places, are asked in several waves.
    case overlapping
    case independent
  }

  private(set) var variance = 0.0
  private(set) var degreesOfFreedom = 0
  /// Of two estimates, in the square of their unit; nil of more.
  private(set) var covariance: Double?
  private(set) var samples = Samples.one
  /// How many are asked in more than one wave; nil where the survey does not tell.
  private(set) var overlap: Int?

  /// One estimate with the derivative of the function at it.
  typealias Part = (figure: SurveyFigure, factor: Double)

  /// The variance of a function of estimates.
  ///
  /// Estimates of one wave, and of waves that share respondents, are combined before the variance is taken, which so has their
  /// covariance; independent samples add their variances and degrees of freedom.
  ///
  /// - Throws: ``SurveyFault`` where a design gives no variance.
  /// - Complexity: O(respondents) for each wave.
  init(_ parts: [Part], _ frames: (SurveyKey) -> SurveyFrame?) throws(SurveyFault) {
    var keys: [SurveyKey] = []
    for part in parts where !keys.contains(part.figure.survey) { keys.append(part.figure.survey) }
    if parts.count == 2 { covariance = 0 }
    for key in keys {
      guard let frame = frames(key) else { throw .nothingToEstimate }
      let own = parts.filter { $0.figure.survey == key }
      let periods = Set(own.map(\.figure.period)).sorted()
      var isStacked = false
      if periods.count > 1, frame.schema.panel != nil {
        let shared = Self.overlap(own, periods, frame)
        overlap = (overlap ?? 0) + shared
        isStacked = shared > 0
      }
      if isStacked {
        if samples == .one { samples = .overlapping }
        try add(own, frame.schema.replicates == nil ? frame.stacked(periods) : frame.design(of: periods[0]))
      } else {
        if periods.count > 1 { samples = .independent }
        for period in periods {
          try add(own.filter { $0.figure.period == period }, frame.design(of: period))
        }
      }
    }
    if keys.count > 1 { samples = .independent }
  }

  /// How many stand in several waves: in each and the one before.
  private static func overlap(_ parts: [Part], _ periods: [Period], _ frame: SurveyFrame) -> Int {
    let waves = periods.map { period in parts.filter { $0.figure.period == period }.flatMap(\.figure.domain) }
    return zip(waves, waves.dropFirst()).reduce(0) { $0 + frame.overlap($1.0, $1.1) }
  }

  /// Adds the variance of estimates of one sample.
  private mutating func add(_ parts: [Part], _ design: Result<PeriodDesign, SurveyFault>) throws(SurveyFault) {
    let whole = try design.get()
    if let replicates = whole.replicates {
      try addReplicated(parts, replicates)
      return
    }
    let forms = parts.map { part in (form: Self.form(part.figure, whole), factor: part.factor * part.figure.scale) }
    let zero = SurveyLinearForm(value: 0, rows: [], influences: [])
    let sum = forms.reduce(zero) { sum, next in
      SurveyLinearForm.combination(of: sum, next.form, value: 0, factors: (1, next.factor))
    }
    variance += try whole.base.variance(of: sum)
    let domain = Set(parts.flatMap(\.figure.domain)).sorted().compactMap { whole.place(of: $0) }
    degreesOfFreedom += whole.base.degreesOfFreedom(in: domain)
    if forms.count == 2, covariance != nil {
      let scales = parts[0].figure.scale * parts[1].figure.scale
      covariance = try scales * whole.base.covariance(of: forms[0].form, forms[1].form)
    }
  }

  private static func form(_ figure: SurveyFigure, _ whole: PeriodDesign) -> SurveyLinearForm {
    var rows: [Int] = []
    var influences: [Double] = []
    for (row, influence) in zip(figure.rows, figure.influences) {
      guard let place = whole.place(of: row) else { continue }
      rows.append(place)
      influences.append(influence)
    }
    return SurveyLinearForm(value: 0, rows: rows, influences: influences)
  }

  private mutating func addReplicated(_ parts: [Part], _ replicates: ReplicateWeights) throws(SurveyFault) {
    let count = replicates.factors.count
    guard parts.allSatisfy({ $0.figure.replicates.count == count }) else { throw .tooFewReplicates }
    func combined(_ factors: [Double]) -> Double {
      replicates.variance(
        ofReplicates: (0..<count).map { number in
          zip(parts, factors).reduce(0) { $0 + $1.1 * $1.0.figure.scale * $1.0.figure.replicates[number] }
        })
    }
    variance += combined(parts.map(\.factor))
    degreesOfFreedom += parts.map(\.figure.degreesOfFreedom).min() ?? 0
    if parts.count == 2, covariance != nil { covariance = (combined([1, 1]) - combined([1, -1])) / 4 }
  }

  var standardError: Double { variance.squareRoot() }

  /// The value of the function ± t standard errors; nil without degrees of freedom.
  func interval(about value: Double, confidence: Double) -> Interval? {
    SurveyEstimate(
      value: value, variance: variance, degreesOfFreedom: degreesOfFreedom, respondents: 0, weight: 0
    ).interval(confidence: confidence)
  }

  /// What results say of it besides the interval.
  var facts: SurveyFacts {
    SurveyFacts(
      standardError: standardError, degreesOfFreedom: degreesOfFreedom, covariance: covariance, overlap: overlap,
      samples: samples.rawValue)
  }
}
