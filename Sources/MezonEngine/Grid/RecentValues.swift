// SPDX-License-Identifier: Apache-2.0

/// Values that were met lately, each in a base cell and with bits for the groups in which it was.
///
/// Most events tell nothing new: an officer has many in a month, nearly all in one place, and has soon been met in every group. Those are
/// passed over here, in 128 kilobytes, and need not be looked for in a large table.
struct RecentValues: Sendable {
  /// Two entries with the same low bits of a value.
  struct Pair: BitwiseCopyable {
    /// The one that was met more than once in a row, or before the other.
    var first: UInt64 = ~0
    /// The last other one.
    var second: UInt64 = ~0
  }

  /// By the low bits of values. An entry is a base cell and the high bits of a value, and below these the bits of groups.
  private var entries: [Pair] = []

  /// How many low bits tell where an entry stands.
  private static let lowBits: UInt32 = 13
  /// A cell is below 2 to the 22 (see ``GridPlan``), so that so many high bits of a value stand beside it in a word.
  private static let highBits: UInt32 = 10
  /// High bits of values that are not remembered, so that all ones are no entry.
  private static let tooHigh: UInt32 = 1 << highBits - 1

  /// Those of some ascending rows that have a value, without those whose values are known, with all their bits, to have been handed out before.
  ///
  /// Complexity: O(rows between the first and the last).
  mutating func others(_ all: [Int32], _ codes: Vector<Int32>, _ places: GridPlaces) -> [Int32] {
    // More bits than one word has are not remembered, nor are very great values.
    let most = UInt32(bitPattern: codes.bits(of: all)) >> Self.lowBits
    if places.maskWords > 1 || most >= Self.tooHigh { return PresentValues(all, codes) { _ in true }.rows }
    if entries.isEmpty { entries = Array(repeating: Pair(), count: 1 << Int(Self.lowBits)) }
    // Without groups all have the same bits.
    let bits = places.masks.isEmpty ? Array(repeating: 0, count: places.count) : places.masks
    return [Int32](unsafeUninitializedCapacity: all.count) { rows, filled in
      filled = codes.withBuffers(rows: 0) { codes in
        bits.withUnsafeBufferPointer { bits in
          all.withUnsafeBufferPointer { all in
            codes.mask != 0 && codes.presenceMask == 0 && codes.presence[0] != 0
              ? findOthers(all, places, bits, rows) { codes.values[$0] }
              : findOthers(all, places, bits, rows) { row in
                codes.presence[row & codes.presenceMask] != 0 ? codes.values[row & codes.mask] : nil
              }
          }
        }
      }
    }
  }

  /// Writes the others to some room for all, and tells how many they are.
  @inline(__always)
  private mutating func findOthers(
    _ all: UnsafeBufferPointer<Int32>, _ places: GridPlaces, _ bits: UnsafeBufferPointer<UInt32>,
    _ rows: UnsafeMutableBufferPointer<Int32>, _ code: (_ row: Int) -> Int32?
  ) -> Int {
    let (first, stride, low) = (places.first, places.stride, UInt32(1) << Self.lowBits - 1)
    var next = 0
    entries.withUnsafeMutableBufferPointer { entries in
      places.places.withUnsafeBufferPointer { cells in
        for row in all {
          guard let code = code(Int(row)) else { continue }
          let (number, value) = (Int(row) &- first, UInt32(bitPattern: code))
          let cell = UInt32(bitPattern: cells[number &* stride])
          let entry = UInt64(cell &<< Self.highBits | value &>> Self.lowBits) &<< 32
          // Written in any case, and written over by what comes next where it is known.
          rows.initializeElement(at: next, to: row)
          next &+= entries[Int(value & low)].remember(entry, UInt64(bits[number])) ? 1 : 0
        }
      }
    }
    return next
  }
}

extension Vector<Int32> {
  /// The bits that any value of some ascending rows has.
  func bits(of rows: [Int32]) -> Int32 {
    guard let first = rows.first, let last = rows.last else { return 0 }
    return values[isConstant ? 0..<1 : Int(first)..<Int(last) + 1].reduce(0) { $0 | $1 }
  }
}

extension RecentValues.Pair {
  /// Remembers an entry with some bits, and tells whether it was not, or not with all of these.
  ///
  /// Without a branch, for which it is cannot be foreseen: all bits of a word are set where something holds.
  @inline(__always)
  mutating func remember(_ entry: UInt64, _ bits: UInt64) -> Bool {
    let (old, other) = (first, second)
    let isFirst = UInt64.allBits(where: old ^ entry)
    let isSecond = UInt64.allBits(where: other ^ entry)
    let isMet = isFirst | isSecond
    let known = old & isFirst | other & isSecond | entry & ~isMet
    let now = known | bits
    first = now & isMet | old & ~isMet
    second = other & isFirst | old & isSecond | now & ~isMet
    return ~isMet | (now ^ known) != 0
  }
}

extension UInt64 {
  /// All ones where the upper half of a word is 0, else 0.
  @inline(__always)
  static func allBits(where word: UInt64) -> UInt64 {
    UInt64(bitPattern: (Int64(bitPattern: word &>> 32) &- 1) &>> 63)
  }
}
