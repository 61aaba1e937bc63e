// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

/// A table of PostgreSQL that is too large to be held, handed in by the command.
@Suite("Large tables of a database", .enabled(if: SharedData.isRequired))
struct LargeDatabaseTests {
  private func programme() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try folder.write(
      "definitions.mezon",
      """
      language 1 keywords en
      event meeting "Meeting" {
        number whole number held time at unit kind one of indoor, `open` people whole number? note text?
      }
      source journal gives meeting {
        number from column "number"
        held from column "held"
        at from column "unit"
        kind from column "kind"
        people from column "people"
        note from column "note"
      }
      indicator meetings "Meetings" { looks at meeting value count every year }

      """)
    return folder
  }

  private func counts(_ run: CommandRun) throws -> [String: Int] {
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors.suffix(1_000))")
    let names = ["accepted", "unchanged", "corrected", "refused"]
    return Dictionary(uniqueKeysWithValues: try names.map { ($0, try #require(report[$0] as? Int)) })
  }

  /// What is corrected without a reason is told while the table is still being read; nothing waits for itself.
  @Test func aTableIsHandedInGroupByGroup() throws {
    let server = try PostgresServer()
    // 160 MB of text: more than one group.
    try server.run(
      """
      create table log as select i as number,
        to_char(timestamp '2026-01-10 10:00' + (i % 4000) * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI') as held,
        'P1' as unit, case when i % 2 = 0 then 'indoor' else 'open' end as kind,
        case when i % 50 = 7 then 'many' else (i % 400)::text end as people,
        repeat('what was said of ' || i % 40 || ' ', 80) as note
      from generate_series(0, 99999) i
      """)
    let folder = try programme()
    let address = server.address + "#log"
    func ingest(_ threads: Int, _ options: [String] = []) throws -> CommandRun {
      try CommandRun(
        ["ingest", address, "--source", "journal", "--threads", "\(threads)", "--json"] + options, in: folder.url)
    }
    let first = try ingest(2, ["--key", "number"])
    #expect(first.status == 2, "\(first.errors.suffix(1_000))")
    #expect(try counts(first) == ["accepted": 98_000, "unchanged": 0, "corrected": 0, "refused": 2_000])
    #expect(try counts(ingest(1)) == ["accepted": 0, "unchanged": 98_000, "corrected": 0, "refused": 2_000])
    try server.run("update log set people = '401' where number % 1000 = 5")
    for threads in [1, 2] {
      let unreasoned = try ingest(threads)
      #expect(unreasoned.status == 64 && unreasoned.errors.contains("MZ4035"), "\(unreasoned.errors.suffix(1_000))")
    }
    let reasoned = try ingest(2, ["--by", "tests", "--because", "miscounted"])
    #expect(try counts(reasoned) == ["accepted": 0, "unchanged": 97_900, "corrected": 100, "refused": 2_000])
    let verified = try CommandRun(["verify", ".", "--threads", "2"], in: folder.url)
    #expect(verified.status == 0 && verified.errors.isEmpty, "\(verified.output)\(verified.errors)")

    // The table itself, and the store, give the same.
    func evaluated(_ options: [String]) throws -> String {
      let run = try CommandRun(
        ["evaluate", "--period", "2026", "--as-of", "2027-12-31", "--threads", "2", "-o", "out.csv"] + options,
        in: folder.url)
      #expect(run.status == 0 || run.status == 2, "\(run.errors.suffix(1_000))")
      return try String(contentsOf: folder.url.appendingPathComponent("out.csv"), encoding: .utf8)
    }
    let direct = try evaluated(["--from", "journal=\(address)"])
    #expect(direct.contains("98000"), "\(direct)")
    #expect(try evaluated([]) == direct)
  }
}
