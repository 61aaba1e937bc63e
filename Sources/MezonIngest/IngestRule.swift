// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of what is handed in, MZ3001 to MZ3999: here those about a source's definition and about a file as a whole.
package enum IngestRule {
  package static let noColumn = DiagnosticRule(
    "MZ3001", .error,
    Wording("{1} has no column \"{0}\"; its header is: {2}", "в {1} нет столбца «{0}»; заголовок файла: {2}"),
    remedy: Wording(
      "write the column's name as the header has it, or correct the header",
      "напишите имя столбца как в заголовке или исправьте заголовок"))
  package static let repeatedColumn = DiagnosticRule(
    "MZ3002", .error,
    Wording(
      "column \"{0}\" stands {2} times in the header of {1}",
      "столбец «{0}» назван в заголовке {1} более одного раза ({2})"),
    remedy: Wording("give each column a name of its own", "дайте каждому столбцу своё имя"))
  package static let emptyFile = DiagnosticRule(
    "MZ3003", .error, Wording("{0} is empty: it has no header", "{0} пуст: в нём нет заголовка"),
    remedy: Wording(
      "hand in a file whose first row names the columns", "сдайте файл, первая строка которого называет столбцы"))
  package static let unreadableHeader = DiagnosticRule(
    "MZ3004", .error, Wording("the header cannot be read: {0}", "заголовок не читается: {0}"),
    remedy: Wording(
      "save the file as UTF-8 text with one row of column names",
      "сохраните файл как текст UTF-8 с одной строкой имён столбцов"))
  package static let noHeaderLine = DiagnosticRule(
    "MZ3005", .error,
    Wording(
      "{0} has no line {1}, in which the header is to stand", "в {0} нет строки {1}, где должен стоять заголовок"),
    remedy: Wording(
      "correct the header row or hand in the whole file", "исправьте строку заголовка или сдайте файл целиком"))
  package static let noJoinedFile = DiagnosticRule(
    "MZ3006", .error,
    Wording("no file was given for \"{0}\", which {1} joins", "не дан файл для «{0}», который присоединяет {1}"),
    remedy: Wording(
      "write its path in the joins clause, or hand it in", "укажите его путь в предложении присоединения или сдайте его"
    ))
  package static let unknownTimeZone = DiagnosticRule(
    "MZ3007", .error, Wording("there is no time zone \"{0}\"", "часового пояса «{0}» нет"),
    remedy: Wording("write a zone such as Asia/Dushanbe", "напишите пояс, например Asia/Dushanbe"))
  package static let badTimeFormat = DiagnosticRule(
    "MZ3008", .error, Wording("\"{0}\" is no form of a time: {1}", "«{0}» не задаёт форму времени: {1}"),
    remedy: Wording("write a form such as dd.MM.yyyy HH:mm", "напишите форму, например dd.MM.yyyy HH:mm"))
  package static let badDelimiter = DiagnosticRule(
    "MZ3009", .error, Wording("\"{0}\" cannot part columns", "«{0}» не может разделять столбцы"),
    remedy: Wording("write one of \",\" \";\" \"\\t\" \"|\"", "напишите одно из \",\" \";\" \"\\t\" \"|\""))
  package static let unfitValue = DiagnosticRule(
    "MZ3010", .error, Wording("{0} does not fit {1}, which is {2}", "{0} не подходит для {1}: это {2}"),
    remedy: Wording("write a value of that kind", "напишите значение этого вида"))
  package static let notInSource = DiagnosticRule(
    "MZ3011", .error,
    Wording(
      "a source reads one row at a time and cannot answer this",
      "источник читает по одной строке и на это ответить не может"),
    remedy: Wording(
      "use fields mapped above, columns and constants", "используйте поля, заполненные выше, столбцы и постоянные"))
  package static let unmappedField = DiagnosticRule(
    "MZ3012", .error,
    Wording(
      "{1} does not say where {0} comes from, which may not be missing",
      "{1} не говорит, откуда берётся {0}, а отсутствовать оно не может"),
    remedy: Wording(
      "map the field, or let it be missing with \"?\"",
      "укажите источник поля или разрешите ему отсутствовать знаком «?»"))
  package static let unknownName = DiagnosticRule(
    "MZ3013", .error, Wording("there is no field or member \"{0}\" here", "поля или значения «{0}» здесь нет"),
    remedy: Wording("use a field that is mapped above", "используйте поле, заполненное выше"))
  package static let unusedColumn = DiagnosticRule(
    "MZ3014", .warning,
    Wording(
      "{1} has a column \"{0}\" that no {2} table has; it is not read",
      "в {1} есть столбец «{0}», которого в таблице {2} нет; он не читается"),
    remedy: Wording("correct its name or remove it; known are: {3}", "исправьте имя или удалите; известны: {3}"))
  package static let unfitAttribute = DiagnosticRule(
    "MZ3015", .error,
    Wording("the unit attribute {0} cannot be read from a file", "признак подразделения {0} нельзя прочесть из файла"),
    remedy: Wording(
      "make it a choice, a text, yes or no, a day, a reference or a whole number",
      "сделайте его перечнем, текстом, да/нет, днём, ссылкой или целым числом"))
}

// What is wrong with the organisation as a whole, and with the facts of an example.
extension IngestRule {
  package static let unitOverlap = DiagnosticRule(
    "MZ3401", .error,
    Wording("two rows of unit \"{0}\" hold on {1}", "две строки подразделения «{0}» действуют {1}"),
    remedy: Wording(
      "end the earlier row the day before the later one starts", "закончите раннюю строку днём раньше начала поздней"))
  package static let noUnitAbove = DiagnosticRule(
    "MZ3402", .error,
    Wording("unit \"{1}\", above \"{0}\", does not exist on {2}", "подразделения «{1}» над «{0}» нет {2}"),
    remedy: Wording("add the unit above or correct the dates", "добавьте вышестоящее подразделение или исправьте даты"))
  package static let unitCycle = DiagnosticRule(
    "MZ3403", .error,
    Wording("unit \"{0}\" stands above itself on {1}", "подразделение «{0}» стоит над самим собой {1}"),
    remedy: Wording("correct the unit above", "исправьте вышестоящее подразделение"))
  package static let levelChanges = DiagnosticRule(
    "MZ3404", .error, Wording("the level of unit \"{0}\" changes", "уровень подразделения «{0}» меняется"),
    remedy: Wording("give the reorganised unit a code of its own", "дайте реорганизованному подразделению свой код"))
  package static let exampleWithoutTime = DiagnosticRule(
    "MZ3511", .error,
    Wording("this {0} needs its own time, {1}", "у этого факта {0} нет его собственного времени, {1}"),
    remedy: Wording("write {1} with a day", "напишите {1} с днём"))
  package static let exampleUnknown = DiagnosticRule(
    "MZ3512", .error, Wording("there is no {1} \"{0}\"", "не найдено: {1} «{0}»"),
    remedy: Wording("use one that is declared", "используйте описанное"), terms: [1])
  package static let exampleUnitThen = DiagnosticRule(
    "MZ3513", .error, Wording("unit \"{0}\" does not exist on {1}", "подразделения «{0}» {1} нет"),
    remedy: Wording("correct the day or the unit's dates", "исправьте день или даты подразделения"))
}
