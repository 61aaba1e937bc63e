// SPDX-License-Identifier: Apache-2.0

/// Chooses among the spellings of a keyword the one that agrees with its neighbours: `1 day`, `за каждую неделю`.
///
/// Every spelling is accepted everywhere; this only decides which one the formatter writes.
enum KeywordAgreement {
  /// What stands beside a keyword.
  struct Neighbours {
    /// The keyword before it.
    var previous: Keyword?
    /// The whole number before it.
    var number: Int?
    /// The keyword before that number.
    var beforeNumber: Keyword?
    /// The keyword behind it, or behind the whole number that follows it.
    var next: Keyword?
    /// The whole number behind it.
    var nextNumber: Int?
  }

  /// The spelling of a keyword in a language.
  static func spelling(_ keyword: Keyword, _ language: KeywordLanguage, _ neighbours: Neighbours) -> String {
    let spellings = KeywordTable.spellings(keyword, language)
    let place = language == .english ? englishForm(keyword, neighbours) : russianForm(keyword, neighbours)
    return spellings.indices.contains(place) ? spellings[place] : KeywordTable.canonical(keyword, language)
  }

  private static func englishForm(_ keyword: Keyword, _ neighbours: Neighbours) -> Int {
    switch keyword {
    case .minutes, .hours, .days, .weeks, .months, .years: neighbours.number == 1 ? 1 : 0
    default: 0
    }
  }

  /// The place of a form in the table: in the rows of spans many, one (the genitive), one (the nominative), behind "в" and, of weeks, one (the accusative); in those of aggregates the
  /// nominative, genitive and dative; in those of "каждый" by the gender of what follows.
  private static func russianForm(_ keyword: Keyword, _ neighbours: Neighbours) -> Int {
    switch keyword {
    case .minutes, .hours, .days, .weeks:
      if neighbours.previous == .inMeasure { return 3 }
      guard let number = neighbours.number else { return 0 }
      if neighbours.beforeNumber == .lastSpan || neighbours.beforeNumber == .overLast {
        return accusativeForm(keyword, number)
      }
      return number % 10 == 1 && number % 100 != 11 ? 1 : 0
    case .raters: return monthForm(neighbours.number) == 1 ? 1 : 0
    case .months:
      if neighbours.beforeNumber == .lastSpan { return monthForm(neighbours.number) }
      return monthForm(neighbours.number) == 1 ? 2 : 0
    case .years: return monthForm(neighbours.number) == 1 ? 1 : 0
    case .pastPeriods: return monthForm(neighbours.number)
    case .lastSpan:
      guard neighbours.nextNumber == 1 else { return 0 }
      return neighbours.next == .weeks ? 3 : 1
    case .every, .inEvery:
      switch neighbours.next {
      case .halfYear: return 1
      case .week: return 2
      case .twoMonths: return 3
      default: return 0
      }
    case .count, .distinct, .sumOf, .meanOf, .medianOf, .medianTerm, .quantile:
      return neighbours.previous == .ratioOf ? 1 : neighbours.previous == .ratioTo ? 2 : 0
    case .lastDay:
      return neighbours.previous == .to ? 1 : 0
    case .officerType, .unitType:
      return neighbours.previous == .listOf ? 1 : 0
    default:
      return 0
    }
  }

  /// Behind "последние": `28 дней`, `4 недели`, `1 неделю`.
  private static func accusativeForm(_ keyword: Keyword, _ number: Int) -> Int {
    switch monthForm(number) {
    case 1: keyword == .weeks ? 4 : 2
    case 2: 1
    default: 0
    }
  }

  /// `12 месяцев`, `1 месяц`, `3 месяца`.
  private static func monthForm(_ number: Int?) -> Int {
    guard let number, !(11...14).contains(number % 100) else { return 0 }
    return number % 10 == 1 ? 1 : (2...4).contains(number % 10) ? 2 : 0
  }
}
