// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax
import Testing

@Suite("The keyword table")
struct KeywordTableTests {
  @Test("Every keyword has one row")
  func everyKeywordHasOneRow() {
    let rows = Dictionary(grouping: KeywordTable.rows, by: \.keyword)
    #expect(Keyword.allCases.filter { rows[$0]?.count != 1 } == [])
  }

  @Test("Every spelling is words of one script, single blanks between", arguments: KeywordLanguage.allCases)
  func spellingsAreWords(_ language: KeywordLanguage) {
    for row in KeywordTable.rows {
      let spellings = row.spellings(language)
      #expect(!spellings.isEmpty && Set(spellings).count == spellings.count, "\(row.keyword)")
      for spelling in spellings {
        #expect(spelling.split(separator: " ").joined(separator: " ") == spelling)
        let letters = spelling.unicodeScalars.filter { $0 != " " && $0 != "," && $0 != "-" && $0 != "'" }
        let isOurs = letters.allSatisfy { scalar in
          language == .english ? ("a"..."z").contains(scalar) : ("а"..."я").contains(scalar) || scalar == "ё"
        }
        #expect(isOurs, "\(spelling)")
      }
    }
  }

  /// Keywords among which the parser chooses at one place.
  static let rivals: [[Keyword]] = [
    [.minutes, .hours, .days, .weeks, .months, .years], [.reachingStage, .lostBeforeStage, .daysToStage, .forSubjects],
    [.ofOfficersUnit, .inForceOnLastDay, .inForceDuring, .whereCondition], [.namedBy, .within, .ofOperand, .withSame],
    [
      .programme, .choice, .domain, .unitOfMeasure, .sensitiveEvent, .event, .source, .indicator, .appraisal, .report,
      .survey, .rubric, .ratings, .standardPopulation,
    ],
    [.label, .rates, .raterIn, .bodyIn, .narrativeIn, .evidenceIn],
    [
      .byAtLeast, .fromBodies, .pooled, .agreement, .withinTolerance, .atLeast, .narrativeRequired, .evidenceRequired,
      .inMeasure, .byMethod,
    ],
    [
      .label, .weightedBy, .stratifiedBy, .clusteredBy, .thenClusteredBy, .stratumSizeIn, .speaksFor, .lonelyStrata,
      .scale, .panelBy, .postStratifiedBy, .rakedBy, .replicateWeights, .varianceBy,
    ],
    [.withoutAnswers, .atLeast, .reversed], [.toTotals, .seed],
    [.centred, .averaged, .certain],
    [.label, .ministry, .timeZone, .languages, .fiscalYearStarts, .levels, .unitAttribute, .protectCellsBelow],
    [
      .timeType, .dayType, .unitType, .officerType, .textType, .wholeNumberType, .numberType, .yesNoType, .personType,
      .oneOf, .ratingOn, .reference, .listOf, .inMeasure, .openMark, .sensitiveMark, .identifyingMark, .label, .nature,
    ],
    [
      .label, .file, .delimiter, .headerRow, .missingAre, .timeFormat, .timeZone, .decimalComma, .joins, .fromColumn,
      .encoding, .sheet, .headerRows, .tellsApartBy, .totalsAre, .rowsFromColumns, .fromFileName, .fromCell,
      .ofOperand, .constant, .numbersOf, .computedAs, .separatedBy, .recode, .others, .asWholeNumber, .setAsideWhere,
      .setAsideDuplicates, .refuseWhere, .because, .whereCondition,
    ],
    [.refuse, .asMissing, .asValue], [.digitsInColumn, .to],
    [.to, .headingAs, .cellAs, .under, .sheet, .whereCondition],
    [
      .label, .purpose, .source, .limitations, .catalogue, .looksAt, .leavesOut, .counts, .notHeldAgainst, .value,
      .belongsToPeriodBy, .belongsToUnitBy, .belongsToOfficerBy, .forSubjects, .every, .splitBy, .betterWhen, .interval,
      .tooFewBelow, .protectCellsBelow, .pairedWith, .contextOnly, .reportedWhere, .completeAtLeast, .exposureAtLeast,
      .baseline, .target, .effectiveFrom, .owner, .reviewBy, .nature, .acceptsRisk, .example, .showByRule, .comparedBy,
      // What can go on a clause stands where the next clause could.
      .or, .and, .isEqual, .isNot, .isOneOf, .isNotOneOf, .isMissing, .isPresent, .atLeast, .moreThan, .lessThan,
      .within, .before, .after, .matches, .because, .whereCondition, .withSame, .asOther, .inMeasure, .inEvery, .aYear,
      .until, .ofOperand, .having, .withOfficerInPost,
    ],
    [
      .share, .shareOf, .agreementOn, .count, .distinct, .sumOf, .meanOf, .medianOf, .quantile, .ratioOf, .ratePer,
    ],
    [.days, .weeks, .months, .quarters, .halfYears, .years, .units, .officers],
    [.minutes, .hours, .days, .weeks, .perCent],
    [.day, .week, .month, .twoMonths, .quarter, .halfYear, .year, .fiscalYear],
    [.followedBy, .notFollowedBy, .linkedTo, .notLinkedTo, .not, .any, .each, .yes, .no, .column, .first],
    [.atLeast, .atMost, .moreThan, .lessThan, .isEqual, .isNot, .isOneOf, .isNotOneOf, .isMissing, .isPresent],
    [.higher, .lower], [.steps, .line], [.officerSubject, .anyUnit], [.residents, .officers, .aYear],
    [.unitLiteral, .postLiteral, .residentsLiteral, .expect], [.level, .inUnit, .from, .until], [.asPost, .inUnit],
    [.asOf, .ignoringTooFew], [.forSubjects, .splitBy, .isEqual],
    [
      .label, .ofOfficersInPost, .every, .exposureAtLeast, .part, .missing, .show, .objectionsWithin, .asContext,
      .acceptsRisk, .lessRosters, .proRata, .peers, .sameAttribute, .withinShare, .ofTheOfficers,
    ],
    [.label, .every, .forSubjects, .watches, .falseDiscoveries],
    [
      .terminalDigits, .leadingDigits, .periodEndShare, .bunching, .jump, .downgrading, .identicalLists, .outliers,
      .changePoints, .dispersionOf,
    ],
    [.funnelLimits, .shrinkage, .reliability, .controlChart], [.overDispersed, .winsorised, .truncated],
    [.amongEvents, .atThreshold, .binWidth, .overLast, .whereCondition],
    [.reweightUpTo, .holdAt, .noScore], [.label, .weight, .score],
    [.label, .every, .forSubjects, .section, .template],
    [
      .arrestNature, .ticketNature, .caseClosureNature, .complaintNature, .protectionOrderNature, .violenceReportNature,
      .preventionClaimNature,
    ],
  ]

  @Test("Where the parser has a choice, the spellings differ", arguments: rivals, KeywordLanguage.allCases)
  func rivalsDiffer(_ rivals: [Keyword], _ language: KeywordLanguage) {
    let all = rivals.flatMap { keyword in KeywordTable.spellings(keyword, language).map { ($0, keyword) } }
    for (spelling, keywords) in Dictionary(grouping: all, by: \.0) where keywords.count > 1 {
      Issue.record("\"\(spelling)\" is \(keywords.map(\.1))")
    }
  }

  @Test("Every keyword has its place in a right file of the samples")
  func everyKeywordIsUsed() {
    var unused = Set(Keyword.allCases)
    func visit(_ node: SyntaxNode) {
      for child in node.children {
        switch child {
        case .node(let inner): visit(inner)
        case .keyword(let keyword, _): unused.remove(keyword)
        case .token, .name: break
        }
      }
    }
    for sample in Sample.good { visit(Parser.parse(sample.source).tree) }
    #expect(unused.map(\.rawValue).sorted() == [])
  }

  @Test("Every spelling of every rule's wording is filled in both languages")
  func rulesAreWorded() {
    let rules = SyntaxRule.all
    #expect(rules.map(\.code) == rules.map(\.code).sorted())
    #expect(Set(rules.map(\.code)).count == rules.count)
    for rule in rules {
      for wording in [rule.message, rule.remedy] {
        #expect(!wording.english.isEmpty && !wording.russian.isEmpty, "\(rule.code)")
        for place in 0..<4 {
          let mark = "{\(place)}"
          #expect(wording.english.contains(mark) == wording.russian.contains(mark), "\(rule.code) \(mark)")
        }
      }
    }
  }
}
