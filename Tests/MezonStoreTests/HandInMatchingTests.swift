// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// A hand-in finds the events that it is about, whether an index leads to them or all rows are looked through.
@Suite struct HandInMatchingTests {
  private let disk = FaultyDisk(seed: 8)
  private let numbers = SharedNumbers(8)

  private func writer(threads: Int = 1) throws(StoreFault) -> StoreWriter {
    let numbers = numbers
    return try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, threads: threads,
      random: { numbers.bytes($0) })
  }

  /// One event of the tests: its key may be missing.
  private struct Row: Hashable {
    let id: String?
    let day: Int
    let value: Double
  }

  /// A hand-in of events whose key is their id and day.
  private func handIn(_ rows: [Row], number: Int, key: [String] = ["id", "day"], valuesAreWhole: Bool = false) throws
    -> HandIn
  {
    var dictionary = TextDictionary()
    var ids = ColumnBuilder<Int32>()
    for row in rows { ids.append(row.id.map { dictionary.encode($0) }) }
    let days = try #require(Column(.int32(rows.map { Int32($0.day) })))
    let values = try #require(
      Column(valuesAreWhole ? .int64(rows.map { Int64($0.value) }) : .float64(rows.map(\.value))))
    let fields = [
      PortableTable.Field(
        name: "id", PortableTable.Member(name: "", kind: .text, column: ids.finish(), dictionary: dictionary)),
      PortableTable.Field(name: "day", PortableTable.Member(name: "", kind: .day, column: days)),
      PortableTable.Field(
        name: "value", PortableTable.Member(name: "", kind: valuesAreWhole ? .whole : .number, column: values)),
    ]
    let table = try #require(
      PortableTable(
        name: "event", fields: fields, rowCount: rows.count, files: ["\(number).csv"],
        fileOfRow: rows.map { _ in 0 }, lineOfRow: rows.indices.map { Int32($0 + 2) }))
    return HandIn(
      source: "log", by: "tests", because: "a correction",
      inputs: [Commit.Input(name: "\(number).csv", bytes: number, digest: Digest256(of: Array("\(number)".utf8)))],
      tables: [HandIn.Rows(table, role: .events, key: key)])
  }

  /// The rows that count, in no order.
  private func liveRows() throws -> [Row: Int] {
    let snapshot = try Store.open("store", layer: disk).snapshot()
    var found: [Row: Int] = [:]
    for part in snapshot.parts("event", role: .events) {
      let table = try snapshot.table(part)
      let ids = try #require(table.field("id")?.members.first)
      let days = try #require(table.field("day")?.members.first?.column.int32s)
      let values = try #require(table.field("value")?.members.first?.column)
      for row in 0..<table.rowCount {
        let id = ids.column.value(row, as: Int32.self).map { ids.dictionary.text($0) }
        let value = values.float64s?[row] ?? Double(values.int64s?[row] ?? 0)
        found[Row(id: id, day: Int(days[row]), value: value), default: 0] += 1
      }
    }
    return found
  }

  private func random(_ count: Int, _ random: inout SeededNumbers) -> [Row] {
    (0..<count).map { _ in
      Row(
        id: random.below(20) == 0 ? nil : "E\(random.below(150))", day: random.below(3),
        value: Double(random.below(4)))
    }
  }

  /// What a hand-in by key must come to: the last row of a key counts, rows without a whole key count by themselves.
  private struct Model {
    var keyed: [[String]: Double] = [:]
    var loose: [Row: Int] = [:]

    mutating func add(_ rows: [Row]) -> (accepted: Int, unchanged: Int, corrected: Int) {
      var counts = (accepted: 0, unchanged: 0, corrected: 0)
      for row in rows {
        guard let id = row.id else {
          loose[row, default: 0] += 1
          counts.accepted += 1
          continue
        }
        switch keyed.updateValue(row.value, forKey: [id, String(row.day)]) {
        case nil: counts.accepted += 1
        case row.value: counts.unchanged += 1
        default: counts.corrected += 1
        }
      }
      return counts
    }

    var rows: [Row: Int] {
      var rows = loose
      for (key, value) in keyed { rows[Row(id: key[0], day: Int(key[1]) ?? 0, value: value), default: 0] += 1 }
      return rows
    }
  }

  @Test(arguments: 0..<6)
  func randomHandInsComeToWhatTheModelSays(seed: Int) throws {
    var random = SeededNumbers(UInt64(seed) + 40)
    let writer = try writer(threads: seed % 2 + 1)
    var model = Model()
    for number in 1...4 {
      let rows = self.random(80 + 60 * seed, &random)
      // Whole numbers and numbers are told apart by no reader of their text.
      let outcome = try writer.commit(handIn(rows, number: number, valuesAreWhole: (number + seed) % 3 == 0))
      let expected = model.add(rows)
      #expect(
        (outcome.accepted, outcome.unchanged, outcome.corrected)
          == (expected.accepted, expected.unchanged, expected.corrected), "seed \(seed), hand-in \(number)")
      #expect(outcome.fates.count == rows.count)
      #expect(try liveRows() == model.rows, "seed \(seed), hand-in \(number)")
    }
    #expect(try Verification("store", layer: disk, threads: 2).findings == [])
  }

  @Test func aKeyThatIsStatedLaterIsLookedForInAllRows() throws {
    let writer = try writer()
    // Rows 7, 57 ... have no id: each is an event of its own, before and after the key is stated.
    let rows = (0..<300).map { Row(id: $0 % 50 == 7 ? nil : "E\($0)", day: 1, value: 1) }
    let loose = rows.filter { $0.id == nil }
    _ = try writer.commit(handIn(rows, number: 1, key: []))
    let changed = rows.enumerated().map { Row(id: $1.id, day: 1, value: $0 < 10 ? 2 : 1) }
    let outcome = try writer.commit(handIn(changed, number: 2))
    #expect(outcome.corrected == 9 && outcome.unchanged == 285 && outcome.accepted == 6)
    #expect(try liveRows() == Dictionary((changed + loose).map { ($0, 1) }, uniquingKeysWith: +))
  }

  @Test func rowsAlikeAreCountedWithoutAKey() throws {
    let writer = try writer()
    let rows = [Row(id: "A", day: 1, value: 1), Row(id: "A", day: 1, value: 1), Row(id: "B", day: 2, value: 1)]
    _ = try writer.commit(handIn(rows, number: 1, key: []))
    let outcome = try writer.commit(handIn(rows + [rows[0], rows[2]], number: 2, key: []))
    #expect(outcome.accepted == 5 && outcome.alike == 3)
    var retraction = try handIn([rows[0], rows[0], rows[0], rows[0], rows[0], rows[0]], number: 3, key: [])
    retraction.mode = .retract
    let retracted = try writer.commit(retraction)
    #expect(retracted.retracted == 5 && retracted.unmatched == 1)
    #expect(try liveRows() == [rows[2]: 3])
  }

  /// A hand-in of one event with one child record of some members, of which only the age has a value.
  private func handIn(membersOfRecords names: [String], number: Int) throws -> HandIn {
    let members = names.map { name in
      var values = ColumnBuilder<Int64>()
      values.append(name == "age" ? 30 : nil)
      return PortableTable.Member(name: name, kind: .whole, column: values.finish())
    }
    let lists = try #require(ListColumn(offsets: [0, 1], children: members.map(\.column)))
    let field = PortableTable.Field(name: "parties", shape: .records, lists: lists, members: members)
    let table = try #require(
      PortableTable(
        name: "event", fields: [field], rowCount: 1, files: ["\(number).csv"], fileOfRow: [0], lineOfRow: [2]))
    return HandIn(
      source: "log", by: "tests", because: "a correction",
      inputs: [Commit.Input(name: "\(number).csv", bytes: number, digest: Digest256(of: Array("\(number)".utf8)))],
      tables: [HandIn.Rows(table, role: .events)])
  }

  /// A definition may gain or lose a member of child records; an event that has no value in it says the same as before.
  @Test(arguments: [[["age"], ["age", "height"]], [["age", "height"], ["age"]]])
  func aMemberOfRecordsWithoutAValueTellsNothingApart(members: [[String]]) throws {
    let writer = try writer()
    _ = try writer.commit(handIn(membersOfRecords: members[0], number: 1))
    let outcome = try writer.commit(handIn(membersOfRecords: members[1], number: 2))
    #expect(outcome.accepted == 1 && outcome.alike == 1)
  }

  /// An index whose row numbers are wider than a row can be, with right checksums and of the right size, is damage.
  @Test func anIndexOfRowsThatCannotBeIsDamage() throws {
    let writer = try writer()
    let rows = (0..<10).map { Row(id: "E\($0)", day: 1, value: 1) }
    _ = try writer.commit(handIn(rows, number: 1))
    let (path, index) = try #require(disk.contents.first { $0.key.hasSuffix(".index") })
    // Ten entries of three bytes in one bucket become three of ten: the bits of row 0's hash, and row -1.
    let bucketStart = 38
    #expect(index.count == bucketStart + 10 * 3 + 4)
    func fixed(_ value: UInt64, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
    func checksum(_ bytes: [UInt8]) -> [UInt8] { fixed(UInt64(CRC32C.masked(CRC32C.checksum(bytes))), 4) }
    let head = Array(index[..<8]) + fixed(10, 8) + fixed(3, 8) + [0, 8]
    let entry = Array(index[bucketStart..<(bucketStart + 2)]) + [UInt8](repeating: 0xFF, count: 8)
    let bucket = entry + entry + entry
    disk.tamper(path, head + checksum(head) + fixed(0, 4) + fixed(3, 4) + bucket + checksum(bucket))
    let name = String(path.dropFirst("store/".count))
    #expect(throws: StoreFault.damaged(file: name, what: "it does not hold an index")) {
      _ = try writer.commit(handIn([Row(id: "E0", day: 1, value: 2)], number: 2))
    }
  }

  @Test func aHandInMayHaveThousandsOfFiles() throws {
    let files = 20_000
    let ids = try #require(Column(.int64([1, 2])))
    let table = try #require(
      PortableTable(
        name: "event",
        fields: [PortableTable.Field(name: "id", PortableTable.Member(name: "", kind: .whole, column: ids))],
        rowCount: 2, files: (0..<files).map { "\($0).csv" }, fileOfRow: [0, Int32(files - 1)], lineOfRow: [2, 3]))
    let writer = try writer()
    let input = Commit.Input(name: "0.csv", bytes: 1, digest: Digest256(of: [1]))
    _ = try writer.commit(
      HandIn(source: "log", inputs: [input], tables: [HandIn.Rows(table, role: .events, key: ["id"])]))
    let first = try #require(writer.store.commits.last?.commit.tables.first?.firstLeaf)
    for (row, file) in ["0.csv", "\(files - 1).csv"].enumerated() {
      let proof = try #require(try RecordProof(of: first + row, in: writer.store))
      #expect(JSON(proof.record)?["file"] == .string(file))
    }
  }

  @Test func whatIsWrittenDoesNotDependOnThreads() throws {
    let table = SegmentTests.table(7, rows: 40_000)
    func contents(threads: Int) throws -> [String: [UInt8]] {
      let disk = FaultyDisk(seed: 2)
      let numbers = SharedNumbers(2)
      let writer = try StoreWriter(
        "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, threads: threads,
        random: { numbers.bytes($0) })
      let input = Commit.Input(name: "a.csv", bytes: 1, digest: Digest256(of: [1]))
      _ = try writer.commit(
        HandIn(source: "log", inputs: [input], tables: [HandIn.Rows(table, role: .events, key: ["text", "at"])]))
      #expect(try Verification("store", layer: disk, threads: threads).findings == [])
      return disk.contents
    }
    #expect(try contents(threads: 1) == contents(threads: 3))
  }

  /// Records are what the canonical JSON of their fields is, whatever way they are written.
  @Test func recordsAreCanonicalJSON() throws {
    let table = SegmentTests.table(12, rows: 60)
    let writer = try writer()
    let input = Commit.Input(name: "a.csv", bytes: 1, digest: Digest256(of: [1]))
    _ = try writer.commit(HandIn(source: "log", inputs: [input], tables: [HandIn.Rows(table, role: .events)]))
    let first = try #require(writer.store.commits.last?.commit.tables.first?.firstLeaf)
    for row in 0..<table.rowCount {
      let proof = try #require(try RecordProof(of: first + row, in: writer.store))
      #expect(JSON(proof.record)?.canonical() == proof.record, "row \(row)")
      #expect(JSON(proof.record)?["fields"] == fields(of: table, row), "row \(row)")
    }
  }

  private func fields(of table: PortableTable, _ row: Int) -> JSON {
    var members: [String: JSON] = [:]
    for field in table.fields {
      guard let lists = field.lists else {
        members[field.name] = value(field.members[0], row)
        continue
      }
      guard lists.isPresent(row) else { continue }
      members[field.name] = .array(
        lists.children(of: row).map { child in
          var record: [String: JSON] = [:]
          for member in field.members { record[member.name] = value(member, child) }
          return .object(record)
        })
    }
    return .object(members)
  }

  private func value(_ member: PortableTable.Member, _ row: Int) -> JSON? {
    guard member.column.isPresent(row) else { return nil }
    switch member.column.storage {
    case .int64(let values):
      return member.kind == .time
        ? .string(Instant(microseconds: values[row]).description) : .integer(values[row])
    case .int32(let values):
      return member.kind == .day
        ? .string(CalendarDay(daysSinceEpoch: values[row]).description) : .string(member.dictionary.text(values[row]))
    case .float64(let values):
      return values[row].isFinite ? .number(values[row]) : .string(values[row].description)
    case .bool(let values): return .bool(values[row] != 0)
    }
  }
}
