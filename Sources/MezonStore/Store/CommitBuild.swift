// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// A commit in the making: its files and its leaves.
struct CommitBuild {
  /// Which rows of a table that is handed in are written: the row that each became.
  private struct Placing {
    /// Ascending; nil for all of them.
    let written: [Int]?

    func row(_ old: Int) -> Int? {
      guard let written else { return old }
      var (low, high) = (0, written.count)
      while low < high {
        let middle = (low + high) / 2
        if written[middle] < old { low = middle + 1 } else { high = middle }
      }
      return low < written.count && written[low] == old ? low : nil
    }
  }

  private(set) var commit: Commit
  private(set) var files: [(name: String, parts: [[UInt8]])] = []
  /// Files that are written already, and the names that they get.
  private(set) var moves: [(path: String, name: String)] = []
  private var tree: MerkleAccumulator
  private let threads: Int
  /// For each of the plan's tables that is written, by its place among the commit's tables.
  private var placed: [Placing] = []
  /// Rows of tables that were written as they came, which no longer count.
  private var supersededOwn: [RowPlace] = []
  /// Persons who have their keys by the commit.
  private var persons: [PersonCode] = []

  /// Begins a commit on top of a tree.
  init(_ commit: Commit, tree: MerkleAccumulator, threads: Int = 1) {
    self.commit = commit
    self.tree = tree
    self.threads = threads
  }

  private mutating func add(_ name: String, _ bytes: [UInt8]) -> FileEntry { add(name, [bytes]) }

  private mutating func add(_ name: String, _ parts: [[UInt8]]) -> FileEntry {
    files.append((name, parts))
    return FileEntry(name, parts)
  }

  /// Adds the rows of a table that are to be written.
  mutating func append(
    _ plan: HandInPlan.Rows, _ keys: PersonKeys, random: PersonKeys.Random
  ) throws(StoreFault) {
    let rows = plan.rows
    let placing = Placing(written: plan.written)
    let table = plan.written.map { rows.table.gathering($0) } ?? rows.table
    var (sealed, new) = (SealedIdentities(), [PersonCode]())
    if !rows.identities.isEmpty {
      sealed = try SealedIdentities(
        RowIdentities(rows.identities), written: plan.written, rowCount: rows.table.rowCount, keys, random: random,
        threads: threads, new: &new)
    }
    persons += new
    let stem = "segments/\(Commit.name(commit.number))-\(commit.tables.count)"
    let hashes = plan.written.map { rows in rows.map { plan.hashes[$0] } } ?? plan.hashes
    let made = TableFiles(
      table, key: rows.key, hashes: rows.role == .events ? hashes : nil, commit: commit.number, identities: sealed,
      threads: threads)
    let firstLeaf = Int(tree.count)
    tree.append(made.leaves, threads: threads)
    let segment = add(stem + ".seg", made.segment)
    let leafFile = add(stem + ".leaves", made.leaves)
    let identities = made.identities.isEmpty ? nil : add(stem + ".ids", made.identities)
    let index = made.index.map { add(stem + ".index", $0) }
    commit.tables.append(
      Commit.Table(
        name: table.name, role: rows.role, rows: table.rowCount, key: rows.key, firstLeaf: firstLeaf, segment: segment,
        leaves: leafFile, identities: identities, index: index, days: rows.days))
    placed.append(placing)
  }

  /// Adds a group of events whose files are written; they are moved to their names when the commit is made.
  /// - Parameters:
  ///   - entries: the segment, the leaves, the index and, where somebody is named, the sealed identities
  ///   - paths: where these stand
  mutating func append(
    _ group: HandInGroups.Group, named name: String, key: [String], _ entries: [FileEntry], from paths: [String]
  ) {
    let firstLeaf = Int(tree.count)
    tree.append(group.leaves)
    moves += zip(paths, entries.map(\.name)).map { ($0, $1) }
    commit.tables.append(
      Commit.Table(
        name: name, role: .events, rows: group.rows, key: key, firstLeaf: firstLeaf, segment: entries[0],
        leaves: entries[1], identities: entries.count > 3 ? entries[3] : nil, index: entries[2], days: group.days))
    persons += group.persons
    placed.append(Placing(written: nil))
  }

  /// Takes a row of a table of the commit out of account, once the plan's are.
  mutating func supersede(row: Int, ofTable table: Int) {
    supersededOwn.append(RowPlace(commit: commit.number, table: table, row: row))
  }

  /// Takes rows out of account.
  mutating func supersede(_ plan: HandInPlan) {
    // Tables without a row to be written have no place in the commit, and no row of them is superseded either.
    var placeOf: [Int: Int] = [:]
    let groups = placed.count - plan.tables.count { $0.count > 0 || $0.rows.role == .roster }
    for (index, rows) in plan.tables.enumerated() where rows.count > 0 || rows.rows.role == .roster {
      placeOf[index] = groups + placeOf.count
    }
    // There may be millions of them, of which no copy is needed.
    var places = supersededOwn.isEmpty ? plan.superseded : plan.superseded + supersededOwn
    for (table, row) in plan.supersededOwn {
      guard let place = placeOf[table], let written = placed[place].row(row) else { continue }
      places.append(RowPlace(commit: commit.number, table: place, row: written))
    }
    guard !places.isEmpty else { return }
    commit.supersededRows = places.count
    commit.superseded = add("segments/\(Commit.name(commit.number)).mask", RowMask.bytes(places))
  }

  /// Adds the keys of persons who had none.
  mutating func addKeys(of keys: PersonKeys) {
    guard !persons.isEmpty else { return }
    let persons = SealedIdentities.unique(self.persons)
    self.persons = []
    let parts = PersonKeyFile.parts(persons, threads: threads) { keys.newKey(of: $0) }
    commit.keys.append(add(KeyNames.persons(commit.number), parts))
  }

  /// Puts a file with fewer keys in the place of another; none where no key is left.
  /// - Parameter parts: of the file, one behind the other; nil for none
  mutating func replaceKeys(_ name: String, by parts: [[UInt8]]?) {
    commit.destroyed.append(name)
    guard let parts else { return }
    commit.keys.append(add(KeyNames.persons(commit.number), parts))
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
