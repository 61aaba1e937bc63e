// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import Testing

@Suite("Local times and instants as text")
struct ClockTextTests {
  @Test(
    "local times",
    arguments: [
      ("2026-07-14T09:30", "2026-07-14T09:30:00"), ("2026-07-14 09:30:15", "2026-07-14T09:30:15"),
      ("2026-07-14T23:59:59.999999", "2026-07-14T23:59:59.999999"),
      ("0001-01-01T00:00:00.5", "0001-01-01T00:00:00.500000"),
      ("1969-12-31T23:59:59.9999999", "1969-12-31T23:59:59.999999"),
      ("9999-12-31T00:00:00.000000001", "9999-12-31T00:00:00"),
    ])
  func localTimes(text: String, canonical: String) throws {
    let time = try #require(LocalTime(iso: text))
    #expect(time.description == canonical)
    #expect(LocalTime(iso: canonical) == time)
    #expect(LocalTime(microsecondsSinceEpoch: time.microsecondsSinceEpoch) == time)
  }

  @Test(
    "instants",
    arguments: [
      ("1970-01-01T00:00Z", 0), ("1970-01-01T05:00+05:00", 0), ("1969-12-31T18:00:00-0600", 0),
      ("1970-01-01T05:00:00.000001+05", 1), ("1969-12-31T23:59:59.999999Z", -1),
      ("2026-07-14 09:30:15+05:30", 1_784_001_615_000_000),
    ] as [(String, Int64)])
  func instants(text: String, microseconds: Int64) throws {
    let instant = try #require(Instant(iso: text))
    #expect(instant.microseconds == microseconds)
    #expect(Instant(iso: instant.description) == instant)
  }

  @Test(
    "a text that is no local time is refused",
    arguments: [
      "", "2026-07-14", "2026-07-14T", "2026-07-14T09", "2026-07-14T0930", "2026-07-14T24:00", "2026-07-14T23:60",
      "2026-07-14T23:59:60", "2026-02-29T10:00", "2026-07-14T9:30", "2026-07-14t09:30", "2026-07-14T09:30:",
      "2026-07-14T09:30:1", "2026-07-14T09:30:15.", "2026-07-14T09:30:15.1234567890", "2026-07-14T09:30:15,5",
      "2026-07-14T09:30Z", "2026-07-14T09:30+05:00", "2026-07-14T09:30 ", "2026-07-14T-9:30", "2026-07-14T٠٩:30",
    ])
  func refusedLocalTimes(text: String) {
    #expect(LocalTime(iso: text) == nil)
  }

  @Test(
    "a text that is no instant is refused",
    arguments: [
      "", "2026-07-14T09:30", "2026-07-14T09:30z", "2026-07-14T09:30ZZ", "2026-07-14T09:30+", "2026-07-14T09:30+5",
      "2026-07-14T09:30+24:00", "2026-07-14T09:30+05:60", "2026-07-14T09:30+05:", "2026-07-14T09:30+05:0",
      "2026-07-14T09:30+05:000", "2026-07-14T25:30Z", "2026-07-14T09:30 Z", "2026-07-14T09:30−05:00",
    ])
  func refusedInstants(text: String) {
    #expect(Instant(iso: text) == nil)
  }

  @Test("every prefix and every changed byte of a good text is read or refused without a crash")
  func mutations() {
    let good = Array("2026-07-14T09:30:15.250+05:00".utf8)
    for length in 0...good.count {
      for index in 0..<length {
        for byte in [UInt8(0), 0x2d, 0x2e, 0x30, 0x39, 0x3a, 0x5a, 0xff] {
          var bytes = Array(good[..<length])
          bytes[index] = byte
          _ = LocalTime(isoBytes: bytes.span)
          _ = CalendarDay(isoBytes: bytes.span)
          if let instant = Instant(isoBytes: bytes.span) { #expect(Instant(iso: instant.description) == instant) }
        }
      }
    }
  }

  @Test("every second of a day is read, and every byte that does not belong is refused")
  func everySecond() throws {
    var wrong = 0
    for second in 0..<86_400 {
      let local = LocalTime(microsecondsSinceEpoch: Int64(second) * 1_000_000)
      if LocalTime(iso: local.description) != local { wrong += 1 }
    }
    let good = Array("2026-07-14T09:30:15".utf8)
    for index in 10..<good.count {
      for byte in UInt8.min...UInt8.max {
        var bytes = good
        bytes[index] = byte
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.dropFirst(11).split(separator: ":", omittingEmptySubsequences: false).map { part in
          part.utf8.count == 2 && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) ?? 99 : 99
        }
        let isGood =
          parts.count == 3 && parts[0] < 24 && parts[1] < 60 && parts[2] < 60 && [0x20, 0x54].contains(bytes[10])
        if (LocalTime(isoBytes: bytes.span) != nil) != isGood { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

  @Test("a clock has no part out of its range")
  func refusedClocks() {
    let day = CalendarDay.epoch
    #expect(LocalTime(day: day, hour: 24, minute: 0) == nil)
    #expect(LocalTime(day: day, hour: -1, minute: 0) == nil)
    #expect(LocalTime(day: day, hour: 0, minute: 60) == nil)
    #expect(LocalTime(day: day, hour: 0, minute: 0, second: 60) == nil)
    #expect(LocalTime(day: day, hour: 0, minute: 0, microsecond: 1_000_000) == nil)
    #expect(LocalTime(day: day, microsecondOfDay: LocalTime.microsecondsPerDay) == nil)
    #expect(LocalTime(day: day, microsecondOfDay: -1) == nil)
    #expect(
      LocalTime(day: day, hour: 23, minute: 59, second: 59, microsecond: 999_999)?.clock ?? (0, 0, 0, 0) == (
        23, 59, 59, 999_999
      ))
  }

  @Test("the ends of the types are held", arguments: [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max])
  func extremes(microseconds: Int64) {
    let local = LocalTime(microsecondsSinceEpoch: microseconds)
    #expect((0..<LocalTime.microsecondsPerDay).contains(local.microsecondOfDay))
    #expect(local.microsecondsSinceEpoch == microseconds)
    #expect(!Instant(microseconds: microseconds).description.isEmpty)
    #expect(Instant(microseconds: microseconds).adding(microseconds: .max).microseconds >= microseconds)
    #expect(Instant(microseconds: microseconds).adding(microseconds: .min).microseconds <= microseconds)
    #expect(LocalTime(midnightOf: CalendarDay(daysSinceEpoch: .max)).microsecondsSinceEpoch == .max)
    #expect(LocalTime(midnightOf: CalendarDay(daysSinceEpoch: .min)).microsecondsSinceEpoch == .min)
  }
}
