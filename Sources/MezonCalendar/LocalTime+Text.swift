// SPDX-License-Identifier: Apache-2.0

extension LocalTime: CustomStringConvertible {
  /// The local time a text of ISO 8601 such as `2026-07-14T09:30`, `2026-07-14 09:30:15` or `2026-07-14T09:30:15.250`
  /// names, or nil.
  ///
  /// The day and the time are parted by `T` or a space; seconds may be missing. Of one to nine digits of a fraction
  /// those beyond the microsecond are dropped. A text that names a zone or an offset is refused: see ``Instant``.
  package init?(iso text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(isoBytes: bytes.span)
  }

  /// The local time that the bytes of such a text name, or nil.
  package init?(isoBytes bytes: Span<UInt8>) {
    guard let (time, end) = LocalTime.prefix(ofISO: bytes), end == bytes.count else { return nil }
    self = time
  }

  /// The local time a text begins with and the index just after it, or nil.
  static func prefix(ofISO bytes: Span<UInt8>) -> (time: LocalTime, end: Int)? {
    guard bytes.count >= 16, let day = CalendarDay(isoBytes: bytes, at: 0),
      bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ")
    else { return nil }
    guard bytes.count >= 19, bytes[16] == UInt8(ascii: ":") else {
      guard bytes[13] == UInt8(ascii: ":"), let hour = decimal(bytes, at: 11, digits: 2),
        let minute = decimal(bytes, at: 14, digits: 2)
      else { return nil }
      return LocalTime(day: day, hour: hour, minute: minute).map { ($0, 16) }
    }
    guard var clock = LocalTime.microsecondOfDay(isoWord: word(bytes, at: 11)) else { return nil }
    var end = 19
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      guard let (microseconds, digits) = fraction(bytes, at: end + 1) else { return nil }
      clock += Int64(microseconds)
      end += 1 + digits
    }
    return LocalTime(day: day, microsecondOfDay: clock).map { ($0, end) }
  }

  /// The whole microseconds that one to nine digits of a fraction of a second spell, and how many digits these are.
  private static func fraction(_ bytes: Span<UInt8>, at start: Int) -> (microseconds: Int, digits: Int)? {
    var digits = 0
    while start + digits < bytes.count, bytes[start + digits] &- UInt8(ascii: "0") <= 9 { digits += 1 }
    guard (1...9).contains(digits), var number = decimal(bytes, at: start, digits: digits) else { return nil }
    for _ in digits..<9 { number *= 10 }
    return (number / 1000, digits)
  }

  /// The local time as `2026-07-14T09:30:15`, with six digits of a fraction unless it is zero.
  package var description: String {
    let (hour, minute, second, microsecond) = clock
    let fraction = microsecond == 0 ? "" : "." + padded(microsecond, digits: 6)
    return "\(day)T\(padded(hour)):\(padded(minute)):\(padded(second))" + fraction
  }
}
