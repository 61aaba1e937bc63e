// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// A hand-in in which persons are named and that comes group by group is what the whole one is.
@Suite struct NamedGroupsTests {
  private typealias Row = (id: String, value: Int64, persons: [String])

  private func writer(_ disk: FaultyDisk, _ seed: UInt64, threads: Int = 1) throws(StoreFault) -> StoreWriter {
    let numbers = SharedNumbers(seed)
    return try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, threads: threads,
      random: { numbers.bytes($0) })
  }

  /// The identities of a row: of its child records, and of the event itself where there is a third person.
  private func identities(_ row: Row, at place: Int) -> [Identity] {
    row.persons.enumerated().map { child, name in
      let isOwn = child == 2
      return Identity(
        row: place, field: isOwn ? "" : "parties", child: isOwn ? 0 : child,
        values: [.init(name: "name", text: name), .init(name: "phone", text: "\(name) 1")])
    }
  }

  private func handIn(_ rows: [Row], number: Int, key: [String]) -> HandIn {
    var handIn = FaultScenario.handIn(rows.map { ($0.id, $0.value) }, number: number)
    handIn.tables = handIn.tables.map { whole in
      HandIn.Rows(
        whole.table, role: .events, key: key,
        identities: rows.enumerated().flatMap { place, row in self.identities(row, at: place) })
    }
    return handIn
  }

  private func commit(
    _ rows: [Row], number: Int, key: [String], groupsOf sizes: [Int], _ writer: StoreWriter
  ) throws(StoreFault) -> (outcome: HandInOutcome, fates: [RowFate]) {
    let whole = handIn(rows, number: number, key: key)
    let groups = try HandInGroups(writer, named: "record", key: key, after: [])
    var start = 0
    var fates: [RowFate] = []
    for size in sizes {
      let own = Array(rows[start..<(start + size)])
      let table = whole.tables[0].table.gathering(Array(start..<(start + size)))
      let made = own.enumerated().map { place, row in identities(row, at: place) }
      fates +=
        try groups.append(table, days: nil, identities: RowIdentities { made[$0] }, all: table)
        ?? Array(repeating: .accepted, count: size)
      let written = try groups.written()
      if try written.table(written.count - 1).lineOfRow != table.lineOfRow { Issue.record("other rows are read again") }
      start += size
    }
    var rest = whole
    rest.tables = []
    return (try writer.commit(rest, with: groups), fates)
  }

  private func rows(_ random: inout SeededNumbers, _ count: Int) -> [Row] {
    (0..<count).map { _ in
      let names = ["Anna", "ANNA", "Bek  Bekov", "bek bekov", "Chingiz"]
      return ("E\(random.below(20))", Int64(random.below(2)), (0..<random.below(4)).map { _ in names[random.below(5)] })
    }
  }

  @Test(arguments: 0..<8)
  func groupsAreTheWhole(seed: Int) throws {
    var random = SeededNumbers(UInt64(seed) + 900)
    let (whole, parted) = (FaultyDisk(seed: 1), FaultyDisk(seed: 1))
    let key = seed % 4 == 3 ? [] : ["id"]
    for number in 1...4 {
      // Each time anew, so that keys are read from their files.
      let one = try writer(whole, UInt64(number), threads: seed % 2 + 1)
      let other = try writer(parted, UInt64(number), threads: seed % 2 + 1)
      let rows = rows(&random, 1 + random.below(50))
      var sizes: [Int] = []
      while case let left = rows.count - sizes.reduce(0, +), left > 0 { sizes.append(min(1 + random.below(15), left)) }
      let expected = try one.commit(handIn(rows, number: number, key: key))
      let (outcome, fates) = try commit(rows, number: number, key: key, groupsOf: sizes, other)
      #expect(
        [outcome.accepted, outcome.unchanged, outcome.corrected, outcome.alike]
          == [expected.accepted, expected.unchanged, expected.corrected, expected.alike], "hand-in \(number)")
      #expect(fates == expected.fates, "hand-in \(number)")
      #expect(try liveEvents(parted) == liveEvents(whole))
      #expect(!parted.contents.keys.contains { $0.contains("incoming") })
      func keyCounts(_ disk: FaultyDisk) -> [Int] {
        disk.contents.filter { $0.key.hasSuffix(".persons") }.sorted { $0.key < $1.key }.map(\.value.count)
      }
      #expect(keyCounts(parted) == keyCounts(whole), "as many persons got keys")
      if number == 2 {
        for writer in [one, other] { _ = try? writer.redact("anna", by: "tests", because: "asked to") }
      }
    }
    #expect(try Verification("store", layer: parted, threads: 2).findings == [])
    #expect(try Verification("store", layer: whole, threads: 2).findings == [])
  }

  /// Another name, or another value of the same person, is a correction; letters of another size alone are too, as they were handed in so.
  @Test func whoIsNamedIsAPartOfWhatARowSays() throws {
    let disk = FaultyDisk(seed: 7)
    let first: [Row] = [("A", 1, ["Anna"]), ("B", 1, ["Bek"]), ("C", 1, []), ("A", 1, ["Anna"])]
    #expect(
      try commit(first, number: 1, key: ["id"], groupsOf: [2, 2], writer(disk, 1)).fates
        == [.accepted, .accepted, .accepted, .unchanged])
    let second: [Row] = [("A", 1, ["anna"]), ("B", 1, ["Bek"]), ("C", 1, ["Bek"]), ("B", 1, ["Chingiz"])]
    #expect(
      try commit(second, number: 2, key: ["id"], groupsOf: [1, 2, 1], writer(disk, 2)).fates
        == [.corrected, .unchanged, .corrected, .corrected])
    #expect(try Verification("store", layer: disk).findings == [])
  }

  /// What names somebody stands nowhere in plain text, neither while groups are written nor afterwards.
  @Test func whatNamesSomebodyIsSealed() throws {
    let disk = FaultyDisk(seed: 8)
    let writer = try writer(disk, 1, threads: 2)
    let rows: [Row] = [("A", 1, ["Zulfiya"]), ("B", 1, ["Zulfiya"])]
    let table = handIn(rows, number: 1, key: []).tables[0].table
    let names = TextDictionary(["Zulfiya"])
    let name = try #require(Column(.int32([0, 0])))
    let all = try #require(
      PortableTable(
        name: table.name,
        fields: table.fields + [
          PortableTable.Field(
            name: "name", PortableTable.Member(name: "", kind: .text, column: name, dictionary: names))
        ], rowCount: 2, files: table.files, fileOfRow: table.fileOfRow, lineOfRow: table.lineOfRow))
    let made = rows.enumerated().map { place, row in identities(row, at: place) }
    let groups = try HandInGroups(writer, named: "record", after: [])
    try groups.append(table, days: nil, identities: RowIdentities { made[$0] }, all: all)
    #expect(try groups.written().table(0).field("name")?.members[0].dictionary.text(0) == "Zulfiya")
    func isPlain() -> Bool {
      disk.contents.values.contains { String(decoding: $0, as: UTF8.self).contains("Zulfiya") }
    }
    #expect(disk.contents.keys.contains { $0.contains("incoming-0.rows") } && !isPlain())
    var rest = handIn([], number: 1, key: [])
    rest.tables = []
    #expect(try writer.commit(rest, with: groups).accepted == 2)
    #expect(!isPlain())
    #expect(try writer.redact("zulfiya", by: "tests", because: "asked to") == 3)
  }
}
