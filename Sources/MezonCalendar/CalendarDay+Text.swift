// SPDX-License-Identifier: Apache-2.0

extension CalendarDay: CustomStringConvertible {
  /// The day a text in the form `2026-07-14` names: four, two and two ASCII digits, or nil.
  package init?(iso text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(isoBytes: bytes.span)
  }

  /// The day the bytes of a text in the form `2026-07-14` name, or nil.
  package init?(isoBytes bytes: Span<UInt8>) {
    guard bytes.count == 10 else { return nil }
    self.init(isoBytes: bytes, at: 0)
  }

  /// The day that the ten bytes from `start` name in the form `2026-07-14`, or nil.
  init?(isoBytes bytes: Span<UInt8>, at start: Int) {
    guard start >= 0, bytes.count - start >= 10 else { return nil }
    let tail = UInt16(bytes[start + 8]) | UInt16(bytes[start + 9]) << 8
    self.init(isoWord: word(bytes, at: start), tail: tail)
  }

  /// The day as `2026-07-14`; a year outside 0...9999 has a sign and cannot be read back.
  package var description: String {
    let (year, month, day) = civil
    return yearText(year) + "-" + padded(month) + "-" + padded(day)
  }
}

/// The number that exactly so many ASCII digits spell, or nil when a byte is missing or is no digit.
func decimal(_ bytes: Span<UInt8>, at start: Int, digits: Int) -> Int? {
  guard start >= 0, digits <= 9, bytes.count - start >= digits else { return nil }
  var number = 0
  for index in start..<(start + digits) {
    let digit = bytes[index] &- UInt8(ascii: "0")
    guard digit <= 9 else { return nil }
    number = 10 &* number &+ Int(digit)
  }
  return number
}

/// A number from 0 with at least so many digits.
func padded(_ number: Int, digits: Int = 2) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// A year as ISO 8601 writes it: four digits, or a sign and at least four where it lies outside 0...9999.
func yearText(_ year: Int) -> String {
  switch year {
  case 0...9999: padded(year, digits: 4)
  case ..<0: "-" + padded(-year, digits: 4)
  default: "+" + String(year)
  }
}
