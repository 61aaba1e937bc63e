// SPDX-License-Identifier: Apache-2.0

/// Remembers which cells short texts became, in front of a dictionary.
///
/// A text of at most 16 bytes is two words, which are compared at once, and one of at most 32 is four; a log repeats its codes, so that most
/// cells are found here without a hash over bytes or a look into an arena. Codes that are numbers, as those of officers often are, may be too
/// many for that and are then found by their digits. What is not found is worked out as ever.
package struct TextMemory: Sendable {
  private var short: TextTable<ShortText>
  private var long: TextTable<LongText>
  private var numbers = NumberTable()

  /// A memory of no text.
  package init() { (short, long) = (TextTable(), TextTable()) }

  private init(_ short: TextTable<ShortText>, _ long: TextTable<LongText>) { (self.short, self.long) = (short, long) }

  /// One without room, to stand where another was taken out; it must not be asked.
  package static let none = TextMemory(.none, .none)

  /// The same without the texts that became codes which are not below a number; cells must be codes. Complexity: O(texts remembered).
  package func keeping(codesBelow count: Int) -> TextMemory {
    var kept = TextMemory(short.keeping(below: Int64(count)), long.keeping(below: Int64(count)))
    kept.numbers = numbers.keeping(below: Int64(count))
    return kept
  }

  /// Calls `body` for each text from `first` on with its cell, until one is not remembered.
  /// - Returns: the row of that text, or the number of rows
  @inline(__always)
  fileprivate func recall(
    _ column: TextColumn, from first: Int, _ body: (_ row: Int, _ bits: Int64, _ state: CellState) -> Void
  ) -> Int {
    TextColumn.ByteMasks.with { masks in
      if !numbers.isEmpty { return recallNumbers(column, from: first, masks, body) }
      return short.withEntries { entries in
        var row = first
        while row < column.rowCount {
          let text = column.text(row)
          if text.count <= ShortText.most {
            guard let entry = entries.find(ShortText(text, masks)) else { break }
            body(row, entry.bits, entry.state)
          } else {
            guard let cell = recallLong(text, masks) else { break }
            body(row, cell.bits, cell.state)
          }
          row &+= 1
        }
        return row
      }
    }
  }

  /// The same where there are so many numbers that they stand by themselves.
  @inline(__always)
  private func recallNumbers(
    _ column: TextColumn, from first: Int, _ masks: TextColumn.ByteMasks,
    _ body: (_ row: Int, _ bits: Int64, _ state: CellState) -> Void
  ) -> Int {
    numbers.withCodes { codes in
      var row = first
      while row < column.rowCount {
        let text = column.text(row)
        if let place = NumberTable.place(text.word(0), count: text.count), place < codes.count, codes[place] >= 0 {
          body(row, Int64(codes[place]), .present)
        } else {
          guard let cell = recallOther(text, masks) else { break }
          body(row, cell.bits, cell.state)
        }
        row &+= 1
      }
      return row
    }
  }

  /// The cell of a text that is no number.
  @inline(never)
  private func recallOther(
    _ text: TextColumn.Text, _ masks: TextColumn.ByteMasks
  ) -> (bits: Int64, state: CellState)? {
    guard text.count <= ShortText.most else { return recallLong(text, masks) }
    return short.withEntries { entries in entries.find(ShortText(text, masks)).map { ($0.bits, $0.state) } }
  }

  /// The cell of a long text.
  @inline(never)
  private func recallLong(
    _ text: TextColumn.Text, _ masks: TextColumn.ByteMasks
  ) -> (bits: Int64, state: CellState)? {
    guard text.count <= LongText.most else { return nil }
    return long.withEntries { entries in entries.find(LongText(text, masks)).map { ($0.bits, $0.state) } }
  }

  /// Remembers the cell of a text; an unreadable one is not remembered, for each has a fault to tell.
  fileprivate mutating func remember(_ text: TextColumn.Text, _ cell: (bits: Int64, state: CellState)) {
    guard text.count <= LongText.most, cell.state != .unreadable else { return }
    TextColumn.ByteMasks.with { masks in
      if text.count > ShortText.most {
        long.put(LongText(text, masks), cell)
        if long.isCrowded { long.grow() }
      } else if numbers.isEmpty || !numbers.put(text.word(0), count: text.count, cell) {
        short.put(ShortText(text, masks), cell)
        if short.isCrowded { makeRoom() }
      }
    }
  }

  /// Takes the numbers out of the texts, or makes more places where there is none among them.
  private mutating func makeRoom() {
    var others = TextTable<ShortText>()
    var hasNumbers = false
    short.forEach { text, cell in
      if let number = text.word, numbers.put(number.word, count: number.count, cell) {
        hasNumbers = true
      } else {
        others.put(text, cell)
      }
    }
    if hasNumbers { short = others } else { short.grow() }
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
