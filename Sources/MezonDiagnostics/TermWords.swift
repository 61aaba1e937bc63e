// SPDX-License-Identifier: Apache-2.0

/// The words of the language's own things that fill a message's places - `field`, `event dispute`, `list of officer` - in Russian.
///
/// Which places they fill a rule says itself (``DiagnosticRule/terms``), since a planner's own name may be the same word.
enum TermWords {
  /// Whole phrases.
  private static let phrases: [String: String] = [
    "it changed while it was read": "он изменился во время чтения",
    "a file stands there": "там стоит файл",
    "the workbook cannot be created": "книгу нельзя создать",
    "the workbook cannot be written to its end": "книгу не удалось дописать до конца",
    "the workbook that was written is not whole": "записанная книга неполна",
    "there is not enough memory for the workbook": "на книгу не хватает памяти",
    "the programme": "программа", "the population": "население", "the source": "источник", "a source": "источник",
    "the language": "язык", "an example": "пример", "this value": "это значение", "a bare number": "число без единицы",
    "field": "поле", "indicator": "показатель", "roster": "реестр", "level": "уровень", "member": "значение",
    "event": "событие", "type": "тип", "rubric": "рубрика", "parameter": "параметр", "column": "графа",
    "unit attribute": "признак подразделения", "level or domain": "уровень или область значений",
    "unit of measure": "единица измерения",
    "standard population": "стандартное население", "method": "метод", "rule": "правило",
    "agreement": "мера согласия", "joined file": "присоединённый файл", "choice": "перечень", "group": "группа",
    "filter": "отбор", "stage": "этап", "survey": "опрос", "ratings": "оценки экспертов", "funnel": "воронка",
    "index": "индекс", "appraisal": "оценка сотрудников", "report": "отчёт", "audit": "выборочная проверка",
    "source": "источник", "domain": "область значений", "person": "лица",
    "week": "неделю", "month": "месяц", "two months": "два месяца", "quarter": "квартал", "half-year": "полугодие",
    "year": "год", "fiscal year": "финансовый год", "post": "должность",
    "time": "время", "day": "день", "time or day": "время или день", "unit": "подразделение", "officer": "сотрудник",
    "text": "текст", "number": "число", "whole number": "целое число", "yes or no": "да или нет",
    "list of person": "список лиц", "list": "список", "units where": "подразделений, где", "share of": "доля среди",
    "every": "за каждый", "split by": "в разрезе", "target": "целевое значение", "score": "балл",
    "variance by": "дисперсия методом", "replicate weights in": "репликационные веса в поле",
    "show by rule": "показывать по правилу",
  ]

  /// Words before a planner's own name, or before another term.
  private static let openings: [(english: String, russian: String, isTermBehind: Bool)] = [
    ("list of ", "список: ", true), ("number in ", "число в: ", false), ("reference ", "ссылка на: ", false),
    ("choice ", "перечень ", false), ("event ", "событие ", false), ("survey ", "опрос ", false),
    ("ratings ", "оценки экспертов ", false), ("roster ", "реестр ", false), ("indicator ", "показатель ", false),
    ("the questions of ", "вопросы показателя ", false),
    (SystemReason.numbered.english, SystemReason.numbered.russian, false),
  ]

  /// A term, or a reason of the operating system, in Russian; what is neither stays as it is.
  static func russian(_ term: String) -> String {
    if let phrase = phrases[term] ?? SystemReason(rawValue: term)?.russian { return phrase }
    if term.hasSuffix("?") { return russian(String(term.dropLast())) + "?" }
    for opening in openings where term.hasPrefix(opening.english) {
      let rest = String(term.dropFirst(opening.english.count))
      return opening.russian + (opening.isTermBehind ? russian(rest) : rest)
    }
    return term
  }
}
