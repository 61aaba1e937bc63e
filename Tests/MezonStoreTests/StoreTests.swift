// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// What a store says of hand-ins, revisions, retractions and times.
@Suite struct StoreTests {
  private let disk = FaultyDisk(seed: 5)
  private let numbers = SharedNumbers(5)

  private func writer() throws(StoreFault) -> StoreWriter {
    let numbers = numbers
    return try StoreWriter("store", layer: disk, origin: "mezon/tests", now: { numbers.time() }) { numbers.bytes($0) }
  }

  private func rows(recordedBy time: Int64? = nil) throws -> [String: Int64] {
    let store = try Store.open("store", layer: disk)
    guard let time else { return try FaultScenario.rows(store) }
    let snapshot = try store.snapshot(recordedBy: time)
    var found: [String: Int64] = [:]
    for part in snapshot.parts("record", role: .events) {
      let table = try snapshot.table(part)
      let ids = try #require(table.field("id")?.members.first)
      for row in 0..<table.rowCount {
        let code = try #require(ids.column.value(row, as: Int32.self))
        found[ids.dictionary.text(code)] = table.field("value")?.members.first?.column.value(row)
      }
    }
    return found
  }

  @Test func revisionsCountOnceAndEveryTimeCanBeRead() throws {
    let writer = try writer()
    #expect(try rows() == [:])
    let first = try writer.commit(FaultScenario.handIn([("A", 1), ("B", 2)], number: 1))
    #expect(first.accepted == 2 && first.corrected == 0 && first.commit == 2)
    let second = try writer.commit(FaultScenario.handIn([("A", 10), ("B", 2), ("C", 3)], number: 2))
    #expect(second.accepted == 1 && second.corrected == 1 && second.unchanged == 1)
    var retraction = FaultScenario.handIn([("B", 0), ("X", 0)], number: 3)
    retraction.mode = .retract
    let third = try writer.commit(retraction)
    #expect(third.retracted == 1 && third.unmatched == 1)
    #expect(try rows() == ["A": 10, "C": 3])
    let times = writer.store.commits.map(\.commit.recorded)
    #expect(try rows(recordedBy: times[0] - 1) == [:])
    #expect(try rows(recordedBy: times[0]) == [:])
    #expect(try rows(recordedBy: times[1]) == ["A": 1, "B": 2])
    #expect(try rows(recordedBy: times[2]) == ["A": 10, "B": 2, "C": 3])
    #expect(try rows(recordedBy: times[2] + 1) == ["A": 10, "B": 2, "C": 3])
    #expect(try rows(recordedBy: times[3]) == ["A": 10, "C": 3])
    #expect(writer.store.commits[2].commit.by == "tests")
    #expect(writer.store.commits[3].commit.because == "a correction")
  }

  @Test func theSameFileTwiceChangesNothing() throws {
    let writer = try writer()
    _ = try writer.commit(FaultScenario.handIn([("A", 1)], number: 1))
    let before = disk.contents
    // By content, not by name.
    var again = FaultScenario.handIn([("A", 1)], number: 1)
    again.inputs = [Commit.Input(name: "other name.csv", bytes: 1, digest: again.inputs[0].digest)]
    let outcome = try writer.commit(again)
    #expect(outcome.commit == nil && outcome.unchanged == 1)
    #expect(disk.contents == before)
    // Another file that says the same changes nothing either.
    #expect(try writer.commit(FaultScenario.handIn([("A", 1)], number: 2)).commit == nil)
    #expect(disk.contents == before)
  }

  @Test func withinAFileTheLastRowOfAnEventCounts() throws {
    let outcome = try writer().commit(FaultScenario.handIn([("A", 1), ("A", 5), ("A", 5)], number: 1))
    #expect(outcome.accepted == 1 && outcome.corrected == 1 && outcome.unchanged == 1)
    #expect(try rows() == ["A": 5])
  }

  @Test func correctionsNeedWhoAndWhy() throws {
    let writer = try writer()
    _ = try writer.commit(FaultScenario.handIn([("A", 1)], number: 1))
    var correction = FaultScenario.handIn([("A", 2)], number: 2)
    correction.because = ""
    let handIn = correction
    #expect(throws: StoreFault.needsReason(corrected: 1, retracted: 0)) { _ = try writer.commit(handIn) }
    #expect(try rows() == ["A": 1])
  }

  @Test func withoutAKeyRowsAreEventsOfTheirOwn() throws {
    let writer = try writer()
    func handIn(_ number: Int, _ ids: [String], _ mode: HandIn.Mode = .add) -> HandIn {
      var handIn = FaultScenario.handIn(ids.map { ($0, 1) }, number: number)
      handIn.mode = mode
      handIn.tables = handIn.tables.map { HandIn.Rows($0.table, role: .events) }
      return handIn
    }
    _ = try writer.commit(handIn(1, ["A", "A", "B"]))
    let second = try writer.commit(handIn(2, ["A", "C"]))
    #expect(second.accepted == 2 && second.alike == 1)
    #expect(try rows().count == 4)
    let third = try writer.commit(handIn(3, ["A", "D"], .replace(2)))
    #expect(third.accepted == 2 && third.retracted == 3)
    #expect(throws: StoreFault.unknownHandIn(1)) { _ = try writer.commit(handIn(4, ["A"], .replace(1))) }
    #expect(throws: StoreFault.unknownHandIn(77)) { _ = try writer.commit(handIn(4, ["A"], .replace(77))) }
  }

  /// With a key: what a hand-in brings again of the one that it replaces is kept, not lost.
  @Test func whatReplacesAHandInKeepsWhatIsTheSame() throws {
    let writer = try writer()
    _ = try writer.commit(FaultScenario.handIn([("A", 1), ("B", 2), ("C", 3), ("D", 4)], number: 1))
    var handIn = FaultScenario.handIn([("A", 1), ("B", 20), ("E", 5), ("A", 9), ("D", 4)], number: 2)
    handIn.mode = .replace(2)
    let tried = try StoreWriter.trial(handIn, writer.store)
    let outcome = try writer.commit(handIn)
    #expect(outcome.accepted == 1 && outcome.corrected == 2 && outcome.unchanged == 2 && outcome.retracted == 1)
    #expect(outcome.fates == [.unchanged, .corrected, .accepted, .corrected, .unchanged])
    #expect(tried.fates == outcome.fates && tried.superseded == outcome.superseded)
    #expect(Set(outcome.superseded).count == 3 && outcome.superseded.count == 3)
    #expect(try rows() == ["A": 9, "B": 20, "D": 4, "E": 5])
  }

  /// What became of each row adds up to the counts, and a row that names nothing is told.
  @Test func eachRowHasItsFate() throws {
    let writer = try writer()
    _ = try writer.commit(FaultScenario.handIn([("A", 1), ("B", 2)], number: 1))
    var retraction = FaultScenario.handIn([("X", 0), ("B", 0), ("B", 0)], number: 2)
    retraction.mode = .retract
    let outcome = try writer.commit(retraction)
    #expect(outcome.fates == [.unmatched, .retracted, .unmatched])
    #expect(outcome.superseded == [RowPlace(commit: 2, table: 0, row: 1)])
  }

  @Test func aRosterTakesThePlaceOfTheOneBefore() throws {
    let writer = try writer()
    func roster(_ number: Int, _ ids: [String]) -> HandIn {
      var handIn = FaultScenario.handIn(ids.map { ($0, 1) }, number: number)
      handIn.tables = handIn.tables.map { HandIn.Rows($0.table, role: .roster) }
      return handIn
    }
    func names() throws -> [Int] {
      try Store.open("store", layer: disk).snapshot().parts("record", role: .roster).map(\.rowCount)
    }
    _ = try writer.commit(roster(1, ["A", "B"]))
    _ = try writer.commit(roster(2, ["A", "B", "C"]))
    #expect(try names() == [3])
    // A return to an earlier state is a change.
    #expect(try writer.commit(roster(1, ["A", "B"])).commit != nil)
    #expect(try names() == [2])
    #expect(try writer.commit(roster(1, ["A", "B"])).commit == nil)
  }

  @Test func aTrialChangesNothing() throws {
    let writer = try writer()
    _ = try writer.commit(FaultScenario.handIn([("A", 1)], number: 1))
    let before = disk.contents
    let outcome = try StoreWriter.trial(FaultScenario.handIn([("A", 2), ("B", 1)], number: 2), writer.store)
    #expect(outcome.corrected == 1 && outcome.accepted == 1 && outcome.commit == nil)
    #expect(try StoreWriter.trial(FaultScenario.handIn([("A", 2)], number: 2), nil).accepted == 1)
    #expect(disk.contents == before)
  }

  @Test func lostCommitsStopTheWriterBeforeItTouchesAnything() throws {
    var writer: StoreWriter? = try writer()
    for number in 1...3 { _ = try writer?.commit(FaultScenario.handIn([("A\(number)", 1)], number: number)) }
    writer = nil
    let last = "store/commits/" + Commit.name(4)
    disk.tamper(last, nil)
    let before = disk.contents
    #expect(throws: StoreFault.damaged(file: "checkpoint", what: "the store is older than its own checkpoint")) {
      _ = try self.writer()
    }
    disk.tamper("store/commits/" + Commit.name(3), nil)
    disk.tamper("store/checkpoint", nil)
    #expect(throws: StoreFault.self) { _ = try self.writer() }
    #expect(Set(disk.contents.keys).count == before.count - 2)
  }

  @Test func aLargerHandInIsPassedOverByDay() throws {
    let table = SegmentTests.table(8, rows: 50)
    let writer = try writer()
    let input = Commit.Input(name: "a", bytes: 1, digest: Digest256(of: [1]))
    let handIn = HandIn(source: "s", inputs: [input], tables: [HandIn.Rows(table, role: .events, days: 100...200)])
    _ = try writer.commit(handIn)
    let snapshot = try Store.open("store", layer: disk).snapshot()
    #expect(snapshot.parts(table.name, role: .events, through: 99).isEmpty)
    #expect(snapshot.parts(table.name, role: .events, through: 100).count == 1)
    #expect(snapshot.eventTables == [table.name])
  }
}
