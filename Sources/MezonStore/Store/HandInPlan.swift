// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Works out what a hand-in changes: which of its rows are new, and which rows of the store they supersede.
struct HandInPlan: Sendable {
  /// Rows of a table that are to be written.
  struct Rows: Sendable {
    let rows: HandIn.Rows
    /// The rows to be written, ascending, as indices of the table handed in; nil for all of them.
    var written: [Int]?
    /// The hash of each row's key, or without a key of its whole content, where they are events.
    var hashes: [UInt64] = []

    /// The number of rows to be written.
    var count: Int { written?.count ?? rows.table.rowCount }
  }

  private(set) var outcome = HandInOutcome()
  private(set) var tables: [Rows] = []
  /// Rows of earlier commits that no longer count.
  private(set) var superseded: [RowPlace] = []
  /// Rows of the hand-in itself that a later one of it supersedes: the table's place and the row handed in.
  private(set) var supersededOwn: [(table: Int, row: Int)] = []

  private let snapshot: StoreSnapshot?
  private let store: Store?
  private let keys: PersonKeys
  private let threads: Int
  /// The rows of the hand-in whose place this one takes, but for those that it brings again.
  private var replaced: Set<RowPlace> = []

  /// Plans a hand-in for a store, or for one that is yet to be made.
  init(_ handIn: HandIn, _ store: Store?, keys: PersonKeys, threads: Int = 1) throws(StoreFault) {
    self.store = store
    self.keys = keys
    self.threads = threads
    snapshot = try store?.snapshot()
    if case .replace(let number) = handIn.mode { replaced = try rows(of: number) }
    for rows in handIn.tables {
      switch (handIn.mode, rows.role) {
      case (.retract, _): try retract(rows)
      case (_, .events) where !rows.key.isEmpty: try addByKey(rows)
      default: try add(rows)
      }
    }
    superseded = replaced.sorted() + superseded
    outcome.retracted += replaced.count
    outcome.superseded = superseded
    let isChange = outcome.corrected + outcome.retracted > 0
    if isChange, handIn.by.isEmpty || handIn.because.isEmpty {
      throw .needsReason(corrected: outcome.corrected, retracted: outcome.retracted)
    }
  }

  /// Whether there is anything to commit.
  var isEmpty: Bool {
    superseded.isEmpty && supersededOwn.isEmpty && tables.allSatisfy { $0.count == 0 && $0.rows.role != .roster }
  }

  // MARK: without a key

  private mutating func add(_ rows: HandIn.Rows) throws(StoreFault) {
    outcome.accepted += rows.table.rowCount
    guard rows.role == .events else { return tables.append(Rows(rows: rows, written: nil)) }
    outcome.fates += Array(repeating: .accepted, count: rows.table.rowCount)
    let gone = replaced.first?.commit
    let earlier = parts(rows.table.name).filter { $0.commit != gone }
    guard let store, !earlier.isEmpty else {
      let hashes = RowHashes.hashes(of: rows.table, fields: nil, threads: threads)
      return tables.append(Rows(rows: rows, written: nil, hashes: hashes))
    }
    let sought = SoughtRows(rows.table, key: [], threads: threads)
    tables.append(Rows(rows: rows, written: nil, hashes: sought.hashes))
    var counts: [Int: Int] = [:]
    try StoreMatches.forEach(sought, in: earlier, of: store, threads: threads) { _, matches throws(StoreFault) in
      for pair in matches.pairs { counts[pair.sought, default: 0] += 1 }
    }
    for (first, count) in counts {
      var own = 0
      sought.groups.forEachRow(ofGroup: first) { _ in own += 1 }
      outcome.alike += min(own, count)
    }
  }

  private func parts(_ name: String) -> [StoreSnapshot.Part] { snapshot?.parts(name, role: .events) ?? [] }

  // MARK: with a key

  /// The events of the store whose keys stand in rows handed in.
  private struct Known {
    /// By the first row of a group with the same key, where the event stands.
    var places: [Int: RowPlace] = [:]
    /// Rows that say in all fields what the store says.
    var unchanged: Set<Int> = []
  }

  private mutating func addByKey(_ rows: HandIn.Rows) throws(StoreFault) {
    let sought = SoughtRows(rows.table, key: rows.key, threads: threads)
    let identities = Dictionary(grouping: rows.identities, by: \.row)
    let text = RecordText(rows.table, commit: 0)
    let known = try events(sought, text, identities)
    let place = tables.count
    let count = rows.table.rowCount
    var written: [Int] = []
    written.reserveCapacity(count)
    /// For the first row of each group the one of this hand-in that holds now; -1 for none.
    var latest = [Int32](repeating: -1, count: count)
    text.withWriter { writer in
      for row in 0..<count {
        let first = Int(sought.groups.first[row])
        let before = Int(latest[first])
        if before >= 0 {
          if RecordWriter.isSame(writer, before, writer, row),
            identities.isEmpty || (identities[before] ?? []).map(\.values) == (identities[row] ?? []).map(\.values)
          {
            note(.unchanged)
            continue
          }
          supersededOwn.append((place, before))
          note(.corrected)
        } else if !known.places.isEmpty, let event = known.places[first] {
          // What the hand-in brings again of the one that it replaces, it keeps or corrects.
          replaced.remove(event)
          if known.unchanged.contains(row) {
            note(.unchanged)
            continue
          }
          superseded.append(event)
          note(.corrected)
        } else {
          note(.accepted)
        }
        // A row with a part of its key missing is an event of its own.
        if sought.complete?[row] ?? true { latest[first] = Int32(truncatingIfNeeded: row) }
        written.append(row)
      }
    }
    tables.append(Rows(rows: rows, written: written.count == count ? nil : written, hashes: sought.hashes))
  }

  /// Notes what a row of events became.
  private mutating func note(_ fate: RowFate) {
    outcome.fates.append(fate)
    switch fate {
    case .accepted: outcome.accepted += 1
    case .unchanged: outcome.unchanged += 1
    case .corrected: outcome.corrected += 1
    case .retracted: outcome.retracted += 1
    case .unmatched: outcome.unmatched += 1
    }
  }

  /// The events of the store whose keys stand in the rows handed in; of several rows of a key the last one counts.
  private func events(
    _ sought: SoughtRows, _ text: RecordText, _ identities: [Int: [Identity]]
  ) throws(StoreFault) -> Known {
    var known = Known()
    guard let store else { return known }
    let parts = parts(sought.table.name)
    try StoreMatches.forEach(sought, in: parts, of: store, threads: threads) { part, matches throws(StoreFault) in
      guard !matches.pairs.isEmpty else { return }
      let sealed = try store.identities(part.entry)
      let stored = RecordText(matches.table, commit: 0)
      text.withWriter { writer in
        stored.withWriter { others in
          for (first, found) in matches.pairs {
            let row = matches.rows[found]
            known.places[first] = RowPlace(commit: part.commit, table: part.index, row: row)
            sought.groups.forEachRow(ofGroup: first) { own in
              let isUnchanged =
                RecordWriter.isSame(writer, own, others, found) && isSame(sealed[row] ?? [], identities[own] ?? [])
              if isUnchanged { known.unchanged.insert(own) } else { known.unchanged.remove(own) }
            }
          }
        }
      }
    }
    return known
  }

  /// Whether identities are those that were sealed, as far as it can be seen with the persons' keys.
  private func isSame(_ sealed: [SealedIdentity], _ identities: [Identity]) -> Bool {
    guard sealed.count == identities.count else { return false }
    return zip(sealed, identities).allSatisfy { sealed, identity in
      let trace = keys.trace(identity)
      guard sealed.field == identity.field, sealed.child == identity.child, sealed.person == trace.person else {
        return false
      }
      return keys.redacted.contains(trace.person) || sealed.code == trace.code
    }
  }

  // MARK: retractions

  private mutating func retract(_ rows: HandIn.Rows) throws(StoreFault) {
    let sought = SoughtRows(rows.table, key: rows.key, isPartial: true, threads: threads)
    var fates = [RowFate](repeating: .unmatched, count: rows.table.rowCount)
    /// For the first row of each group the next one that asks for an event; -1 where all have theirs.
    var asking = [Int32](0..<Int32(truncatingIfNeeded: fates.count))
    for part in parts(rows.table.name) {
      guard let store else { break }
      let matches = try StoreMatches(sought, in: part, of: store, reading: sought.fields, threads: threads)
      for (first, found) in matches.pairs where asking[first] >= 0 {
        fates[Int(asking[first])] = .retracted
        asking[first] = sought.groups.next[Int(asking[first])]
        superseded.append(RowPlace(commit: part.commit, table: part.index, row: matches.rows[found]))
      }
    }
    for fate in fates { note(fate) }
  }

  private func rows(of number: Int) throws(StoreFault) -> Set<RowPlace> {
    guard let snapshot, let store, store.commits.indices.contains(number - 1),
      store.commits[number - 1].commit.kind == .handIn
    else { throw .unknownHandIn(number) }
    var places: Set<RowPlace> = []
    for name in Set(store.commits[number - 1].commit.tables.filter { $0.role != .roster }.map(\.name)) {
      for role in [Commit.Role.events, .facts] {
        for part in snapshot.parts(name, role: role) where part.commit == number {
          places.formUnion(part.liveRows.map { RowPlace(commit: number, table: part.index, row: $0) })
        }
      }
    }
    return places
  }
}
