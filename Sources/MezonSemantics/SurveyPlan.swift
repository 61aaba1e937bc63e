// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSyntax

/// How the respondents of a survey were chosen: fields of the event type by index.
package struct SurveySchema: Hashable, Sendable {
  /// How many people a respondent stands for; nil: each for one.
  package var weight: Int?
  package var stratum: Int?
  package var cluster: Int?
  /// What was drawn within the clusters of the stage before, stage by stage.
  package var laterStages: [SurveyStage] = []
  /// The number of clusters (or people) of the respondent's stratum in the population.
  package var stratumSize: Int?
  /// The lowest level (index into ``Programme/levels``) for which the survey is representative; nil only beside an error.
  package var speaksFor: Int?
  package var lonelyStrata: LonelyStrata?
  /// Scales by name.
  package var scales: [ScaleSchema] = []
  /// What tells a respondent, or a place, that is asked again in another wave; nil where each wave is a sample of its own.
  package var panel: Int?
  /// The known sizes to which weights are adjusted: one for post-stratification, one or more for raking.
  package var margins: [SurveyMargin] = []
  package var isRaked = false
  /// By what variances are found; nil: from strata and clusters.
  package var replicates: SurveyReplicates?
}

/// A stage of drawing behind the first: fields of the event type by index.
package struct SurveyStage: Hashable, Sendable {
  package let cluster: Int
  /// How many there are in the cluster of the stage before, drawn or not; nil where they are many.
  package let size: Int?
}

/// The known sizes of the groups of a choice.
package struct SurveyMargin: Hashable, Sendable {
  package let field: Int
  /// For each member the sizes from day to day, ascending.
  package let totals: [[DatedNumber]]

  /// The sizes for a period that starts on a day; nil where one has no value yet.
  package func totals(on day: CalendarDay) -> [Double]? {
    let found = totals.compactMap { points in points.last { $0.from <= day }?.value }
    return found.count == totals.count ? found : nil
  }
}

/// Several sets of weights for each respondent.
package enum SurveyReplicates: Hashable, Sendable {
  /// A list of numbers of each respondent, all as long.
  case handedIn(Int, Method)
  /// Made by leaving out each cluster in turn.
  case jackknife
  /// Made by drawing clusters again.
  case bootstrap(count: Int, seed: UInt64)

  /// How those that are handed in were made.
  package enum Method: String, Hashable, Sendable, CaseIterable {
    case jk1, jkn, bootstrap
  }
}

/// A rule that says whether an estimate is reliable enough to be shown; the raw value is its name in definitions.
package enum PresentationRule: String, Hashable, Sendable, CaseIterable {
  /// That of the National Center for Health Statistics for shares (2017).
  case nchs
}

/// A respondent's mean answer to several questions.
package struct ScaleSchema: Hashable, Sendable {
  package let name: String
  package let items: [Item]
  /// How many questions must have been answered.
  package let least: Int

  /// A question with what each member of its choice scores; nil for one that is no answer.
  package struct Item: Hashable, Sendable {
    package let field: Int
    package let scores: [Double?]
  }
}

/// A value that is estimated from the counted respondents, each with its weight.
package struct EstimatePlan: Hashable, Sendable {
  /// What is estimated.
  package enum Form: Hashable, Sendable {
    /// Counted among counted and missed.
    case share
    /// Those for whom the condition holds among those with an answer in the field.
    case answering(question: Int, condition: NodeID)
    /// For each group of the field those who named it among those with an answer; for the total those with an answer.
    case namingEach(question: Int)
    case mean(NodeID)
    /// The sum of a quantity over all for whom respondents stand; nil: how many they are.
    case total(NodeID?)
    /// The smallest value up to which at least so much of the weight lies.
    case quantile(Double, NodeID)
    case ratio(NodeID, NodeID)
    /// How far the raters of the same items agree on a field.
    case agreement(AgreementPlan, field: Int)

    /// Whether it is a share, in per cent.
    package var isShare: Bool {
      switch self {
      case .share, .answering, .namingEach: true
      case .mean, .total, .quantile, .ratio, .agreement: false
      }
    }
  }
  package let form: Form
  /// nil where every event counts for one and none was drawn: an administrative record.
  package let design: SurveySchema?
  /// How several raters make the value; nil where events are no ratings.
  package var panel: PanelPlan? = nil
}

extension EstimatePlan {
  /// The nodes that the value is made from.
  package var nodes: [NodeID] {
    switch form {
    case .share, .namingEach, .agreement: []
    case .answering(_, let node), .mean(let node), .quantile(_, let node): [node]
    case .total(let node): [node].compactMap { $0 }
    case .ratio(let upper, let lower): [upper, lower]
    }
  }

  /// The fields that it reads besides its nodes.
  package var fields: [Int] {
    var fields: [Int?] = [design?.weight, design?.stratum, design?.cluster, design?.stratumSize]
    fields += design?.laterStages.flatMap { [$0.cluster, $0.size] } ?? []
    fields += design?.margins.map(\.field) ?? []
    switch form {
    case .answering(let question, _), .namingEach(let question): fields.append(question)
    case .agreement(_, let field): fields.append(field)
    case .share, .mean, .total, .quantile, .ratio: break
    }
    return fields.compactMap { $0 }
  }

  /// The estimate as canonical text; `text` gives that of a node.
  func text(_ text: (NodeID) -> String) -> String {
    let written =
      switch form {
      case .share: "share"
      case .answering(let question, let condition): "answering \(question) \(text(condition))"
      case .namingEach(let question): "naming-each \(question)"
      case .mean(let node): "mean \(text(node))"
      case .total(let node): "total \(node.map(text) ?? "people")"
      case .quantile(let probability, let node): "quantile \(probability) \(text(node))"
      case .ratio(let upper, let lower): "ratio \(text(upper)) \(text(lower))"
      case .agreement(let agreement, let field): "agreement \(agreement.text) on \(field)"
      }
    if let panel { return "(\(written) \(panel.text))" }
    guard let design else { return "(\(written))" }
    let second = design.laterStages.first?.cluster
    let fields = [design.weight, design.stratum, design.cluster, second, design.stratumSize]
    let places = fields.map { $0.map(String.init) ?? "-" }.joined(separator: " ")
    let lonely = (design.lonelyStrata?.rawValue ?? "-") + design.stagesText + design.weightingText
    return "(estimate \(written) design \(places) lonely \(lonely))"
  }
}

extension SurveySchema {
  /// The stages behind the second, and the sizes of all behind the first; empty where nothing is to be said of them.
  fileprivate var stagesText: String {
    guard laterStages.count > 1 || laterStages.contains(where: { $0.size != nil }) else { return "" }
    return " stages "
      + laterStages.map { "\($0.cluster)/\($0.size.map(String.init) ?? "-")" }.joined(separator: " ")
  }

  /// What is adjusted, replicated and asked again, as canonical text; empty where nothing is.
  fileprivate var weightingText: String {
    var parts = panel.map { ["panel \($0)"] } ?? []
    for margin in margins {
      let totals = margin.totals.map { points in
        "(" + points.map { "\($0.value) from \($0.from)" }.joined(separator: " ") + ")"
      }
      parts.append("\(isRaked ? "raked" : "post-stratified") \(margin.field) \(totals.joined())")
    }
    switch replicates {
    case .handedIn(let field, let method): parts.append("replicates \(field) \(method.rawValue)")
    case .jackknife: parts.append("replicates jackknife")
    case .bootstrap(let count, let seed): parts.append("replicates bootstrap \(count) \(seed)")
    case nil: break
    }
    return parts.map { " " + $0 }.joined()
  }
}

extension ValuePlan {
  /// Whether it is estimated from a survey by sums, so that the design tells how it varies with others.
  package var hasDesignVariance: Bool {
    guard case .estimate(let estimate) = self, estimate.design != nil else { return false }
    if case .quantile = estimate.form { return false }
    return true
  }
}

extension IndicatorPlan {
  /// The split whose groups are the answers of `share naming each`; nil for other values.
  package var answerSplit: SplitPlan? {
    guard case .estimate(let estimate) = value, case .namingEach(let question) = estimate.form else { return nil }
    return splits.first { $0.source == .field(question) }
  }
}
