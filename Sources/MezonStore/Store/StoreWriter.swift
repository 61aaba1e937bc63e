// SPDX-License-Identifier: Apache-2.0

/// The one writer of a store. While it lives it holds the store's lock; one that only tries hand-ins writes nothing and needs none.
///
/// A commit goes: write and sync every new file; sync the folders that hold them; write and sync the commit's file under a
/// temporary name; rename it; sync the folder of commits. The rename is the one point at which the commit comes in; before
/// it nothing refers to the new files, after it everything that it refers to is on the disk.
package final class StoreWriter {
  /// Makes random bytes, for keys and nonces.
  package typealias Random = @Sendable (_ count: Int) -> [UInt8]

  /// The store with all commits of this writer.
  package private(set) var store: Store
  private let lock: (any FileLock)?
  let random: Random
  private let now: @Sendable () -> Int64
  let threads: Int
  /// Whether the store was made with this writer.
  private let isNew: Bool
  /// Whether its folder was there before.
  private let hadFolder: Bool
  /// Whether hand-ins are only tried.
  let isTrial: Bool
  /// The sync that failed, after which nothing is written any more.
  private var stopped: LayerFault?

  /// Opens a store for writing, and makes one where there is none; what a crash has left behind is removed.
  /// - Parameters:
  ///   - origin: the first line of a new store's checkpoints
  ///   - now: the time in microseconds since 1970-01-01T00:00Z
  ///   - threads: how many threads work; what is written does not depend on them
  ///   - random: bytes that nobody can guess, for keys and seals
  package init(
    _ folder: String, layer: any FileLayer, origin: String, now: @escaping @Sendable () -> Int64, threads: Int = 1,
    random: @escaping Random
  ) throws(StoreFault) {
    isTrial = false
    hadFolder = layer.exists(folder)
    for name in ["commits", "segments", "keys"] {
      try withLayer { () throws(LayerFault) in try layer.makeFolder(folder + "/" + name) }
    }
    guard let lock = try withLayer({ () throws(LayerFault) in try layer.lock(folder + "/lock") }) else {
      throw .locked(folder)
    }
    self.lock = lock
    self.random = random
    self.now = now
    self.threads = threads
    do {
      store = try Store.open(folder, layer: layer)
      isNew = false
    } catch StoreFault.noStore {
      isNew = true
      try Self.clean(folder, layer, after: 0, keeping: [])
      store = try Self.makeStore(folder, layer, origin: origin, now: now(), random: random)
    } catch {
      throw error
    }
    // A commit may have been seen before a crash without having been synced: from here on others build on it.
    let paths = [folder] + ["commits", "segments", "keys"].map { folder + "/" + $0 }
    for path in paths { try withLayer { () throws(LayerFault) in try layer.syncFolder(path) } }
    var kept = Set(store.commits.flatMap { $0.commit.files.map(\.name) })
    kept.subtract(store.commits.flatMap(\.commit.destroyed))
    if let copy = store.checkpointCopy, copy.checkpoint.size > store.head.tree.count {
      throw .damaged(file: "checkpoint", what: "the store is older than its own checkpoint")
    }
    try Self.clean(folder, layer, after: store.head.commit.number, keeping: kept)
  }

  /// Opens a store, or one that is yet to be made, to try hand-ins: nothing on the disk is changed, whoever else writes.
  ///
  /// What groups write stands in a file without a name beside the store.
  /// - Throws: where none can be written there
  package init(
    trying folder: String, layer: any FileLayer, origin: String, now: @escaping @Sendable () -> Int64,
    threads: Int = 1, random: @escaping Random
  ) throws(StoreFault) {
    isTrial = true
    hadFolder = layer.exists(folder)
    self.random = random
    self.now = now
    self.threads = threads
    let trial = try withLayer { () throws(LayerFault) in try TrialLayer(layer, store: folder) }
    lock = nil
    isNew = !layer.exists(folder + "/commits")
    store =
      isNew
      ? try Self.makeStore(folder, trial, origin: origin, now: now(), random: random)
      : try Store.open(folder, layer: trial)
  }

  /// Removes files that no commit names. Keys are erased: they may be a redacted person's.
  ///
  /// A crash leaves files of one commit behind, the next one. Where there are files of later ones, commits have been lost,
  /// and nothing is touched.
  private static func clean(
    _ folder: String, _ layer: any FileLayer, after number: Int, keeping: Set<String>
  ) throws(StoreFault) {
    for part in ["segments", "keys"] {
      for name in try withLayer({ () throws(LayerFault) in try layer.names(in: folder + "/" + part) }) {
        if let owner = Int(name.prefix { $0.isASCII && $0.isNumber }), owner > number + 1 {
          throw .damaged(
            file: "commits/" + Commit.name(owner), what: "it is missing, though other files of it are there")
        }
      }
    }
    try withLayer { () throws(LayerFault) in
      for name in try layer.names(in: folder + "/commits") where name.hasSuffix(".tmp") {
        try layer.remove(folder + "/commits/" + name)
      }
      for name in try layer.names(in: folder + "/segments") where !keeping.contains("segments/" + name) {
        try layer.remove(folder + "/segments/" + name)
      }
      for name in try layer.names(in: folder + "/keys") where !keeping.contains("keys/" + name) {
        try layer.erase(folder + "/keys/" + name)
      }
    }
  }

  private static func makeStore(
    _ folder: String, _ layer: any FileLayer, origin: String, now: Int64, random: Random
  ) throws(StoreFault) -> Store {
    let name = origin.unicodeScalars.map { $0 == "+" || $0.properties.isWhitespace ? "-" : String($0) }.joined()
    let fullName = "\(name)/\(Hex.text(random(8)))"
    guard let key = SigningKey(seed: random(32)) else { throw .damaged(file: "keys", what: "no key can be made") }
    var commit = Commit(
      number: 1, kind: .creation, previous: Digest256(of: []), recorded: now, origin: fullName)
    commit.verifier = VerifierKey(name: fullName, publicKey: key.publicKey).text
    let files = [
      (KeyNames.secret, random(PersonKeys.keyBytes)), (KeyNames.signing(1), KeyNames.bytes(key, name: fullName)),
    ]
    commit.keys = files.map { FileEntry($0.0, $0.1) }
    guard let file = CommitFile(commit, signedBy: [(fullName, key)]) else {
      throw .damaged(file: "keys", what: "the key does not sign")
    }
    try withLayer { () throws(LayerFault) in
      for (name, bytes) in files { try layer.create(folder + "/" + name, bytes) }
      for path in ["/segments", "/keys", ""] { try layer.syncFolder(folder + path) }
      let slash = folder.lastIndex(of: "/")
      try layer.syncFolder(slash.map { $0 == folder.startIndex ? "/" : String(folder[..<$0]) } ?? ".")
      let place = folder + "/commits/" + Commit.name(1)
      try layer.create(place + ".tmp", file.bytes)
      try layer.rename(place + ".tmp", to: place)
      try layer.syncFolder(folder + "/commits")
    }
    return try Store.open(folder, layer: layer)
  }

  /// Removes the store where it was made with this writer and nothing has come into it: a hand-in that is given up leaves none, and of a
  /// folder that was there before the folder.
  func removeIfEmpty() {
    guard isNew, store.commits.count == 1, stopped == nil else { return }
    let layer = store.layer
    // The commit goes first, down to the disk: without it there is no store, and without keys one could not be written.
    do {
      try layer.remove(store.path("commits/" + Commit.name(1)))
      try layer.syncFolder(store.path("commits"))
    } catch {
      note(error)
      return
    }
    let keys = store.keys.values.sorted { $0.name < $1.name }.map { store.path($0.name) }
    for path in keys + [store.path("lock")] { try? layer.remove(path) }
    let folders = ["commits", "segments", "keys"].map { store.path($0) } + (hadFolder ? [] : [store.folder])
    for path in folders { try? layer.removeFolder(path) }
    stopped = LayerFault(.remove, store.folder, "the store was given up")
  }

  // MARK: hand-ins

  /// What a hand-in would do to a store, which is not changed.
  package static func trial(
    _ handIn: HandIn, _ store: Store?, threads: Int = 1
  ) throws(StoreFault) -> HandInOutcome {
    let keys = try store?.personKeys() ?? PersonKeys()
    if let store, try isThereAlready(handIn, store) { return unchanged(handIn) }
    return try HandInPlan(handIn, store, keys: keys, threads: threads).outcome
  }

  /// What a hand-in would do with events that came in groups; these are given up.
  /// - Throws: what went wrong while they were written, too
  package func trial(_ handIn: HandIn, with groups: HandInGroups) throws(StoreFault) -> HandInOutcome {
    defer { groups.abandon() }
    _ = try groups.written()
    if try isThereAlready(handIn) { return Self.unchanged(handIn, groups) }
    return try HandInPlan(handIn, store, keys: groups.keys, with: groups.change, threads: threads).outcome
  }

  /// Commits a hand-in, unless all its files are there already or nothing would change.
  /// - Parameters:
  ///   - groups: events that stand before the tables of the hand-in
  ///   - rosters: what is committed before it, each by itself; none of it is where the hand-in cannot be
  package func commit(
    _ handIn: HandIn, with groups: HandInGroups? = nil, after rosters: [HandIn] = []
  ) throws(StoreFault) -> HandInOutcome {
    if let stopped { throw .writingStopped(stopped) }
    if try isThereAlready(handIn) {
      for roster in rosters { _ = try commit(roster) }
      groups?.abandon()
      return Self.unchanged(handIn, groups)
    }
    let keys: PersonKeys
    if let groups { keys = groups.keys } else { keys = try newKeys() }
    let plan = try HandInPlan(handIn, store, keys: keys, with: groups?.change, threads: threads)
    for roster in rosters { _ = try commit(roster) }
    return try commit(plan, keys, of: handIn, with: groups)
  }

  /// Commits what was planned for a hand-in; nothing but rosters may have been committed since.
  private func commit(
    _ plan: HandInPlan, _ keys: PersonKeys, of handIn: HandIn, with groups: HandInGroups?
  ) throws(StoreFault) -> HandInOutcome {
    var outcome = plan.outcome
    if plan.isEmpty, !(groups?.hasRows ?? false) {
      groups?.abandon()
      return outcome
    }
    var draft = draft(.handIn)
    if case .retract = handIn.mode { draft.kind = .retraction }
    draft.source = handIn.source
    draft.by = handIn.by
    draft.because = handIn.because
    draft.inputs = handIn.inputs
    var build = CommitBuild(draft, tree: store.head.tree, threads: threads)
    try groups?.add(to: &build)
    for rows in plan.tables where rows.count > 0 || rows.rows.role == .roster {
      try build.append(rows, keys, random: random)
    }
    build.supersede(plan)
    build.addKeys(of: keys)
    try publish(&build)
    groups?.finish()
    outcome.commit = build.commit.number
    return outcome
  }

  /// The keys of all persons, with which the keys of new ones can be made.
  func newKeys() throws(StoreFault) -> PersonKeys { try store.personKeys(seed: random(PersonKeys.seedBytes)) }

  /// Whether nothing is written any more, because a sync failed.
  var isStopped: Bool { stopped != nil }

  /// Notes what went wrong with a file; after a failed sync nothing is written any more.
  func note(_ fault: LayerFault) {
    if fault.operation == .sync { stopped = fault }
  }

  /// Whether a hand-in would change nothing, because its files are there.
  package func isThereAlready(_ handIn: HandIn) throws(StoreFault) -> Bool { try Self.isThereAlready(handIn, store) }

  /// Whether every file was handed in for the source before. A roster is compared with what holds now alone: it may well return to
  /// an earlier state.
  private static func isThereAlready(_ handIn: HandIn, _ store: Store) throws(StoreFault) -> Bool {
    guard case .add = handIn.mode, !handIn.inputs.isEmpty else { return false }
    let snapshot = try store.snapshot()
    if handIn.tables.contains(where: { $0.role == .roster }) {
      return handIn.tables.allSatisfy { rows in
        guard let part = snapshot.parts(rows.table.name, role: .roster).last else { return false }
        return store.commits[part.commit - 1].commit.inputs == handIn.inputs
      }
    }
    let known = snapshot.inputs(of: handIn.source)
    return handIn.inputs.allSatisfy { known.contains($0.digest) }
  }

  private static func unchanged(_ handIn: HandIn, _ groups: HandInGroups? = nil) -> HandInOutcome {
    var outcome = HandInOutcome()
    outcome.unchanged = handIn.tables.reduce(groups?.rowCount ?? 0) { $0 + $1.table.rowCount }
    let events = handIn.tables.filter { $0.role == .events }.reduce(0) { $0 + $1.table.rowCount }
    outcome.fates = Array(repeating: .unchanged, count: events)
    return outcome
  }

  // MARK: keys

  /// Destroys the key of a person, named as their first identifying value or by pseudonym in hex; what was sealed under it stays
  /// as it is and can never be opened again.
  /// - Returns: the number of the commit.
  package func redact(_ name: String, by: String, because: String) throws(StoreFault) -> Int {
    if let stopped { throw .writingStopped(stopped) }
    let keys = try store.personKeys()
    let named = keys.person(name)
    let person = keys.hasKey(named) ? named.bytes : Hex.bytes(name) ?? []
    var draft = draft(.redaction)
    draft.by = by
    draft.because = because
    draft.person = Hex.text(person)
    var build = CommitBuild(draft, tree: store.head.tree)
    for entry in store.keys.values.sorted(by: { $0.name < $1.name }) where KeyNames.isPersons(entry.name) {
      let file = try store.keyFile(entry)
      guard let code = PersonCode(person), let parts = file.without(code) else { continue }
      build.replaceKeys(entry.name, by: file.count > 1 ? parts : nil)
    }
    guard !build.commit.destroyed.isEmpty else { throw .unknownPerson }
    try publish(&build)
    return build.commit.number
  }

  /// Puts a new key in the place of the one that signs checkpoints; the commit is signed by both.
  /// - Returns: the number of the commit.
  package func rotateKey(by: String, because: String) throws(StoreFault) -> Int {
    if let stopped { throw .writingStopped(stopped) }
    guard let key = SigningKey(seed: random(32)) else { throw .damaged(file: "keys", what: "no key can be made") }
    var draft = draft(.keyRotation)
    draft.by = by
    draft.because = because
    var build = CommitBuild(draft, tree: store.head.tree)
    build.rotate(to: key, from: store.keys.keys.filter { KeyNames.isSigning($0) }.sorted())
    try publish(&build, newKey: key)
    return build.commit.number
  }

  // MARK: commits

  private func draft(_ kind: Commit.Kind) -> Commit {
    let last = store.head.commit
    return Commit(
      number: last.number + 1, kind: kind, previous: store.head.digest, recorded: max(now(), last.recorded + 1),
      origin: last.origin)
  }

  /// Writes a commit and all its files by the sequence above.
  private func publish(_ build: inout CommitBuild, newKey: SigningKey? = nil) throws(StoreFault) {
    precondition(!isTrial, "a trial commits nothing")
    let name = store.head.commit.origin
    var signers = [(name: name, key: try store.signingKey())]
    if let newKey { signers.append((name, newKey)) }
    build.finish()
    guard let file = CommitFile(build.commit, signedBy: signers) else {
      throw .damaged(file: "keys", what: "the key does not sign")
    }
    let place = store.path("commits/" + Commit.name(build.commit.number))
    do {
      for (name, parts) in build.files { try store.layer.create(store.path(name), parts) }
      for (path, name) in build.moves { try store.layer.rename(path, to: store.path(name)) }
      if (build.files + build.moves.map { ($0.name, []) }).contains(where: { $0.name.hasPrefix("segments/") }) {
        try store.layer.syncFolder(store.path("segments"))
      }
      if build.files.contains(where: { $0.name.hasPrefix("keys/") }) { try store.layer.syncFolder(store.path("keys")) }
      try store.layer.create(place + ".tmp", file.bytes)
      try store.layer.rename(place + ".tmp", to: place)
    } catch {
      try giveUp(build, place + ".tmp", error)
    }
    do {
      try store.layer.syncFolder(store.path("commits"))
    } catch {
      stopped = error
      throw .inDoubt(error)
    }
    store.append(file)
    writeCheckpoint(file)
    guard !build.commit.destroyed.isEmpty else { return }
    do {
      for name in build.commit.destroyed { try store.layer.erase(store.path(name)) }
      try store.layer.syncFolder(store.path("keys"))
    } catch {
      if error.operation == .sync { stopped = error }
      throw .layer(error)
    }
  }

  /// Takes away what a commit that failed has written. After a failed sync nothing is touched any more.
  private func giveUp(_ build: CommitBuild, _ temporary: String, _ fault: LayerFault) throws(StoreFault) {
    if fault.operation == .sync {
      stopped = fault
    } else {
      let names = build.files.map(\.name) + build.moves.map(\.name)
      for name in names.map({ store.path($0) }) + [temporary] where store.layer.exists(name) {
        try? store.layer.remove(name)
      }
    }
    throw .layer(fault)
  }

  /// A copy of the last checkpoint where people look for it. It is no part of the store, so that losing it loses nothing.
  private func writeCheckpoint(_ file: CommitFile) {
    let place = store.path("checkpoint")
    do {
      try store.layer.create(place + ".tmp", Array(file.checkpoint.text.utf8))
      try store.layer.rename(place + ".tmp", to: place)
    } catch {
      if error.operation == .sync { stopped = error }
    }
  }
}
