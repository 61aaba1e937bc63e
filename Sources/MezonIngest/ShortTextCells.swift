// SPDX-License-Identifier: Apache-2.0

/// Remembers which cells short texts became, in front of a dictionary.
///
/// A text of at most 16 bytes is two words, which are compared at once; a log repeats its codes, so that most cells are found
/// here without a hash over bytes or a look into an arena. What is not found is worked out as ever and takes the place of
/// whatever stood there.
struct ShortTextCells: Sendable {
  private struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var bits: Int64 = 0
    /// -1 where nothing is remembered.
    var count: Int32 = -1
    var state = CellState.missing
  }

  /// A power of two.
  private static let size = 1024
  private var entries: [Entry]

  /// An empty memory.
  init() { entries = Array(repeating: Entry(), count: Self.size) }

  private init(entries: [Entry]) { self.entries = entries }

  /// One without room, to stand where another was taken out; it must not be asked.
  static let none = ShortTextCells(entries: [])

  /// The cell of a text, from memory or from `make`; unreadable ones are made each time, for each has a fault to tell.
  @inline(__always)
  mutating func cell(_ text: UnsafeRawBufferPointer, _ make: (UnsafeRawBufferPointer) -> Cell) -> Cell {
    guard text.count <= 16 else { return make(text) }
    let (low, high) = Self.words(text)
    let place = Self.place(low, high, text.count)
    let entry = entries[place]
    if entry.low == low, entry.high == high, entry.count == text.count {
      return Cell(bits: entry.bits, state: entry.state)
    }
    let made = make(text)
    if made.state != .unreadable {
      entries[place] = Entry(
        low: low, high: high, bits: made.bits, count: Int32(truncatingIfNeeded: text.count), state: made.state)
    }
    return made
  }

  @inline(__always)
  private static func place(_ low: UInt64, _ high: UInt64, _ count: Int) -> Int {
    let mixed = low.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    let other = (high &+ UInt64(truncatingIfNeeded: count)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: (mixed.high ^ mixed.low ^ other) &>> 32) & (size - 1)
  }

  /// All bytes of a text of at most 16 in two words; with its length they tell it from every other.
  @inline(__always)
  private static func words(_ text: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
    let count = text.count
    if count >= 8 {
      return (
        text.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
        text.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      )
    }
    if count >= 4 {
      let low = UInt64(text.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
      return (low | UInt64(text.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)) &<< 32, 0)
    }
    guard count > 0 else { return (0, 0) }
    let outer = UInt64(text[0]) | UInt64(text[count &- 1]) &<< 16
    return (outer | UInt64(text[count &>> 1]) &<< 8, 0)
  }
}
