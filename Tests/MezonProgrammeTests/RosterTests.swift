// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonSemantics
import MezonSyntax
import Testing

/// Rosters from definition and file to figures and explanations.
@Suite("Rosters") struct RosterTests {
  private static let head = """
    language 1 keywords en
    programme "P" { levels district > precinct }
    roster membership { member reference member
      team reference team
      at unit
      woman yes or no
      joined day
      left day?
      holds from joined until left }
    roster register { team reference team
      at unit
      since day
      holds from since }
    event session { held day
      at unit
      place reference place }
    """

  private static func codes(_ text: String) -> [String] {
    let (_, diagnostics) = Checker.check([Parser.parse(SourceText(name: "t.mezon", text: text))])
    #expect(diagnostics.allSatisfy { !$0.rendered(in: .russian).isEmpty && !$0.rendered(in: .english).isEmpty })
    return diagnostics.filter(\.isError).map(\.rule.code)
  }

  @Test(
    "What makes no sense is refused",
    arguments: [
      ("roster r { a unit\n b day }", "MZ2070"),
      ("roster r { a unit\n b day?\n holds from b }", "MZ2014"),
      ("roster r { a unit\n b day\n holds from a }", "MZ2015"),
      ("roster r { a unit\n b day\n holds from c }", "MZ2001"),
      ("roster r { a unit\n b day\n holds from b\n holds from b }", "MZ1008"),
      ("indicator i { looks at session in force on the last day value count }", "MZ2071"),
      ("indicator i { looks at session value median term }", "MZ2071"),
      ("indicator i { looks at membership where joined < the last day value count }", "MZ2072"),
      (
        "indicator i { looks at membership in force on the last day value count belongs to period by left }", "MZ2073"
      ),
      (
        "indicator i { looks at membership in force during the period value share of months having at least 1 }",
        "MZ2074"
      ),
      (
        "indicator i { looks at membership in force on the last day value share of team having none in every month }",
        "MZ2074"
      ),
      ("indicator i { looks at session value share of place listed in register having at least 1 }", "MZ2075"),
      ("indicator i { looks at membership value share of units listed in register having at least 1 }", "MZ2075"),
      ("indicator i { looks at membership value share of team listed in session having at least 1 }", "MZ2071"),
      ("indicator i { looks at membership value share of team listed in nobody having at least 1 }", "MZ2001"),
      ("indicator i { looks at membership value share of team having at least 120 % }", "MZ2022"),
      ("indicator i { looks at membership value share of team having at least 0 }", "MZ2022"),
      ("indicator i { looks at membership value median term interval wilson 95 % }", "MZ2029"),
    ])
  func refused(text: String, code: String) {
    #expect(Self.codes(Self.head + "\n" + text).contains(code))
  }

  @Test("The head itself is right") func headIsRight() { #expect(Self.codes(Self.head).isEmpty) }

  private struct Read {
    let programme: Programme
    let evaluator: Evaluator
    let report: IngestReport
  }

  private func read(_ indicator: String, memberships: String, asOf: CalendarDay) throws -> Read {
    let text = """
      \(Self.head)
      source m gives membership { member from column "member"
        team from column "team"
        at from column "at"
        woman from column "woman"
        joined from column "joined"
        left from column "left" }
      source r gives register { team from column "team"
        at from column "at"
        since from column "since" }
      \(indicator)
      """
    let (checked, diagnostics) = Checker.check([Parser.parse(SourceText(name: "t.mezon", text: text))])
    let programme = try #require(checked, "\(diagnostics.map { $0.rendered() })")
    let units = "code,name,level,parent,from,until\nD,D,district,,,\nP,P,precinct,D,,\n"
    let (dataset, report) = Ingestion(programme: programme).dataset(from: [
      .roster(RosterFile(.units, file: "units.csv", bytes: Array(units.utf8))),
      .source(
        programme.sources[0], file: "m.csv",
        bytes: Array(("member,team,at,woman,joined,left\n" + memberships).utf8)),
      .source(
        programme.sources[1], file: "r.csv",
        bytes: Array("team,at,since\nt1,P,2020-01-01\nt2,P,2020-01-01\nt3,P,2020-01-01\n".utf8)),
    ])
    return Read(
      programme: programme, evaluator: Evaluator(programme: programme, dataset: dataset, asOf: asOf), report: report)
  }

  private static let members = """
    m1,t1,P,yes,2026-01-01,
    m2,t1,P,no,2026-01-01,2026-03-31
    m3,t2,P,no,2022-01-01,
    m4,t2,P,yes,2026-01-01,
    m5,t2,P,yes,2026-02-01,2026-01-31

    """

  private static let rules = """
    indicator i { looks at membership in force on the last day
      value share of team listed in register having at least 2
        and having at least 50 % where woman is yes
        and having none where days from joined to the last day > 1096
      for district
      every quarter }
    """

  @Test("A row that ends before it starts is refused with its reason")
  func refusedAtIngest() throws {
    let asOf = try #require(CalendarDay(iso: "2026-12-31"))
    let read = try read(Self.rules, memberships: Self.members, asOf: asOf)
    #expect(read.report.rejected.map(\.diagnostic.rule.code) == ["MZ3219"])
    #expect(read.evaluator.dataset.events[0].rowCount == 4)
  }

  @Test("An explanation says which rule a member does not keep")
  func explained() throws {
    let asOf = try #require(CalendarDay(iso: "2026-12-31"))
    let read = try read(Self.rules, memberships: Self.members, asOf: asOf)
    let year = try #require(Period.range(from: CalendarDay(iso: "2026-01-01") ?? .first, through: asOf))
    let rows = read.evaluator.evaluate([0], in: year)
    #expect(rows.map(\.numerator) == [1, 0, 0, 0])
    #expect(rows.map(\.denominator) == [3, 3, 3, 3])
    let explainer = Explainer(read.evaluator)
    let first = try explainer.explanation(of: #require(rows.first))
    #expect(first.members.map(\.code) == ["t1", "t2", "t3"])
    #expect(first.members.map(\.isHaving) == [true, false, false])
    #expect(first.members.map(\.counted) == [2, 2, 0])
    #expect(first.members[1].broken?.text == "none where days from joined to the last day > 1096")
    #expect(first.members[2].broken?.text == "at least 2")
    let second = explainer.explanation(of: rows[1])
    #expect(second.members.map(\.counted) == [1, 2, 0])
    #expect(second.members[0].broken?.text == "at least 2")
  }

  @Test("Rows in force do not depend on threads")
  func threads() throws {
    let asOf = try #require(CalendarDay(iso: "2026-05-15"))
    let members = (0..<9000).map { number in
      let left = number % 3 == 0 ? "2026-0\(4 + number % 5)-\(10 + number % 18)" : ""
      return "m\(number),t\(1 + number % 3),P,\(number % 2 == 0 ? "yes" : "no"),2026-0\(1 + number % 4)-01,\(left)\n"
    }
    let indicators =
      Self.rules + """

        indicator j { looks at membership in force during the period value median term for district every month, quarter }
        """
    let read = try read(indicators, memberships: members.joined(), asOf: asOf)
    let year = try #require(Period.range(from: CalendarDay(iso: "2026-01-01") ?? .first, through: asOf))
    let one = read.evaluator.evaluate([0, 1], in: year, threads: 1)
    let three = read.evaluator.evaluate([0, 1], in: year, threads: 3)
    #expect(one.count == 6 && one.map { "\($0)" } == three.map { "\($0)" })
    #expect(one.contains { $0.value != nil })
  }
}
