// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// How many events a hand-in has of each unit in each of some periods, counted in one pass over its rows.
struct EventCounts: Sendable {
  /// Indices of the units that have events, on whatever day.
  private(set) var units: [Int] = []
  /// The periods, and for each the number of events of each unit.
  private var periods: [Period]
  private var counts: [[Int]]

  /// Of no events.
  init() { (periods, counts) = ([], []) }

  /// Complexity: O(rows + days + periods · units).
  init(_ events: HandedInEvents, in periods: [Period]) {
    let unitCount = events.dataset.organisation.codes.count
    var counts = [[Int]](repeating: [Int](repeating: 0, count: unitCount), count: periods.count)
    var isThere = [Bool](repeating: false, count: unitCount)
    let column = events.unitColumn
    let codes = column?.int32s ?? []
    let placeOf = DayTable(periods)
    for (row, code) in codes.enumerated() where code >= 0 && Int(code) < unitCount {
      guard column?.isPresent(row) ?? false else { continue }
      isThere[Int(code)] = true
      let place = placeOf[events.days[row]]
      if place >= 0 { counts[place][Int(code)] += 1 }
    }
    self.periods = periods
    self.counts = counts
    units = isThere.indices.filter { isThere[$0] }
  }

  /// Adds the events of others, of which the units are the same, and keeps so many of the latest periods.
  mutating func add(_ other: EventCounts, keeping most: Int) {
    units = Set(units).union(other.units).sorted()
    for (period, added) in zip(other.periods, other.counts) {
      if let place = periods.firstIndex(of: period) {
        for unit in added.indices { counts[place][unit] += added[unit] }
      } else {
        periods.append(period)
        counts.append(added)
      }
    }
    let kept = periods.indices.sorted { periods[$0].first < periods[$1].first }.suffix(most)
    (periods, counts) = (kept.map { periods[$0] }, kept.map { counts[$0] })
  }

  /// The number of events of a unit, by its index, in one of the periods.
  func events(of unit: Int, in period: Period) -> Int {
    periods.firstIndex(of: period).map { counts[$0][unit] } ?? 0
  }
}

/// For each day the place of the first of some periods that has it.
private struct DayTable {
  private var places: [Int32] = []
  private var first: Int32 = 0
  private let periods: [Period]

  /// Beyond so many days between the first and the last period each day is looked up by itself.
  private static let mostDays = 1 << 22

  init(_ periods: [Period]) {
    self.periods = periods
    guard let from = periods.map(\.first).min(), let until = periods.map(\.last).max(), until - from < Self.mostDays
    else { return }
    first = from.daysSinceEpoch
    places = (from.daysSinceEpoch...until.daysSinceEpoch).map { Self.place(of: $0, periods) }
  }

  private static func place(of day: Int32, _ periods: [Period]) -> Int32 {
    let day = CalendarDay(daysSinceEpoch: day)
    return Int32(periods.firstIndex { $0.contains(day) } ?? -1)
  }

  subscript(day: Int32) -> Int {
    guard !places.isEmpty else { return Int(Self.place(of: day, periods)) }
    let index = Int(day) - Int(first)
    return places.indices.contains(index) ? Int(places[index]) : -1
  }
}
