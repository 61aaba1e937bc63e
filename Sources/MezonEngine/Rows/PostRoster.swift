// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns

/// A stretch of days, inclusive.
struct DayRange: Sendable, Hashable {
  let from: CalendarDay
  let until: CalendarDay

  /// The days that lie in a period as well; nil when there are none.
  func clamped(to period: Period) -> DayRange? {
    let from = max(from, period.first)
    let until = min(until, period.last)
    return from <= until ? DayRange(from: from, until: until) : nil
  }

  /// How many days it has.
  var days: Int { until - from + 1 }
}

/// The days in any of the ranges, as ranges that do not touch, ascending. Complexity: O(n log n).
func union(_ ranges: [DayRange]) -> [DayRange] {
  var merged: [DayRange] = []
  for range in ranges.sorted(by: { ($0.from, $0.until) < ($1.from, $1.until) }) {
    if let last = merged.last, range.from <= last.until + 1 {
      merged[merged.count - 1] = DayRange(from: last.from, until: max(last.until, range.until))
    } else {
      merged.append(range)
    }
  }
  return merged
}

/// On which days officers hold any post.
struct OfficerTerms: Sendable {
  /// By officer the first and the last day of all posts; the first is after the last where there is none.
  private var firsts: [Int32] = []
  private var lasts: [Int32] = []
  /// The days of officers who have several stretches of them.
  private var several: [Int32: [DayRange]] = [:]

  /// Complexity: O(officers).
  init(_ days: [Int32: [DayRange]]) {
    let count = Int(days.keys.max() ?? -1) + 1
    firsts = Array(repeating: .max, count: count)
    lasts = Array(repeating: .min, count: count)
    for (officer, ranges) in days {
      guard officer >= 0, let first = ranges.first, let last = ranges.last else { continue }
      firsts[Int(officer)] = first.from.daysSinceEpoch
      lasts[Int(officer)] = last.until.daysSinceEpoch
      if ranges.count > 1 { several[officer] = ranges }
    }
  }

  /// Whether an officer holds a post on a day. Complexity: O(log stretches of the officer's days).
  @inline(__always)
  func holds(_ officer: Int32, on day: Int32) -> Bool {
    guard officer >= 0, Int(officer) < firsts.count, firsts[Int(officer)] <= day, day <= lasts[Int(officer)] else {
      return false
    }
    return several.isEmpty || holdsOneOfSeveral(officer, on: day)
  }

  /// Whether a day between an officer's first and last is one in post.
  private func holdsOneOfSeveral(_ officer: Int32, on day: Int32) -> Bool {
    guard let ranges = several[officer] else { return true }
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = low + (high - low) / 2
      if ranges[middle].until.daysSinceEpoch < day { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].from.daysSinceEpoch <= day
  }
}

/// Who held which post where and when.
struct PostRoster: Sendable {
  /// Whether any post is known; without posts an event belongs to whoever it names.
  let isKnown: Bool
  /// Each officer's posts, in the order of the roster.
  private let posts: [Int32: [PostRow]]
  /// Each unit's own posts, in the order of the roster.
  private let postsOfUnits: [Int32: [PostRow]]
  /// Each officer's days in any post.
  private let days: [Int32: [DayRange]]
  /// The same for one day at a time.
  let terms: OfficerTerms
  /// For each unit the posts held in it or below it, each with the days on which the post's unit stood there.
  private let held: [[HeldPost]]

  /// A post in a unit or below it.
  struct HeldPost: Sendable {
    let officer: Int32
    let post: String
    let days: DayRange
  }

  /// Sorts the posts by officer and by unit. Complexity: O(posts · changes of their units · depth).
  init(_ rows: [PostRow], _ organisation: OrganisationIndex) {
    isKnown = !rows.isEmpty
    posts = Dictionary(grouping: rows, by: \.officer)
    postsOfUnits = Dictionary(grouping: rows, by: \.unit)
    days = posts.mapValues { union($0.map { DayRange(from: $0.from, until: $0.until) }.filter { $0.from <= $0.until }) }
    terms = OfficerTerms(days)
    var held = [[HeldPost]](repeating: [], count: organisation.unitCount)
    for row in rows {
      for lineage in organisation.ownLineages(of: row.unit).map({ organisation.lineages[$0] }) {
        let (from, until) = (max(row.from, lineage.from), min(row.until, lineage.until))
        guard from <= until else { continue }
        for unit in lineage.chain {
          held[Int(unit)].append(
            HeldPost(officer: row.officer, post: row.post, days: DayRange(from: from, until: until)))
        }
      }
    }
    self.held = held
  }

  /// Whether an officer held a post on a day; anyone did where no posts are known. Complexity: O(log posts).
  func holdsPost(_ officer: Int32, on day: Int32) -> Bool {
    !isKnown || terms.holds(officer, on: day)
  }

  /// The officers who held a post on a day of a period, ascending by code. Complexity: O(officers log officers).
  func officers(in period: Period) -> [Int32] {
    days.filter { $0.value.contains { $0.clamped(to: period) != nil } }.keys.sorted()
  }

  /// The officers who hold a post in one of some units on a day, ascending by code. Complexity: O(posts of the units).
  func officers(inPostIn units: [Int32], on day: CalendarDay) -> [Int32] {
    var found: Set<Int32> = []
    for unit in units {
      for row in postsOfUnits[unit] ?? [] where row.from <= day && day <= row.until { found.insert(row.officer) }
    }
    return found.sorted()
  }

  /// How many days of a period an officer held a post. Complexity: O(posts of the officer).
  func daysInPost(_ officer: Int32, in period: Period) -> Int {
    (days[officer] ?? []).reduce(0) { $0 + ($1.clamped(to: period)?.days ?? 0) }
  }

  /// How many days of a period an officer held a post of that name, or any. Complexity: O(n log n) in the officer's posts.
  func daysInPost(_ officer: Int32, post: String?, in period: Period) -> Int {
    guard let post else { return daysInPost(officer, in: period) }
    let rows = (posts[officer] ?? []).filter { $0.post == post && $0.from <= $0.until }
    let ranges = rows.compactMap { DayRange(from: $0.from, until: $0.until).clamped(to: period) }
    return union(ranges).reduce(0) { $0 + $1.days }
  }

  /// The unit of the last post that an officer held in a period: by its first day, then by the unit.
  func lastUnit(of officer: Int32, in period: Period) -> Int32? {
    (posts[officer] ?? []).filter { $0.from <= $0.until && $0.from <= period.last && period.first <= $0.until }
      .max { ($0.from, $0.unit) < ($1.from, $1.unit) }?.unit
  }

  /// On how many days of a period each officer who held a post of that name in the unit itself did so.
  /// Complexity: O(n log n) in the unit's posts.
  func daysInPost(_ post: String, of unit: Int32, in period: Period) -> [Int] {
    var ranges: [Int32: [DayRange]] = [:]
    for row in postsOfUnits[unit] ?? [] where row.post == post && row.from <= row.until {
      guard let days = DayRange(from: row.from, until: row.until).clamped(to: period) else { continue }
      ranges[row.officer, default: []].append(days)
    }
    return ranges.keys.sorted().map { officer in union(ranges[officer] ?? []).reduce(0) { $0 + $1.days } }
  }

  /// The posts held in a unit or below it.
  func posts(under unit: Int32) -> [HeldPost] {
    held.indices.contains(Int(unit)) ? held[Int(unit)] : []
  }

  /// For each officer with a post, any or one, in a unit or below it on a day of a period, the days, ascending by officer.
  ///
  /// Complexity: O(n log n) in the posts there.
  func days(
    under unit: Int32, post: String? = nil, in period: Period
  ) -> [(officer: Int32, days: [DayRange])] {
    var ranges: [Int32: [DayRange]] = [:]
    for held in posts(under: unit) where post == nil || held.post == post {
      guard let days = held.days.clamped(to: period) else { continue }
      ranges[held.officer, default: []].append(days)
    }
    return ranges.keys.sorted().map { ($0, union(ranges[$0] ?? [])) }
  }
}
