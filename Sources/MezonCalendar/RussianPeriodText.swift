// SPDX-License-Identifier: Apache-2.0

/// The spellings of periods that people write in Russian, apart from labels.
///
/// `2026 год`, `1 полугодие 2026`, `III квартал 2026 года`, `июль 2026`, `07.2026`, `31 неделя 2026`, `14.07.2026`,
/// `14 июля 2026 г.`, with ordinals such as `1-е`, in either case, and `A – B` or `A..B` of them. A week is a week of
/// ISO 8601; `2026 год` is the calendar year.
struct RussianPeriodText {
  /// Which calendar makes the periods.
  let calendar: PeriodCalendar

  /// The period of one spelling other than a range, or why it is none.
  func parse(_ text: some StringProtocol) -> Result<Period, PeriodLabelFailure> {
    var words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    if let last = words.last, RussianPeriodText.yearWords.contains(last) {
      words.removeLast()
      if words.count == 1, let year = year(words[0]) { return calendar.year(year) }
    }
    switch words.count {
    case 1: return parseDate(words[0])
    case 2:
      guard let month = RussianPeriodText.months.firstIndex(of: words[0]), let year = year(words[1]) else { break }
      return calendar.month(month + 1, of: year)
    case 3:
      guard let number = number(words[0]), let year = year(words[2]) else { break }
      return parseNumbered(number, words[1], year: year)
    default: break
    }
    return .failure(.unknownForm)
  }

  private func parseNumbered(_ number: Int, _ word: String, year: Int) -> Result<Period, PeriodLabelFailure> {
    if let month = RussianPeriodText.monthsGenitive.firstIndex(of: word) {
      return calendar.day(number, month: month + 1, year: year)
    }
    switch word {
    case "полугодие": return calendar.halfYear(number, of: year)
    case "квартал": return calendar.quarter(number, of: year)
    case "неделя": return calendar.week(number, of: year)
    default: return .failure(.unknownForm)
    }
  }

  /// The day or the month of `14.07.2026` or `07.2026`.
  private func parseDate(_ text: String) -> Result<Period, PeriodLabelFailure> {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last, let year = year(last), parts.dropLast().allSatisfy({ $0.utf8.count == 2 }) else {
      return .failure(.unknownForm)
    }
    let numbers = parts.dropLast().compactMap { digits($0) }
    guard numbers.count == parts.count - 1 else { return .failure(.unknownForm) }
    switch numbers.count {
    case 1: return calendar.month(numbers[0], of: year)
    case 2: return calendar.day(numbers[0], month: numbers[1], year: year)
    default: return .failure(.unknownForm)
    }
  }

  /// A year of exactly four digits.
  private func year(_ word: String) -> Int? { word.utf8.count == 4 ? digits(word) : nil }

  /// A number such as `1`, `1-е` or, up to four, `iv`.
  private func number(_ word: String) -> Int? {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2,
      parts.count == 1 || RussianPeriodText.ordinalEndings.contains(String(parts[1]))
    else { return nil }
    if parts.count == 1, let roman = RussianPeriodText.romans.firstIndex(of: word) { return roman + 1 }
    return first.utf8.count <= 2 ? digits(String(first)) : nil
  }

  private func digits(_ text: String) -> Int? { calendar.digits(Array(text.utf8)[...]) }

  private static let yearWords: [String] = ["год", "года", "г.", "г"]
  private static let ordinalEndings: [String] = ["е", "ое", "й", "ый", "ий", "ой", "я", "ая"]
  private static let romans: [String] = ["i", "ii", "iii", "iv"]
  private static let months: [String] = [
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
  ]
  private static let monthsGenitive: [String] = [
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
  ]
}

extension PeriodCalendar {
  /// The period that a label or a Russian spelling such as `1 полугодие 2026`, `3 квартал 2026` or `14.07.2026` names,
  /// or why it names none.
  ///
  /// Spaces around it do not matter. A range is written `A..B` or, with a dash, `A – B`, each end in either way.
  package func parse(russian text: some StringProtocol) -> Result<Period, PeriodLabelFailure> {
    let spaced = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let ends = spaced.replacing("–", with: "..").replacing("—", with: "..")
      .split(separator: "..", omittingEmptySubsequences: false)
      .map { $0.split(separator: " ").joined(separator: " ") }
    guard let first = ends.first, ends.count > 1 else { return parseLabelOrRussian(spaced) }
    guard ends.count == 2 else { return .failure(.repeatedRange) }
    guard !ends.contains("") else { return .failure(.incompleteRange) }
    return parseLabelOrRussian(first).flatMap { first in
      parseLabelOrRussian(ends[1]).flatMap { range(from: first, through: $0) }
    }
  }

  /// The period of one label or spelling; of two reasons against it, the one that knows its form.
  private func parseLabelOrRussian(_ text: String) -> Result<Period, PeriodLabelFailure> {
    let asLabel = parse(text)
    return asLabel == .failure(.unknownForm) ? RussianPeriodText(calendar: self).parse(text) : asLabel
  }
}
