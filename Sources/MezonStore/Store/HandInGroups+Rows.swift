// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// What is new of a group.
extension HandInGroups {
  // MARK: without a key

  /// The hash of each row, once it is known which of them equal rows of the store.
  func hashesOfNew(_ table: PortableTable) throws(StoreFault) -> [UInt64] {
    guard !earlier.isEmpty else { return RowHashes.hashes(of: table, fields: nil, threads: writer.threads) }
    let sought = SoughtRows(table, key: [], threads: writer.threads)
    /// For the first row of each group of equal ones, how many of them have not found a row of the store yet.
    var asking: [Int: Int] = [:]
    var place = -1
    try StoreMatches.forEach(sought, in: earlier, of: writer.store, threads: writer.threads) {
      part, matches throws(StoreFault) in
      place += 1
      for (first, found) in matches.pairs {
        if asking[first] == nil {
          var own = 0
          sought.groups.forEachRow(ofGroup: first) { _ in own += 1 }
          asking[first] = own
        }
        guard let left = asking[first], left > 0, mark(matches.row(found), of: part, place) else { continue }
        asking[first] = left - 1
        state.outcome.alike += 1
      }
    }
    return sought.hashes
  }

  /// Marks a row of a table of the store; false where it was marked before.
  private func mark(_ row: Int, of part: StoreSnapshot.Part, _ place: Int) -> Bool {
    if state.marked[place].count == 0 { state.marked[place] = Bitmap(repeating: false, count: part.entry.rows) }
    guard !state.marked[place][row] else { return false }
    state.marked[place][row] = true
    return true
  }

  // MARK: retractions

  /// Looks for the events that the rows of a group name, with its key or without one with all that a row says: each row takes one that counts
  /// and that no earlier row took. Nothing is written.
  func retract(_ table: PortableTable) throws(StoreFault) -> [RowFate] {
    let sought = SoughtRows(table, key: key, isPartial: true, threads: writer.threads)
    var fates = [RowFate](repeating: .unmatched, count: table.rowCount)
    /// For the first row of each group of equal ones the next one that asks for an event; -1 where all have theirs.
    var asking = [Int32](0..<Int32(truncatingIfNeeded: fates.count))
    var place = -1
    try StoreMatches.forEach(sought, in: earlier, of: writer.store, threads: writer.threads) {
      part, matches throws(StoreFault) in
      place += 1
      for (first, found) in matches.pairs where asking[first] >= 0 {
        guard mark(matches.row(found), of: part, place) else { continue }
        fates[Int(asking[first])] = .retracted
        asking[first] = sought.groups.next[Int(asking[first])]
      }
    }
    for fate in fates { state.outcome.count(fate) }
    return fates
  }

  // MARK: with a key

  /// The rows of a group that are written, with the hashes of their keys, and what became of each row handed in.
  struct NewRows {
    let written: [Int]
    let hashes: [UInt64]
    let fates: [RowFate]
  }

  /// Looks for the events of a group in the store and in the groups before it.
  func rowsOfKeys(_ table: PortableTable, _ identities: RowIdentities?) throws(StoreFault) -> NewRows {
    let sought = SoughtRows(table, key: key, threads: writer.threads)
    let text = RecordText(table, commit: 0)
    let known = try known(sought, identities)
    let rows = KeyedRows(sought, known, text, identities)
    note(rows, known)
    for first in sought.inOrder {
      let place = rows.latest[Int(first)]
      if place >= 0 { places.insert(sought.hashes[Int(first)], place: state.rows + Int(place)) }
    }
    let isWhole = rows.written.count == table.rowCount
    return NewRows(
      written: rows.written, hashes: isWhole ? sought.hashes : rows.written.map { sought.hashes[$0] }, fates: rows.fates
    )
  }

  /// The events whose keys stand in a group: those of the store by the number of their table, those of groups before it behind them.
  private func known(_ sought: SoughtRows, _ own: RowIdentities?) throws(StoreFault) -> KnownEvents {
    var known = KnownEvents(rowCount: sought.hashes.count)
    var number = 0
    try StoreMatches.forEach(sought, in: earlier, of: writer.store, threads: writer.threads) {
      part, matches throws(StoreFault) in
      let sealed = matches.pairs.isEmpty ? SealedIdentities() : try writer.store.identities(part.entry)
      let identities = KnownEvents.Identities(own: own, sealed: sealed, keys: keys)
      try known.add(matches, ofTable: number, sought, identities, threads: writer.threads)
      number += 1
    }
    let candidates = candidates(sought)
    guard candidates.contains(where: { !$0.isEmpty }) else { return known }
    let groups = try newRows()
    for (group, candidates) in candidates.enumerated() where !candidates.isEmpty {
      let source = try groups.source(group, threads: writer.threads)
      let matches = try StoreMatches(sought, candidates, of: source, reading: sought.fields, threads: writer.threads)
      let sealed = matches.pairs.isEmpty ? SealedIdentities() : try self.identities(ofGroup: group)
      let identities = KnownEvents.Identities(own: own, sealed: sealed, keys: keys)
      try known.add(matches, ofTable: earlier.count + group, sought, identities, threads: writer.threads)
    }
    return known
  }

  /// For each group before it the rows that may be of the events sought.
  private func candidates(_ sought: SoughtRows) -> [[(sought: Int, row: Int)]] {
    var found = [[(sought: Int, row: Int)]](repeating: [], count: count)
    for row in sought.inOrder {
      places.forEachPlace(of: sought.hashes[Int(row)]) { place in
        let group = self.group(of: place)
        found[group].append((Int(row), place - state.groups[group].firstRow))
      }
    }
    return found
  }

  /// The group in which a row that is written stands. Complexity: O(log groups).
  private func group(of place: Int) -> Int {
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if state.groups[middle].firstRow <= place { low = middle } else { high = middle }
    }
    return low
  }

  /// Notes what the rows of the next group supersede.
  private func note(_ rows: KeyedRows, _ known: KnownEvents) {
    for first in rows.superseded {
      let (number, row) = (Int(known.table[first]), Int(known.row[first]))
      if number < earlier.count {
        _ = mark(row, of: earlier[number], number)
      } else {
        supersede(row, of: number - earlier.count, rows: state.groups[number - earlier.count].rows)
      }
    }
    for place in rows.supersededOwn { supersede(place, of: count, rows: rows.written.count) }
    if let replaced {
      for first in rows.brought where known.table[first] < earlier.count {
        let part = earlier[Int(known.table[first])]
        guard part.commit == replaced else { continue }
        state.brought.insert(RowPlace(commit: replaced, table: part.index, row: Int(known.row[first])))
      }
    }
    for fate in rows.fates { state.outcome.count(fate) }
  }

  /// Takes a row that is written out of account.
  private func supersede(_ row: Int, of group: Int, rows: Int) {
    while state.superseded.count <= group { state.superseded.append(Bitmap()) }
    if state.superseded[group].count == 0 { state.superseded[group] = Bitmap(repeating: false, count: rows) }
    state.superseded[group][row] = true
  }
}
