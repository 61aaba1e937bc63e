// SPDX-License-Identifier: Apache-2.0

/// Remembers which cells short texts became, in front of a dictionary.
///
/// A text of at most 16 bytes is two words, which are compared at once; a log repeats its codes, so that most cells are found here without
/// a hash over bytes or a look into an arena. Codes that are numbers, as those of officers often are, are too many for that and are found
/// by the number itself. A text stands in the place that its hash names or in the one beside it. What is not found is worked out as ever and takes the place of whatever
/// stood there.
package struct TextMemory: Sendable {
  fileprivate struct Entry {
    var low: UInt64 = 0
    /// A text with a byte in its second word has eight in its first, so that this is of none.
    var high: UInt64 = 1
    var bits: Int64 = 0
    var state = CellState.missing

    /// Whether a text stands here.
    var isTaken: Bool { low >> 56 != 0 || high == 0 }
  }

  /// How many bits of a text's hash name its place at first, and at most.
  private static let sizeBits: ClosedRange<UInt64> = 10...14
  /// How many numbers are remembered at most.
  private static let mostNumbers = 1 << 18

  /// As many as `bits` say; or none, in a memory that must not be asked.
  private var entries: [Entry]
  private var bits = Self.sizeBits.lowerBound
  /// How many texts have taken the place of another since the memory grew.
  private var replaced = 0
  /// For each number the number of its cell; -1 where none is remembered.
  private var numbers: [Int32] = []

  /// A memory of no text.
  package init() { entries = Array(repeating: Entry(), count: 1 << Self.sizeBits.lowerBound) }

  private init(entries: [Entry]) { self.entries = entries }

  /// One without room, to stand where another was taken out; it must not be asked.
  package static let none = TextMemory(entries: [])

  /// A text of at most 16 bytes as two words, with zeros behind it. A batch has no zero byte in a text, so that they tell it from every other.
  fileprivate struct Words {
    let low: UInt64
    let high: UInt64

    init(_ entry: Entry) { (low, high) = (entry.low, entry.high) }

    @inline(__always)
    init(_ text: TextColumn.Text) {
      low = text.word(0) & (~0 >> UInt64(truncatingIfNeeded: 64 &- 8 &* min(8, text.count)))
      high = text.word(8) & (~0 >> UInt64(truncatingIfNeeded: 128 &- 8 &* max(8, text.count)))
    }

    /// The place that so many bits of the hash name.
    @inline(__always)
    func place(_ bits: UInt64) -> Int {
      let mixed = ((low ^ (low &>> 32)) &* 0x9E37_79B9_7F4A_7C15) ^ (high &* 0xD6E8_FEB8_6659_FD93)
      return Int(truncatingIfNeeded: (mixed ^ (mixed &<< 23)) &>> (64 &- bits))
    }
  }

  /// The number that a text of a few digits is, the first of them no 0; nil for any other.
  @inline(__always)
  private static func number(_ text: TextColumn.Text) -> Int? {
    let word = text.word(0)
    guard text.count >= 1, text.count <= 6, word & 0xFF != 0x30 else { return nil }
    let digits = DigitWord.atEnd(word, count: text.count)
    let value = Int(truncatingIfNeeded: DigitWord.value(digits))
    return DigitWord.areDigits(digits) && value < mostNumbers ? value : nil
  }

  /// Calls `body` for each text from `first` on with its cell, until one is not remembered.
  /// - Returns: the row of that text, or the number of rows
  @inline(__always)
  fileprivate func recall(
    _ column: TextColumn, from first: Int, _ body: (_ row: Int, _ bits: Int64, _ state: CellState) -> Void
  ) -> Int {
    entries.withUnsafeBufferPointer { entries in
      numbers.withUnsafeBufferPointer { numbers in
        var row = first
        while row < column.rowCount {
          let text = column.text(row)
          guard text.count <= 16 else { break }
          if !numbers.isEmpty, let number = Self.number(text), number < numbers.count, numbers[number] >= 0 {
            body(row, Int64(numbers[number]), .present)
          } else {
            let words = Words(text)
            let place = words.place(bits)
            var entry = entries[place]
            if entry.low != words.low || entry.high != words.high {
              entry = entries[place ^ 1]
              guard entry.low == words.low, entry.high == words.high else { break }
            }
            body(row, entry.bits, entry.state)
          }
          row &+= 1
        }
        return row
      }
    }
  }

  /// Remembers the cell of a text; an unreadable one is not remembered, for each has a fault to tell.
  fileprivate mutating func remember(_ text: TextColumn.Text, _ cell: (bits: Int64, state: CellState)) {
    guard text.count <= 16, cell.state != .unreadable else { return }
    if cell.state == .present, let code = Int32(exactly: cell.bits), code >= 0, let number = Self.number(text) {
      if numbers.count <= number {
        let wanted = max(1 << 10, 1 << (Int.bitWidth - number.leadingZeroBitCount))
        numbers.append(contentsOf: repeatElement(-1, count: wanted - numbers.count))
      }
      numbers[number] = code
    } else {
      let words = Words(text)
      let entry = Entry(low: words.low, high: words.high, bits: cell.bits, state: cell.state)
      if Self.put(entry, words.place(bits), into: &entries) { replaced += 1 }
      if replaced > entries.count, bits < Self.sizeBits.upperBound { grow() }
    }
  }

  /// Makes more places, for too many texts have to share one.
  private mutating func grow() {
    bits = min(bits + 2, Self.sizeBits.upperBound)
    replaced = 0
    var more = [Entry](repeating: Entry(), count: 1 << bits)
    for entry in entries where entry.isTaken { _ = Self.put(entry, Words(entry).place(bits), into: &more) }
    entries = more
  }

  /// Puts a text in its place, or beside it where that is taken. Where both are, the one beside is forgotten.
  /// - Returns: whether one was
  private static func put(_ entry: Entry, _ place: Int, into entries: inout [Entry]) -> Bool {
    let beside = place ^ 1
    guard entries[place].isTaken else {
      entries[place] = entry
      return false
    }
    let isForgotten = entries[beside].isTaken
    entries[beside] = entries[place]
    entries[place] = entry
    return isForgotten
  }
}

extension TextColumn {
  /// Reads the texts that are remembered, and asks `make` for the cell of each other one, in the order of the rows.
  package func readTexts(
    rememberedIn memory: inout TextMemory, into bits: UnsafeMutableBufferPointer<Int64>,
    _ states: UnsafeMutableBufferPointer<CellState>, make: (_ row: Int) -> (bits: Int64, state: CellState)
  ) -> StatesSeen {
    precondition(bits.count >= rowCount && states.count >= rowCount, "too little room for the cells of a column")
    guard let bits = bits.baseAddress, let states = states.baseAddress else { return [] }
    var seen: UInt8 = 0
    var row = 0
    while true {
      row = memory.recall(self, from: row) { row, number, state in
        bits[row] = number
        states[row] = state
        seen |= state.rawValue
      }
      if row == rowCount { return StatesSeen(rawValue: seen) }
      let cell = make(row)
      bits[row] = cell.bits
      states[row] = cell.state
      seen |= cell.state.rawValue
      memory.remember(text(row), cell)
      row &+= 1
    }
  }
}
