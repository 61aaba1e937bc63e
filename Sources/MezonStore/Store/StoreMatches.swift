// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Rows of one table that was written before which say the same as rows of a hand-in.
struct StoreMatches {
  /// The table's rows that were found, ascending, with the fields that were asked for; or all of its rows.
  private(set) var table: PortableTable
  /// For each of them its row in the table that was written; nil where these are all.
  private var rows: [Int]?
  /// Ascending by the row found: the first row of a group, and a place in ``table``.
  private(set) var pairs: [(sought: Int, found: Int)] = []
  private let source: Source

  /// From one in so many rows on a table is read as a whole, on all threads.
  private static let readWhole = 3
  /// How many pairs a thread takes at a time.
  private static let stretchPairs = 1 << 13

  /// A table that can be read.
  struct Source: Sendable {
    let name: String
    let rowCount: Int
    let fields: [PortableTable.Field]
    /// Some rows, ascending, or all of them, with some fields or all.
    let read: @Sendable (_ rows: [Int]?, _ fields: Set<String>?) throws(StoreFault) -> PortableTable
  }

  /// The row of the table that was written, for a place in ``table``.
  func row(_ place: Int) -> Int { rows?[place] ?? place }

  /// Looks for rows in a part.
  ///
  /// Complexity: O(rows looked for) with an index, else O(rows of the part).
  /// - Parameter fields: what is read of the rows that are found; nil for all fields
  init(
    _ sought: SoughtRows, in part: StoreSnapshot.Part, of store: Store, reading fields: Set<String>?, threads: Int
  ) throws(StoreFault) {
    let reader = try store.reader(part.entry)
    let areComparable = RowHashes.areComparable(sought.table.fields, reader.emptyFields, in: sought.fields)
    var candidates: [(sought: Int, row: Int)]
    if areComparable, sought.isIndexed, Set(sought.key) == Set(part.entry.key), let index = try store.index(part.entry)
    {
      candidates = try Self.indexed(sought, index, part)
    } else {
      candidates = try Self.scanned(sought, part, store, areComparable: areComparable, threads: threads)
    }
    if let live = part.live { candidates.removeAll { !live[$0.row] } }
    let source = Source(name: part.entry.name, rowCount: part.entry.rows, fields: reader.emptyFields) {
      rows, fields throws(StoreFault) in
      guard let rows else { return try store.wholeTable(part.entry, fields: fields, threads: threads) }
      return try store.rows(rows, of: reader, part.entry, fields: fields)
    }
    try self.init(sought, candidates, of: source, reading: fields, threads: threads)
  }

  /// Compares rows that may say the same.
  /// - Parameter candidates: in any order
  init(
    _ sought: SoughtRows, _ candidates: [(sought: Int, row: Int)], of source: Source, reading fields: Set<String>?,
    threads: Int
  ) throws(StoreFault) {
    self.source = source
    table = PortableTable(emptyNamed: source.name)
    var candidates = Self.sorted(candidates, rowCount: source.rowCount)
    if candidates.count * Self.readWhole >= source.rowCount, !candidates.isEmpty {
      table = try source.read(nil, fields)
      pairs = Self.same(
        candidates.map { ($0.sought, $0.row) }, sought.text, RecordText(table, commit: 0, only: sought.fields), threads)
      return
    }
    // Nearly all that is found by chance differs in whatever field is read first, and costs no other one.
    if let probe = sought.probe, source.fields.contains(where: { $0.name == probe }), !candidates.isEmpty {
      let places = Self.rows(candidates)
      let read = try source.read(places, [probe])
      let text = RecordText(sought.table, commit: 0, only: [probe])
      let same = Self.same(Self.pairs(candidates, places), text, RecordText(read, commit: 0, only: [probe]), threads)
      candidates = same.map { (sought: $0.sought, row: places[$0.found]) }
    }
    rows = []
    guard !candidates.isEmpty else { return }
    let found = Self.rows(candidates)
    rows = found
    table = try source.read(found, fields)
    pairs = Self.same(
      Self.pairs(candidates, found), sought.text, RecordText(table, commit: 0, only: sought.fields), threads)
  }

  /// Candidates by the row found and then the row sought. Complexity: O(candidates + rows) where there are many.
  private static func sorted(
    _ candidates: [(sought: Int, row: Int)], rowCount: Int
  ) -> [(sought: Int, row: Int)] {
    guard candidates.count > rowCount / 8 else {
      return candidates.sorted { ($0.row, $0.sought) < ($1.row, $1.sought) }
    }
    var starts = [Int32](repeating: 0, count: rowCount + 1)
    for candidate in candidates { starts[candidate.row + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    var sorted = candidates
    for candidate in candidates {
      sorted[Int(starts[candidate.row])] = candidate
      starts[candidate.row] += 1
    }
    // Few rows have several candidates, and of each row these stand together.
    var first = 0
    while first < sorted.count {
      var end = first + 1
      while end < sorted.count, sorted[end].row == sorted[first].row { end += 1 }
      if end - first > 1 { sorted[first..<end].sort { $0.sought < $1.sought } }
      first = end
    }
    return sorted
  }

  /// The rows of candidates that ascend, each once.
  private static func rows(_ candidates: [(sought: Int, row: Int)]) -> [Int] {
    var rows: [Int] = []
    for candidate in candidates where rows.last != candidate.row { rows.append(candidate.row) }
    return rows
  }

  /// Candidates that ascend, each with the place of its row among those that were read.
  private static func pairs(
    _ candidates: [(sought: Int, row: Int)], _ rows: [Int]
  ) -> [(sought: Int, found: Int)] {
    var place = 0
    return candidates.map { candidate in
      while rows[place] != candidate.row { place += 1 }
      return (candidate.sought, place)
    }
  }

  /// The pairs that say the same in the fields of their texts.
  private static func same(
    _ pairs: [(sought: Int, found: Int)], _ text: RecordText, _ found: RecordText, _ threads: Int
  ) -> [(sought: Int, found: Int)] {
    let same = areSame(pairs, text, found, threads: threads)
    return pairs.indices.lazy.filter { same[$0] }.map { pairs[$0] }
  }

  /// For each pair whether its rows say the same in the fields of their texts. Complexity: O(values).
  static func areSame(
    _ pairs: [(sought: Int, found: Int)], _ text: RecordText, _ found: RecordText, threads: Int
  ) -> [Bool] {
    [Bool](count: pairs.count, stretch: stretchPairs, threads: threads) { places, same in
      text.withWriter { writer in
        found.withWriter { others in
          let comparison = RecordComparison(writer, others)
          for place in places {
            same[place - places.lowerBound] = comparison.isSame(pairs[place].sought, pairs[place].found)
          }
        }
      }
    }
  }

  /// For each of some pairs of rows sought and places in ``table`` whether they say the same in all fields but those that were sought,
  /// which are read one by one, so that no more than one of them is in memory. Complexity: O(values).
  func saySame(
    _ pairs: [(sought: Int, found: Int)], _ sought: SoughtRows, threads: Int
  ) throws(StoreFault) -> [Bool] {
    var same = [Bool](repeating: true, count: pairs.count)
    let names = Set((source.fields + sought.table.fields).map(\.name)).subtracting(sought.fields ?? [])
    for name in names.sorted() {
      let read = RecordText(try source.read(rows, [name]), commit: 0)
      let own = Self.areSame(pairs, RecordText(sought.table, commit: 0, only: [name]), read, threads: threads)
      for place in own.indices where !own[place] { same[place] = false }
    }
    return same
  }

  /// Looks for rows in several parts, in as many at a time as there are threads, and calls `body` with what each of them has, in their
  /// order.
  static func forEach(
    _ sought: SoughtRows, in parts: [StoreSnapshot.Part], of store: Store, threads: Int,
    _ body: (StoreSnapshot.Part, StoreMatches) throws(StoreFault) -> Void
  ) throws(StoreFault) {
    for stretch in stretches(of: parts.count, by: max(1, threads)) {
      let threadsOfPart = stretch.count > 1 ? 1 : threads
      let found = sideBySide(stretch, threads: threads) { place in
        Result { () throws(StoreFault) in
          try StoreMatches(sought, in: parts[place], of: store, reading: sought.fields, threads: threadsOfPart)
        }
      }
      for (place, matches) in zip(stretch, found) { try body(parts[place], try matches.get()) }
    }
  }

  private static func indexed(
    _ sought: SoughtRows, _ index: RowIndex, _ part: StoreSnapshot.Part
  ) throws(StoreFault) -> [(sought: Int, row: Int)] {
    let result = index.withLookup { lookup in
      Result { () throws(FormatFault) in try lookup.candidates(sought.inOrder, sought.hashes) }
    }
    return try found(result, part.entry.index?.name ?? part.entry.segment.name)
  }

  /// Without an index that fits, every row of the part is hashed and looked for among the rows of the hand-in, of which those
  /// without a whole key mean no event of the store.
  private static func scanned(
    _ sought: SoughtRows, _ part: StoreSnapshot.Part, _ store: Store, areComparable: Bool, threads: Int
  ) throws(StoreFault) -> [(sought: Int, row: Int)] {
    let table = try store.wholeTable(part.entry, fields: sought.fields, threads: threads)
    let hashes: [UInt64]
    var own = sought.hashes
    if areComparable {
      hashes = RowHashes.hashes(of: table, fields: sought.fields, threads: threads)
    } else {
      hashes = RowHashes.textHashes(RecordText(table, commit: 0, only: sought.fields))
      own = RowHashes.textHashes(sought.text)
    }
    var places = RowHashTable()
    for row in sought.inOrder { places.insert(own[Int(row)], place: Int(row)) }
    var candidates: [(sought: Int, row: Int)] = []
    for (row, hash) in hashes.enumerated() {
      places.forEachPlace(of: hash) { if own[$0] == hash { candidates.append(($0, row)) } }
    }
    return candidates
  }

  private static func found<Value>(_ result: Result<Value, FormatFault>, _ file: String) throws(StoreFault) -> Value {
    switch result {
    case .success(let value): return value
    case .failure(let fault): throw .damaged(file: file, what: "it does not hold \(fault.what)")
    }
  }
}
