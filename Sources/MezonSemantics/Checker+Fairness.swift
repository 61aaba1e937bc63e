// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// What makes officers comparable: exposure, peers, and score tables whose values change with time.
extension Checker {
  /// A roster whose days are taken off; nil and a diagnostic where it is none.
  mutating func deduction(_ name: Name) -> AppraisalPlan.Deduction? {
    guard let event = symbols.events.firstIndex(where: { $0.name == name.text }).map(EventID.init) else {
      report(unknown: "roster", name, in: "the programme", known: symbols.events.filter { $0.term != nil }.map(\.name))
      return nil
    }
    let schema = symbols.events[event.index]
    guard schema.term?.until != nil, !schema.officerFields.isEmpty || schema.unitField != nil else {
      report(FairnessRule.noDaysToTakeOff, [name.text], at: name.range)
      return nil
    }
    return AppraisalPlan.Deduction(event: event, officerFields: schema.officerFields, unitField: schema.unitField)
  }

  /// A rule of comparability; nil and a diagnostic where it names what no unit has.
  mutating func peers(_ rule: PeerRule, _ indicators: [IndicatorPlan], _ grain: Grain) -> PeerRulePlan? {
    switch rule {
    case .same(let name):
      if let level = symbols.level(named: name.text) { return .sameLevel(level) }
      if let attribute = symbols.unitAttributes.firstIndex(where: { $0.name == name.text }) {
        return .sameAttribute(attribute)
      }
      let known = symbols.unitAttributes.map(\.name) + symbols.levels.map(\.name)
      report(unknown: "unit attribute", name, in: "the programme", known: known)
      return nil
    case .within(let name, let literal):
      guard let most = bounded(literal, 0, 100) else { return nil }
      if let attribute = symbols.unitAttributes.firstIndex(where: { $0.name == name.text }) {
        if case .number = symbols.unitAttributes[attribute].type { return .attributeWithin(attribute, perCent: most) }
        report(FairnessRule.noNumberOfUnits, [name.text], at: name.range)
        return nil
      }
      let versions = indicators.filter { $0.id == name.text }
      guard !versions.isEmpty else {
        report(
          unknown: "indicator", name, in: "the programme",
          known: symbols.unitAttributes.map(\.name) + indicators.map(\.id))
        return nil
      }
      guard versions.allSatisfy({ !$0.levels.isEmpty && $0.grains.contains(grain) }) else {
        report(FairnessRule.noNumberOfUnits, [name.text], at: name.range)
        return nil
      }
      return .indicatorWithin(name.text, perCent: most)
    }
  }

  /// The points of a score table; nil and a diagnostic where they do not ascend on some day.
  mutating func scorePoints(
    _ item: AppraisalItem, in measure: Measure
  ) -> [(value: DatedValue, score: Double)]? {
    var points: [(value: DatedValue, score: Double)] = []
    for point in item.points {
      guard let score = bounded(point.score, 0, 100), let value = datedValue(point.value, in: measure) else {
        return nil
      }
      points.append((value, score))
    }
    for day in changes(of: points.map(\.value)) {
      let values = points.map { $0.value.value(on: day) }
      for (place, pair) in zip(values, values.dropFirst()).enumerated() {
        guard let earlier = pair.0, let later = pair.1, later <= earlier else { continue }
        report(SemanticRule.notAscending, ["score"], at: item.points[place + 1].value.range)
        return nil
      }
    }
    return points
  }

  /// The days on which at least one of some values changes, ascending; the first day there is, where none does.
  private func changes(of values: [DatedValue]) -> [CalendarDay] {
    let days = Set(values.flatMap(\.changes))
    return days.isEmpty ? [.first] : days.sorted()
  }

  /// The tables of a scored indicator as they follow each other in time, as far as they are known; for what is said of them
  /// beside whether they can be used.
  func scoreTables(of item: AppraisalItem) -> [[(value: Double, score: Double)]] {
    let values = item.points.map { point -> DatedValue in
      guard let name = point.value.parameter else { return .number(point.value.value) }
      let points = symbols.parameters[name.text]?.points ?? []
      return .parameter(name.text, points.map { DatedNumber(from: $0.from.day, value: $0.value.value) })
    }
    return changes(of: values).compactMap { day in
      let known = zip(values, item.points).compactMap { value, point in
        value.value(on: day).map { (value: $0, score: point.score.value) }
      }
      return known.count == item.points.count ? known : nil
    }
  }
}
