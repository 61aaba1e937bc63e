// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// What a store held at a recorded time: of each event the latest revision that was handed in by then and not retracted.
package struct StoreSnapshot: Sendable {
  /// A table of a commit.
  private struct TablePlace: Hashable {
    let commit: Int
    let table: Int
  }

  private let store: Store
  let commits: ArraySlice<CommitFile>
  /// Rows that no longer count, where there are any.
  private var masks: [TablePlace: Bitmap] = [:]

  init(_ store: Store, recordedBy time: Int64?) throws(StoreFault) {
    self.store = store
    let count = time.map { time in store.commits.prefix { $0.commit.recorded <= time }.count } ?? store.commits.count
    commits = store.commits.prefix(count)
    for file in commits {
      guard let entry = file.commit.superseded else { continue }
      guard let places = RowMask.places(try store.readChecked(entry), rows: file.commit.supersededRows) else {
        throw .damaged(file: entry.name, what: "it is not a mask")
      }
      for place in places {
        guard store.commits.indices.contains(place.commit - 1), place.commit <= file.commit.number,
          store.commits[place.commit - 1].commit.tables.indices.contains(place.table)
        else { throw .damaged(file: entry.name, what: "it names a table that is not there") }
        let rows = store.commits[place.commit - 1].commit.tables[place.table].rows
        guard place.row >= 0, place.row < rows else {
          throw .damaged(file: entry.name, what: "it names a row that is not there")
        }
        masks[TablePlace(commit: place.commit, table: place.table), default: Bitmap(repeating: true, count: rows)][
          place.row] = false
      }
    }
  }

  /// The number of the last commit; 0 where nothing was recorded by then.
  package var commit: Int { commits.last?.commit.number ?? 0 }

  /// When the last commit was recorded, in ISO 8601; nil where nothing was recorded by then.
  package var recordedText: String? { commits.last?.commit.recordedText }

  /// The root of the tree over all records by then, in hex: a digest of everything that was handed in.
  package var root: String { (commits.last?.checkpoint.checkpoint.root ?? MerkleTree.emptyRoot).hex }

  /// A table with the rows of it that count.
  package struct Part: Sendable {
    /// The number of the commit that brought it.
    package let commit: Int
    /// The source that read it.
    package let source: String
    /// Its place among the commit's tables.
    package let index: Int
    package let entry: Commit.Table
    /// Which rows count; nil for all of them.
    package let live: Bitmap?

    /// The number of rows that count.
    package var rowCount: Int { live?.populationCount ?? entry.rows }

    /// The rows that count, ascending.
    var liveRows: [Int] {
      guard let live else { return Array(0..<entry.rows) }
      var rows: [Int] = []
      live.forEachSetIndex { rows.append($0) }
      return rows
    }
  }

  /// The tables of a name and role with at least one row that counts, in the order in which they were handed in.
  ///
  /// Of a roster that is the last one alone.
  /// - Parameter through: events of tables that begin after this day, in days since 1970-01-01, are passed over.
  package func parts(_ name: String, role: Commit.Role, through day: Int? = nil) -> [Part] {
    var parts: [Part] = []
    for file in commits {
      for (index, table) in file.commit.tables.enumerated() where table.name == name && table.role == role {
        if let day, let days = table.days, days.lowerBound > day { continue }
        let live = masks[TablePlace(commit: file.commit.number, table: index)]
        let part = Part(
          commit: file.commit.number, source: file.commit.source, index: index, entry: table, live: live)
        if role == .roster { parts = [] }
        if part.rowCount > 0 || role == .roster { parts.append(part) }
      }
    }
    return parts
  }

  /// The rows of a part that count, or some of their fields. Complexity: O(values read).
  package func table(
    _ part: Part, fields: Set<String>? = nil, threads: Int = 1
  ) throws(StoreFault) -> PortableTable {
    let whole = try store.wholeTable(part.entry, fields: fields, threads: threads)
    return part.live == nil ? whole : whole.gathering(part.liveRows)
  }

  /// The directory of a part's segment.
  func reader(of part: Part) throws(StoreFault) -> SegmentReader { try store.reader(part.entry) }

  /// Some rows of a table of a commit, ascending, whether they count or not, or some of their fields; nil where there is no such
  /// table. Complexity: O(values of the pages that hold them).
  package func rows(
    _ rows: [Int], commit: Int, index: Int, fields: Set<String>? = nil
  ) throws(StoreFault) -> PortableTable? {
    guard let file = commits.first(where: { $0.commit.number == commit }),
      file.commit.tables.indices.contains(index)
    else { return nil }
    let entry = file.commit.tables[index]
    return try store.rows(rows, of: try store.reader(entry), entry, fields: fields)
  }

  /// Names of all tables of events by then, ascending.
  package var eventTables: [String] {
    Set(commits.flatMap { $0.commit.tables.filter { $0.role == .events }.map(\.name) }).sorted()
  }

  /// The digests of files that were handed in for a source by then.
  func inputs(of source: String) -> Set<Digest256> {
    Set(
      commits.filter { $0.commit.source == source && $0.commit.kind == .handIn }.flatMap {
        $0.commit.inputs.map(\.digest)
      })
  }
}
