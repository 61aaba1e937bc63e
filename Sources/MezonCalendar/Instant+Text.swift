// SPDX-License-Identifier: Apache-2.0

extension Instant: CustomStringConvertible {
  /// The instant a text of ISO 8601 with an offset such as `2026-07-14T04:30Z` or `2026-07-14T09:30:15.250+05:00`
  /// names, or nil.
  ///
  /// The offset is `Z`, `+05:00`, `+0500` or `+05`, less than 24 hours; a text without one names no instant.
  package init?(iso text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(isoBytes: bytes.span)
  }

  /// The instant that the bytes of such a text name, or nil.
  package init?(isoBytes bytes: Span<UInt8>) {
    guard let (time, end) = LocalTime.prefix(ofISO: bytes), let offset = Instant.offset(bytes, at: end) else {
      return nil
    }
    self.init(microseconds: time.microsecondsSinceEpoch - offset)
  }

  /// The offset from UTC in microseconds that the bytes from `start` to the end spell, or nil.
  private static func offset(_ bytes: Span<UInt8>, at start: Int) -> Int64? {
    guard start < bytes.count else { return nil }
    let sign = bytes[start]
    if sign == UInt8(ascii: "Z") { return start + 1 == bytes.count ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = decimal(bytes, at: start + 1, digits: 2), hours < 24
    else { return nil }
    var minutes = 0
    var end = start + 3
    if end < bytes.count {
      if bytes[end] == UInt8(ascii: ":") { end += 1 }
      guard let read = decimal(bytes, at: end, digits: 2), read < 60 else { return nil }
      minutes = read
      end += 2
    }
    guard end == bytes.count else { return nil }
    let offset = Int64(hours * 60 + minutes) * 60_000_000
    return sign == UInt8(ascii: "-") ? -offset : offset
  }

  /// The instant in UTC as `2026-07-14T04:30:15Z`, with six digits of a fraction unless it is zero.
  package var description: String { "\(LocalTime(microsecondsSinceEpoch: microseconds))Z" }
}
