// SPDX-License-Identifier: Apache-2.0

// The words of values that are made from other indicators, of indices, and of windows.
extension KeywordTable {
  static let derived: [Row] = [
    row(.index, true, "index", "индекс"),
    row(.changeOf, false, "change of", "изменение"),
    row(.onPreviousPeriod, true, "on previous period", "к предыдущему периоду"),
    row(.onSamePeriodLastYear, true, "on same period last year", "к тому же периоду прошлого года"),
    row(.onBaseline, true, "on baseline", "к базовому периоду"),
    row(.amongUnitsWhere, true, "among units where", "среди подразделений, где"),
    row(.amongAllUnits, true, "among all units", "среди всех подразделений"),
    row(.minusTheSame, true, "minus the same", "минус то же"),
    row(.gapOf, false, "gap of", "разрыв"),
    row(.betweenUnitsWhere, true, "between units where", "между подразделениями, где"),
    row(.andUnitsWhere, true, "and units where", "и подразделениями, где"),
    row(.andAllUnits, true, "and all units", "и всеми подразделениями"),
    row(.toUnitAbove, true, "to the unit above", "с вышестоящим подразделением"),
    row(.minimumOf, false, "minimum of", "минимум"),
    row(.maximumOf, false, "maximum of", "максимум"),
    row(.overLevel, true, "over", "по уровню"),
    row(.overGroupsOf, true, "over groups of", "по группам"),
    row(.points, false, "points", "пунктах", "пункты"),
    row(.covers, true, "covers", "охватывает"),
    row(.lastSpan, false, "last", "последние", "последний", "последних", "последнюю"),
    row(.yearToDate, true, "year to date", "с начала года"),
    row(.sinceDay, false, "since", "начиная с"),
    row(.madeOf, true, "made of", "состоит из"),
    row(.combine, true, "combine", "сводится"),
    row(.arithmetic, false, "arithmetic", "средним арифметическим"),
    row(.geometric, false, "geometric", "средним геометрическим"),
    row(.harmonic, false, "harmonic", "средним гармоническим"),
    row(.normalise, true, "normalise", "приводится"),
    row(.minMax, false, "min-max", "к размаху"),
    row(.distanceToTarget, false, "distance to target", "к целевому значению"),
    row(.zScore, false, "z-score", "к стандартным отклонениям"),
    row(.rank, false, "rank", "к месту"),
    row(.percentile, false, "percentile", "к процентилю"),
    row(.elseNone, true, "else none", "иначе нет"),
    row(.standardPopulation, false, "standard population", "стандартное население"),
    row(.groupsFromColumn, true, "groups from column", "группы из столбца"),
    row(.personsFromColumn, true, "persons from column", "численность из столбца"),
    row(.directlyStandardised, false, "directly standardised", "прямая стандартизация"),
    row(.byStandard, false, "by", "по стандарту"),
    row(.indirectlyStandardised, false, "indirectly standardised", "косвенная стандартизация"),
    row(.byRatesOf, false, "by rates of", "по частотам уровня"),
  ]

  private static func row(_ keyword: Keyword, _ isReserved: Bool, _ english: String, _ russian: String...) -> Row {
    Row(keyword: keyword, isReserved: isReserved, english: [english], russian: russian)
  }
}
