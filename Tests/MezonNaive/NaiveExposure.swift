// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

extension NaiveCell {
  /// Residents or officers over the known days of the period: their mean, or with `a year` their person-years; nil where
  /// the residents of a day are not known. A unit has neither on days on which it did not exist.
  func exposure(to kind: ValueForm.Exposure, isAnnual: Bool) -> Double? {
    guard case .unit(let unit) = subject else { return nil }
    var total = 0.0
    let days = world.knownDays(of: period).filter { !world.chain(of: unit, on: $0).isEmpty }
    if days.isEmpty { return 0 }
    for day in days {
      let persons: Int
      switch kind {
      case .officers: persons = world.officers(in: unit, on: day).count
      case .residents:
        guard let residents = world.residents(of: unit, on: day) else { return nil }
        persons = residents
      }
      total += isAnnual ? Double(persons) / daysInYear(of: day) : Double(persons)
    }
    return isAnnual ? total : total / Double(days.count)
  }

  private func daysInYear(of day: CalendarDay) -> Double {
    Double(world.programme.calendar.period(containing: day, grain: .year).days)
  }
}

extension NaiveWorld {
  /// The residents of a unit on a day: as stated, or else the sum over the units directly below, if each has some number.
  func residents(of unit: String, on day: CalendarDay) -> Int? {
    let stated = log.population.filter { $0.unit == unit && $0.term.contains(day) }
    if let latest = stated.max(by: { $0.term.from < $1.term.from }) { return latest.residents }
    let below = unitCodes.filter { row(of: $0, on: day)?.parent == unit }
    if below.isEmpty { return nil }
    var sum = 0
    for code in below {
      guard let residents = residents(of: code, on: day) else { return nil }
      sum += residents
    }
    return sum
  }
}
