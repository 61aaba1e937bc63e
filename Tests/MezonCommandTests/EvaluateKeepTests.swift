// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `mezon evaluate --keep`, as a user runs it: the table is that of a run over everything, whatever became of the store and the folder.
struct EvaluateKeepTests {
  private static let log = """
    number,held,unit,kind,people,guest
    1,2026-01-05T10:00,P1,open,12,
    2,2026-01-06T10:00,P1,indoor,,
    3,2026-02-07T10:00,P1,open,7,

    """

  private func programme() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.writeProgramme(log: Self.log)
    try folder.write(
      "definitions.mezon",
      """
      language 1 keywords en
      event meeting "Meeting" {
        number whole number held time at unit kind one of indoor, `open` people whole number? guest text?
      }
      source journal gives meeting {
        file "logs/meetings.csv"
        number from column "number"
        held from column "held"
        at from column "unit"
        kind from column "kind"
        people from column "people"
        guest from column "guest"
      }
      indicator meetings "Meetings" { looks at meeting value count every month, quarter split by kind interval none }
      indicator people "People" { looks at meeting value sum of people every month, quarter split by kind interval none }
      indicator middle "Middle" { looks at meeting value median of people every month, quarter split by kind interval none }
      indicator guests "Guests" { looks at meeting value distinct guest every month, quarter split by kind interval none }
      """)
    try ingest(folder)
    return folder
  }

  private func ingest(_ folder: TestFolder, _ arguments: [String] = []) throws {
    let run = try CommandRun(
      ["ingest", "logs/meetings.csv", "--source", "journal", "--key", "number"] + arguments, in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
  }

  /// Hands more meetings in.
  private func add(_ rows: String, to folder: TestFolder, _ arguments: [String] = []) throws {
    try folder.write("logs/meetings.csv", "number,held,unit,kind,people,guest\n" + rows)
    try ingest(folder, arguments)
  }

  /// Compares a run that keeps its sums with one over everything, and returns what it says of the events that it looked at.
  @discardableResult
  private func compare(_ folder: TestFolder, _ arguments: [String] = ["--period", "2026-Q1..2026-Q2"]) throws -> String
  {
    let all = ["evaluate"] + (arguments.contains("--layout") ? [] : ["--layout", "wide"]) + arguments
    let whole = try CommandRun(all + ["-o", "out/whole.csv"], in: folder.url)
    #expect(whole.status == 0, "\(whole.errors)")
    let run = try CommandRun(all + ["--keep", "kept", "-o", "out/kept.csv"], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.text("out/kept.csv") == folder.text("out/whole.csv"))
    #expect(try folder.text("out/kept.csv.meta.json") == folder.text("out/whole.csv.meta.json"))
    #expect(run.errors.contains("note MZ4061") != run.errors.contains("note MZ4063"))
    let said = run.errors.firstMatch(of: #/(\d+) of (\d+) events/#)
    return said.map { "\($0.1) of \($0.2)" } ?? "all"
  }

  @Test func onlyWhatWasHandedInSinceIsLookedAt() throws {
    let folder = try programme()
    #expect(try compare(folder) == "3 of 3")
    #expect(try compare(folder) == "0 of 3")
    for number in 4..<24 {
      let month = number % 6 + 1
      try add("\(number),2026-0\(month)-09T10:00,P1,indoor,\(number % 5),G\(number % 3)\n", to: folder)
      #expect(try compare(folder) == "1 of \(number)")
    }
    // Another request has sums of its own.
    #expect(try compare(folder, ["--period", "2026-Q1"]) == "23 of 23")
    #expect(try compare(folder, ["--period", "2026-Q1", "--split", "total"]) == "23 of 23")
    // Where the last day is stated, tables of other days are passed over; three in twenty and the first are of these months.
    #expect(try compare(folder, ["--period", "2026-Q1", "--as-of", "2026-06-30"]) == "12 of 23")
    // Tables of later events are not even opened.
    #expect(try compare(folder, ["--period", "2026-Q1", "--as-of", "2026-02-10"]) != "23 of 23")
    #expect(try compare(folder) == "0 of 23")
  }

  @Test func theLongLayoutIsKeptToo() throws {
    let folder = try programme()
    let arguments = ["--layout", "long", "--period", "2025-Q3..2026-Q2"]
    #expect(try compare(folder, arguments) == "3 of 3")
    for number in 4..<8 {
      try add("\(number),2026-0\(number % 6 + 1)-09T10:00,P1,indoor,\(number % 5),G\(number % 3)\n", to: folder)
      #expect(try compare(folder, arguments) == "1 of \(number)")
    }
    // A wide table of the same is another request.
    #expect(try compare(folder, ["--period", "2025-Q3..2026-Q2"]) == "7 of 7")
    #expect(try compare(folder, arguments) == "0 of 7")
  }

  @Test func whatChangesOldEventsIsSeen() throws {
    let folder = try programme()
    try compare(folder)
    // A correction masks a row that was added up: all events are looked at again.
    try add("3,2026-02-07T10:00,P1,open,70,Boris\n", to: folder, ["--by", "A", "--because", "a slip"])
    #expect(try compare(folder) == "3 of 3")
    #expect(try compare(folder) == "0 of 3")
    try add("1,2026-01-05T10:00,P1,open,12,\n", to: folder, ["--retract", "--by", "A", "--because", "not held"])
    #expect(try compare(folder) == "2 of 2")
    // Rosters are part of the request: a unit more makes everything new.
    try folder.write("rosters/units.csv", try folder.text("rosters/units.csv") + "P9,Ninth,precinct,D1,2020-01-01,\n")
    try add("9,2026-03-07T10:00,P1,open,5,\n", to: folder)
    #expect(try compare(folder) == "3 of 3")
    // So are definitions.
    try folder.write(
      "definitions.mezon", try folder.text("definitions.mezon").replacing("median of people", with: "mean of people"))
    #expect(try compare(folder) == "3 of 3")
  }

  /// Without a stated day, the last one that is known is that of the latest event of any type, looked at or not.
  @Test func theLastDayIsThatOfAllEvents() throws {
    let folder = try programme()
    try folder.write(
      "definitions.mezon",
      try folder.text("definitions.mezon") + """
        event visit "Visit" { seen day at unit }
        source visits gives visit { file "logs/visits.csv" seen from column "seen" at from column "unit" }
        indicator per_resident "Meetings per resident" {
          looks at meeting value rate per 1 residents a year every month, quarter interval none context only }
        """)
    try folder.write("rosters/population.csv", "unit,from,until,residents\nP1,2020-01-01,,100\n")
    try folder.write("logs/visits.csv", "seen,unit\n2026-05-20,P1\n")
    let visits = try CommandRun(["ingest", "logs/visits.csv", "--source", "visits"], in: folder.url)
    #expect(visits.status == 0, "\(visits.errors)")
    let arguments = ["per_resident", "--period", "2026-Q1..2026-Q2"]
    #expect(try compare(folder, arguments) == "4 of 4")
    #expect(try compare(folder, arguments) == "0 of 4")
    try add("9,2026-03-07T10:00,P1,open,5,\n", to: folder)
    #expect(try compare(folder, arguments) == "1 of 5")
    // Years before there was any unit have no lines, and are kept nevertheless.
    try folder.write(
      "rosters/units.csv", try folder.text("rosters/units.csv").replacing("D1,,\n", with: "D1,2026-01-01,\n"))
    try add("10,2026-03-08T10:00,P1,open,5,\n", to: folder)
    let long = ["per_resident", "--period", "2025-Q1..2026-Q2"]
    try compare(folder, long)
    #expect(try compare(folder, long).hasPrefix("0 of"))
  }

  @Test func damagedSumsAreMadeAnew() throws {
    let folder = try programme()
    try compare(folder)
    let files = folder.files().filter { $0.hasPrefix("kept/") }
    #expect(files.count > 3)
    for (number, file) in files.enumerated() {
      let url = folder.url.appendingPathComponent(file)
      // What a later run has taken the place of is gone.
      guard let bytes = try? Data(contentsOf: url) else { continue }
      for broken in [Data(), bytes.prefix(bytes.count / 2), Data("{}".utf8), Data(bytes.reversed())] {
        try broken.write(to: url)
        try add("\(100 + number),2026-04-0\(number % 9 + 1)T10:00,P1,open,5,G\n", to: folder)
        try compare(folder)
      }
      try? FileManager.default.removeItem(at: url)
      try compare(folder)
    }
  }

  @Test func aFolderThatCannotBeWrittenIsTold() throws {
    let folder = try programme()
    try folder.write("kept", "a file")
    let run = try CommandRun(
      ["evaluate", "--period", "2026-Q1", "--layout", "wide", "--keep", "kept", "-o", "out/r.csv"], in: folder.url)
    #expect(run.status == 73 && run.errors.contains("kept"), "\(run.status) \(run.errors)")
    #expect(!folder.exists("out/r.csv"))
    #expect(try folder.text("kept") == "a file")
  }

  @Test func itIsForTablesOfAStore() throws {
    let folder = try programme()
    for arguments in [
      ["--json"], ["-o", "out/r.json"], ["--layout", "wide", "--from", "journal=logs/meetings.csv"],
    ] {
      let run = try CommandRun(["evaluate", "--period", "2026-Q1", "--keep", "kept"] + arguments, in: folder.url)
      #expect(run.status == 64 && (run.errors + run.output).contains("MZ4062"), "\(run.errors)")
    }
  }

  @Test func indicatorsThatNeedAllEventsAreComputedFromThem() throws {
    let folder = try programme()
    try folder.write(
      "definitions.mezon",
      try folder.text("definitions.mezon").replacing(
        "looks at meeting value distinct guest",
        with: "looks at meeting where not followed by meeting with same at within 2 days of held value distinct guest"))
    #expect(try compare(folder) == "all")
    #expect(try compare(folder) == "all")
  }
}
