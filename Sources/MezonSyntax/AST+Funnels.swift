// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// `goes through stages named by stage with same problem within 12 months { analysis "Analysis"  response }`: the stages that come
/// behind the looked-at event, in their order.
package struct FunnelClause: Sendable {
  package let stages: [FunnelStage]
  /// How linked events name the stage that they enter; nil where the stages are times of the looked-at event itself.
  package let entry: FunnelEntry?
  /// How long after the start a stage can be reached; nil for ever.
  package let window: SpanLiteral?
  package let range: SourceRange
}

/// One stage: a member of the field that names stages, or a field of type time or day.
package struct FunnelStage: Sendable {
  package let name: Name
  package let title: TextLiteral?
  package let labels: [LocalizedText]
}

/// `named by stage of stage_entered with same problem`.
package struct FunnelEntry: Sendable {
  /// The choice that names the stage.
  package let field: Name
  /// The type of the events that enter stages; nil for that of the looked-at one.
  package let event: Name?
  package let keys: [LinkKey]
}

/// One figure of a funnel.
package struct FunnelPart: Sendable, Hashable {
  /// What it says of its stage.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The share of all starts that came to the stage.
    case reached
    /// The share of those at the stage before that did not come to this one.
    case lost
    /// The median of the days from the stage before.
    case days

    /// What the names of its indicators end with, behind funnel and stage.
    var suffix: String { self == .reached ? "" : ".\(rawValue)" }
  }
  package let kind: Kind
  package let stage: Name

  /// Whether both are the same figure, wherever they are named.
  package func isSame(as other: FunnelPart) -> Bool { kind == other.kind && stage.text == other.stage.text }
}

extension IndicatorDeclaration {
  /// The names of a funnel's indicators, stage by stage; none for an ordinary indicator.
  package var funnelNames: [String] {
    guard let funnel else { return [] }
    return funnel.stages.flatMap { stage in
      FunnelPart.Kind.allCases.map { "\(name.text).\(stage.name.text)\($0.suffix)" }
    }
  }

  /// The indicators that a funnel stands for: of each stage the share that reached it, the share lost before it, and the days to it.
  /// Those lost and the days are context: haste is no aim. Nothing for an ordinary indicator.
  ///
  /// - Parameters:
  ///   - ownTime: the name of an event type's own time; nil where it has none.
  ///   - language: that of the file's keywords, in which the titles are.
  package func funnelIndicators(
    ownTime: (String) -> String?, language: KeywordLanguage
  ) -> [IndicatorDeclaration] {
    guard let funnel, let event else { return [] }
    let start = periodField?.text ?? ownTime(event.text) ?? ""
    let entered = ownTime(funnel.entry?.event?.text ?? event.text) ?? ""
    let steps = FunnelSteps(funnel, event: event, start: Name(start, at: event.range), entered: entered)
    return funnel.stages.indices.flatMap { place in
      FunnelPart.Kind.allCases.map { kind in
        member(FunnelPart(kind: kind, stage: funnel.stages[place].name), at: place, steps, language)
      }
    }
  }

  private func member(
    _ part: FunnelPart, at place: Int, _ steps: FunnelSteps, _ language: KeywordLanguage
  ) -> IndicatorDeclaration {
    let stage = steps.funnel.stages[place]
    let id = Name("\(name.text).\(stage.name.text)\(part.kind.suffix)", at: name.range)
    var member = IndicatorDeclaration(name: id, range: range)
    member.describe(as: part.kind, of: stage, like: self, language)
    (member.event, member.officersUnit, member.moment) = (event, officersUnit, moment)
    member.population = population
    member.leavesOut = leavesOut
    member.window = window
    (member.periodField, member.unitField, member.officerFields) = (periodField, unitField, officerFields)
    (member.subjects, member.grains, member.splits) = (subjects, grains, splits)
    (member.tooFewBelow, member.protectCellsBelow) = (tooFewBelow, protectCellsBelow)
    (member.reportedWhere, member.completeAtLeast) = (reportedWhere, completeAtLeast)
    member.exposureAtLeast = exposureAtLeast
    (member.effectiveFrom, member.effectiveUntil) = (effectiveFrom, effectiveUntil)
    member.nature = nature
    member.contextOnly = part.kind == .reached ? contextOnly : contextOnly ?? name.range
    if part.kind == .reached {
      (member.betterWhen, member.pairedWith, member.acceptedRisks) = (betterWhen, pairedWith, acceptedRisks)
    }
    if part.kind != .days { member.interval = interval }
    switch part.kind {
    case .reached: member.counts = steps.reached(place)
    case .lost:
      if place > 0 { member.population = FunnelSteps.both(population, steps.reached(place - 1)) }
      member.counts = steps.missed(place)
    case .days: member.counts = steps.reached(place)
    }
    let form: ValueForm = part.kind == .days ? .aggregate(.median(steps.days(to: place))) : .share
    member.value = ValueClause(form: form, measure: nil, range: stage.name.range)
    member.examples = examples.compactMap { $0.expecting(part) }
    return member
  }

  private mutating func describe(
    as kind: FunnelPart.Kind, of stage: FunnelStage, like funnel: IndicatorDeclaration, _ language: KeywordLanguage
  ) {
    func literal(_ text: String) -> TextLiteral { TextLiteral(text: text, range: stage.name.range) }
    func stageLabel(_ code: String?) -> String {
      let own = stage.labels.first { $0.language?.text == code }?.text ?? stage.title
      return own?.text ?? stage.name.text.map { $0 == "_" ? " " : String($0) }.joined()
    }
    title = funnel.title.map { title in
      literal(kind.title(of: title.text, stage: stageLabel(language == .russian ? "ru" : "en"), language))
    }
    labels = funnel.labels.compactMap { label in
      let code = label.language?.text
      guard let known = code.flatMap(KeywordLanguage.init(rawValue:)) else {
        // Nobody has put the words of the others into this language.
        return kind == .reached
          ? LocalizedText(language: label.language, text: literal("\(label.text.text): \(stageLabel(code))")) : nil
      }
      let text = kind.title(of: label.text.text, stage: stageLabel(code), known)
      return LocalizedText(language: label.language, text: literal(text))
    }
    (purpose, sourceNote, limitations) = (funnel.purpose, funnel.sourceNote, funnel.limitations)
    (catalogue, owner, reviewBy) = (funnel.catalogue, funnel.owner, funnel.reviewBy)
  }
}

extension FunnelPart.Kind {
  private var wording: Wording {
    switch self {
    case .reached: Wording("{0}: reached \"{1}\"", "{0}: дошло до этапа «{1}»")
    case .lost: Wording("{0}: lost before \"{1}\"", "{0}: выбыло перед этапом «{1}»")
    case .days: Wording("{0}: days to \"{1}\" from the stage before", "{0}: дней до этапа «{1}» от предыдущего")
    }
  }

  /// The title of a figure in a language.
  fileprivate func title(of funnel: String, stage: String, _ language: KeywordLanguage) -> String {
    let text = language == .russian ? wording.russian : wording.english
    return text.replacing("{0}", with: funnel).replacing("{1}", with: stage)
  }
}

extension ExampleDeclaration {
  /// The example with what it expects of one figure of a funnel; nil where it expects nothing of it.
  fileprivate func expecting(_ part: FunnelPart) -> ExampleDeclaration? {
    var example = self
    example.expectations = expectations.compactMap { expectation in
      guard expectation.part?.isSame(as: part) ?? false else { return nil }
      var plain = expectation
      plain.part = nil
      return plain
    }
    return example.expectations.isEmpty ? nil : example
  }
}
