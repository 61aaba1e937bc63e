// SPDX-License-Identifier: Apache-2.0

// Comparing units, officers and periods, and the signs of gaming.
extension KeywordTable {
  static let comparisons: [Row] = [
    reserved(.comparedBy, "compared by", "сравнивается с помощью"),
    contextual(.funnelLimits, "funnel", "воронки", "воронка"),
    contextual(.overDispersed, "over-dispersed", "с избыточным разбросом"),
    contextual(.winsorised, "winsorised", "с винзоризацией"),
    contextual(.truncated, "truncated", "с усечением"),
    contextual(.shrinkage, "shrinkage", "сжатия оценок", "сжатие оценок"),
    contextual(.reliability, "reliability", "надёжности", "надежности", "надёжность"),
    contextual(.controlChart, "control chart", "контрольной карты", "контрольная карта"),
    contextual(.overLast, "over last", "за последние", "за последний"),
    contextual(.pastPeriods, "periods", "периодов", "период", "периода"),
    contextual(.audit, "audit", "выборочная проверка"),
    contextual(.watches, "watches", "следит за"),
    contextual(.terminalDigits, "terminal digits of", "последними цифрами"),
    contextual(.leadingDigits, "first digits of", "первыми цифрами"),
    contextual(.periodEndShare, "period-end share of", "долей конца периода по дате"),
    contextual(.bunching, "bunching of", "скоплением"),
    contextual(.jump, "jump of", "скачком"),
    contextual(.atThreshold, "at", "у порога"),
    contextual(.binWidth, "width", "с шагом"),
    contextual(.downgrading, "downgrading of", "понижением"),
    contextual(.toMilder, "to", "до"),
    contextual(.withinStratum, "within each", "при равном"),
    contextual(.identicalLists, "identical lists of", "одинаковыми списками"),
    contextual(.outliers, "outliers of", "выбросами"),
    contextual(.changePoints, "change points of", "переломами"),
    contextual(.dispersionOf, "dispersion of", "разбросом"),
    contextual(.amongEvents, "among", "среди"),
    contextual(.falseDiscoveries, "false discoveries at most", "ложных находок не более"),
  ]
}
