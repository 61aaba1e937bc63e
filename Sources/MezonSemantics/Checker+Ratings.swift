// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Rubrics, and who rated what.
extension Checker {
  /// Takes in a rubric: levels ascending from the first to the last, each described in the file's own language.
  mutating func collectRubric(_ declaration: RubricDeclaration) {
    guard !declaration.name.text.isEmpty, declare("rubric", declaration.name) else { return }
    var levels: [RubricSchema.Level] = []
    for level in declaration.levels {
      let number = Int(level.number.value)
      if let place = levels.firstIndex(where: { $0.number == number }) {
        if level.description.language == nil {
          report(RatingRule.badRubric, [declaration.name.text], at: level.number.range)
        } else {
          let known = levels[place]
          levels[place] = RubricSchema.Level(
            number: number, description: known.description, translations: known.translations + [level.description])
        }
        continue
      }
      if level.description.language != nil || levels.last.map({ $0.number >= number }) ?? false {
        report(RatingRule.badRubric, [declaration.name.text], at: level.number.range)
      }
      levels.append(RubricSchema.Level(number: number, description: level.description.text.text, translations: []))
    }
    if levels.count < 2 { report(RatingRule.badRubric, [declaration.name.text], at: declaration.name.range) }
    symbols.rubrics.append(
      RubricSchema(
        name: declaration.name.text, title: declaration.title?.text, labels: declaration.labels, levels: levels))
  }

  /// What a rating on a rubric counts: its levels.
  mutating func rubricMeasure(_ name: Name) -> Measure {
    if let index = symbols.rubrics.firstIndex(where: { $0.name == name.text }) { return .level(RubricID(index)) }
    report(unknown: "rubric", name, in: "the programme", known: symbols.rubrics.map(\.name))
    return .plain
  }

  /// Who rated what. The fields of rater and narrative become identifying, that of the body is never shown apart.
  mutating func ratingsSchema(
    _ clauses: RatingsClauses, of declaration: EventDeclaration, _ fields: inout [FieldSchema]
  ) -> RatingsSchema? {
    func isCode(_ type: ValueType) -> Bool {
      switch type {
      case .reference(let domain): domain != .officer
      case .text: true
      default: false
      }
    }
    func isItem(_ type: ValueType) -> Bool {
      switch type {
      case .reference, .text, .unit: true
      default: false
      }
    }
    func isChoice(_ type: ValueType) -> Bool { if case .choice = type { true } else { false } }
    func isEvidence(_ type: ValueType) -> Bool { if case .records = type { false } else { true } }
    let item = ratingsField(clauses.item, of: declaration, fields, "reference", isItem)
    let rater = ratingsField(clauses.rater, of: declaration, fields, "reference", isCode)
    let body = ratingsField(clauses.body, of: declaration, fields, "choice", isChoice)
    let narrative = ratingsField(clauses.narrative, of: declaration, fields, "text", mayBeMissing: true) { $0 == .text }
    let evidence = ratingsField(clauses.evidence, of: declaration, fields, "text", mayBeMissing: true, isEvidence)
    if clauses.item == nil { reportMissing(.rates, of: declaration.name, kind: "ratings") }
    if clauses.rater == nil { reportMissing(.raterIn, of: declaration.name, kind: "ratings") }
    for field in [rater, narrative].compactMap({ $0 }) { fields[field] = fields[field].hidden(isBody: false) }
    if let body { fields[body] = fields[body].hidden(isBody: true) }
    guard let item, let rater else { return nil }
    return RatingsSchema(item: item, rater: rater, body: body, narrative: narrative, evidence: evidence)
  }

  private mutating func ratingsField(
    _ name: Name?, of declaration: EventDeclaration, _ fields: [FieldSchema], _ kind: String,
    mayBeMissing: Bool = false, _ fits: (ValueType) -> Bool
  ) -> Int? {
    guard let name, !name.text.isEmpty else { return nil }
    guard let index = fields.firstIndex(where: { $0.name == name.text }) else {
      report(unknown: "field", name, in: "ratings \(declaration.name.text)", known: fields.map(\.name))
      return nil
    }
    let field = fields[index]
    guard fits(field.type), mayBeMissing || !field.isOptional else {
      let found = field.type.description(symbols) + (field.isOptional ? "?" : "")
      report(SemanticRule.wrongFieldType, [name.text, kind, found], at: name.range)
      return nil
    }
    return index
  }

  /// A rating stands only where it is known who rated what, so that its raters can be counted.
  mutating func checkNoRatings(_ event: EventDeclaration) {
    for field in event.fields {
      if case .rating = field.type {
        report(RatingRule.ratingOutsideRatings, [field.name.text, event.name.text], at: field.range)
      }
    }
  }

  /// Ratings are not chosen by their level, nor looked at without their raters' number being kept.
  mutating func checkRatings(_ declaration: IndicatorDeclaration, _ event: EventID, _ conditions: RatedConditions) {
    guard symbols.events[event.index].ratings != nil else { return }
    let barred = conditions.choosing + (conditions.hasPanel ? [] : [conditions.counts].compactMap { $0 })
    for (node, range) in barred where readsRating(node) {
      report(RatingRule.chosenByLevel, [declaration.name.text], at: range)
    }
    for case .officer(let range) in declaration.subjects where conditions.isAgreement {
      report(SemanticRule.noMeaningFor, ["officer"], at: range)
    }
  }

  /// Whether a condition reads a rating.
  private func readsRating(_ id: NodeID) -> Bool {
    if case .field(let event, let field) = graph[id], isRating(symbols.events[event.index].fields[field].type) {
      return true
    }
    return graph[id].operands.contains { readsRating($0) }
  }

  private func isRating(_ type: ValueType) -> Bool {
    if case .number(.level, _) = type { true } else { false }
  }
}

/// The conditions of an indicator of ratings, with their places.
struct RatedConditions {
  /// Those that say which ratings are looked at, left out, not held against, or show that a unit reports.
  let choosing: [(node: NodeID, range: SourceRange)]
  let counts: (node: NodeID, range: SourceRange)?
  let hasPanel: Bool
  let isAgreement: Bool

  init(
    _ declaration: IndicatorDeclaration, population: NodeID?, counts: NodeID?, roles: [RolePlan], reportedWhere: NodeID?
  ) {
    func placed(_ node: NodeID?, _ expression: Expression?) -> (node: NodeID, range: SourceRange)? {
      node.flatMap { node in expression.map { (node, $0.range) } }
    }
    let others = [placed(population, declaration.population), placed(reportedWhere, declaration.reportedWhere)]
    choosing = others.compactMap { $0 } + roles.map { ($0.condition, $0.range) }
    self.counts = placed(counts, declaration.counts)
    hasPanel = declaration.value?.panel != nil
    if case .agreement? = declaration.value?.form { isAgreement = true } else { isAgreement = false }
  }
}

extension FieldSchema {
  /// The field as one that no definition can name.
  fileprivate func hidden(isBody: Bool) -> FieldSchema {
    var field = FieldSchema(name: name, type: type, isOptional: isOptional, privacy: .identifying)
    field.isBody = isBody
    return field
  }

  /// The rule by which a hidden field cannot be named.
  var hidingRule: DiagnosticRule { isBody ? RatingRule.bodyApart : SemanticRule.identifyingField }
}
