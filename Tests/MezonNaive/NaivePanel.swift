// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// What several raters say together (docs/evaluation.md, 9a).
struct NaivePanel {
  private let indicator: NaiveIndicator
  private let clauses: RatingsClauses
  private let form: ValueForm
  private let panel: PanelClause?

  /// nil for an indicator whose value is not made by raters.
  init?(_ indicator: NaiveIndicator) {
    guard let clauses = indicator.world.programme.events.first(where: { $0.name.text == indicator.event })?.ratings
    else { return nil }
    self.clauses = clauses
    self.indicator = indicator
    form = indicator.form
    panel = indicator.declaration.value?.panel
    if case .agreement = form { return }
    if panel == nil { return nil }
  }

  /// The conditions under which a rating is left out, in their order: body, narrative, evidence.
  static func leavesOut(_ event: NaiveEvent, _ panel: PanelClause, _ clauses: RatingsClauses) -> [Bool] {
    var found: [Bool] = []
    if !panel.bodies.isEmpty, let body = clauses.body {
      found.append(event[body.text].code.map { code in !panel.bodies.contains { $0.text == code } } ?? false)
    }
    if panel.requiresNarrative, let field = clauses.narrative { found.append(event[field.text] == .missing) }
    if panel.requiresEvidence, let field = clauses.evidence {
      let given = event[field.text]
      found.append(given.elements.isEmpty || given == .truth(false))
    }
    return found
  }

  private struct Rating {
    let judged: JudgedEvent
    let item: String
    let rater: String
    let value: Double?

    var rated: NaiveAgreement.Rating? {
      value.map { NaiveAgreement.Rating(item: item, rater: rater, value: $0) }
    }
  }

  /// The numbers of a cell, or of a group of it.
  func quantity(of cell: NaiveCell, _ group: NaiveGroup?) -> NaiveQuantity {
    var named: String?
    if case .namingEach(let field) = form { named = field.text }
    let isAnswer = group.map { $0.split.name == named } ?? false
    let ratings = self.ratings(cell.events(of: isAnswer ? nil : group))
    var quantity = NaiveQuantity()
    if case .agreement(let clause, _) = form {
      let agreement = self.agreement(clause, levels: nil)
      quantity.n = itemsRatedTwice(ratings).count
      let found = agreement.value(ratings.compactMap(\.rated))
      quantity.value = found.value
      if found.value == nil { quantity.undefinedReason = found.reason }
      return quantity
    }
    quantity.n = Set(ratings.map(\.rater)).count
    guard quantity.n > 0, let panel else {
      quantity.undefinedReason = "no_values"
      return quantity
    }
    if Double(quantity.n) < panel.leastRaters.value {
      quantity.tooFewReason = "too_few_raters"
      return quantity
    }
    if let body = clauses.body, Set(ratings.compactMap { $0.judged.event[body.text].code }).count < 2 {
      quantity.tooFewReason = "one_body"
      return quantity
    }
    let values = ratings.compactMap(\.value)
    switch form {
    case .aggregate(.mean):
      let sum = ExactTotal(values)
      quantity.numerator = sum.rounded()
      quantity.denominator = Double(values.count)
      quantity.value = sum.rounded(dividedBy: values.count)
    case .aggregate(.median): quantity.value = NaiveAggregate.quantile(0.5, of: values)
    case .aggregate(.quantile(let probability, _)):
      quantity.value = NaiveAggregate.quantile(probability.value, of: values)
    default:
      let answers = isAnswer ? Set(cell.events(of: group).map(\.place)) : nil
      let inShare = ratings.filter { rating in
        if let answers { return answers.contains(rating.judged.place) }
        if case .share = form { return rating.judged.role == .counted }
        return true
      }.count
      quantity.numerator = Double(inShare)
      quantity.denominator = Double(ratings.count)
      quantity.value = 100 * Double(inShare) / Double(ratings.count)
      return quantity
    }
    judge(ratings, cell, panel, &quantity)
    return quantity
  }

  private func judge(_ ratings: [Rating], _ cell: NaiveCell, _ panel: PanelClause, _ quantity: inout NaiveQuantity) {
    guard let clause = panel.agreement, let least = clause.least?.value else { return }
    let agreement = self.agreement(clause, levels: levels)
    var value = agreement.value(ratings.compactMap(\.rated)).value
    if value == nil || itemsRatedTwice(ratings).count < 2 {
      let all = self.ratings(indicator.events.filter { cell.period.contains($0.day) && $0.role == .counted })
      value = agreement.value(all.compactMap(\.rated)).value
    }
    if let value {
      if value < least { quantity.undefinedReason = "low_agreement" }
    } else {
      quantity.undefinedReason = "agreement_unknown"
    }
  }

  // MARK: Ratings

  /// One rating of an item by each rater, the latest of several.
  private func ratings(_ events: [JudgedEvent]) -> [Rating] {
    let given = events.filter { judged in
      if case .share = form, judged.role == .missed { return true }
      return judged.role == .counted
    }.compactMap { rating($0) }
    return given.filter { rating in
      !given.contains { other in
        other.item == rating.item && other.rater == rating.rater && isLater(other.judged, than: rating.judged)
      }
    }
  }

  private func isLater(_ one: JudgedEvent, than other: JudgedEvent) -> Bool {
    switch (indicator.world.ownTime(of: one.event), indicator.world.ownTime(of: other.event)) {
    case (.day(let a), .day(let b)) where a != b: a > b
    case (.time(let a), .time(let b)) where a != b: a > b
    default: one.place > other.place
    }
  }

  private func rating(_ judged: JudgedEvent) -> Rating? {
    guard let item = clauses.item.flatMap({ judged.event[$0.text].code }),
      let rater = clauses.rater.flatMap({ judged.event[$0.text].code })
    else { return nil }
    if case .namingEach(let field) = form, judged.event[field.text].elements.isEmpty { return nil }
    guard let ratedField else { return Rating(judged: judged, item: item, rater: rater, value: nil) }
    return category(judged.event[ratedField], of: ratedField).map {
      Rating(judged: judged, item: item, rater: rater, value: $0)
    }
  }

  private var ratedField: String? {
    switch form {
    case .agreement(_, let field): field.text
    case .aggregate(.mean(.name(let name))), .aggregate(.median(.name(let name))),
      .aggregate(.quantile(_, .name(let name))):
      name.text
    default: nil
    }
  }

  private func category(_ value: NaiveValue, of field: String) -> Double? {
    if case .number(let number) = value { return number }
    guard let code = value.code else { return nil }
    let type = indicator.world.programme.field(field, of: indicator.event)?.type
    if let members = type.flatMap({ indicator.world.programme.members(of: $0) }) {
      return members.firstIndex(of: code).map { Double($0 + 1) }
    }
    // Codes have no order: any numbers that tell them apart will do.
    let codes = Set(indicator.events.compactMap { $0.event[field].code }).sorted()
    return codes.firstIndex(of: code).map { Double($0 + 1) }
  }

  private func itemsRatedTwice(_ ratings: [Rating]) -> [String] {
    Dictionary(grouping: ratings, by: \.item).filter { $0.value.count >= 2 }.map(\.key)
  }

  // MARK: Agreement

  private var levels: [Double]? {
    guard let ratedField,
      case .rating(let rubric) = indicator.world.programme.field(ratedField, of: indicator.event)?.type
    else { return nil }
    return indicator.world.programme.rubrics[rubric.text]
  }

  private func agreement(_ clause: AgreementClause, levels: [Double]?) -> NaiveAgreement {
    NaiveAgreement(
      method: clause.method.text, scale: clause.scale?.text ?? "nominal", tolerance: clause.tolerance?.value ?? 0,
      levels: levels)
  }
}
