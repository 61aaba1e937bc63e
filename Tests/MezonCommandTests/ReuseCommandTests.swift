// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Imports, versions, the lock of definitions and what `mezon diff` says of shared names.
struct ReuseCommandTests {
  private static let programme = """
    language 1 keywords en
    programme "Test" { levels district > precinct }
    event meeting "Meeting" { held day at unit kind one of indoor, outdoor, `online` people whole number }
    source journal gives meeting {
      file "logs/meetings.csv"
      held from column "held" at from column "unit" kind from column "kind" people from column "people"
    }
    group in_person "In person" one of indoor, outdoor
    parameter norm { 10 from 2026-01-01 }
    indicator large "Large meetings" {
      looks at meeting where kind is one of in_person counts where people >= norm value share for unit every month
      effective from 2026-01-01 until 2026-01-31
    }
    indicator large "Large meetings" {
      looks at meeting counts where people >= norm value share for unit every month effective from 2026-02-01
    }
    report monthly "Monthly" { every month for district section "Meetings" { large } }

    """

  private func folder(_ path: String, in folder: TestFolder, changed: (String) -> String = { $0 }) throws {
    try folder.write(path + "/programme.mezon", changed(Self.programme))
    try folder.write(
      path + "/rosters/units.csv", "code,name,level,parent\nD1,District,district,\nP1,Precinct,precinct,D1\n")
    try folder.write(
      path + "/logs/meetings.csv",
      "held,unit,kind,people\n2026-01-05,P1,indoor,10\n2026-01-06,P1,online,1\n2026-02-05,P1,online,1\n")
  }

  @Test func eachPeriodHasTheRowsOfItsVersion() throws {
    let folder = try TestFolder()
    try self.folder("p", in: folder)
    let dated = try CommandRun(
      ["evaluate", "--programme", "p", "--period", "2026-01..2026-02", "-o", "d.csv"], in: folder.url)
    #expect(dated.status == 0, "\(dated.errors)")
    let rows = try folder.text("d.csv").split(separator: "\n").dropFirst().filter { $0.contains(",D1,") }
    #expect(rows.map { $0.split(separator: ",", omittingEmptySubsequences: false)[9] } == ["100", "0"])
    #expect(rows.map { $0.split(separator: ",")[1].prefix(10) } == ["2026-01-01", "2026-02-01"])
    #expect(try !folder.text("d.csv.meta.json").contains("versions"))
    let rebased = try CommandRun(
      ["evaluate", "--programme", "p", "--period", "2026-01..2026-02", "--rebase", "-o", "r.csv"], in: folder.url)
    #expect(rebased.status == 0, "\(rebased.errors)")
    let newest = try folder.text("r.csv").split(separator: "\n").dropFirst().filter { $0.contains(",D1,") }
    #expect(newest.map { $0.split(separator: ",", omittingEmptySubsequences: false)[9] } == ["50", "0"])
    #expect(try folder.text("r.csv.meta.json").contains("\"versions\": \"newest\""))
    let list = try CommandRun(["list", "p"], in: folder.url)
    #expect(list.output.split(separator: "\n").filter { $0.hasPrefix("large\t") }.count == 2)
    #expect(list.output.contains("in_person\tgroup\t\tIn person\t") && list.output.contains("norm\tparameter\t"))
    for (month, formula) in [("2026-01", "100 × 1 / 1"), ("2026-02", "100 × 0 / 1")] {
      let explained = try CommandRun(
        ["explain", "large", "--programme", "p", "--period", month, "--unit", "D1"], in: folder.url)
      #expect(explained.status == 0 && explained.output.contains(formula), "\(explained.output)\(explained.errors)")
    }
    let sheet = try CommandRun(["describe", "large", "--on", "2026-01-15", "--programme", "p"], in: folder.url)
    #expect(sheet.output.contains("indoor"), "\(sheet.output)\(sheet.errors)")
  }

  @Test func thePublishedMeaningIsPinned() throws {
    let folder = try TestFolder()
    try self.folder("p", in: folder)
    #expect(try CommandRun(["check", "p"], in: folder.url).status == 0)
    #expect(!folder.exists("p/definitions.lock"))
    let published = try CommandRun(
      ["publish", "monthly", "--programme", "p", "--period", "2026-01", "-o", "out"], in: folder.url)
    #expect(published.status == 0, "\(published.errors)")
    let lock = try folder.text("p/definitions.lock")
    #expect(lock.contains("\"effective_from\":\"2026-01-01\",\"id\":\"large\""))
    #expect(try CommandRun(["check", "--pin", "p"], in: folder.url).status == 0)
    #expect(try folder.text("p/definitions.lock") == lock)
    // Wording may be mended; the meaning, even through a parameter or a group, may not.
    try self.folder("p", in: folder) { $0.replacingOccurrences(of: "\"Large meetings\"", with: "\"Big meetings\"") }
    #expect(try CommandRun(["check", "p"], in: folder.url).status == 0)
    for (old, new) in [
      ("10 from", "12 from"), ("indoor, outdoor\nparam", "indoor\nparam"), ("people >= norm", "people > norm"),
    ] {
      try self.folder("p", in: folder) { $0.replacingOccurrences(of: old, with: new) }
      let refused = try CommandRun(["check", "--pin", "p"], in: folder.url)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("MZ2411"), "\(refused.errors)")
      #expect(try folder.text("p/definitions.lock") == lock)
      let unpublished = try CommandRun(
        ["publish", "monthly", "--programme", "p", "--period", "2026-01", "-o", "out2"], in: folder.url)
      #expect(unpublished.status == 1)
      #expect(!folder.exists("out2"))
    }
  }

  @Test func aDamagedLockIsToldApart() throws {
    let folder = try TestFolder()
    try self.folder("p", in: folder)
    for text in ["", "{", "{\"format\":2,\"definitions\":[]}", "{\"format\":1,\"definitions\":[{\"id\":\"large\"}]}"] {
      try folder.write("p/definitions.lock", text)
      let run = try CommandRun(["check", "p"], in: folder.url)
      #expect(run.status == 65)
      #expect(run.errors.contains("MZ4020"), "\(run.errors)")
    }
  }

  @Test func filesUseEachOtherEachOnce() throws {
    let folder = try TestFolder()
    try folder.write(
      "a/one.mezon",
      "language 1 keywords en\nuses \"../b/two.mezon\"\nuses \"./../b/two.mezon\"\nindicator i { looks at e value count }\n"
    )
    try folder.write(
      "b/two.mezon",
      "язык 1 ключевые слова ru\nиспользует \"../a/one.mezon\"\n"
        + "событие e { held день at подразделение }\n"
    )
    let run = try CommandRun(["check", "a/one.mezon"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    try folder.write("a/one.mezon", "language 1 keywords en\nuses \"../b/three.mezon\"\n")
    let missing = try CommandRun(["check", "a/one.mezon"], in: folder.url)
    #expect(missing.status == 66)
    #expect(missing.errors.contains("MZ4021") && missing.errors.contains("one.mezon:2:6"), "\(missing.errors)")
  }

  @Test func aProgrammeUsesNothingOutside() throws {
    let folder = try TestFolder()
    try self.folder("p", in: folder)
    try folder.write("other.mezon", "language 1 keywords en\nevent other { held day at unit }\n")
    try folder.write("p/x.mezon", "language 1 keywords en\nuses \"../other.mezon\"\n")
    let run = try CommandRun(["check", "p"], in: folder.url)
    #expect(run.status == 1)
    #expect(run.errors.contains("MZ4022"), "\(run.errors)")
    try folder.write("p/x.mezon", "language 1 keywords en\nuses library \"../README.md\"\n")
    #expect(try CommandRun(["check", "p"], in: folder.url).errors.contains("MZ4022"))
    try folder.write("p/x.mezon", "language 1 keywords en\nuses library \"no/such.mezon\"\n")
    #expect(try CommandRun(["check", "p"], in: folder.url).status == 66)
  }

  @Test func aNameInTwoFilesIsShownInBoth() throws {
    let folder = try TestFolder()
    try self.folder("p", in: folder)
    try folder.write("p/x.mezon", "language 1 keywords en\nparameter norm { 1 from 2026-01-01 }\n")
    let run = try CommandRun(["check", "p"], in: folder.url)
    #expect(run.status == 1)
    #expect(run.errors.contains("MZ2002") && run.errors.contains("x.mezon") && run.errors.contains("programme.mezon"))
  }

  @Test func diffTellsWhichSharedNamesChangedAndWhoUsesThem() throws {
    let folder = try TestFolder()
    try folder.write("old.mezon", Self.programme)
    try folder.write(
      "new.mezon",
      Self.programme.replacingOccurrences(of: "10 from 2026-01-01", with: "10 from 2026-01-01 12 from 2026-02-01")
        .replacingOccurrences(of: "one of indoor, outdoor\nparam", with: "one of outdoor\nparam")
        + "filter crowded of meeting where people > 100\n")
    let run = try CommandRun(["diff", "old.mezon", "new.mezon"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.hasPrefix(
        """
        group in_person "In person": changed
          was: indoor, outdoor
          now: outdoor
          used by: large
        parameter norm "norm": changed
          was: norm (10 from 1 January 2026)
          now: norm (10 from 1 January 2026; 12 from 1 February 2026)
          used by: large
        filter crowded "crowded": new
          now: people is more than 100
        """), "\(run.output)")
    let json = try CommandRun(["diff", "old.mezon", "new.mezon", "--json"], in: folder.url)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(
      (document["shared"] as? [[String: Any]])?.compactMap { $0["fate"] as? String } == ["changed", "changed", "added"])
    #expect(try CommandRun(["diff", "old.mezon", "new.mezon", "--period", "2026-01"], in: folder.url).status == 66)
  }

  @Test("A standard population is read from the programme's folder, and belongs to what is pinned")
  func standardPopulationFromAFile() throws {
    let folder = try TestFolder()
    func write(_ path: String, _ file: String) throws {
      try folder.write(
        "p/programme.mezon",
        """
        language 1 keywords en
        choice age one of young, old
        programme "Test" { levels district  population by age }
        event theft { committed day at unit victim age }
        indicator thefts {
          looks at theft value rate per 1,000 residents a year every year split by victim context only
        }
        """)
      try folder.write(
        "p/standard/rates.mezon",
        """
        language 1 keywords en
        standard population country of age {
          file "\(path)" groups from column "age" persons from column "persons"
        }
        indicator rate { value directly standardised thefts over groups of victim by country context only }
        """)
      try folder.write("p/standard/country.csv", file)
    }
    let file = "age,persons\nyoung,60\nold,40\n"
    try write("country.csv", file)
    let pinned = try CommandRun(["check", "p", "--pin"], in: folder.url)
    #expect(pinned.status == 0, "\(pinned.errors)")
    try write("country.csv", file.replacing("60", with: "61"))
    let changed = try CommandRun(["check", "p"], in: folder.url)
    #expect(changed.status == 1 && changed.errors.contains("MZ2411"), "\(changed.errors)")
    try write("country.csv", file.replacing("old", with: "odl"))
    let misspelt = try CommandRun(["check", "p"], in: folder.url)
    #expect(
      misspelt.status == 1 && misspelt.errors.contains("standard/country.csv:3:1: error MZ3041"), "\(misspelt.errors)")
    // What is cut off within a quoted cell, is no text, or is a folder is told, and no rate is made from what could be read.
    try write("country.csv", "age,persons\nyoung,60\n\"old,40\n")
    let cutOff = try CommandRun(["check", "p"], in: folder.url)
    #expect(cutOff.status == 1 && cutOff.errors.contains("standard/country.csv:3"), "\(cutOff.errors)")
    try Data([0x61, 0x67, 0x65, 0x2C, 0x00, 0xFF, 0xFE, 0x0A]).write(
      to: folder.url.appendingPathComponent("p/standard/country.csv"))
    let noText = try CommandRun(["check", "p"], in: folder.url)
    #expect(noText.status == 1 && noText.errors.contains("country.csv"), "\(noText.errors)")
    try write("folder", file)
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("p/standard/folder"), withIntermediateDirectories: true)
    let noFile = try CommandRun(["check", "p"], in: folder.url)
    #expect(noFile.status == 66 && noFile.errors.contains("MZ4021"), "\(noFile.errors)")
    try write("../../country.csv", file)
    let outside = try CommandRun(["check", "p"], in: folder.url)
    #expect(outside.status == 1 && outside.errors.contains("MZ4022"), "\(outside.errors)")
    try write("none.csv", file)
    let missing = try CommandRun(["check", "p"], in: folder.url)
    #expect(missing.status == 66 && missing.errors.contains("MZ4021"), "\(missing.errors)")
  }
}
