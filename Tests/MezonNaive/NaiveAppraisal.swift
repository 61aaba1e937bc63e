// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSyntax

/// What an appraisal says of one officer.
package struct NaiveAppraised: Sendable {
  /// One scored figure.
  package struct Item: Sendable {
    package let indicator: String
    package var value: Double?
    package var target: Double?
    package var status: String
    /// The table's values, in proportion to the exposure where that is asked; nil where a parameter has none yet.
    package var points: [Double]?
    package var score: Double?
    package var isHeld = false
    package var reliability: Double?
    /// `shown` with count and quartiles, `too_few` with the least number, `not_known`, `protected`; nil where nobody is compared.
    package var peers: (code: String, numbers: [Double])?

    /// A figure of which nothing is said yet.
    package init(indicator: String, value: Double?, target: Double?, status: String) {
      (self.indicator, self.value, self.target, self.status) = (indicator, value, target, status)
    }
  }

  package let officer: String
  package var daysInPost = 0
  package var takenOff: [Int] = []
  package var days = 0
  package var items: [Item] = []
  /// `score`, `exposure_too_short`, or `too_much_missing` with the per cent that are.
  package var total = (code: "", number: 0.0)
  /// The day on which officers are compared, and with how many; nil where nobody is.
  package var peerDay: CalendarDay?
  package var peerCount: Int?

  /// An officer of whom nothing is said yet.
  package init(officer: String) {
    self.officer = officer
  }
}

/// Appraises officers the slow way, day by day (docs/evaluation.md, 12).
package struct NaiveAppraisal {
  /// What an officer is by one rule of comparison.
  private enum Own: Equatable {
    case unknown
    case value(NaiveValue)
    case number(Double)
  }

  private let evaluator: NaiveEvaluator
  private let declaration: AppraisalDeclaration
  private let period: Period
  private let rows: [NaiveRow]
  private let officers: [String]
  private var world: NaiveWorld { evaluator.world }
  private var post: String { declaration.post?.text ?? "" }

  /// An appraisal of a period, by the evaluator's rows for it.
  package init(_ declaration: AppraisalDeclaration, _ evaluator: NaiveEvaluator, in period: Period) {
    self.evaluator = evaluator
    self.declaration = declaration
    self.period = period
    rows = evaluator.rows(in: period).filter { $0.period == period && $0.split.isEmpty }
    let held = evaluator.world.log.posts.filter {
      $0.post == declaration.post?.text && $0.term.overlaps(NaiveTerm(period))
    }
    officers = NaiveWorld.sorted(Set(held.map(\.officer)))
  }

  /// All officers who held the post, by code.
  package func outcomes() -> [NaiveAppraised] { officers.map(outcome) }

  // MARK: Days

  private func posts(of officer: String) -> [NaivePost] {
    world.log.posts.filter { $0.officer == officer && $0.post == post }
  }

  private func daysInPost(_ officer: String, _ period: Period) -> Set<CalendarDay> {
    Set(NaiveWorld.days(of: period).filter { day in posts(of: officer).contains { $0.term.contains(day) } })
  }

  /// The days in post that a roster takes off.
  private func daysOff(_ officer: String, _ roster: Name, _ period: Period) -> Set<CalendarDay> {
    let named = world.programme.officerFields(of: roster.text)
    let unitField = world.programme.unitField(of: roster.text)
    let rows = world.seenEvents(of: roster.text).map { world.log.events[$0] }
    return daysInPost(officer, period).filter { day in
      rows.contains { row in
        guard world.term(of: row)?.contains(day) == true else { return false }
        if !named.isEmpty { return named.contains { row[$0].elements.contains { $0.code == officer } } }
        guard let unit = unitField.flatMap({ row[$0].code }) else { return false }
        return posts(of: officer).contains { $0.term.contains(day) && world.stands($0.unit, in: unit, on: day) }
      }
    }
  }

  private func exposure(_ officer: String, _ period: Period) -> Int {
    var days = daysInPost(officer, period)
    for roster in declaration.exposureLess { days.subtract(daysOff(officer, roster, period)) }
    return days.count
  }

  private func isTooShort(_ officer: String) -> Bool {
    let least = declaration.exposureAtLeast.map { $0.unit == .weeks ? 7 * $0.amount : $0.amount } ?? 0
    return exposure(officer, period) < max(1, least)
  }

  // MARK: Figures

  private func row(_ indicator: String, _ officer: String) -> NaiveRow? {
    rows.first { row in
      if case .officer(officer, _) = row.subject { row.indicator == indicator } else { false }
    }
  }

  private func indicator(_ name: String) -> IndicatorDeclaration? {
    world.programme.indicators.first { $0.name.text == name }
  }

  /// For how many of the days that an indicator covers it is judged; nil where it is judged as it is.
  private func proportion(_ name: String, _ officer: String) -> (days: Double, of: Double)? {
    guard declaration.proRata != nil, let indicator = indicator(name),
      case .aggregate(let aggregate)? = indicator.value?.form
    else { return nil }
    switch aggregate {
    case .count, .distinct, .sum: break
    default: return nil
    }
    let covered = NaiveIndicator(indicator, world)?.covered(for: period) ?? period
    return (Double(exposure(officer, covered)), Double(covered.days))
  }

  private func reliability(_ name: String, _ officer: String) -> Double? {
    let isShare: Bool
    switch indicator(name)?.value?.form {
    case .share: isShare = true
    case .rate: isShare = false
    default: return nil
    }
    let figures = officers.compactMap { row(name, $0) }.filter { $0.state == "value" && $0.denominator ?? 0 > 0 }
    guard let place = figures.firstIndex(where: { if case .officer(officer, _) = $0.subject { true } else { false } })
    else { return nil }
    let numbers = figures.map { (numerator: $0.numerator ?? 0, denominator: $0.denominator ?? 0) }
    return NaivePeers(isShare: isShare, numbers).reliabilities()[place].value
  }

  // MARK: Scores

  private func outcome(_ officer: String) -> NaiveAppraised {
    var found = NaiveAppraised(officer: officer)
    found.daysInPost = daysInPost(officer, period).count
    found.takenOff = declaration.exposureLess.map { daysOff(officer, $0, period).count }
    found.days = exposure(officer, period)
    let isShort = isTooShort(officer)
    let compares = !declaration.peers.isEmpty && !isShort
    let peers = compares ? officers.filter { isPeer($0, of: officer) } : []
    let own = standing(officer)
    var (weights, sum, missing) = (0.0, 0.0, 0.0)
    for item in declaration.parts.flatMap(\.items) {
      var scored: NaiveAppraised.Item?
      if let row = row(item.indicator.text, officer) {
        scored = self.scored(item, row, officer, isShort)
        if compares {
          scored?.peers =
            own.rules.contains(.unknown) ? ("not_known", []) : comparison(row, officer, with: peers)
        }
      }
      if let scored { found.items.append(scored) }
      if let score = scored?.score {
        weights += item.weight.value
        sum += item.weight.value * score
      } else {
        missing += item.weight.value
      }
    }
    let allowed: Double = if case .reweight(let most)? = declaration.missing { most.value } else { 0 }
    let percent = 100 * missing / (weights + missing)
    if isShort {
      found.total = ("exposure_too_short", 0)
    } else if weights > 0, percent <= allowed {
      found.total = ("score", sum / weights)
    } else {
      found.total = ("too_much_missing", percent)
    }
    if compares {
      found.peerDay = own.day
      found.peerCount = own.rules.contains(.unknown) ? nil : peers.count
    }
    return found
  }

  private func scored(
    _ item: AppraisalItem, _ row: NaiveRow, _ officer: String, _ isShort: Bool
  ) -> NaiveAppraised.Item {
    var row = row
    let proportion = proportion(row.indicator, officer)
    func share(_ number: Double) -> Double { proportion.map { number * $0.days / $0.of } ?? number }
    if proportion != nil, let target = row.target {
      row.target = share(target)
      row.status = indicator(row.indicator)?.status(of: row) ?? ""
    }
    var scored = NaiveAppraised.Item(indicator: row.indicator, value: row.value, target: row.target, status: row.status)
    let values = item.points.map { world.programme.number($0.value, on: period.last).map(share) }
    if !values.contains(nil) { scored.points = values.compactMap { $0 } }
    scored.reliability = reliability(row.indicator, officer)
    if isShort { return scored }
    if let value = row.value, scored.reliability ?? 1 >= 0.70, let table = scored.points,
      zip(table, table.dropFirst()).allSatisfy(<)
    {
      let scores = item.points.map(\.score.value)
      scored.score = value < table[0] ? scores[0] : scores[scores.count - 1]
      for place in table.indices.dropLast() where table[place] <= value && value < table[place + 1] {
        let part = (value - table[place]) / (table[place + 1] - table[place])
        scored.score = scores[place] + (scores[place + 1] - scores[place]) * part
      }
    } else if case .hold(let held)? = declaration.missing {
      (scored.score, scored.isHeld) = (held.value, true)
    }
    return scored
  }

  // MARK: Peers

  /// What an officer's unit was on the last known day in post, by each rule.
  private func standing(_ officer: String) -> (day: CalendarDay?, rules: [Own]) {
    let unknown = declaration.peers.map { _ in Own.unknown }
    let last = min(period.last, world.asOf)
    let held = posts(of: officer).filter { $0.term.from <= last && $0.term.until >= period.first }
    guard last >= period.first, let latest = held.map({ min($0.term.until, last) }).max() else { return (nil, unknown) }
    let units = held.filter { min($0.term.until, last) == latest }.map(\.unit)
    let chain = NaiveWorld.sorted(units).last.map { world.chain(of: $0, on: latest) } ?? []
    guard let unit = chain.first else { return (latest, unknown) }
    return (latest, declaration.peers.map { own($0, unit, chain, latest) })
  }

  private func own(_ rule: PeerRule, _ unit: String, _ chain: [String], _ day: CalendarDay) -> Own {
    switch rule {
    case .same(let name):
      if world.programme.levels.contains(name.text) {
        return chain.first { world.level(of: $0) == name.text }.map { .value(.text($0)) } ?? .unknown
      }
      let value = world.attribute(name.text, of: .text(unit), on: day)
      return value == .missing ? .unknown : .value(value)
    case .within(let name, _):
      if indicator(name.text) == nil {
        let value = world.attribute(name.text, of: .text(unit), on: day)
        if case .number(let number) = value { return .number(number) }
        return .unknown
      }
      let figure = chain.lazy.compactMap { unit in
        rows.first { $0.indicator == name.text && $0.subject == .unit(unit) }
      }.first
      return figure?.value.map { .number($0) } ?? .unknown
    }
  }

  private func isPeer(_ other: String, of officer: String) -> Bool {
    guard other != officer, !isTooShort(other) else { return false }
    return zip(declaration.peers, zip(standing(officer).rules, standing(other).rules)).allSatisfy { rule, pair in
      switch (rule, pair.0, pair.1) {
      case (.within(_, let most), .number(let own), .number(let theirs)):
        100 * abs(theirs - own) <= most.value * abs(own)
      case (.same, .value(let own), .value(let theirs)): own == theirs
      default: false
      }
    }
  }

  private func comparison(
    _ row: NaiveRow, _ officer: String, with peers: [String]
  ) -> (code: String, numbers: [Double]) {
    let least = max(5, Int(indicator(row.indicator)?.protectCellsBelow?.value ?? 0))
    let own = proportion(row.indicator, officer)
    let values = peers.compactMap { peer -> Double? in
      guard let value = self.row(row.indicator, peer)?.value else { return nil }
      guard let own, let theirs = proportion(row.indicator, peer) else { return value }
      return theirs.days > 0 ? value * own.days / theirs.days : nil
    }
    guard values.count >= least else { return ("too_few", [Double(least)]) }
    let quartiles = [0.25, 0.5, 0.75].compactMap { NaiveAggregate.quantile($0, of: values) }
    return ("shown", [Double(values.count)] + quartiles)
  }
}
