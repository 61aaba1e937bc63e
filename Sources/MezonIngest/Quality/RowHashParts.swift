// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// A hash of what each row of a portable table says in some plain fields: rows that say the same have the same one, whatever codes
/// their tables use. It must never reach an output.
enum PortableHashes {
  private static let start: UInt64 = 0x9E37_79B9_7F4A_7C15
  /// Of how many rows at a time the columns are taken in.
  private static let tileRows = 1 << 11

  /// The hashes of a stretch of rows. Complexity: O(values).
  /// - Parameter texts: the hashes of the texts of each member's dictionary
  static func hashes(_ members: [PortableTable.Member], texts: [[UInt64]], rows: Range<Int>) -> [UInt64] {
    var hashes = [UInt64](repeating: start, count: rows.count)
    hashes.withUnsafeMutableBufferPointer { hashes in
      // Few rows at a time, whose hashes stay close to the processor while one column after the other is taken in.
      for tile in stride(from: 0, to: rows.count, by: tileRows) {
        let own = UnsafeMutableBufferPointer(rebasing: hashes[tile..<min(rows.count, tile + tileRows)])
        for (member, texts) in zip(members, texts) { add(member, texts, from: rows.lowerBound + tile, to: own) }
      }
    }
    return hashes
  }

  /// Takes the values of a column into the hashes of rows, from a first one on.
  private static func add(
    _ member: PortableTable.Member, _ texts: [UInt64], from first: Int, to hashes: UnsafeMutableBufferPointer<UInt64>
  ) {
    member.column.withRawColumn { raw in
      @inline(__always) func add(_ word: (Int) -> UInt64) {
        for place in 0..<hashes.count {
          let row = first &+ place
          // A missing value is another thing than every present one.
          let isThere = raw.validity.isEmpty || raw.validity[row &>> 6] &>> UInt64(row & 63) & 1 == 1
          let value = isThere ? HandedInEvents.mixed(hashes[place] ^ word(row)) : hashes[place]
          hashes[place] = HandedInEvents.mixed(value &+ 1)
        }
      }
      texts.withUnsafeBufferPointer { texts in
        switch member.column.storage {
        case .int64: add { UInt64(bitPattern: raw.int64s[$0]) }
        case .int32 where member.kind.hasDictionary: add { texts[Int(raw.int32s[$0])] }
        case .int32: add { UInt64(truncatingIfNeeded: raw.int32s[$0]) }
        case .float64: add { raw.float64s[$0].bitPattern }
        case .bool: add { UInt64(raw.bools[$0]) }
        }
      }
    }
  }

  /// The hash of each row of a table, of all fields, lists too. Complexity: O(values).
  static func hashes(ofRowsOf table: PortableTable) -> [UInt64] {
    let plain = table.fields.filter { $0.lists == nil }.flatMap(\.members)
    var hashes = hashes(plain, texts: plain.map(texts), rows: 0..<table.rowCount)
    for field in table.fields {
      guard let lists = field.lists else { continue }
      let children = children(of: field)
      for row in hashes.indices {
        let length = lists.isPresent(row) ? lists.children(of: row).count + 1 : 0
        hashes[row] = HandedInEvents.mixed(hashes[row] ^ UInt64(length))
        for child in lists.children(of: row) { hashes[row] = HandedInEvents.mixed(hashes[row] ^ children[child]) }
      }
    }
    return hashes
  }

  /// The hash of each child of a list's rows. Complexity: O(values).
  static func children(of field: PortableTable.Field) -> [UInt64] {
    hashes(field.members, texts: field.members.map(texts), rows: 0..<(field.lists?.childCount ?? 0))
  }

  /// For each row a hash of its list that does not depend on the order of its elements; nil where it has fewer elements than so many.
  /// Complexity: O(values).
  static func unordered(_ field: PortableTable.Field, fewest: Int) -> [UInt64?] {
    guard let lists = field.lists else { return [] }
    let children = children(of: field)
    return (0..<lists.count).map { row in
      let own = lists.children(of: row)
      guard own.count >= fewest else { return nil }
      // A sum does not depend on the order of the elements.
      return HandedInEvents.mixed(own.reduce(0) { $0 &+ HandedInEvents.mixed(children[$1] &+ 1) } &+ start)
    }
  }

  /// The hash of each text of a member's dictionary. Complexity: O(bytes).
  static func texts(_ member: PortableTable.Member) -> [UInt64] {
    guard member.kind.hasDictionary else { return [] }
    return (0..<Int32(member.dictionary.count)).map { code in
      member.dictionary.withBytes(code) { bytes in
        bytes.reduce(start ^ UInt64(bytes.count)) { HandedInEvents.mixed($0 ^ UInt64($1)) &+ 1 }
      }
    }
  }
}

/// Forty bits of a hash of each row of the groups of a hand-in, eight bytes a row, sorted into parts by the highest eight bits: what may
/// say the same is found part by part.
struct RowHashParts: Sendable {
  /// The number of parts.
  static let count = 256
  private static let stretchRows = 1 << 16

  /// A row of a group.
  struct Row: Hashable, Comparable, Sendable {
    let group: Int32
    let row: Int32

    static func < (left: Row, right: Row) -> Bool { (left.group, left.row) < (right.group, right.row) }
  }

  /// One group: 32 bits of the hash above the row's number, part by part and within one in the order of the rows.
  private struct Group: Sendable {
    var entries: [UInt64]
    var starts: [Int]
  }

  private var groups: [Group] = []

  /// Adds the rows of a group, by what some fields say; lists among them are left out. Complexity: O(values).
  mutating func append(_ table: PortableTable, fields: [String], threads: Int) {
    let plain = fields.compactMap { table.field($0) }.filter { $0.lists == nil }
    let members = plain.compactMap(\.members.first)
    let texts = members.map(PortableHashes.texts)
    let stretches = stride(from: 0, to: table.rowCount, by: Self.stretchRows).map {
      $0..<min(table.rowCount, $0 + Self.stretchRows)
    }
    let hashes = sideBySide(0..<stretches.count, threads: threads) { place in
      PortableHashes.hashes(members, texts: texts, rows: stretches[place])
    }
    var starts = [Int](repeating: 0, count: Self.count + 1)
    for stretch in hashes { for hash in stretch { starts[Int(hash >> 56) + 1] += 1 } }
    for part in 1...Self.count { starts[part] += starts[part - 1] }
    var next = starts
    var row: UInt64 = 0
    let entries = [UInt64](unsafeUninitializedCapacity: table.rowCount) { entries, filled in
      for stretch in hashes {
        for hash in stretch {
          let part = Int(hash >> 56)
          entries[next[part]] = (hash >> 24) << 32 | row
          next[part] &+= 1
          row &+= 1
        }
      }
      filled = table.rowCount
    }
    groups.append(Group(entries: entries, starts: starts))
  }

  /// Adds the rows of a group that have a hash. Complexity: O(rows).
  mutating func append(_ hashes: [UInt64?]) {
    var starts = [Int](repeating: 0, count: Self.count + 1)
    for hash in hashes.lazy.compactMap({ $0 }) { starts[Int(hash >> 56) + 1] += 1 }
    for part in 1...Self.count { starts[part] += starts[part - 1] }
    var next = starts
    var entries = [UInt64](repeating: 0, count: starts[Self.count])
    for (row, hash) in hashes.enumerated() {
      guard let hash else { continue }
      let part = Int(hash >> 56)
      entries[next[part]] = (hash >> 24) << 32 | UInt64(row)
      next[part] += 1
    }
    groups.append(Group(entries: entries, starts: starts))
  }

  /// Sets of rows of one part that may say the same, each of at least two rows, ascending. Complexity: O(rows of the part) expected.
  func alike(in part: Int) -> [[Row]] {
    var all: [(hash: UInt32, row: Row)] = []
    all.reserveCapacity(groups.reduce(0) { $0 + $1.starts[part + 1] - $1.starts[part] })
    for (group, entries) in groups.enumerated() {
      for entry in entries.entries[entries.starts[part]..<entries.starts[part + 1]] {
        let row = Row(group: Int32(group), row: Int32(truncatingIfNeeded: entry & 0xFFFF_FFFF))
        all.append((UInt32(truncatingIfNeeded: entry >> 32), row))
      }
    }
    var size = 16
    while size < 2 * all.count { size *= 2 }
    /// The first entry with a hash; -1 for none.
    var slots = [Int32](repeating: -1, count: size)
    var sets: [Int32: [Row]] = [:]
    for (place, entry) in all.enumerated() {
      var slot = Int(entry.hash) & (size - 1)
      while slots[slot] >= 0, all[Int(slots[slot])].hash != entry.hash { slot = (slot + 1) & (size - 1) }
      if slots[slot] < 0 {
        slots[slot] = Int32(truncatingIfNeeded: place)
      } else {
        sets[slots[slot], default: [all[Int(slots[slot])].row]].append(entry.row)
      }
    }
    return sets.sorted { $0.key < $1.key }.map(\.value)
  }
}
