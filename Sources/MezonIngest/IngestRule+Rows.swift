// SPDX-License-Identifier: Apache-2.0

import MezonColumns
package import MezonDiagnostics

// What is wrong with a row. The first argument is always the field or the reason by which reports count rows.
extension IngestRule {
  package static let missingValue = DiagnosticRule(
    "MZ3201", .error, Wording("{0} is missing", "{0} отсутствует"),
    remedy: Wording("fill it in, or let the field be missing", "заполните или разрешите полю отсутствовать"))
  package static let notANumber = DiagnosticRule(
    "MZ3202", .error, Wording("{0}: \"{1}\" is not a number", "{0}: «{1}» не число"),
    remedy: Wording("write digits, with {2} before decimals", "пишите цифры, перед дробной частью {2}"))
  package static let notWhole = DiagnosticRule(
    "MZ3203", .error, Wording("{0}: \"{1}\" is not a whole number", "{0}: «{1}» не целое число"),
    remedy: Wording("write a number without decimals", "напишите число без дробной части"))
  package static let numberOutOfRange = DiagnosticRule(
    "MZ3204", .error, Wording("{0}: the number {1} is out of range", "{0}: число {1} вне допустимых пределов"),
    remedy: Wording("correct the number", "исправьте число"))
  package static let notATime = DiagnosticRule(
    "MZ3205", .error, Wording("{0}: \"{1}\" is not a time of the form {2}", "{0}: «{1}» не время вида {2}"),
    remedy: Wording(
      "write it in that form, or state the file's time format", "напишите в этом виде или укажите формат времени файла")
  )
  package static let noSuchDay = DiagnosticRule(
    "MZ3206", .error, Wording("{0}: the calendar has no day \"{1}\"", "{0}: дня «{1}» в календаре нет"),
    remedy: Wording("correct the date", "исправьте дату"))
  package static let noSuchTime = DiagnosticRule(
    "MZ3207", .error, Wording("{0}: no clock shows \"{1}\"", "{0}: часы не показывают «{1}»"),
    remedy: Wording("correct the time of day or the offset", "исправьте время суток или смещение"))
  package static let notAMember = DiagnosticRule(
    "MZ3208", .error, Wording("{0}: \"{1}\" is none of {2}", "{0}: «{1}» не входит в: {2}"),
    remedy: Wording(
      "correct the value, or add a recode to the source", "исправьте значение или добавьте перекодировку в источник"))
  package static let notYesNo = DiagnosticRule(
    "MZ3209", .error, Wording("{0}: \"{1}\" is neither yes nor no", "{0}: «{1}» — ни да, ни нет"),
    remedy: Wording(
      "write yes or no, or add a recode to the source", "напишите да или нет или добавьте перекодировку в источник"))
  package static let unknownCode = DiagnosticRule(
    "MZ3210", .error,
    Wording("{0}: the source has no recode for \"{1}\"", "{0}: в источнике нет перекодировки для «{1}»"),
    remedy: Wording(
      "correct the code, or add a recode to the source", "исправьте код или добавьте перекодировку в источник"))
  package static let unknownUnit = DiagnosticRule(
    "MZ3211", .error, Wording("{0}: there is no unit \"{1}\"", "{0}: подразделения «{1}» нет"),
    remedy: Wording(
      "correct the code, or add the unit to the roster", "исправьте код или добавьте подразделение в реестр"))
  package static let unitNotThen = DiagnosticRule(
    "MZ3212", .error, Wording("{0}: unit \"{1}\" did not exist on {2}", "{0}: подразделения «{1}» {2} не было"),
    remedy: Wording("correct the day, the code or the unit's dates", "исправьте день, код или даты подразделения"))
  package static let unequalLists = DiagnosticRule(
    "MZ3213", .error,
    Wording("{0}: {1} has {2} elements and {3} has {4}", "{0}: в {1} элементов {2}, а в {3} — {4}"),
    remedy: Wording("give each record all its parts", "дайте каждой записи все её части"))
  package static let severalValues = DiagnosticRule(
    "MZ3214", .error, Wording("{0}: \"{1}\" holds several different numbers", "{0}: в «{1}» несколько разных чисел"),
    remedy: Wording("make the field a list, or correct the text", "сделайте поле списком или исправьте текст"))
  package static let ambiguousKey = DiagnosticRule(
    "MZ3215", .error,
    Wording("{0}: the key \"{1}\" stands more than once in {2}", "{0}: ключ «{1}» стоит в {2} не один раз"),
    remedy: Wording(
      "keep one row of this key in the joined file", "оставьте в присоединённом файле одну строку с этим ключом"))
  package static let repeatedKey = DiagnosticRule(
    "MZ3216", .error,
    Wording("{0}: the key \"{1}\" stands on more than one row", "{0}: ключ «{1}» стоит более чем в одной строке"),
    remedy: Wording("keep one row of this key", "оставьте одну строку с этим ключом"))
  package static let unknownLevel = DiagnosticRule(
    "MZ3217", .error, Wording("{0}: there is no level \"{1}\"", "{0}: уровня «{1}» нет"),
    remedy: Wording("write one of: {2}", "напишите одно из: {2}"))
  package static let unknownEvent = DiagnosticRule(
    "MZ3218", .error, Wording("{0}: there is no event type \"{1}\"", "{0}: события «{1}» нет"),
    remedy: Wording("write one of: {2}", "напишите одно из: {2}"))
  package static let endsBeforeStart = DiagnosticRule(
    "MZ3219", .error, Wording("{0}: it ends on {1}, before it starts on {2}", "{0}: кончается {1}, до начала {2}"),
    remedy: Wording("correct the dates", "исправьте даты"))
  package static let populationOverlap = DiagnosticRule(
    "MZ3220", .error,
    Wording(
      "{0}: an earlier row already states the residents of \"{1}\" on {2}",
      "{0}: жители «{1}» на {2} уже указаны строкой выше"),
    remedy: Wording("keep one row for each day", "оставьте одну строку на каждый день"))
  package static let populationDiffers = DiagnosticRule(
    "MZ3223", .warning,
    Wording(
      "{0}: on {1} a row states {2} residents ({3}), but the rows by {4} add up to {5}",
      "{0}: на {1} строка указывает жителей: {2} ({3}), а строки по {4} дают в сумме {5}"),
    remedy: Wording(
      "correct one of them; the row counts where it is asked for, the parts where they are",
      "исправьте одно из них; строка действует, где спрашивают её, части — где спрашивают их"))
  package static let repeatedUnit = DiagnosticRule(
    "MZ3222", .error,
    Wording(
      "{0}: an earlier row of unit \"{1}\" already holds on {2}",
      "{0}: {2} уже действует строка подразделения «{1}» выше"),
    remedy: Wording(
      "end the earlier row the day before the later one starts", "закончите раннюю строку днём раньше начала поздней"))
  package static let tooManyElements = DiagnosticRule(
    "MZ3221", .error,
    Wording("{0}: the lists of all rows together are too long", "{0}: списки всех строк вместе слишком длинны"),
    remedy: Wording("hand in fewer rows at a time", "сдавайте меньше строк за раз"))
  package static let refusedByRule = DiagnosticRule(
    "MZ3301", .error, Wording("refused: {0}", "отклонено: {0}"),
    remedy: Wording("correct the row", "исправьте строку"))
  package static let setAsideByRule = DiagnosticRule(
    "MZ3302", .warning, Wording("set aside: {0}", "отложено: {0}"), remedy: Wording("", ""))
  package static let total = DiagnosticRule(
    "MZ3304", .warning,
    Wording("set aside: a total, for it begins with \"{0}\"", "отложено: итог, так как начинается с «{0}»"),
    remedy: Wording("", ""))
  package static let duplicate = DiagnosticRule(
    "MZ3303", .warning,
    Wording(
      "set aside: {0}; the same row stands in {1}, line {2}", "отложено: {0}; такая же строка есть в {1}, строка {2}"),
    remedy: Wording("", ""))
}

// Rows that are no rows of the table at all.
extension IngestRule {
  package static let unclosedQuote = DiagnosticRule(
    "MZ3101", .error,
    Wording(
      "the quote is never closed; all that follows is lost in it", "кавычка не закрыта; всё дальнейшее попало в неё"),
    remedy: Wording("close the quote, or hand in the whole file", "закройте кавычку или сдайте файл целиком"))
  package static let fieldTooLong = DiagnosticRule(
    "MZ3102", .error, Wording("the cell is longer than {0} bytes", "ячейка длиннее {0} байт"),
    remedy: Wording("look for a quote that is not closed", "поищите незакрытую кавычку"))
  package static let rowTooLong = DiagnosticRule(
    "MZ3103", .error, Wording("the row is longer than {0} bytes", "строка длиннее {0} байт"),
    remedy: Wording("look for a quote that is not closed", "поищите незакрытую кавычку"))
  package static let textAfterQuote = DiagnosticRule(
    "MZ3104", .error, Wording("text follows a closing quote", "после закрывающей кавычки идёт текст"),
    remedy: Wording("double the quotes within a quoted cell", "удвойте кавычки внутри ячейки в кавычках"))
  package static let nulByte = DiagnosticRule(
    "MZ3105", .error, Wording("a byte of value 0 is no text", "нулевой байт — не текст"),
    remedy: Wording("save the file as UTF-8 text", "сохраните файл как текст UTF-8"))
  package static let brokenUTF8 = DiagnosticRule(
    "MZ3106", .error, Wording("the bytes here are not UTF-8", "эти байты не UTF-8"),
    remedy: Wording("save the file as UTF-8 text", "сохраните файл как текст UTF-8"))
  package static let tooFewCells = DiagnosticRule(
    "MZ3107", .error, Wording("the row has {1} cells, the header {0}", "в строке ячеек {1}, а в заголовке {0}"),
    remedy: Wording("complete the row", "дополните строку"))
  package static let tooManyCells = DiagnosticRule(
    "MZ3108", .error, Wording("the row has {1} cells, the header {0}", "в строке ячеек {1}, а в заголовке {0}"),
    remedy: Wording("put a cell that holds the delimiter in quotes", "заключите ячейку с разделителем в кавычки"))

  /// The rule that a row breaks which the reader refused, with what fills its wording.
  static func broken(by fault: RowFault) -> (rule: DiagnosticRule, arguments: [String]) {
    switch fault.kind {
    case .unclosedQuote: (unclosedQuote, [])
    case .fieldTooLong(let limit): (fieldTooLong, [String(limit)])
    case .rowTooLong(let limit): (rowTooLong, [String(limit)])
    case .textAfterClosingQuote: (textAfterQuote, [])
    case .nulByte: (nulByte, [])
    case .invalidUTF8: (brokenUTF8, [])
    case .tooFewFields(let expected, let found): (tooFewCells, [String(expected), String(found)])
    case .tooManyFields(let expected, let found): (tooManyCells, [String(expected), String(found)])
    }
  }
}
