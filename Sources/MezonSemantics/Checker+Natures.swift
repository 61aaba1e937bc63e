// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// What may not be judged because of what it is in essence.
extension Checker {
  /// What is stated by `nature` is an error; what only sounds like it is a warning. Both hold for what an indicator is made from.
  mutating func checkNature(_ plan: IndicatorPlan, _ origins: IncentiveOrigins, _ risks: inout AcceptedRisks) {
    var reported: Set<String> = []
    for origin in origins.plans {
      // What is made from others is a number of events where one of them is.
      let isNumber = (origin.value.isDerived ? origins.ofEvents : [origin]).contains(where: \.value.isNumberOfEvents)
      for (nature, name) in statedNatures(of: origin) where reported.insert("\(nature) \(name)").inserted {
        let facts = [name, spelling(nature.keyword, at: plan.declaration.name.range)]
        switch nature {
        case .arrest, .ticket, .caseClosure: report(IncentiveRule.activityScored, facts, at: plan.judgedPlace)
        case .complaint, .protectionOrder, .violenceReport:
          // How complaints are answered may be judged; how many there are may not.
          guard isNumber || name != origin.id else { continue }
          report(IncentiveRule.reportsScored, facts, at: plan.judgedPlace)
        case .preventionClaim: report(IncentiveRule.preventionScored, facts, at: plan.judgedPlace)
        }
      }
    }
    if plan.declaration.nature == nil { checkSound(plan, origins, &risks) }
  }

  /// The natures that decide about an indicator's figure, each with the name of what states it.
  private func statedNatures(of plan: IndicatorPlan) -> [(ActivityNature, String)] {
    let own = plan.declaration.nature?.nature
    var stated = own.map { [($0, plan.id)] } ?? []
    guard !plan.value.isDerived else { return stated }
    let event = symbols.events[plan.event.index]
    if let nature = event.nature, nature.isClaim || plan.value.isNumberOfEvents { stated.append((nature, event.name)) }
    for linked in linkedEvents(plan) {
      let schema = symbols.events[linked.index]
      if let nature = schema.nature { stated.append((nature, schema.name)) }
    }
    return stated
  }

  /// A keyword as it is written in the file that a range stands in.
  func spelling(_ keyword: Keyword, at range: SourceRange) -> String {
    KeywordTable.canonical(keyword, languages[ObjectIdentifier(range.source)] ?? .english)
  }

  private mutating func checkSound(
    _ plan: IndicatorPlan, _ origins: IncentiveOrigins, _ risks: inout AcceptedRisks
  ) {
    let events = symbols.events
    func event(_ origin: IndicatorPlan) -> EventSchema { events[origin.event.index] }
    let unstated = origins.ofEvents.filter { $0.declaration.nature == nil && event($0).nature == nil }
    guard !unstated.isEmpty else { return }
    func words(_ found: [IndicatorPlan], withEvents: (IndicatorPlan) -> Bool) -> IncentiveWords {
      let own = plan.value.isDerived && !found.isEmpty ? names(of: plan) : []
      return IncentiveWords(own + found.flatMap { names(of: $0) + (withEvents($0) ? names(of: event($0)) : []) })
    }
    /// Those of the origins for which a reason has not already been given.
    func open(_ rule: DiagnosticRule) -> [IndicatorPlan] {
      unstated.filter { origin in
        origin.id == plan.id || !origin.declaration.acceptedRisks.contains { $0.code.text == rule.code }
      }
    }
    let activity = words(open(IncentiveRule.looksLikeActivity)) { $0.value.isNumberOfEvents }
    if let stem = activity.first(of: .activity) {
      warn(IncentiveRule.looksLikeActivity, [plan.id, stem], at: plan.judgedPlace, &risks)
    }
    let numbers = open(IncentiveRule.looksLikeReports).filter { $0.value.isNumberOfEvents && !event($0).isSensitive }
    if let stem = words(numbers, withEvents: { _ in true }).first(of: .reports) {
      warn(IncentiveRule.looksLikeReports, [plan.id, stem], at: plan.judgedPlace, &risks)
    }
    let all = words(open(IncentiveRule.looksLikePrevention)) { _ in true }
    if let stem = all.first(of: .prevention) {
      warn(IncentiveRule.looksLikePrevention, [plan.id, stem], at: plan.judgedPlace, &risks)
    }
    for origin in open(IncentiveRule.unmarkedSensitive) where !event(origin).isSensitive {
      guard let stem = IncentiveWords(names(of: event(origin))).first(of: .violence) else { continue }
      warn(IncentiveRule.unmarkedSensitive, [event(origin).name, stem], at: plan.judgedPlace, &risks)
      break
    }
  }

  /// What an indicator is called, and the members that it counts.
  private func names(of plan: IndicatorPlan) -> [String] {
    let declaration = plan.declaration
    return [plan.id, declaration.title?.text ?? ""] + declaration.labels.map(\.text.text)
      + (plan.counts.map(countedMembers) ?? [])
  }

  private func names(of event: EventSchema) -> [String] {
    [event.name, event.title ?? ""] + event.labels.map(\.text.text)
  }

  /// The answer of the person concerned must not decide about a figure.
  mutating func checkRefusals(_ plan: IndicatorPlan, at place: SourceRange, _ risks: inout AcceptedRisks) {
    guard let counts = plan.counts, plan.value == .share else { return }
    let event = symbols.events[plan.event.index]
    let excused = Set((plan.leavesOut + plan.notHeldAgainst).map(\.condition).flatMap(fields))
    for index in Set(fields(of: counts)).subtracting(excused).sorted() {
      let field = event.fields[index]
      var names = [field.name]
      switch field.type {
      case .yesNo: break
      case .choice(let id): names = symbols.choices[id.index].members
      default: continue
      }
      let isOwnAnswer = event.isSensitive && field.type == .yesNo && field.privacy == .sensitive
      let sounds = IncentiveWords(names).first(of: .refusal) != nil
      guard isOwnAnswer || sounds else { continue }
      if event.isSensitive {
        report(IncentiveRule.refusalIsFailure, [field.name], at: place)
      } else {
        warn(IncentiveRule.looksLikeRefusal, [field.name], at: place, &risks)
      }
    }
  }

  /// The fields of the looked-at event that a condition names.
  private func fields(of id: NodeID) -> [Int] {
    if case .field(_, let index) = graph[id] { return [index] }
    return graph[id].operands.flatMap(fields)
  }

  /// The members of choices that a condition asks for, not those that it excludes.
  private func countedMembers(of id: NodeID) -> [String] {
    switch graph[id] {
    case .compare(.equal, let a, let b):
      return [a, b].compactMap { operand in
        guard case .literal(.member(let choice, let index)) = graph[operand] else { return nil }
        return symbols.choices[choice.index].members[index]
      }
    case .and(let a, let b), .or(let a, let b): return countedMembers(of: a) + countedMembers(of: b)
    case .quantified(_, _, _, let body): return countedMembers(of: body)
    default: return []
    }
  }

  /// The event types whose presence an indicator counts: linked ones, but not those that must be absent.
  private func linkedEvents(_ plan: IndicatorPlan) -> [EventID] {
    var events: Set<EventID> = []
    for node in [plan.counts].compactMap({ $0 }) + plan.value.nodes { addPresent(node, to: &events) }
    return events.sorted()
  }

  private func addPresent(_ id: NodeID, to events: inout Set<EventID>) {
    switch graph[id] {
    case .not: break
    case .linkExists(let link), .linkFirst(let link, _): events.insert(link.target)
    default: graph[id].operands.forEach { addPresent($0, to: &events) }
    }
  }
}

extension ValuePlan {
  /// Whether it says how many events there are, absolutely or for each of something.
  var isNumberOfEvents: Bool {
    switch self {
    case .aggregate(let aggregate): aggregate.isNumberOfEvents
    case .ratio(let first, _): first.isNumberOfEvents
    case .rate, .coverage: true
    case .share, .estimate, .derived: false
    }
  }
}

extension AggregatePlan {
  fileprivate var isNumberOfEvents: Bool {
    switch self {
    case .count, .distinct: true
    case .onlyWhere(let aggregate, _): aggregate.isNumberOfEvents
    case .sum, .mean, .quantile, .medianTerm: false
    }
  }
}

extension ActivityNature {
  fileprivate var isClaim: Bool { self == .preventionClaim }
}

extension Grain {
  /// Whether a period is so long that most of it can pass before anything is done.
  var invitesBunching: Bool {
    switch self {
    case .day, .week, .month, .twoMonths: false
    case .quarter, .halfYear, .year, .fiscalYear: true
    }
  }
}
