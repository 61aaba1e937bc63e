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

  /// Complexity: O(values log values).
  init(_ events: HandedInEvents, recorded: Instant?) {
    for (index, field) in events.schema.fields.enumerated() where field.privacy != .identifying {
      guard case .plain(let column) = events.table.columns[index] else { continue }
      switch field.type {
      case .time, .day: if let recorded, index == events.schema.ownTimeField { lookAtTimes(events, recorded) }
      case .number(let measure, let isWhole):
        lookAtNumbers(events, field.name, column, mayBeNegative: !isWhole && measure == .plain)
      default: break
      }
    }
  }

  private mutating func lookAtTimes(_ events: HandedInEvents, _ recorded: Instant) {
    let field = events.schema.fields[events.schema.ownTimeField].name
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: events.programme.timeZone) ?? .utc)
    let today = cursor.day(of: recorded).daysSinceEpoch
    for (row, day) in events.days.enumerated() where day > today {
      let (file, line) = events.place(row)
      late.note(
        [field, CalendarDay(daysSinceEpoch: day).description], at: .row(file: file, line: line, column: nil))
    }
  }

  private mutating func lookAtNumbers(
    _ events: HandedInEvents, _ name: String, _ column: Column, mayBeNegative: Bool
  ) {
    func note(_ row: Int, _ arguments: [String], _ findings: inout QualityFindings) {
      let (file, line) = events.place(row)
      findings.note(
        [name, Self.shown(column, row)] + arguments, at: .row(file: file, line: line, column: nil))
    }
    let values = Self.values(column)
    if !mayBeNegative {
      for row in values.indices where values[row] < 0 && column.isPresent(row) { note(row, [], &negative) }
    }
    let present = column.count - column.missingCount
    guard present >= Self.fewestValues else { return }
    let ranked = column.missingCount == 0 ? values : values.indices.filter(column.isPresent).map { values[$0] }
    let lower = RankedNumbers.number(at: (present + 3) / 4 - 1, of: ranked)
    let upper = RankedNumbers.number(at: (3 * present + 3) / 4 - 1, of: ranked)
    let reach = 3 * (upper - lower)
    guard reach > 0 else { return }
    let fences = (lower - reach)...(upper + reach)
    let isWhole = column.int64s != nil
    let bounds = [lower, upper].map { isWhole ? String(Int64(exactly: $0) ?? .max) : String($0) }
    for row in values.indices where !fences.contains(values[row]) && (mayBeNegative || values[row] >= 0) {
      if column.isPresent(row) { note(row, bounds, &far) }
    }
  }

  private static func values(_ column: Column) -> [Double] {
    column.int64s.map { $0.map { Double($0) } } ?? column.float64s ?? []
  }

  private static func shown(_ column: Column, _ row: Int) -> String {
    column.int64s.map { String($0[row]) } ?? column.float64s.map { String($0[row]) } ?? ""
  }
}

/// Finds a number by its rank without sorting all of them.
enum RankedNumbers {
  /// The number at a rank from 0, from below, in the order of IEEE 754: what is no number stands at the ends. Complexity: O(numbers).
  static func number(at rank: Int, of numbers: [Double]) -> Double {
    var rank = rank
    var keys = numbers.map { key($0) }
    // Digit by digit from the highest on, only those that share the digits so far are kept.
    for shift in [48, 32, 16, 0] as [UInt64] {
      var counts = [Int](repeating: 0, count: 1 << 16)
      for key in keys { counts[Int(key >> shift & 0xFFFF)] += 1 }
      var digit = 0
      while digit < 0xFFFF, rank >= counts[digit] {
        rank -= counts[digit]
        digit += 1
      }
      keys = keys.filter { Int($0 >> shift & 0xFFFF) == digit }
    }
    guard let key = keys.first else { return .nan }
    return Double(bitPattern: key >> 63 == 1 ? key ^ 1 << 63 : ~key)
  }

  /// Bits that are in the order of the numbers.
  private static func key(_ number: Double) -> UInt64 {
    let bits = number.bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
}
