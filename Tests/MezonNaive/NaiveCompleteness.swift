// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

extension NaiveCell {
  /// The share of what was expected that was handed in; nil where nothing is expected, and for officers.
  var completeness: Double? {
    guard case .unit(let unit) = subject else { return nil }
    return indicator.declaration.reportedWhere == nil ? completenessOfHandIns(unit) : completenessOfEvents(unit)
  }

  /// Of the days on which the units that hand in existed in the cell's unit, the share that a hand-in covers.
  private func completenessOfHandIns(_ unit: String) -> Double? {
    let handIns = world.log.handIns.filter { $0.event == indicator.event }
    let levels = Set(handIns.map { world.level(of: $0.unit) })
    var expected = 0
    var covered = 0
    for code in world.unitCodes where levels.contains(world.level(of: code)) {
      for day in world.knownDays(of: period) where world.stands(code, in: unit, on: day) {
        expected += 1
        if handIns.contains(where: { $0.unit == code && $0.term.contains(day) }) { covered += 1 }
      }
    }
    return expected == 0 ? nil : Double(covered) / Double(expected)
  }

  /// Of the units of the levels at which events stand, the share with an event that shows that the unit reports.
  private func completenessOfEvents(_ unit: String) -> Double? {
    guard let field = indicator.unitField else { return nil }
    let seen = world.seenEvents(of: indicator.event).map { world.log.events[$0] }
    let levels = Set(seen.compactMap { $0[field].code }.map { world.level(of: $0) })
    let units = world.unitCodes.filter { code in
      levels.contains(world.level(of: code))
        && world.stands(code, in: unit, during: NaiveWorld.days(of: period))
    }
    let reporting = units.filter { code in
      indicator.events.contains { judged in
        let conditions = NaiveConditions(world: world, place: judged.place, unitField: field)
        return period.contains(judged.day) && judged.event[field].code == code
          && conditions.holds(indicator.declaration.reportedWhere)
      }
    }
    return units.isEmpty ? nil : Double(reporting.count) / Double(units.count)
  }
}
