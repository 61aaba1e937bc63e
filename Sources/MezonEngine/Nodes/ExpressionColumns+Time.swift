// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

extension SpanUnit {
  /// Microseconds of elapsed time; nil for units counted in local days.
  var elapsedMicroseconds: Int64? {
    switch self {
    case .minutes: 60_000_000
    case .hours: 3_600_000_000
    case .days, .weeks: nil
    }
  }

  /// How many local days a unit has; 0 for units of elapsed time.
  var localDays: Int {
    switch self {
    case .minutes, .hours: 0
    case .days: 1
    case .weeks: 7
    }
  }
}

/// A product held at the ends of `Int64`.
func saturatingProduct(_ left: Int64, _ right: Int64) -> Int64 {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  return overflow ? ((left < 0) != (right < 0) ? .min : .max) : product
}

extension ExpressionColumns {
  func elapsed(_ unit: SpanUnit, _ from: NodeID, _ to: NodeID, in space: Int) -> NodeColumn {
    let rows = spaces[space].count
    if let length = unit.elapsedMicroseconds {
      guard let from = instants(from, in: space), let to = instants(to, in: space) else { return .absent }
      let (values, isConstant) = combine(from, to, rows: rows, missing: .nan) { from, to in
        Double(Instant(microseconds: to).microseconds(since: Instant(microseconds: from))) / Double(length)
      }
      return numberColumn(values, isConstant)
    }
    guard let from = days(from, in: space), let to = days(to, in: space) else { return .absent }
    let length = Double(unit.localDays)
    let (values, isConstant) = combine(from, to, rows: rows, missing: .nan) { from, to in
      Double(Int(to) - Int(from)) / length
    }
    return numberColumn(values, isConstant)
  }

  /// Of some numbers, ascending by day, the one that holds on each local day. Complexity: O(rows · log numbers).
  func dated(_ numbers: [DatedNumber], _ day: NodeID, in space: Int) -> NodeColumn {
    guard let days = days(day, in: space) else { return .absent }
    let starts = numbers.map(\.from.daysSinceEpoch)
    let rows = spaces[space].count
    let (values, isConstant) = combine(days, Vector(constant: UInt8(0)), rows: rows, missing: .nan) { day, _ in
      // The last start that is not behind the day.
      var low = 0
      var high = starts.count
      while low < high {
        let middle = low + (high - low) / 2
        if starts[middle] <= day { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? Double.nan : numbers[low - 1].value
    }
    return numberColumn(values, isConstant)
  }

  func within(_ later: NodeID, _ span: Int, _ unit: SpanUnit, _ anchor: NodeID, in space: Int) -> NodeColumn {
    let unknown = Vector(constant: Truth.unknown)
    let rows = spaces[space].count
    if let length = unit.elapsedMicroseconds {
      guard let later = instants(later, in: space), let anchor = instants(anchor, in: space) else {
        return .truth(unknown)
      }
      // Elapsed time runs between instants, a day being its midnight.
      let most = saturatingProduct(Int64(span), length)
      let (values, isConstant) = combine(later, anchor, rows: rows, missing: Truth.unknown) { later, anchor in
        let distance = Instant(microseconds: later).microseconds(since: Instant(microseconds: anchor))
        return distance >= 0 && distance <= most ? Truth.yes : Truth.no
      }
      return .truth(isConstant ? Vector(constant: values[0]) : Vector(values))
    }
    guard let laterDays = days(later, in: space), let anchorDays = days(anchor, in: space) else {
      return .truth(unknown)
    }
    let order = comparison(.greaterOrEqual, later, anchor, in: space)
    let most = Int(saturatingProduct(Int64(span), Int64(unit.localDays)))
    let distance = combine(laterDays, anchorDays, rows: rows, missing: Truth.unknown) { later, anchor in
      Int(later) - Int(anchor) <= most ? Truth.yes : Truth.no
    }
    let truths = distance.isConstant ? Vector(constant: distance.values[0]) : Vector(distance.values)
    let (values, isConstant) = combine(order.truths ?? unknown, truths, rows: rows, missing: Truth.unknown) {
      // Both are unknown in the same rows: those where a value is missing.
      $0 == Truth.unknown ? Truth.unknown : $0 & $1
    }
    return .truth(isConstant ? Vector(constant: values[0]) : Vector(values))
  }
}

extension ExpressionColumns {
  /// The local day so many months later. Complexity: O(rows).
  func monthsLater(_ operand: NodeID, _ months: Int, in space: Int) -> NodeColumn {
    guard let days = days(operand, in: space) else { return .absent }
    if months == 0 { return .day(days) }
    let later = days.values.map { CalendarDay(daysSinceEpoch: $0).adding(months: months).daysSinceEpoch }
    return .day(
      days.isConstant
        ? Vector(constant: later[0], isPresent: days.presence.isEmpty) : Vector(later, presence: days.presence))
  }
}

/// The local day of each instant. Complexity: O(rows).
func localDays(_ instants: Vector<Int64>, _ zone: TimeZoneRules) -> Vector<Int32> {
  if instants.isConstant {
    let day = zone.day(of: Instant(microseconds: instants.values[0])).daysSinceEpoch
    return Vector(constant: day, isPresent: instants.presence.isEmpty)
  }
  var cursor = TimeZoneCursor(zone)
  return Vector(cursor.days(of: instants.values), presence: instants.presence)
}

/// The first instant of each day. Complexity: O(rows · log changes of clocks).
func midnights(_ days: Vector<Int32>, _ zone: TimeZoneRules) -> Vector<Int64> {
  let instants = days.values.map { zone.startOfDay(CalendarDay(daysSinceEpoch: $0)).microseconds }
  return days.isConstant
    ? Vector(constant: instants[0], isPresent: days.presence.isEmpty) : Vector(instants, presence: days.presence)
}
