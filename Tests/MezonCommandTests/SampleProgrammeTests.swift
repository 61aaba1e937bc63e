// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `mezon new` and `mezon generate` make a programme folder that runs at once, whole or not at all.
struct SampleProgrammeTests {
  @Test func newProgrammeRunsAtOnce() throws {
    let folder = try TestFolder()
    let made = try CommandRun(["new", "mine"], in: folder.url)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("mine") && made.output.contains("2000"))
    #expect(folder.exists("mine/programme.mezon") && folder.exists("mine/rosters/units.csv"))
    #expect(folder.files().filter { $0.contains(".part") } == [])
    let checked = try CommandRun(["check", "mine"], in: folder.url)
    #expect(checked.status == 0, "\(checked.errors)")
    let evaluated = try CommandRun(
      ["evaluate", "--programme", "mine", "--period", "2025-H2", "-o", "results.csv"], in: folder.url)
    #expect(evaluated.status == 2, "some rows are wrong on purpose: \(evaluated.errors)")
    let results = try folder.text("results.csv")
    #expect(results.contains("dispute_resolution,") && results.contains(",country,,,"))
    #expect(try folder.text("results.csv.meta.json").contains("2026-05-31"), "the day of the last follow-up")
  }

  @Test func sameSeedSameFolder() throws {
    let folder = try TestFolder()
    for (name, seed) in [("a", "5"), ("b", "5"), ("c", "6")] {
      let run = try CommandRun(
        ["generate", "--seed", seed, "--events", "1500", "--inspectors", "9", "-o", name], in: folder.url)
      #expect(run.status == 0, "\(run.errors)")
    }
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.url.appendingPathComponent("a").path)
      .filter { $0.hasSuffix(".csv") || $0.hasSuffix(".mezon") }
    #expect(files.count == 19 + 14)
    for file in files {
      #expect(try folder.text("a/\(file)") == folder.text("b/\(file)"), "\(file)")
    }
    #expect(try folder.text("a/logs/calls.csv") != folder.text("c/logs/calls.csv"))
    #expect(try folder.text("a/events.mezon") == folder.text("c/events.mezon"))
  }

  @Test func emptyFolderIsFilledAndAnyOtherRefused() throws {
    let folder = try TestFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("empty"), withIntermediateDirectories: false)
    try folder.write("full/notes.txt", "mine")
    try folder.write("file", "mine")
    #expect(try CommandRun(["new", "empty"], in: folder.url).status == 0)
    #expect(folder.exists("empty/programme.mezon"))
    for (path, words) in [("full", "not empty"), ("file", "file")] {
      let run = try CommandRun(["new", path], in: folder.url)
      #expect(run.status == 73)
      #expect(run.errors.contains(path) && run.errors.contains(words), "\(run.errors)")
    }
    #expect(folder.files().filter { $0.hasPrefix("full") } == ["full", "full/notes.txt"])
    #expect(try folder.text("file") == "mine")
  }

  @Test(arguments: [["--events", "-1"], ["--inspectors", "3"], ["--inspectors", "8001"]])
  func numbersOutOfRangeAreWrongUsage(_ option: [String]) throws {
    let folder = try TestFolder()
    let run = try CommandRun(["generate"] + option + ["-o", "made"], in: folder.url)
    #expect(run.status == 64, "\(run.errors)")
    #expect(!folder.exists("made"))
  }

  @Test func folderThatCannotBeWrittenLeavesNothing() throws {
    let folder = try TestFolder()
    let run = try CommandRun(["new", "/proc/mezon-sample"], in: folder.url)
    #expect(run.status == 73, "\(run.errors)")
    #expect(run.errors.contains("/proc/mezon-sample"))
  }

  @Test func jsonNamesTheFiles() throws {
    let folder = try TestFolder()
    let run = try CommandRun(["new", "mine", "--json"], in: folder.url)
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(document?["events"] as? Int == 2_000)
    let files = document?["files"] as? [[String: Any]] ?? []
    #expect(files.count == 19)
    #expect(files.compactMap { $0["events"] as? Int }.reduce(0, +) == 2_000)
  }
}
