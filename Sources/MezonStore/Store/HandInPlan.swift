// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Works out what a hand-in changes: which of its rows are new, and which rows of the store they supersede.
struct HandInPlan: Sendable {
  /// Rows of a table that are to be written.
  struct Rows: Sendable {
    let rows: HandIn.Rows
    /// The rows to be written, ascending, as indices of the table handed in.
    var written: [Int]
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
  /// The rows of the hand-in whose place this one takes, but for those that it brings again.
  private var replaced: Set<RowPlace> = []

  /// Plans a hand-in for a store, or for one that is yet to be made.
  init(_ handIn: HandIn, _ store: Store?, keys: PersonKeys) throws(StoreFault) {
    self.store = store
    self.keys = keys
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
    superseded.isEmpty && supersededOwn.isEmpty && tables.allSatisfy { $0.written.isEmpty && $0.rows.role != .roster }
  }

  // MARK: without a key

  private mutating func add(_ rows: HandIn.Rows) throws(StoreFault) {
    tables.append(Rows(rows: rows, written: Array(0..<rows.table.rowCount)))
    outcome.accepted += rows.table.rowCount
    guard rows.role == .events else { return }
    outcome.fates += Array(repeating: .accepted, count: rows.table.rowCount)
    let text = RecordText(rows.table, commit: 0)
    var own = TextDictionary()
    var counts: [Int] = []
    for row in 0..<rows.table.rowCount {
      let code = Int(text.content(row).withUnsafeBytes { own.encode($0) })
      if code == counts.count { counts.append(0) }
      counts[code] += 1
    }
    let gone = replaced.first?.commit
    for part in parts(rows.table.name) where part.commit != gone {
      let table = try stored(part)
      let text = RecordText(table, commit: 0)
      for row in 0..<table.rowCount {
        guard let code = text.content(row).withUnsafeBytes({ own.code(of: $0) }), counts[Int(code)] > 0 else {
          continue
        }
        counts[Int(code)] -= 1
        outcome.alike += 1
      }
    }
  }

  private func parts(_ name: String) -> [StoreSnapshot.Part] { snapshot?.parts(name, role: .events) ?? [] }

  private func stored(_ part: StoreSnapshot.Part, fields: Set<String>? = nil) throws(StoreFault) -> PortableTable {
    guard let snapshot else { throw .noStore("") }
    return try snapshot.table(part, fields: fields)
  }

  // MARK: with a key

  /// An event that is there: where, and what its row says.
  private struct Known {
    let place: RowPlace
    let content: [UInt8]
    let identities: [SealedIdentity]
  }

  private mutating func addByKey(_ rows: HandIn.Rows) throws(StoreFault) {
    let text = RecordText(rows.table, commit: 0)
    let known = try events(named: rows, text)
    let identities = Dictionary(grouping: rows.identities, by: \.row)
    var written: [Int] = []
    /// For each key the row of this hand-in that holds now.
    var latest: [[UInt8]: Int] = [:]
    let place = tables.count
    for row in 0..<rows.table.rowCount {
      guard let key = key(of: row, rows, text) else {
        written.append(row)
        note(.accepted)
        continue
      }
      let content = text.content(row)
      let own = identities[row] ?? []
      if let before = latest[key] {
        if text.content(before) == content, (identities[before] ?? []).map(\.values) == own.map(\.values) {
          note(.unchanged)
          continue
        }
        supersededOwn.append((place, before))
        note(.corrected)
      } else if let event = known[key] {
        // What the hand-in brings again of the one that it replaces, it keeps or corrects.
        replaced.remove(event.place)
        if event.content == content, isSame(event.identities, own) {
          note(.unchanged)
          continue
        }
        superseded.append(event.place)
        note(.corrected)
      } else {
        note(.accepted)
      }
      latest[key] = row
      written.append(row)
    }
    tables.append(Rows(rows: rows, written: written))
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

  /// The values of the key's fields; nil where one is missing, so that the row is an event of its own.
  private func key(of row: Int, _ rows: HandIn.Rows, _ text: RecordText) -> [UInt8]? {
    for name in rows.key {
      guard let field = rows.table.field(name) else { return nil }
      guard field.lists.map({ $0.isPresent(row) }) ?? field.members[0].column.isPresent(row) else { return nil }
    }
    return text.content(row, only: Set(rows.key))
  }

  /// The events of the store whose keys stand in the rows handed in.
  private func events(named rows: HandIn.Rows, _ text: RecordText) throws(StoreFault) -> [[UInt8]: Known] {
    var wanted: Set<[UInt8]> = []
    for row in 0..<rows.table.rowCount { if let key = key(of: row, rows, text) { wanted.insert(key) } }
    var known: [[UInt8]: Known] = [:]
    for part in parts(rows.table.name) {
      let keyText = RecordText(try stored(part, fields: Set(rows.key)), commit: 0)
      let liveRows = part.liveRows
      var found: [(row: Int, key: [UInt8])] = []
      for row in liveRows.indices {
        let key = keyText.content(row)
        if wanted.contains(key) { found.append((row, key)) }
      }
      guard !found.isEmpty, let store else { continue }
      let whole = RecordText(try stored(part), commit: 0)
      let identities = try store.identities(part.entry)
      for (row, key) in found {
        known[key] = Known(
          place: RowPlace(commit: part.commit, table: part.index, row: liveRows[row]), content: whole.content(row),
          identities: identities[liveRows[row]] ?? [])
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
    let text = RecordText(rows.table, commit: 0)
    let fields = rows.key.isEmpty ? nil : Set(rows.key)
    /// For each content the rows that ask for it, the first one last.
    var wanted: [[UInt8]: [Int]] = [:]
    for row in (0..<rows.table.rowCount).reversed() { wanted[text.content(row, only: fields), default: []].append(row) }
    var fates = [RowFate](repeating: .unmatched, count: rows.table.rowCount)
    for part in parts(rows.table.name) {
      let table = try stored(part, fields: fields)
      let text = RecordText(table, commit: 0)
      for (row, place) in part.liveRows.enumerated() {
        let content = text.content(row)
        guard let row = wanted[content]?.popLast() else { continue }
        fates[row] = .retracted
        superseded.append(RowPlace(commit: part.commit, table: part.index, row: place))
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
