// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStore
import MezonTestSupport
import Testing

@testable import mezon

/// Files of more than 64 MiB that are only tried, or that name what is to be retracted, come group by group; what is said is what is said where
/// all of it is held, which a trial does where it cannot write.
@Suite("Large files that are tried or retracted", .enabled(if: SharedData.isRequired))
struct LargeTrialTests {
  /// What a log has, and how it is handed in.
  struct Shape: Sendable, CustomTestStringConvertible {
    let namesGuests: Bool
    /// Of two groups.
    let bytes: Int
    let options: [String]

    var testDescription: String { namesGuests ? "with names, by number" : "without a key" }
  }

  static let shapes = [
    Shape(namesGuests: true, bytes: 70 << 20, options: ["--key", "number"]),
    Shape(namesGuests: false, bytes: 136 << 20, options: []),
  ]

  private static let header = "number,held,unit,kind,guest,people,note\n"
  private let reason = ["--by", "tests", "--because", "miscounted"]

  private func programme(_ shape: Shape) throws -> TestFolder {
    let folder = try TestFolder()
    try folder.writeProgramme()
    try folder.write(
      "definitions.mezon",
      """
      language 1 keywords en
      domain visitor
      event meeting "Meeting" {
        number whole number held time at unit kind one of indoor, `open`
        guest text?\(shape.namesGuests ? " identifying" : "") people whole number? note text?
      }
      source journal gives meeting {
        number from column "number"
        held from column "held"
        at from column "unit"
        kind from column "kind"
        guest from column "guest"
        people from column "people"
        note from column "note"
      }
      indicator meetings "Meetings" { looks at meeting value count every month }
      report monthly "Monthly" { every month for district section "Meetings" { meetings } }

      """)
    return folder
  }

  /// Rows with long notes, of which some are refused, repeated, or about the same event as another.
  private func rows(_ shape: Shape) -> [String] {
    var random = SeededGenerator(seed: 78)
    func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
    let notes = (0..<40).map { number in
      String(repeating: "what was said of matter \(number) ", count: 40 + number)
    }
    var rows: [String] = []
    var bytes = 0
    while bytes < shape.bytes {
      let number = rows.count > 10 && draw(2_000) == 0 ? rows.count - 1 - draw(10) : rows.count
      let day = 10 + draw(18)
      let cells = [
        String(number), "2026-0\(1 + draw(6))-\(day)T1\(draw(10)):\(10 + draw(50))", draw(5_000) == 0 ? "P99" : "P1",
        ["indoor", "open"][draw(2)], draw(9) > 0 ? "" : "Guest \(draw(3_000))", draw(9) == 0 ? "" : String(draw(400)),
        notes[draw(notes.count)],
      ]
      rows.append(draw(3_000) == 0 && !rows.isEmpty ? rows[rows.count - 1] : cells.joined(separator: ","))
      bytes += rows[rows.count - 1].utf8.count + 1
    }
    return rows
  }

  /// The bytes of all files below a folder but the logs.
  private func contents(_ folder: TestFolder) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in folder.files() where !name.hasSuffix(".csv") {
      contents[name] = FileManager.default.contents(atPath: folder.url.appendingPathComponent(name).path) ?? Data()
    }
    return contents
  }

  /// Tries a file, group by group and held, and expects that it is the same and that nothing is changed.
  private func tried(_ file: String, _ options: [String], in folder: TestFolder) throws -> CommandRun {
    let before = try contents(folder)
    let arguments = ["ingest", file, "--source", "journal", "--threads", "2", "--dry-run", "--json"] + options
    let run = try CommandRun(arguments, in: folder.url)
    #expect(try contents(folder) == before)
    // Where a file cannot be as long as a MiB, nothing can be written beside the reading.
    let held = try CommandRun(arguments, in: folder.url, mostFileKilobytes: 512)
    #expect(run.status == held.status && run.output == held.output && run.errors == held.errors)
    #expect(try contents(folder) == before)
    return run
  }

  private func counts(_ run: CommandRun) throws -> [String: Int] {
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors.suffix(1_000))")
    let names = ["accepted", "unchanged", "corrected", "retracted", "unmatched", "refused", "alike"]
    return Dictionary(uniqueKeysWithValues: try names.map { ($0, try #require(report[$0] as? Int)) })
  }

  @Test(arguments: shapes)
  func whatIsTriedIsWhatIsHeld(shape: Shape) throws {
    let folder = try programme(shape)
    var rows = rows(shape)
    try folder.write("log.csv", Self.header + rows.joined(separator: "\n") + "\n")
    let first = shape.options + reason
    let tried = try self.tried("log.csv", first, in: folder)
    #expect(tried.status == 2 && !folder.exists("store"), "\(tried.errors.suffix(1_000))")
    let arguments = ["ingest", "log.csv", "--source", "journal", "--threads", "2", "--json"]
    let real = try CommandRun(arguments + first, in: folder.url)
    #expect(real.status == 2)
    #expect(try counts(real) == counts(tried))
    let publishing = ["publish", "monthly", "--period", "2026-01", "-o", "publications"]
    #expect(try CommandRun(publishing, in: folder.url).status == 0)

    // Corrections, and new events, which touch what is published; somebody else writes to the store meanwhile.
    for place in stride(from: 0, to: rows.count, by: 7) {
      rows[place] = rows[place].replacingOccurrences(of: "indoor", with: "open")
    }
    rows.append("9999999,2026-01-11T10:10,P1,open,Guest 1,7,a new one")
    try folder.write("log.csv", Self.header + rows.joined(separator: "\n") + "\n")
    try tryChanges(shape, in: folder)
    try retract(folder)
  }

  /// Tries the changed log while the store is locked.
  private func tryChanges(_ shape: Shape, in folder: TestFolder) throws {
    let lock = try #require(try PosixFileLayer().lock(folder.url.appendingPathComponent("store/lock").path))
    try withExtendedLifetime(lock) {
      let changed = try self.tried("log.csv", reason, in: folder)
      #expect(changed.status == 2 && changed.output.contains("MZ4051"), "\(changed.output.suffix(1_000))")
      if shape.namesGuests {
        #expect(try #require(try counts(changed)["corrected"]) > 1_000)
        let unreasoned = try self.tried("log.csv", [], in: folder)
        #expect(unreasoned.status == 64 && unreasoned.errors.contains("MZ4035"), "\(unreasoned.errors)")
      }
      // What is interrupted leaves nothing either.
      let before = try contents(folder)
      let arguments = ["ingest", "log.csv", "--source", "journal", "--threads", "2", "--dry-run"] + reason
      let interrupted = try CommandRun(arguments, in: folder.url, interruptedAfter: 1)
      #expect(interrupted.status == 130, "\(interrupted.errors)")
      #expect(try contents(folder) == before)
    }
  }

  /// Retracts what the log names.
  private func retract(_ folder: TestFolder) throws {
    let gone = try self.tried("log.csv", ["--retract"] + reason, in: folder)
    let before = try contents(folder)
    let arguments = ["ingest", "log.csv", "--source", "journal", "--threads", "2", "--json", "--retract"]
    let unreasoned = try CommandRun(arguments, in: folder.url)
    #expect(unreasoned.status == 64 && unreasoned.errors.contains("MZ4035"), "\(unreasoned.errors)")
    #expect(try contents(folder) == before)
    let retracted = try CommandRun(arguments + reason, in: folder.url)
    #expect(retracted.status == 2)
    #expect(try counts(retracted) == counts(gone))
    #expect(try #require(try counts(retracted)["retracted"]) > 20_000)
    let new = try Set(contents(folder).keys).subtracting(before.keys)
    #expect(new.count == 2 && new.contains { $0.hasSuffix(".mask") } && new.contains { $0.contains("commits/") })
    let verified = try CommandRun(["verify", ".", "--threads", "2"], in: folder.url)
    #expect(verified.status == 0 && verified.errors.isEmpty, "\(verified.output)\(verified.errors)")
  }
}
