// SPDX-License-Identifier: Apache-2.0

/// Dates and times in the forms of ISO 8601 that files use.
extension FieldParser {
  /// A date `2026-01-05`.
  package static func date(_ field: UnsafeRawBufferPointer) throws(DateFault) -> DateTimeFields {
    guard !field.isEmpty else { throw .empty }
    var cursor = FieldCursor(field)
    var fields = DateTimeFields()
    try cursor.takeDate(into: &fields)
    guard cursor.isAtEnd else { throw .malformed }
    return try fields.checked()
  }

  /// A date, or a date and time: `2026-01-05`, `2026-01-05T10:00[:00[.ffffff]]`, with a blank or `t` allowed instead of `T`, and
  /// after a time optionally `Z`, `+05`, `+0500` or `+05:00`.
  ///
  /// A fraction may have more than six digits when the rest are zeros, as some databases print.
  package static func dateTime(_ field: UnsafeRawBufferPointer) throws(DateFault) -> DateTimeFields {
    guard !field.isEmpty else { throw .empty }
    var cursor = FieldCursor(field)
    var fields = DateTimeFields()
    try cursor.takeDate(into: &fields)
    if !cursor.isAtEnd {
      guard cursor.take(0x54) || cursor.take(0x20) || cursor.take(0x74) else { throw .malformed }
      try cursor.takeTime(into: &fields)
      try cursor.takeOffset(into: &fields)
      guard cursor.isAtEnd else { throw .malformed }
    }
    return try fields.checked()
  }

  /// A time of day `10:00[:00[.ffffff]]`.
  package static func time(_ field: UnsafeRawBufferPointer) throws(DateFault) -> DateTimeFields {
    guard !field.isEmpty else { throw .empty }
    var cursor = FieldCursor(field)
    var fields = DateTimeFields()
    try cursor.takeTime(into: &fields)
    guard cursor.isAtEnd else { throw .malformed }
    return try fields.checked()
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
  mutating func takeDigits(_ minimum: Int, _ maximum: Int) throws(DateFault) -> Int32 {
    var value: Int32 = 0
    var count = 0
    while count < maximum, position < bytes.count {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { break }
      value = value &* 10 &+ Int32(digit)
      position &+= 1
      count &+= 1
    }
    guard count >= minimum else { throw .malformed }
    return value
  }

  /// Passes a number of two digits.
  @inline(__always)
  mutating func takePair() throws(DateFault) -> UInt8 {
    UInt8(truncatingIfNeeded: try takeDigits(2, 2))
  }

  /// Passes `2026-01-05`.
  mutating func takeDate(into fields: inout DateTimeFields) throws(DateFault) {
    fields.year = try takeDigits(4, 4)
    guard take(minus) else { throw .malformed }
    fields.month = try takePair()
    guard take(minus) else { throw .malformed }
    fields.day = try takePair()
    fields.hasDate = true
  }

  /// Passes `10:00[:00[.ffffff]]`.
  mutating func takeTime(into fields: inout DateTimeFields) throws(DateFault) {
    fields.hour = try takePair()
    guard take(0x3A) else { throw .malformed }
    fields.minute = try takePair()
    fields.hasTime = true
    guard take(0x3A) else { return }
    fields.second = try takePair()
    if take(0x2E) { fields.microsecond = try takeFraction() }
  }

  /// Passes the digits of a fraction of a second and returns them in microseconds.
  mutating func takeFraction() throws(DateFault) -> Int32 {
    var value: Int32 = 0
    var count = 0
    while position < bytes.count {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { break }
      if count < 6 {
        value = value * 10 + Int32(digit)
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
  mutating func takeOffset(into fields: inout DateTimeFields) throws(DateFault) {
    if takeLetter(0x7A) {
      fields.offsetMinutes = 0
      return
    }
    let isWest = take(minus)
    guard isWest || take(plus) else { return }
    let hours = Int16(try takePair())
    var minutes: Int16 = 0
    if take(0x3A) || !isAtEnd { minutes = Int16(try takePair()) }
    guard hours <= 18, minutes < 60, hours * 60 + minutes <= 18 * 60 else { throw .noSuchTime }
    fields.offsetMinutes = (isWest ? -1 : 1) * (hours * 60 + minutes)
  }
}
