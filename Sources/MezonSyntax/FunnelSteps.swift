// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// The conditions and times of a funnel's stages, as a planner would have written them out.
///
/// A stage is reached when it and all stages before it were entered, each within the window from the start.
struct FunnelSteps {
  let funnel: FunnelClause
  let event: Name
  /// The field from which windows run.
  let start: Name
  /// The own time of the events that enter stages.
  let entered: String

  init(_ funnel: FunnelClause, event: Name, start: Name, entered: String) {
    self.funnel = funnel
    self.event = event
    self.start = start
    self.entered = entered
  }

  /// A condition and another; either may be absent.
  static func both(_ first: Expression?, _ second: Expression) -> Expression {
    first.map { .and($0, second, second.range) } ?? second
  }

  /// Whether a stage was reached.
  func reached(_ place: Int) -> Expression {
    funnel.stages[...place].indices.dropFirst().reduce(entry(0)) { .and($0, entry($1), entry($1).range) }
  }

  /// Whether a stage was not entered; a missing time is no entry.
  func missed(_ place: Int) -> Expression {
    let stage = funnel.stages[place].name
    if let link = link(to: stage) { return .linked(link, negated: true, stage.range) }
    let isMissing = Expression.isMissing(.name(stage), negated: false, stage.range)
    guard funnel.window != nil else { return isMissing }
    return .or(isMissing, .not(entry(place), stage.range), stage.range)
  }

  /// The days from the stage before, or from the start, to a stage.
  func days(to place: Int) -> Expression {
    let before = place == 0 ? .name(start) : time(of: funnel.stages[place - 1].name)
    let stage = funnel.stages[place].name
    return .elapsed(.days, from: before, to: time(of: stage), stage.range)
  }

  /// Whether a stage was entered in time.
  private func entry(_ place: Int) -> Expression {
    let stage = funnel.stages[place].name
    if let link = link(to: stage) { return .linked(link, negated: false, stage.range) }
    guard let window = funnel.window else { return .isMissing(.name(stage), negated: true, stage.range) }
    return .within(.name(stage), window, of: .name(start), stage.range)
  }

  private func time(of stage: Name) -> Expression {
    guard let link = link(to: stage) else { return .name(stage) }
    return .firstLinked(field: Name(entered, at: stage.range), link, stage.range)
  }

  /// The events that enter a stage; nil where the stages are times of the looked-at event.
  private func link(to stage: Name) -> LinkClause? {
    guard let entry = funnel.entry else { return nil }
    let isStage = Expression.comparison(.equal, .name(entry.field), .name(stage), stage.range)
    return LinkClause(
      isOrdered: true, event: entry.event ?? event, condition: isStage, keys: entry.keys, window: funnel.window,
      anchor: start, range: stage.range)
  }
}
