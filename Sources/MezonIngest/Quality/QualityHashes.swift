// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

extension HandedInEvents {
  /// A hash of what each row says in some fields, and whether all of them are present; equal values have equal hashes within one data
  /// set alone. Complexity: O(values).
  func hashes(of fields: [Int], from start: [UInt64]? = nil) -> [UInt64] {
    var hashes = start ?? [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: rowCount)
    for field in fields {
      switch table.columns[field] {
      case .plain(let column): Self.add(column, to: &hashes)
      case .list(let list):
        for row in hashes.indices {
          guard list.isPresent(row) else {
            hashes[row] = Self.mixed(hashes[row])
            continue
          }
          var code = [Int64(list.children(of: row).count)]
          for child in list.children(of: row) { for column in list.children { Self.append(column, child, to: &code) } }
          for word in code { hashes[row] = Self.mixed(hashes[row] ^ UInt64(bitPattern: word)) }
        }
      }
    }
    return hashes
  }

  private static func add(_ column: Column, to hashes: inout [UInt64]) {
    hashes.withUnsafeMutableBufferPointer { hashes in
      column.withRawColumn { raw in
        func add(_ word: (Int) -> UInt64) {
          for row in 0..<hashes.count {
            // A missing value is another thing than every present one.
            let value = raw.isPresent(row) ? mixed(hashes[row] ^ word(row)) : hashes[row]
            hashes[row] = mixed(value &+ 1)
          }
        }
        switch column.storage {
        case .int64: add { UInt64(bitPattern: raw.int64s[$0]) }
        case .int32: add { UInt64(truncatingIfNeeded: raw.int32s[$0]) }
        case .float64: add { raw.float64s[$0].bitPattern }
        case .bool: add { UInt64(raw.bools[$0]) }
        }
      }
    }
  }

  @inline(__always)
  static func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// The rows in which all of some fields are present; nil where every row is one.
  func completeRows(_ fields: [Int]) -> Bitmap? {
    var complete: Bitmap?
    for field in fields {
      let validity: Bitmap? =
        switch table.columns[field] {
        case .plain(let column): column.validity
        case .list(let list): list.validity
        }
      guard let validity else { continue }
      complete = complete.map { $0 & validity } ?? validity
    }
    return complete
  }
}

/// Rows that say what an earlier one says, found by hashes; a part of them at a time, so that a table of each part stays small.
enum RepeatedHashes {
  /// About how many rows are looked at together.
  private static let partRows = 1 << 16

  /// The rows that say what an earlier one says, ascending, each with the first one that does. Complexity: O(rows) expected.
  /// - Parameters:
  ///   - rows: the rows that are looked at; nil for all
  ///   - isSame: whether two rows whose hashes are equal say the same
  static func repeats(
    _ hashes: [UInt64], among rows: Bitmap? = nil, isSame: (Int, Int) -> Bool
  ) -> [(row: Int, first: Int)] {
    var bits = 0
    while bits < 16, hashes.count >> bits > partRows { bits += 1 }
    var starts = [Int](repeating: 0, count: (1 << bits) + 1)
    func part(_ hash: UInt64) -> Int { bits == 0 ? 0 : Int(truncatingIfNeeded: hash >> UInt64(64 - bits)) }
    for hash in hashes { starts[part(hash) + 1] += 1 }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var order = [Int32](repeating: 0, count: hashes.count)
    var next = starts
    for (row, hash) in hashes.enumerated() {
      order[next[part(hash)]] = Int32(truncatingIfNeeded: row)
      next[part(hash)] += 1
    }
    var found: [(row: Int, first: Int)] = []
    var slots: [Int32] = []
    for index in 0..<(1 << bits) {
      let range = starts[index]..<starts[index + 1]
      var size = 16
      while size < 2 * range.count { size *= 2 }
      slots.removeAll(keepingCapacity: true)
      slots.append(contentsOf: repeatElement(-1, count: size))
      for row in order[range].lazy.map({ Int($0) }) where rows?[row] ?? true {
        var slot = Int(truncatingIfNeeded: hashes[row]) & (size - 1)
        while slots[slot] >= 0, hashes[Int(slots[slot])] != hashes[row] || !isSame(Int(slots[slot]), row) {
          slot = (slot + 1) & (size - 1)
        }
        if slots[slot] < 0 {
          slots[slot] = Int32(truncatingIfNeeded: row)
        } else {
          found.append((row, Int(slots[slot])))
        }
      }
    }
    return found.sorted { $0.row < $1.row }
  }
}
