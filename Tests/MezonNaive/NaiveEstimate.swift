// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// An estimate from the respondents of a cell (docs/evaluation.md, 9): for each respondent the weight and two quantities.
struct NaiveEstimate {
  private struct Respondent {
    let place: Int
    let weight: Double
    let numerator: Double
    let denominator: Double
  }

  private let indicator: NaiveIndicator
  private let design: SurveyDesign?
  private let form: ValueForm

  /// nil for an indicator whose value is none.
  init?(_ indicator: NaiveIndicator) {
    design = indicator.world.programme.events.first { $0.name.text == indicator.event }?.survey
    form = indicator.form
    self.indicator = indicator
    if design == nil {
      guard case .namingEach = form else { return nil }
    }
  }

  /// The field whose answers are groups, for `share naming each`.
  var namedField: String? { if case .namingEach(let field) = form { field.text } else { nil } }

  /// The numbers of a cell, or of a group of it.
  func quantity(of cell: NaiveCell, _ group: NaiveGroup?) -> NaiveQuantity {
    let isAnswer = group.map { $0.split.name == namedField } ?? false
    let among = respondents(cell.events(of: isAnswer ? nil : group), cell)
    let named = isAnswer ? respondents(cell.events(of: group), cell) : among
    var quantity = NaiveQuantity()
    quantity.n = among.count
    if let probability {
      setQuantile(probability, among, &quantity)
      return quantity
    }
    if isTotal {
      setTotal(among, cell, &quantity)
      return quantity
    }
    let numerator = Self.sum(named.map { ($0.weight, $0.numerator) })
    let denominator = Self.sum(among.map { ($0.weight, $0.denominator) })
    quantity.numerator = numerator
    quantity.denominator = denominator
    if denominator == 0 {
      quantity.undefinedReason = "zero_denominator"
    } else {
      quantity.value = (isShare ? 100 : 1) * numerator / denominator
    }
    if design == nil {
      setInterval(Int(numerator), of: Int(denominator), &quantity)
    } else {
      setDesignInterval(among, named: isAnswer ? Set(named.map(\.place)) : nil, cell, &quantity)
    }
    return quantity
  }

  private func setInterval(_ part: Int, of whole: Int, _ quantity: inout NaiveQuantity) {
    let clause = indicator.declaration.interval
    guard clause == nil || clause?.method != nil, quantity.undefinedReason == nil else { return }
    let method = clause?.method.map { String($0.text.map { $0 == "-" ? "_" : $0 }) } ?? "wilson"
    let proportion = NaiveProportion(part, of: whole, confidence: (clause?.confidence?.value ?? 95) / 100)
    if let (low, high) = proportion.interval(method) { quantity.interval = (100 * low, 100 * high, method) }
  }

  /// The sum of weight times quantity over those who answered, if weights are more than the shares of a sample.
  private func setTotal(_ among: [Respondent], _ cell: NaiveCell, _ quantity: inout NaiveQuantity) {
    let world = indicator.world
    let weights = world.seenEvents(of: indicator.event).compactMap { place -> Double? in
      let event = world.log.events[place]
      guard let day = world.day(of: event[indicator.periodField]), cell.period.contains(day) else { return nil }
      return weight(of: event)
    }
    let whole = Double(weights.count)
    if among.isEmpty {
      quantity.undefinedReason = "no_values"
    } else {
      quantity.numerator = Self.sum(among.map { ($0.weight, $0.numerator) })
      quantity.value = quantity.numerator
    }
    if whole > 0, abs(Self.sum(weights.map { ($0, 1) }) - whole) <= 1e-6 * whole {
      quantity.undefinedReason = "weights_of_sample"
    }
    setDesignInterval(among, named: nil, cell, &quantity)
  }

  /// By the design of all respondents of the period who stand for somebody.
  private func setDesignInterval(
    _ among: [Respondent], named: Set<Int>?, _ cell: NaiveCell, _ quantity: inout NaiveQuantity
  ) {
    let clause = indicator.declaration.interval
    guard quantity.undefinedReason == nil, let value = quantity.value else { return }
    // A total is moved by all that a respondent adds, a quotient by what that adds above it.
    let (taken, lower) = isTotal ? (0, 1) : (value, quantity.denominator ?? 0)
    if lower == 0 { return }
    let world = indicator.world
    let pairs = Dictionary(
      uniqueKeysWithValues: among.map { respondent in
        let numerator = named.map { $0.contains(respondent.place) ? 1 : 0 } ?? respondent.numerator
        return (respondent.place, (numerator: numerator, denominator: respondent.denominator))
      })
    let factor: Double = isShare ? 100 : 1
    let members = world.seenEvents(of: indicator.event).compactMap { place -> NaiveSurveyDesign.Member? in
      let event = world.log.events[place]
      guard let day = world.day(of: event[indicator.periodField]), cell.period.contains(day),
        let weight = weight(of: event)
      else { return nil }
      let influence = pairs[place].map { weight * (factor * $0.numerator - taken * $0.denominator) / lower }
      quantity.sample.append(
        NaiveSampleMember(
          event: indicator.event, period: cell.period, place: place, day: day,
          stratum: design?.stratum.flatMap { event[$0.text].code } ?? "",
          cluster: design?.cluster.map { event[$0.text].code ?? "" },
          key: design?.panel.map { event[$0.text].code ?? "" }, influence: influence ?? 0, isInside: influence != nil))
      let stratum = design?.stratum.flatMap { event[$0.text].code } ?? ""
      let cluster = design?.cluster.map { event[$0.text].code ?? "" } ?? "\(place)"
      return NaiveSurveyDesign.Member(stratum: stratum, cluster: cluster, weight: weight, pair: pairs[place])
    }
    guard clause == nil || clause?.method != nil else { return }
    let whole = NaiveSurveyDesign(members: members, isLonelyCertain: design?.lonelyStrata == .certain, isTotal: isTotal)
    do {
      let (low, high) = try whole.interval(confidence: (clause?.confidence?.value ?? 95) / 100)
      quantity.interval = (factor * low, factor * high, "wald")
    } catch NaiveSurveyDesign.Fault.lonelyStratum {
      quantity.undefinedReason = "lonely_stratum"
    } catch {
      quantity.undefinedReason = "no_design_interval"
    }
  }

  // MARK: Respondents

  private var isShare: Bool {
    switch form {
    case .share, .answering, .namingEach: true
    default: false
    }
  }

  private var isTotal: Bool {
    switch form {
    case .aggregate(.count), .aggregate(.sum): true
    default: false
    }
  }

  private var probability: Double? {
    switch form {
    case .aggregate(.median): 0.5
    case .aggregate(.quantile(let probability, _)): probability.value
    default: nil
    }
  }

  /// Those who were counted (of a plain share, also those missed), stand for somebody, and answered what is asked.
  private func respondents(_ events: [JudgedEvent], _ cell: NaiveCell) -> [Respondent] {
    events.compactMap { judged in
      var isLookedAt = judged.role == .counted
      if case .share = form, judged.role == .missed { isLookedAt = true }
      guard isLookedAt, let weight = weight(of: judged.event), let pair = quantities(judged) else { return nil }
      return Respondent(place: judged.place, weight: weight, numerator: pair.0, denominator: pair.1)
    }
  }

  private func weight(of event: NaiveEvent) -> Double? {
    guard let field = design?.weight?.text else { return 1 }
    if case .number(let weight) = event[field], weight > 0 { return weight }
    return nil
  }

  private func quantities(_ judged: JudgedEvent) -> (Double, Double)? {
    func number(_ quantity: Expression) -> Double? {
      if case .number(let number) = indicator.conditions(at: judged.place).value(of: quantity) { return number }
      return nil
    }
    switch form {
    case .share: return (judged.role == .counted ? 1 : 0, 1)
    case .namingEach(let field):
      return judged.event[field.text].elements.contains { $0 != .missing } ? (1, 1) : nil
    case .answering(let answers, let field):
      let given = judged.event[field.text].elements.filter { $0 != .missing }
      guard !given.isEmpty else { return nil }
      return (given.contains { value in answers.contains { $0.text == value.code } } ? 1 : 0, 1)
    case .aggregate(.count): return (1, 1)
    case .aggregate(.sum(let quantity)), .aggregate(.mean(let quantity)), .aggregate(.median(let quantity)),
      .aggregate(.quantile(_, let quantity)):
      return number(quantity).map { ($0, 1) }
    case .ratio(.sum(let upper), .sum(let lower)):
      guard let a = number(upper), let b = number(lower) else { return nil }
      return (a, b)
    default: return nil
    }
  }

  // MARK: Sums

  /// The sum of products, exactly: each product is what it rounds to and what the rounding left.
  private static func sum(_ products: [(Double, Double)]) -> Double {
    ExactTotal(
      products.flatMap { a, b -> [Double] in
        let rounded = a * b
        return [rounded, (-rounded).addingProduct(a, b)]
      }
    ).rounded()
  }

  /// The smallest value up to which so much of the weight lies.
  private func setQuantile(_ probability: Double, _ among: [Respondent], _ quantity: inout NaiveQuantity) {
    let wanted = probability * Self.sum(among.map { ($0.weight, 1) })
    let enough = among.map(\.numerator).sorted().first { value in
      Self.sum(among.filter { $0.numerator <= value }.map { ($0.weight, 1) }) * (1 + 1e-12) >= wanted
    }
    quantity.value = enough
    if enough == nil { quantity.undefinedReason = "no_values" }
  }
}
