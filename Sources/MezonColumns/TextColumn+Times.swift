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
        let rest = text.word(8)
        guard let days = months.days(text.word(0), rest),
          let seconds = Self.secondOfDay(rest, ending: text.count == 19 ? text.word(11) : nil)
        else { return (0, .unreadable) }
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

  /// The second of the day that a clock shows; nil for what is not plain or no time of day.
  /// - Parameters:
  ///   - rest: the bytes `05T10:00`
  ///   - end: where seconds are stated, the bytes `10:00:00`
  @inline(__always)
  private static func secondOfDay(_ rest: UInt64, ending end: UInt64?) -> Int64? {
    let letter = UInt8(truncatingIfNeeded: rest &>> 16)
    guard letter == 0x54 || letter == 0x20 || letter == 0x74 else { return nil }
    // Where no seconds are stated, none have passed.
    let text = end ?? ((rest &>> 24) | 0x3030_3A00_0000_0000)
    // What is plain is 0 for a colon and at most 9 for a digit, so that 6 more stays below 16.
    let clock = text ^ 0x3030_3A30_303A_3030
    guard (clock | (clock &+ 0x0606_0006_0600_0606)) & 0xF0F0_FFF0_F0FF_F0F0 == 0 else { return nil }
    // Hours stand in the lowest byte, minutes in the fourth, seconds in the seventh.
    let pairs = clock &* 10 &+ (clock &>> 8)
    let hour = pairs & 0xFF
    let minute = (pairs &>> 24) & 0xFF
    let second = (pairs &>> 48) & 0xFF
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return Int64(truncatingIfNeeded: (hour &* 60 &+ minute) &* 60 &+ second)
  }
}
