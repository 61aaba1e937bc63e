// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

extension Dump {
  mutating func add(_ design: SurveyDesign) {
    line("weight", design.weight.map(Self.name))
    line("stratum", design.stratum.map(Self.name))
    line("cluster", design.cluster.map(Self.name))
    for stage in design.laterStages {
      line("second-stage", Self.name(stage.cluster) + (stage.size.map { " of " + Self.name($0) } ?? ""))
    }
    line("stratum-size", design.stratumSize.map(Self.name))
    line("speaks-for", design.speaksFor.map(Self.name))
    line("lonely", design.lonelyStrata?.rawValue)
    line("panel", design.panel.map(Self.name))
    if let margin = design.postStratified { line("post-stratified \(Self.margin(margin))") }
    for margin in design.raked { line("raked \(Self.margin(margin))") }
    if let replicates = design.replicates {
      let origin =
        switch replicates.origin {
        case .field(let field): "in \(Self.name(field))"
        case .design(let count, let seed): "made \(count.map(Self.number) ?? "-") seed \(seed.map(Self.number) ?? "-")"
        }
      line("replicates \(origin) by \(Self.name(replicates.method))")
    }
    for scale in design.scales {
      let items = scale.items.map { ($0.isReversed ? "-" : "") + Self.name($0.question) }.joined(separator: " ")
      let least = scale.atLeast.map(Self.number) ?? "-"
      line("scale \(Self.name(scale.name)) [\(items)] without \(Self.names(scale.excluded)) least \(least)")
    }
  }

  private static func margin(_ margin: MarginClause) -> String {
    let totals = margin.totals.map { "\(name($0.member)) \($0.total.parameter.map(name) ?? number($0.total))" }
    return "\(name(margin.field)) to \(totals.joined(separator: ", "))"
  }
}
