// SPDX-License-Identifier: Apache-2.0

// Numbers of at most eight bytes.
extension TextColumn {
  /// Reads whole numbers without a sign; an empty text is missing.
  package func readIntegers(
    into bits: UnsafeMutableBufferPointer<Int64>, _ states: UnsafeMutableBufferPointer<CellState>
  ) -> StatesSeen {
    readCells(into: bits, states) { text in
      guard text.count <= 8 else { return (0, .unreadable) }
      let digits = DigitWord.atEnd(text.word(0), count: text.count)
      return Self.cell(text, DigitWord.areDigits(digits), Int64(truncatingIfNeeded: DigitWord.value(digits)))
    }
  }

  /// Reads numbers of digits with at most one separator among or around them; an empty text is missing.
  ///
  /// So few digits are exact in binary64, and so is the power of ten that they are divided by: the quotient is rounded once, as in
  /// ``FieldParser/decimal(_:separator:)``.
  package func readDecimals(
    separator: UInt8, into bits: UnsafeMutableBufferPointer<Int64>, _ states: UnsafeMutableBufferPointer<CellState>
  ) -> StatesSeen {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { powers in
      _ = powers.initialize(from: [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7])
      return readCells(into: bits, states) { text in
        guard text.count <= 8 else { return (0, .unreadable) }
        let word = text.word(0)
        var (digits, decimals) = (word, 0)
        var count = text.count
        let place = DigitWord.place(of: separator, in: word)
        // A separator alone is no number.
        if place < count, count > 1 {
          count &-= 1
          decimals = count &- place
          let before: UInt64 = (1 &<< UInt64(truncatingIfNeeded: 8 &* place)) &- 1
          digits = (word & before) | ((word &>> 8) & ~before)
        }
        digits = DigitWord.atEnd(digits, count: count)
        let value = Double(Int64(truncatingIfNeeded: DigitWord.value(digits))) / powers[decimals & 7]
        return Self.cell(text, DigitWord.areDigits(digits), Int64(bitPattern: value.bitPattern))
      }
    }
  }

  /// The cell of a text of at most eight bytes: missing where it is empty, and unreadable where it is not plain.
  @inline(__always)
  private static func cell(_ text: Text, _ isPlain: Bool, _ bits: Int64) -> (bits: Int64, state: CellState) {
    let state = text.count == 0 ? CellState.missing : isPlain ? .present : .unreadable
    return (state == .present ? bits : 0, state)
  }
}
