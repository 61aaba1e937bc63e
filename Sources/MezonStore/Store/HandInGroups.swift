// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// Rows of events that are handed in group by group, so that a large file needs the memory of one group: each becomes a table of the
/// commit to come.
///
/// The files of a group are written at once, under names that no commit gives, and get their own when the commit is made; until then a
/// crash leaves what the next writer removes. The rows have no key, and nobody is named in them.
///
/// ```swift
/// let groups = try HandInGroups(writer, named: "call", after: rosters)
/// for group in file { try groups.append(group.table, days: group.days) }
/// for roster in rosters { _ = try writer.commit(roster) }
/// let outcome = try writer.commit(handIn, with: groups)
/// ```
package final class HandInGroups {
  /// A group whose files are written or being written.
  struct Group {
    let rows: Int
    let days: ClosedRange<Int>?
    let leaves: LeafStretch
  }

  /// Up to where groups were taken.
  package struct Mark {
    fileprivate let state: State
  }

  fileprivate struct State {
    var groups: [Group] = []
    /// Rows of the store that a row handed in was found to equal, each of which counts for one row alone.
    var equalled: [Int: Bitmap] = [:]
    var alike = 0
  }

  /// The table's name.
  let name: String
  /// The number of the commit that will bring the groups.
  let number: Int
  package let writer: StoreWriter
  private let firstLeaf: UInt64
  private let earlier: [StoreSnapshot.Part]
  private let files: FilesAhead
  private var state = State()
  /// Of how many groups files may be there.
  private var begun = 0
  private var isDone = false

  /// Groups for the hand-in that follows some rosters of different names, none of which may be committed yet.
  package init(_ writer: StoreWriter, named name: String, after rosters: [HandIn]) throws(StoreFault) {
    let store = writer.store
    var (number, leaf) = (store.head.commit.number + 1, store.head.tree.count)
    for roster in rosters where try !writer.isThereAlready(roster) {
      number += 1
      leaf += UInt64(roster.tables.reduce(1) { $0 + $1.table.rowCount })
    }
    self.name = name
    self.number = number
    self.writer = writer
    firstLeaf = leaf
    earlier = try store.snapshot().parts(name, role: .events)
    files = FilesAhead(store.layer, threads: writer.threads)
  }

  deinit { abandon() }

  /// The number of groups.
  package var count: Int { state.groups.count }
  /// The number of rows of all groups.
  package var rowCount: Int { state.groups.reduce(0) { $0 + $1.rows } }
  /// Rows that equal rows of earlier hand-ins and count beside them.
  var alike: Int { state.alike }

  /// Adds a group. Complexity: O(values log values).
  package func append(_ table: PortableTable, days: ClosedRange<Int>?) throws(StoreFault) {
    let hashes = try hashesOfNew(table)
    let made = TableFiles(table, key: [], hashes: hashes, commit: number, threads: writer.threads)
    let start = firstLeaf + UInt64(rowCount)
    let stretch = LeafStretch(made.leaves, at: start, threads: writer.threads)
    let contents = zip(Self.endings, [made.segment, [made.leaves], [made.index ?? []]])
    let place = count
    state.groups.append(Group(rows: table.rowCount, days: days, leaves: stretch))
    begun = max(begun, count)
    files.add(
      contents.map { ending, parts in
        FilesAhead.File(path: path(place, ending), name: finalName(place, ending), parts: parts)
      })
  }

  /// The hash of each row, once it is known which of them equal rows of the store.
  private func hashesOfNew(_ table: PortableTable) throws(StoreFault) -> [UInt64] {
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
        let row = matches.rows[found]
        guard let left = asking[first], left > 0 else { continue }
        var rows = state.equalled.removeValue(forKey: place) ?? Bitmap(repeating: false, count: part.entry.rows)
        if !rows[row] {
          rows[row] = true
          asking[first] = left - 1
          state.alike += 1
        }
        state.equalled[place] = rows
      }
    }
    return sought.hashes
  }

  /// The groups so far, to be read again once they are written.
  package func written() throws(StoreFault) -> WrittenGroups {
    _ = try entries()
    let segment = Self.endings[0]
    return WrittenGroups(
      layer: writer.store.layer,
      files: state.groups.indices.map { (path: path($0, segment), name: finalName($0, segment)) })
  }

  // MARK: files

  /// Of the segment, the leaves and the index.
  private static let endings = ["seg", "leaves", "index"]

  private func path(_ group: Int, _ ending: String) -> String {
    writer.store.path("segments/incoming-\(group).\(ending)")
  }

  private func finalName(_ group: Int, _ ending: String) -> String {
    "segments/\(Commit.name(number))-\(group).\(ending)"
  }

  /// The files of each group, once they are on the disk.
  private func entries() throws(StoreFault) -> [[FileEntry]] {
    do { return try files.finish() } catch {
      writer.note(error)
      throw .layer(error)
    }
  }

  /// Puts the groups' tables into a commit, and says where their files stand.
  func add(to build: inout CommitBuild) throws(StoreFault) {
    guard build.commit.number == number else {
      throw .damaged(file: "commits/" + Commit.name(number), what: "it is not the commit for which groups were written")
    }
    for (place, (group, entries)) in zip(state.groups, try entries()).enumerated() {
      build.append(group, named: name, entries, from: Self.endings.map { path(place, $0) })
    }
  }

  /// The groups are a commit's: their files are no longer theirs. Those of groups that were forgotten are removed.
  func finish() {
    isDone = true
    remove(count..<begun)
  }

  private func remove(_ groups: Range<Int>) {
    let layer = writer.store.layer
    for group in groups {
      for path in Self.endings.map({ path(group, $0) }) where layer.exists(path) { try? layer.remove(path) }
    }
  }

  /// What was taken up to now.
  package var mark: Mark { Mark(state: state) }

  /// Forgets the groups that were taken since.
  /// - Parameter mark: nil for all of them
  package func forget(since mark: Mark?) {
    files.forget(from: mark?.state.groups.count ?? 0)
    state = mark?.state ?? State()
  }

  /// Removes what was written. After a failed sync nothing is touched any more.
  package func abandon() {
    guard !isDone else { return }
    isDone = true
    files.forget(from: 0)
    guard !writer.isStopped else { return }
    remove(0..<begun)
    writer.removeIfEmpty()
  }
}

/// Groups that are written, to be read again before the hand-in is committed.
package struct WrittenGroups: Sendable {
  let layer: any FileLayer
  /// For each group where its segment stands, and the name that it will have.
  let files: [(path: String, name: String)]

  /// The number of groups.
  package var count: Int { files.count }

  /// Reads a group, or some of its fields. Complexity: O(values read).
  package func table(_ group: Int, fields: Set<String>? = nil) throws(StoreFault) -> PortableTable {
    let reader = try reader(group)
    do { return try reader.table(fields: fields) } catch { throw damage(group, error) }
  }

  /// Reads some rows of a group, ascending. Complexity: O(values of the pages that hold them).
  package func rows(_ rows: [Int], of group: Int) throws(StoreFault) -> PortableTable {
    let reader = try reader(group)
    do { return try reader.rows(rows) } catch { throw damage(group, error) }
  }

  private func reader(_ group: Int) throws(StoreFault) -> SegmentReader {
    let bytes = try withLayer { () throws(LayerFault) in try layer.read(files[group].path) }
    do { return try SegmentReader(bytes) } catch { throw damage(group, error) }
  }

  private func damage(_ group: Int, _ fault: SegmentReader.Fault) -> StoreFault {
    .damaged(file: files[group].name, what: "it does not hold \(fault.expected)")
  }
}
