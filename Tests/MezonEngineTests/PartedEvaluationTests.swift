// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonTestSupport
import Synchronization
import Testing

@testable import MezonEngine

@Suite("Events added up part by part give what all of them at once give") struct PartedEvaluationTests {
  /// Indicators that look at each event by itself.
  private static let definitions =
    RandomLog.types + """
      indicator resolution { looks at dispute where kind is not other
        leaves out where matter is missing because "no matter" at most 20 %
        counts where outcome is resolved and closed within 30 days of opened
        not held against where outcome is withdrawn because "own decision" at most 10 %
        value share  every month, quarter  split by kind, settlement  interval none }
      indicator cases { looks at dispute value count every month, quarter  split by kind, settlement  interval exact }
      indicator people_there { looks at dispute value sum of guests every month, quarter split by kind, settlement interval none }
      indicator mean_cost { looks at dispute value mean of cost every month, quarter split by kind, settlement interval none }
      indicator waiting { looks at dispute value quantile 0.9 of hours from opened to closed
        every month, quarter split by kind, settlement interval none }
      indicator middle { looks at dispute where guests is present value median of guests
        every month, quarter split by kind, settlement interval none }
      indicator matters { looks at dispute value distinct matter every month, quarter split by kind, settlement interval none }
      indicator sizes { looks at dispute value distinct by every month, quarter split by kind, settlement interval none }
      indicator per_case { looks at dispute value ratio of sum of cost where kind is land to distinct matter
        every month, quarter split by kind, settlement interval none }
      indicator with_women { looks at dispute counts where sex of any parties is female value share
        every month, quarter split by kind, settlement interval none }
      indicator land_cases { looks at dispute where kind is land value count
        every month, quarter split by kind, settlement interval none }
      indicator land_shares { looks at dispute where kind is land and guests > 100
        leaves out where cost is missing because "no cost"
        counts where outcome is resolved
        value share every month, quarter split by kind, settlement interval none }
      indicator land_waiting { looks at dispute where kind is land value quantile 0.25 of hours from opened to closed
        every month, quarter split by kind, settlement interval none }
      indicator other_cost { looks at dispute where kind is one of other, water
        value ratio of sum of cost where cost > 0 to sum of guests
        every month, quarter split by kind, settlement interval none }
      indicator other_matters { looks at dispute where kind is one of other, water value distinct matter
        every month, quarter split by kind, settlement interval none }
      indicator offence_rate { looks at dispute value rate per 1,000 residents a year
        every month, quarter interval none context only }
      indicator referrals { looks at violence counts where offered value share every quarter interval none context only }
      indicator own_cases { looks at dispute value count for officer, unit every month, quarter split by kind interval none }
      indicator own_resolution { looks at dispute
        leaves out where matter is missing because "no matter" at most 20 %
        counts where outcome is resolved and closed within 30 days of opened
        value share for officer every month, quarter interval none }
      indicator own_guests { looks at dispute where kind is land value sum of guests for officer every quarter interval none }
      indicator own_matters { looks at dispute value distinct matter for officer every month, quarter interval none }
      indicator own_waiting { looks at dispute value median of hours from opened to closed for officer every quarter }
      indicator own_cost { looks at dispute value ratio of sum of cost where kind is land to sum of cost
        for officer, unit every quarter interval none }
      indicator waiting_between { looks at dispute value quantile 0.9 of hours from opened to closed
        every month, quarter split by kind }
      """
  /// The indicators that share no grid with the others.
  private static let others = [
    "referrals", "offence_rate", "own_cases", "own_resolution", "own_guests", "own_matters", "own_waiting", "own_cost",
    "waiting_between",
  ]

  /// A log with all its parts.
  private struct Log {
    let evaluator: Evaluator
    let asked: Period
    let indicators: [Int]

    init(seed: UInt64, events: Int) throws {
      let fixture = try RandomLog.fixture(seed: seed, events: events, PartedEvaluationTests.definitions)
      evaluator = try fixture.evaluator(asOf: "2026-10-31")
      asked = try fixture.period("2026")
      // Those that share a grid make one wide table.
      indicators = fixture.programme.indicators.indices.filter {
        !PartedEvaluationTests.others.contains(fixture.programme.indicators[$0].id)
      }
    }

    var request: PartedEvaluation.Request {
      PartedEvaluation.Request(indicators, in: asked, asOf: evaluator.asOf)
    }

    /// The data set with some rows of one event type alone.
    func dataset(_ event: Int, _ rows: Range<Int>) -> Dataset {
      var part = empty
      part.events[event] = evaluator.dataset.events[event].rows(rows)
      // Officers become known one after the other.
      if case .list(let officers) = part.events[event].columns[event == 0 ? 3 : 0] {
        let last = officers.children[0].int32s?.max() ?? -1
        part.domains[0] = TextDictionary((0..<last + 1).map { part.domains[0].text($0) })
      }
      return part
    }

    /// The data set without events.
    var empty: Dataset {
      var part = evaluator.dataset
      part.events = part.events.map { $0.rows(0..<0) }
      return part
    }
  }

  /// Cuts rows into parts of random lengths, some of them empty.
  private static func parts(of rows: Range<Int>, _ random: inout SeededGenerator) -> [Range<Int>] {
    var bounds = [rows.lowerBound, rows.upperBound]
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      bounds.append(Int.random(in: rows.lowerBound...rows.upperBound, using: &random))
    }
    bounds.sort()
    return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
  }

  private static func give(
    _ rows: Range<Int>, of event: Int, _ log: Log, to added: PartedEvaluation, _ random: inout SeededGenerator
  ) {
    let parts = parts(of: rows, &random).shuffled(using: &random)
    _ = concurrently(parts.count, threads: 2) { number in
      added.receive(event, of: log.dataset(event, parts[number]), number: parts[number].lowerBound)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func rowsAreThoseOfAllEvents(seed: UInt64) throws {
    let log = try Log(seed: seed, events: 300)
    var random = SeededGenerator(seed: seed)
    let all = Array(log.evaluator.programme.indicators.indices)
    let added = try #require(
      PartedEvaluation(
        log.evaluator.programme,
        PartedEvaluation.Request(all, in: log.asked, asOf: log.evaluator.asOf)))
    for event in log.evaluator.dataset.events.indices {
      #expect(added.receives(event, of: log.empty))
      Self.give(0..<log.evaluator.dataset.events[event].rowCount, of: event, log, to: added, &random)
    }
    let evaluator = Evaluator(log.evaluator, dataset: log.empty)
    let rows = evaluator.evaluate(all, in: log.asked, added: added)
    #expect(!rows.isEmpty)
    // By passes of their own, without grids.
    let scope = EvaluationScope(asked: log.asked)
    let expected = log.evaluator.evaluate(all, scope, threads: 1, chunkRows: 64)
    let table = ResultTable(expected, of: log.evaluator).csv()
    #expect(ResultTable(rows, of: evaluator).csv() == table)
    for threads in [1, 3] {
      var lines: [UInt8] = []
      evaluator.writeLines(all, in: log.asked, threads: threads, added: added) { $0.forEach { lines += $0 } }
      #expect(lines == table, "\(threads) threads")
    }
  }

  /// One officer's events are kept, which say of the officer's figures all that all events say.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func oneOfficersFiguresAreExplained(seed: UInt64) throws {
    let log = try Log(seed: seed, events: 200)
    var random = SeededGenerator(seed: seed)
    let programme = log.evaluator.programme
    let own = programme.indicators.indices.filter { programme.indicators[$0].id.hasPrefix("own_") }
    let asOf = Bool.random(using: &random) ? log.evaluator.asOf : CalendarDay(iso: "2026-05-20") ?? .epoch
    let officer = "O\(seed % 3)\(seed / 3 % 3)"
    let request = PartedEvaluation.Request(own, in: log.asked, splits: [], asOf: asOf, keepingEventsOf: officer)
    let added = try #require(PartedEvaluation(programme, request))
    #expect(added.receives(0, of: log.empty))
    Self.give(0..<log.evaluator.dataset.events[0].rowCount, of: 0, log, to: added, &random)
    let evaluator = Evaluator(programme: programme, dataset: added.addingKeptEvents(to: log.empty), asOf: asOf)
    let all = Evaluator(programme: programme, dataset: log.evaluator.dataset, asOf: asOf)
    let rows = evaluator.evaluate(own, in: log.asked, splits: [], added: added)
    let expected = all.evaluate(own, in: log.asked, splits: [])
    #expect(ResultTable(rows, of: evaluator).csv() == ResultTable(expected, of: all).csv(), "seed \(seed)")
    let (some, whole) = (Explainer(evaluator), Explainer(all))
    var explained = 0
    for (one, other) in zip(rows, expected) {
      guard case .officer(let code, _) = one.subject, log.empty.domains[0].text(code) == officer else { continue }
      explained += 1
      #expect("\(some.explanation(of: one))" == "\(whole.explanation(of: other))", "seed \(seed)")
    }
    #expect(explained > 20 && evaluator.dataset.events[0].rowCount < all.dataset.events[0].rowCount)
  }

  @Test func whatIsTakenBackLeavesNothing() throws {
    let log = try Log(seed: 5, events: 200)
    var random = SeededGenerator(seed: 5)
    let added = try #require(PartedEvaluation(log.evaluator.programme, log.request))
    #expect(added.receives(0, of: log.empty))
    let count = log.evaluator.dataset.events[0].rowCount
    Self.give(0..<count / 3, of: 0, log, to: added, &random)
    added.begin()
    Self.give(0..<count, of: 0, log, to: added, &random)
    added.end(isKept: false)
    added.begin()
    Self.give(count / 3..<count, of: 0, log, to: added, &random)
    added.end(isKept: true)
    #expect(added.latestDay != nil)
    let wide = log.evaluator.wideValues(log.indicators, in: log.asked)
    let other = Evaluator(log.evaluator, dataset: log.empty).wideValues(log.indicators, in: log.asked, added: added)
    #expect(try #require(other).csv() == (try #require(wide).csv()))
  }

  /// Hand-ins one after the other, each run going on from the one before it: the same bytes as a run over all events, whether the last
  /// day is stated or that of the latest event.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func runsGoOnFromEarlierOnes(seed: UInt64) throws {
    let log = try Log(seed: seed, events: 260)
    let programme = log.evaluator.programme
    var random = SeededGenerator(seed: seed &* 7919)
    let asOf = Bool.random(using: &random) ? log.evaluator.asOf : nil
    let layout = seed % 5 == 0 ? TableBlocks.Layout.long : .wide
    // What has to wait needs to know the day.
    let indicators = log.indicators.filter { asOf != nil || programme.indicators[$0].isDueAtOnce(in: programme) }
    let request = PartedEvaluation.Request(indicators, in: log.asked, asOf: asOf)
    var earlier: (blocks: EarlierBlocks, latestDay: CalendarDay?)?
    for rows in Self.parts(of: 0..<log.evaluator.dataset.events[0].rowCount, &random) {
      let added = try #require(PartedEvaluation(programme, request))
      if let earlier { added.resume(earlier.blocks, latestDay: earlier.latestDay) }
      #expect(added.receives(0, of: log.empty))
      Self.give(rows, of: 0, log, to: added, &random)
      let evaluator = Evaluator(programme: programme, dataset: log.empty, asOf: asOf, latestDay: added.latestDay)
      let made = try #require(added.tableBlocks(layout, evaluator, threads: 2), "seed \(seed), rows \(rows)")
      let all = Evaluator(programme: programme, dataset: log.dataset(0, 0..<rows.upperBound), asOf: asOf)
      #expect(all.asOf == evaluator.asOf)
      let expected =
        layout == .wide
        ? try #require(all.wideValues(indicators, in: log.asked)).csv()
        : [ResultTable(all.evaluate(indicators, in: log.asked), of: all).csv()]
      #expect(Array(made.table.joined()) == Array(expected.joined()), "seed \(seed), rows \(rows)")
      let before = earlier?.blocks.blocks
      let blocks = made.blocks.enumerated().map { number, block in
        let text = block.text
        let known = before?[number].sums() ?? []
        let sums =
          switch block.sums {
          case .unchanged: known
          case .more(let piece): known + [piece]
          case .whole(let bytes): [bytes]
          }
        // What cannot be read is made anew.
        let lost = Int.random(in: 0..<40, using: &random)
        return EarlierBlocks.Block(
          period: block.period, parts: text.count, pieces: sums.count, text: { $0 == lost ? nil : text[$0] },
          sums: { sums })
      }
      earlier = (
        EarlierBlocks(asOf: evaluator.asOf, domains: log.empty.domains, texts: log.empty.texts, blocks: blocks),
        added.latestDay
      )
    }
  }

  @Test func brokenSumsAreRefused() throws {
    let log = try Log(seed: 2, events: 200)
    let added = try #require(PartedEvaluation(log.evaluator.programme, log.request))
    #expect(added.receives(0, of: log.empty))
    var random = SeededGenerator(seed: 2)
    Self.give(0..<log.evaluator.dataset.events[0].rowCount, of: 0, log, to: added, &random)
    let (plan, tally) = try #require(added.added())
    let bytes = try #require(tally.bytes())
    func known(_ bytes: [UInt8]) -> GridTally? { GridTally.sum(of: [bytes], nil, plan, threads: 1) }
    // Pairs may come in another order.
    #expect(known(bytes)?.bytes()?.count == bytes.count)
    for _ in 0..<300 {
      var broken = bytes
      if Bool.random(using: &random) {
        broken.removeLast(Int.random(in: 1...bytes.count, using: &random))
        #expect(known(broken) == nil)
      } else {
        for _ in 0..<8 {
          broken[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
        }
        // Whatever the bytes say, what is read of them can be finished.
        if let read = known(broken) { _ = plan.cells(read, threads: 1) }
      }
    }
  }

  @Test func someIndicatorsNeedAllEvents() throws {
    let fixture = try RandomLog.fixture(seed: 1, events: 10)
    // Links, officers' rows, groups that are found in events, members, audits of two kinds of events.
    for id in ["resolution", "cases", "active", "known"] {
      let indicator = try #require(fixture.programme.indicators.firstIndex { $0.id == id })
      let request = PartedEvaluation.Request([indicator], in: try fixture.period("2026"))
      #expect(PartedEvaluation(fixture.programme, request) == nil, "\(id)")
    }
  }
}
