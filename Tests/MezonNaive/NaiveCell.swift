// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// One indicator for one period and subject.
struct NaiveCell {
  let indicator: NaiveIndicator
  /// The days whose events count.
  let period: Period
  /// The period for which the row stands.
  let label: Period
  let subject: NaiveSubject
  /// What is the same for the total and all groups.
  private var completeness: NaiveShare?
  private var hasFailedAudit = false

  /// nil where the window of the indicator has not begun in the period.
  init?(_ indicator: NaiveIndicator, _ label: Period, _ subject: NaiveSubject) {
    guard let period = indicator.covered(for: label) else { return nil }
    self.indicator = indicator
    self.period = period
    self.label = label
    self.subject = subject
    completeness = findCompleteness()
    hasFailedAudit = findFailedAudit()
  }

  var world: NaiveWorld { indicator.world }

  /// Whether an event belongs to the subject.
  func belongs(_ judged: JudgedEvent) -> Bool {
    switch subject {
    case .unit(let unit): judged.units.contains(unit)
    case .officer(let officer, _): judged.officers.contains(officer)
    }
  }

  /// The looked-at events of the cell, or of a group of it.
  func events(of group: NaiveGroup?) -> [JudgedEvent] {
    indicator.events.filter { judged in
      period.contains(judged.day) && belongs(judged)
        && (group.map { $0.split.groups(of: judged, world).contains($0.group) } ?? true)
    }
  }

  // MARK: The row

  /// The row of the total, or of a group.
  func row(of group: NaiveGroup?) -> NaiveRow {
    let events = events(of: group)
    let roles = NaiveRoleCounts(events.map(\.role), indicator.declaration)
    let value =
      NaivePanel(indicator)?.quantity(of: self, group) ?? NaiveEstimate(indicator)?.quantity(of: self, group)
      ?? NaiveQuantity(of: self, group, events.filter { $0.role == .counted }, roles)
    var row = NaiveRow(
      indicator: indicator.declaration.name.text, period: label, subject: subject, split: group?.label ?? "")
    row.excluded = roles.excluded
    row.excepted = roles.excepted
    row.notYetDue = roles.notYetDue
    row.numerator = value.numerator
    row.denominator = value.denominator
    row.n = value.n
    row.isInterpolated = indicator.form.hasQuantile
    row.sample = value.sample
    row.completeness = completeness?.value
    row.baseline = indicator.declaration.baseline.flatMap { baseline in
      guard case .success(let period) = world.programme.calendar.parse(baseline.period.label) else { return nil }
      return world.programme.number(baseline.value, on: period.first)
    }
    row.target = target
    (row.state, row.reason) = state(of: value, roles)
    if row.state == "value" {
      row.value = value.value
      if let interval = value.interval {
        (row.low, row.high, row.method) = interval
      }
    }
    row.status = status(of: row)
    return row
  }

  // MARK: State

  private func state(of value: NaiveQuantity, _ roles: NaiveRoleCounts) -> (String, String) {
    let declaration = indicator.declaration
    if hasFailedAudit { return ("invalid", "failed_audit") }
    if let from = declaration.effectiveFrom, label.first < from.day { return ("not_applicable", "not_in_force") }
    if let until = declaration.effectiveUntil, label.first > until.day { return ("not_applicable", "not_in_force") }
    if case .officer(let officer, _) = subject, let least = declaration.exposureAtLeast,
      world.daysInPost(officer, in: period) < least.size
    {
      return ("not_applicable", "exposure_too_short")
    }
    if let completeness {
      if completeness.part == 0 { return ("not_reported", "no_hand_in") }
      if let least = declaration.completeAtLeast, completeness.isBelow(least) { return ("not_reported", "incomplete") }
    }
    if roles.isNothingDue { return ("not_yet_due", "nothing_due") }
    if value.mustWaitForEnd { return ("not_yet_due", "period_not_over") }
    if let reason = value.undefinedReason { return ("undefined", reason) }
    if let reason = value.tooFewReason { return ("too_few", reason) }
    if let least = declaration.tooFewBelow, Double(value.n) < least.value { return ("too_few", "below_minimum") }
    return ("value", "")
  }

  /// Whether there is a failed audit of the event type whose unit is the cell's, or above or below it on a day that both cover.
  private func findFailedAudit() -> Bool {
    let unit: String?
    switch subject {
    case .unit(let code): unit = code
    case .officer(_, let last): unit = last
    }
    guard let unit else { return false }
    return world.log.audits.contains { audit in
      audit.event == indicator.event
        && NaiveWorld.days(of: period).contains { day in
          audit.term.contains(day)
            && (world.stands(audit.unit, in: unit, on: day) || world.stands(unit, in: audit.unit, on: day))
        }
    }
  }

  // MARK: Target

  private var target: Double? { indicator.declaration.target(for: label, world.programme) }

  private func status(of row: NaiveRow) -> String { indicator.declaration.status(of: row) }
}

extension IndicatorDeclaration {
  /// The target that holds for a period.
  func target(for label: Period, _ programme: NaiveProgramme) -> Double? {
    guard let clause = target else { return nil }
    let points = clause.points.compactMap { point -> (value: Double, day: CalendarDay)? in
      guard case .success(let start) = programme.calendar.parse(point.from.label),
        let value = programme.number(point.value, on: start.first)
      else { return nil }
      return (value, start.first)
    }.sorted { $0.day < $1.day }
    guard let last = points.last(where: { $0.day <= label.first }) else { return nil }
    guard clause.isLine, let next = points.first(where: { $0.day > label.first }) else { return last.value }
    return last.value + (next.value - last.value) * Double(label.first - last.day) / Double(next.day - last.day)
  }

  /// How a row stands against its target.
  func status(of row: NaiveRow) -> String {
    guard let value = row.value else { return "no_value" }
    guard let target = row.target, let direction = betterWhen else { return "no_target" }
    // A limit that cannot be told may lie anywhere.
    let hasInterval = row.low != nil || row.high != nil
    let low = row.low ?? (hasInterval ? -Double.infinity : value)
    let high = row.high ?? (hasInterval ? Double.infinity : value)
    if direction.isHigher ? low >= target : high <= target { return "met" }
    // A limit that touches the target is on its good side.
    if direction.isHigher ? high < target : low > target { return "not_met" }
    return "not_distinguishable"
  }
}
