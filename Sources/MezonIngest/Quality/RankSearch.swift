// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Finds numbers by their ranks without holding or sorting them: the numbers are passed over once for each sixteen bits, the highest
/// first, and of those with the same bits so far the next ones are counted.
///
/// Ranks count from 0, from below, in the order of IEEE 754: what is no number stands at the ends.
struct RankSearch: Sendable {
  /// How many passes it takes.
  static let passes = 4
  private static let digits = 1 << 16

  /// For each rank the place that is left among the numbers with the bits found so far.
  private var left: [Int]
  /// For each rank the bits found so far, behind each other.
  private var found: [UInt64]
  private var pass = 0

  init(_ ranks: [Int]) {
    left = ranks
    found = ranks.map { _ in 0 }
  }

  /// How many numbers there are of each digit of this pass, for each rank.
  struct Counts: Sendable {
    fileprivate var ofRank: [[Int]]

    /// Adds what was counted of other numbers in the same pass.
    mutating func add(_ other: Counts) {
      for (rank, counts) in other.ofRank.enumerated() {
        for (digit, count) in counts.enumerated() where count > 0 { ofRank[rank][digit] += count }
      }
    }
  }

  /// Counts the present numbers of a column for this pass; nothing where it holds no numbers. Complexity: O(rows).
  func counts(_ column: Column) -> Counts {
    var counts = Counts(ofRank: found.map { _ in [Int](repeating: 0, count: Self.digits) })
    let (found, shift) = (found, UInt64(48 - 16 * pass))
    for rank in found.indices {
      if rank > 0, found[rank] == found[rank - 1] {
        counts.ofRank[rank] = counts.ofRank[rank - 1]
        continue
      }
      let prefix = found[rank]
      counts.ofRank[rank].withUnsafeMutableBufferPointer { counts in
        column.withRawColumn { raw in
          func count(_ rows: Int, _ number: (Int) -> Double) {
            for row in 0..<rows where raw.isPresent(row) {
              let key = Self.key(number(row))
              // Behind the highest digit nothing is shifted out that was found.
              if shift == 48 || key &>> (shift &+ 16) == prefix { counts[Int(key &>> shift & 0xFFFF)] &+= 1 }
            }
          }
          if !raw.int64s.isEmpty {
            count(raw.int64s.count) { Double(raw.int64s[$0]) }
          } else {
            count(raw.float64s.count) { raw.float64s[$0] }
          }
        }
      }
    }
    return counts
  }

  /// Ends a pass over all numbers.
  mutating func end(_ counts: Counts) {
    for (rank, counts) in counts.ofRank.enumerated() {
      var digit = 0
      while digit < Self.digits - 1, left[rank] >= counts[digit] {
        left[rank] -= counts[digit]
        digit += 1
      }
      found[rank] = found[rank] << 16 | UInt64(digit)
    }
    pass += 1
  }

  /// The numbers of the ranks, after all passes.
  var numbers: [Double] {
    found.map { key in Double(bitPattern: key >> 63 == 1 ? key ^ 1 << 63 : ~key) }
  }

  /// Bits that are in the order of the numbers.
  @inline(__always)
  static func key(_ number: Double) -> UInt64 {
    let bits = number.bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
}
