// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// A commit in the making: its files and its leaves.
struct CommitBuild {
  private(set) var commit: Commit
  private(set) var files: [(name: String, bytes: [UInt8])] = []
  private var tree: MerkleAccumulator
  /// For each of the plan's tables that is written its place among the commit's tables, and the row that each row became.
  private var placed: [[Int: Int]] = []

  /// Begins a commit on top of a tree.
  init(_ commit: Commit, tree: MerkleAccumulator) {
    self.commit = commit
    self.tree = tree
  }

  private mutating func add(_ name: String, _ bytes: [UInt8]) -> FileEntry {
    files.append((name, bytes))
    return FileEntry(name, bytes)
  }

  /// Adds the rows of a table that are to be written.
  mutating func append(_ plan: HandInPlan.Rows, _ keys: inout PersonKeys, random: PersonKeys.Random) {
    let rows = plan.rows
    let isWhole = plan.written.count == rows.table.rowCount
    let table = isWhole ? rows.table : rows.table.gathering(plan.written)
    var rowOf: [Int: Int] = [:]
    for (row, old) in plan.written.enumerated() { rowOf[old] = row }
    var sealed: [SealedIdentity] = []
    for identity in rows.identities {
      guard let row = rowOf[identity.row] else { continue }
      var moved = identity
      moved.row = row
      sealed.append(keys.seal(moved, random: random))
    }
    sealed.sort { $0.row < $1.row }
    let stem = "segments/\(Commit.name(commit.number))-\(commit.tables.count)"
    let leaves = RecordLeaves.hashes(of: table, commit: commit.number, identities: sealed)
    let firstLeaf = Int(tree.count)
    for leaf in leaves { tree.append(leaf) }
    let segment = add(stem + ".seg", SegmentWriter.bytes(of: table))
    let leafFile = add(stem + ".leaves", RecordLeaves.bytes(leaves))
    let identities = sealed.isEmpty ? nil : add(stem + ".ids", IdentityFile.bytes(sealed))
    commit.tables.append(
      Commit.Table(
        name: table.name, role: rows.role, rows: table.rowCount, key: rows.key, firstLeaf: firstLeaf, segment: segment,
        leaves: leafFile, identities: identities, days: rows.days))
    placed.append(rowOf)
  }

  /// Takes rows out of account.
  mutating func supersede(_ plan: HandInPlan) {
    // Tables without a row to be written have no place in the commit, and no row of them is superseded either.
    var placeOf: [Int: Int] = [:]
    for (index, rows) in plan.tables.enumerated() where !rows.written.isEmpty || rows.rows.role == .roster {
      placeOf[index] = placeOf.count
    }
    var places = plan.superseded
    for (table, row) in plan.supersededOwn {
      guard let place = placeOf[table], let written = placed[place][row] else { continue }
      places.append(RowPlace(commit: commit.number, table: place, row: written))
    }
    guard !places.isEmpty else { return }
    commit.supersededRows = places.count
    commit.superseded = add("segments/\(Commit.name(commit.number)).mask", RowMask.bytes(places))
  }

  /// Adds the keys of persons who had none.
  mutating func addKeys(of keys: PersonKeys) {
    guard !keys.added.isEmpty else { return }
    var own: [[UInt8]: [UInt8]] = [:]
    for person in keys.added { own[person] = keys.keys[person] }
    commit.keys.append(add(KeyNames.persons(commit.number), PersonKeys.bytes(own)))
  }

  /// Puts a file with fewer keys in the place of another; none where no key is left.
  mutating func replaceKeys(_ name: String, by keys: [[UInt8]: [UInt8]]) {
    commit.destroyed.append(name)
    guard !keys.isEmpty else { return }
    commit.keys.append(add(KeyNames.persons(commit.number), PersonKeys.bytes(keys)))
  }

  /// Lets another key sign.
  mutating func rotate(to key: SigningKey, from old: [String]) {
    commit.destroyed += old
    commit.keys.append(add(KeyNames.signing(commit.number), KeyNames.bytes(key, name: commit.origin)))
    commit.verifier = VerifierKey(name: commit.origin, publicKey: key.publicKey).text
  }

  /// Notes the tree below the commit's own leaf.
  mutating func finish() {
    commit.treeSize = Int(tree.count)
    commit.peaks = tree.peaks
  }
}
