// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics

// Numbers, days, periods, spans and translated texts.
extension Parser {
  /// A number, with a per cent sign if one follows.
  mutating func parseNumber() -> NumberLiteral {
    guard at(.number) else {
      reportExpected(language == .english ? "a number" : "число")
      return NumberLiteral(
        value: 0, isWhole: true, isPerCent: false, range: SourceRange(source, current.lower, current.lower))
    }
    let start = index
    let written = range(current).text
    advance()
    let isPerCent = eat(.percentSign)
    let value = Self.value(ofNumber: written, language)
    if !value.isFinite || abs(value) > 1e15 {
      diagnostics.append(Diagnostic(SyntaxRule.numberTooLarge, [written, "1e15"], at: range(from: start)))
      return NumberLiteral(value: 0, isWhole: true, isPerCent: isPerCent, range: range(from: start))
    }
    let isWhole = !written.contains(".") && !(language == .russian && written.contains(","))
    return NumberLiteral(value: value, isWhole: isWhole, isPerCent: isPerCent, range: range(from: start))
  }

  /// The value of a number's text: `1,000.5` in English files, `1000,5` in Russian ones.
  static func value(ofNumber text: String, _ language: KeywordLanguage) -> Double {
    let plain = text.compactMap { letter -> Character? in
      if letter == "," { return language == .russian ? "." : nil }
      return letter
    }
    return Double(String(plain)) ?? .infinity
  }

  /// A whole number, for places where only one makes sense.
  mutating func parseWholeNumber(most: Int = 1_000_000_000) -> NumberLiteral {
    let number = parseNumber()
    if !number.isWhole || number.value > Double(most) {
      diagnostics.append(
        Diagnostic(SyntaxRule.numberTooLarge, [number.range.text, String(most)], at: number.range))
      return NumberLiteral(value: 0, isWhole: true, isPerCent: number.isPerCent, range: number.range)
    }
    return number
  }

  /// `60 days`.
  mutating func parseSpan() -> SpanLiteral {
    let start = index
    let number = parseWholeNumber(most: 100_000)
    let unit = parseSpanUnit() ?? .days
    return SpanLiteral(amount: Int(number.value), unit: unit, range: range(from: start))
  }

  /// `days` and its like; a diagnostic and nil where none stands.
  mutating func parseSpanUnit() -> SpanUnit? {
    let units: [(Keyword, SpanUnit)] = [(.minutes, .minutes), (.hours, .hours), (.days, .days), (.weeks, .weeks)]
    for (keyword, unit) in units where eat(keyword) { return unit }
    reportExpected(units.map { "\"\(spelling($0.0))\"" }.joined(separator: " / "))
    return nil
  }

  /// `2026-01-05`, or with a time of day.
  mutating func parseTime() -> TimeLiteral {
    let place = range(current)
    guard at(.time) else {
      reportExpected(language == .english ? "a day such as 2026-01-31" : "день, например 2026-01-31")
      return TimeLiteral(day: CalendarDay.epoch, microseconds: nil, range: place)
    }
    advance()
    let text = place.text
    let clock = text.dropFirst(11)
    let parts = clock.split(separator: ":").compactMap { Int64($0) }
    let isClockRight = parts.isEmpty || (parts[0] < 24 && parts.dropFirst().allSatisfy { $0 < 60 })
    guard let day = CalendarDay(iso: text.prefix(10)), isClockRight else {
      diagnostics.append(Diagnostic(SyntaxRule.impossibleDate, [text], at: place))
      return TimeLiteral(day: CalendarDay.epoch, microseconds: nil, range: place)
    }
    guard parts.count >= 2 else { return TimeLiteral(day: day, microseconds: nil, range: place) }
    let seconds = parts[0] * 3600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
    return TimeLiteral(day: day, microseconds: seconds * 1_000_000, range: place)
  }

  /// `2026`, `2026-Q1`, `2026-07-14` or a range of them.
  mutating func parsePeriod() -> PeriodLiteral {
    let place = range(current)
    guard at(.period) || at(.time) || at(.number) || isAtFiscalYear else {
      reportExpected(language == .english ? "a period such as 2026-Q1" : "период, например 2026-Q1")
      return PeriodLiteral(label: "", range: place)
    }
    advance()
    return PeriodLiteral(label: place.text, range: place)
  }

  private var isAtFiscalYear: Bool {
    at(.word) && current.text.hasPrefix("FY") && current.text.dropFirst(2).allSatisfy(\.isNumber)
  }

  /// `"..."` or `ru "..."`.
  mutating func parseLocalizedText() -> LocalizedText {
    let language = at(.text) ? nil : parseName("a language such as ru, or a text in quotes")
    return LocalizedText(language: language, text: parseText("a text in quotes"))
  }

  /// A grain: `quarter`.
  mutating func parseGrain() -> (grain: GrainName, range: SourceRange)? {
    let start = index
    let grains: [(Keyword, GrainName)] = [
      (.fiscalYear, .fiscalYear), (.twoMonths, .twoMonths), (.halfYear, .halfYear), (.day, .day), (.week, .week),
      (.month, .month), (.quarter, .quarter), (.year, .year),
    ]
    for (keyword, grain) in grains where eat(keyword) { return (grain, range(from: start)) }
    reportExpected(grains.map { "\"\(spelling($0.0))\"" }.joined(separator: " / "))
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
