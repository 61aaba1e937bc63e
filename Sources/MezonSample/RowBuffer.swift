// SPDX-License-Identifier: Apache-2.0

/// Bytes of a log that is being written, field by field.
struct RowBuffer {
  private(set) var bytes: [UInt8] = []
  private let delimiter: UInt8
  private var isAtRowStart = true

  init(delimiter: UInt8, capacity: Int) {
    self.delimiter = delimiter
    bytes.reserveCapacity(capacity)
  }

  /// Begins a field: writes the delimiter unless it is the row's first.
  @inline(__always)
  mutating func field() {
    if !isAtRowStart { bytes.append(delimiter) }
    isAtRowStart = false
  }

  /// Ends the row.
  @inline(__always)
  mutating func endRow() {
    bytes.append(0x0A)
    isAtRowStart = true
  }

  /// Hands out what was written and goes on with an empty buffer.
  mutating func take() -> [UInt8] {
    let taken = bytes
    bytes.removeAll(keepingCapacity: true)
    return taken
  }

  /// A field of fixed text.
  @inline(__always)
  mutating func text(_ text: StaticString) {
    field()
    append(text)
  }

  /// A field of text that needs no quotes.
  mutating func text(_ text: String) {
    field()
    bytes.append(contentsOf: text.utf8)
  }

  /// A field with a number that is not negative.
  @inline(__always)
  mutating func number(_ value: Int) {
    field()
    append(value, width: 1)
  }

  /// A field with a code: a letter, then a number with leading zeros.
  @inline(__always)
  mutating func code(_ letter: UInt8, _ number: Int, width: Int) {
    field()
    appendCode(letter, number, width: width)
  }

  /// A field with a day: `2024-01-31`.
  @inline(__always)
  mutating func isoDay(_ day: Int) {
    field()
    append(day, of: SampleTime.isoDays)
  }

  /// A field with a time: `2024-01-31T18:05:09`, and the zone behind it if one is given.
  mutating func isoTime(_ day: Int, _ second: Int, zone: StaticString = "") {
    field()
    append(day + second / 86_400, of: SampleTime.isoDays)
    let rest = second % 86_400
    bytes.append(0x54)
    append(rest / 3600, width: 2)
    bytes.append(0x3A)
    append(rest / 60 % 60, width: 2)
    bytes.append(0x3A)
    append(rest % 60, width: 2)
    append(zone)
  }

  /// A field with a time: `31.01.2024 18:05`.
  mutating func dottedTime(_ day: Int, _ minute: Int) {
    field()
    append(day + minute / 1440, of: SampleTime.dottedDays)
    let rest = minute % 1440
    bytes.append(0x20)
    append(rest / 60, width: 2)
    bytes.append(0x3A)
    append(rest % 60, width: 2)
  }

  /// Fixed text within a field.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// A byte within a field.
  @inline(__always)
  mutating func append(byte: UInt8) { bytes.append(byte) }

  /// A code within a field.
  @inline(__always)
  mutating func appendCode(_ letter: UInt8, _ number: Int, width: Int) {
    bytes.append(letter)
    append(number, width: width)
  }

  /// The ten bytes of a day.
  @inline(__always)
  private mutating func append(_ day: Int, of table: [UInt8]) {
    let start = 10 * (min(max(day, SampleTime.firstWritten), SampleTime.end) - SampleTime.firstWritten)
    bytes.append(contentsOf: table[start..<(start + 10)])
  }

  /// A number with at least so many digits.
  @inline(__always)
  private mutating func append(_ value: Int, width: Int) {
    var divisor = 1
    var digits = 1
    while digits < width || value / divisor >= 10 {
      divisor *= 10
      digits += 1
    }
    while divisor > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }
}
