// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of spelling and grammar, MZ1001 to MZ1999.
package enum SyntaxRule {
  package static let unknownCharacter = DiagnosticRule(
    "MZ1001", .error, Wording("\"{0}\" has no meaning here", "«{0}» здесь ничего не значит"),
    remedy: Wording("remove it, or put a text in double quotes", "удалите или заключите текст в двойные кавычки"))
  package static let brokenText = DiagnosticRule(
    "MZ1002", .error,
    Wording("the text is broken here: byte {0} is not UTF-8", "текст здесь повреждён: байт {0} не UTF-8"),
    remedy: Wording("save the file as UTF-8", "сохраните файл в кодировке UTF-8"))
  package static let unclosedQuote = DiagnosticRule(
    "MZ1003", .error,
    Wording("this quote is not closed before the end of the line", "кавычка не закрыта до конца строки"),
    remedy: Wording("close the quote on the same line", "закройте кавычку на той же строке"))
  package static let unknownEscape = DiagnosticRule(
    "MZ1004", .error, Wording("this backslash escape is unknown", "неизвестная последовательность с обратной чертой"),
    remedy: Wording("write \\\" , \\\\ , \\n or \\t", "пишите \\\" , \\\\ , \\n или \\t"))
  /// The general form; the parser fills in what it expects with ``expected(_:)``.
  package static let expected = DiagnosticRule(
    "MZ1005", .error, Wording("expected {0}, found \"{1}\"", "ожидается {0}, а стоит «{1}»"),
    remedy: Wording("write {0} here", "напишите здесь: {0}"))
  package static let unknownClause = DiagnosticRule(
    "MZ1006", .error, Wording("\"{0}\" does not begin a clause of {1}", "«{0}» не начинает предложения в {1}"),
    remedy: Wording("begin a clause with one of: {2}", "начните предложение с одного из: {2}"))
  package static let unknownDeclaration = DiagnosticRule(
    "MZ1007", .error, Wording("\"{0}\" does not begin a declaration", "«{0}» не начинает описания"),
    remedy: Wording("begin a declaration with one of: {1}", "начните описание с одного из: {1}"))
  package static let repeatedClause = DiagnosticRule(
    "MZ1008", .error, Wording("\"{0}\" stands twice in {1}", "«{0}» стоит дважды в {1}"),
    remedy: Wording("keep one of them", "оставьте одно"))
  package static let reservedName = DiagnosticRule(
    "MZ1009", .error,
    Wording("\"{0}\" is a keyword and cannot be a name as it stands", "«{0}» — ключевое слово и не может быть именем"),
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
    remedy: Wording("begin the file with: {1}", "начните файл так: {1}"))
  package static let fileTooLarge = DiagnosticRule(
    "MZ1014", .error, Wording("the file is larger than {0} MiB", "файл больше {0} МиБ"),
    remedy: Wording("split the definitions into several files", "разделите определения на несколько файлов"))
  package static let unexpected = DiagnosticRule(
    "MZ1016", .error, Wording("\"{0}\" cannot stand here", "«{0}» здесь стоять не может"),
    remedy: Wording(
      "remove it, or begin a new clause; conditions are joined with \"{1}\" or \"{2}\"",
      "удалите или начните новое предложение; условия соединяют «{1}» или «{2}»"))
  package static let otherKeywordLanguage = DiagnosticRule(
    "MZ1017", .error,
    Wording(
      "the file says keywords {0}, but this line is written with keywords {1}",
      "в файле указан язык {0}, но эта строка написана на {1}"),
    remedy: Wording(
      "write {1} here; mezon format --keywords {0} translates a file",
      "напишите здесь {1}; файл переводит mezon format --keywords {0}"))
  package static let noHeader = DiagnosticRule(
    "MZ1018", .warning, Wording("the file does not name its language edition", "в файле не указана редакция языка"),
    remedy: Wording("begin the file with: {0}", "начните файл так: {0}"))
  package static let mixedScripts = DiagnosticRule(
    "MZ1019", .error,
    Wording(
      "\"{0}\" mixes letters of two alphabets, such as Latin and Cyrillic, that look alike",
      "в «{0}» смешаны похожие буквы двух алфавитов, например латинские и русские"),
    remedy: Wording("write the word in one script", "напишите слово буквами одного алфавита"))
  package static let hiddenCharacter = DiagnosticRule(
    "MZ1023", .error,
    Wording(
      "an invisible character, {0}, stands here: what is read is not what is seen",
      "здесь невидимый знак {0}: читается не то, что видно"),
    remedy: Wording("delete it, or write the line anew", "удалите его или напишите строку заново"))
  package static let tooLong = DiagnosticRule(
    "MZ1020", .error, Wording("this joins more than {0} parts", "здесь соединено более {0} частей"),
    remedy: Wording("use \"is one of\", or split the condition", "используйте «одно из» или разбейте условие"))
  package static let tooManyErrors = DiagnosticRule(
    "MZ1021", .error,
    Wording("more than {0} mistakes; the rest is not shown", "ошибок больше {0}, остальные не показаны"),
    remedy: Wording("mend these first", "сначала исправьте эти"))

  package static let notWhole = DiagnosticRule(
    "MZ1022", .error, Wording("{0} must be a whole number up to {1}", "{0} должно быть целым числом до {1}"),
    remedy: Wording("write a whole number", "напишите целое число"))

  /// What is said where a block is not closed, at the brace that opened it.
  static let openedHere = Wording("opened here", "открыта здесь")

  /// Every rule in order of its code.
  package static let all: [DiagnosticRule] = [
    unknownCharacter, brokenText, unclosedQuote, unknownEscape, expected, unknownClause, unknownDeclaration,
    repeatedClause, reservedName, tooDeep, impossibleDate, numberTooLarge, noEdition, fileTooLarge,
    unexpected, otherKeywordLanguage, noHeader, mixedScripts, tooLong, tooManyErrors, notWhole,
    hiddenCharacter,
  ]

  /// The rule that something else is expected, with what it is in every language.
  static func expected(_ what: Wording) -> DiagnosticRule {
    DiagnosticRule(
      expected.code, expected.severity,
      Wording("expected \(what.english), found \"{0}\"", "ожидается \(what.russian), а стоит «{0}»"),
      remedy: Wording("write \(what.english) here", "напишите здесь: \(what.russian)"))
  }

  /// The same where the file ends.
  static func expectedAtEnd(_ what: Wording) -> DiagnosticRule {
    DiagnosticRule(
      expected.code, expected.severity,
      Wording("expected \(what.english), but the file ends", "ожидается \(what.russian), но файл закончился"),
      remedy: Wording("write \(what.english) here", "напишите здесь: \(what.russian)"))
  }

  /// The same where the line ends.
  static func expectedAtLineEnd(_ what: Wording) -> DiagnosticRule {
    DiagnosticRule(
      expected.code, expected.severity,
      Wording("expected \(what.english), but the line ends", "ожидается \(what.russian), но строка закончилась"),
      remedy: Wording("write \(what.english) here", "напишите здесь: \(what.russian)"))
  }
}
