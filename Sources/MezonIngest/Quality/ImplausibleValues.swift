// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Values that can hardly be right: times after the hand-in, numbers below zero that count something, numbers far from
/// all others.
///
/// Far is beyond three interquartile ranges from the quartiles (Tukey, Exploratory Data Analysis, 1977: the outer fences), of
/// at least twenty values whose quartiles differ. A quartile is the value at rank ⌈n/4⌉, ⌈3n/4⌉ from below. Of identifying fields nothing is shown.
struct ImplausibleValues {
  private static let fewestValues = 20

  private(set) var late = QualityFindings(QualityRule.afterRecording)
  private(set) var far = QualityFindings(QualityRule.farFromOthers)
  private(set) var negative = QualityFindings(QualityRule.belowZero)

  /// Complexity: O(values).
  /// - Parameters:
  ///   - tallies: for each field of numbers how often each stands there
  ///   - days: how many events there are of each day
  ///   - recorded: when they were handed in
  init<Groups: EventGroups>(
    _ schema: EventSchema, _ programme: Programme, _ groups: Groups, _ tallies: [String: NumberTally], days: DayCounts,
    recorded: Instant?, threads: Int
  ) throws(Groups.Failure) {
    for (index, field) in schema.fields.enumerated() where field.privacy != .identifying {
      switch field.type {
      case .time, .day:
        if let recorded, index == schema.ownTimeField {
          try lookAtTimes(field.name, programme, groups, days, recorded)
        }
      case .number(let measure, let isWhole):
        let mayBeNegative = !isWhole && measure == .plain
        let tally = tallies[field.name] ?? NumberTally()
        try lookAtNumbers(field.name, groups, tally, mayBeNegative: mayBeNegative, threads: threads)
      default: break
      }
    }
  }

  private mutating func lookAtTimes<Groups: EventGroups>(
    _ field: String, _ programme: Programme, _ groups: Groups, _ days: DayCounts, _ recorded: Instant
  ) throws(Groups.Failure) {
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: programme.timeZone) ?? .utc)
    let today = cursor.day(of: recorded).daysSinceEpoch
    guard let last = days.days.last, last > today else { return }
    for group in 0..<groups.count {
      let table = try groups.table(group, fields: [field])
      guard let column = table.field(field)?.members.first?.column else { continue }
      for row in 0..<column.count {
        let day =
          column.value(row, as: Int32.self)
          ?? column.value(row, as: Int64.self).map { cursor.day(of: Instant(microseconds: $0)).daysSinceEpoch }
        guard let day, day > today else { continue }
        let (file, line) = table.place(row)
        late.note(
          [field, CalendarDay(daysSinceEpoch: day).description], at: .row(file: file, line: line, column: nil))
      }
    }
  }

  /// What lies beyond the fences of a field, and what is below zero.
  private struct Outliers: Sendable {
    var far = QualityFindings(QualityRule.farFromOthers)
    var negative = QualityFindings(QualityRule.belowZero)

    mutating func add(_ later: Outliers) {
      far.add(later.far)
      negative.add(later.negative)
    }

    /// Whether more of so many can be shown.
    func areMissing(far all: Int, negative allNegative: Int) -> Bool {
      func isMissing(_ findings: QualityFindings, _ all: Int) -> Bool {
        findings.first.count < min(all, QualityFindings.shownAtMost)
      }
      return isMissing(far, all) || isMissing(negative, allNegative)
    }
  }

  /// What a number is among the others.
  private enum Standing { case usual, far, negative }

  @inline(__always)
  private static func standing(_ value: Double, _ fences: Fences?, mayBeNegative: Bool) -> Standing {
    if value < 0, !mayBeNegative { return .negative }
    guard let fences, !fences.contains(value) else { return .usual }
    // What is no number is far from others only where it may be negative.
    return mayBeNegative || value >= 0 ? .far : .usual
  }

  /// The fields of numbers that are looked at.
  static func numberFields(_ schema: EventSchema) -> [String] {
    schema.fields.filter { field in
      if case .number = field.type { field.privacy != .identifying } else { false }
    }.map(\.name)
  }

  private mutating func lookAtNumbers<Groups: EventGroups>(
    _ name: String, _ groups: Groups, _ tally: NumberTally, mayBeNegative: Bool, threads: Int
  ) throws(Groups.Failure) {
    guard !tally.isWide else { return try lookAtMany(name, groups, tally, mayBeNegative: mayBeNegative, threads) }
    let sorted = tally.sorted
    let fences = Self.fences(sorted, of: tally.total)
    var counts = (far: 0, negative: 0)
    for (number, count) in sorted {
      switch Self.standing(number, fences, mayBeNegative: mayBeNegative) {
      case .usual: break
      case .negative: counts.negative += count
      case .far: counts.far += count
      }
    }
    // Rows are looked for only where there are some to be shown, and only until these are found.
    var shown = Outliers()
    for group in 0..<groups.count where shown.areMissing(far: counts.far, negative: counts.negative) {
      let table = try groups.table(group, fields: [name])
      guard let column = table.field(name)?.members.first?.column else { continue }
      shown.add(Self.outliers(name, table, column, fences, mayBeNegative: mayBeNegative))
    }
    far.add(shown.far.first, of: counts.far)
    negative.add(shown.negative.first, of: counts.negative)
  }

  /// Of numbers too different to be counted.
  private mutating func lookAtMany<Groups: EventGroups>(
    _ name: String, _ groups: Groups, _ tally: NumberTally, mayBeNegative: Bool, _ threads: Int
  ) throws(Groups.Failure) {
    let fences = try fences(name, groups, of: tally.total, threads: threads)
    if mayBeNegative, fences == nil { return }
    let found = try Self.eachGroup(groups, name, threads: threads) { table, column in
      Self.outliers(name, table, column, fences, mayBeNegative: mayBeNegative)
    }
    for outliers in found {
      far.add(outliers.far)
      negative.add(outliers.negative)
    }
  }

  /// The quartiles of numbers that were counted; nil where there are too few values, or where they are equal.
  private static func fences(_ sorted: [(number: Double, count: Int)], of total: Int) -> Fences? {
    guard total >= fewestValues else { return nil }
    let ranks = [(total + 3) / 4 - 1, (3 * total + 3) / 4 - 1]
    let quartiles = ranks.map { rank in
      var left = rank
      return sorted.first { number in
        left -= number.count
        return left < 0
      }?.number ?? .nan
    }
    return Fences(lower: quartiles[0], upper: quartiles[1])
  }

  /// The quartiles of a field; nil where there are too few values, or where they are equal.
  private func fences<Groups: EventGroups>(
    _ name: String, _ groups: Groups, of present: Int, threads: Int
  ) throws(Groups.Failure) -> Fences? {
    guard present >= Self.fewestValues else { return nil }
    var search = RankSearch([(present + 3) / 4 - 1, (3 * present + 3) / 4 - 1])
    for _ in 0..<RankSearch.passes {
      let counted = try Self.eachGroup(groups, name, threads: threads) { [search] in search.counts($1) }
      guard var counts = counted.first else { return nil }
      for more in counted.dropFirst() { counts.add(more) }
      search.end(counts)
    }
    return Fences(lower: search.numbers[0], upper: search.numbers[1])
  }

  /// Does something with a field of each group, and returns it in the order of the groups.
  private static func eachGroup<Groups: EventGroups, Result: Sendable>(
    _ groups: Groups, _ name: String, threads: Int, _ body: @Sendable (PortableTable, Column) -> Result
  ) throws(Groups.Failure) -> [Result] {
    let found = sideBySide(0..<groups.count, threads: threads) { group in
      Swift.Result { () throws(Groups.Failure) -> Result? in
        let table = try groups.table(group, fields: [name])
        return table.field(name)?.members.first.map { body(table, $0.column) }
      }
    }
    var results: [Result] = []
    for result in found {
      if let result = try result.get() { results.append(result) }
    }
    return results
  }

  private static func outliers(
    _ name: String, _ table: PortableTable, _ column: Column, _ fences: Fences?, mayBeNegative: Bool
  ) -> Outliers {
    var outliers = Outliers()
    let isWhole = column.int64s != nil
    let bounds = fences.map { [$0.lower, $0.upper].map { isWhole ? String(Int64(exactly: $0) ?? .max) : String($0) } }
    func look(_ row: Int, _ value: Double) {
      let standing = standing(value, fences, mayBeNegative: mayBeNegative)
      guard standing != .usual, column.isPresent(row) else { return }
      let (file, line) = table.place(row)
      let place = DiagnosticPlace.row(file: file, line: line, column: nil)
      if standing == .negative {
        outliers.negative.note([name, shown(column, row)], at: place)
      } else {
        outliers.far.note([name, shown(column, row)] + (bounds ?? []), at: place)
      }
    }
    switch column.storage {
    case .int64(let values): for row in values.indices { look(row, Double(values[row])) }
    case .float64(let values): for row in values.indices { look(row, values[row]) }
    default: break
    }
    return outliers
  }

  private static func shown(_ column: Column, _ row: Int) -> String {
    column.int64s.map { String($0[row]) } ?? column.float64s.map { String($0[row]) } ?? ""
  }
}

/// What values lie within the outer fences.
private struct Fences: Sendable {
  let lower: Double
  let upper: Double
  private let fences: ClosedRange<Double>

  /// nil where the quartiles do not differ.
  init?(lower: Double, upper: Double) {
    let reach = 3 * (upper - lower)
    guard reach > 0 else { return nil }
    self.lower = lower
    self.upper = upper
    fences = (lower - reach)...(upper + reach)
  }

  @inline(__always)
  func contains(_ value: Double) -> Bool { fences.contains(value) }
}
