// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

/// A file of more than 64 MiB goes into the store group by group; the same rows in files that are held go in as they always did.
@Suite("A large hand-in is the same hand-in", .enabled(if: SharedData.isRequired))
struct LargeHandInTests {
  private static let rowCount = 960_000
  private static let header = "number,held,unit,kind,topics,visitors,guest,people,note\n"

  /// - Parameter namesGuests: whether guests are identifying, so that nothing is written beside the reading
  private func programme(namesGuests: Bool) throws -> TestFolder {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try folder.write(
      "definitions.mezon",
      """
      language 1 keywords en
      domain visitor
      event meeting "Meeting" {
        number whole number held time at unit kind one of indoor, `open` topics list of one of water, land, roads
        visitors list of reference visitor? guest text?\(namesGuests ? " identifying" : "") people whole number? note text?
      }
      source journal gives meeting {
        number from column "number"
        held from column "held"
        at from column "unit"
        kind from column "kind"
        topics from column "topics" separated by " "
        visitors from column "visitors" separated by " "
        guest from column "guest"
        people from column "people"
        note from column "note"
      }
      indicator meetings "Meetings" { looks at meeting value count split by kind, topics every month }
      indicator people "People" { looks at meeting value sum of people split by kind every month }

      """)
    return folder
  }

  /// Rows of which some are refused, repeated, or about the same event as another.
  private func rows() -> [String] {
    var random = SeededGenerator(seed: 77)
    func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
    var rows: [String] = []
    rows.reserveCapacity(Self.rowCount)
    for number in 0..<Self.rowCount {
      if number > 10, draw(20_000) == 0 {
        rows.append(rows[number - 1 - draw(10)])
        continue
      }
      let day = String(1 + draw(28))
      let visitors = (0..<draw(4)).map { _ in "v\(draw(900))" }.joined(separator: " ")
      let topics = (0..<draw(3)).map { _ in ["water", "land", "roads"][draw(3)] }.joined(separator: " ")
      let cells = [
        String(number), "2026-0\(1 + draw(6))-\(day.count == 1 ? "0" : "")\(day)T1\(draw(10)):\(10 + draw(50))",
        draw(5_000) == 0 ? "P99" : "P1", ["indoor", "open"][draw(2)], topics, visitors,
        draw(100) > 0 ? "" : "Guest \(draw(3_000))", draw(9) == 0 ? "" : String(draw(400)),
        "Note on what was said number \(draw(300))",
      ]
      rows.append(cells.joined(separator: ","))
    }
    return rows
  }

  /// What a hand-in says as JSON, without the places of rows, its time and what depends on how the files are cut.
  private func said(_ run: CommandRun) throws -> [String] {
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let findings = try #require(report["findings"] as? [[String: Any]])
    var said = findings.map { "\($0["code"] ?? "") \($0["count"] ?? "")" }
    // Members of objects are in no order.
    func text(_ value: Any?) throws -> String {
      try String(decoding: JSONSerialization.data(withJSONObject: [value ?? ""], options: .sortedKeys), as: UTF8.self)
    }
    for name in ["accepted", "unchanged", "corrected", "retracted", "refused", "alike", "completeness", "lateness"] {
      said.append("\(name) \(try text(report[name]))")
    }
    return said
  }

  @Test(arguments: [[], ["--key", "number", "--by", "tests", "--because", "numbers come twice"]])
  func aLargeFileIsItsSmallOnes(options: [String]) throws {
    let rows = rows()
    let namesGuests = !options.isEmpty
    let (large, small) = (try programme(namesGuests: namesGuests), try programme(namesGuests: namesGuests))
    let text = Self.header + rows.joined(separator: "\n") + "\n"
    #expect(text.utf8.count >= 64 << 20, "\(text.utf8.count) bytes")
    try large.write("log.csv", text)
    // Files below 1 MiB, each handed in with all others.
    var names: [String] = []
    for start in stride(from: 0, to: rows.count, by: 9_000) {
      names.append("small/\(1_000 + names.count).csv")
      let part = Self.header + rows[start..<min(rows.count, start + 9_000)].joined(separator: "\n") + "\n"
      #expect(part.utf8.count < 1 << 20)
      try small.write(names[names.count - 1], part)
    }
    let arguments = ["--source", "journal", "--threads", "2", "--json"] + options
    let one = try CommandRun(["ingest", "log.csv"] + arguments, in: large.url)
    let other = try CommandRun(["ingest"] + names + arguments, in: small.url)
    #expect(one.status == other.status && one.status == 2, "\(one.errors.suffix(2_000))\(other.errors.suffix(2_000))")
    #expect(try said(one) == said(other))
    #expect(
      try said(one).contains { $0.hasPrefix("MZ4046") || $0.hasPrefix("unchanged 4") || $0.hasPrefix("unchanged 3") })
    #expect(!large.files().contains { $0.contains("incoming") })
    let request = ["evaluate", "--period", "2026-01..2026-06", "--as-of", "2026-12-31"]
    let figures = try CommandRun(request, in: large.url)
    #expect(figures.status == 0 && figures.output.split(separator: "\n").count > 20, "\(figures.errors)")
    #expect(try CommandRun(request, in: small.url).output == figures.output)
    for folder in [large, small] {
      let verified = try CommandRun(["verify", ".", "--threads", "2"], in: folder.url)
      #expect(verified.status == 0 && verified.errors.isEmpty, "\(verified.output)\(verified.errors)")
    }
  }
}
