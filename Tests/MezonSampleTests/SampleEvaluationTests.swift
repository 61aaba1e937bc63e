// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonEngine
import MezonSample
import MezonSemantics
import Testing

@Suite("The sample, evaluated for the second half of 2025")
struct SampleEvaluationTests {
  private static func rows(_ label: String, levels: [Int]) throws -> (Programme, Evaluator, [ResultRow]) {
    let programme = try SampleProgrammeFiles.sample()
    let (dataset, _) = try SampleProgrammeFiles.dataset(
      of: SampleGenerator(seed: 2026, events: 30_000, inspectors: 60), programme)
    let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: nil)
    let period = try PeriodCalendar().parse(label).get()
    let rows = evaluator.evaluate(
      Array(programme.indicators.indices), in: period, levels: levels, splits: [])
    return (programme, evaluator, rows)
  }

  @Test("Every indicator can be judged: all of them have values, and nothing is left undue")
  func everythingIsThere() throws {
    let (programme, evaluator, rows) = try Self.rows("2025-H2", levels: [0, 1, 2])
    #expect(evaluator.asOf == CalendarDay(year: 2026, month: 5, day: 31))
    #expect(rows.allSatisfy { $0.state != .notYetDue })
    let halfYearly = programme.indicators.indices.filter { programme.indicators[$0].grains.contains(.halfYear) }
    #expect(halfYearly.count >= 20)
    for indicator in halfYearly {
      let found = rows.filter { $0.indicator == indicator && $0.period.grain == .halfYear }
      #expect(found.contains { $0.state == .value }, "\(programme.indicators[indicator].id)")
    }
    let statuses = Set(rows.map(\.status))
    #expect(statuses.isSuperset(of: [.met, .notMet, .notDistinguishable, .noTarget]), "\(statuses)")
    let shares = rows.filter { $0.state == .value && programme.indicators[$0.indicator].measure == .perCent }
    #expect(shares.allSatisfy { (0...100).contains($0.value ?? -1) })
  }

  @Test("Units differ, and a log that was not handed in is told from a zero")
  func differences() throws {
    let (programme, _, rows) = try Self.rows("2025-H2", levels: [4])
    let resolution = try #require(programme.indicators.firstIndex { $0.id == "dispute_resolution" })
    let values = rows.filter { $0.indicator == resolution && $0.period.grain == .halfYear }.compactMap(\.value)
    #expect(values.count > 30)
    #expect((values.max() ?? 0) - (values.min() ?? 0) > 25)
    let held = try #require(programme.indicators.firstIndex { $0.id == "meetings_held" })
    let quarter = rows.filter { $0.indicator == held && $0.period.grain == .quarter }
    #expect(quarter.contains { $0.state == .notReported })
    #expect(quarter.contains { $0.value == 0 })
  }
}
