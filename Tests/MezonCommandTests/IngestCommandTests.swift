// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

/// `mezon ingest --suggest`, and files of other kinds in `mezon evaluate`.
struct IngestCommandTests {
  @Test func suggests() throws {
    let folder = try TestFolder()
    try folder.write("a.csv", "date,unit,minutes\n2026-01-05,D1,5\n2026-01-06,D2,7\n")
    let run = try CommandRun(["ingest", "--suggest", "a.csv"], in: folder.url)
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.contains("source handed_in_file gives handed_in {\n  delimiter \",\"\n"))
    let written = try CommandRun(["ingest", "a.csv", "--suggest", "--keywords", "ru", "-o", "s.mezon"], in: folder.url)
    #expect(written.status == 0 && written.output == "")
    #expect(try folder.text("s.mezon").hasPrefix("язык 1 ключевые слова ru\n"))
    let asJSON = try CommandRun(["ingest", "--suggest", "--json", "a.csv"], in: folder.url)
    let document = try JSONSerialization.jsonObject(with: Data(asJSON.output.utf8)) as? [String: Any]
    #expect((document?["files"] as? [[String: Any]])?.first?["file"] as? String == "a.csv")
  }

  @Test func refusesInTheUsersWords() throws {
    let folder = try TestFolder()
    try folder.write("a.xlsx", Data([0x50, 0x4B, 0x03, 0x04, 0x00]))
    try folder.write("a.json", "[{\"a\": 1}]")
    let broken = try CommandRun(["ingest", "--suggest", "a.xlsx", "--messages", "ru"], in: folder.url)
    #expect(broken.status == 65 && broken.errors.contains("повреждён"))
    let noSheet = try CommandRun(["ingest", "--suggest", "a.json", "--sheet", "x"], in: folder.url)
    #expect(noSheet.status == 65 && noSheet.errors.contains("records"))
    #expect(try CommandRun(["ingest", "--suggest", "nothing.csv"], in: folder.url).status == 66)
    #expect(try CommandRun(["ingest", "a.json"], in: folder.url).status == 64)
  }

  @Test(.enabled(if: SharedData.shouldRun, "skipped, no shared data"))
  func hostileFilesEndQuickly() throws {
    let hostile = try SharedData.url("oracles/security/hostile")
    let names = try FileManager.default.contentsOfDirectory(atPath: hostile.path).filter { $0.hasSuffix(".xlsx") }
    #expect(names.count == 21)
    for name in names {
      let folder = try TestFolder()
      let run = try CommandRun(
        ["ingest", "--suggest", hostile.appendingPathComponent(name).path], in: folder.url)
      #expect([0, 65].contains(run.status), "\(name): \(run.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [], "\(name) left something")
    }
  }

  @Test(.enabled(if: SharedData.shouldRun, "skipped, no shared data"))
  func evaluatesFormsOfManyRegions() throws {
    let folder = try TestFolder()
    let programme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Programmes/crime_forms")
    let forms = try SharedData.url("data/kz_crime_forms").path
    let arguments = [
      "evaluate", "thefts", "thefts_left", "--programme", programme.path, "--period", "2023", "-o", "results.csv",
      "--from", "forms=\(forms)/*.XLSX", "--from", "cells=\(forms)/*.XLSX",
    ]
    let run = try CommandRun(arguments, in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    let results = try folder.text("results.csv")
    #expect(results.contains("Abay_region") && results.contains(",1077,"))
    #expect(results.split(separator: "\n").count == 41)
    let none = try CommandRun(
      [
        "evaluate", "thefts", "--programme", programme.path, "--period", "2023", "-o", "r.csv", "--from",
        "forms=\(forms)/*.nothing",
      ],
      in: folder.url)
    #expect(none.status == 66)
  }
}
