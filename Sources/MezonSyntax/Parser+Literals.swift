// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics

// Numbers, days, periods, spans and translated texts.
extension Parser {
  /// The keywords of the units in which spans are written.
  static let spanKeywords: [(Keyword, SpanUnit)] = [
    (.minutes, .minutes), (.hours, .hours), (.days, .days), (.weeks, .weeks),
  ]

  /// A number, with a per cent sign if one follows.
  mutating func parseNumber() -> NumberLiteral {
    guard at(.number) else {
      reportExpected(Expected.number)
      return NumberLiteral(value: 0, isWhole: true, isPerCent: false, range: here)
    }
    let start = index
    let written = range(current).text
    advance()
    let isPerCent = eat(.percentSign)
    let value = Self.value(ofNumber: written, language)
    if !value.isFinite || abs(value) > 1e15 {
      reportFact(Diagnostic(SyntaxRule.numberTooLarge, [written, "1e15"], at: range(from: start)))
      return NumberLiteral(value: 0, isWhole: true, isPerCent: isPerCent, range: range(from: start))
    }
    let isWhole = !written.contains(".") && !(language == .russian && written.contains(","))
    return NumberLiteral(value: value, isWhole: isWhole, isPerCent: isPerCent, range: range(from: start))
  }

  /// The value of a number's text: `1,000.5` in English files, `1000,5` in Russian ones; infinite when it is none.
  static func value(ofNumber text: String, _ language: KeywordLanguage) -> Double {
    let plain = text.compactMap { letter -> Character? in
      switch letter {
      case ",": language == .russian ? "." : nil
      case "\u{A0}", "\u{202F}": nil
      default: letter
      }
    }
    return Double(String(plain)) ?? .infinity
  }

  /// A whole number, for places where only one makes sense.
  mutating func parseWholeNumber(most: Int = 1_000_000_000) -> NumberLiteral {
    let number = parseNumber()
    if !number.isWhole || number.value > Double(most) {
      reportFact(Diagnostic(SyntaxRule.notWhole, [number.range.text, String(most)], at: number.range))
      return NumberLiteral(value: 0, isWhole: true, isPerCent: number.isPerCent, range: number.range)
    }
    return number
  }

  /// The units of windows and of bounds on the distance of two times.
  static let windowKeywords: [(Keyword, DurationUnit)] =
    fixedKeywords + [(.months, .months), (.years, .years)]

  /// The units of lengths that are compared with a number of days.
  private static let fixedKeywords: [(Keyword, DurationUnit)] = [
    (.minutes, .minutes), (.hours, .hours), (.days, .days), (.weeks, .weeks),
  ]

  /// `60 days`.
  mutating func parseSpan() -> SpanLiteral { parseSpan(Self.fixedKeywords) }

  /// `60 days`, `24 months`.
  mutating func parseWindowSpan() -> SpanLiteral { parseSpan(Self.windowKeywords) }

  private mutating func parseSpan(_ units: [(Keyword, DurationUnit)]) -> SpanLiteral {
    let start = index
    let number = parseWholeNumber(most: 100_000)
    for (keyword, unit) in units where eat(keyword) {
      return SpanLiteral(amount: Int(number.value), unit: unit, range: range(from: start))
    }
    reportExpected(anyOf: units.map(\.0))
    return SpanLiteral(amount: Int(number.value), unit: .days, range: range(from: start))
  }

  /// `2026-01-05`, or with a time of day.
  mutating func parseTime() -> TimeLiteral {
    guard at(.time) else {
      reportExpected(Expected.day)
      return TimeLiteral(day: CalendarDay.epoch, microseconds: nil, range: here)
    }
    let place = range(current)
    let text = current.text
    advance()
    let parts = text.dropFirst(11).split(separator: ":").compactMap { Int64($0) }
    let isClockRight = parts.isEmpty || (parts[0] < 24 && parts.dropFirst().allSatisfy { $0 < 60 })
    guard let day = CalendarDay(iso: text.prefix(10)), isClockRight else {
      reportFact(Diagnostic(SyntaxRule.impossibleDate, [place.text], at: place))
      return TimeLiteral(day: CalendarDay.epoch, microseconds: nil, range: place)
    }
    guard parts.count >= 2 else { return TimeLiteral(day: day, microseconds: nil, range: place) }
    let seconds = parts[0] * 3600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
    return TimeLiteral(day: day, microseconds: seconds * 1_000_000, range: place)
  }

  /// `2026`, `2026-Q1`, `2026-07-14` or a range of them.
  mutating func parsePeriod() -> PeriodLiteral {
    let isYear = at(.number) && current.text.utf8.count == 4 && current.text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    guard at(.period) || at(.time) || isYear || isAtFiscalYear else {
      reportExpected(Expected.period)
      return PeriodLiteral(label: "", range: here)
    }
    let literal = PeriodLiteral(label: current.text, range: range(current))
    advance()
    return literal
  }

  private var isAtFiscalYear: Bool {
    guard at(.word), current.text.hasPrefix("FY") else { return false }
    return current.text.utf8.count > 2 && current.text.utf8.dropFirst(2).allSatisfy { $0 >= 48 && $0 <= 57 }
  }

  /// `"..."` or `ru "..."`.
  mutating func parseLocalizedText() -> LocalizedText {
    let language = at(.text) ? nil : parseName(Expected.languageOrText)
    return LocalizedText(language: language, text: parseText(Expected.text))
  }

  /// `label ru "..."`, any number of times.
  mutating func parseLabels() -> [LocalizedText] {
    var labels: [LocalizedText] = []
    while eat(.label) { labels.append(parseLocalizedText()) }
    return labels
  }

  /// A grain: `quarter`.
  mutating func parseGrain() -> (grain: GrainName, range: SourceRange)? {
    let start = index
    let grains: [(Keyword, GrainName)] = [
      (.day, .day), (.week, .week), (.month, .month), (.twoMonths, .twoMonths), (.quarter, .quarter),
      (.halfYear, .halfYear), (.year, .year), (.fiscalYear, .fiscalYear),
    ]
    for (keyword, grain) in grains where eat(keyword) { return (grain, range(from: start)) }
    reportExpected(anyOf: grains.map(\.0))
    return nil
  }

  /// One or more grains between commas.
  mutating func parseGrains() -> [(grain: GrainName, range: SourceRange)] {
    var result: [(grain: GrainName, range: SourceRange)] = []
    repeat {
      guard let grain = parseGrain() else { break }
      result.append(grain)
    } while eat(.comma)
    return result
  }
}
