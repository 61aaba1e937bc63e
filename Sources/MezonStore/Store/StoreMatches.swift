// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// The rows of a hand-in as they are looked for in the store: by what they say in some fields, or in all.
struct SoughtRows: Sendable {
  let table: PortableTable
  /// The fields that are compared; nil for all.
  let fields: Set<String>?
  /// The key's fields, or none.
  let key: [String]
  /// The rows in which the whole key is present; nil where all are.
  let complete: Bitmap?
  let hashes: [UInt64]
  let groups: RowGroups
  let text: RecordText

  /// Complexity: O(values of the fields).
  /// - Parameter isPartial: whether rows are looked for in which a part of the key is missing
  init(_ table: PortableTable, key: [String], isPartial: Bool = false, threads: Int) {
    self.table = table
    self.key = key
    fields = key.isEmpty ? nil : Set(key)
    let complete = RowHashes.completeRows(table, key: key)
    let hashes = RowHashes.hashes(of: table, fields: fields, threads: threads)
    let text = RecordText(table, commit: 0, only: fields)
    groups = text.withWriter { writer in
      RowGroups(hashes, rows: isPartial ? nil : complete) { RecordWriter.isSame(writer, $0, writer, $1) }
    }
    self.complete = isPartial ? nil : complete
    isIndexed = !isPartial || complete == nil
    self.hashes = hashes
    self.text = text
  }

  /// The field that is compared before the others: a time where there is one, else the first one that is no list; nil for none.
  var probe: String? {
    let plain = table.fields.filter { $0.shape == .plain && fields?.contains($0.name) ?? true }
    return (plain.first { $0.members.first?.kind == .time } ?? plain.first)?.name
  }

  /// Whether an index of keys knows all of the rows.
  let isIndexed: Bool

  /// The rows that are looked for: the first of each group.
  func forEachRow(_ body: (Int) throws(FormatFault) -> Void) throws(FormatFault) {
    for row in hashes.indices where groups.isFirst(row) && (complete?[row] ?? true) { try body(row) }
  }
}

/// Rows of one part of the store that say the same as rows of a hand-in.
struct StoreMatches {
  /// The part's rows that were found, ascending, with the fields that were asked for.
  private(set) var table: PortableTable
  /// For each of them its row in the part's table.
  private(set) var rows: [Int]
  /// Ascending by the row found: the first row of a group, and a place in ``rows``.
  private(set) var pairs: [(sought: Int, found: Int)] = []

  /// Looks for rows in a part.
  ///
  /// Complexity: O(rows looked for) with an index, else O(rows of the part).
  /// - Parameter fields: what is read of the rows that are found; nil for all fields
  init(
    _ sought: SoughtRows, in part: StoreSnapshot.Part, of store: Store, reading fields: Set<String>?, threads: Int
  ) throws(StoreFault) {
    let reader = try store.reader(part.entry)
    table = PortableTable(emptyNamed: part.entry.name)
    rows = []
    let areComparable = RowHashes.areComparable(sought.table.fields, reader.emptyFields, in: sought.fields)
    var candidates: [(sought: Int, row: Int)]
    if areComparable, sought.isIndexed, Set(sought.key) == Set(part.entry.key), let index = try store.index(part.entry)
    {
      candidates = try Self.indexed(sought, index, part)
    } else {
      candidates = try Self.scanned(sought, part, store, areComparable: areComparable, threads: threads)
    }
    if let live = part.live { candidates.removeAll { !live[$0.row] } }
    candidates.sort { ($0.row, $0.sought) < ($1.row, $1.sought) }
    // Nearly all that is found by chance differs in whatever field is read first, and costs no other one.
    if let probe = sought.probe, reader.emptyFields.contains(where: { $0.name == probe }), !candidates.isEmpty {
      let places = Self.rows(candidates)
      let read = try store.rows(places, of: reader, part.entry, fields: [probe])
      let text = RecordText(sought.table, commit: 0, only: [probe])
      let same = Self.same(candidates, places, text, RecordText(read, commit: 0))
      candidates = same.map { (sought: $0.sought, row: places[$0.found]) }
    }
    guard !candidates.isEmpty else { return }
    rows = Self.rows(candidates)
    table = try store.rows(rows, of: reader, part.entry, fields: fields)
    pairs = Self.same(candidates, rows, sought.text, RecordText(table, commit: 0, only: sought.fields))
  }

  /// The rows of candidates that ascend, each once.
  private static func rows(_ candidates: [(sought: Int, row: Int)]) -> [Int] {
    var rows: [Int] = []
    for candidate in candidates where rows.last != candidate.row { rows.append(candidate.row) }
    return rows
  }

  /// Which candidates say the same in the fields of their texts, each with the place of its row among those that were read.
  private static func same(
    _ candidates: [(sought: Int, row: Int)], _ rows: [Int], _ text: RecordText, _ found: RecordText
  ) -> [(sought: Int, found: Int)] {
    var place = 0
    return text.withWriter { writer in
      found.withWriter { others in
        candidates.compactMap { candidate in
          while rows[place] != candidate.row { place += 1 }
          return RecordWriter.isSame(writer, candidate.sought, others, place) ? (candidate.sought, place) : nil
        }
      }
    }
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
          try StoreMatches(sought, in: parts[place], of: store, reading: nil, threads: threadsOfPart)
        }
      }
      for (place, matches) in zip(stretch, found) { try body(parts[place], try matches.get()) }
    }
  }

  private static func indexed(
    _ sought: SoughtRows, _ index: RowIndex, _ part: StoreSnapshot.Part
  ) throws(StoreFault) -> [(sought: Int, row: Int)] {
    let result = index.withLookup { lookup in
      Result { () throws(FormatFault) in
        var candidates: [(sought: Int, row: Int)] = []
        var rows: [Int32] = []
        try sought.forEachRow { row throws(FormatFault) in
          rows.removeAll(keepingCapacity: true)
          try lookup.append(sought.hashes[row], to: &rows)
          for found in rows { candidates.append((row, Int(found))) }
        }
        return candidates
      }
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
    let result = Result { () throws(FormatFault) in
      let index = try RowIndex(StoredBytes(RowIndex.bytes(of: own, rows: sought.complete)), rows: own.count)
      let found = index.withLookup { lookup in
        Result { () throws(FormatFault) in
          var candidates: [(sought: Int, row: Int)] = []
          var rows: [Int32] = []
          for (row, hash) in hashes.enumerated() {
            rows.removeAll(keepingCapacity: true)
            try lookup.append(hash, to: &rows)
            for found in rows.lazy.map({ Int($0) }) where own[found] == hash && sought.groups.isFirst(found) {
              candidates.append((found, row))
            }
          }
          return candidates
        }
      }
      return try found.get()
    }
    return try found(result, part.entry.segment.name)
  }

  private static func found<Value>(_ result: Result<Value, FormatFault>, _ file: String) throws(StoreFault) -> Value {
    switch result {
    case .success(let value): return value
    case .failure(let fault): throw .damaged(file: file, what: "it does not hold \(fault.what)")
    }
  }
}
