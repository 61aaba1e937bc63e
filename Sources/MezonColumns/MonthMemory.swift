// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

/// Remembers when months began, by the text that names them.
///
/// A log names few months, and each of them often. Eight bytes such as `2026-01-` are one word, so that one comparison tells that they were
/// seen before and are in order.
package struct MonthMemory: Sendable {
  /// A month.
  struct Entry {
    /// The text `2026-01-`; one that was never met is 0.
    fileprivate var text: UInt64 = 0
    /// Days from 1970-01-01 to the last day of the month before.
    fileprivate var before: Int32 = 0
    fileprivate var dayCount: Int32 = 0

    /// The days since 1970-01-01 of a day of the month; nil where it has none such.
    @inline(__always)
    func days(_ day: Int32) -> Int64? {
      day >= 1 && day <= dayCount ? Int64(before &+ day) : nil
    }
  }

  private var entries: [Entry]

  /// A memory of no month.
  package init() { entries = Array(repeating: Entry(), count: Months.size) }

  /// Lends the memory to a loop.
  @inline(__always)
  mutating func withMonths<Result>(_ body: (Months) -> Result) -> Result {
    entries.withUnsafeMutableBufferPointer { body(Months(entries: $0)) }
  }

  /// The memory while it is lent.
  struct Months {
    /// A power of two.
    fileprivate static let size = 256
    fileprivate let entries: UnsafeMutableBufferPointer<Entry>

    /// The month that the bytes `2026-01-` name; nil where they name none, or are not plain.
    @inline(__always)
    func month(_ text: UInt64) -> Entry? {
      let place = Int(truncatingIfNeeded: (text &* 0x9E37_79B9_7F4A_7C15) &>> 56)
      let entry = entries[place]
      return entry.text == text ? entry : remember(text, at: place)
    }

    @inline(never)
    private func remember(_ text: UInt64, at place: Int) -> Entry? {
      guard let made = Self.entry(text) else { return nil }
      entries[place] = made
      return made
    }

    /// The days since 1970-01-01 of `2026-01-05`; nil for what is not plain, and for a day that the calendar does not have.
    /// - Parameters:
    ///   - month: the bytes `2026-01-`
    ///   - rest: bytes that begin with the day of the month
    @inline(__always)
    func days(_ month: UInt64, _ rest: UInt64) -> Int64? {
      let (tens, ones) = ((rest & 0xFF) ^ 0x30, ((rest &>> 8) & 0xFF) ^ 0x30)
      guard tens < 4, ones < 10 else { return nil }
      return self.month(month)?.days(Int32(truncatingIfNeeded: tens &* 10 &+ ones))
    }

    /// What is to be remembered of a month; nil for what is none.
    private static func entry(_ month: UInt64) -> Entry? {
      // The hyphens become digits 0.
      let digits = month ^ 0x1D00_001D_0000_0000
      guard DigitWord.areDigits(digits), digits & 0xFF00_00FF_0000_0000 == 0x3000_0030_0000_0000 else { return nil }
      func digit(_ place: Int) -> Int { Int(truncatingIfNeeded: digits &>> UInt64(8 * place)) & 0xF }
      let year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
      let number = digit(5) * 10 + digit(6)
      guard let first = CalendarDay(year: year, month: number, day: 1) else { return nil }
      let dayCount = CalendarDay.daysInMonth(number, ofYear: year)
      return Entry(text: month, before: first.daysSinceEpoch - 1, dayCount: Int32(truncatingIfNeeded: dayCount))
    }
  }
}
