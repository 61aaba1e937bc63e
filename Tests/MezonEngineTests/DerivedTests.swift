// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

@Suite("Figures that are made from others")
struct DerivedTests {
  private static let definitions = """
    programme "P" { levels country > region unit attribute active yes or no ? }
    event theft { at_time day place unit found yes or no kind one of a, b }
    indicator thefts { looks at theft value count every quarter split by kind }
    indicator found { looks at theft counts where found value share every quarter better when higher }
    indicator rate { looks at theft value rate per 1000 residents every quarter }
    indicator change { value change of thefts on previous period split by kind }
    indicator points { value change of found on previous period }
    indicator apart {
      value change of found on previous period among units where active minus the same among units where not active
    }
    indicator rates_apart {
      value change of rate on previous period among units where active minus the same among units where not active
    }
    indicator overlapping {
      value change of found on previous period among units where active minus the same among all units
    }
    indicator rate_change { value change of rate on previous period among units where active }
    indicator gap { value gap of found between units where active and units where not active }
    indicator whole { value gap of found between units where active and all units }
    indicator above { value gap of found to the unit above }
    indicator middle { value median of found over region }
    index place { made of 100 % found combine arithmetic normalise rank }
    """

  private func rows(_ indicator: String) throws -> [ResultRow] {
    var fixture = try Fixture(Self.definitions)
    try fixture.unit("K", "country")
    try fixture.unit("R1", "region", in: "K", ["active": 1])
    try fixture.unit("R2", "region", in: "K", ["active": 0])
    try fixture.unit("R3", "region", in: "K")
    for (unit, quarter, found, missed) in [
      ("R1", "01", 8, 2), ("R1", "04", 4, 1), ("R2", "01", 5, 5), ("R2", "04", 3, 1), ("R3", "04", 0, 2),
    ] {
      for place in 0..<(found + missed) {
        try fixture.event(
          "theft",
          [
            "at_time": .one("2026-\(quarter)-10"), "place": .one(unit), "found": .one(place < found ? "yes" : "no"),
            "kind": "a",
          ])
      }
    }
    for unit in ["R1", "R2", "R3"] { try fixture.residents(1000, in: unit, from: "2026-01-01", until: "2026-12-31") }
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let place = try #require(fixture.programme.indicators.firstIndex { $0.id == indicator })
    let year = try PeriodCalendar().parse("2026").get()
    return evaluator.evaluate([place], in: year)
  }

  private func row(_ indicator: String, _ quarter: String, _ unit: Int32, _ group: String? = nil) throws -> ResultRow {
    try #require(
      rows(indicator).first {
        $0.period.label == quarter && $0.subject == .unit(unit) && $0.split?.group == group
      })
  }

  @Test("A change is relative, of a per cent in points, and carries an interval")
  func changes() throws {
    let whole = try row("change", "2026-Q2", 0)
    #expect(whole.value == 100 * (11.0 - 20) / 20 && whole.n == 11)
    #expect(try row("change", "2026-Q2", 0, "a").value == whole.value)
    // No group b anywhere: both are counts of 0.
    #expect(try row("change", "2026-Q2", 0, "b").reason == "zero_earlier")
    let first = try row("change", "2026-Q1", 0)
    #expect(first.state == .undefined && first.reason == "zero_earlier")
    let points = try row("points", "2026-Q2", 0)
    #expect(points.value == 100 * 7.0 / 11 - 65 && points.method == "newcombe")
    #expect(points.low.map { $0 < -1.3 } == true && points.high.map { $0 > -1.3 } == true)
    #expect(try row("points", "2026-Q1", 0).reason == "operand_undefined")
    #expect(try row("points", "2026-Q3", 0).state == .undefined)
  }

  @Test("Residents are those of the units alone")
  func exposureOfSomeUnits() throws {
    let change = try row("rate_change", "2026-Q2", 0)
    #expect(change.value == -50 && change.method == "exact")
    #expect(change.operands.map(\.denominator) == [1000, 1000])
    #expect(change.operands.map(\.numerator) == [5, 10])
  }

  @Test("A difference in differences squares and adds the distances of the limits of both changes")
  func differenceInDifferences() throws {
    let row = try row("apart", "2026-Q2", 0)
    // 4 of 5 after 8 of 10, and 3 of 4 after 5 of 10.
    #expect(row.value == -25 && row.method == "newcombe")
    let (low, high) = (try #require(row.low), try #require(row.high))
    func distances(_ limits: (Double, Double, Double, Double)) -> Double {
      let (a, b, c, d) = limits
      return (a * a + b * b + c * c + d * d).squareRoot()
    }
    // The limits of Wilson: 80 of 5: 37.55 to 96.38; 80 of 10: 49.02 to 94.33; 75 of 4: 30.06 to 95.44; 50 of 10: 23.66 to 76.34.
    let below = distances((80 - 37.553_489, 94.331_785 - 80, 95.441_288 - 75, 50 - 23.659_309))
    let above = distances((96.377_593 - 80, 80 - 49.016_249, 75 - 30.064_179, 76.340_691 - 50))
    #expect(abs(low - (-25 - below)) < 1e-3 && abs(high - (-25 + above)) < 1e-3, "\(low) \(high)")
    // Of rates it is made from the limits of the two ratios.
    let rates = try self.row("rates_apart", "2026-Q2", 0)
    #expect(rates.value == 10 && rates.method == "exact")
    let (least, most) = (try #require(rates.low), try #require(rates.high))
    #expect(least < -60 && most > 60)
    // All units hold the active ones too.
    let within = try self.row("overlapping", "2026-Q2", 0)
    #expect(within.value != nil && within.low == nil && within.method.isEmpty)
  }

  @Test("A gap has an interval only where the groups are apart")
  func gaps() throws {
    let gap = try row("gap", "2026-Q2", 0)
    #expect(gap.value == 5 && gap.method == "newcombe")
    let whole = try row("whole", "2026-Q2", 0)
    #expect(whole.value == 80 - 100 * 7.0 / 11 && whole.low == nil && whole.method.isEmpty)
    let above = try row("above", "2026-Q2", 1)
    #expect(above.value == whole.value && above.operands.map(\.role) == [.first, .above])
  }

  @Test("A range speaks of the units that have a value")
  func ranges() throws {
    let middle = try row("middle", "2026-Q1", 0)
    #expect(middle.value == 65 && middle.n == 2 && middle.smallestCount == 2)
    #expect(canonicalDetails(middle.details) == #"{"members":3,"without_value":1}"#)
    #expect(try row("middle", "2026-Q3", 0).reason == "operand_undefined")
  }

  @Test("A rank counts from the worst, among the units of the level")
  func ranks() throws {
    #expect(try [1, 2, 3].map { try row("place", "2026-Q2", $0).value } == [3, 2, 1])
    #expect(try row("place", "2026-Q2", 0).value == 1)
  }

  @Test("The rows do not depend on what else is asked for")
  func alone() throws {
    #expect(try rows("points").count == 16 && rows("middle").count == 4 && rows("above").count == 12)
  }
}
