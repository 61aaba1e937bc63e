// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// A hand-in that comes group by group is one hand-in: the same rows, wholly in or wholly out.
@Suite struct HandInGroupsTests {
  private typealias Row = (id: String, value: Int64)

  private func writer(_ disk: FaultyDisk, _ numbers: SharedNumbers, threads: Int = 1) throws(StoreFault) -> StoreWriter
  {
    try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, threads: threads,
      random: { numbers.bytes($0) })
  }

  /// A hand-in of events without a key.
  private func handIn(_ rows: [Row], number: Int) -> HandIn {
    var handIn = FaultScenario.handIn(rows, number: number)
    handIn.tables = handIn.tables.map { HandIn.Rows($0.table, role: .events) }
    return handIn
  }

  private func roster(_ number: Int) -> HandIn {
    var handIn = FaultScenario.handIn((0..<number).map { ("R\($0)", 1) }, number: 1000 + number)
    handIn.tables = handIn.tables.compactMap { rows in
      let table = rows.table
      return PortableTable(
        name: "roster \(number)", fields: table.fields, rowCount: table.rowCount, files: table.files,
        fileOfRow: table.fileOfRow, lineOfRow: table.lineOfRow
      ).map { HandIn.Rows($0, role: .roster) }
    }
    return handIn
  }

  /// Hands rows in group by group, after rosters.
  private func commit(
    _ rows: [Row], number: Int, groupsOf sizes: [Int], _ writer: StoreWriter, rosters: [HandIn] = []
  ) throws(StoreFault) -> HandInOutcome {
    let groups = try HandInGroups(writer, named: "record", after: rosters)
    let whole = FaultScenario.handIn(rows, number: number).tables[0].table
    var start = 0
    for size in sizes {
      try groups.append(whole.gathering(Array(start..<(start + size))), days: nil)
      start += size
    }
    for roster in rosters { _ = try writer.commit(roster) }
    var rest = handIn([], number: number)
    rest.tables = []
    return try writer.commit(rest, with: groups)
  }

  @Test(arguments: [1, 2])
  func groupsStoreWhatOneTableStores(threads: Int) throws {
    var random = SeededNumbers(11)
    for round in 0..<12 {
      let (whole, parted) = (FaultyDisk(seed: 1), FaultyDisk(seed: 1))
      let one = try writer(whole, SharedNumbers(1), threads: threads)
      let other = try writer(parted, SharedNumbers(1), threads: threads)
      for number in 1...3 {
        let rows: [Row] = (0..<(1 + random.below(60))).map { _ in ("E\(random.below(12))", Int64(random.below(2))) }
        var sizes: [Int] = []
        while case let left = rows.count - sizes.reduce(0, +), left > 0 {
          sizes.append(min(1 + random.below(20), left))
        }
        let rosters = number == 2 ? [] : [roster(number), roster(7)]
        for roster in rosters { _ = try one.commit(roster) }
        let expected = try one.commit(handIn(rows, number: number))
        let outcome = try commit(rows, number: number, groupsOf: sizes, other, rosters: rosters)
        #expect(outcome.accepted == expected.accepted && outcome.alike == expected.alike, "round \(round)")
        #expect(outcome.commit == expected.commit)
        #expect(other.store.head.commit.tables.count == sizes.count)
        // The same records in the same order, so that only what names the tables differs.
        #expect(other.store.head.commit.treeSize == one.store.head.commit.treeSize)
        // After the first hand-in the trees differ in its own record.
        if number == 1 { #expect(other.store.head.commit.peaks == one.store.head.commit.peaks) }
      }
      #expect(try liveEvents(parted) == liveEvents(whole))
      #expect(try Verification("store", layer: parted, threads: threads).findings == [])
    }
  }

  @Test func whatIsThereAlreadyIsGivenUp() throws {
    let disk = FaultyDisk(seed: 3)
    let writer = try writer(disk, SharedNumbers(3), threads: 2)
    let rows: [Row] = [("A", 1), ("B", 2), ("C", 3)]
    #expect(try commit(rows, number: 1, groupsOf: [2, 1], writer).accepted == 3)
    let before = disk.contents
    let again = try commit(rows, number: 1, groupsOf: [1, 2], writer)
    #expect(again.commit == nil && again.unchanged == 3)
    #expect(disk.contents == before)
    // Another file that says the same counts beside it.
    #expect(try commit(rows, number: 2, groupsOf: [3], writer).alike == 3)
  }

  @Test func aHandInThatIsGivenUpLeavesNothing() throws {
    let disk = FaultyDisk(seed: 4)
    let group = FaultScenario.handIn([("A", 1), ("B", 2)], number: 1).tables[0].table
    do {
      let groups = try HandInGroups(try writer(disk, SharedNumbers(4), threads: 2), named: "record", after: [])
      try groups.append(group, days: nil)
    }
    #expect(disk.contents.isEmpty && !disk.exists("store"))
    let writer = try writer(disk, SharedNumbers(4), threads: 2)
    _ = try writer.commit(handIn([("A", 1)], number: 1))
    let before = disk.contents
    let groups = try HandInGroups(writer, named: "record", after: [])
    try groups.append(group, days: nil)
    let mark = groups.mark
    try groups.append(group, days: nil)
    #expect(groups.rowCount == 4 && groups.count == 2)
    groups.forget(since: mark)
    #expect(groups.rowCount == 2 && groups.count == 1)
    #expect(try groups.written().table(0).rowCount == 2)
    #expect(try groups.written().rows([1], of: 0).field("value")?.members[0].column.value(0) == 2 as Int64)
    groups.forget(since: nil)
    groups.abandon()
    #expect(disk.contents == before)
    #expect(try writer.commit(handIn([("B", 1)], number: 2)).accepted == 1)
  }

  @Test func forgottenGroupsLeaveNothingBehindACommit() throws {
    let disk = FaultyDisk(seed: 5)
    let writer = try writer(disk, SharedNumbers(5), threads: 2)
    let table = FaultScenario.handIn([("A", 1), ("B", 2)], number: 1).tables[0].table
    let groups = try HandInGroups(writer, named: "record", after: [])
    for _ in 0..<3 { try groups.append(table, days: nil) }
    groups.forget(since: nil)
    #expect(try writer.commit(handIn([("C", 1)], number: 1), with: groups).accepted == 1)
    #expect(!disk.contents.keys.contains { $0.contains("incoming") })
    #expect(try liveEvents(disk) == ["C 1": 1])
    #expect(try Verification("store", layer: disk).findings == [])
  }

  /// Whatever goes wrong while a first hand-in is given up, there is no store, or one that can be written.
  @Test func aStoreThatIsGivenUpCanBeMadeAgain() throws {
    let table = FaultScenario.handIn([("A", 1)], number: 1).tables[0].table
    var isDone = false
    for step in 0..<200 where !isDone {
      for trouble in [FaultyDisk.Trouble.crash(step), .full(step), .sync(step)] {
        let disk = FaultyDisk(seed: UInt64(step))
        disk.plan(trouble)
        do {
          let groups = try HandInGroups(try writer(disk, SharedNumbers(6)), named: "record", after: [])
          try groups.append(table, days: nil)
          groups.abandon()
          isDone = disk.steps <= step
        } catch {}
        disk.restart()
        #expect(try writer(disk, SharedNumbers(7)).commit(handIn([("B", 1)], number: 2)).accepted == 1, "\(trouble)")
        #expect(try liveEvents(disk) == ["B 1": 1], "\(trouble)")
      }
    }
    #expect(isDone)
  }

  /// Whatever goes wrong at whatever step, the hand-in is wholly in or wholly out, and what is left can be gone on with.
  @Test func everyStepLeavesAllOrNothing() throws {
    let rows: [Row] = [("A", 1), ("B", 2), ("C", 3), ("D", 4), ("E", 5)]
    var isDone = false
    var outcomes: Set<Int> = []
    for step in 0..<200 where !isDone {
      for trouble in [FaultyDisk.Trouble.crash(step), .full(step), .sync(step)] {
        let disk = FaultyDisk(seed: UInt64(step))
        do {
          let first = try writer(disk, SharedNumbers(1))
          _ = try first.commit(handIn([("FIRST", 0)], number: 1))
        }
        disk.plan(trouble)
        var isAcknowledged = false
        do {
          let writer = try writer(disk, SharedNumbers(2))
          _ = try commit(rows, number: 2, groupsOf: [2, 2, 1], writer, rosters: [roster(2)])
          isAcknowledged = true
          isDone = disk.steps <= step
        } catch {}
        disk.restart()
        do {
          _ = try writer(disk, SharedNumbers(3))
          let found = try liveEvents(disk).filter { $0.key != "FIRST 0" }
          #expect(found.isEmpty || found.count == rows.count, "\(trouble)")
          #expect(!isAcknowledged || found.count == rows.count, "\(trouble)")
          outcomes.insert(found.count)
        }
        #expect(try Verification("store", layer: disk).findings == [], "\(trouble)")
        #expect(!disk.contents.keys.contains { $0.contains("incoming") }, "\(trouble)")
      }
    }
    #expect(isDone && outcomes == [0, rows.count])
  }
}
