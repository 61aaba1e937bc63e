// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// Every change of a store is found, and proofs convince someone who has nothing but the published algorithm.
@Suite struct VerificationTests {
  let disk = FaultyDisk(seed: 6)

  /// A small store with everything in it: revisions, a retraction, a redaction, a changed key.
  private func makeStore(to commits: Int = 7) throws -> StoreWriter {
    let numbers = SharedNumbers(6)
    let writer = try StoreWriter("store", layer: disk, origin: "mezon tests+", now: { numbers.time() }) {
      numbers.bytes($0)
    }
    var retraction = FaultScenario.handIn([("B", 0)], number: 3)
    retraction.mode = .retract
    let steps: [() throws -> Void] = [
      { _ = try writer.commit(FaultScenario.handIn([("A", 1), ("B", 2), ("C", 3)], number: 1)) },
      { _ = try writer.commit(FaultScenario.handIn([("A", 4), ("D", 5)], number: 2)) },
      { _ = try writer.commit(retraction) },
      { _ = try writer.redact("PERSON  1", by: "tests", because: "asked to") },
      { _ = try writer.rotateKey(by: "tests", because: "yearly") },
      { _ = try writer.commit(FaultScenario.handIn([("E", 6)], number: 4)) },
    ]
    for step in steps.prefix(commits - 1) { try step() }
    return writer
  }

  private func verified(_ checkpoint: SignedCheckpoint? = nil) throws -> Verification {
    try Verification("store", layer: disk, checkpoint: checkpoint)
  }

  /// The files that are the store; its copy of the checkpoint and its lock are none.
  private var authoritative: [String] {
    disk.contents.keys.filter { $0.hasPrefix("store/") && $0 != "store/checkpoint" && $0 != "store/lock" }.sorted()
  }

  @Test func aWholeStoreHasNoFindings() throws {
    let writer = try makeStore()
    let verification = try verified()
    #expect(verification.findings == [] && verification.strays == [])
    #expect(verification.commits == 7 && verification.records == 6 + 7)
    #expect(verification.checkpoint == writer.store.head.checkpoint)
    // Seven commits, three segments of four files, two masks, and the keys: two of persons, one that signs, one of pseudonyms.
    #expect(authoritative.count == 7 + 3 * 4 + 2 + 4, "\(authoritative)")
  }

  /// Whether anything is found, by the shortest way.
  private func isFound() throws -> Bool {
    try !Verification("store", layer: disk, isComplete: false).findings.isEmpty
  }

  /// Flips bits of all files, each by itself: all of them in a store of a few commits, some in one with every kind of commit.
  @Test(arguments: [(commits: 4, step: 1), (commits: 7, step: 41)])
  func everyFlippedBitIsFound(commits: Int, step: Int) throws {
    _ = try makeStore(to: commits)
    var bits = 0
    for file in authoritative {
      let content = try #require(disk.contents[file])
      for bit in stride(from: 0, to: content.count * 8, by: step) {
        var broken = content
        broken[bit / 8] ^= 1 << UInt8(bit % 8)
        disk.tamper(file, broken)
        if try !isFound() { Issue.record("\(file), bit \(bit)") }
        bits += 1
      }
      disk.tamper(file, content)
    }
    print("verify: \(bits) flipped bits in \(authoritative.count) files, each by itself")
    #expect(try verified().findings == [])
  }

  @Test func everyTruncationIsFound() throws {
    _ = try makeStore()
    for file in authoritative {
      let content = try #require(disk.contents[file])
      for count in 0..<content.count {
        disk.tamper(file, Array(content[..<count]))
        if try !isFound() { Issue.record("\(file), \(count) bytes") }
      }
      disk.tamper(file, content)
    }
  }

  @Test func aMissingFileIsFound() throws {
    _ = try makeStore()
    for file in authoritative {
      let other = VerificationTests()
      _ = try other.makeStore()
      other.disk.tamper(file, nil)
      let isLast = file == "store/commits/" + Commit.name(7)
      // Without its last commit a store is an older one, which its own copy of the checkpoint gives away.
      let kinds = try other.verified().findings.map(\.kind)
      #expect(!kinds.isEmpty, "\(file)")
      if isLast { #expect(kinds == [.rolledBack]) }
    }
  }

  @Test func theFirstRecordThatDiffersIsNamed() throws {
    let numbers = SharedNumbers(9)
    let writer = try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, random: { numbers.bytes($0) })
    let rows = (0..<60).map { (id: "E\($0)", value: Int64($0 % 7)) }
    _ = try writer.commit(FaultScenario.handIn(rows, number: 1))
    // The value of one row is changed, with every checksum of the segment made to fit.
    var changed = rows
    changed[41].value += 1
    let forged = try #require(FaultScenario.handIn(changed, number: 1).tables.first?.table)
    disk.tamper("store/segments/0000000002-0.seg", SegmentWriter.bytes(of: forged))
    let finding = try #require(try verified().findings.first { $0.kind == .record })
    #expect(finding.record == 1 + 41)
    #expect(finding.origin == "1.csv, 43")
  }

  @Test func aRollBackIsFound() throws {
    let writer = try makeStore(to: 5)
    let old = disk.contents
    let oldCheckpoint = writer.store.head.checkpoint
    _ = try writer.commit(FaultScenario.handIn([("F", 1)], number: 9))
    let newCheckpoint = writer.store.head.checkpoint
    #expect(try verified(oldCheckpoint).findings == [])
    #expect(try verified(newCheckpoint).findings == [])
    for file in disk.contents.keys where old[file] == nil { disk.tamper(file, nil) }
    disk.tamper("store/checkpoint", old["store/checkpoint"])
    #expect(try verified().findings == [])
    #expect(try verified(oldCheckpoint).findings == [])
    #expect(try verified(newCheckpoint).findings.map(\.kind) == [.rolledBack])
  }

  @Test func anotherStoresCheckpointIsNone() throws {
    _ = try makeStore()
    let other = VerificationTests()
    let key = try #require(SigningKey(seed: [UInt8](repeating: 9, count: 32)))
    let writer = try other.makeStore(to: 2)
    let head = writer.store.head.checkpoint.checkpoint
    let forged = Checkpoint(origin: head.origin, size: 1, root: MerkleTree.leaf([]))
    let signed = try #require(SignedCheckpoint(forged, signedBy: [(head.origin, key)]))
    #expect(try verified(signed).findings.map(\.kind) == [.checkpoint])
  }

  @Test func proofsHold() throws {
    let writer = try makeStore()
    let store = writer.store
    let old = store.commits[2].checkpoint.checkpoint
    let size = Int(store.head.checkpoint.checkpoint.size)
    for index in 0..<size {
      let proof = try #require(try RecordProof(of: index, in: store, since: old))
      let head = proof.checkpoint.checkpoint
      #expect(
        MerkleTree.isIncluded(
          MerkleTree.leaf(proof.record), at: UInt64(index), ofSize: head.size, root: head.root, proof: proof.inclusion))
      let path = try #require(proof.consistency?.path)
      #expect(MerkleTree.isConsistent(old.size, old.root, with: head.size, head.root, proof: path))
      #expect(JSON(proof.record) != nil)
      #expect(proof.json.canonical() != nil)
    }
    #expect(try RecordProof(of: size, in: store) == nil)
    #expect(try RecordProof(of: -1, in: store) == nil)
    let record = try #require(try RecordProof(of: 1, in: store)).record
    #expect(
      String(decoding: record, as: UTF8.self).hasPrefix(
        "{\"fields\":{\"id\":\"A\",\"value\":1},\"file\":\"1.csv\",\"hand_in\":2,"))
  }

  @Test func redactionDestroysTheKeyAndNothingElse() throws {
    let writer = try makeStore(to: 4)
    let before = disk.contents
    #expect(before.keys.contains("store/keys/0000000002.persons"))
    _ = try writer.redact("person 1", by: "tests", because: "asked to")
    let after = disk.contents
    #expect(after["store/keys/0000000002.persons"] == nil)
    for (file, bytes) in before where file.hasPrefix("store/segments/") { #expect(after[file] == bytes) }
    #expect(try verified().findings == [])
    #expect(throws: StoreFault.unknownPerson) { _ = try writer.redact("person 1", by: "tests", because: "again") }
    #expect(throws: StoreFault.unknownPerson) { _ = try writer.redact("nobody", by: "tests", because: "a mistake") }
    // Who was redacted stays so when handed in again, and the event is no other one for it.
    let again = try writer.commit(FaultScenario.handIn([("F", 1), ("F", 5)], number: 20))
    #expect(again.accepted == 1 && again.corrected == 1)
    #expect(throws: StoreFault.unknownPerson) { _ = try writer.redact("person 1", by: "tests", because: "again") }
    // A copy of the key that was put back is found.
    let old = try #require(before["store/keys/0000000002.persons"])
    try disk.create("store/keys/0000000002.persons", old)
    #expect(try verified().findings.map(\.kind) == [.key])
  }

  @Test func namesStandNowhereInPlain() throws {
    _ = try makeStore()
    for (file, bytes) in disk.contents {
      let text = String(decoding: bytes, as: UTF8.self).lowercased()
      #expect(!text.contains("person 2"), "\(file)")
    }
  }
}
