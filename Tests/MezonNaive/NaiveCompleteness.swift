// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// So many of so many.
struct NaiveShare {
  let part: Int
  let whole: Int

  /// nil where there is nothing to take a share of.
  init?(_ part: Int, of whole: Int) {
    guard whole > 0 else { return nil }
    self.part = part
    self.whole = whole
  }

  var value: Double { Double(part) / Double(whole) }

  /// Whether it is below so many per cent, in whole numbers.
  func isBelow(_ percentage: NumberLiteral) -> Bool {
    let (digits, scale) = percentage.ofHundred
    return part * scale < digits * whole
  }
}

extension NumberLiteral {
  /// A percentage as a quotient of whole numbers: `12.5 %` is 125 of 1000.
  var ofHundred: (digits: Int, scale: Int) {
    let written = range.text.filter { $0.isNumber || $0 == "." }.split(separator: ".")
    let decimals = written.count > 1 ? written[1].count : 0
    return (Int(written.joined()) ?? 0, (0..<decimals).reduce(100) { scale, _ in 10 * scale })
  }
}

extension NaiveCell {
  /// The share of what was expected that was handed in; nil where nothing is expected, and for officers.
  func findCompleteness() -> NaiveShare? {
    guard case .unit(let unit) = subject else { return nil }
    return indicator.declaration.reportedWhere == nil ? completenessOfHandIns(unit) : completenessOfEvents(unit)
  }

  /// Of the days on which the units that hand in existed in the cell's unit, the share that a hand-in covers.
  private func completenessOfHandIns(_ unit: String) -> NaiveShare? {
    let handIns = world.log.handIns.filter { $0.event == indicator.event }
    let levels = Set(handIns.map { world.level(of: $0.unit) })
    var expected = 0
    var covered = 0
    for code in world.unitCodes where levels.contains(world.level(of: code)) {
      for day in world.knownDays(of: period)
      where world.stands(code, in: unit, on: day) && indicator.includes(code, on: day) {
        expected += 1
        if handIns.contains(where: { $0.unit == code && $0.term.contains(day) }) { covered += 1 }
      }
    }
    return NaiveShare(covered, of: expected)
  }

  /// Of the units of the levels at which events stand, the share with an event that shows that the unit reports.
  private func completenessOfEvents(_ unit: String) -> NaiveShare? {
    guard indicator.unitField != nil else { return nil }
    let seen = world.seenEvents(of: indicator.event).map { world.log.events[$0] }
    let own = seen.compactMap { event in
      world.day(of: event[indicator.periodField]).flatMap { indicator.units(of: event, on: $0).first }
    }
    let levels = Set(own.map { world.level(of: $0) })
    let units = world.unitCodes.filter { code in
      levels.contains(world.level(of: code))
        && NaiveWorld.days(of: period).contains { day in
          world.stands(code, in: unit, on: day) && indicator.includes(code, on: day)
        }
    }
    let reporting = units.filter { code in
      indicator.events.contains { judged in
        period.contains(judged.day) && judged.units.first == code
          && indicator.conditions(at: judged.place).holds(indicator.declaration.reportedWhere)
      }
    }
    return NaiveShare(reporting.count, of: units.count)
  }
}
