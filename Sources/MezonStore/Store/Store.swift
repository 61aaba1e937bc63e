// SPDX-License-Identifier: Apache-2.0

/// A store as it stood when it was opened. Readers need no lock: what they see are files that never change.
///
/// The chain of commits is the catalogue: each commit is a file that names the one before and every file of its own, and
/// putting it in its place is the one point at which a hand-in comes in.
package struct Store: Sendable {
  package let folder: String
  let layer: any FileLayer
  /// All commits, the first one first; never empty.
  package private(set) var commits: [CommitFile]
  /// Files of keys that are there.
  private(set) var keys: [String: FileEntry] = [:]
  /// Pseudonyms of redacted persons.
  private(set) var redacted: Set<[UInt8]> = []
  /// The key that signs the next commit.
  private(set) var verifier = ""

  /// Opens the store in a folder: reads the chain and checks that each commit follows the one before. Complexity: O(commits).
  package static func open(_ folder: String, layer: any FileLayer) throws(StoreFault) -> Store {
    let place = folder + "/commits"
    guard layer.exists(place) else { throw .noStore(folder) }
    let names = try withLayer { () throws(LayerFault) in try layer.names(in: place) }.filter { !$0.hasSuffix(".tmp") }
    guard !names.isEmpty else { throw .noStore(folder) }
    var store = Store(folder: folder, layer: layer, commits: [])
    for (index, name) in names.enumerated() {
      guard name == Commit.name(index + 1) else {
        throw .damaged(file: "commits/" + Commit.name(index + 1), what: "it is missing")
      }
      let bytes = try withLayer { () throws(LayerFault) in try layer.read(place + "/" + name).bytes }
      guard let file = CommitFile(bytes) else { throw .damaged(file: "commits/" + name, what: "it is not a commit") }
      if let fault = store.fault(of: file, number: index + 1) { throw .damaged(file: "commits/" + name, what: fault) }
      store.append(file)
    }
    return store
  }

  /// Why a commit cannot be the next one; nil where it can.
  private func fault(of file: CommitFile, number: Int) -> String? {
    let commit = file.commit
    guard commit.number == number else { return "it has another number" }
    guard let last = commits.last else {
      return commit.kind == .creation && commit.previous == Digest256(of: []) && commit.treeSize == 0
        && commit.tables.isEmpty ? nil : "it is not the first commit of a store"
    }
    guard commit.previous == last.digest, commit.origin == last.commit.origin else {
      return "it does not follow the commit before"
    }
    guard commit.recorded > last.commit.recorded else { return "it is older than the commit before" }
    var leaf = Int(last.tree.count)
    for table in commit.tables {
      guard table.firstLeaf == leaf else { return "its records do not follow those before" }
      leaf += table.rows
    }
    return leaf == commit.treeSize ? nil : "its records do not follow those before"
  }

  /// Adds a commit that follows.
  mutating func append(_ file: CommitFile) {
    commits.append(file)
    for entry in file.commit.keys { keys[entry.name] = entry }
    for name in file.commit.destroyed { keys[name] = nil }
    if let person = file.commit.person.flatMap({ Hex.bytes($0) }) { redacted.insert(person) }
    if let key = file.commit.verifier { verifier = key }
  }

  /// The last commit.
  package var head: CommitFile { commits[commits.count - 1] }

  /// The name that the store was given when it was made, which no other has.
  package var origin: String { head.commit.origin }

  /// The path of one of the store's files.
  func path(_ name: String) -> String { folder + "/" + name }

  /// The content of a file, of which the size is checked; pages have checksums of their own.
  func read(_ entry: FileEntry) throws(StoreFault) -> StoredBytes {
    let bytes = try withLayer { () throws(LayerFault) in try layer.read(path(entry.name)) }
    guard bytes.count == entry.bytes else {
      throw .damaged(file: entry.name, what: "it has \(bytes.count) bytes instead of \(entry.bytes)")
    }
    return bytes
  }

  /// The content of a small file, which is checked by its digest.
  func readChecked(_ entry: FileEntry) throws(StoreFault) -> StoredBytes {
    let bytes = try read(entry)
    guard entry.matches(bytes) else { throw .damaged(file: entry.name, what: "its digest differs") }
    return bytes
  }

  /// The checkpoint in the copy beside the commits; nil where there is none.
  var checkpointCopy: SignedCheckpoint? {
    guard layer.exists(path("checkpoint")), let bytes = try? layer.read(path("checkpoint")).bytes else { return nil }
    return String(validating: bytes, as: UTF8.self).flatMap { SignedCheckpoint($0) }
  }

  /// The keys of all persons.
  /// - Parameter seed: random bytes that the keys of new ones are made of; none where nothing is sealed
  func personKeys(seed: [UInt8] = []) throws(StoreFault) -> PersonKeys {
    guard let secretEntry = keys[KeyNames.secret] else { throw .damaged(file: KeyNames.secret, what: "it is missing") }
    let secret = try readChecked(secretEntry).bytes
    var files: [PersonKeyFile] = []
    for name in keys.keys.sorted() where KeyNames.isPersons(name) {
      if let entry = keys[name] { files.append(try keyFile(entry)) }
    }
    return PersonKeys(secret: secret, files: files, redacted: redacted, seed: seed)
  }

  /// A file of persons' keys.
  func keyFile(_ entry: FileEntry) throws(StoreFault) -> PersonKeyFile {
    guard let file = PersonKeyFile(try readChecked(entry)) else {
      throw .damaged(file: entry.name, what: "it does not hold keys")
    }
    return file
  }

  /// The store as it was recorded at a time, by default now.
  package func snapshot(recordedBy time: Int64? = nil) throws(StoreFault) -> StoreSnapshot {
    try StoreSnapshot(self, recordedBy: time)
  }
}

extension Store {
  private init(folder: String, layer: any FileLayer, commits: [CommitFile]) {
    self.folder = folder
    self.layer = layer
    self.commits = commits
  }
}
