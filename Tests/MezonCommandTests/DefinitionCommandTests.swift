// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Commands that work on definitions: `mezon test --coverage` and `mezon diff`.
struct DefinitionCommandTests {
  private static let programme = """
    language 1 keywords en
    programme "Test" { levels district > precinct }
    event meeting "Meeting" { held day at unit people whole number }
    source journal gives meeting {
      file "logs/meetings.csv"
      held from column "held" at from column "unit" people from column "people"
    }
    indicator large_meetings "Large meetings" {
      looks at meeting counts where people >= 10 value share for unit
      every quarter better when higher target 50 % from 2026
    }
    indicator meetings_held "Meetings held" { looks at meeting value count for unit every quarter context only }

    """

  private func folder(_ path: String, in folder: TestFolder, changed: (String) -> String = { $0 }) throws {
    try folder.write(path + "/programme.mezon", changed(Self.programme))
    try folder.write(
      path + "/rosters/units.csv", "code,name,level,parent\nD1,District,district,\nP1,Precinct,precinct,D1\n")
    try folder.write(
      path + "/logs/meetings.csv", "held,unit,people\n2026-01-05,P1,10\n2026-02-05,P1,12\n2026-03-05,P1,9\n")
  }

  @Test func whatChangedAndWhoseFiguresMove() throws {
    let folder = try TestFolder()
    try self.folder("old", in: folder)
    try self.folder("new", in: folder) { text in
      text.replacingOccurrences(of: "people >= 10", with: "people >= 12")
        .replacingOccurrences(of: "\"Meetings held\" {", with: "\"Meetings held\" { owner \"MIA\"")
        + "indicator people_met { looks at meeting value sum of people for unit every quarter context only }\n"
    }
    let run = try CommandRun(["diff", "old", "new", "--period", "2026-Q1"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output == """
        large_meetings "Large meetings": changed: its values can differ
          Counts
            was: people is at least 10
            now: people is at least 12
          2 of 2 figures move, 0 of them to another band
            2026-Q1, D1: 66.67 (not_distinguishable) -> 33.33 (not_distinguishable)
            2026-Q1, P1: 66.67 (not_distinguishable) -> 33.33 (not_distinguishable)
        meetings_held "Meetings held": changed in words only: its values stay
          Owner
            now: MIA
        people_met "people met": new

        """)
    let json = try CommandRun(["diff", "old", "new", "--period", "2026-Q1", "--json"], in: folder.url)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((document["figures"] as? [Any])?.count == 2)
    #expect((document["definitions"] as? [Any])?.count == 3)
  }

  @Test func aTargetMovesBands() throws {
    let folder = try TestFolder()
    try self.folder("old", in: folder)
    try self.folder("new", in: folder) { $0.replacingOccurrences(of: "target 50 %", with: "interval none target 70 %") }
    try self.folder("newer", in: folder) {
      $0.replacingOccurrences(of: "target 50 %", with: "interval none target 50 %")
    }
    let run = try CommandRun(["diff", "newer", "new", "--period", "2026-Q1"], in: folder.url)
    #expect(run.output.contains("2 of 2 figures move, 2 of them to another band"))
    #expect(run.output.contains("2026-Q1, D1: 66.67 (met) -> 66.67 (not_met)"))
  }

  /// The library, the sample, and the templates of countries that take definitions from the library.
  @Test func shippedDefinitionsAreClean() throws {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let run = try CommandRun(["check", "Indicators"], in: checkout)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty, "\(run.errors)")
    #expect(run.output.hasSuffix("indicators checked, nothing wrong\n"))
    #expect(try CommandRun(["format", "--check", "Indicators"], in: checkout).status == 0)
    let templates = try FileManager.default.contentsOfDirectory(
      atPath: checkout.appendingPathComponent("Indicators/templates").path)
    #expect(templates.count == 6)
    let list = try CommandRun(["list", "Indicators/templates/tajikistan", "--json"], in: checkout)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any])
    let definitions = try #require(document["definitions"] as? [[String: Any]])
    let entry = try #require(definitions.first { $0["id"] as? String == "cppt_in_order" })
    #expect(entry["kind"] as? String == "indicator")
    #expect(entry["catalogue"] as? [String] == ["cppt-minimum-members"])
  }

  @Test func nothingDiffers() throws {
    let folder = try TestFolder()
    try self.folder("old", in: folder)
    let run = try CommandRun(["diff", "old", "old"], in: folder.url)
    #expect(run.output == "no indicator differs\n")
    #expect(try CommandRun(["diff", "old", "nowhere"], in: folder.url).status == 66)
    try folder.write("broken/programme.mezon", "language 1 keywords en\nindicator x {\n")
    #expect(try CommandRun(["diff", "old", "broken"], in: folder.url).status == 1)
  }

  @Test func coverageOfExamplesSaysWhatNoneNotices() throws {
    let folder = try TestFolder()
    try self.folder("old", in: folder)
    let run = try CommandRun(["test", "--coverage", "old"], in: folder.url)
    #expect(run.status == 0)
    #expect(run.output.hasSuffix("0 of 3 changes to the definitions are noticed by an example\n0 passed, 0 failed\n"))
    #expect(run.errors.contains("warning MZ3507: no example fails when \">=\" becomes \">\""))
    let json = try CommandRun(["test", "--coverage", "--json", "old"], in: folder.url)
    #expect(json.output.contains("\"coverage\":{\"noticed\":0,\"tried\":3,"))
  }
}
