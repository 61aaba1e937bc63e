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
