// SPDX-License-Identifier: Apache-2.0

/// A form in which a file writes dates and times, compiled once from a pattern such as `dd.MM.yyyy HH:mm`.
///
/// The letters are those of Unicode Technical Standard 35: `yyyy`; `MM` or `M`; `dd` or `d`; `HH` or `H` (0-23); `hh` or `h`
/// (1-12) with `a` (AM, PM in either case); `mm`; `ss`; `S` to `SSSSSS` for as many digits of a fraction. A single letter
/// reads one or two digits. Text between apostrophes, two apostrophes for one, and everything that is no ASCII letter
/// stand for themselves. A pattern without a day, or without day and month, means the first day of the month or the year.
/// Two-digit years are refused: nobody can tell their century.
package struct DatePattern: Sendable, Equatable {
  /// Why a pattern cannot be used.
  package enum Fault: Error, Sendable, Equatable {
    /// The letter, so often repeated, has no meaning.
    case unknownLetters(String)
    /// The letter stands twice.
    case repeated(Character)
    /// A part needs another one that is absent: the month a year, `mm` an hour, `hh` an `a`.
    case incomplete
    /// One or two digits are followed by digits, so that nobody can tell where the number ends.
    case ambiguous
    /// An apostrophe is not closed.
    case unclosedApostrophe
  }

  private enum Part: UInt8, Sendable, CaseIterable {
    case year, month, day, hour, halfDayHour, minute, second, fraction, halfDay
  }

  private enum Token: Sendable, Equatable {
    case literal(UInt8)
    case number(Part, minimum: Int, maximum: Int)
  }

  /// The pattern as written.
  package let source: String
  private var tokens: [Token] = []
  private var parts: Set<Part> = []

  /// Compiles a pattern. Complexity: O(length).
  package init(_ source: String) throws(Fault) {
    self.source = source
    var rest = Array(source.utf8)[...]
    while let byte = rest.first {
      if byte == 0x27 {
        try takeQuoted(&rest)
      } else if isLetter(byte) {
        let run = rest.prefix { $0 == byte }
        try add(byte, count: run.count)
        rest = rest.dropFirst(run.count)
      } else {
        tokens.append(.literal(byte))
        rest = rest.dropFirst()
      }
    }
    try check()
  }

  private mutating func takeQuoted(_ rest: inout ArraySlice<UInt8>) throws(Fault) {
    rest = rest.dropFirst()
    if rest.first == 0x27 {
      tokens.append(.literal(0x27))
      rest = rest.dropFirst()
      return
    }
    while let byte = rest.first {
      rest = rest.dropFirst()
      if byte != 0x27 {
        tokens.append(.literal(byte))
      } else if rest.first == 0x27 {
        tokens.append(.literal(0x27))
        rest = rest.dropFirst()
      } else {
        return
      }
    }
    throw .unclosedApostrophe
  }

  private mutating func add(_ letter: UInt8, count: Int) throws(Fault) {
    let token: Token? =
      switch (UnicodeScalar(letter), count) {
      case ("y", 4): .number(.year, minimum: 4, maximum: 4)
      case ("M", 1...2): .number(.month, minimum: count, maximum: 2)
      case ("d", 1...2): .number(.day, minimum: count, maximum: 2)
      case ("H", 1...2): .number(.hour, minimum: count, maximum: 2)
      case ("h", 1...2): .number(.halfDayHour, minimum: count, maximum: 2)
      case ("m", 2): .number(.minute, minimum: 2, maximum: 2)
      case ("s", 2): .number(.second, minimum: 2, maximum: 2)
      case ("S", 1...6): .number(.fraction, minimum: count, maximum: count)
      case ("a", 1): .number(.halfDay, minimum: 2, maximum: 2)
      default: nil
      }
    guard let token, case .number(let part, _, _) = token else {
      throw .unknownLetters(String(repeating: Character(UnicodeScalar(letter)), count: count))
    }
    guard parts.insert(part).inserted else { throw .repeated(Character(UnicodeScalar(letter))) }
    tokens.append(token)
  }

  private func check() throws(Fault) {
    func has(_ part: Part) -> Bool { parts.contains(part) }
    let dateParts = [Part.year, .month, .day].filter(has).count
    let hours = [Part.hour, .halfDayHour].filter(has).count
    let isDateWhole = dateParts == 3 || (dateParts == 0 && hours == 1)
    // A month or a year alone is its first day, and has no time of day.
    let isDateCoarse = has(.year) && (dateParts == 1 || (dateParts == 2 && has(.month))) && hours == 0
    guard isDateWhole || isDateCoarse, hours <= 1 else { throw .incomplete }
    guard has(.halfDayHour) == has(.halfDay) else { throw .incomplete }
    guard !has(.minute) || hours == 1, !has(.second) || has(.minute), !has(.fraction) || has(.second) else {
      throw .incomplete
    }
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      guard case .number(_, let minimum, let maximum) = token, minimum < maximum else { continue }
      switch next {
      case .number(.halfDay, _, _): break
      case .number: throw .ambiguous
      case .literal(let byte): if byte &- 0x30 < 10 { throw .ambiguous }
      }
    }
  }

  /// The date and time that a field states in this form. Complexity: O(bytes).
  package func parse(_ field: UnsafeRawBufferPointer) throws(DateFault) -> DateTimeFields {
    try FieldParser.read(field) { (cursor, parts) throws(DateFault) in try take(&cursor, into: &parts) }
  }

  private func take(_ cursor: inout FieldCursor, into parts: inout DateTimeParts) throws(DateFault) {
    parts.hasDate = self.parts.contains(.year)
    parts.hasTime = self.parts.contains(.hour) || self.parts.contains(.halfDayHour)
    if parts.hasDate {
      if !self.parts.contains(.month) { parts.month = 1 }
      if !self.parts.contains(.day) { parts.day = 1 }
    }
    var isAfternoon = false
    for token in tokens {
      switch token {
      case .literal(let byte): guard cursor.take(byte) else { throw .malformed }
      case .number(.halfDay, _, _):
        isAfternoon = cursor.takeLetter(0x70)
        guard isAfternoon || cursor.takeLetter(0x61), cursor.takeLetter(0x6D) else { throw .malformed }
      case .number(let part, let minimum, let maximum):
        set(part, to: try cursor.takeDigits(minimum, maximum), digits: maximum, in: &parts)
      }
    }
    if self.parts.contains(.halfDayHour) {
      guard (1...12).contains(parts.hour) else { throw .noSuchTime }
      parts.hour = parts.hour % 12 + (isAfternoon ? 12 : 0)
    }
  }

  private func set(_ part: Part, to value: Int, digits: Int, in parts: inout DateTimeParts) {
    switch part {
    case .year: parts.year = value
    case .month: parts.month = value
    case .day: parts.day = value
    case .hour, .halfDayHour: parts.hour = value
    case .minute: parts.minute = value
    case .second: parts.second = value
    case .fraction: parts.microsecond = (digits..<6).reduce(value) { scaled, _ in scaled * 10 }
    case .halfDay: break
    }
  }
}

private func isLetter(_ byte: UInt8) -> Bool {
  (byte | 0x20) &- 0x61 < 26
}
