// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import Testing

/// An independent reading of the IANA database, asked of CPython's `zoneinfo` when there is a `python3`.
private enum Zoneinfo {
  struct Failure: Error {
    let status: Int32
  }

  /// Samples every 15 days and 21 hours of 1900...2099, and to the minute around every change of the offset:
  /// for a count of seconds its offset as UTC, and the UTC it means as local time.
  static let program = """
    import sys, zoneinfo
    from datetime import datetime, timedelta, timezone
    zone = zoneinfo.ZoneInfo(sys.argv[1])
    epoch = datetime(1970, 1, 1)
    def offset(seconds):
        moment = (epoch + timedelta(seconds=seconds)).replace(tzinfo=timezone.utc)
        return int(moment.astimezone(zone).utcoffset().total_seconds())
    def meant(seconds):
        local = (epoch + timedelta(seconds=seconds)).replace(tzinfo=zone)
        return int(seconds - local.utcoffset().total_seconds())
    low, high = -2208902400, 4102444800
    samples = list(range(low, high, 1371600))
    before = offset(low)
    for day in range(low, high, 86400):
        after = offset(day + 86400)
        if after != before:
            a, b = day, day + 86400
            while b - a > 1:
                middle = (a + b) // 2
                if offset(middle) == before: a = middle
                else: b = middle
            for edge in (b, b + before, b + after, b + (before + after) // 2):
                samples += [edge - 60, edge - 1, edge, edge + 1, edge + 60]
        before = after
    for seconds in samples:
        print(seconds, offset(seconds), meant(seconds))
    """

  static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
    return String(decoding: data, as: UTF8.self)
  }

  /// Whether there is a `python3` that knows the zones.
  static let isPresent = (try? run(["-c", "import zoneinfo; zoneinfo.ZoneInfo('Asia/Dushanbe')"])) != nil
}

@Suite("Time zones against zoneinfo")
struct ZoneinfoTests {
  @Test(
    "offsets and local times agree from 1900 to 2099, at every change of clocks to the second",
    .enabled(if: Zoneinfo.isPresent, "skipped, no python3 with zoneinfo"),
    arguments: [
      "Asia/Dushanbe", "Asia/Bishkek", "Asia/Almaty", "Asia/Tashkent", "America/Chicago", "Asia/Beirut",
      "Australia/Lord_Howe", "Pacific/Apia",
    ])
  func agree(name: String) throws {
    let rules = try #require(TimeZoneRules(identifier: name))
    let lines = try Zoneinfo.run(["-c", Zoneinfo.program, name]).split(separator: "\n")
    #expect(lines.count > 4_600)
    for line in lines {
      let numbers = line.split(separator: " ").compactMap { Int64($0) }
      try #require(numbers.count == 3)
      let instant = Instant(microseconds: numbers[0] * 1_000_000)
      let local = LocalTime(microsecondsSinceEpoch: numbers[0] * 1_000_000)
      let isRight =
        rules.offset(at: instant) == numbers[1] * 1_000_000
        && rules.instant(of: local).microseconds == numbers[2] * 1_000_000
      if !isRight { Issue.record("\(name) at \(local): zoneinfo says \(numbers)") }
    }
  }
}
