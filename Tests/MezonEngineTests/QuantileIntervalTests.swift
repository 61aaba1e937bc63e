// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import Testing

@testable import MezonEngine

/// The interval of a quantile of events lies between two of the values, wherever it is computed.
@Suite struct QuantileIntervalTests {
  /// The row of a unit with waits of 1 to so many days.
  private func row(_ count: Int, _ clauses: String) throws -> ResultRow {
    var fixture = try Fixture(
      """
      programme "P" { levels region }
      event visit { made day at unit waited whole number }
      indicator wait { looks at visit every year \(clauses) }
      """)
    try fixture.unit("R", "region")
    for place in 0..<count {
      // In an order of its own.
      let waited = (7 * place) % count + 1
      try fixture.event("visit", ["made": "2026-03-01", "at": "R", "waited": .one(String(waited))])
    }
    return try #require(try fixture.rows(nil, "2026").first)
  }

  /// David and Nagaraja (2003): for the median of 25 at 95 % the 8th and the 18th; of 6 the least and the greatest.
  @Test(arguments: [
    (25, "value median of waited interval order_statistics", 8.0, 18.0),
    (25, "value median of waited interval order-statistics 99 %", 6, 20),
    (6, "value median of waited interval order_statistics", 1, 6),
    (25, "value quantile 0.25 of waited interval order_statistics", 2, 12),
  ])
  func ranks(count: Int, clauses: String, low: Double, high: Double) throws {
    let row = try row(count, clauses)
    #expect(row.low == low && row.high == high && row.method == "order_statistics", "\(row)")
  }

  @Test("Too few values have no limit on one side or none at all, and then the target may be kept or not")
  func fewValues() throws {
    let none = try row(5, "value median of waited interval order_statistics")
    #expect(none.value == 3 && none.low == nil && none.high == nil && none.method.isEmpty)
    let clauses = "value quantile 0.9 of waited interval order_statistics better when lower target 30 from 2025"
    let open = try row(20, clauses)
    #expect(open.low != nil && open.high == nil && open.method == "order_statistics")
    // The value is below the target, but what is above it is not known.
    #expect(open.value.map { $0 < 30 } == true && open.status == .notDistinguishable)
    #expect(try row(20, clauses.replacing("lower", with: "higher")).status == .notDistinguishable)
  }

  @Test("It is there only where it is asked for")
  func usual() throws {
    let row = try row(25, "value median of waited")
    #expect(row.value == 13 && row.low == nil && row.method.isEmpty)
    #expect(throws: Fixture.Broken.self) { try self.row(3, "value mean of waited interval order_statistics") }
  }
}
