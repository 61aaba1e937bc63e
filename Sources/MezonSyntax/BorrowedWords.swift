// SPDX-License-Identifier: Apache-2.0

/// Words that people bring along - from spreadsheets, from query languages, from everyday speech - with the keyword that says the
/// same here. They are suggested where a fault is reported, and never read in the keyword's place.
enum BorrowedWords {
  private static let english: [(words: [String], keyword: Keyword)] = [
    (["percentage", "percent", "proportion", "fraction"], .share),
    (["number", "amount", "counts"], .count),
    (["total", "sum", "summed"], .sumOf), (["average", "avg", "mean"], .meanOf), (["middle"], .medianOf),
    (["max", "maximum", "highest"], .maximumOf), (["min", "minimum", "lowest"], .minimumOf),
    (["unique", "different"], .distinct),
    (["if", "when", "which", "having"], .whereCondition), (["equals", "equal", "are", "was"], .isEqual),
    (["in", "among", "contains"], .isOneOf), (["exists", "filled"], .isPresent),
    (["empty", "blank", "null"], .isMissing),
    (["like"], .matches), (["earlier", "prior"], .before), (["later"], .after),
    (["over", "above", "greater"], .moreThan), (["under", "below", "fewer"], .lessThan),
    (["per", "each"], .every), (["excluding", "except", "without"], .leavesOut),
    (["grouped", "disaggregated"], .splitBy),
    (["since", "starting"], .from), (["reason"], .because), (["goal"], .target), (["responsible"], .owner),
    (["formula", "result"], .value), (["description", "aim"], .purpose), (["name", "title"], .label),
  ]

  private static let russian: [(words: [String], keyword: Keyword)] = [
    (["процент", "долю", "удельный"], .share), (["число", "кол-во"], .count), (["итого", "всего"], .sumOf),
    (["среднее", "средняя"], .meanOf), (["макс", "наибольшее"], .maximumOf), (["мин", "наименьшее"], .minimumOf),
    (["уникальных", "различных"], .distinct), (["если", "когда", "при", "которые"], .whereCondition),
    (["является", "равны", "есть"], .isEqual), (["в", "среди", "содержит"], .isOneOf),
    (["пусто", "пустое", "отсутствует"], .isMissing), (["заполнено", "имеется"], .isPresent),
    (["раньше", "ранее"], .before), (["позже", "позднее"], .after), (["больше", "свыше", "выше"], .moreThan),
    (["меньше", "ниже"], .lessThan), (["каждый", "ежемесячно", "ежеквартально"], .every),
    (["кроме", "исключая"], .leavesOut), (["цель", "план"], .target), (["ответственный"], .owner),
    (["формула", "результат"], .value), (["цели", "описание"], .purpose), (["имя", "заголовок"], .label),
  ]

  /// The phrase that a word probably stands for, of those that can stand in its place.
  static func phrase(for word: String, among phrases: [String], _ language: KeywordLanguage) -> String? {
    let word = word.lowercased()
    for (words, keyword) in language == .english ? english : russian where words.contains(word) {
      let phrase = KeywordTable.canonical(keyword, language)
      if phrases.contains(phrase) { return phrase }
    }
    return nil
  }

  /// What the characters of a stretch that has no meaning probably stand for: quotes of other shapes, signs of other languages.
  static func spelling(ofSigns text: String, _ language: KeywordLanguage) -> String? {
    func word(_ keyword: Keyword) -> String { KeywordTable.canonical(keyword, language) }
    switch text {
    case "“", "”", "„", "«", "»", "‘", "’", "'", "‟", "″": return "\""
    case "!", "≠", "¬": return word(.isNot)
    case "&", "&&": return word(.and)
    case "|", "||": return word(.or)
    case "≥", "⩾": return ">="
    case "≤", "⩽": return "<="
    case "×", "·": return "*"
    case "÷": return "/"
    case "−", "–", "—": return "-"
    case "→", "⇒": return "->"
    case ";": return ","
    default: return nil
    }
  }
}
