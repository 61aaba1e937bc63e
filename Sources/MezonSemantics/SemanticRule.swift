// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of meaning, MZ2001 to MZ2999: names, types, units of measure, roles, reach.
package enum SemanticRule {
  package static let unknownName = DiagnosticRule(
    "MZ2001", .error, Wording("there is no {0} \"{1}\" in {2}", "не найдено: {0} «{1}» ({2})"),
    remedy: Wording("write one of: {3}", "напишите одно из: {3}"), terms: [0, 2])
  package static let noneDeclared = DiagnosticRule(
    "MZ2342", .error,
    Wording("there is no {0} \"{1}\" in {2}, nor any other", "не найдено: {0} «{1}» ({2}), и других нет"),
    remedy: Wording(
      "declare it, or take in the file that does: uses \"...\" or uses library \"...\"",
      "опишите его или подключите файл, где оно описано: использует \"...\" или использует библиотеку \"...\""),
    terms: [0, 2])
  package static let duplicateName = DiagnosticRule(
    "MZ2002", .error, Wording("\"{0}\" is declared twice", "«{0}» описано дважды"),
    remedy: Wording("rename or remove one of them", "переименуйте или удалите одно из них"))
  package static let typesDiffer = DiagnosticRule(
    "MZ2003", .error, Wording("{0} cannot be compared with {1}", "{0} нельзя сравнить с: {1}"),
    remedy: Wording("compare values of one type", "сравнивайте значения одного типа"), terms: [0, 1])
  package static let domainsDiffer = DiagnosticRule(
    "MZ2004", .error,
    Wording(
      "a code of domain \"{0}\" is never a code of domain \"{1}\", though both may be numbers",
      "код справочника «{0}» — не код справочника «{1}», даже если оба числа"),
    remedy: Wording(
      "link fields of one domain; if both name the same things, declare them with the same domain",
      "связывайте поля одного справочника; если это одно и то же, опишите их одним справочником"))
  package static let needsOrder = DiagnosticRule(
    "MZ2005", .error,
    Wording("{0} has no order, so it can only be equal or not", "{0} не имеет порядка: возможно только равенство"),
    remedy: Wording("use is, is not or is one of", "используйте равно, не равно или одно из"), terms: [0])
  package static let needsNumber = DiagnosticRule(
    "MZ2006", .error, Wording("a number is needed here, but this is {0}", "здесь нужно число, а это {0}"),
    remedy: Wording(
      "use a field of type number, or a duration such as hours from A to B",
      "используйте числовое поле или длительность: часов с A до B"), terms: [0])
  package static let needsTime = DiagnosticRule(
    "MZ2007", .error, Wording("a time or day is needed here, but this is {0}", "здесь нужны время или день, а это {0}"),
    remedy: Wording("use a field of type time or day", "используйте поле типа время или день"), terms: [0])
  package static let needsCondition = DiagnosticRule(
    "MZ2008", .error, Wording("a condition is needed here, but this is {0}", "здесь нужно условие, а это {0}"),
    remedy: Wording(
      "say what it must be, as in: outcome is resolved", "укажите, чему это равно, например: исход равно урегулирован"),
    terms: [0])
  package static let measuresDiffer = DiagnosticRule(
    "MZ2009", .error, Wording("{0} and {1} are different units of measure", "{0} и {1} — разные единицы измерения"),
    remedy: Wording("use quantities of the same unit", "используйте величины в одной единице"))
  package static let listNeedsQuantifier = DiagnosticRule(
    "MZ2010", .error,
    Wording(
      "\"{0}\" is a list: say whether any or each of its elements is meant",
      "«{0}» — список: укажите, любой или каждый элемент"),
    remedy: Wording("write any {0} or each {0}", "напишите: любой {0} или каждый {0}"))
  package static let notAList = DiagnosticRule(
    "MZ2011", .error, Wording("\"{0}\" is not a list", "«{0}» — не список"),
    remedy: Wording("leave out any or each", "уберите «любой» или «каждый»"))
  package static let elementOutsideComparison = DiagnosticRule(
    "MZ2012", .error,
    Wording(
      "any and each stand directly on one side of a comparison",
      "«любой» и «каждый» стоят прямо на одной стороне сравнения"),
    remedy: Wording(
      "write for example: sex of any parties is female", "напишите, например: пол любого участники равно женщина"))
  package static let identifyingField = DiagnosticRule(
    "MZ2013", .error,
    Wording(
      "\"{0}\" identifies a person and cannot be used in a definition",
      "«{0}» опознаёт человека и не может входить в определение"),
    remedy: Wording("use a field that does not identify anybody", "используйте поле, которое никого не опознаёт"))
  package static let noOwnTime = DiagnosticRule(
    "MZ2014", .error, Wording("event \"{0}\" has no time of its own", "у события «{0}» нет своего времени"),
    remedy: Wording(
      "give it a field of type time or day that may not be missing", "добавьте обязательное поле типа время или день"))
  package static let wrongFieldType = DiagnosticRule(
    "MZ2015", .error,
    Wording("\"{0}\" must be a field of type {1}, but it is {2}", "«{0}» должно быть полем типа {1}, а это {2}"),
    remedy: Wording("name a field of that type", "назовите поле этого типа"), terms: [1, 2])
  package static let missingClause = DiagnosticRule(
    "MZ2016", .error, Wording("{0} \"{1}\" lacks the clause \"{2}\"", "{0} «{1}»: нет предложения «{2}»"),
    remedy: Wording("add it", "добавьте его"), terms: [0])
  package static let badSplit = DiagnosticRule(
    "MZ2017", .error, Wording("a result cannot be split by \"{0}\": it is {1}", "нельзя делить итог по «{0}»: это {1}"),
    remedy: Wording(
      "split by a choice, yes or no, a reference that names no person, or a unit attribute",
      "делите по перечню, да или нет, справочнику без людей или признаку подразделения"), terms: [1])
  package static let noMeaningFor = DiagnosticRule(
    "MZ2018", .error, Wording("this value has no meaning for {0}", "это значение не имеет смысла для: {0}"),
    remedy: Wording(
      "leave {0} out of the clause \"for\", or choose another value",
      "уберите это из предложения «для» или выберите другое значение"), terms: [0])
  package static let noSplitOfValue = DiagnosticRule(
    "MZ2019", .error,
    Wording("{0} cannot be split: its denominator has no groups", "{0}: нельзя делить, у знаменателя нет групп"),
    remedy: Wording("remove the clause \"split by\"", "уберите предложение «в разрезе»"), terms: [0])
  package static let badMeasure = DiagnosticRule(
    "MZ2020", .error, Wording("the value is in {0}, not in {1}", "значение измеряется в: {0}, а не в: {1}"),
    remedy: Wording("state the unit that the value has", "укажите единицу самого значения"))
  package static let needsSpan = DiagnosticRule(
    "MZ2021", .error,
    Wording("say in which unit the elapsed time is measured", "укажите, в чём измеряется прошедшее время"),
    remedy: Wording(
      "write for example: in minutes, or: hours from A to B", "напишите, например: в минутах, или: часов с A до B"))
  package static let badNumber = DiagnosticRule(
    "MZ2022", .error, Wording("{0} must lie between {1} and {2}", "{0}: должно быть от {1} до {2}"),
    remedy: Wording("write a number in that range", "напишите число из этих пределов"))
  package static let badPeriod = DiagnosticRule(
    "MZ2023", .error, Wording("\"{0}\" is not a period", "«{0}» — не период"),
    remedy: Wording(
      "write 2026, 2026-H1, 2026-Q3, 2026-07 or 2026-W31", "напишите 2026, 2026-H1, 2026-Q3, 2026-07 или 2026-W31"))
  package static let notAscending = DiagnosticRule(
    "MZ2024", .error, Wording("the points of {0} must ascend", "точки должны возрастать: {0}"),
    remedy: Wording("write them in order, each once", "запишите их по порядку, каждую один раз"), terms: [0])
  package static let badWeights = DiagnosticRule(
    "MZ2025", .error, Wording("the weights of {0} add up to {1}, not {2}", "{0}: сумма весов {1}, а не {2}"),
    remedy: Wording("change the weights so that they add up", "измените веса, чтобы сумма сошлась"))
  package static let unmappedField = DiagnosticRule(
    "MZ2026", .error,
    Wording(
      "source \"{0}\" does not fill the field \"{1}\", which may not be missing",
      "источник «{0}» не заполняет обязательное поле «{1}»"),
    remedy: Wording(
      "map it to a column or a constant, or mark it with ?",
      "укажите столбец или постоянное значение, или отметьте поле знаком ?"))
  package static let columnOutsideSource = DiagnosticRule(
    "MZ2027", .error, Wording("a column can only be named in a source", "столбец можно назвать только в источнике"),
    remedy: Wording("use a field of the event", "используйте поле события"))
  package static let linkOutsideIndicator = DiagnosticRule(
    "MZ2028", .error,
    Wording("linked events cannot be used in {0}", "связанные события нельзя использовать здесь: {0}"),
    remedy: Wording("move the condition to an indicator", "перенесите условие в показатель"), terms: [0])
  package static let badInterval = DiagnosticRule(
    "MZ2029", .error, Wording("interval \"{0}\" does not fit {1}", "интервал «{0}» не подходит: {1}"),
    remedy: Wording("use one of: {2}", "используйте одно из: {2}"), terms: [1])
  package static let badTimeZone = DiagnosticRule(
    "MZ2030", .error, Wording("\"{0}\" is not a time zone", "«{0}» — не часовой пояс"),
    remedy: Wording("write one such as Asia/Dushanbe", "напишите, например, Asia/Dushanbe"))
  package static let noDirection = DiagnosticRule(
    "MZ2031", .error,
    Wording(
      "indicator \"{0}\" has a target or is scored, but does not say what is better",
      "показатель «{0}» имеет цель или балл, но не сказано, что лучше"),
    remedy: Wording("add: better when higher, or: better when lower", "добавьте: тем лучше, чем выше (ниже)"))
  package static let repeatedMember = DiagnosticRule(
    "MZ2032", .error, Wording("\"{0}\" stands twice in the list", "«{0}» стоит в списке дважды"),
    remedy: Wording("keep one of them", "оставьте одно"))
  package static let fieldUsedBeforeMapped = DiagnosticRule(
    "MZ2033", .error,
    Wording("the field \"{0}\" is not mapped above this line", "поле «{0}» не заполнено выше этой строки"),
    remedy: Wording("map it above", "заполните его выше"))
  package static let twoProgrammes = DiagnosticRule(
    "MZ2034", .error, Wording("there are two programmes", "описаны две программы"),
    remedy: Wording("keep one programme.mezon", "оставьте один programme.mezon"))
  package static let reasonMissing = DiagnosticRule(
    "MZ2035", .error, Wording("events are taken out here without a reason", "события исключаются без указания причины"),
    remedy: Wording(
      "add: because \"...\"; it is printed beside the figure",
      "добавьте: потому что \"...\"; причина печатается рядом с числом"))
  package static let badDates = DiagnosticRule(
    "MZ2036", .error, Wording("the last day {0} lies before the first {1}", "последний день {0} раньше первого {1}"),
    remedy: Wording("swap or mend the dates", "исправьте даты"))
}
