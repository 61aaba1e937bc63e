// SPDX-License-Identifier: Apache-2.0

import MezonIngest
import MezonSemantics
import MezonSyntax
import Testing

@testable import MezonEngine

/// Each kind of figure that a definition can ask for. What none of these is does not compile: a new kind is shown by a new case here, and
/// then ``KindsOfFigures`` must hold one.
enum FigureKind: String, CaseIterable {
  case share, count, distinct, sum, mean, quantile, medianTerm, ratio, rate, coverage
  case surveyShare, surveyAnswer, surveyAnswers, surveyMean, surveyScale, surveyTotal, surveyQuantile, surveyRatio
  case namedCodes, panel, agreement
  case change, doubleChange, gap, computed, surveyChange, range, index, direct, indirect, shareOfUnits

  init(_ plan: IndicatorPlan, in programme: Programme) {
    switch plan.value {
    case .share: self = .share
    case .ratio: self = .ratio
    case .rate: self = .rate
    case .coverage: self = .coverage
    case .aggregate(let aggregate):
      switch aggregate {
      case .count, .onlyWhere: self = .count
      case .distinct: self = .distinct
      case .sum: self = .sum
      case .mean: self = .mean
      case .quantile: self = .quantile
      case .medianTerm: self = .medianTerm
      }
    case .estimate(let estimate): self = FigureKind(estimate, in: programme)
    case .derived(let derived):
      switch derived {
      case .change(let change):
        self = plan.interval?.method == .wald ? .surveyChange : change.minus == nil ? .change : .doubleChange
      case .gap: self = .gap
      case .computed: self = .computed
      case .range: self = .range
      case .index: self = .index
      case .standardised(let rate): if case .unit = rate.reference { self = .indirect } else { self = .direct }
      case .shareOfUnits: self = .shareOfUnits
      }
    }
  }

  private init(_ estimate: EstimatePlan, in programme: Programme) {
    switch estimate.form {
    case .agreement: self = .agreement
    case _ where estimate.panel != nil: self = .panel
    case _ where estimate.design == nil: self = .namedCodes
    case .share: self = .surveyShare
    case .answering: self = .surveyAnswer
    case .namingEach: self = .surveyAnswers
    case .mean(let node): if case .scale = programme.graph[node] { self = .surveyScale } else { self = .surveyMean }
    case .total: self = .surveyTotal
    case .quantile: self = .surveyQuantile
    case .ratio: self = .surveyRatio
    }
  }

  /// The method of its interval; empty where it has none, for nothing says how it varies.
  var method: String {
    switch self {
    case .share, .coverage, .namedCodes, .shareOfUnits: "wilson"
    case .count, .rate, .indirect: "exact"
    case .quantile: "order_statistics"
    case .medianTerm: "brookmeyer_crowley"
    case .surveyShare, .surveyAnswer, .surveyAnswers: "korn_graubard"
    case .surveyMean, .surveyScale, .surveyTotal, .surveyRatio, .surveyChange, .computed, .agreement: "wald"
    case .surveyQuantile: "woodruff"
    case .change, .doubleChange, .gap: "newcombe"
    case .direct: "dobson"
    case .distinct, .sum, .mean, .ratio, .panel, .range, .index: ""
    }
  }

  /// What stands beside it in results.
  var details: [String] {
    let design = ["degrees_of_freedom", "standard_error"]
    return switch self {
    case .quantile: ["quantile_type"]
    case .surveyShare, .surveyAnswer, .surveyAnswers, .surveyMean, .surveyTotal:
      design + ["design_effect", "effective_n"]
    case .surveyScale: design + ["design_effect", "effective_n", "cronbach_alpha", "cronbach_alpha_low"]
    case .surveyQuantile, .surveyRatio: design
    case .computed: design + ["operands"]
    case .surveyChange: design + ["covariance", "samples", "operands"]
    case .panel: ["agreement", "agreement_statistic", "raters", "lower_quartile"]
    case .agreement: ["agreement_statistic", "standard_error", "degrees_of_freedom"]
    case .change, .doubleChange, .gap: ["operands"]
    case .index: ["parts", "place"]
    case .range: ["members"]
    default: []
    }
  }

  /// The sentences that stand beside it for people: a word of each.
  var sentences: [String] {
    switch self {
    case .surveyShare, .surveyAnswer, .surveyAnswers, .surveyMean, .surveyTotal:
      ["standard error", "degrees of freedom", "design effect", "effective"]
    case .surveyScale: ["standard error", "degrees of freedom", "design effect", "Cronbach"]
    case .surveyQuantile, .surveyRatio, .computed: ["standard error", "degrees of freedom"]
    case .surveyChange: ["standard error", "degrees of freedom", "covariance", "samples"]
    case .panel: ["raters"]
    case .index: ["other weights"]
    default: []
    }
  }
}

/// A programme with a figure of each kind, and what was handed in.
struct KindsOfFigures {
  static let definitions = """
    language 1 keywords en
    choice sex one of female, male
    programme "P" {
      levels country > region
      population by sex
      unit attribute active yes or no
      protect cells below 0
    }
    standard population european of sex { 60 female 40 male }
    event offence { committed day at unit minutes whole number solved yes or no sex sex codes list of one of drugs, arms }
    roster staff { since day left day? at unit name reference person holds from since until left }
    survey answers {
      asked day at unit person reference resident psu reference precinct stratum one of a, b w number
      q one of trust, distrust many list of one of radio, paper hours number visits number
      one one of low, high two one of low, high
      weighted by w stratified by stratum clustered by psu panel by person
      scale safety of one, two
      speaks for country
    }
    rubric care "Care" { 1 "none" 2 "some" 3 "much" }
    ratings opinion { held day at unit item reference case rater reference judge quality rating on care
      rates item rater in rater }
    indicator f_share { looks at offence counts where solved value share every year better when higher
      compared by funnel, shrinkage, reliability }
    indicator f_count { looks at offence value count every year interval exact }
    indicator f_distinct { looks at offence value distinct sex every year }
    indicator f_sum { looks at offence value sum of minutes every year }
    indicator f_mean { looks at offence value mean of minutes every year }
    indicator f_median { looks at offence value median of minutes every year interval order_statistics }
    indicator f_terms { looks at staff value median term in days every year }
    indicator f_ratio { looks at offence value ratio of sum of minutes to count every year }
    indicator f_rate { looks at offence value rate per 1,000 residents a year every year split by sex }
    indicator f_coverage { looks at offence value share of region having at least 1 for country every year }
    indicator f_codes { looks at offence value share naming each codes every year }
    indicator s_share { looks at answers counts where q is trust value share for country every year }
    indicator s_answer { looks at answers value share answering trust to q for country every year }
    indicator s_answers { looks at answers value share naming each many for country every year }
    indicator s_mean { looks at answers value mean of hours for country every year }
    indicator s_scale { looks at answers value mean of safety for country every year }
    indicator s_total { looks at answers value sum of hours for country every year }
    indicator s_median { looks at answers value median of hours for country every year interval woodruff }
    indicator s_ratio { looks at answers value ratio of sum of hours to sum of visits for country every year }
    indicator f_quality { looks at opinion value median of quality by at least 5 raters every year }
    indicator f_agreed { looks at opinion value agreement on quality by gwet linear every year interval wald }
    indicator f_change { value change of f_share on previous period }
    indicator f_double {
      value change of f_share on previous period among units where active minus the same among units where not active
    }
    indicator f_apart { value gap of f_share between units where active and units where not active }
    indicator f_computed { value computed as s_answer - s_share }
    indicator s_change { value change of s_answer on previous period }
    indicator f_range { value median of f_share over region }
    index standing {
      made of 100 % f_share combine arithmetic vary weights by 25 % draws 100 seed 3 every year better when higher
    }
    indicator f_direct { value directly standardised f_rate over groups of sex by european }
    indicator f_indirect { value indirectly standardised f_rate over groups of sex by rates of country }
    indicator f_solving { value share of region where f_share > 50 }
    report all "All" {
      every year
      for country, region
      section "All" {
        f_share, f_count, f_distinct, f_sum, f_mean, f_median, f_terms, f_ratio, f_rate, f_coverage, f_codes, s_share,
        s_answer, s_answers, s_mean, s_scale, s_total, s_median, s_ratio, f_quality, f_agreed, f_change, f_double,
        f_apart, f_computed, s_change, f_range, standing, f_direct, f_indirect, f_solving
      }
    }

    """

  /// Offences of twelve regions, a panel of forty residents asked twice, and six raters of three cases.
  private static var facts: String {
    var lines = ["unit \"K\" level country"]
    for region in 1...12 {
      lines.append("unit \"R\(region)\" level region in \"K\", active \(region <= 6 ? "yes" : "no")")
    }
    for region in 1...12 {
      for sex in ["female", "male"] { lines.append("residents 1000 in \"R\(region)\", sex \(sex)") }
      for year in [2025, 2026] {
        for (place, sex) in ["female", "male"].enumerated() {
          let start = "offence committed \(year)-05-0\(place + 1), at \"R\(region)\", sex \(sex), codes drugs"
          lines.append("\(8 + region % 4) \(start), minutes \(10 * region + place), solved yes")
          lines.append("\(4 + (region * year) % 5) \(start), minutes \(7 * region), solved no")
        }
      }
      let start = "staff since 2026-01-\(10 + region), name \"n\(region)\", at \"R\(region)\""
      lines.append(start + (region.isMultiple(of: 3) ? "" : ", left 2026-0\(1 + region % 8)-28"))
    }
    for year in [2025, 2026] {
      for person in 0..<40 {
        let isTrusting = (person * 7 + year) % 3 > 0
        let cluster = person % 8
        lines.append(
          "answers asked \(year)-04-01, at \"K\", person \"p\(person)\", psu \"c\(cluster)\", "
            + "stratum \(cluster < 4 ? "a" : "b"), w \(100 + 10 * cluster), q \(isTrusting ? "trust" : "distrust"), "
            + "many \(isTrusting ? "radio" : "paper"), hours \(3 + person % 7), visits \(2 + person % 3), "
            + "one \(person % 5 > 1 ? "high" : "low"), two \(person % 4 > 1 ? "high" : "low")")
      }
    }
    for item in 1...3 {
      for rater in 1...6 {
        let level = rater == 6 ? item % 3 + 1 : item
        lines.append("opinion held 2026-03-01, at \"R1\", item \"i\(item)\", rater \"r\(rater)\", quality \(level)")
      }
    }
    return lines.joined(separator: "\n")
  }

  let programme: Programme
  let evaluator: Evaluator
  let rows: [ResultRow]

  init() throws {
    let example = "example \"all\" as of 2026-12-31 {\n\(Self.facts)\nexpect 2026 is undefined }"
    let facts = "indicator facts { looks at offence value count every year context only\n\(example)\n}"
    programme = try SampleReport(Self.definitions + facts, units: []).programme
    let index = try #require(programme.indicators.firstIndex { $0.id == "facts" })
    let read = try #require(programme.indicators[index].declaration.examples.first)
    let (dataset, diagnostics) = ExampleFacts.dataset(of: read, in: programme)
    if let first = diagnostics.first { throw SampleReport.Failure(description: first.rendered()) }
    evaluator = Evaluator(programme: programme, dataset: dataset, asOf: read.asOf?.day)
    rows = evaluator.evaluate(programme.indicators.indices.filter { $0 != index }, in: try SampleReport.period("2026"))
  }
}
