// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonEngine
import MezonSemantics
import MezonSyntax

/// What made-up honest inspectors handed in, with two audits of it, as the command runs them.
///
/// Inspectors differ as people do: in how much they do, and in the sums and times of their cases; none makes anything up. Whatever
/// an audit finds here is a false alarm.
package struct HonestRecords {
  package struct Broken: Error {}

  /// What one audit found.
  package struct Outcome: Sendable, Equatable {
    package let leads: Int
    /// How many tests had an answer.
    package let tried: Int
  }

  private static let definitions = """
    language 1 keywords en
    programme "P" { levels precinct }
    event meeting { held day at unit by officer people whole number named list of text }
    event dispute {
      opened day closed day at unit by officer
      severity one of severe, minor
      matter one of land, water
    }
    event visit { made day at unit by officer }
    indicator visits { looks at visit value count every month for officer }
    audit records {
      every quarter
      for officer
      watches terminal digits of people among meeting
      watches first digits of people among meeting
      watches jump of people at 400 width 60 among meeting
      watches identical lists of named among meeting
      watches period-end share of closed over last 5 days among dispute
      watches bunching of days from opened to closed at 60 width 5 among dispute
      watches downgrading of severity to minor within each matter among dispute
    }
    audit figures {
      every month
      for officer
      watches outliers of visits
      watches change points of visits over last 24 periods
      watches dispersion of visits over last 24 periods
    }
    """

  /// The period of each audit.
  private static let periods = ["2026-Q1", "2025-12"]

  private let programme: Programme
  private var dice = TrialDice(seed: 0)
  private var texts = TextDictionary()

  /// Checks the definitions, once for many populations.
  package init() throws {
    let file = Parser.parse(SourceText(name: "honest.mezon", text: Self.definitions))
    guard let programme = Checker.check([file]).programme else { throw Broken() }
    self.programme = programme
  }

  /// What the audits of records and of figures find in the population of a seed.
  ///
  /// - Parameter deals: how often lists are dealt out for identical lists; nil for as many as the command takes.
  package func outcomes(seed: UInt64, deals: Int? = nil) throws -> [Outcome] {
    var copy = self
    let data = try copy.dataset(seed: seed)
    let evaluator = Evaluator(programme: programme, dataset: data, asOf: CalendarDay(iso: "2026-12-31"))
    guard programme.audits.count == Self.periods.count else { throw Broken() }
    return try zip(programme.audits, Self.periods).map { plan, label in
      guard let period = try? PeriodCalendar().parse(label).get() else { throw Broken() }
      let findings = evaluator.audit(plan, in: period, deals: deals)
      return Outcome(leads: findings.leads.count, tried: findings.tried)
    }
  }

  private mutating func dataset(seed: UInt64) throws -> Dataset {
    dice = TrialDice(seed: seed)
    texts = TextDictionary()
    let events = [try meetings(), try disputes(), try visits()]
    return Dataset(
      events: events, domains: [TextDictionary((0..<24).map { "O\($0)" })], texts: texts,
      organisation: Organisation.build([UnitRow(code: "P", level: 0)]).organisation, files: ["honest.csv"])
  }

  /// Sums are lognormal, as sizes of crowds are; who spoke are five of nine names.
  private mutating func meetings() throws -> EventTable {
    var (days, officers, people) = ([Int32](), [Int32](), [Int64]())
    var (offsets, names) = ([Int32(0)], [Int32]())
    for officer in 0..<10 {
      for _ in 0..<(60 + dice.below(30)) {
        days.append(day(month: 24 + dice.below(3), 1 + dice.below(28)))
        officers.append(Int32(officer))
        people.append(Int64(exp(6 + 0.9 * dice.normal())))
        for name in Set((0..<5).map { _ in dice.below(9) }).sorted() { names.append(texts.encode("n\(name)")) }
        offsets.append(Int32(names.count))
      }
    }
    guard let named = ListColumn(offsets: offsets, children: [Column(storage: .int32(names))]) else { throw Broken() }
    return try table(days, officers, others: [.plain(Column(storage: .int64(people))), .list(named)])
  }

  /// How long a dispute took and when it was closed are uniform; land is oftener severe than water.
  private mutating func disputes() throws -> EventTable {
    let start = day(month: 24, 1)
    var (opened, closed, officers) = ([Int32](), [Int32](), [Int32]())
    var (severities, matters) = ([Int32](), [Int32]())
    for officer in 0..<10 {
      for _ in 0..<230 {
        let end = start + Int32(dice.below(90))
        opened.append(end - Int32(dice.below(160)))
        closed.append(end)
        officers.append(Int32(officer))
        let isLand = dice.unit() < 0.5
        severities.append(dice.unit() < (isLand ? 0.6 : 0.3) ? 0 : 1)
        matters.append(isLand ? 0 : 1)
      }
    }
    let others = [severities, matters].map { FieldColumn.plain(Column(storage: .int32($0))) }
    return try table(opened, officers, between: [.plain(Column(storage: .int32(closed)))], others: others)
  }

  /// Counts of 24 officers in 24 months are Poisson.
  private mutating func visits() throws -> EventTable {
    var (days, officers) = ([Int32](), [Int32]())
    for officer in 0..<24 {
      for month in 0..<24 {
        let count = dice.poisson(8)
        days += Array(repeating: day(month: month, 9), count: count)
        officers += Array(repeating: Int32(officer), count: count)
      }
    }
    return try table(days, officers)
  }

  /// All events happen in the one unit.
  private func table(
    _ days: [Int32], _ officers: [Int32], between: [FieldColumn] = [], others: [FieldColumn] = []
  ) throws -> EventTable {
    let units = Column(storage: .int32(days.map { _ in 0 }))
    let first = [FieldColumn.plain(Column(storage: .int32(days)))] + between
    let columns = first + [.plain(units), .plain(Column(storage: .int32(officers)))] + others
    let lines = days.indices.map { Int32($0 + 2) }
    guard let table = EventTable(columns: columns, rowCount: days.count, files: days.map { _ in 0 }, lines: lines)
    else { throw Broken() }
    return table
  }

  /// A day by its month from January 2024 on.
  private func day(month: Int, _ day: Int) -> Int32 {
    CalendarDay(firstOfMonth: (2024 - 1970) * 12 + month).daysSinceEpoch + Int32(day - 1)
  }
}
