// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

// Dates and times in the plain forms of ISO 8601.
extension TextColumn {
  /// Reads times `2026-01-05T10:00` and `2026-01-05 10:00:00` without a fraction or an offset, on the clocks of a zone, into microseconds
  /// since 1970-01-01T00:00Z; an empty text is missing.
  package func readTimes(
    of zone: inout TimeZoneCursor, months: inout MonthMemory, into bits: UnsafeMutableBufferPointer<Int64>,
    _ states: UnsafeMutableBufferPointer<CellState>
  ) -> StatesSeen {
    var stretch = zone.clockStretch
    return months.withMonths { months in
      readCells(into: bits, states) { text in
        if text.count == 0 { return (0, .missing) }
        guard text.count == 16 || text.count == 19 else { return (0, .unreadable) }
        let ending = text.count == 19 ? text.word(11) : nil
        guard let (days, seconds) = Self.plainTime(text.word(0), text.word(8), ending, months) else {
          return (0, .unreadable)
        }
        let clock = (days &* 86_400 &+ seconds) &* 1_000_000
        if clock >= stretch.from, clock < stretch.to { return (clock &- stretch.offset, .present) }
        let instant = zone.instant(ofClock: clock).microseconds
        stretch = zone.clockStretch
        return (instant, .present)
      }
    }
  }

  /// Reads days `2026-01-05` into days since 1970-01-01; an empty text is missing.
  package func readDays(
    months: inout MonthMemory, into bits: UnsafeMutableBufferPointer<Int64>,
    _ states: UnsafeMutableBufferPointer<CellState>
  ) -> StatesSeen {
    months.withMonths { months in
      readCells(into: bits, states) { text in
        if text.count == 0 { return (0, .missing) }
        guard text.count == 10, let days = months.days(text.word(0), text.word(8)) else { return (0, .unreadable) }
        return (days, .present)
      }
    }
  }

  /// The days since 1970-01-01 and the second of the day of `2026-01-05T10:00`; nil for what is not plain, and for no day or time of day.
  /// - Parameters:
  ///   - month: the bytes `2026-01-`
  ///   - rest: the bytes `05T10:00`
  ///   - end: where seconds are stated, the bytes `10:00:00`
  @inline(__always)
  private static func plainTime(
    _ month: UInt64, _ rest: UInt64, _ end: UInt64?, _ months: MonthMemory.Months
  ) -> (days: Int64, seconds: Int64)? {
    guard let month = months.month(month) else { return nil }
    var rest = rest
    let letter = UInt8(truncatingIfNeeded: rest &>> 16)
    if letter != 0x54 {
      guard letter == 0x20 || letter == 0x74 else { return nil }
      rest = (rest & ~(0xFF &<< 16)) | (0x54 &<< 16)
    }
    // What is plain is 0 for the letter and a colon, and at most 9 for a digit, so that 6 more stays below 16.
    let digits = rest ^ 0x3030_3A30_3054_3030
    guard (digits | (digits &+ 0x0606_0006_0600_0606)) & 0xF0F0_FFF0_F0FF_F0F0 == 0 else { return nil }
    // The day stands in the lowest byte, hours in the fourth, minutes in the seventh.
    let pairs = digits &* 10 &+ (digits &>> 8)
    // From 24 hours and 60 minutes on the highest bit of the byte is set.
    guard (pairs &+ (104 &<< 24 | 68 &<< 48)) & (0x80 &<< 24 | 0x80 &<< 48) == 0,
      let days = month.days(Int32(truncatingIfNeeded: pairs & 0xFF))
    else { return nil }
    let minutes = ((pairs &>> 24) & 0xFF) &* 60 &+ ((pairs &>> 48) & 0xFF)
    guard let end else { return (days, Int64(truncatingIfNeeded: minutes) &* 60) }
    let others = (end &>> 40) ^ 0x30_303A
    let seconds = ((others &>> 8) & 0xFF) &* 10 &+ (others &>> 16)
    guard (others | (others &+ 0x06_0600)) & 0xF0_F0FF == 0, seconds < 60 else { return nil }
    return (days, Int64(truncatingIfNeeded: minutes &* 60 &+ seconds))
  }
}
