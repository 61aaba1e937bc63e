// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// Dates and times in the forms of ISO 8601 that files use.
extension FieldParser {
  /// A date `2026-01-05` of the years 0001...9999.
  package static func date(_ field: UnsafeRawBufferPointer) throws(DateFault) -> CalendarDay {
    let fields = try read(field) { (cursor, parts) throws(DateFault) in try cursor.takeDate(into: &parts) }
    guard let day = fields.day else { throw .malformed }
    return day
  }

  /// A date, or a date and time: `2026-01-05`, `2026-01-05T10:00[:00[.ffffff]]`, with a blank or `t` allowed instead of `T`, and
  /// after a time optionally `Z`, `+05`, `+0500` or `+05:00`.
  ///
  /// A fraction may have more than six digits when the rest are zeros, as some databases print.
  package static func dateTime(_ field: UnsafeRawBufferPointer) throws(DateFault) -> DateTimeFields {
    try read(field) { (cursor, parts) throws(DateFault) in
      try cursor.takeDate(into: &parts)
      if cursor.isAtEnd { return }
      guard cursor.take(0x54) || cursor.take(0x20) || cursor.take(0x74) else { throw .malformed }
      try cursor.takeTime(into: &parts)
      try cursor.takeOffset(into: &parts)
    }
  }

  /// What a clock shows in a field that is written as nearly all are, `2026-01-05T10:00` or `2026-01-05 10:00:00` without a fraction or an
  /// offset, in microseconds since 1970-01-01 00:00; nil for every other field, which ``dateTime(_:)`` reads or says why not.
  ///
  /// Eight bytes are looked at at once: whether all digits are digits shows in their upper halves, and in those of six more.
  package static func plainClock(_ field: UnsafeRawBufferPointer) -> Int64? {
    guard field.count == 16 || field.count == 19 else { return nil }
    let date = UInt64(littleEndian: field.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    let rest = UInt64(littleEndian: field.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let middle = UInt8(truncatingIfNeeded: rest &>> 16)
    guard date & 0xFF00_00FF_0000_0000 == 0x2D00_002D_0000_0000, rest & 0x0000_FF00_0000_0000 == 0x0000_3A00_0000_0000,
      middle == 0x54 || middle == 0x20 || middle == 0x74
    else { return nil }
    // The separators become digits.
    let digits = (date ^ 0x1D00_001D_0000_0000, (rest & 0xFFFF_00FF_FF00_FFFF) | 0x0000_3000_0030_0000)
    guard areDigits(digits.0), areDigits(digits.1) else { return nil }
    @inline(__always) func digit(_ word: UInt64, _ place: UInt64) -> Int {
      Int(truncatingIfNeeded: (word &>> (8 &* place)) & 0xF)
    }
    let century = digit(digits.0, 0) &* 10 &+ digit(digits.0, 1)
    let year = century &* 100 &+ digit(digits.0, 2) &* 10 &+ digit(digits.0, 3)
    let month = digit(digits.0, 5) &* 10 &+ digit(digits.0, 6)
    let dayOfMonth = digit(digits.1, 0) &* 10 &+ digit(digits.1, 1)
    let hour = digit(digits.1, 3) &* 10 &+ digit(digits.1, 4)
    let minute = digit(digits.1, 6) &* 10 &+ digit(digits.1, 7)
    var second = 0
    if field.count == 19 {
      let (tens, ones) = (field[17] &- 0x30, field[18] &- 0x30)
      guard field[16] == 0x3A, tens < 6, ones < 10 else { return nil }
      second = Int(tens &* 10 &+ ones)
    }
    guard hour < 24, minute < 60, let day = CalendarDay(year: year, month: month, day: dayOfMonth) else { return nil }
    let seconds = Int64(day.daysSinceEpoch) &* 86_400 &+ Int64((hour &* 60 &+ minute) &* 60 &+ second)
    return seconds &* 1_000_000
  }

  /// Whether all eight bytes of a word are digits.
  @inline(__always)
  private static func areDigits(_ word: UInt64) -> Bool {
    let halves = word & 0xF0F0_F0F0_F0F0_F0F0
    let above = (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0
    return halves == 0x3030_3030_3030_3030 && above == 0x3030_3030_3030_3030
  }

  /// A time of day `10:00[:00[.ffffff]]`.
  package static func time(_ field: UnsafeRawBufferPointer) throws(DateFault) -> DateTimeFields {
    try read(field) { (cursor, parts) throws(DateFault) in try cursor.takeTime(into: &parts) }
  }

  /// Reads a whole field by a cursor.
  @inline(__always)
  static func read(
    _ field: UnsafeRawBufferPointer, _ body: (inout FieldCursor, inout DateTimeParts) throws(DateFault) -> Void
  ) throws(DateFault) -> DateTimeFields {
    guard !field.isEmpty else { throw .empty }
    var cursor = FieldCursor(field)
    var parts = DateTimeParts()
    try body(&cursor, &parts)
    guard cursor.isAtEnd else { throw .malformed }
    return try parts.checked()
  }
}

/// A place in the bytes of a field.
struct FieldCursor {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// Passes one byte when it is the one given.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position &+= 1
    return true
  }

  /// Passes one byte, a Latin letter in either case, when it is the one given in lower case.
  mutating func takeLetter(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] | 0x20 == byte else { return false }
    position &+= 1
    return true
  }

  /// Passes `minimum` to `maximum` digits and returns their number.
  @inline(__always)
  mutating func takeDigits(_ minimum: Int, _ maximum: Int) throws(DateFault) -> Int {
    var value = 0
    var count = 0
    while count < maximum, position < bytes.count {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { break }
      value = value &* 10 &+ Int(digit)
      position &+= 1
      count &+= 1
    }
    guard count >= minimum else { throw .malformed }
    return value
  }

  /// Passes a number of two digits.
  @inline(__always)
  mutating func takePair() throws(DateFault) -> Int {
    try takeDigits(2, 2)
  }

  /// Passes `2026-01-05`.
  mutating func takeDate(into parts: inout DateTimeParts) throws(DateFault) {
    parts.year = try takeDigits(4, 4)
    guard take(minus) else { throw .malformed }
    parts.month = try takePair()
    guard take(minus) else { throw .malformed }
    parts.day = try takePair()
    parts.hasDate = true
  }

  /// Passes `10:00[:00[.ffffff]]`.
  mutating func takeTime(into parts: inout DateTimeParts) throws(DateFault) {
    parts.hour = try takePair()
    guard take(0x3A) else { throw .malformed }
    parts.minute = try takePair()
    parts.hasTime = true
    guard take(0x3A) else { return }
    parts.second = try takePair()
    if take(0x2E) { parts.microsecond = try takeFraction() }
  }

  /// Passes the digits of a fraction of a second and returns them in microseconds.
  mutating func takeFraction() throws(DateFault) -> Int {
    var value = 0
    var count = 0
    while position < bytes.count {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { break }
      if count < 6 {
        value = value * 10 + Int(digit)
      } else if digit != 0 {
        throw .tooPrecise
      }
      count += 1
      position += 1
    }
    guard count > 0 else { throw .malformed }
    while count < 6 {
      value *= 10
      count += 1
    }
    return value
  }

  /// Passes `Z`, `+05`, `+0500` or `+05:00`, if one of them stands there.
  mutating func takeOffset(into parts: inout DateTimeParts) throws(DateFault) {
    if takeLetter(0x7A) {
      parts.offsetMinutes = 0
      return
    }
    let isWest = take(minus)
    guard isWest || take(plus) else { return }
    let hours = try takePair()
    var minutes = 0
    if take(0x3A) || !isAtEnd { minutes = try takePair() }
    guard hours <= 18, minutes < 60, hours * 60 + minutes <= 18 * 60 else { throw .noSuchTime }
    parts.offsetMinutes = Int16((isWest ? -1 : 1) * (hours * 60 + minutes))
  }
}
