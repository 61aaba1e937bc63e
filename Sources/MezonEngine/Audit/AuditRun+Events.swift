// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics
import MezonStatistics

// Signs in the events of subjects.
extension AuditRun {
  /// Tries a sign on the events of every subject.
  mutating func tryEvents(_ place: Int, _ watch: AuditPlan.Watch, _ event: EventID) {
    let frame = columns.frame(event)
    var dayField = frame.schema.ownTimeField
    if case .periodEnd(let field, _) = watch.sign { dayField = field }
    let rows = rowsOfSubjects(frame, days: frame.days(dayField), watch.condition)
    switch watch.sign {
    case .terminalDigits(let node):
      let values = columns.column(node, of: event).numbers
      for (subject, own) in rows.enumerated() {
        let whole = own.compactMap { values?.value($0) }.compactMap { Int(exactly: $0) }
        add(place, .terminalDigits, subject, TerminalDigits(whole)?.evidence)
      }
    case .leadingDigits(let node):
      let values = columns.column(node, of: event).numbers
      for (subject, own) in rows.enumerated() {
        add(place, .leadingDigits, subject, LeadingDigits(own.compactMap { values?.value($0) })?.evidence)
      }
    case .periodEnd(_, let lastDays): tryPeriodEnd(place, frame.days(dayField), rows, lastDays: lastDays)
    case .bunching(let node, let threshold, let width):
      let values = columns.column(node, of: event).numbers
      for (subject, own) in rows.enumerated() {
        let bins = ThresholdBins(own.compactMap { values?.value($0) }, threshold: threshold, width: width)
        add(place, .bunching, subject, bins?.bunching?.evidence)
      }
    case .jump(let node, let cutOff, let width):
      let values = columns.column(node, of: event).numbers
      for (subject, own) in rows.enumerated() {
        let sides = DensityDiscontinuity(own.compactMap { values?.value($0) }, cutOff: cutOff, width: width)
        add(place, .densityDiscontinuity, subject, sides?.evidence)
      }
    case .downgrading(let field, let milder, let stratum):
      tryDowngrading(place, event, rows, field: field, milder: milder, stratum: stratum)
    case .identicalLists(let field): tryLists(place, event, rows, field: field)
    case .outliers, .changePoints, .dispersion: break
    }
  }

  /// For each subject the events of the period that are its own and meet the condition, ascending.
  private func rowsOfSubjects(_ frame: EventFrame, days: [Int32], _ condition: NodeID?) -> [[Int]] {
    var rows = [[Int]](repeating: [], count: subjects.count)
    var places: [Subject: Int] = [:]
    for (place, entry) in subjects.enumerated() {
      if case .officer(let officer, _) = entry.subject {
        places[.officer(officer, unit: nil)] = place
      } else {
        places[entry.subject] = place
      }
    }
    let holds = condition.map { columns.truths($0, of: frame.event) }
    let schema = frame.schema
    let lineages = schema.unitField.map {
      frame.lineages(unitField: $0, dayField: schema.ownTimeField, in: evaluator.organisation)
    }
    let officers =
      plan.isForOfficers
      ? frame.officers(fields: schema.officerFields, dayField: schema.ownTimeField, roster: evaluator.roster) : nil
    for row in 0..<frame.rowCount where frame.isSeen[row] == 1 && Self.contains(period, days[row]) {
      if let holds, holds.value(row) != Truth.yes { continue }
      if !plan.levels.isEmpty, let lineage = lineages?[row], lineage >= 0 {
        for unit in evaluator.organisation.lineages[Int(lineage)].chain {
          if let place = places[.unit(unit)] { rows[place].append(row) }
        }
      }
      if let officers {
        for place in officers.range(of: row).map({ officers.officers[$0] }) {
          if let place = places[.officer(place, unit: nil)] { rows[place].append(row) }
        }
      }
    }
    return rows
  }

  /// The last days of the period, beside the share of the subject's days that they are.
  private mutating func tryPeriodEnd(_ place: Int, _ days: [Int32], _ rows: [[Int]], lastDays: Int) {
    let start = max(period.first, period.last - (lastDays - 1))
    guard period.last <= evaluator.asOf, let end = Period.range(from: start, through: period.last) else {
      for subject in subjects.indices { add(place, .periodEnd, subject, .failure(.periodNotOver)) }
      return
    }
    for (subject, own) in rows.enumerated() {
      var (last, all) = (end.last - end.first + 1, period.last - period.first + 1)
      if case .officer(let officer, _) = subjects[subject].subject, evaluator.roster.isKnown {
        last = evaluator.roster.daysInPost(officer, in: end)
        all = evaluator.roster.daysInPost(officer, in: period)
      }
      let late = own.count { days[$0] >= start.daysSinceEpoch }
      let share = PeriodEndShare(
        inLastDays: late, total: own.count, expectedShare: all > 0 ? Double(last) / Double(all) : 0)
      add(place, .periodEnd, subject, share?.evidence)
    }
  }

  /// A subject's cases against those of all others of its level, stratum by stratum: fewer outside the milder categories.
  private mutating func tryDowngrading(
    _ place: Int, _ event: EventID, _ rows: [[Int]], field: Int, milder: [Int32], stratum: Int
  ) {
    let categories = columns.values(of: field, event)
    let strata = columns.values(of: stratum, event)
    let mild = Set(milder.map { UInt64(bitPattern: Int64($0)) })
    func table(_ rows: some Sequence<Int>) -> [UInt64: (severe: Int, mild: Int)] {
      var table: [UInt64: (severe: Int, mild: Int)] = [:]
      for row in rows {
        guard let category = categories.range(of: row).first, let own = strata.range(of: row).first else { continue }
        if mild.contains(categories.words[category]) {
          table[strata.words[own], default: (0, 0)].mild += 1
        } else {
          table[strata.words[own], default: (0, 0)].severe += 1
        }
      }
      return table
    }
    for (_, places) in classes {
      let all = table(Set(places.flatMap { rows[$0] }).sorted())
      for subject in places {
        let own = table(rows[subject])
        let tables = all.keys.sorted().map { key -> StratifiedOdds.Table in
          let (whole, part) = (all[key] ?? (0, 0), own[key] ?? (0, 0))
          return StratifiedOdds.Table(
            Double(part.severe), Double(part.mild), Double(whole.severe - part.severe), Double(whole.mild - part.mild))
        }
        let odds = StratifiedOdds(tables)
        // More severe cases than others have are no downgrading.
        let result = odds?.evidence.map { evidence in
          Evidence(
            test: evidence.test, pValue: evidence.observed < 1 ? evidence.pValue / 2 : 1 - evidence.pValue / 2,
            observed: evidence.observed, expected: 1, cases: evidence.cases)
        }
        add(place, .downgrading, subject, result)
      }
    }
  }

  /// Lists of codes that are the same to the last, against those of all of the level dealt out anew.
  private mutating func tryLists(_ place: Int, _ event: EventID, _ rows: [[Int]], field: Int) {
    let values = columns.values(of: field, event)
    for (_, places) in classes {
      // An empty list has nothing in it that could have been copied.
      let lists = places.map { subject in
        rows[subject].map { values.range(of: $0).map { values.words[$0] } }.filter { !$0.isEmpty }
      }
      let copies = IdenticalLists(units: lists, deals: deals, seed: seed)
      for (unit, subject) in places.enumerated() {
        add(place, .identicalLists, subject, copies?.evidence(unit: unit))
      }
    }
  }
}

/// The cases about a threshold, in bins of one width of which one begins at the threshold.
struct ThresholdBins {
  /// How many bins there are on each side at most, and how many next to the threshold the curve must not follow.
  private static let side = 20
  private static let excluded = 2
  private static let degree = 3

  let starts: [Double]
  let counts: [Double]
  let threshold: Double

  /// Nil without a case within the bins. Bins beyond the least and the greatest case are left out.
  init?(_ values: [Double], threshold: Double, width: Double) {
    let bins = values.map { (($0 - threshold) / width).rounded(.down) }
      .filter { $0 >= -Double(Self.side) && $0 < Double(Self.side) }.map { Int($0) }
    guard let first = bins.min(), let last = bins.max(), first < last else { return nil }
    var counts = [Double](repeating: 0, count: last - first + 1)
    for bin in bins { counts[bin - first] += 1 }
    self.counts = counts
    starts = (first...last).map { threshold + Double($0) * width }
    self.threshold = threshold
  }

  /// The heap just before the threshold.
  var bunching: Bunching? {
    let near = starts.indices.filter { place in
      let inside = starts.count { $0 < threshold }
      return place >= inside - Self.excluded && place < inside + Self.excluded
    }
    return Bunching(
      binStarts: starts, counts: counts, threshold: threshold, excluded: Set(near), degree: Self.degree)
  }
}
