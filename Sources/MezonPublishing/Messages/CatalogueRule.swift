// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// What can be wrong with a catalogue of messages.
enum CatalogueRule {
  static let notUTF8 = DiagnosticRule(
    "MZ7001", .error, Wording("the catalogue is not UTF-8 text", "каталог сообщений не в кодировке UTF-8"),
    remedy: Wording("save the file as UTF-8", "сохраните файл в UTF-8"))
  static let unknownWord = DiagnosticRule(
    "MZ7002", .error, Wording("\"{0}\" begins no line of a catalogue", "строка каталога не может начинаться с «{0}»"),
    remedy: Wording(
      "begin the line with msgctxt, msgid, msgid_plural, msgstr, a quotation mark or #",
      "начните строку с msgctxt, msgid, msgid_plural, msgstr, кавычки или #"))
  static let badString = DiagnosticRule(
    "MZ7003", .error, Wording("a text in quotation marks is expected here", "здесь нужен текст в кавычках"),
    remedy: Wording(
      "put the text between two quotation marks on one line, with nothing after it",
      "заключите текст в кавычки на одной строке, после него ничего не пишите"))
  static let badEscape = DiagnosticRule(
    "MZ7004", .error, Wording("\"\\{0}\" stands for no character", "«\\{0}» не обозначает никакого знака"),
    remedy: Wording("use \\n, \\t, \\r, \\\" or \\\\", "используйте \\n, \\t, \\r, \\\" или \\\\"))
  static let outOfOrder = DiagnosticRule(
    "MZ7005", .error, Wording("{0} does not belong here", "{0} здесь не на месте"),
    remedy: Wording(
      "keep the order msgctxt, msgid, msgid_plural, msgstr, each once",
      "соблюдайте порядок msgctxt, msgid, msgid_plural, msgstr, каждое по одному разу"))
  static let duplicate = DiagnosticRule(
    "MZ7006", .error, Wording("the message \"{0}\" stands twice", "сообщение «{0}» записано дважды"),
    remedy: Wording("delete one of the two", "удалите одно из двух"))
  static let untranslated = DiagnosticRule(
    "MZ7007", .error, Wording("the message \"{0}\" has no text", "у сообщения «{0}» нет текста"),
    remedy: Wording("write its text after msgstr", "запишите текст после msgstr"))
  static let formCount = DiagnosticRule(
    "MZ7008", .error, Wording("\"{0}\" needs {1} forms, it has {2}", "«{0}» требует форм: {1}, записано: {2}"),
    remedy: Wording(
      "write msgstr[0], msgstr[1] and so on, one for each form of the language",
      "запишите msgstr[0], msgstr[1] и далее, по одной на каждую форму языка"))
  static let header = DiagnosticRule(
    "MZ7009", .error,
    Wording("the head of the catalogue needs the line \"{0}\"", "в заголовке каталога нужна строка «{0}»"),
    remedy: Wording(
      "write it into the first entry, whose msgid is empty", "запишите её в первую запись, с пустым msgid"))
  static let fuzzy = DiagnosticRule(
    "MZ7010", .error, Wording("the text of \"{0}\" is marked as fuzzy", "текст «{0}» помечен как неточный (fuzzy)"),
    remedy: Wording(
      "check the text, then delete the word fuzzy", "проверьте текст и удалите слово fuzzy"))
  static let noMessage = DiagnosticRule(
    "MZ7011", .error, Wording("there is no message \"{0}\" in language {1}", "нет сообщения «{0}» на языке {1}"),
    remedy: Wording("add it to the catalogue", "добавьте его в каталог"))
  static let noForms = DiagnosticRule(
    "MZ7012", .error,
    Wording(
      "the message \"{0}\" goes with a number but has only one form",
      "сообщение «{0}» зависит от числа, но имеет одну форму"),
    remedy: Wording(
      "give it msgid_plural and a msgstr[n] for each form", "добавьте msgid_plural и msgstr[n] для каждой формы"))
  static let needsNumber = DiagnosticRule(
    "MZ7013", .error,
    Wording(
      "the message \"{0}\" has several forms but is used without a number",
      "у сообщения «{0}» несколько форм, но число не указано"),
    remedy: Wording("give it one msgstr, or a number where it is used", "оставьте один msgstr или укажите число"))
  static let emptyPlace = DiagnosticRule(
    "MZ7014", .error,
    Wording("nothing fills the place {{1}} of message \"{0}\"", "нечем заполнить место {{1}} в сообщении «{0}»"),
    remedy: Wording(
      "use only the places that the English catalogue has", "используйте только места из английского каталога"))
  static let otherPlaces = DiagnosticRule(
    "MZ7015", .error,
    Wording(
      "the message \"{0}\" has other places or forms than in the other language",
      "в сообщении «{0}» другие места или формы, чем на другом языке"),
    remedy: Wording("use the same names in braces", "используйте те же имена в фигурных скобках"))
  static let unknownMessage = DiagnosticRule(
    "MZ7016", .error,
    Wording(
      "the message \"{0}\" is not in the catalogue of language {1}",
      "сообщения «{0}» нет в каталоге языка {1}"),
    remedy: Wording("delete it, or add it there", "удалите его или добавьте туда"))

  static let firstNote = Wording("it stands first here", "впервые оно здесь")
  static let otherNote = Wording("in language {0} it stands here", "на языке {0} оно здесь")
}
