// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `mezon audit`, as a user runs it.
struct AuditCommandTests {
  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(
      "programme.mezon",
      """
      language 1 keywords en
      programme "Test" { languages en, ru levels district > precinct }
      event meeting "Meeting" { held day at unit by officer people whole number }
      source journal gives meeting {
        file "logs/meetings.csv"
        held from column "held" at from column "unit" by from column "by" people from column "people"
      }
      indicator held_in_time { looks at meeting value count for officer every quarter }
      audit meeting_signs "Signs" {
        every quarter for officer
        watches terminal digits of people among meeting
        watches period-end share of held over last 5 days among meeting
        false discoveries at most 5 %
      }
      """)
    try folder.write("rosters/units.csv", "code,name,level,parent\nD1,District,district,\nP1,Precinct,precinct,D1\n")
    try folder.write(
      "rosters/posts.csv", "officer,unit,post,from\nK1,P1,inspector,2025-01-01\nK2,P1,inspector,2025-01-01\n")
    var log = "held,unit,by,people\n"
    for meeting in 0..<80 {
      let day = String(format: "2026-02-%02d", 1 + meeting % 28)
      log += "\(day),P1,K1,\(100 + 10 * (meeting * 7 % 40))\n\(day),P1,K2,\(101 + meeting * 37 % 397)\n"
    }
    try folder.write("logs/meetings.csv", log)
    return folder
  }

  @Test func leadsAreInternalAndSaySo() throws {
    let folder = try folder()
    let run = try CommandRun(
      ["audit", "meeting_signs", "--period", "2026-Q1", "--as-of", "2026-04-30", "-o", "out/leads.csv"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("no proof"))
    let lines = try folder.text("out/leads.csv").split(separator: "\n")
    #expect(lines.first?.hasPrefix("internal,audit,period,") == true)
    #expect(lines.dropFirst().first?.contains(",terminal_digits,precinct,P1,K1,lead,1,0.2,80,") == true, "\(lines)")
    #expect(lines.count { $0.contains(",lead,") } == 1)
    let meta = try folder.text("out/leads.csv.meta.json")
    #expect(meta.hasPrefix("{\n  \"internal\": \"Internal leads") && meta.contains("\"seed\""))
    let json = try CommandRun(
      ["audit", "meeting_signs", "--period", "2026-Q1", "--as-of", "2026-04-30", "-o", "out/leads.json"], in: folder.url
    )
    #expect(json.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(try folder.text("out/leads.json").utf8)) as? [String: Any]
    #expect(object?["leads"] as? Int == 1)
    #expect(try CommandRun(["list"], in: folder.url).output.contains("meeting_signs\taudit\t"))
  }

  @Test func anUnknownAuditAndAnotherGrainAreRefused() throws {
    let folder = try folder()
    let unknown = try CommandRun(["audit", "meeting_sings", "--period", "2026-Q1"], in: folder.url)
    #expect(unknown.status == 64 && unknown.errors.contains("meeting_signs"), "\(unknown.errors)")
    let grain = try CommandRun(["audit", "meeting_signs", "--period", "2026"], in: folder.url)
    #expect(grain.status == 64, "\(grain.errors)")
  }
}
