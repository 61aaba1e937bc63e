// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonPublishing
import Testing

@testable import MezonEngine

@Suite("Protection of figures that are made from others")
struct DerivedProtectionTests {
  private static let text = """
    language 1 keywords en
    programme "P" { levels region protect cells below 5 }
    event theft { at_time day place unit }
    indicator thefts { looks at theft value count every year }
    indicator change { value change of thefts on previous period }
    indicator double { value computed as 2 * change }
    """

  /// The published values of a year after another, with so many thefts in each; nil where it is hidden.
  private func published(_ before: Int, _ now: Int) throws -> [Double?] {
    let sample = try SampleReport(Self.text, units: [.init(code: "R", level: 0)])
    let calendar = PeriodCalendar()
    let periods = try ["2024", "2025"].map { try calendar.parse($0).get() }
    func row(_ indicator: Int, _ period: Period, _ value: Double, n: Int) -> ResultRow {
      ResultRow(
        indicator: indicator, period: period, subject: .unit(0), split: nil, value: value, state: .value, reason: "",
        numerator: indicator == 0 ? value : nil, denominator: nil, excluded: 0, excepted: 0, notYetDue: 0, n: n,
        completeness: nil, low: nil, high: nil, method: "", baseline: nil, target: nil, status: .noTarget, details: [])
    }
    func operand(_ indicator: Int, _ period: Period, _ value: Int) -> OperandFigure {
      OperandFigure(
        role: .now, indicator: indicator, period: period, subject: .unit(0), split: nil, isOfSomeUnits: false,
        value: Double(value), state: .value, reason: "", numerator: nil, denominator: nil, n: value, completeness: nil,
        smallestCount: value > 0 ? value : nil)
    }
    var rows = [row(0, periods[0], Double(before), n: before), row(0, periods[1], Double(now), n: now)]
    var change = row(1, periods[1], -50, n: min(before, now))
    change.operands = [operand(0, periods[1], now), operand(0, periods[0], before)]
    change.smallestCount = change.operands.compactMap(\.smallestCount).min()
    var double = row(2, periods[1], -100, n: change.n)
    double.operands = [operand(1, periods[1], 100)]
    rows += [change, double]
    return Protection(programme: sample.programme).published(rows).map { $0.figures?.value }
  }

  @Test("A figure is hidden with any of those behind it, however far behind")
  func hiddenWithOperand() throws {
    #expect(try published(40, 20) == [40, 20, -50, -100])
    #expect(try published(40, 3) == [40, nil, nil, nil])
    #expect(try published(3, 40) == [nil, 40, nil, nil])
  }
}
