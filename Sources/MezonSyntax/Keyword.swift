// SPDX-License-Identifier: Apache-2.0

/// The languages in which the keywords of a definition file can be written.
package enum KeywordLanguage: String, Sendable, CaseIterable {
  case english = "en"
  case russian = "ru"
}

/// Every keyword of the language, named by its meaning; its spellings stand in ``KeywordTable``.
package enum Keyword: String, Sendable, CaseIterable {
  // Declarations
  case language, keywords, programme, choice, domain, unitOfMeasure, sensitiveEvent, event, source, indicator
  case appraisal, report
  // Programme
  case timeZone, languages, fiscalYearStarts, ministry, levels, unitAttribute
  // Fields and types
  case timeType, dayType, unitType, officerType, textType, wholeNumberType, numberType, yesNoType, personType
  case oneOf, reference, listOf, inMeasure, openMark, sensitiveMark, identifyingMark
  // Sources
  case encoding, sheet, headerRows, tellsApartBy, totalsAre, rowsFromColumns, headingAs, cellAs, under, fromFileName,
    fromCell
  case gives, file, delimiter, headerRow, missingAre, timeFormat, decimalComma, joins, fromColumn, ofTable
  case constant, numbersOf, digitsInColumn, to, separatedBy, recode, others, refuse, asMissing, asValue, asWholeNumber
  case computedAs, setAsideWhere, setAsideDuplicates, refuseWhere, because, column, matches
  // Indicators
  case label, purpose, limitations, looksAt, leavesOut, whereCondition, counts, notHeldAgainst, value
  case belongsToPeriodBy, belongsToUnitBy, belongsToOfficerBy, forSubjects, every, splitBy, betterWhen, higher, lower
  case interval, noInterval, tooFewBelow, protectCellsBelow, pairedWith, contextOnly, reportedWhere, completeAtLeast
  case exposureAtLeast, baseline, target, steps, line, from, until, effectiveFrom, owner, reviewBy, catalogue
  case inPeriod, officerSubject, anyUnit, atMostShare
  // Values
  case share, shareOf, count, distinct, sumOf, meanOf, medianOf, quantile, quantileOf, ofOperand, ratioOf, ratioTo,
    ratePer
  case residents, officers, aYear
  case having, withOfficerInPost, inEvery, units, perCent
  // Conditions
  case or, and, not, isEqual, isNot, isOneOf, isNotOneOf, isMissing, isPresent, atLeast, atMost, moreThan, lessThan
  case within, windowOf, before, after, followedBy, notFollowedBy, linkedTo, notLinkedTo, withSame, asOther, first, any,
    each, yes, no
  // Time
  case minutes, hours, days, weeks, months, quarters, halfYears, years
  case day, week, month, twoMonths, quarter, halfYear, year, fiscalYear
  // Examples
  case example, asOf, ignoringTooFew, expect, unitLiteral, level, inUnit, postLiteral, asPost, residentsLiteral
  // Appraisals and reports
  case ofOfficersInPost, part, weight, score, missing, reweightUpTo, holdAt, noScore, show, asContext, objectionsWithin
  case section, template
  // Fair comparison
  case lessRosters, proRata, peers, sameAttribute, withinShare, ofTheOfficers
  // Populations
  case populationBy, inPost, daysInPost
  // The officer's unit
  case ofOfficersUnit, byTheOfficer
  // Funnels of stages
  case funnel, goesThroughStages, namedBy, reachingStage, lostBeforeStage, daysToStage
  // Incentives
  case nature, arrestNature, ticketNature, caseClosureNature, complaintNature, protectionOrderNature
  case violenceReportNature, preventionClaimNature, acceptsRisk
  // Reuse
  case uses, library, group, filter, parameter
  // Rosters
  case roster, holdsFrom, inForceOnLastDay, inForceDuring, lastDay, listedIn, andHaving, noneOfThem, medianTerm
  // Surveys
  case survey, weightedBy, stratifiedBy, clusteredBy, thenClusteredBy, sizeIn, stratumSizeIn, speaksFor, lonelyStrata
  case scale, reversed, withoutAnswers, centred, averaged, certain, shareAnswering, toQuestion, shareNamingEach
  case panelBy, postStratifiedBy, rakedBy, toTotals, replicateWeights, varianceBy, seed, showByRule
  // Ratings
  case rubric, ratings, ratingOn, rates, raterIn, bodyIn, narrativeIn, evidenceIn, byAtLeast, raters, fromBodies, pooled
  case agreement, agreementOn, byMethod, withinTolerance, narrativeRequired, evidenceRequired
  // Values made from other indicators, indices, windows
  case index, changeOf, onPreviousPeriod, onSamePeriodLastYear, onBaseline, amongUnitsWhere, amongAllUnits, minusTheSame
  case gapOf, betweenUnitsWhere, andUnitsWhere, andAllUnits, toUnitAbove, minimumOf, maximumOf, overLevel, overGroupsOf
  case points, covers, lastSpan, yearToDate, sinceDay, madeOf, combine, arithmetic, geometric, harmonic, normalise
  case minMax, distanceToTarget, zScore, rank, percentile, elseNone, equalParts, scaled, borda, percentileRank
  case shareOfGreatest, treatOutliers, varyWeightsBy, draws
  case groupsFromColumn, personsFromColumn
  case standardPopulation, directlyStandardised, byStandard, indirectlyStandardised, byRatesOf
  // Comparisons and signs of gaming
  case comparedBy, funnelLimits, overDispersed, winsorised, truncated, shrinkage, reliability, controlChart, overLast
  case pastPeriods, audit, watches, terminalDigits, leadingDigits, periodEndShare, bunching, jump, atThreshold, binWidth
  case downgrading, toMilder, withinStratum, identicalLists, outliers, changePoints, dispersionOf, amongEvents
  case falseDiscoveries
}
