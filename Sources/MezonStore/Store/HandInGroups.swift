// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// Rows of events that are handed in group by group, so that a large file needs the memory of one group: what is new of each becomes a
/// table of the commit to come.
///
/// The files of a group are written at once, under names that no commit gives, and get their own when the commit is made; until then a
/// crash leaves what the next writer removes. With a key, where the rows that are written stand by it is held in memory, in eleven to
/// twenty-two bytes a row. Of a group of which rows are left out, or in which somebody is named, all rows are written besides, to be looked at
/// again, sealed under a key that is nowhere else where somebody is named; that file goes when the commit is made.
///
/// Groups that name events to be retracted are looked for and given up: nothing of them is written. Of groups that are only tried what is read
/// again is written, by a writer that leaves no file.
///
/// ```swift
/// let groups = try HandInGroups(writer, named: "call", key: ["number"], after: rosters)
/// for group in file { try groups.append(group.table, days: group.days) }
/// for roster in rosters { _ = try writer.commit(roster) }
/// let outcome = try writer.commit(handIn, with: groups)
/// ```
package final class HandInGroups {
  /// A group whose files are written or being written.
  struct Group {
    /// How many rows of it are written.
    let rows: Int
    /// Its place among the tables of the commit; it has one only where rows of it are written.
    let table: Int
    /// The place of its first row among those that are written of all groups.
    let firstRow: Int
    let days: ClosedRange<Int>?
    let leaves: LeafStretch
    /// Whether a file of all of its rows stands beside.
    let hasAll: Bool
    /// Whether that file is sealed.
    let isSealed: Bool
    /// Persons who have their keys by it, ascending.
    let persons: [PersonCode]
    /// Whether a file of sealed identities stands beside.
    let hasIdentities: Bool
  }

  /// Up to where groups were taken.
  package struct Mark {
    fileprivate let state: State
  }

  struct State {
    var groups: [Group] = []
    /// For each table of the store: without a key rows that a row handed in was found to equal, each of which counts for one row alone;
    /// with a key, or where events are retracted, rows that no longer count. Empty where there are none.
    var marked: [Bitmap]
    /// For each group the rows of it that no longer count, as they are written; empty where there are none.
    var superseded: [Bitmap] = []
    /// Rows of the hand-in whose place this one takes that are brought again.
    var brought = BroughtRows()
    var outcome = HandInOutcome()
    /// The number of rows that were handed in, and of those that are written.
    var handedIn = 0
    var rows = 0
    var tables = 0
  }

  /// The table's name.
  let name: String
  /// The fields that tell events apart; none where each row is an event of its own.
  let key: [String]
  /// The hand-in whose place this one takes.
  let replaced: Int?
  /// Whether the rows name events that are to be retracted.
  private let isRetraction: Bool
  private let mostRows: Int
  /// With the keys of persons who get theirs by the groups.
  let keys: PersonKeys
  private let room = GroupSeal()
  /// The number of the commit that will bring the groups.
  let number: Int
  package let writer: StoreWriter
  private let firstLeaf: UInt64
  let earlier: [StoreSnapshot.Part]
  let files: FilesAhead
  var state: State
  /// Where the rows that are written stand by their key.
  var places = RowHashTable()
  /// Of how many groups files may be there.
  private var begun = 0
  private var isDone = false

  /// Groups for the hand-in that follows some rosters of different names, none of which may be committed yet.
  /// - Parameters:
  ///   - key: the fields that tell events apart; none where each row is an event of its own
  ///   - replaced: the number of the hand-in whose place this one takes
  ///   - isRetraction: whether the rows name events that are to be retracted
  ///   - mostRows: how many rows a hand-in with a key may have
  /// - Throws: ``StoreFault/unknownHandIn(_:)`` where no hand-in has that number, and what reading the store throws.
  package init(
    _ writer: StoreWriter, named name: String, key: [String] = [], replacing replaced: Int? = nil,
    retracting isRetraction: Bool = false, after rosters: [HandIn], mostRows: Int = RowHashTable.mostPlaces
  ) throws(StoreFault) {
    precondition(rosters.allSatisfy { $0.tables.allSatisfy(\.identities.isEmpty) }, "rosters name nobody")
    let store = writer.store
    let snapshot = try store.snapshot()
    keys = try writer.newKeys()
    if let replaced { try snapshot.requireHandIn(replaced) }
    var (number, leaf) = (store.head.commit.number + 1, store.head.tree.count)
    for roster in rosters where try !writer.isThereAlready(roster) {
      number += 1
      leaf += UInt64(roster.tables.reduce(1) { $0 + $1.table.rowCount })
    }
    self.name = name
    self.key = key
    self.replaced = replaced
    self.isRetraction = isRetraction
    self.mostRows = min(mostRows, RowHashTable.mostPlaces)
    self.number = number
    self.writer = writer
    firstLeaf = leaf
    // Rows without a key that equal those of the replaced hand-in count in their place, not beside them.
    earlier = snapshot.parts(name, role: .events).filter { !key.isEmpty || $0.commit != replaced }
    state = State(marked: Array(repeating: Bitmap(), count: earlier.count))
    files = FilesAhead(store.layer, threads: writer.threads)
  }

  deinit { abandon() }

  /// The number of groups that were taken.
  package var count: Int { state.groups.count }
  /// The number of rows that were handed in, written or not.
  package var rowCount: Int { state.handedIn }
  /// The number of rows so far that are new revisions of events.
  package var correctedCount: Int { state.outcome.corrected }
  /// The number of events so far that are retracted.
  package var retractedCount: Int { state.outcome.retracted }

  /// Adds a group. Complexity: O(values log values); with a key a look at each earlier table for each of its rows besides.
  /// - Parameters:
  ///   - identities: the identities of its rows; nil where nobody is named
  ///   - all: the rows as they are to be looked at again, with what names somebody; nil for the table itself
  /// - Returns: what became of each row; nil where all of them are events that were not there
  /// - Throws: what went wrong with the files of groups before it, too
  @discardableResult
  package func append(
    _ table: PortableTable, days: ClosedRange<Int>?, identities: RowIdentities? = nil, all: PortableTable? = nil
  ) throws(StoreFault) -> [RowFate]? {
    if let fault = files.fault {
      writer.note(fault)
      throw .layer(fault)
    }
    state.handedIn += table.rowCount
    if isRetraction { return try retract(table) }
    var rows = Rows(table: table, identities: identities, all: all)
    guard key.isEmpty else {
      guard state.rows + table.rowCount <= mostRows else { throw .tooManyRows(mostRows) }
      let new = try rowsOfKeys(table, identities)
      if new.written.count < table.rowCount {
        rows.table = table.gathering(new.written)
        rows.written = new.written
        rows.all = all ?? table
      }
      try write(rows, hashes: new.hashes, days: days)
      return new.fates
    }
    state.outcome.accepted += table.rowCount
    try write(rows, hashes: try hashesOfNew(table), days: days)
    return nil
  }

  /// The rows of a group.
  private struct Rows {
    /// Those that are written.
    var table: PortableTable
    /// Which of those handed in they are; nil for all of them.
    var written: [Int]?
    /// Of the rows handed in; nil where nobody is named.
    let identities: RowIdentities?
    /// The rows as they are to be looked at again; nil where they are the table.
    var all: PortableTable?

    init(table: PortableTable, identities: RowIdentities?, all: PortableTable?) {
      self.table = table
      self.identities = identities
      self.all = all
    }
  }

  /// Writes the rows of a group that are new, and all of them besides where some were left out or somebody is named.
  private func write(_ rows: Rows, hashes: [UInt64], days: ClosedRange<Int>?) throws(StoreFault) {
    let table = rows.table
    var (sealed, persons) = (SealedIdentities(), [PersonCode]())
    // Without a key nothing compares the identities of rows that are only tried.
    if let identities = rows.identities, !writer.isTrial || !key.isEmpty {
      sealed = try SealedIdentities(
        identities, written: rows.written, rowCount: table.rowCount, keys, random: writer.random,
        threads: writer.threads, new: &persons)
    }
    // What is only tried is read again, and neither found by an index nor a part of the tree.
    let made =
      writer.isTrial
      ? TableFiles(tried: table, identities: sealed, threads: writer.threads)
      : TableFiles(
        table, key: key, hashes: hashes, commit: number, identities: sealed, threads: writer.threads)
    let stretch = LeafStretch(made.leaves, at: firstLeaf + UInt64(state.rows), threads: writer.threads)
    let place = count
    state.groups.append(
      Group(
        rows: table.rowCount, table: state.tables, firstRow: state.rows, days: days, leaves: stretch,
        hasAll: rows.all != nil, isSealed: rows.identities != nil, persons: persons, hasIdentities: !sealed.isEmpty))
    if state.superseded.count < count { state.superseded.append(Bitmap()) }
    begun = max(begun, count)
    var lot: [FilesAhead.File] = []
    if table.rowCount > 0 {
      let parts = [made.segment, [made.leaves], [made.index ?? []]] + (sealed.isEmpty ? [] : [made.identities])
      for (ending, parts) in zip(Self.endings, parts) {
        let name = writer.isTrial ? nil : finalName(state.tables, ending)
        lot.append(FilesAhead.File(path: path(place, ending), name: name, parts: parts))
      }
      state.tables += 1
      state.rows += table.rowCount
    }
    if let all = rows.all {
      let parts = SegmentWriter.parts(of: all, threads: writer.threads)
      lot.append(
        FilesAhead.File(
          path: path(place, Self.allEnding), name: nil,
          parts: rows.identities == nil ? parts : try room.sealed(parts)))
    }
    files.add(lot)
  }

  /// The groups so far with all rows that were handed in, to be read again once they are written.
  package func written() throws(StoreFault) -> WrittenGroups {
    _ = try entries()
    return groups(all: true)
  }

  /// The rows of the groups so far that are written, once they are.
  func newRows() throws(StoreFault) -> WrittenGroups {
    _ = try entries()
    return groups(all: false)
  }

  /// - Parameter all: whether also rows that are left out are wanted, and what names somebody
  private func groups(all: Bool) -> WrittenGroups {
    WrittenGroups(
      layer: writer.store.layer,
      files: state.groups.enumerated().map { place, group in
        let isAll = all && group.hasAll
        let ending = isAll ? Self.allEnding : Self.endings[0]
        return WrittenGroups.File(
          path: path(place, ending), name: "segments/\(incomingName(place, ending))",
          seal: isAll && group.isSealed ? room : nil)
      })
  }

  /// The sealed identities of a group that is written, once it is.
  func identities(ofGroup place: Int) throws(StoreFault) -> SealedIdentities {
    let group = state.groups[place]
    guard group.hasIdentities else { return SealedIdentities() }
    let path = path(place, Self.endings[3])
    let bytes = try withLayer { () throws(LayerFault) in try writer.store.layer.read(path) }
    guard let identities = SealedIdentities(bytes, rows: group.rows) else {
      throw .damaged(file: "segments/" + incomingName(place, Self.endings[3]), what: "it does not hold identities")
    }
    return identities
  }

  // MARK: files

  /// Of the segment, the leaves, the index and the sealed identities.
  private static let endings = ["seg", "leaves", "index", "ids"]
  /// Of the segment of all rows, where some of them, or what names somebody, are left out of the other one.
  private static let allEnding = "rows"

  private func incomingName(_ group: Int, _ ending: String) -> String { "incoming-\(group).\(ending)" }

  private func path(_ group: Int, _ ending: String) -> String {
    writer.store.path("segments/" + incomingName(group, ending))
  }

  private func finalName(_ table: Int, _ ending: String) -> String {
    "segments/\(Commit.name(number))-\(table).\(ending)"
  }

  /// The files of each group, once they are on the disk.
  private func entries() throws(StoreFault) -> [[FileEntry]] {
    do { return try files.finish() } catch {
      writer.note(error)
      throw .layer(error)
    }
  }

  /// What the groups change.
  var change: GroupedChange {
    var outcome = state.outcome
    if !key.isEmpty || isRetraction {
      for (part, rows) in zip(earlier, state.marked) {
        rows.forEachSetIndex {
          outcome.superseded.append(RowPlace(commit: part.commit, table: part.index, row: $0))
        }
      }
    }
    return GroupedChange(outcome: outcome, brought: state.brought)
  }

  /// Whether there is a row to be committed.
  var hasRows: Bool { state.rows > 0 }

  /// Puts the groups' tables into a commit, and says where their files stand.
  func add(to build: inout CommitBuild) throws(StoreFault) {
    guard build.commit.number == number else {
      throw .damaged(file: "commits/" + Commit.name(number), what: "it is not the commit for which groups were written")
    }
    for (place, (group, entries)) in zip(state.groups, try entries()).enumerated() where group.rows > 0 {
      build.append(group, named: name, key: key, entries, from: Self.endings.map { path(place, $0) })
      state.superseded[place].forEachSetIndex { build.supersede(row: $0, ofTable: group.table) }
    }
  }

  /// The groups are a commit's: their files have names of its own. What stands under the others is removed: of groups that were forgotten,
  /// or have no row to commit, and rows that were left out.
  func finish() {
    isDone = true
    remove(0..<begun, Self.endings + [Self.allEnding])
  }

  private func remove(_ groups: Range<Int>, _ endings: [String]) {
    let layer = writer.store.layer
    for group in groups {
      for path in endings.map({ path(group, $0) }) where layer.exists(path) { try? layer.remove(path) }
    }
  }

  /// What was taken up to now.
  package var mark: Mark { Mark(state: state) }

  /// Forgets the groups that were taken since.
  /// - Parameter mark: nil for all of them
  package func forget(since mark: Mark?) {
    files.forget(from: mark?.state.groups.count ?? 0)
    state = mark?.state ?? State(marked: Array(repeating: Bitmap(), count: earlier.count))
    places.removeAll(from: state.rows)
  }

  /// Removes what was written. After a failed sync nothing is touched any more.
  package func abandon() {
    guard !isDone else { return }
    isDone = true
    files.forget(from: 0)
    guard !writer.isStopped else { return }
    remove(0..<begun, Self.endings + [Self.allEnding])
    writer.removeIfEmpty()
  }
}

/// What rows that come in groups change.
struct GroupedChange {
  /// The counts, and rows of earlier hand-ins that no longer count.
  let outcome: HandInOutcome
  /// Rows of the hand-in whose place this one takes that are brought again.
  let brought: BroughtRows
}
