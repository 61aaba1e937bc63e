// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Recomputes every digest of a store, and says what differs.
package struct Verification: Sendable {
  /// What differs.
  package struct Finding: Sendable, Hashable {
    /// What kind of difference it is.
    package enum Kind: String, Sendable {
      /// The chain of commits cannot be read.
      case chain
      /// A file is missing.
      case missing
      /// A file's content differs.
      case changed
      /// A record differs from its leaf.
      case record
      /// A signature or the tree differs.
      case signature
      /// A key that was destroyed is still there.
      case key
      /// The store is not a continuation of the checkpoint.
      case rolledBack
      /// What was given as a checkpoint is none of this store.
      case checkpoint
    }

    package let kind: Kind
    package let file: String
    /// What was expected, in English.
    package let what: String
    /// The first record that differs, from 0; nil where it is not about one.
    package var record: Int?
    /// The file and line that the record came from, where that can still be read.
    package var origin: String?
  }

  package private(set) var findings: [Finding] = []
  /// Files that no commit names.
  package private(set) var strays: [String] = []
  /// The number of commits read.
  package private(set) var commits = 0
  /// The number of records, commits' own among them.
  package private(set) var records = 0
  /// The last checkpoint; nil where the chain cannot be read.
  package private(set) var checkpoint: SignedCheckpoint?
  private let threads: Int

  /// Verifies the store in a folder.
  ///
  /// Complexity: O(bytes of the store).
  /// - Parameters:
  ///   - given: a checkpoint that was kept elsewhere: the store must be a continuation of it
  ///   - isComplete: whether everything that differs is wanted; else the work ends with the first difference
  ///   - threads: how many threads work
  /// - Throws: ``StoreFault`` where there is no store or it cannot be read; what differs is no fault.
  package init(
    _ folder: String, layer: any FileLayer, checkpoint given: SignedCheckpoint? = nil, isComplete: Bool = true,
    threads: Int = 1
  ) throws(StoreFault) {
    self.threads = threads
    let store: Store
    do {
      store = try Store.open(folder, layer: layer)
    } catch .damaged(let file, let what) {
      findings.append(Finding(kind: .chain, file: file, what: what))
      return
    }
    commits = store.commits.count
    checkpoint = store.head.checkpoint
    // What is cheap comes first.
    try verifyFiles(store)
    if !isComplete, !findings.isEmpty { return }
    verifyCopy(store)
    try verifyTree(store, given)
    if !isComplete, !findings.isEmpty { return }
    try verifySignatures(store)
    try findStrays(store)
  }

  private mutating func verifySignatures(_ store: Store) throws(StoreFault) {
    var key = ""
    for file in store.commits {
      let name = "commits/" + Commit.name(file.commit.number)
      let keys = [key, file.commit.verifier ?? ""].filter { !$0.isEmpty }
      let areValid = keys.allSatisfy { VerifierKey($0).map { file.checkpoint.isSigned(by: $0) } ?? false }
      if !areValid || file.checkpoint.lines.count != keys.count {
        findings.append(Finding(kind: .signature, file: name, what: "a signature of each key"))
      }
      key = file.commit.verifier ?? key
    }
    // The private key belongs to the public one that stands in the chain.
    for entry in store.keys.values.sorted(by: { $0.name < $1.name }) where KeyNames.isSigning(entry.name) {
      guard let bytes = try? store.read(entry) else { continue }
      let name = store.head.commit.origin
      let public_ = KeyNames.key(bytes, name: name).map { VerifierKey(name: name, publicKey: $0.publicKey).text }
      if public_ != key { findings.append(Finding(kind: .key, file: entry.name, what: "the key that signs")) }
    }
  }

  private mutating func verifyFiles(_ store: Store) throws(StoreFault) {
    let destroyed = Set(store.commits.flatMap(\.commit.destroyed))
    for entry in store.commits.flatMap(\.commit.files) where !destroyed.contains(entry.name) {
      guard store.layer.exists(store.path(entry.name)) else {
        findings.append(Finding(kind: .missing, file: entry.name, what: "\(entry.bytes) bytes"))
        continue
      }
      let bytes = try withLayer { () throws(LayerFault) in try store.layer.read(store.path(entry.name)) }
      if !entry.matches(bytes) {
        findings.append(Finding(kind: .changed, file: entry.name, what: entry.digest.hex))
      }
    }
    for name in destroyed.sorted() where store.layer.exists(store.path(name)) {
      findings.append(Finding(kind: .key, file: name, what: "no file, as the key was destroyed"))
    }
  }

  /// Builds the tree from the records themselves.
  private mutating func verifyTree(_ store: Store, _ given: SignedCheckpoint?) throws(StoreFault) {
    var tree = MerkleAccumulator()
    var rootAtGiven = given.flatMap { $0.checkpoint.size == 0 ? MerkleTree.emptyRoot : nil }
    for file in store.commits {
      for table in file.commit.tables {
        let leaves = verify(table, of: file.commit, store)
        var ahead = 0
        // A checkpoint may lie within a table.
        if let size = given?.checkpoint.size, size > tree.count, size - tree.count <= UInt64(leaves.count / 32) {
          ahead = Int(size - tree.count) * 32
          tree.append(Array(leaves[..<ahead]), threads: threads)
          rootAtGiven = tree.root
        }
        tree.append(ahead == 0 ? leaves : Array(leaves[ahead...]), threads: threads)
      }
      if tree.count != UInt64(file.commit.treeSize) || tree.peaks != file.commit.peaks {
        let name = "commits/" + Commit.name(file.commit.number)
        findings.append(Finding(kind: .signature, file: name, what: "the tree over \(file.commit.treeSize) records"))
        // From here on the tree is taken as it is stated, so that one difference is reported once.
        tree = MerkleAccumulator(peaks: file.commit.peaks, count: UInt64(file.commit.treeSize))
      }
      tree = file.tree
      if tree.count == given?.checkpoint.size { rootAtGiven = tree.root }
    }
    records = Int(tree.count)
    if let given { verify(given, rootAtGiven, store) }
  }

  private mutating func verify(_ given: SignedCheckpoint, _ root: Digest256?, _ store: Store) {
    let keys = store.commits.compactMap(\.commit.verifier).compactMap { VerifierKey($0) }
    guard given.checkpoint.origin == store.head.commit.origin, keys.contains(where: { given.isSigned(by: $0) }) else {
      findings.append(Finding(kind: .checkpoint, file: "checkpoint", what: "a checkpoint signed by this store"))
      return
    }
    guard let root else {
      let what = "at least \(given.checkpoint.size) records, as the checkpoint says"
      findings.append(Finding(kind: .rolledBack, file: "commits", what: what))
      return
    }
    if root != given.checkpoint.root {
      let what = "the same first \(given.checkpoint.size) records as in the checkpoint"
      findings.append(Finding(kind: .rolledBack, file: "commits", what: what))
    }
  }

  /// Compares the records of a table with their leaves, and returns these as they were written where they are whole.
  private mutating func verify(_ table: Commit.Table, of commit: Commit, _ store: Store) -> [UInt8] {
    let stated = (try? store.read(table.leaves))?.bytes
    let hasLeaves = stated?.count == table.rows * RecordLeaves.hashBytes
    guard let bytes = try? withLayer({ () throws(LayerFault) in try store.layer.read(store.path(table.segment.name)) }),
      var reader = try? SegmentReader(bytes)
    else {
      // A file that is missing or without a directory was found before; its records cannot be compared.
      noteRecord(table, 0, nil, isKnown: false)
      return hasLeaves ? stated ?? [] : []
    }
    reader.ignoresChecksums = true
    let sealed = (try? store.identities(table)) ?? SealedIdentities()
    guard let rows = try? reader.table(threads: threads), rows.rowCount == table.rows else {
      noteRecord(table, reader.firstRowOfBrokenPage ?? 0, nil, isKnown: false)
      return hasLeaves ? stated ?? [] : []
    }
    let found = RecordLeaves.hashes(of: rows, commit: commit.number, identities: sealed, threads: threads)
    verifyIndex(table, rows, store)
    if let stated, hasLeaves, stated != found {
      let row = zip(stated, found).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
      let place = row / RecordLeaves.hashBytes
      noteRecord(table, place, "\(rows.files[Int(rows.fileOfRow[place])]), \(rows.lineOfRow[place])", isKnown: true)
      return stated
    }
    return found
  }

  /// Compares a table's index with the one that its rows have.
  private mutating func verifyIndex(_ table: Commit.Table, _ rows: PortableTable, _ store: Store) {
    guard let entry = table.index else { return }
    let hashes = RowHashes.hashes(
      of: rows, fields: table.key.isEmpty ? nil : Set(table.key), threads: threads)
    let bytes = RowIndex.bytes(of: hashes, rows: RowHashes.completeRows(rows, key: table.key))
    // A file whose content differs from the commit's digest was found before.
    if FileEntry(entry.name, bytes) != entry, !findings.contains(where: { $0.file == table.segment.name }) {
      findings.append(Finding(kind: .changed, file: entry.name, what: "the index of the table's rows"))
    }
  }

  private mutating func noteRecord(_ table: Commit.Table, _ row: Int, _ origin: String?, isKnown: Bool) {
    let what = isKnown ? "the record that was handed in" : "records that can be read, from this one on"
    findings.append(
      Finding(kind: .record, file: table.segment.name, what: what, record: table.firstLeaf + row, origin: origin))
  }

  private mutating func verifyCopy(_ store: Store) {
    guard store.layer.exists(store.path("checkpoint")) else { return }
    guard let copy = store.checkpointCopy, store.commits.contains(where: { $0.checkpoint == copy }) else {
      findings.append(Finding(kind: .rolledBack, file: "checkpoint", what: "a checkpoint of one of the commits"))
      return
    }
  }

  private mutating func findStrays(_ store: Store) throws(StoreFault) {
    let known = Set(store.commits.flatMap { $0.commit.files.map(\.name) } + store.commits.flatMap(\.commit.destroyed))
    for part in ["segments", "keys"] where store.layer.exists(store.path(part)) {
      let names = try withLayer { () throws(LayerFault) in try store.layer.names(in: store.path(part)) }
      strays += names.map { part + "/" + $0 }.filter { !known.contains($0) }
    }
  }
}
