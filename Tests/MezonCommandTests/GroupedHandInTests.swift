// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStore
import Testing

@testable import mezon

/// What a large hand-in asks of the store before and while its files are read.
struct GroupedHandInTests {
  /// A large hand-in of the log of a programme that was handed in before.
  private func grouped(_ folder: TestFolder, _ options: [String]) throws -> GroupedHandIn {
    let command = try IngestCommand.parse(
      [folder.url.path + "/logs/meetings.csv", "--source", "journal", "--programme", folder.url.path] + options)
    let (_, programme) = try command.programmeOptions.load(command.messages)
    let source = try #require(programme.sources.first)
    let store = folder.url.appendingPathComponent("store").path
    return try #require(
      GroupedHandIn(
        command, source, programme, try StoreAccess.open(store), store, named: "mezon/test", rosters: []))
  }

  private func handedIn() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.writeProgramme()
    let run = try CommandRun(["ingest", "logs/meetings.csv", "--source", "journal", "--key", "held"], in: folder.url)
    try #require(run.status == 0, "\(run.errors)")
    return folder
  }

  /// Files that were handed in change nothing when they are handed in again, and much when they name what is to be retracted: that a reason
  /// is missing is told of these while they are read.
  @Test func filesThatWereHandedInAreNotKnownAsRetractions() throws {
    let folder = try handedIn()
    for (options, isKnown) in [([], true), (["--retract"], false)] {
      let grouped = try self.grouped(folder, options)
      #expect(try grouped.prepare())
      let commits = try #require(grouped.writer).store.commits.map(\.commit)
      let inputs = try #require(commits.last { $0.source == "journal" }).inputs
      #expect(!inputs.isEmpty)
      #expect(try grouped.isThereAlready("journal", inputs) == isKnown, "\(options)")
    }
  }

  /// A trial goes on in memory where nothing can be written, and nowhere else: what stands against a hand-in stands against its trial.
  @Test func aTrialPassesNothingOver() throws {
    let folder = try handedIn()
    #expect(try grouped(folder, ["--dry-run"]).prepare())
    let keys = try #require(folder.files().first { $0.hasPrefix("store/keys/") && $0.hasSuffix("secret") })
    try folder.write(keys, "spoilt")
    let trial = try grouped(folder, ["--dry-run"])
    let failure = #expect(throws: CommandFailure.self) { try trial.prepare() }
    #expect(failure?.status == .wrongFound && failure?.diagnostic.rendered().contains("MZ4031") == true)
  }
}
