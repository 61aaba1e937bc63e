// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

@Suite("The results table") struct ResultTableTests {
  static func fixture() throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "T" { levels region > precinct  time zone "UTC" }
      unit of measure visits
      event visit { held day  at unit  by list of officer  done yes or no  hours_there number? }
      indicator done_share { looks at visit counts where done value share for officer, unit every quarter
        split by done better when higher baseline 41 % in 2025 target steps 50 % from 2026 effective from 2026-01-01 }
      indicator longest { looks at visit value quantile 0.25 of hours_there for unit every quarter }
      """)
    try fixture.unit("R", "region")
    try fixture.unit("P,1", "precinct", in: "R")
    for (day, done, hours) in [("2026-01-10", "yes", "1"), ("2026-01-11", "no", "2.5"), ("2026-02-10", "yes", "")] {
      try fixture.event(
        "visit",
        [
          "held": .one(day), "at": "P,1", "by": ["O1"], "done": .one(done),
          "hours_there": hours.isEmpty ? .missing : .one(hours),
        ])
    }
    return fixture
  }

  private func table() throws -> (table: ResultTable, versions: [String]) {
    let fixture = try Self.fixture()
    let evaluator = try fixture.evaluator(asOf: "2026-12-31")
    let rows = evaluator.evaluate([0, 1], in: try fixture.period("2026-Q1"))
    return (ResultTable(rows, of: evaluator), fixture.programme.indicators.map(\.version))
  }

  @Test func longLayout() throws {
    let (table, versions) = try table()
    let low = "20.76596008020477"
    let lines = String(decoding: table.csv(), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.first
        == "indicator,version,period,period_start,period_end,unit,level,officer,split,value,unit_of_measure,state,reason,numerator,denominator,excluded,excepted,not_yet_due,n,completeness,low,high,method,baseline,target,status,details"
    )
    #expect(lines.count == 11)
    #expect(lines.last == "")
    let first = String(lines[1])
    #expect(
      first.hasPrefix(
        "done_share,\(versions[0]),2026-Q1,2026-01-01,2026-03-31,,,O1,,66.66666666666667,per cent,value,,2,3,0,0,0,3,,\(low)"
      ))
    #expect(first.hasSuffix(",wilson,41,50,not_distinguishable,"))
    #expect(lines[2].hasPrefix("done_share,\(versions[0]),2026-Q1,2026-01-01,2026-03-31,R,region,,,66.6"))
    #expect(lines[5].hasPrefix("done_share,\(versions[0]),2026-Q1,2026-01-01,2026-03-31,\"P,1\",precinct,,,66.6"))
    #expect(lines[6].contains(",\"P,1\",precinct,,done=no,0,per cent,value,,0,1,0,0,0,1,,0,"))
    #expect(
      lines[8]
        == "longest,\(versions[1]),2026-Q1,2026-01-01,2026-03-31,R,region,,,1.375,,value,,,,0,0,0,2,,,,,,,no_target,\"{\"\"quantile_type\"\":7}\""
    )
  }

  @Test func jsonHasTheSameNamesAndNullForWhatIsAbsent() throws {
    let (table, versions) = try table()
    let lines = String(decoding: table.json(), as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "[" && lines.last == "]")
    #expect(
      lines[8]
        == #"{"indicator":"longest","version":"\#(versions[1])","period":"2026-Q1","period_start":"2026-01-01","period_end":"2026-03-31","unit":"R","level":"region","officer":null,"split":null,"value":1.375,"unit_of_measure":null,"state":"value","reason":null,"numerator":null,"denominator":null,"excluded":0,"excepted":0,"not_yet_due":0,"n":2,"completeness":null,"low":null,"high":null,"method":null,"baseline":null,"target":null,"status":"no_target","details":{"quantile_type":7}},"#
    )
  }

  @Test func wideLayout() throws {
    let (table, _) = try table()
    #expect(
      String(decoding: table.csv(.wide), as: UTF8.self) == """
        period,period_start,period_end,unit,level,officer,split,done_share,longest
        2026-Q1,2026-01-01,2026-03-31,,,O1,,66.66666666666667,
        2026-Q1,2026-01-01,2026-03-31,R,region,,,66.66666666666667,1.375
        2026-Q1,2026-01-01,2026-03-31,R,region,,done=no,0,
        2026-Q1,2026-01-01,2026-03-31,R,region,,done=yes,100,
        2026-Q1,2026-01-01,2026-03-31,"P,1",precinct,,,66.66666666666667,1.375
        2026-Q1,2026-01-01,2026-03-31,"P,1",precinct,,done=no,0,
        2026-Q1,2026-01-01,2026-03-31,"P,1",precinct,,done=yes,100,

        """)
  }

  @Test func theMetaSaysFirstThatResultsAreInternal() throws {
    let meta = ResultMeta(asOf: try #require(CalendarDay(iso: "2026-12-31")), definitions: "abc", data: "def")
    let text = String(decoding: meta.json(), as: UTF8.self)
    #expect(text.hasPrefix("{\n  \"internal\": \"Internal results"))
    #expect(text.contains("\n  \"as_of\": \"2026-12-31\",\n  \"organisation\": \"as-was\",\n"))
    #expect(text.hasSuffix("\"definitions\": \"abc\",\n  \"data\": \"def\"\n}\n"))
  }

  @Test func textsInJSONAreEscapedAsRFC8785Says() {
    #expect(jsonText("a\"\\\u{08}\t\n\u{0C}\r\u{01}\u{1F}é€😀") == "\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001fé€😀\"")
    #expect(jsonNumber(.nan) == "null")
    #expect(canonicalDetails([("b", "1"), ("a", "\"x\"")]) == #"{"a":"x","b":1}"#)
    #expect(canonicalDetails([]) == "")
  }
}
