// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

extension PlanText {
  /// A value made from other indicators, as an s-expression.
  func text(_ plan: DerivedPlan) -> String {
    switch plan {
    case .change(let change):
      let earlier =
        switch change.earlier {
        case .previousPeriod: "previous"
        case .samePeriodLastYear: "last-year"
        case .period(let period): period.label
        }
      let among = change.among.map { text($0) } ?? "-"
      let minus = change.minus.map { text($0) } ?? "-"
      return "(change \(change.indicator) \(earlier) \(among) \(minus) \(change.isRelative))"
    case .gap(let gap):
      switch gap.sides {
      case .unitAbove: return "(gap \(gap.indicator) above \(gap.isRelative))"
      case .groups(let first, let second):
        return "(gap \(gap.indicator) \(text(first)) \(text(second)) \(gap.isRelative))"
      }
    case .computed(let quantity): return "(computed \(text(quantity)))"
    case .range(let range):
      let members =
        switch range.members {
        case .level(let level): "level \(symbols.levels[level].name)"
        case .groups(let name): "groups \(name)"
        }
      return "(\(range.statistic.rawValue) \(range.indicator) \(members))"
    case .standardised(let rate):
      let groups =
        switch rate.reference {
        case .standard(_, let persons): zip(rate.groups, persons).map { "\($0) \($1)" }.joined(separator: " ")
        case .unit(let level): "\(rate.groups.joined(separator: " ")) rates-of \(symbols.levels[level].name)"
        }
      return "(standardised \(rate.indicator) \(rate.split) \(groups))"
    case .shareOfUnits(let share):
      let bound =
        switch share.bound {
        case .number(let value): String(value)
        case .parameter(_, let points): points.map { "\($0.value) from \($0.from)" }.joined(separator: " ")
        }
      let level = symbols.levels[share.level].name
      return "(share-of-units \(level) \(share.indicator) \(share.comparison.rawValue) \(bound))"
    case .index(let index):
      let parts = index.parts.map { "\($0.weight) \($0.indicator) \($0.isHigherBetter)" }.joined(separator: " ")
      // What is not stated is not written, so that a definition keeps the digest that it had before it could be.
      let scale = index.scale.map { " scaled \($0.low) \($0.high)" } ?? ""
      let treated = index.treatsOutliers ? " treat-outliers" : ""
      let varied = index.variation.map { " vary \($0.spread) \($0.draws) \($0.seed)" } ?? ""
      let how = "\(index.mean.rawValue) \(index.normalisation) \(index.mostMissing)"
      return "(index \(parts) \(how)\(scale)\(treated)\(varied))"
    }
  }

  private func text(_ quantity: DerivedPlan.Quantity) -> String {
    switch quantity {
    case .number(let value): String(value)
    case .indicator(let id): id
    case .arithmetic(let operation, let a, let b): "(\(operation.rawValue) \(text(a)) \(text(b)))"
    }
  }

  private func text(_ group: DerivedPlan.Group) -> String { group.condition.map { text($0) } ?? "all" }

  private func text(_ condition: UnitCondition) -> String {
    func name(_ attribute: Int) -> String { symbols.unitAttributes[attribute].name }
    switch condition {
    case .constant(let truth): return String(truth)
    case .isTrue(let attribute): return name(attribute)
    case .isOneOf(let attribute, let codes):
      var members = codes.map { String($0) }
      if case .choice(let id) = symbols.unitAttributes[attribute].type {
        members = codes.map { symbols.choices[id.index].members[Int($0)] }
      }
      return "(one-of \(name(attribute)) \(members.joined(separator: " ")))"
    case .compare(let attribute, let comparison, let bound):
      return "(\(comparison.rawValue) \(name(attribute)) \(bound))"
    case .isMissing(let attribute): return "(missing \(name(attribute)))"
    case .not(let inner): return "(not \(text(inner)))"
    case .and(let a, let b): return "(and \(text(a)) \(text(b)))"
    case .or(let a, let b): return "(or \(text(a)) \(text(b)))"
    }
  }
}
