// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Numbers, days, times and periods.
extension Lexer {
  private func isDigit(_ distance: Int) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(distance))
  }

  /// Whether exactly so many digits stand at a distance.
  private func digits(_ count: Int, at distance: Int) -> Bool {
    (0..<count).allSatisfy { isDigit(distance + $0) } && !isDigit(distance + count)
  }

  mutating func scanNumber() -> (TokenKind, String?) {
    if let day = dottedDay() { return (.time, day) }
    if language == .russian, let period = periodInWords() { return (.period, period) }
    if let length = periodLength(at: 0) {
      if let second = rangeEnd(after: length) {
        offset += length + 2 + second
        return (.period, nil)
      }
      let isDay = length >= 10 && byte(7) == UInt8(ascii: "-")
      offset += length
      return (isDay ? .time : .period, nil)
    }
    if digits(4, at: 0), let second = rangeEnd(after: 4) {
      offset += 6 + second
      return (.period, nil)
    }
    scanDigitsAndFraction()
    return (.number, nil)
  }

  /// The length of what stands behind two dots: `..2026-Q3`.
  private func rangeEnd(after length: Int) -> Int? {
    guard byte(length) == UInt8(ascii: "."), byte(length + 1) == UInt8(ascii: ".") else { return nil }
    return periodLength(at: length + 2) ?? (digits(4, at: length + 2) ? 4 : nil)
  }

  /// Digits, groups of three, and a fraction after `.` or, in Russian files, `,`.
  ///
  /// Groups of three stand behind a comma in English files (`1,000`) and behind a no-break space in Russian ones.
  private mutating func scanDigitsAndFraction() {
    let start = offset
    while isDigit(0) { offset += 1 }
    let canBeGrouped = offset - start <= 3 && bytes[start] != UInt8(ascii: "0")
    while canBeGrouped, let separator = groupSeparatorLength, digits(3, at: separator) { offset += separator + 3 }
    let isPoint = byte() == UInt8(ascii: ".") || (language == .russian && byte() == UInt8(ascii: ","))
    guard isPoint, isDigit(1) else { return }
    offset += 1
    while isDigit(0) { offset += 1 }
  }

  private var groupSeparatorLength: Int? {
    switch language {
    case .english: byte() == UInt8(ascii: ",") ? 1 : nil
    case .russian:
      if byte() == 0xC2, byte(1) == 0xA0 {
        2
      } else if byte() == 0xE2, byte(1) == 0x80, byte(2) == 0xAF {
        3
      } else {
        nil
      }
    }
  }

  /// The length of a day, time or period label (other than a bare year) at a distance; nil when there is none.
  private func periodLength(at start: Int) -> Int? {
    guard digits(4, at: start), byte(start + 4) == UInt8(ascii: "-") else { return nil }
    switch byte(start + 5) {
    case UInt8(ascii: "H"), UInt8(ascii: "Q"): return digits(1, at: start + 6) ? 7 : nil
    case UInt8(ascii: "W"): return digits(2, at: start + 6) ? 8 : nil
    default: break
    }
    guard digits(2, at: start + 5) else { return nil }
    guard byte(start + 7) == UInt8(ascii: "-"), digits(2, at: start + 8) else { return 7 }
    return 10 + clockLength(at: start + 10)
  }

  /// The length of `T10:00` or `T10:00:30` at a distance, or 0.
  private func clockLength(at start: Int) -> Int {
    guard byte(start) == UInt8(ascii: "T"), digits(2, at: start + 1), byte(start + 3) == UInt8(ascii: ":"),
      digits(2, at: start + 4)
    else { return 0 }
    guard byte(start + 6) == UInt8(ascii: ":"), digits(2, at: start + 7) else { return 6 }
    return 9
  }

  /// `31.12.2026`, with a clock if one follows, as `2026-12-31`; consumes it.
  private mutating func dottedDay() -> String? {
    guard digits(2, at: 0), byte(2) == UInt8(ascii: "."), digits(2, at: 3), byte(5) == UInt8(ascii: "."),
      digits(4, at: 6)
    else { return nil }
    let clock = clockLength(at: 10)
    let start = offset
    offset += 10 + clock
    let (day, month) = (source.text(start, start + 2), source.text(start + 3, start + 5))
    return "\(source.text(start + 6, start + 10))-\(month)-\(day)\(source.text(start + 10, offset))"
  }

  /// `1 полугодие 2026` as `2026-H1`, `3 квартал 2026` as `2026-Q3`; consumes it.
  private mutating func periodInWords() -> String? {
    guard digits(1, at: 0), let first = blankLength(at: 1) else { return nil }
    for (keyword, letter) in [(Keyword.halfYear, "H"), (.quarter, "Q")] {
      let word = Array(KeywordTable.canonical(keyword, .russian).utf8)
      guard bytes[min(offset + 1 + first, bytes.count)...].starts(with: word) else { continue }
      let behind = 1 + first + word.count
      guard let second = blankLength(at: behind), digits(4, at: behind + second) else { continue }
      let year = offset + behind + second
      let label = "\(source.text(year, year + 4))-\(letter)\(source.text(offset, offset + 1))"
      offset = year + 4
      return label
    }
    return nil
  }

  /// The length of one blank or no-break space at a distance.
  private func blankLength(at distance: Int) -> Int? {
    if byte(distance) == UInt8(ascii: " ") { return 1 }
    return byte(distance) == 0xC2 && byte(distance + 1) == 0xA0 ? 2 : nil
  }
}
