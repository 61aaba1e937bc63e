// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// Rows are hashed many at a time; what is proved of one of them is written by itself.
@Suite struct RecordLeafTests {
  private func leaves(_ table: PortableTable, threads: Int) throws -> (store: Store, leaves: [UInt8]) {
    let disk = FaultyDisk(seed: 1)
    let numbers = SharedNumbers(11)
    let writer = try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, threads: threads,
      random: { numbers.bytes($0) })
    _ = try writer.commit(
      HandIn(source: "log", inputs: [], tables: [HandIn.Rows(table, role: .events, key: [])]))
    let name = try #require(disk.contents.keys.first { $0.hasSuffix("2-0.leaves") })
    return (writer.store, try #require(disk.contents[name]))
  }

  private func expectSame(_ table: PortableTable, rows: [Int]) throws {
    let (store, leaves) = try leaves(table, threads: 2)
    #expect(leaves.count == 32 * table.rowCount)
    // The first leaf is that of the commit that made the store.
    for row in rows {
      let proof = try #require(try RecordProof(of: row + 1, in: store))
      #expect(MerkleTree.leaf(proof.record).bytes == Array(leaves[(32 * row)..<(32 * row + 32)]), "row \(row)")
    }
  }

  @Test(arguments: [1, 31, 32, 33, 75])
  func everyRowIsHashedAsItsRecord(rows: Int) throws {
    try expectSame(SegmentTests.table(UInt64(rows), rows: rows), rows: Array(0..<rows))
  }

  @Test func rowsOfSeveralStretchesAreHashedAsTheirRecords() throws {
    try expectSame(SegmentTests.table(3, rows: 8_300), rows: [0, 8_159, 8_160, 8_191, 8_192, 8_193, 8_224, 8_299])
  }

  /// The tree that several threads sum up has the root of one to which leaves are added one by one.
  @Test func manyLeavesHaveTheRootOfTheirTree() throws {
    let table = SegmentTests.table(4, rows: 12_500)
    let (store, leaves) = try leaves(table, threads: 2)
    var accumulator = MerkleAccumulator()
    accumulator.append(MerkleTree.leaf(try #require(try RecordProof(of: 0, in: store)).record))
    for start in stride(from: 0, to: leaves.count, by: 32) {
      accumulator.append(try #require(Digest256(leaves[start..<(start + 32)])))
    }
    accumulator.append(MerkleTree.leaf(try #require(try RecordProof(of: table.rowCount + 1, in: store)).record))
    let checkpoint = store.head.checkpoint.checkpoint
    #expect(accumulator.root == checkpoint.root && accumulator.count == checkpoint.size)
  }

  /// A field without a value in any row has no text, and a row without a value has an empty object.
  @Test func rowsWithoutValues() throws {
    let rows = 40
    let missing = Bitmap(repeating: false, count: rows)
    var some = Bitmap(repeating: false, count: rows)
    some[39] = true
    let texts = PortableTable.Member(
      name: "", kind: .text, column: try #require(Column(.int32(Array(repeating: 0, count: rows)), validity: missing)))
    let long = PortableTable.Member(
      name: "", kind: .text, column: try #require(Column(.int32(Array(repeating: 0, count: rows)), validity: some)),
      dictionary: TextDictionary([String(repeating: "длинный \"текст\" ", count: 20)]))
    let table = try #require(
      PortableTable(
        name: "call", fields: [.init(name: "a", texts), .init(name: "b", long), .init(name: "c", texts)],
        rowCount: rows, files: ["a.csv"], fileOfRow: Array(repeating: 0, count: rows),
        lineOfRow: (0..<Int32(rows)).map { $0 + 2 }))
    try expectSame(table, rows: Array(0..<rows))
  }

  // MARK: blocks

  /// Few values far apart are written as a dictionary, whatever their order, and come back.
  @Test(arguments: [(300, 9), (4_000, 12)])
  func fewDistantValues(different: Int, bits: Int) throws {
    var random = SeededNumbers(UInt64(different))
    let values = (0..<different).map { _ in Int64(bitPattern: random.next()) }
    let rows = 16_384
    let column = try #require(Column(.int64((0..<rows).map { _ in values[random.below(different)] })))
    let table = try #require(
      PortableTable(
        name: "call", fields: [.init(name: "value", .init(name: "", kind: .whole, column: column))], rowCount: rows,
        files: ["a.csv"], fileOfRow: Array(repeating: 0, count: rows), lineOfRow: (0..<Int32(rows)).map { $0 + 2 }))
    let bytes = SegmentWriter.bytes(of: table)
    #expect(bytes.count < rows * bits / 8 + 9 * different + 300, "\(bytes.count) bytes")
    let back = try SegmentReader(StoredBytes(bytes)).table()
    #expect(back.field("value")?.members.first?.column == column)
  }
}
