// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

// Indicators made from others, windows, and indices: MZ2101 to MZ2119.
extension SemanticRule {
  package static let cycle = DiagnosticRule(
    "MZ2101", .error,
    Wording("indicator \"{0}\" is made from itself: {1}", "показатель «{0}» вычисляется из себя: {1}"),
    remedy: Wording(
      "make one of them from events or from indicators outside the circle",
      "вычислите один из них из событий или из показателей вне этого круга"))
  package static let clauseOfEvents = DiagnosticRule(
    "MZ2102", .error,
    Wording(
      "\"{0}\" speaks of events, but \"{1}\" is made from other indicators",
      "«{0}» говорит о событиях, а «{1}» вычисляется из других показателей"),
    remedy: Wording(
      "put the clause into the indicators that it is made from",
      "перенесите предложение в показатели, из которых он состоит"))
  package static let notOfOperand = DiagnosticRule(
    "MZ2103", .error,
    Wording("{0} \"{1}\" is none of those of indicator \"{2}\"", "{0}: «{1}» нет у показателя «{2}»"),
    remedy: Wording(
      "use one that it has ({3}), or add it there", "используйте то, что у него есть ({3}), или добавьте там"),
    terms: [0])
  package static let unlikePeriods = DiagnosticRule(
    "MZ2104", .error,
    Wording(
      "a figure for a {0} cannot be compared with that for {1}: \"{2}\" grows with the length of the period",
      "число за {0} нельзя сравнить с числом за {1}: «{2}» растёт с длиной периода"),
    remedy: Wording(
      "take a baseline of the same length, or compare a share, a mean or a rate a year",
      "возьмите базовый период той же длины или сравнивайте долю, среднее или число в год"), terms: [0])
  package static let notOfUnits = DiagnosticRule(
    "MZ2105", .error,
    Wording("only attributes of units can stand here, not {0}", "здесь могут быть только признаки подразделений: {0}"),
    remedy: Wording(
      "name attributes that are a choice, yes or no, or a number, and compare them with constants",
      "назовите признаки типа перечень, да или нет или число и сравните их с постоянными"))
  package static let negativeMean = DiagnosticRule(
    "MZ2106", .error,
    Wording(
      "{0} values can be below 0, so they have no {1} mean", "{0}: значения бывают меньше 0, и среднего ({1}) нет"),
    remedy: Wording("write: combine arithmetic", "напишите: сводится средним арифметическим"))
  package static let unlikeParts = DiagnosticRule(
    "MZ2107", .error,
    Wording(
      "part \"{0}\" is not in per cent, so it has no common scale", "часть «{0}» не в процентах, общей шкалы нет"),
    remedy: Wording("add the clause \"normalise\"", "добавьте предложение «приводится»"))
  package static let partWithoutTarget = DiagnosticRule(
    "MZ2108", .error, Wording("part \"{0}\" has no target", "у части «{0}» нет целевого значения"),
    remedy: Wording("give it one, or normalise in another way", "задайте его или приводите иначе"))
  package static let needsRateByGroup = DiagnosticRule(
    "MZ2110", .error,
    Wording(
      "\"{0}\" is no rate of residents that is split by \"{1}\", by which residents are counted apart",
      "«{0}» — не число на жителей в разрезе «{1}», по которому жители сосчитаны отдельно"),
    remedy: Wording(
      "name a rate of residents with that split, and the choice in \"population by\"",
      "назовите число на жителей с этим разрезом, а перечень — в «население по группам»"))
  package static let otherGroups = DiagnosticRule(
    "MZ2111", .error,
    Wording(
      "standard population \"{0}\" has the groups of \"{1}\", not of \"{2}\"",
      "стандартное население «{0}» состоит из групп «{1}», а не «{2}»"),
    remedy: Wording("name one of the same groups", "назовите то, у которого те же группы"))
  package static let needsBoundOfFigure = DiagnosticRule(
    "MZ2112", .error,
    Wording(
      "here the figure of each unit is compared with one number",
      "здесь число каждого подразделения сравнивается с одним числом"),
    remedy: Wording(
      "write for example: share of precinct where residents_per_inspector > 3,000",
      "напишите, например: доля среди участок, где жителей_на_инспектора > 3000"))
  package static let windowOfDerived = DiagnosticRule(
    "MZ2109", .error,
    Wording("a window of 0 days covers nothing", "окно в 0 дней ничего не охватывает"),
    remedy: Wording("write a number from 1", "напишите число от 1"))
}

extension SemanticRule {
  package static let nothingToTreat = DiagnosticRule(
    "MZ2550", .error,
    Wording(
      "outliers are found among the units of a level, which this index does not compare",
      "выбросы находят среди подразделений уровня, а этот индекс их не сравнивает"),
    remedy: Wording(
      "remove the clause, or write for example: normalise min-max",
      "уберите это предложение или напишите, например: приводится к размаху"))
  package static let greatestIsWorst = DiagnosticRule(
    "MZ2551", .error,
    Wording(
      "of part \"{0}\" less is better, so the share of the greatest would reward the worst",
      "у части «{0}» лучше меньшее, и доля от наибольшего хвалила бы худших"),
    remedy: Wording("write for example: normalise min-max", "напишите, например: приводится к размаху"))
  package static let scaleOfMinMax = DiagnosticRule(
    "MZ2552", .error,
    Wording("only \"min-max\" has a scale of its own choice", "свою шкалу задают только для приведения к размаху"),
    remedy: Wording(
      "write for example: normalise min-max scaled 1 to 100",
      "напишите, например: приводится к размаху по шкале 1 до 100"))
}

extension IncentiveRule {
  package static let madeOfContext = DiagnosticRule(
    "MZ2526", .error,
    Wording(
      "\"{0}\" is made from \"{1}\", which is never scored: it has no direction and no target either",
      "«{0}» вычисляется из «{1}», который не оценивается: ни направления, ни цели"),
    remedy: Wording(
      "mark it \"context only\" and remove \"better when\" and \"target\"",
      "отметьте «только справочно» и уберите «тем лучше, чем» и «целевое значение»"))
}
