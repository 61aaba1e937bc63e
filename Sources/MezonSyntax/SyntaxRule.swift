// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of spelling and grammar, MZ1001 to MZ1999.
package enum SyntaxRule {
  package static let unknownCharacter = DiagnosticRule(
    "MZ1001", .error, Wording("\"{0}\" has no meaning here", "«{0}» здесь ничего не значит"),
    remedy: Wording("remove it, or put a text in double quotes", "удалите или заключите текст в двойные кавычки"))
  package static let brokenText = DiagnosticRule(
    "MZ1002", .error, Wording("the text is broken here: byte {0} is not UTF-8", "текст здесь повреждён: байт {0} не UTF-8"),
    remedy: Wording("save the file as UTF-8", "сохраните файл в кодировке UTF-8"))
  package static let unclosedQuote = DiagnosticRule(
    "MZ1003", .error,
    Wording("this quote is not closed before the end of the line", "кавычка не закрыта до конца строки"),
    remedy: Wording("close the quote on the same line", "закройте кавычку на той же строке"))
  package static let unknownEscape = DiagnosticRule(
    "MZ1004", .error, Wording("this backslash escape is unknown", "неизвестная последовательность с обратной чертой"),
    remedy: Wording("write \\\" , \\\\ , \\n or \\t", "пишите \\\" , \\\\ , \\n или \\t"))
  package static let expected = DiagnosticRule(
    "MZ1005", .error, Wording("expected {0}, found {1}", "ожидается {0}, а стоит {1}"),
    remedy: Wording("write {0} here", "напишите здесь: {0}"))
  package static let unknownClause = DiagnosticRule(
    "MZ1006", .error, Wording("{0} does not begin a clause of {1}", "{0} не начинает предложения в {1}"),
    remedy: Wording("begin a clause with one of: {2}", "начните предложение с одного из: {2}"))
  package static let unknownDeclaration = DiagnosticRule(
    "MZ1007", .error, Wording("{0} does not begin a declaration", "{0} не начинает описания"),
    remedy: Wording(
      "begin with event, source, indicator, choice, domain, appraisal or report",
      "начните с: событие, источник, показатель, перечень, справочник, оценка сотрудника, отчёт"))
  package static let repeatedClause = DiagnosticRule(
    "MZ1008", .error, Wording("\"{0}\" stands twice in {1}", "«{0}» стоит дважды в {1}"),
    remedy: Wording("keep one of them", "оставьте одно"))
  package static let reservedName = DiagnosticRule(
    "MZ1009", .error, Wording("\"{0}\" is a keyword and cannot be a name as it stands", "«{0}» — ключевое слово и не может быть именем"),
    remedy: Wording("put the name in backticks: `{0}`", "заключите имя в обратные апострофы: `{0}`"))
  package static let tooDeep = DiagnosticRule(
    "MZ1010", .error, Wording("conditions are nested more than {0} deep", "условия вложены глубже {0} уровней"),
    remedy: Wording("split the condition into simpler ones", "разбейте условие на более простые"))
  package static let impossibleDate = DiagnosticRule(
    "MZ1011", .error, Wording("{0} is not a day of the calendar", "{0} — такого дня нет в календаре"),
    remedy: Wording("write a day as 2026-01-31", "пишите день как 2026-01-31"))
  package static let numberTooLarge = DiagnosticRule(
    "MZ1012", .error, Wording("the number {0} is too large", "число {0} слишком велико"),
    remedy: Wording("write a number below {1}", "напишите число меньше {1}"))
  package static let noEdition = DiagnosticRule(
    "MZ1013", .error, Wording("the language edition {0} is unknown", "редакция языка {0} неизвестна"),
    remedy: Wording("begin the file with: language 1  keywords en", "начните файл так: язык 1  ключевые слова ru"))
  package static let fileTooLarge = DiagnosticRule(
    "MZ1014", .error, Wording("the file is larger than {0} MiB", "файл больше {0} МиБ"),
    remedy: Wording("split the definitions into several files", "разделите определения на несколько файлов"))
  package static let missingClause = DiagnosticRule(
    "MZ1015", .error, Wording("{0} needs a clause \"{1}\"", "в {0} нужно предложение «{1}»"),
    remedy: Wording("add it", "добавьте его"))
  package static let dotsInPeriod = DiagnosticRule(
    "MZ1016", .error, Wording("{0} is not a period: {1}", "{0} — не период: {1}"),
    remedy: Wording("write 2026, 2026-H1, 2026-Q3, 2026-07 or 2026-W31", "пишите 2026, 2026-H1, 2026-Q3, 2026-07 или 2026-W31"))
}
