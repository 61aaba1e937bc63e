// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonTestSupport
import Testing

extension String {
  /// Lends the UTF-8 bytes, and lets errors keep their type.
  fileprivate func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try utf8.span.withUnsafeBytes(body)
  }
}

private func integer(_ text: String) -> Result<Int64, FieldParser.NumberFault> {
  do throws(FieldParser.NumberFault) { return .success(try text.withBytes(FieldParser.integer)) } catch {
    return .failure(error)
  }
}

private func decimal(_ text: String, separator: Character = ".") -> Result<Double, FieldParser.NumberFault> {
  do throws(FieldParser.NumberFault) {
    return .success(
      try text.withBytes { (bytes) throws(FieldParser.NumberFault) in
        try FieldParser.decimal(bytes, separator: separator.asciiValue ?? 0)
      })
  } catch {
    return .failure(error)
  }
}

private func dateTime(_ text: String) -> Result<DateTimeFields, DateFault> {
  do throws(DateFault) { return .success(try text.withBytes(FieldParser.dateTime)) } catch { return .failure(error) }
}

@Suite struct NumberFieldTests {
  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("+7", 7), ("007", 7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("-000000000000000000000000000001", -1),
    ] as [(String, Int64)])
  func readsIntegers(text: String, value: Int64) {
    #expect(integer(text) == .success(value))
  }

  @Test(arguments: [
    ("", FieldParser.NumberFault.empty), ("-", .malformed), ("+", .malformed), ("1 ", .malformed), ("1.0", .malformed),
    ("--1", .malformed), ("0x1", .malformed), ("١", .malformed), ("9223372036854775808", .outOfRange),
    ("-9223372036854775809", .outOfRange), ("99999999999999999999999", .outOfRange),
    ("99999999999999999999999x", .malformed),
  ])
  func refusesWhatIsNoInteger(text: String, fault: FieldParser.NumberFault) {
    #expect(integer(text) == .failure(fault))
  }

  @Test func integersAgreeWithTheStandardLibrary() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      let value = Int64(truncatingIfNeeded: generator.next() >> UInt64.random(in: 0..<64, using: &generator))
      let long = String(value) + String(Int.random(in: 0...99, using: &generator))
      let expected = Int64(long).map { Result<Int64, FieldParser.NumberFault>.success($0) } ?? .failure(.outOfRange)
      if integer(String(value)) != .success(value) || integer(long) != expected { Issue.record("\(value), \(long)") }
    }
  }

  @Test(arguments: [
    ("", FieldParser.NumberFault.empty), (".", .malformed), ("-", .malformed), ("1e", .malformed), ("1e+", .malformed),
    ("1.2.3", .malformed), ("1,5", .malformed), (" 1", .malformed), ("nan", .malformed), ("inf", .malformed),
    ("0x1p3", .malformed), ("e5", .malformed), ("1e400", .outOfRange), ("-1e999999999999999999999", .outOfRange),
  ])
  func refusesWhatIsNoDecimal(text: String, fault: FieldParser.NumberFault) {
    #expect(decimal(text) == .failure(fault))
  }

  @Test func tooLongADecimalIsMalformed() {
    #expect(decimal("0." + String(repeating: "3", count: 2_000)) == .failure(.malformed))
    #expect(decimal("0." + String(repeating: "0", count: 2_000)) == .success(0))
    #expect(decimal("0." + String(repeating: "3", count: 1_000)) == .success(1.0 / 3))
  }

  @Test(arguments: [
    "0.1", "-.5", "5.", "1e22", "1e23", "9007199254740993", "9007199254740992.5", "179769313486231580e291",
    "2.2250738585072011e-308", "4.9e-324", "2e-324", "1e-400", "123456789012345678901234567890", "0.30000000000000004",
    "1.7976931348623157e308", "100000000000000016777215", "100000000000000016777216", "6.02214076E+23", "12739.0",
    "00000000000000000000000000000.1", "0.00000000000000000000000000000000000000001234567890123456789",
  ])
  func readsDecimalsRoundedCorrectly(text: String) throws {
    let expected = try #require(Double(text))
    #expect(decimal(text) == .success(expected))
    #expect(decimal(text.replacing(".", with: ","), separator: ",") == .success(expected))
  }

  @Test func decimalsAgreeWithTheStandardLibrary() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      let digits = String(generator.next() >> UInt64.random(in: 0..<60, using: &generator))
      let place = digits.index(digits.startIndex, offsetBy: Int.random(in: 0...digits.count, using: &generator))
      var text = digits[..<place] + "." + digits[place...]
      if Bool.random(using: &generator) { text += "e\(Int.random(in: -330...300, using: &generator))" }
      let expected = try #require(Double(text))
      guard decimal(String(text)) != (expected.isFinite ? .success(expected) : .failure(.outOfRange)) else { continue }
      Issue.record("\(text)")
    }
  }

  @Test func blanksAroundAreFoundOnlyWhenAskedFor() {
    let trimmed = [" \t12 3 ", "  ", "", "x"].map {
      $0.withBytes { String(decoding: FieldParser.trimmed($0), as: UTF8.self) }
    }
    #expect(trimmed == ["12 3", "", "", "x"])
  }
}

@Suite struct DateFieldTests {
  @Test(
    arguments: [
      ("2026-01-05", "2026-01-05", nil, nil), ("2024-02-29T23:59", "2024-02-29", 86_340_000_000, nil),
      ("2026-01-05 10:00:01", "2026-01-05", 36_001_000_000, nil),
      ("2026-01-05T10:00:00.25Z", "2026-01-05", 36_000_250_000, 0),
      ("2026-01-05T10:00:00.1234560000+05:30", "2026-01-05", 36_000_123_456, 330),
      ("2026-01-05t00:00-0330", "2026-01-05", 0, -210), ("2026-01-05T00:00+05", "2026-01-05", 0, 300),
      ("0001-01-01T00:00:00.000001+18:00", "0001-01-01", 1, 1_080),
    ] as [(String, String, Int64?, Int16?)])
  func readsDatesAndTimes(text: String, day: String, time: Int64?, offset: Int16?) throws {
    let fields = try text.withBytes(FieldParser.dateTime)
    #expect(fields.day == CalendarDay(iso: day))
    #expect(fields.microsecondOfDay == time && fields.offsetMinutes == offset)
    #expect(fields.localTime?.day == (time == nil ? nil : fields.day))
  }

  @Test(arguments: [
    ("", DateFault.empty), ("2026-1-05", .malformed), ("2026-01-5", .malformed), ("26-01-05", .malformed),
    ("2026/01/05", .malformed), ("2026-01-05 ", .malformed), ("2026-01-05T", .malformed), ("2026-01-05T10", .malformed),
    ("2026-01-05T10:00:", .malformed), ("2026-01-05T10:00:00.", .malformed), ("2026-01-05T10:00+5", .malformed),
    ("2026-01-05T10:00Zx", .malformed), ("2026-01-05T10:00+05:00Z", .malformed), ("2026-01-05T10:00+05:", .malformed),
    ("2026-02-29", .noSuchDay), ("2026-13-01", .noSuchDay), ("2026-00-01", .noSuchDay), ("2026-01-00", .noSuchDay),
    ("0000-01-01", .noSuchDay), ("1900-02-29", .noSuchDay), ("2026-01-05T24:00", .noSuchTime),
    ("2026-01-05T10:60", .noSuchTime), ("2026-01-05T10:00:60", .noSuchTime), ("2026-01-05T10:00+18:01", .noSuchTime),
    ("2026-01-05T10:00+05:60", .noSuchTime), ("2026-01-05T10:00:00.1234567", .tooPrecise),
  ])
  func refusesWhatIsNoDateOrTime(text: String, fault: DateFault) {
    #expect(dateTime(text) == .failure(fault))
  }

  /// Every byte of two times is replaced by every other: the quick reading gives what the careful one gives, or nothing.
  @Test(arguments: ["2024-02-29T23:59", "1969-12-31 20:07:38", "0001-01-01t00:00:00", "9999-12-31T19:59"])
  func readsAPlainTimeQuickly(text: String) throws {
    var known = 0
    for place in text.utf8.indices {
      for byte in UInt8.min...UInt8.max {
        var bytes = Array(text.utf8)
        bytes[text.utf8.distance(from: text.startIndex, to: place)] = byte
        let quick = bytes.withUnsafeBytes { FieldParser.plainClock($0) }
        let careful = bytes.withUnsafeBytes { bytes in try? FieldParser.dateTime(bytes) }
        let plain = careful.flatMap { $0.offsetMinutes == nil && !bytes.contains(0x2E) ? $0.localTime : nil }
        guard quick != plain?.microsecondsSinceEpoch else {
          known += quick == nil ? 0 : 1
          continue
        }
        Issue.record("\(bytes)")
      }
    }
    #expect(known > text.utf8.count)
    #expect("2026-01-05".withBytes { FieldParser.plainClock($0) } == nil)
  }

  @Test func readsDatesAndTimesAlone() throws {
    let day = try "1970-01-02".withBytes(FieldParser.date)
    #expect(day == CalendarDay(daysSinceEpoch: 1))
    #expect(throws: DateFault.malformed) { try "1970-01-02T00:00".withBytes(FieldParser.date) }
    let time = try "14:47:00".withBytes(FieldParser.time)
    #expect(time.day == nil && time.microsecondOfDay == 53_220_000_000 && time.localTime == nil)
    #expect(throws: DateFault.noSuchTime) { try "25:00".withBytes(FieldParser.time) }
    #expect(throws: DateFault.empty) { try "".withBytes(FieldParser.time) }
  }

  @Test func everyDayOfFourCenturiesIsRead() throws {
    for days in stride(from: -135_140, through: 10_957, by: DelimitedCorpus.isSlow ? 1 : 13) {
      let day = CalendarDay(daysSinceEpoch: Int32(days))
      if try day.description.withBytes(FieldParser.date) != day { Issue.record("\(day)") }
    }
  }

  @Test(
    arguments: [
      ("dd.MM.yyyy HH:mm", "05.01.2026 09:30", "2026-01-05", 34_200_000_000),
      ("M/d/yyyy h:mm:ss a", "1/5/2016 12:05:00 AM", "2016-01-05", 300_000_000),
      ("MM/dd/yyyy hh:mm:ss a", "11/25/2016 11:30:00 pm", "2016-11-25", 84_600_000_000),
      ("yyyyMMdd", "20260105", "2026-01-05", nil), ("HH:mm:ss.SSS", "23:00:00.250", nil, 82_800_250_000),
      ("yyyy-MM-dd'T'HH'h'mm", "2026-01-05T09h30", "2026-01-05", 34_200_000_000),
      ("d''M''yyyy", "5'1'2026", "2026-01-05", nil), ("yyyy'о''clock'd.M", "2026о'clock5.1", "2026-01-05", nil),
      ("dd.MM.yyyyг", "05.01.2026г", "2026-01-05", nil), ("H", "7", nil, 25_200_000_000),
      ("MM.yyyy", "03.2026", "2026-03-01", nil), ("yyyy", "2026", "2026-01-01", nil),
    ] as [(String, String, String?, Int64?)])
  func readsDatesInAStatedForm(pattern: String, text: String, day: String?, time: Int64?) throws {
    let fields = try text.withBytes(try DatePattern(pattern).parse)
    #expect(fields.day == day.flatMap { CalendarDay(iso: $0) })
    #expect(fields.microsecondOfDay == time)
  }

  @Test(arguments: [
    ("dd.MM.yyyy", "5.01.2026", DateFault.malformed), ("dd.MM.yyyy", "05.01.2026 ", .malformed),
    ("dd.MM.yyyy", "31.04.2026", .noSuchDay), ("dd.MM.yyyy", "05.01.26", .malformed),
    ("h:mm a", "0:30 AM", .noSuchTime),
    ("h:mm a", "13:30 PM", .noSuchTime), ("h:mm a", "1:30 XM", .malformed), ("HH:mm", "24:00", .noSuchTime),
    ("HH:mm", "", .empty),
  ])
  func refusesWhatIsNotInTheStatedForm(pattern: String, text: String, fault: DateFault) throws {
    let pattern = try DatePattern(pattern)
    #expect(throws: fault) { try text.withBytes(pattern.parse) }
  }

  @Test(arguments: [
    ("dd.MM.yy", DatePattern.Fault.unknownLetters("yy")), ("dd.MMM.yyyy", .unknownLetters("MMM")),
    ("", .incomplete), ("dd.MM", .incomplete), ("dd.yyyy", .incomplete), ("yyyy HH:mm", .incomplete),
    ("mm", .incomplete), ("HH:ss", .incomplete), ("hh:mm", .incomplete),
    ("HH:mm a", .incomplete), ("HH hh a", .incomplete), ("dd.dd.yyyy", .repeated("d")), ("d.d.yyyy", .repeated("d")),
    ("dMyyyy", .ambiguous), ("M0d.yyyy", .ambiguous), ("yyyy-MM-dd'T", .unclosedApostrophe),
    ("dd MM yyyy z", .unknownLetters("z")),
  ])
  func refusesPatternsThatCannotBeRead(pattern: String, fault: DatePattern.Fault) {
    #expect(throws: fault) { try DatePattern(pattern) }
  }
}
