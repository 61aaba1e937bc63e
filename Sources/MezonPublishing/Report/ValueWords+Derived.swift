// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

// Values that are made from other indicators, and windows.
extension ValueWords {
  /// How the value is made from other indicators.
  func text(_ derived: DerivedPlan) throws(PublishingFailure) -> String {
    switch derived {
    case .change(let change): return try text(change)
    case .gap(let gap): return try text(gap)
    case .range(let range):
      var values = ["indicator": label(range.indicator)]
      switch range.members {
      case .level(let level):
        values["members"] = try words.text("derived.level", ["level": words.term(programme.levels[level].name)])
      case .groups(let name):
        let split = plan(range.indicator)?.splits.first { $0.name == name }
        values["members"] = try words.text("derived.groups", ["split": split.map(words.splitLabel) ?? name])
      }
      return try words.text("derived." + range.statistic.rawValue, values)
    case .computed:
      guard case .computed(let expression)? = self.plan.declaration.derivedForm else { return "" }
      return try ConditionWords(words: words, events: programme.events).text(expression)
    case .index(let index): return try text(index)
    case .standardised(let rate): return try text(rate)
    case .shareOfUnits(let share):
      let level = try words.term(programme.levels[share.level].name)
      return try words.text("derived.share_of_units", ["level": level, "bound": bound(share)])
    }
  }

  private func text(_ rate: DerivedPlan.Standardised) throws(PublishingFailure) -> String {
    let split = plan(rate.indicator)?.splits.first { $0.name == rate.split }
    var values = ["indicator": label(rate.indicator), "split": try split.map(words.splitLabel) ?? rate.split]
    switch rate.reference {
    case .standard(let name, let persons):
      let declaration = programme.standards.first { $0.name.text == name }
      values["standard"] = words.label(declaration?.labels ?? [], title: declaration?.title?.text, name: name)
      var groups: [String] = []
      for (group, number) in zip(rate.groups, persons) {
        groups.append(
          try words.text("derived.standard_group", ["group": words.term(group), "number": words.number(number)]))
      }
      values["groups"] = groups.joined(separator: "; ")
      return try words.text("derived.direct", values)
    case .unit(let level):
      values["level"] = try words.term(programme.levels[level].name)
      return try words.text("derived.indirect", values)
    }
  }

  /// The figure and its bound, such as `residents for each inspector is greater than 3 000`.
  private func bound(_ share: DerivedPlan.UnitShare) throws(PublishingFailure) -> String {
    guard case .shareOfUnits(let clause)? = plan.declaration.derivedForm, let written = clause.bound else { return "" }
    var right = Expression.number(written.bound)
    if let name = written.bound.parameter {
      let known = programme.shared.lazy.compactMap { shared -> ParameterDeclaration? in
        if case .parameter(let parameter) = shared.kind, shared.name == name.text { parameter } else { nil }
      }.first
      right = known.map { .parameter($0, name.range) } ?? .name(name)
    }
    let figure = Expression.name(Name(label(share.indicator), at: written.indicator.range))
    return try ConditionWords(words: words, events: programme.events).text(
      .comparison(share.comparison, figure, right, clause.range))
  }

  private func text(_ change: DerivedPlan.Change) throws(PublishingFailure) -> String {
    let earlier: String
    switch change.earlier {
    case .previousPeriod: earlier = try words.text("derived.previous_period")
    case .samePeriodLastYear: earlier = try words.text("derived.last_year")
    case .period(let period): earlier = words.format.period(period)
    }
    let id = change.isRelative ? "derived.change_relative" : "derived.change_absolute"
    var result = try words.text(id, ["indicator": label(change.indicator), "earlier": earlier])
    guard case .change(let clause)? = plan.declaration.derivedForm else { return result }
    if let among = clause.among {
      result = try words.text("derived.among", ["value": result, "units": units(among)])
    }
    switch clause.minus {
    case .allUnits?:
      let all = try words.text("derived.all_units")
      return try words.text("derived.minus", ["value": result, "units": all])
    case .units(let condition)?:
      return try words.text("derived.minus", ["value": result, "units": units(condition)])
    case nil: return result
    }
  }

  private func text(_ gap: DerivedPlan.Gap) throws(PublishingFailure) -> String {
    var result = try words.text("derived.gap_above", ["indicator": label(gap.indicator)])
    if case .gap(let clause)? = plan.declaration.derivedForm, case .groups(let first, let second) = clause.sides {
      var other = try words.text("derived.all_units")
      if case .units(let condition) = second { other = try units(condition) }
      let values = ["indicator": label(gap.indicator), "first": try units(first), "second": other]
      result = try words.text("derived.gap_groups", values)
    }
    return gap.isRelative ? try words.text("derived.gap_relative", ["value": result]) : result
  }

  private func units(_ condition: Expression) throws(PublishingFailure) -> String {
    let text = try ConditionWords(words: words, events: programme.events).text(condition)
    return try words.text("derived.units", ["condition": text])
  }

  private func text(_ index: DerivedPlan.Index) throws(PublishingFailure) -> String {
    var parts: [String] = []
    for part in index.parts {
      parts.append(
        try words.text("derived.part", ["weight": words.number(part.weight), "indicator": label(part.indicator)]))
    }
    let scale: String
    switch index.normalisation {
    case .none: scale = try words.text("normalise.none")
    case .bounds(let low, let high):
      var values = ends(index)
      (values["low"], values["high"]) = (words.number(low), words.number(high))
      scale = try words.text("normalise.bounds", values)
    case .minMax: scale = try words.text("normalise.min_max", ends(index))
    case .distanceToTarget: scale = try words.text("normalise.distance_to_target")
    case .zScore: scale = try words.text("normalise.z_score")
    case .rank: scale = try words.text("normalise.rank")
    case .percentile: scale = try words.text("normalise.percentile")
    case .borda: scale = try words.text("normalise.borda")
    case .percentileRank: scale = try words.text("normalise.percentile_rank")
    case .shareOfGreatest: scale = try words.text("normalise.share_of_greatest")
    }
    let missing = try words.text("derived.missing", ["share": words.number(index.mostMissing)])
    var remarks = [scale]
    if index.treatsOutliers { remarks.append(try words.text("derived.treated")) }
    remarks.append(missing)
    if let variation = index.variation {
      let values = [
        "spread": words.number(100 * variation.spread), "draws": words.format.number(variation.draws),
        "seed": String(variation.seed),
      ]
      remarks.append(try words.text("derived.varied", values))
    }
    return try words.text(
      "derived.index_" + index.mean.rawValue,
      ["parts": parts.joined(separator: "; "), "remarks": remarks.joined(separator: "; ")])
  }

  private func ends(_ index: DerivedPlan.Index) -> [String: String] {
    ["least": words.number(index.scale?.low ?? 0), "greatest": words.number(index.scale?.high ?? 100)]
  }

  /// The days that count for a period.
  func text(_ window: WindowPlan) throws(PublishingFailure) -> String {
    switch window {
    case .months(let count): return try words.text("window.months", ["number": words.format.number(count)])
    case .days(let count): return try words.text("window.days", ["number": words.format.number(count)])
    case .yearToDate: return try words.text("window.year_to_date")
    case .since(let day): return try words.text("window.since", ["day": words.format.date(day)])
    }
  }

  private func plan(_ id: String) -> IndicatorPlan? { programme.indicator(named: id) }

  private func label(_ id: String) -> String {
    let declaration = plan(id)?.declaration
    return words.label(declaration?.labels ?? [], title: declaration?.title?.text, name: id)
  }
}
