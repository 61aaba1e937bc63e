// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// How the weights of a survey are adjusted, and by what its variances are found.
extension Checker {
  /// Adds what a survey says of known totals, replicate weights and waves.
  mutating func addWeighting(
    _ design: SurveyDesign, of survey: Name, _ fields: [FieldSchema], to schema: inout SurveySchema
  ) {
    let margins = design.raked + (design.postStratified.map { [$0] } ?? [])
    schema.isRaked = !design.raked.isEmpty
    schema.margins = margins.compactMap { margin($0, of: survey.text, fields) }
    if let other = design.postStratified, schema.isRaked {
      report(SurveyRule.twoAdjustments, [survey.text], at: other.field.range)
    }
    checkSums(of: design.raked)
    guard let clause = design.replicates else { return }
    schema.replicates = replicates(clause, of: survey.text, fields)
    if let margin = margins.first { report(SurveyRule.twoAdjustments, [survey.text], at: margin.field.range) }
    switch schema.replicates {
    case .handedIn(_, .jk1), .handedIn(_, .bootstrap), nil: return
    case .handedIn(_, .jkn), .jackknife, .bootstrap:
      guard design.cluster == nil else { return }
      report(SurveyRule.clustersNeeded, [clause.method.text, survey.text], at: clause.method.range)
    }
  }

  /// The known sizes of the groups of a field: each has one.
  private mutating func margin(
    _ clause: MarginClause, of survey: String, _ fields: [FieldSchema]
  ) -> SurveyMargin? {
    let isChoice: (ValueType) -> Bool = { if case .choice = $0 { true } else { false } }
    guard let field = designField(clause.field, of: "survey \(survey)", fields, "choice", isChoice),
      case .choice(let id) = fields[field].type
    else { return nil }
    let members = symbols.choices[id.index].members
    var totals = [[DatedNumber]](repeating: [], count: members.count)
    for (member, total) in clause.totals {
      guard let place = members.firstIndex(of: member.text) else {
        report(unknown: "member", member, in: "choice \(symbols.choices[id.index].name)", known: members)
        continue
      }
      if !totals[place].isEmpty { report(SemanticRule.duplicateName, [member.text], at: member.range) }
      totals[place] = self.totals(total)
    }
    let missing = zip(members, totals).filter { $1.isEmpty }.map(\.0)
    let named = Set(clause.totals.map(\.member.text))
    if let first = missing.first(where: { !named.contains($0) }) {
      report(SurveyRule.totalMissing, [clause.field.text, first], at: clause.field.range)
    }
    return SurveyMargin(field: field, totals: totals)
  }

  /// The values that a total has from day to day; none beside an error.
  private mutating func totals(_ literal: NumberLiteral) -> [DatedNumber] {
    guard let name = literal.parameter else {
      return bounded(literal, 1e-9, 1e15).map { [DatedNumber(from: .first, value: $0)] } ?? []
    }
    guard let parameter = symbols.parameters[name.text] else {
      report(unknown: "parameter", name, in: "the programme", known: symbols.parameters.keys.sorted())
      return []
    }
    return parameter.points.compactMap { point in
      bounded(point.value, 1e-9, 1e15).map { DatedNumber(from: point.from.day, value: $0) }
    }
  }

  /// Margins that are stated in numbers speak of the same people, so they add up to the same.
  private mutating func checkSums(of margins: [MarginClause]) {
    let sums = margins.filter { $0.totals.allSatisfy { $0.total.parameter == nil } }
      .map { (field: $0.field, sum: $0.totals.reduce(0) { $0 + $1.total.value }) }
    guard let first = sums.first else { return }
    for other in sums.dropFirst() where abs(other.sum - first.sum) > 1e-9 * max(other.sum, first.sum) {
      report(
        SurveyRule.marginsDiffer, [first.field.text, plain(first.sum), other.field.text, plain(other.sum)],
        at: other.field.range)
    }
  }

  private mutating func replicates(
    _ clause: ReplicateClause, of survey: String, _ fields: [FieldSchema]
  ) -> SurveyReplicates? {
    switch clause.origin {
    case .field(let name):
      let isNumbers: (ValueType) -> Bool = { if case .list(.number) = $0 { true } else { false } }
      let field = designField(name, of: "survey \(survey)", fields, "list of number", isNumbers)
      guard let method = SurveyReplicates.Method(rawValue: clause.method.text) else {
        let known = SurveyReplicates.Method.allCases.map(\.rawValue)
        report(unknown: "method", clause.method, in: "replicate weights in", known: known)
        return nil
      }
      return field.map { .handedIn($0, method) }
    case .design(let count, let seed):
      switch clause.method.text {
      case "jackknife": return .jackknife
      case "bootstrap":
        guard let count, let seed else {
          report(SurveyRule.drawsUnstated, at: clause.method.range)
          return nil
        }
        return bounded(count, 2, 10_000).map { .bootstrap(count: Int($0), seed: UInt64(max(0, seed.value))) }
      default:
        report(unknown: "method", clause.method, in: "variance by", known: ["jackknife", "bootstrap"])
        return nil
      }
    }
  }

  /// The rule by which a survey's share is shown.
  mutating func presentation(_ declaration: IndicatorDeclaration, _ value: ValuePlan?) -> PresentationRule? {
    guard let name = declaration.presentation else { return nil }
    guard let rule = PresentationRule(rawValue: name.text) else {
      report(unknown: "rule", name, in: "show by rule", known: PresentationRule.allCases.map(\.rawValue))
      return nil
    }
    if case .estimate(let estimate)? = value, estimate.design != nil, estimate.form.isShare { return rule }
    report(SurveyRule.presentedNoShare, [name.text], at: name.range)
    return nil
  }
}
