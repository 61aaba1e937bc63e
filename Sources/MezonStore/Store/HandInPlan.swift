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
  /// The number of the hand-in whose place this one takes; nil for none.
  private var replaced: Int?
  /// Rows of it that this one brings again.
  private var brought: BroughtRows

  /// Plans a hand-in for a store, or for one that is yet to be made.
  /// - Parameter groups: what becomes of rows that are written already
  init(
    _ handIn: HandIn, _ store: Store?, keys: PersonKeys, with groups: GroupedChange? = nil, threads: Int = 1
  ) throws(StoreFault) {
    self.store = store
    self.keys = keys
    self.threads = threads
    snapshot = try store?.snapshot()
    brought = groups?.brought ?? BroughtRows()
    if let groups {
      outcome = groups.outcome
      superseded = groups.outcome.superseded
    }
    if case .replace(let number) = handIn.mode {
      try snapshot?.requireHandIn(number)
      if store == nil { throw .unknownHandIn(number) }
      replaced = number
    }
    for rows in handIn.tables {
      switch (handIn.mode, rows.role) {
      case (.retract, _): try retract(rows)
      case (_, .events) where !rows.key.isEmpty: try addByKey(rows)
      default: try add(rows)
      }
    }
    if let replaced {
      let gone = snapshot?.rows(ofHandIn: replaced, but: brought) ?? []
      outcome.retracted += gone.count
      superseded = gone + superseded
    }
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
    let earlier = parts(rows.table.name).filter { $0.commit != replaced }
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

  private mutating func addByKey(_ rows: HandIn.Rows) throws(StoreFault) {
    let sought = SoughtRows(rows.table, key: rows.key, threads: threads)
    let identities = rows.identities.isEmpty ? nil : RowIdentities(rows.identities)
    let text = RecordText(rows.table, commit: 0)
    let parts = parts(rows.table.name)
    var known = KnownEvents(rowCount: rows.table.rowCount)
    if let store {
      var number = 0
      try StoreMatches.forEach(sought, in: parts, of: store, threads: threads) { part, matches throws(StoreFault) in
        let sealed = matches.pairs.isEmpty ? SealedIdentities() : try store.identities(part.entry)
        try known.add(
          matches, ofTable: number, sought, .init(own: identities, sealed: sealed, keys: keys), threads: threads)
        number += 1
      }
    }
    let changed = KeyedRows(sought, known, text, identities)
    func place(_ first: Int) -> RowPlace {
      let part = parts[Int(known.table[first])]
      return RowPlace(commit: part.commit, table: part.index, row: Int(known.row[first]))
    }
    // What the hand-in brings again of the one that it replaces, it keeps or corrects.
    if let replaced {
      for event in changed.brought.map(place) where event.commit == replaced { brought.insert(event) }
    }
    superseded += changed.superseded.map(place)
    supersededOwn += changed.supersededOwn.map { (tables.count, changed.written[$0]) }
    for fate in changed.fates { note(fate) }
    let written = changed.written.count == changed.fates.count ? nil : changed.written
    tables.append(Rows(rows: rows, written: written, hashes: sought.hashes))
  }

  /// Notes what a row of events became.
  private mutating func note(_ fate: RowFate) {
    outcome.fates.append(fate)
    outcome.count(fate)
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
        superseded.append(RowPlace(commit: part.commit, table: part.index, row: matches.row(found)))
      }
    }
    for fate in fates { note(fate) }
  }
}
