// SPDX-License-Identifier: Apache-2.0

// Reading of dates and times a word at a time, for columns of text. All bytes are checked at once: exclusive-or with the
// expected form leaves 0...9 where a digit stands and 0 where a mark does; adding what lifts 10, or for a mark 1, to 128
// raises the top bit of every byte that is wrong.

private let topBits: UInt64 = 0x8080_8080_8080_8080

extension CalendarDay {
  /// The day that ten bytes name in the form `2026-07-14`: the first eight and the last two as little-endian words.
  ///
  /// It is for readers of columns that have the bytes in registers; the result is that of ``init(isoBytes:)``.
  package init?(isoWord word: UInt64, tail: UInt16) {
    let digits = word ^ 0x2d30_302d_3030_3030
    let tailDigits = UInt64(tail ^ 0x3030)
    let wrong = digits | (digits &+ 0x7f76_767f_7676_7676) | tailDigits | (tailDigits &+ 0x7676)
    guard wrong & topBits == 0 else { return nil }
    let year = 1000 &* digit(digits, 0) &+ 100 &* digit(digits, 1) &+ 10 &* digit(digits, 2) &+ digit(digits, 3)
    let month = 10 &* digit(digits, 5) &+ digit(digits, 6)
    let day = 10 &* digit(tailDigits, 0) &+ digit(tailDigits, 1)
    self.init(year: year, month: month, day: day)
  }
}

extension LocalTime {
  /// Microseconds since midnight of the time that eight bytes, a little-endian word, name in the form `09:30:15`, or nil.
  package static func microsecondOfDay(isoWord word: UInt64) -> Int64? {
    let digits = word ^ 0x3030_3a30_303a_3030
    let wrong = digits | (digits &+ 0x7676_7f76_767f_7676)
    guard wrong & topBits == 0 else { return nil }
    let hour = 10 &* digit(digits, 0) &+ digit(digits, 1)
    let minute = 10 &* digit(digits, 3) &+ digit(digits, 4)
    let second = 10 &* digit(digits, 6) &+ digit(digits, 7)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return Int64((hour &* 60 &+ minute) &* 60 &+ second) &* 1_000_000
  }
}

/// The byte of that index of a word, the lowest being 0.
@inline(__always)
private func digit(_ word: UInt64, _ index: UInt64) -> Int {
  Int(truncatingIfNeeded: (word &>> (8 &* index)) & 0xff)
}

/// Eight bytes from an index, which the caller has checked to be there, as a little-endian word.
@inline(__always)
func word(_ bytes: Span<UInt8>, at start: Int) -> UInt64 {
  UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
}
