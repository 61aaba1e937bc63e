// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import Testing

@Suite("Rosters: units, posts, residents, hand-ins, audits")
struct RosterTests {
  private static let definitions = """
    programme "Test" {
      time zone "UTC"
      levels country > district > precinct
      unit attribute settlement one of urban, rural
      unit attribute staffed yes or no?
      unit attribute inspectors whole number?
    }
    event visit { at time  place unit  by officer? }
    source visits gives visit { at from column "at"  place from column "place"  by from column "by" }
    """
  private static let units = """
    code,name,level,parent,from,until,settlement,staffed,inspectors
    C,Country,country,,,,urban,,
    D1,District,district,C,2020-01-01,2025-12-31,rural,yes,3
    D1,New district,district,C,2026-01-01,,urban,no,4
    P1,,precinct,D1,2021-01-01,,rural,,

    """

  private func read(_ rosters: [(RosterTable, String)], definitions: String = definitions) throws -> Reading {
    var handIn = try HandIn(definitions)
    for (table, text) in rosters { handIn.add(table, text) }
    return handIn.read()
  }

  @Test func unitsBecomeTheOrganisation() throws {
    let read = try read([(.units, Self.units)])
    #expect(read.codes == [])
    #expect(read.rejected == [])
    let organisation = read.dataset.organisation
    #expect(organisation.codes == ["C", "D1", "P1"])
    #expect(organisation.names == ["Country", "New district", "P1"])
    let district = try #require(organisation.index(of: "D1"))
    let lineages = organisation.lineages[Int(district)]
    #expect(lineages.map(\.attributes) == [[1, 1, 3], [0, 0, 4]])
    #expect(lineages.map(\.until.description) == ["2025-12-31", "9999-12-31"])
  }

  @Test func otherRostersAreReadAfterUnitsWhateverTheOrder() throws {
    let read = try read([
      (.audits, "event,unit,from,until,reason\nvisit,P1,2026-01-01,2026-03-31,no log\n"),
      (.handIns, "event,unit,from,until,nil\nvisit,P1,2026-01-01,2026-01-31,yes\nvisit,D1,2026-01-01,2026-01-31,\n"),
      (.population, "unit,from,until,residents\nP1,,2025-12-31,3000\nP1,2026-01-01,,3100\n"),
      (.posts, "officer,unit,post,from,until\nO2,P1,inspector,2026-01-01,\nO1,D1,head,2026-01-01,2026-06-30\n"),
      (.units, Self.units),
    ])
    #expect(read.codes == [])
    #expect(read.rejected == [])
    let data = read.dataset
    #expect(data.posts.map { data.domains[0].text($0.officer) } == ["O2", "O1"])
    #expect(data.posts.map { data.organisation.codes[Int($0.unit)] } == ["P1", "D1"])
    #expect(data.posts.map(\.post) == ["inspector", "head"])
    #expect(data.posts.map(\.until.description) == ["9999-12-31", "2026-06-30"])
    #expect(data.texts.code(of: "inspector") != nil)
    #expect(data.population.map(\.residents) == [3000, 3100])
    #expect(data.population.map(\.from) == [.first, CalendarDay(iso: "2026-01-01")])
    #expect(data.handIns.map(\.isNil) == [true, false])
    #expect(data.audits.map(\.reason) == ["no log"])
    #expect(read.report.files.map(\.source) == ["units", "posts", "population", "hand_ins", "audits"])
  }

  @Test(
    arguments: [
      (.units, "X,,village,,,,urban,,", "MZ3217"), (.units, "X,,district,,2026-02-01,2026-01-31,urban,,", "MZ3219"),
      (.units, "X,,district,,,,suburban,,", "MZ3208"), (.units, ",,district,,,,urban,,", "MZ3201"),
      (.units, "X,,district,,,,urban,,5000000000", "MZ3204"),
      (.units, "D1,,district,C,2025-06-01,2026-06-30,urban,,", "MZ3222"),
      (.posts, "O,Q,inspector,2026-01-01,", "MZ3211"),
      (.posts, "O,P1,inspector,,", "MZ3201"), (.posts, "O,P1,inspector,2019-01-01,2019-12-31", "MZ3212"),
      (.posts, "O,P1,inspector,2026-02-01,2026-01-01", "MZ3219"), (.population, "P1,,,-1", "MZ3204"),
      (.population, "P1,,,12.0", "MZ3203"), (.handIns, "visti,P1,2026-01-01,2026-01-31,", "MZ3218"),
      (.handIns, "visit,P7,2026-01-01,2026-01-31,", "MZ3211"), (.audits, "visit,P1,2026-01-32,2026-02-28,x", "MZ3206"),
      (.audits, "visit,P1,2026-01-01,2026-02-28,", "MZ3201"),
    ] as [(RosterTable, String, String)])
  func aBadRowIsRefused(table: RosterTable, row: String, code: String) throws {
    let headers: [RosterTable: String] = [
      .posts: "officer,unit,post,from,until", .population: "unit,from,until,residents",
      .handIns: "event,unit,from,until,nil", .audits: "event,unit,from,until,reason",
    ]
    var rosters: [(RosterTable, String)] = [(.units, Self.units + (table == .units ? row + "\n" : ""))]
    if let header = headers[table] { rosters.append((table, header + "\n" + row + "\n")) }
    let read = try read(rosters)
    #expect(read.codes == [])
    #expect(read.rejected == ["\(code):\(table == .units ? 6 : 2)"])
    #expect(read.report.files.last?.refusedCount == 1)
  }

  @Test func residentsByGroup() throws {
    let definitions =
      "choice sex one of female, male\n"
      + Self.definitions.replacing("time zone", with: "population by sex  time zone")
    let read = try read(
      [
        (.units, Self.units),
        (
          .population,
          "unit,residents,sex,from,until\nP1,10,female,,\nP1,11,male,,\nP1,22,,2026-01-01,\nP1,9,male,2027-01-01,\nP1,1,other,,\n"
        ),
      ], definitions: definitions)
    #expect(read.dataset.population.map(\.groups) == [[0], [1], [-1]])
    #expect(read.rejected == ["MZ3220:5", "MZ3208:6"])
    // The total states another number than its parts add up to.
    #expect(read.report.diagnostics.map(\.rule.code) == ["MZ3223"])
  }

  @Test func twoCountsOfResidentsOnOneDay() throws {
    let read = try read([
      (.units, Self.units),
      (.population, "unit,from,until,residents\nP1,2026-01-01,2026-12-31,1\nP1,2026-12-31,,2\nD1,2026-12-31,,3\n"),
    ])
    #expect(read.rejected == ["MZ3220:3"])
    #expect(read.dataset.population.map(\.residents) == [1, 3])
  }

  @Test(arguments: [
    ("P2,,precinct,D9,,,urban,,\n", "MZ3402", 6),
    ("P2,,precinct,D1,2019-01-01,,urban,,\n", "MZ3402", 6), ("P2,,precinct,P2,,,urban,,\n", "MZ3403", 6),
    ("P1,,district,C,2020-01-01,2020-12-31,urban,,\n", "MZ3404", 5),
  ])
  func aFaultyOrganisationIsADiagnosticAtItsRow(row: String, code: String, line: Int) throws {
    let read = try read([(.units, Self.units + row)])
    #expect(read.codes == [code])
    guard case .row(let file, let found, _)? = read.report.diagnostics.first?.place else {
      Issue.record("the diagnostic has no place")
      return
    }
    #expect((file, found) == ("units.csv", line))
  }

  @Test func columnsOfARosterFile() throws {
    let extra = try read([(.units, "level,code,settlement,untli\ndistrict,D,urban,2026-01-01\n")])
    #expect(extra.codes == ["MZ3014"])
    #expect(extra.report.diagnostics.first?.suggestion == "until")
    #expect(extra.dataset.organisation.codes == ["D"])
    let missing = try read([(.units, "code,name,settlement\nD,,urban\n")])
    #expect(missing.codes == ["MZ3001"])
    #expect(missing.dataset.organisation.codes == [])
    #expect(try read([(.units, "code,code,level,settlement\n")]).codes == ["MZ3002"])
    #expect(try read([(.units, "")]).codes == ["MZ3003"])
  }

  @Test func aSourceCanFillARoster() throws {
    var handIn = try HandIn(
      Self.definitions
        + """

        source old_units gives units {
          code from column "Unit" as whole number
          level constant district
          settlement from column "Type" recode "U" -> urban others as rural
        }
        source history gives posts {
          officer from column "officer" as whole number
          unit from column "unit" as whole number
          post constant member
          `from` from column "start"
          `until` from column "end"
          refuse where `until` < `from` because "it ends before it starts"
        }
        """)
    try handIn.add("history", "officer,unit,start,end\n12.0,007,2026-01-01,\n12.0,7,2026-02-01,2026-01-01\n")
    try handIn.add("old_units", "Unit,Type\n007,U\n8,x\n")
    let read = handIn.read()
    #expect(read.codes == [])
    #expect(read.dataset.organisation.codes == ["7", "8"])
    #expect(read.dataset.organisation.lineages.map { $0[0].attributes[0] } == [0, 1])
    #expect(read.dataset.posts.map(\.post) == ["member"])
    #expect(read.dataset.domains[0].text(0) == "12")
    #expect(read.rejected == ["MZ3301:3"])
  }
}
