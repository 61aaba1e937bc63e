// SPDX-License-Identifier: Apache-2.0

/// The one table of keywords: each meaning with its English and its Russian spellings.
///
/// A spelling is a phrase of one or more words. The first spelling of a language is canonical: the formatter writes it;
/// the others are accepted, since Russian declines its nouns. A keyword that is reserved cannot be a name without
/// backticks in a file of that language; the others bind only where the grammar expects them.
package enum KeywordTable {
  /// A row: the keyword, whether names must avoid it, and its spellings.
  package struct Row: Sendable {
    package let keyword: Keyword
    package let isReserved: Bool
    package let english: [String]
    package let russian: [String]

    /// The spellings in a language, canonical first.
    package func spellings(_ language: KeywordLanguage) -> [String] { language == .english ? english : russian }
  }

  static func reserved(_ keyword: Keyword, _ english: String, _ russian: String...) -> Row {
    Row(keyword: keyword, isReserved: true, english: forms(english), russian: russian)
  }

  static func contextual(_ keyword: Keyword, _ english: String, _ russian: String...) -> Row {
    Row(keyword: keyword, isReserved: false, english: forms(english), russian: russian)
  }

  private static func forms(_ text: String) -> [String] {
    text.split(separator: "|").map(String.init)
  }

  /// Every keyword once, grouped by where it is used.
  package static let rows: [Row] =
    declarations + fields + sources + tables + indicators + values + conditions + times + judging + populations
    + guarding + reuse + rosters + surveys + ratings + derived + comparison + comparisons
    + officersUnit + funnels

  private static let rowByKeyword = Dictionary(rows.map { ($0.keyword, $0) }) { first, _ in first }

  /// The spellings of a keyword in a language, canonical first.
  package static func spellings(_ keyword: Keyword, _ language: KeywordLanguage) -> [String] {
    rowByKeyword[keyword]?.spellings(language) ?? []
  }

  /// The canonical spelling of a keyword in a language.
  package static func canonical(_ keyword: Keyword, _ language: KeywordLanguage) -> String {
    spellings(keyword, language).first ?? keyword.rawValue
  }

  private static let declarations: [Row] = [
    contextual(.language, "language", "язык"),
    contextual(.keywords, "keywords", "ключевые слова"),
    reserved(.programme, "programme", "программа"),
    reserved(.choice, "choice", "перечень"),
    reserved(.domain, "domain", "справочник"),
    reserved(.unitOfMeasure, "unit of measure", "единица измерения"),
    reserved(.sensitiveEvent, "sensitive event", "чувствительное событие"),
    reserved(.event, "event", "событие", "события"),
    reserved(.source, "source", "источник", "основание"),
    reserved(.indicator, "indicator", "показатель"),
    reserved(.appraisal, "appraisal", "оценка сотрудника"),
    reserved(.report, "report", "отчёт", "отчет"),
    contextual(.timeZone, "time zone", "часовой пояс"),
    contextual(.languages, "languages", "языки"),
    contextual(.fiscalYearStarts, "fiscal year starts in month", "финансовый год начинается с месяца"),
    contextual(.ministry, "ministry", "министерство"),
    contextual(.levels, "levels", "уровни"),
    contextual(.unitAttribute, "unit attribute", "признак подразделения"),
  ]

  private static let fields: [Row] = [
    contextual(.timeType, "time", "время"),
    contextual(.dayType, "day", "день", "дата"),
    contextual(.unitType, "unit", "подразделение", "подразделений"),
    contextual(.officerType, "officer", "сотрудник", "сотрудников"),
    contextual(.textType, "text", "текст"),
    contextual(.wholeNumberType, "whole number", "целое число"),
    contextual(.numberType, "number", "число"),
    contextual(.yesNoType, "yes or no", "да или нет"),
    contextual(.personType, "person", "лиц", "лицо"),
    contextual(.oneOf, "one of", "одно из", "один из", "одна из"),
    contextual(.reference, "reference", "ссылка на"),
    contextual(.listOf, "list of", "список"),
    contextual(.inMeasure, "in", "в"),
    contextual(.openMark, "open", "открытое"),
    contextual(.sensitiveMark, "sensitive", "чувствительное"),
    contextual(.identifyingMark, "identifying", "опознающее"),
  ]

  private static let sources: [Row] = [
    reserved(.gives, "gives", "даёт", "дает"),
    contextual(.file, "file", "файл"),
    reserved(.delimiter, "delimiter", "разделитель"),
    reserved(.headerRow, "header in row", "заголовок в строке"),
    reserved(.missingAre, "missing are", "пропуски обозначены"),
    reserved(.timeFormat, "time format", "формат времени"),
    reserved(.decimalComma, "decimal comma", "десятичная запятая"),
    reserved(.joins, "joins", "присоединяет"),
    reserved(.fromColumn, "from column", "из столбца"),
    reserved(.ofTable, "of", "из"),
    reserved(.constant, "constant", "постоянно"),
    reserved(.numbersOf, "from numbers of", "из чисел от"),
    contextual(.digitsInColumn, "digits in column", "цифр в столбце"),
    contextual(.to, "to", "до"),
    reserved(.separatedBy, "separated by", "через"),
    reserved(.recode, "recode", "перекодировать"),
    reserved(.others, "others", "остальные"),
    reserved(.refuse, "refuse", "отклонить"),
    contextual(.asMissing, "missing", "пропуск"),
    contextual(.asValue, "as", "как"),
    reserved(.asWholeNumber, "as whole number", "как целое число"),
    reserved(.computedAs, "computed as", "вычисляется как"),
    reserved(.setAsideWhere, "set aside where", "отложить, если", "отложить если"),
    reserved(.setAsideDuplicates, "set aside exact duplicates", "отложить точные повторы"),
    reserved(.refuseWhere, "refuse where", "отклонить, если", "отклонить если"),
    reserved(.because, "because", "потому что"),
    reserved(.column, "column", "столбец"),
    reserved(.matches, "matches", "похож на", "похожа на"),
  ]

  private static let indicators: [Row] = [
    reserved(.label, "label", "название"),
    reserved(.purpose, "purpose", "назначение"),
    reserved(.limitations, "limitations", "ограничения"),
    reserved(.looksAt, "looks at", "рассматриваются", "рассматривается"),
    reserved(.leavesOut, "leaves out where", "исключаются, если", "исключаются если"),
    reserved(.whereCondition, "where", "где", "если"),
    reserved(.counts, "counts where", "засчитываются, если", "засчитываются если"),
    reserved(.notHeldAgainst, "not held against where", "не ставятся в вину, если", "не ставятся в вину если"),
    reserved(.value, "value", "значение"),
    reserved(.belongsToPeriodBy, "belongs to period by", "относится к периоду по дате"),
    reserved(.belongsToUnitBy, "belongs to unit by", "относится к подразделению по полю"),
    reserved(.belongsToOfficerBy, "belongs to officer by", "относится к сотруднику по полю"),
    reserved(.forSubjects, "for", "для"),
    reserved(.every, "every", "за каждый", "за каждое", "за каждую", "за каждые"),
    reserved(.splitBy, "split by", "в разрезе"),
    reserved(.betterWhen, "better when", "тем лучше, чем"),
    contextual(.higher, "higher", "выше"),
    contextual(.lower, "lower", "ниже"),
    reserved(.interval, "interval", "интервал"),
    contextual(.noInterval, "none", "нет"),
    reserved(.tooFewBelow, "too few below", "мало данных, если менее"),
    reserved(.protectCellsBelow, "protect cells below", "скрывать ячейки менее"),
    reserved(.pairedWith, "paired with", "в паре с"),
    reserved(.contextOnly, "context only", "только справочно"),
    reserved(.reportedWhere, "reported where", "представлены, если"),
    reserved(.completeAtLeast, "complete at least", "полнота не менее"),
    reserved(.exposureAtLeast, "exposure at least", "срок на посту не менее"),
    reserved(.baseline, "baseline", "исходное значение"),
    reserved(.target, "target", "целевое значение"),
    contextual(.steps, "steps", "ступенями"),
    contextual(.line, "line", "по прямой"),
    reserved(.from, "from", "с"),
    reserved(.until, "until", "по"),
    reserved(.effectiveFrom, "effective from", "действует с"),
    reserved(.owner, "owner", "ответственный"),
    reserved(.reviewBy, "review by", "пересмотреть до"),
    reserved(.catalogue, "catalogue", "каталог"),
    contextual(.inPeriod, "in", "за"),
    reserved(.atMostShare, "at most", "не более"),
    contextual(.officerSubject, "officer", "сотрудника", "сотрудник"),
    contextual(.anyUnit, "unit", "подразделения", "подразделение"),
  ]

  private static let values: [Row] = [
    contextual(.share, "share", "доля"),
    contextual(.shareOf, "share of", "доля среди", "доля из"),
    contextual(.count, "count", "количество", "количества", "количеству"),
    contextual(.distinct, "distinct", "количество разных", "количества разных", "количеству разных", "разных"),
    contextual(.sumOf, "sum of", "сумма", "суммы", "сумме"),
    contextual(.meanOf, "mean of", "среднее", "среднего", "среднему"),
    contextual(.medianOf, "median of", "медиана", "медианы", "медиане"),
    contextual(.quantile, "quantile", "квантиль", "квантиля", "квантилю"),
    contextual(.quantileOf, "of", "от", "из"),
    reserved(.ofOperand, "of", "из"),
    contextual(.ratioOf, "ratio of", "отношение"),
    contextual(.ratioTo, "to", "к"),
    contextual(.ratePer, "rate per", "число на"),
    contextual(.residents, "residents", "жителей"),
    contextual(.officers, "officers", "сотрудников"),
    contextual(.aYear, "a year", "в год"),
    reserved(.having, "having", "имеющих", "имеющие"),
    reserved(.withOfficerInPost, "with officer in post", "с сотрудником на должности"),
    reserved(.inEvery, "in every", "в каждый", "в каждое", "в каждую", "в каждые"),
    contextual(.units, "units", "подразделений"),
    contextual(.perCent, "per cent", "процентах", "проценты"),
  ]

  private static let conditions: [Row] = [
    reserved(.or, "or", "или"),
    reserved(.and, "and", "и"),
    reserved(.not, "not", "не"),
    reserved(.isEqual, "is", "равно", "равен", "равна"),
    reserved(.isNot, "is not", "не равно", "не равен", "не равна"),
    reserved(.isOneOf, "is one of", "одно из", "один из", "одна из"),
    reserved(.isNotOneOf, "is not one of", "не одно из", "не один из", "не одна из"),
    reserved(.isMissing, "is missing|is not present", "не указано", "не указан", "не указана"),
    reserved(.isPresent, "is present|is not missing", "указано", "указан", "указана"),
    reserved(.atLeast, "at least", "не менее", "не менее чем"),
    reserved(.atMost, "at most", "не более", "не более чем"),
    reserved(.moreThan, "more than", "более"),
    reserved(.lessThan, "less than", "менее"),
    reserved(.within, "within", "в течение"),
    contextual(.windowOf, "of|after", "после", "с"),
    reserved(.before, "before", "до"),
    reserved(.after, "after", "после"),
    reserved(.followedBy, "followed by", "после чего есть"),
    reserved(.notFollowedBy, "not followed by", "после чего нет"),
    reserved(.linkedTo, "linked to", "связано с", "связан с", "связана с"),
    reserved(.notLinkedTo, "not linked to", "не связано с", "не связан с", "не связана с"),
    reserved(.withSame, "with same", "с тем же полем", "с тем же", "с той же"),
    reserved(.asOther, "as", "как"),
    reserved(.first, "first", "первого", "первой", "первое"),
    reserved(.any, "any", "любого", "любой", "любое", "любых"),
    reserved(.each, "each", "каждого", "каждой", "каждое", "каждых"),
    reserved(.yes, "yes", "да"),
    reserved(.no, "no", "нет"),
  ]

  private static let times: [Row] = [
    contextual(.minutes, "minutes|minute", "минут", "минуты", "минута", "минутах"),
    contextual(.hours, "hours|hour", "часов", "часа", "час", "часах"),
    contextual(.days, "days|day", "дней", "дня", "день", "днях"),
    contextual(.weeks, "weeks|week", "недель", "недели", "неделя", "неделях", "неделю"),
    contextual(.months, "months|month", "месяцев", "месяц", "месяца"),
    contextual(.quarters, "quarters", "кварталов"),
    contextual(.halfYears, "half-years", "полугодий"),
    contextual(.years, "years|year", "лет", "года", "год"),
    contextual(.day, "day", "день"),
    contextual(.week, "week", "неделю", "неделя"),
    contextual(.month, "month", "месяц"),
    contextual(.twoMonths, "two months", "два месяца"),
    contextual(.quarter, "quarter", "квартал"),
    contextual(.halfYear, "half-year", "полугодие"),
    contextual(.year, "year", "год"),
    contextual(.fiscalYear, "fiscal year", "финансовый год"),
  ]

  private static let judging: [Row] = [
    reserved(.example, "example", "пример"),
    contextual(.asOf, "as of", "по состоянию на"),
    contextual(.ignoringTooFew, "ignoring too few", "без учёта малых чисел", "без учета малых чисел"),
    reserved(.expect, "expect", "ожидается"),
    contextual(.unitLiteral, "unit", "подразделение"),
    contextual(.level, "level", "уровень"),
    contextual(.inUnit, "in", "в"),
    contextual(.postLiteral, "post", "служит"),
    contextual(.asPost, "as", "на должности", "на должность", "как"),
    contextual(.residentsLiteral, "residents", "жителей"),
    reserved(.ofOfficersInPost, "of officers in post", "сотрудников на должности"),
    reserved(.part, "part", "раздел"),
    reserved(.weight, "weight", "вес"),
    reserved(.score, "score", "балл"),
    reserved(.missing, "missing", "при отсутствии"),
    contextual(.reweightUpTo, "re-weight up to", "перераспределить вес до"),
    contextual(.holdAt, "hold at", "считать равным"),
    contextual(.noScore, "no score", "без балла"),
    reserved(.show, "show", "показать"),
    contextual(.asContext, "as context", "справочно"),
    reserved(.objectionsWithin, "objections within", "возражения в течение"),
    reserved(.section, "section", "глава"),
    reserved(.template, "template", "шаблон"),
  ]
}
