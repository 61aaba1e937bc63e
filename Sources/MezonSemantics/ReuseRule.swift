// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules on what definitions share and on versions, MZ2401 to MZ2499.
package enum ReuseRule {
  package static let cycle = DiagnosticRule(
    "MZ2401", .error, Wording("\"{0}\" is defined by itself: {1}", "«{0}» определено через само себя: {1}"),
    remedy: Wording("remove one of these steps", "уберите один из этих шагов"))
  package static let otherRecordType = DiagnosticRule(
    "MZ2402", .error,
    Wording(
      "filter \"{0}\" is about {1}, and here the condition is about {2}",
      "отбор «{0}» описывает: {1}, а здесь условие о: {2}"),
    remedy: Wording("use a filter of {2}, or write the condition out", "используйте отбор для {2} или напишите условие")
  )
  package static let nameTaken = DiagnosticRule(
    "MZ2403", .error,
    Wording("\"{0}\" is already a field or a member of a choice", "«{0}» — уже имя поля или значения перечня"),
    remedy: Wording(
      "give the group, filter or parameter another name, so that a condition has one meaning",
      "дайте группе, отбору или параметру другое имя, чтобы условие понималось однозначно"))
  package static let tooLarge = DiagnosticRule(
    "MZ2404", .error,
    Wording(
      "with \"{0}\" written out this condition has too many parts",
      "если раскрыть «{0}», в условии слишком много частей"),
    remedy: Wording("use simpler filters", "используйте более простые отборы"))
  package static let noValueYet = DiagnosticRule(
    "MZ2405", .error,
    Wording(
      "parameter \"{0}\" has no value on {1}; its first is from {2}",
      "у параметра «{0}» нет значения на {1}; первое — с {2}"),
    remedy: Wording("give it a value from an earlier day", "задайте значение с более раннего дня"))
  package static let noPoints = DiagnosticRule(
    "MZ2406", .error, Wording("parameter \"{0}\" has no value", "у параметра «{0}» нет значений"),
    remedy: Wording("write in braces: a number, from, a day", "напишите в скобках: число, с, день"))
  package static let groupElsewhere = DiagnosticRule(
    "MZ2407", .error, Wording("group \"{0}\" can only stand in a list", "группа «{0}» может стоять только в списке"),
    remedy: Wording("write: is one of {0}", "напишите: одно из {0}"))
  package static let versionsOverlap = DiagnosticRule(
    "MZ2408", .error,
    Wording("two versions of \"{0}\" are in force on {1}", "на {1} действуют две версии «{0}»"),
    remedy: Wording(
      "end the earlier one with \"until\" the day before", "закончите раннюю версию днём раньше: «по»"))
  package static let versionsLeaveHole = DiagnosticRule(
    "MZ2409", .error,
    Wording("no version of \"{0}\" is in force from {1} to {2}", "с {1} по {2} не действует ни одна версия «{0}»"),
    remedy: Wording("let one version follow the other without a gap", "пусть версии следуют без перерыва"))
  package static let undatedVersion = DiagnosticRule(
    "MZ2410", .error,
    Wording(
      "\"{0}\" is defined more than once, so each version needs \"effective from\"",
      "«{0}» определён не один раз, поэтому каждой версии нужно «действует с»"),
    remedy: Wording("add the day from which this version is in force", "добавьте день, с которого версия действует"))
  package static let pinnedChanged = DiagnosticRule(
    "MZ2411", .error,
    Wording(
      "the published version of \"{0}\" from {1} was changed",
      "опубликованная версия «{0}», действующая с {1}, изменена"),
    remedy: Wording(
      "put it back, and add a new version with \"effective from\" a later day",
      "верните её и добавьте новую версию: «действует с» более позднего дня"))
  package static let pinnedGone = DiagnosticRule(
    "MZ2412", .error,
    Wording(
      "the published version of \"{0}\" from {1} is gone", "опубликованной версии «{0}», действующей с {1}, больше нет"),
    remedy: Wording(
      "put it back; a version that is over ends with \"until\"", "верните её; версия заканчивается словом «по»"))
  package static let parameterAsBound = DiagnosticRule(
    "MZ2413", .error,
    Wording("parameter \"{0}\" is not a whole number of at least 1", "параметр «{0}» — не целое число от 1"),
    remedy: Wording("give it whole numbers", "задайте целые числа"))

  static let otherVersion = Wording("the other version stands here", "другая версия стоит здесь")
  static let memberOfGroup = Wording("it stands in this group", "оно стоит в этой группе")

  /// Every rule in order of its code.
  package static let all: [DiagnosticRule] = [
    cycle, otherRecordType, nameTaken, tooLarge, noValueYet, noPoints, groupElsewhere, versionsOverlap,
    versionsLeaveHole, undatedVersion, pinnedChanged, pinnedGone, parameterAsBound,
  ]
}
