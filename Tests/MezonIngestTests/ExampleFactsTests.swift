// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import Testing

@Suite("The facts of a worked example")
struct ExampleFactsTests {
  private static func definitions(_ facts: String) -> String {
    """
    programme "Test" {
      time zone "Asia/Dushanbe"
      levels country > district
      unit attribute settlement one of urban, rural
    }
    event dispute {
      opened   time
      day      day?
      at       unit
      by       list of officer
      kind     one of land, other
      hours    whole number?
      heard    yes or no?
      word     text?
      parties  list of person { sex one of female, male, age whole number? }
    }
    indicator disputes "Disputes" {
      looks at dispute  value count  for unit  every month  context only
      example "it counts" as of 2026-12-31 {
        \(facts)
        expect 2026-01 = 0
      }
    }
    """
  }

  /// The data set of an example with these facts.
  private func read(_ facts: String) throws -> (reading: Reading, diagnostics: [Diagnostic]) {
    let handIn = try HandIn(Self.definitions(facts))
    let indicator = try #require(handIn.programme.indicators.first)
    let example = try #require(indicator.declaration.examples.first)
    let (dataset, diagnostics) = ExampleFacts.dataset(of: example, in: handIn.programme)
    return (Reading(programme: handIn.programme, dataset: dataset, report: handIn.read().report), diagnostics)
  }

  @Test func factsBecomeEvents() throws {
    let (read, diagnostics) = try read(
      """
      2 dispute opened 2026-01-05, kind land, by "O1", "O2", hours 3, heard yes, word "a b", day 2026-01-07,
          parties (sex female, age 20), (sex male)
      dispute opened 2026-02-05T10:00
      """)
    #expect(diagnostics.map { $0.rendered() } == [])
    #expect(
      read.values("dispute", "opened") == ["2026-01-04T19:00:00Z", "2026-01-04T19:00:00Z", "2026-02-05T05:00:00Z"])
    #expect(read.values("dispute", "day") == ["2026-01-07", "2026-01-07", "-"])
    #expect(read.values("dispute", "by") == ["[O1 O2]", "[O1 O2]", "-"])
    #expect(read.values("dispute", "kind") == ["land", "land", "-"])
    #expect(read.values("dispute", "hours") == ["3", "3", "-"])
    #expect(read.values("dispute", "heard") == ["yes", "yes", "-"])
    #expect(read.values("dispute", "word") == ["a b", "a b", "-"])
    #expect(read.values("dispute", "parties") == ["[female+20 male+-]", "[female+20 male+-]", "-"])
    #expect(read.values("dispute", "at") == ["unit", "unit", "unit"])
    let organisation = read.dataset.organisation
    #expect(organisation.codes == ["unit"])
    #expect(organisation.levels == [0])
    #expect(organisation.exists(0, from: .first, until: .last))
  }

  @Test func aSignStandsForTheNumberOfTheFact() throws {
    let (read, diagnostics) = try read(
      """
      3 dispute opened 2026-01-07, by "O#", "P", word "#/#", kind land
      dispute opened 2026-01-07, by "O#", word "no. #", kind land
      """)
    #expect(diagnostics.map { $0.rendered() } == [])
    #expect(read.values("dispute", "by") == ["[O1 P]", "[O2 P]", "[O3 P]", "[O#]"])
    #expect(read.values("dispute", "word") == ["1/1", "2/2", "3/3", "no. #"])
  }

  @Test func statedUnitsPostsAndResidents() throws {
    let (read, diagnostics) = try read(
      """
      unit "D" level district in "C" from 2026-01-01 until 2026-06-30, settlement rural
      unit "C" level country
      post "O1" in "D" as head from 2026-02-01
      residents 3000 in "D" from 2026-01-01
      dispute opened 2026-01-05
      dispute opened 2026-01-06, at "C"
      """)
    #expect(diagnostics.map { $0.rendered() } == [])
    #expect(read.values("dispute", "at") == ["D", "C"])
    let organisation = read.dataset.organisation
    #expect(organisation.codes == ["C", "D"])
    #expect(organisation.lineages[1].map(\.attributes) == [[1]])
    #expect(read.dataset.posts.map(\.post) == ["head"])
    #expect(read.dataset.posts.map(\.unit) == [1])
    #expect(read.dataset.population.map(\.residents) == [3000])
  }

  @Test(arguments: [
    ("dispute kind land", "MZ3511"), ("dispute opened 2026-01-05, at \"X\"", "MZ3211"),
    ("unit \"D\" level district from 2026-01-01\n dispute opened 2025-12-31", "MZ3513"),
    ("post \"O\" in \"X\" as head from 2026-01-01", "MZ3512"),
    (
      "unit \"D\" level district from 2026-01-01\n post \"O\" in \"D\" as head from 2025-01-01 until 2025-12-31",
      "MZ3513"
    ),
    ("unit \"D\" level district in \"E\"", "MZ3402"),
    ("unit \"D\" level district until 2026-01-31\n unit \"D\" level district from 2026-01-31", "MZ3401"),
    ("residents 3.5 in \"unit\"", "MZ3010"),
    ("residents 5 in \"unit\" from 2026-02-01 until 2026-01-01", "MZ3219"),
  ])
  func aWrongFactIsNamed(facts: String, code: String) throws {
    let (_, diagnostics) = try read(facts)
    #expect(diagnostics.map(\.rule.code) == [code])
    #expect(diagnostics.allSatisfy { !$0.rendered().isEmpty })
  }
}
