// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// Hand-ins that are tried group by group, and events that are retracted so, come to what they come to as a whole.
@Suite struct TriedGroupsTests {
  /// An event; without an id a part of its key is missing.
  private typealias Row = (id: String, value: Int64, persons: [String])

  /// A store on a disk of its own, with numbers that follow from a seed.
  private struct World {
    let disk: FaultyDisk
    let numbers: SharedNumbers
    let threads: Int

    init(_ seed: UInt64, threads: Int) {
      disk = FaultyDisk(seed: seed)
      numbers = SharedNumbers(seed)
      self.threads = threads
    }

    func writer() throws(StoreFault) -> StoreWriter {
      try StoreWriter(
        "store", layer: disk, origin: "mezon/tests", now: { [numbers] in numbers.time() }, threads: threads,
        random: { [numbers] in numbers.bytes($0) })
    }

    /// A writer that only tries; it draws from other numbers.
    func trier() throws(StoreFault) -> StoreWriter {
      let numbers = SharedNumbers(99)
      return try StoreWriter(
        trying: "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, threads: threads,
        random: { numbers.bytes($0) })
    }
  }

  private func handIn(_ rows: [Row], number: Int, key: [String], namesPersons: Bool) throws -> HandIn {
    var handIn = FaultScenario.handIn(rows.map { ($0.id, $0.value) }, number: number)
    let table = try #require(handIn.tables.first?.table)
    let identities = rows.enumerated().flatMap { place, row in self.identities(row, at: place) }
    handIn.tables = [HandIn.Rows(table, role: .events, key: key, identities: namesPersons ? identities : [])]
    return handIn
  }

  private func identities(_ row: Row, at place: Int) -> [Identity] {
    row.persons.enumerated().map { child, name in
      Identity(row: place, field: "parties", child: child, values: [.init(name: "name", text: name)])
    }
  }

  private func rows(_ count: Int, _ random: inout SeededNumbers) -> [Row] {
    (0..<count).map { _ in
      let id = random.below(12) == 0 ? "" : "E\(random.below(25))"
      let persons = (0..<random.below(3)).map { _ in ["Anna", "anna", "Bek", "Chingiz"][random.below(4)] }
      return (id, Int64(random.below(3)), persons)
    }
  }

  private func sizes(of count: Int, _ random: inout SeededNumbers) -> [Int] {
    var sizes: [Int] = []
    while case let left = count - sizes.reduce(0, +), left > 0 { sizes.append(min(1 + random.below(12), left)) }
    return sizes
  }

  /// Gives the rows of a hand-in to groups, of which one is forgotten and given again, and returns what became of each row.
  private func append(
    _ handIn: HandIn, _ rows: [Row], sizes: [Int], to groups: HandInGroups
  ) throws(StoreFault) -> [RowFate] {
    let table = handIn.tables[0].table
    let namesPersons = !handIn.tables[0].identities.isEmpty
    var fates: [RowFate] = []
    var start = 0
    for (number, size) in sizes.enumerated() {
      let group = table.gathering(Array(start..<(start + size)))
      let made = rows[start..<(start + size)].enumerated().map { place, row in self.identities(row, at: place) }
      let mark = groups.mark
      var found: [RowFate] = []
      for round in 0..<(number == 1 ? 2 : 1) {
        if round > 0 { groups.forget(since: mark) }
        found =
          try groups.append(
            group, days: nil, identities: namesPersons ? RowIdentities { made[$0] } : nil,
            all: namesPersons ? group : nil) ?? Array(repeating: .accepted, count: size)
      }
      fates += found
      start += size
    }
    return fates
  }

  private func groups(_ handIn: HandIn, _ writer: StoreWriter) throws(StoreFault) -> HandInGroups {
    var replaced: Int?
    var isRetraction = false
    switch handIn.mode {
    case .add: break
    case .retract: isRetraction = true
    case .replace(let number): replaced = number
    }
    return try HandInGroups(
      writer, named: "record", key: handIn.tables[0].key, replacing: replaced, retracting: isRetraction, after: [])
  }

  /// A hand-in's outcome or why there is none, and what became of its rows.
  private struct Found: Equatable {
    var counts: [Int] = []
    var fates: [RowFate] = []
    var superseded: [RowPlace] = []
    var fault: StoreFault?

    init(_ outcome: HandInOutcome, fates: [RowFate]) {
      counts = [
        outcome.accepted, outcome.unchanged, outcome.corrected, outcome.retracted, outcome.unmatched, outcome.alike,
        outcome.commit ?? 0,
      ]
      self.fates = fates
      superseded = outcome.superseded.sorted()
    }

    init(fault: StoreFault) { self.fault = fault }
  }

  private func held(_ handIn: HandIn, _ store: Store?) -> Found {
    do {
      let outcome = try StoreWriter.trial(handIn, store)
      return Found(outcome, fates: outcome.fates)
    } catch { return Found(fault: error) }
  }

  /// Tries a hand-in group by group.
  private func tried(_ handIn: HandIn, _ rows: [Row], sizes: [Int], _ world: World) -> Found {
    do throws(StoreFault) {
      let groups = try self.groups(handIn, try world.trier())
      var fates = try append(handIn, rows, sizes: sizes, to: groups)
      var rest = handIn
      rest.tables = []
      // Of files that were handed in before nothing is new, whatever their rows look like.
      if try groups.writer.isThereAlready(rest) { fates = fates.map { _ in .unchanged } }
      return Found(try groups.writer.trial(rest, with: groups), fates: fates)
    } catch { return Found(fault: error) }
  }

  /// What is handed in, in the order of `number`, that follows from chance.
  private func random(
    _ number: Int, _ key: [String], _ commits: Int, _ random: inout SeededNumbers
  ) throws -> (HandIn, [Row]) {
    let rows = self.rows(1 + random.below(50), &random)
    // Now and then the files are those of the hand-in before.
    let file = number > 2 && random.below(8) == 0 ? number - 1 : number
    var handIn = try self.handIn(rows, number: file, key: key, namesPersons: random.below(2) == 0)
    switch random.below(5) {
    case 0: handIn.mode = .retract
    case 1 where number > 1: handIn.mode = .replace(1 + random.below(commits + 1))
    default: break
    }
    if random.below(6) == 0 { handIn.because = "" }
    return (handIn, rows)
  }

  @Test(arguments: 0..<16)
  func aTrialIsTheWholeOne(seed: Int) throws {
    var random = SeededNumbers(UInt64(seed) + 4_000)
    let world = World(UInt64(seed), threads: seed % 2 + 1)
    let key = [["id"], ["id", "value"], ["id"], []][seed % 4]
    var kinds: Set<String> = []
    for number in 1...8 {
      let store = world.disk.exists("store/commits") ? try Store.open("store", layer: world.disk) : nil
      let stated = number > 3 || seed % 3 > 0 ? key : []
      let (handIn, rows) = try self.random(number, stated, store?.commits.count ?? 0, &random)
      let before = world.disk.contents
      let expected = held(handIn, store)
      // The first time there is no store, and later somebody may be writing to it.
      let writer = store != nil && number % 2 == 0 ? try world.writer() : nil
      let found = tried(handIn, rows, sizes: sizes(of: rows.count, &random), world)
      #expect(found == expected, "seed \(seed), hand-in \(number)")
      kinds.insert("\(handIn.mode)".prefix(4) + (expected.fault == nil ? "" : " refused"))
      #expect(world.disk.contents == before && world.disk.exists("store") == (store != nil))
      if handIn.mode.isAdding || number % 3 == 0 { _ = try? (writer ?? world.writer()).commit(handIn) }
    }
    #expect(kinds.count > 1, "seed \(seed): \(kinds)")
  }

  @Test(arguments: 0..<16)
  func aRetractionIsTheWholeOne(seed: Int) throws {
    var random = SeededNumbers(UInt64(seed) + 5_000)
    let worlds = [World(UInt64(seed), threads: seed % 2 + 1), World(UInt64(seed), threads: seed % 2 + 1)]
    let key = [["id"], ["id", "value"], ["id"], []][seed % 4]
    var retracted = 0
    for number in 1...9 {
      let writers = try worlds.map { try $0.writer() }
      // Rows of a key that is stated later have no index by it.
      let stated = number > 2 || seed % 3 > 0 ? key : []
      let rows = self.rows(1 + random.below(50), &random)
      var handIn = try self.handIn(rows, number: number, key: stated, namesPersons: random.below(3) == 0)
      guard number % 3 == 0 else {
        if number > 4, random.below(2) == 0 { handIn.mode = .replace(2) }
        let outcomes = writers.map { try? $0.commit(handIn) }
        #expect(outcomes[0] == outcomes[1])
        continue
      }
      handIn.mode = .retract
      let expected = try writers[0].commit(handIn)
      let groups = try self.groups(handIn, writers[1])
      let before = worlds[1].disk.contents
      let fates = try append(handIn, rows, sizes: sizes(of: rows.count, &random), to: groups)
      #expect(worlds[1].disk.contents == before, "nothing is written before the commit")
      #expect(groups.retractedCount == expected.retracted && groups.rowCount == rows.count)
      var rest = handIn
      rest.tables = []
      let outcome = try writers[1].commit(rest, with: groups)
      #expect(Found(outcome, fates: fates) == Found(expected, fates: expected.fates), "seed \(seed), hand-in \(number)")
      #expect(outcome.superseded == expected.superseded)
      #expect(worlds[1].disk.contents == worlds[0].disk.contents, "seed \(seed), hand-in \(number)")
      retracted += outcome.retracted
    }
    #expect(retracted > 0)
    #expect(try Verification("store", layer: worlds[1].disk).findings == [])
  }

  @Test func retractionsNeedAReason() throws {
    let world = World(3, threads: 1)
    let rows: [Row] = [("A", 1, []), ("B", 1, []), ("A", 1, [])]
    _ = try world.writer().commit(handIn(Array(rows[..<2]), number: 1, key: ["id"], namesPersons: false))
    var retraction = try handIn(rows, number: 2, key: ["id"], namesPersons: false)
    retraction.mode = .retract
    retraction.by = ""
    let writer = try world.writer()
    let before = world.disk.contents
    let groups = try self.groups(retraction, writer)
    #expect(try append(retraction, rows, sizes: [1, 2], to: groups) == [.retracted, .retracted, .unmatched])
    retraction.tables = []
    #expect(throws: StoreFault.needsReason(corrected: 0, retracted: 2)) {
      _ = try writer.commit(retraction, with: groups)
    }
    #expect(world.disk.contents == before)
  }

  /// A first retraction finds nothing, and where it is given up there is no store.
  @Test func aRetractionWithoutAStore() throws {
    let world = World(4, threads: 2)
    let rows: [Row] = [("A", 1, []), ("", 1, [])]
    var retraction = try handIn(rows, number: 1, key: [], namesPersons: false)
    retraction.mode = .retract
    do {
      let groups = try self.groups(retraction, try world.writer())
      #expect(try append(retraction, rows, sizes: [2], to: groups) == [.unmatched, .unmatched])
    }
    #expect(world.disk.contents.isEmpty && !world.disk.exists("store"))
    let writer = try world.writer()
    let groups = try self.groups(retraction, writer)
    _ = try append(retraction, rows, sizes: [1, 1], to: groups)
    retraction.tables = []
    let outcome = try writer.commit(retraction, with: groups)
    #expect(outcome.unmatched == 2 && outcome.commit == nil)
  }

  /// Where there is no room for what is tried, this is said, and nothing is left.
  @Test func aTrialOnAFullDisk() throws {
    let world = World(5, threads: 1)
    _ = try world.writer().commit(handIn([("A", 1, [])], number: 1, key: ["id"], namesPersons: false))
    let rows: [Row] = (0..<9).map { ("E\($0)", 1, ["Anna"]) }
    let next = try handIn(rows, number: 2, key: ["id"], namesPersons: true)
    let before = world.disk.contents
    var isDone = false
    for step in 0..<100 where !isDone {
      world.disk.plan(.full(step))
      let found = tried(next, rows, sizes: [3, 3, 3], world)
      isDone = world.disk.steps <= step
      if case .layer(let fault)? = found.fault {
        #expect(fault.operation == .write)
      } else {
        #expect(found.fault == nil)
      }
      #expect((found.fault == nil) == isDone)
      world.disk.plan(nil)
      #expect(world.disk.contents == before)
    }
    #expect(isDone)
  }
}

extension HandIn.Mode {
  /// Whether rows are added without taking anything's place.
  fileprivate var isAdding: Bool {
    if case .add = self { true } else { false }
  }
}
