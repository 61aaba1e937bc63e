// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// What the parser expects where something else stands, in the words of its messages.
enum Expected {
  static let leftBrace = Wording("\"{\"", "«{»")
  static let rightBrace = Wording("\"}\"", "«}»")
  static let leftParenthesis = Wording("\"(\"", "«(»")
  static let rightParenthesis = Wording("\")\"", "«)»")
  static let arrow = Wording("\"->\"", "«->»")
  static let equal = Wording("\"=\"", "«=»")

  static let warningCode = Wording("the code of a warning, such as MZ2517", "код предупреждения, например MZ2517")
  static let number = Wording("a number", "число")
  static let day = Wording("a day such as 2026-01-31", "день, например 2026-01-31")
  static let period = Wording("a period such as 2026-Q1", "период, например 2026-Q1")
  static let text = Wording("a text in quotes", "текст в кавычках")
  static let languageOrText = Wording(
    "a language such as ru, or a text in quotes", "язык, например ru, или текст в кавычках")
  static let language = Wording("a language such as ru", "язык, например ru")
  static let keywordLanguage = Wording("en or ru", "en или ru")
  static let reason = Wording("a reason in quotes", "причина в кавычках")
  static let timeZone = Wording("a time zone such as \"Asia/Dushanbe\"", "часовой пояс, например \"Asia/Dushanbe\"")
  static let operand = Wording("a field or a value", "поле или значение")
  static let pattern = Wording("a pattern in quotes", "образец в кавычках")

  static let choiceName = Wording("the choice's name", "имя перечня")
  static let choiceMember = Wording("a member of the choice", "значение перечня")
  static let domainName = Wording("the domain's name", "имя справочника")
  static let measureName = Wording("a unit of measure", "единица измерения")
  static let eventName = Wording("the event's name", "имя события")
  static let rosterName = Wording("the roster's name", "имя реестра")
  static let scaleName = Wording("the scale's name", "имя шкалы")
  static let surveyName = Wording("the survey's name", "имя опроса")
  static let sourceName = Wording("the source's name", "имя источника")
  static let indicatorName = Wording("the indicator's name", "имя показателя")
  static let indexName = Wording("the index's name", "имя индекса")
  static let appraisalName = Wording("the appraisal's name", "имя оценки")
  static let reportName = Wording("the report's name", "имя отчёта")
  static let fieldName = Wording("a field's name", "имя поля")
  static let programmeTitle = Wording("the programme's title in quotes", "название программы в кавычках")
  static let partTitle = Wording("the part's title in quotes", "название раздела в кавычках")
  static let sectionTitle = Wording("the section's title in quotes", "название главы в кавычках")
  static let exampleTitle = Wording("the example's title in quotes", "название примера в кавычках")
  static let template = Wording("a template's name in quotes", "имя шаблона в кавычках")

  static let eventType = Wording("an event type", "вид события")
  static let field = Wording("a field", "поле")
  static let list = Wording("a list", "список")
  static let level = Wording("a level of the organisation", "уровень организации")
  static let domain = Wording("a domain", "справочник")
  static let indicator = Wording("an indicator", "показатель")
  static let post = Wording("a post", "должность")
  static let standardName = Wording("the standard population's name", "имя стандартного населения")
  static let standard = Wording("a standard population", "стандартное население")
  static let roster = Wording("a roster", "реестр")
  static let attributeOrLevel = Wording(
    "an attribute of units or a level", "признак подразделения или уровень организации")
  static let attributeOrIndicator = Wording(
    "an attribute of units or an indicator", "признак подразделения или показатель")
  static let group = Wording("a group", "группа")
  static let state = Wording("a state such as not_yet_due", "состояние, например not_yet_due")
  static let method = Wording("a method such as wilson, or none", "метод, например wilson, или нет")
  static let replicateMethod = Wording(
    "a method such as jk1, jkn or bootstrap", "метод, например jk1, jkn или bootstrap")
  static let varianceMethod = Wording("a method: jackknife or bootstrap", "метод: jackknife или bootstrap")
  static let presentationRule = Wording("a rule of presentation such as nchs", "правило показа, например nchs")
  static let subject = Wording("an officer, a unit or a level", "сотрудник, подразделение или уровень")
  static let catalogueID = Wording("a catalogue id in quotes", "номер по каталогу в кавычках")
  static let fact = Wording("an event, a unit, a post or expect", "событие, подразделение, назначение или ожидается")
  static let officerCode = Wording("an officer's code in quotes", "код сотрудника в кавычках")
  static let unitCode = Wording("a unit's code in quotes", "код подразделения в кавычках")
  static let coverageBase = Wording(
    "periods, units, officers, a level or a domain", "периоды, подразделения, сотрудники, уровень или справочник")

  static let filePath = Wording("a file's path in quotes", "путь к файлу в кавычках")
  static let delimiter = Wording("a delimiter such as \";\"", "разделитель, например \";\"")
  static let timeFormat = Wording(
    "a format such as \"dd.MM.yyyy HH:mm\"", "формат, например \"dd.MM.yyyy HH:mm\"")
  static let joinedName = Wording("a name for the joined file", "имя присоединяемого файла")
  static let joinedFile = Wording("a joined file", "присоединённый файл")
  static let column = Wording("a column's name in quotes", "имя столбца в кавычках")
  static let encoding = Wording(
    "an encoding such as \"windows-1251\"", "кодировка, например \"windows-1251\"")
  static let sheet = Wording("a sheet's name in quotes", "имя листа в кавычках")
  static let cell = Wording("a cell such as \"D3\"", "ячейка, например \"D3\"")
  static let heading = Wording("a heading in quotes", "заголовок в кавычках")
  static let separator = Wording("a separator in quotes", "разделитель в кавычках")
  static let code = Wording("a code in quotes", "код в кавычках")
}
