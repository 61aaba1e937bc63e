// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonPublishing
import Testing

@testable import MezonEngine

@Suite("The grains that a report needs")
struct ReportGrainsTests {
  private static let text = """
    language 1 keywords en
    programme "P" { levels region }
    event theft { at_time day place unit solved yes or no }
    indicator thefts { looks at theft value share counts where solved is yes every month, quarter, year }
    indicator monthly { looks at theft value count every month }
    indicator change { value change of thefts on baseline 2024 every quarter }
    indicator double { value computed as 2 * change every quarter }
    indicator yearly { looks at theft value count every year }
    report r "R" { every quarter for region section "S" { thefts, monthly, double, yearly } }
    report s "S" { every quarter for region section "S" { thefts, double, change } }
    """

  static let needed: [(report: String, grains: [String: Set<Grain>])] = [
    ("r", ["thefts": [.quarter, .year], "monthly": [.month], "double": [.quarter], "yearly": [.year]]),
    ("s", ["thefts": [.quarter, .year], "double": [.quarter], "change": [.quarter]]),
  ]

  @Test("are those that are shown, and those of which others are derived", arguments: needed)
  func areNeeded(report: String, grains: [String: Set<Grain>]) throws {
    let programme = try SampleReport(Self.text, units: [.init(code: "R", level: 0)]).programme
    let plan = try #require(programme.reports.first { $0.id == report })
    let needed = plan.grainsNeeded(programme)
    #expect(Dictionary(needed.map { (programme.indicators[$0].id, $1) }) { first, _ in first } == grains)
  }
}
