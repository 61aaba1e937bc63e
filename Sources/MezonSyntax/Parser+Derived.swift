// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Values made from other indicators, indices, and windows.
extension Parser {
  /// A value made from other indicators; nil where none begins here.
  mutating func parseDerivedForm() -> DerivedForm? {
    let start = index
    if eat(.computedAs) { return .computed(parseQuantity()) }
    if eat(.changeOf) { return .change(parseChange(from: start)) }
    if eat(.gapOf) { return .gap(parseGap(from: start)) }
    if eat(.directlyStandardised) { return .standardised(parseStandardised(isDirect: true, from: start)) }
    if eat(.indirectlyStandardised) { return .standardised(parseStandardised(isDirect: false, from: start)) }
    for (keyword, statistic) in [(Keyword.minimumOf, RangeClause.Statistic.minimum), (.maximumOf, .maximum)]
    where eat(keyword) {
      let indicator = parseName(Expected.indicator)
      let members = parseRangeMembers()
      if members == nil { reportExpected(anyOf: [.overLevel, .overGroupsOf]) }
      return .range(
        RangeClause(
          statistic: statistic, indicator: indicator, members: members ?? .level(Name(text: "", range: here)),
          range: range(from: start)))
    }
    return nil
  }

  /// `median of women_share over district`: what began like the median of a field of events.
  mutating func parseRange(of aggregate: Aggregate, from start: Int) -> DerivedForm? {
    guard at(.overLevel) || at(.overGroupsOf) else { return nil }
    let statistic: RangeClause.Statistic
    let indicator: Name
    switch aggregate {
    case .median(.name(let name)): (statistic, indicator) = (.median, name)
    case .mean(.name(let name)): (statistic, indicator) = (.mean, name)
    default: return nil
    }
    guard let members = parseRangeMembers() else { return nil }
    return .range(RangeClause(statistic: statistic, indicator: indicator, members: members, range: range(from: start)))
  }

  private mutating func parseRangeMembers() -> RangeClause.Members? {
    if eat(.overGroupsOf) { return .groups(parseSplit()) }
    if eat(.overLevel) { return .level(parseName(Expected.level)) }
    return nil
  }

  private mutating func parseStandardised(isDirect: Bool, from start: Int) -> StandardisedClause {
    let indicator = parseName(Expected.indicator)
    expect(.overGroupsOf)
    let split = parseSplit()
    let reference: StandardisedClause.Reference
    if isDirect {
      expect(.byStandard)
      reference = .standard(parseName(Expected.standard))
    } else {
      expect(.byRatesOf)
      reference = .ratesOf(level: parseName(Expected.level))
    }
    return StandardisedClause(indicator: indicator, split: split, reference: reference, range: range(from: start))
  }

  private mutating func parseChange(from start: Int) -> ChangeClause {
    let indicator = parseName(Expected.indicator)
    var earlier = ChangeClause.Earlier.previousPeriod
    if eat(.onSamePeriodLastYear) {
      earlier = .samePeriodLastYear
    } else if eat(.onBaseline) {
      earlier = .period(parsePeriod())
    } else if !eat(.onPreviousPeriod) {
      reportExpected(anyOf: [.onPreviousPeriod, .onSamePeriodLastYear, .onBaseline])
    }
    let among = eat(.amongUnitsWhere) ? parseCondition() : nil
    var minus: ChangeClause.Group?
    if eat(.minusTheSame) {
      if eat(.amongUnitsWhere) {
        minus = .units(parseCondition())
      } else {
        if !eat(.amongAllUnits) { reportExpected(anyOf: [.amongAllUnits, .amongUnitsWhere]) }
        minus = .allUnits
      }
    }
    return ChangeClause(
      indicator: indicator, earlier: earlier, among: among, minus: minus, range: range(from: start))
  }

  private mutating func parseGap(from start: Int) -> GapClause {
    let indicator = parseName(Expected.indicator)
    if eat(.toUnitAbove) { return GapClause(indicator: indicator, sides: .unitAbove, range: range(from: start)) }
    guard eat(.betweenUnitsWhere) else {
      reportExpected(anyOf: [.betweenUnitsWhere, .toUnitAbove])
      return GapClause(indicator: indicator, sides: .unitAbove, range: range(from: start))
    }
    let first = parseCondition()
    let second: ChangeClause.Group
    if eat(.andUnitsWhere) {
      second = .units(parseCondition())
    } else {
      if !eat(.andAllUnits) { reportExpected(anyOf: [.andAllUnits, .andUnitsWhere]) }
      second = .allUnits
    }
    return GapClause(indicator: indicator, sides: .groups(first, second), range: range(from: start))
  }

  /// `last 12 months`, `year to date`, `since 2024-01-01`.
  mutating func parseWindow(from start: Int) -> WindowClause {
    if eat(.yearToDate) { return WindowClause(stretch: .yearToDate, range: range(from: start)) }
    if eat(.sinceDay) { return WindowClause(stretch: .since(parseTime()), range: range(from: start)) }
    if !eat(.lastSpan) { reportExpected(anyOf: [.lastSpan, .yearToDate, .sinceDay]) }
    if length(of: .months, at: index + 1) != nil {
      let number = parseWholeNumber()
      _ = eat(.months)
      return WindowClause(stretch: .months(number), range: range(from: start))
    }
    return WindowClause(stretch: .span(parseSpan()), range: range(from: start))
  }

  // MARK: Indices

  /// The clauses of an index that an indicator does not have.
  static let indexClauses: [Keyword] = [.madeOf, .combine, .normalise, .missing, .treatOutliers, .varyWeightsBy]

  mutating func parseIndexClause(_ keyword: Keyword, from start: Int, into index: inout IndexClause) {
    switch keyword {
    case .madeOf:
      if eat(.equalParts) {
        index.parts += parseEqualParts()
        return
      }
      repeat {
        let weight = parseNumber()
        index.parts.append(IndexClause.Part(weight: weight, indicator: parseName(Expected.indicator)))
      } while eat(.comma)
    case .combine:
      let kinds: [(Keyword, IndexClause.Mean)] = [
        (.arithmetic, .arithmetic), (.geometric, .geometric), (.harmonic, .harmonic),
      ]
      for (keyword, kind) in kinds where eat(keyword) {
        index.mean = (kind, range(from: start))
        return
      }
      reportExpected(anyOf: kinds.map(\.0))
    case .normalise:
      index.normalisation = parseNormalisation().map { ($0, range(from: start)) }
      if eat(.scaled) {
        let low = parseSignedNumber()
        expect(.to)
        index.scale = (low, parseSignedNumber())
      }
    case .missing:
      expect(.reweightUpTo)
      index.reweightUpTo = parseNumber()
      expect(.elseNone)
    case .treatOutliers: index.treatsOutliers = range(from: start)
    case .varyWeightsBy:
      let spread = parseNumber()
      expect(.draws)
      let draws = parseWholeNumber()
      expect(.seed)
      index.variation = IndexClause.Variation(
        spread: spread, draws: draws, seed: parseWholeNumber(), range: range(from: start))
    default: break
    }
  }

  /// Parts that weigh the same: 100 per cent by how many there are.
  private mutating func parseEqualParts() -> [IndexClause.Part] {
    var names: [Name] = []
    repeat { names.append(parseName(Expected.indicator)) } while eat(.comma)
    return names.map { name in
      let weight = NumberLiteral(
        value: 100 / Double(names.count), isWhole: false, isPerCent: true, range: name.range)
      return IndexClause.Part(weight: weight, indicator: name)
    }
  }

  /// A number that may lie below 0, or a parameter.
  mutating func parseSignedNumberOrParameter() -> NumberLiteral {
    isAtName ? parseNumberOrParameter() : parseSignedNumber()
  }

  /// A number that may lie below 0.
  mutating func parseSignedNumber() -> NumberLiteral {
    let isNegative = eat(.minus)
    let number = parseNumber()
    return NumberLiteral(
      value: isNegative ? -number.value : number.value, isWhole: number.isWhole, isPerCent: number.isPerCent,
      range: number.range)
  }

  private mutating func parseNormalisation() -> IndexClause.Normalisation? {
    if eat(.minMax) {
      guard at(.number) || at(.minus) else { return .minMax }
      let low = parseSignedNumber()
      expect(.to)
      return .bounds(low, parseSignedNumber())
    }
    if eat(.distanceToTarget) { return .distanceToTarget }
    if eat(.zScore) { return .zScore }
    if eat(.rank) { return .rank }
    if eat(.percentileRank) { return .percentileRank }
    if eat(.percentile) { return .percentile }
    if eat(.borda) { return .borda }
    if eat(.shareOfGreatest) { return .shareOfGreatest }
    reportExpected(
      anyOf: [.minMax, .distanceToTarget, .zScore, .rank, .percentile, .percentileRank, .borda, .shareOfGreatest])
    return nil
  }
}
