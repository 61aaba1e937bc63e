// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// A hand-in by key that comes group by group is what the whole one is: in the last group, across groups, and against the store.
@Suite struct KeyedGroupsTests {
  private typealias Row = (id: String, value: Int64)

  private func writer(_ disk: FaultyDisk, _ seed: UInt64, threads: Int = 1) throws(StoreFault) -> StoreWriter {
    let numbers = SharedNumbers(seed)
    return try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, threads: threads,
      random: { numbers.bytes($0) })
  }

  /// A hand-in in which nobody is named, and some rows have no id.
  private func handIn(_ rows: [Row], number: Int, key: [String] = ["id"]) throws -> HandIn {
    var handIn = FaultScenario.handIn(rows, number: number)
    let table = try #require(handIn.tables.first?.table)
    handIn.tables = [HandIn.Rows(table, role: .events, key: key)]
    return handIn
  }

  /// Hands in group by group what the whole hand-in has, and returns what became of each row besides.
  private func commit(
    _ whole: HandIn, groupsOf sizes: [Int], _ writer: StoreWriter
  ) throws(StoreFault) -> (outcome: HandInOutcome, fates: [RowFate]) {
    var replaced: Int?
    if case .replace(let number) = whole.mode { replaced = number }
    let rows = whole.tables[0]
    let groups = try HandInGroups(writer, named: "record", key: rows.key, replacing: replaced, after: [])
    var start = 0
    var fates: [RowFate] = []
    for size in sizes {
      let table = rows.table.gathering(Array(start..<(start + size)))
      fates += try groups.append(table, days: nil) ?? Array(repeating: .accepted, count: size)
      // All rows of a group can be read again, those that were left out too.
      let written = try groups.written()
      if try written.table(written.count - 1).lineOfRow != table.lineOfRow { Issue.record("other rows are read again") }
      start += size
    }
    var rest = whole
    rest.tables = []
    return (try writer.commit(rest, with: groups), fates)
  }

  private func sizes(of count: Int, _ random: inout SeededNumbers) -> [Int] {
    var sizes: [Int] = []
    while case let left = count - sizes.reduce(0, +), left > 0 { sizes.append(min(1 + random.below(12), left)) }
    return sizes
  }

  @Test(arguments: 0..<12)
  func groupsAreTheWhole(seed: Int) throws {
    var random = SeededNumbers(UInt64(seed) + 70)
    let (whole, parted) = (FaultyDisk(seed: 1), FaultyDisk(seed: 1))
    let one = try writer(whole, 1, threads: seed % 2 + 1)
    let other = try writer(parted, 1, threads: seed % 2 + 1)
    // With a key and without one; rows of a key that was stated first have no index by it.
    let isKeyed = seed % 4 != 3
    for number in 1...6 {
      let rows: [Row] = (0..<(1 + random.below(60))).map { _ in
        (random.below(15) == 0 ? "" : "E\(random.below(30))", Int64(random.below(3)))
      }
      var handIn = try handIn(rows, number: number, key: isKeyed && (number > 1 || seed % 3 > 0) ? ["id"] : [])
      // The hand-ins of events so far are the commits from 2 on.
      if number > 2, random.below(3) == 0 { handIn.mode = .replace(2 + random.below(number - 2)) }
      let known = one.store.commits.count
      if case .replace(let replaced) = handIn.mode, replaced > known { handIn.mode = .add }
      let expected = try? one.commit(handIn)
      let found = try? commit(handIn, groupsOf: sizes(of: rows.count, &random), other)
      #expect((expected == nil) == (found == nil), "seed \(seed), hand-in \(number)")
      guard let expected, let (outcome, fates) = found else { continue }
      #expect(
        [outcome.accepted, outcome.unchanged, outcome.corrected, outcome.retracted, outcome.alike]
          == [expected.accepted, expected.unchanged, expected.corrected, expected.retracted, expected.alike],
        "seed \(seed), hand-in \(number)")
      #expect(fates == expected.fates, "seed \(seed), hand-in \(number)")
      #expect(outcome.superseded.count == expected.superseded.count && outcome.commit == expected.commit)
      #expect(other.store.head.commit.treeSize == one.store.head.commit.treeSize)
      #expect(other.store.head.commit.supersededRows == one.store.head.commit.supersededRows)
      #expect(try liveEvents(parted) == liveEvents(whole), "seed \(seed), hand-in \(number)")
      #expect(!parted.contents.keys.contains { $0.contains("incoming") })
      if number == 4 {
        var retraction = try self.handIn([("E1", 0), ("E2", 1), ("E3", 2)], number: 100, key: isKeyed ? ["id"] : [])
        retraction.mode = .retract
        let gone = try one.commit(retraction).retracted
        #expect(try other.commit(retraction).retracted == gone)
      }
    }
    #expect(try Verification("store", layer: parted, threads: 2).findings == [])
  }

  @Test func theLastRowOfAKeyCountsWhereverItStands() throws {
    let disk = FaultyDisk(seed: 2)
    let writer = try writer(disk, 2)
    let rows: [Row] = [
      ("A", 1), ("B", 1), ("A", 1), ("A", 2), ("C", 1), ("A", 2), ("B", 1), ("A", 3), ("", 1), ("", 1),
    ]
    let (outcome, fates) = try commit(handIn(rows, number: 1), groupsOf: [2, 3, 3, 2], writer)
    #expect(
      fates == [
        .accepted, .accepted, .unchanged, .corrected, .accepted, .unchanged, .unchanged, .corrected, .accepted,
        .accepted,
      ])
    #expect((outcome.accepted, outcome.unchanged, outcome.corrected) == (5, 3, 2))
    #expect(try liveEvents(disk) == ["A 3": 1, "B 1": 1, "C 1": 1, " 1": 2])
    // All of it again in another file changes nothing but the two rows without a key.
    let again = try commit(handIn([("A", 3), ("B", 1), ("C", 1)], number: 2), groupsOf: [1, 2], writer)
    #expect(again.outcome.unchanged == 3 && again.outcome.commit == nil)
    #expect(!disk.contents.keys.contains { $0.contains("incoming") })
  }

  @Test func correctionsNeedAReason() throws {
    let disk = FaultyDisk(seed: 3)
    let writer = try writer(disk, 3)
    var handIn = try handIn([("A", 1), ("B", 1), ("A", 2)], number: 1)
    handIn.because = ""
    let before = disk.contents
    #expect(throws: StoreFault.needsReason(corrected: 1, retracted: 0)) {
      _ = try commit(handIn, groupsOf: [2, 1], writer)
    }
    #expect(disk.contents.count <= before.count, "what was written is removed")
  }

  @Test func whoReplacesWhatIsNotThereIsToldAtOnce() throws {
    let writer = try writer(FaultyDisk(seed: 4), 4)
    #expect(throws: StoreFault.unknownHandIn(7)) {
      _ = try HandInGroups(writer, named: "record", key: ["id"], replacing: 7, after: [])
    }
  }

  @Test("MZ4064: a hand-in has more rows than can be told apart")
  func moreRowsThanOneHandInCanHave() throws {
    let writer = try writer(FaultyDisk(seed: 9), 9)
    let table = try handIn([("A", 1), ("B", 2)], number: 1).tables[0].table
    let groups = try HandInGroups(writer, named: "record", key: ["id"], after: [], mostRows: 3)
    try groups.append(table, days: nil)
    #expect(throws: StoreFault.tooManyRows(3)) { try groups.append(table, days: nil) }
  }

  /// What goes wrong with the files of a group is told with the next one.
  @Test func aFullDiskEndsTheHandInAtOnce() throws {
    let disk = FaultyDisk(seed: 5)
    let writer = try writer(disk, 5)
    let table = try handIn([("A", 1), ("B", 2)], number: 1).tables[0].table
    let groups = try HandInGroups(writer, named: "record", key: ["id"], after: [])
    disk.plan(.full(1))
    try groups.append(table, days: nil)
    #expect(throws: StoreFault.self) { try groups.append(table, days: nil) }
  }

  @Test func groupsThatAreForgottenAreNotLookedFor() throws {
    let disk = FaultyDisk(seed: 6)
    let writer = try writer(disk, 6)
    let groups = try HandInGroups(writer, named: "record", key: ["id"], after: [])
    try groups.append(handIn([("A", 1), ("B", 1)], number: 1).tables[0].table, days: nil)
    let mark = groups.mark
    let (first, second) = (try handIn([("A", 2), ("C", 1)], number: 1), try handIn([("A", 1), ("C", 1)], number: 1))
    #expect(try groups.append(first.tables[0].table, days: nil) == [.corrected, .accepted])
    groups.forget(since: mark)
    #expect(try groups.append(second.tables[0].table, days: nil) == [.unchanged, .accepted])
    var rest = try handIn([], number: 1)
    rest.tables = []
    #expect(try writer.commit(rest, with: groups).accepted == 3)
    #expect(try liveEvents(disk) == ["A 1": 1, "B 1": 1, "C 1": 1])
    #expect(try Verification("store", layer: disk).findings == [])
  }

  /// A folder that was there before a first hand-in is left where that is given up.
  @Test func aFolderThatWasThereBeforeStays() throws {
    for isThere in [false, true] {
      let disk = FaultyDisk(seed: 7)
      if isThere { try disk.makeFolder("store") }
      do {
        let groups = try HandInGroups(try writer(disk, 7), named: "record", after: [])
        try groups.append(handIn([("A", 1)], number: 1).tables[0].table, days: nil)
      }
      #expect(disk.exists("store") == isThere && disk.contents.isEmpty && !disk.exists("store/commits"))
    }
  }

  /// While a hand-in comes in, the store is whole for whoever looks.
  @Test func aHandInThatIsComingInDamagesNothing() throws {
    let disk = FaultyDisk(seed: 8)
    let writer = try writer(disk, 8)
    _ = try writer.commit(handIn([("A", 1)], number: 1))
    let groups = try HandInGroups(writer, named: "record", key: ["id"], after: [])
    try groups.append(handIn([("A", 1), ("B", 2)], number: 2).tables[0].table, days: nil)
    _ = try groups.written()
    let verification = try Verification("store", layer: disk)
    #expect(verification.findings == [] && verification.strays.allSatisfy { $0.contains("incoming") })
    #expect(verification.strays.count == 4)
  }

  /// Whatever goes wrong at whatever step of corrections that come in groups, they are wholly in or wholly out.
  @Test func everyStepLeavesAllOrNothing() throws {
    let before: [Row] = [("A", 0), ("B", 0), ("F", 0)]
    let rows: [Row] = [("A", 1), ("C", 2), ("A", 2), ("D", 4), ("F", 0), ("C", 5), ("", 1)]
    let (old, new) = (["A 0": 1, "B 0": 1, "F 0": 1], ["A 2": 1, "B 0": 1, "F 0": 1, "C 5": 1, "D 4": 1, " 1": 1])
    var isDone = false
    var outcomes: Set<Bool> = []
    for step in 0..<300 where !isDone {
      for trouble in [FaultyDisk.Trouble.crash(step), .full(step), .sync(step)] {
        let disk = FaultyDisk(seed: UInt64(step))
        _ = try writer(disk, 1).commit(handIn(before, number: 1))
        disk.plan(trouble)
        var isAcknowledged = false
        do {
          _ = try commit(handIn(rows, number: 2), groupsOf: [2, 3, 2], writer(disk, 2))
          isAcknowledged = true
          isDone = disk.steps <= step
        } catch {}
        disk.restart()
        _ = try writer(disk, 3)
        let found = try liveEvents(disk)
        #expect(found == new || (found == old && !isAcknowledged), "\(trouble)")
        outcomes.insert(found == new)
        #expect(try Verification("store", layer: disk).findings == [], "\(trouble)")
        #expect(!disk.contents.keys.contains { $0.contains("incoming") }, "\(trouble)")
      }
    }
    #expect(isDone && outcomes == [false, true])
  }
}
