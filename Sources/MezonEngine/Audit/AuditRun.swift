// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonColumns
package import MezonSemantics
import MezonStatistics

extension Evaluator {
  /// Looks for the signs of gaming that an audit names, in one period (docs/evaluation.md, 14).
  ///
  /// - Parameters:
  ///   - plan: the audit.
  ///   - period: of the audit's grain.
  ///   - threads: how many threads compute figures; findings do not depend on it.
  ///   - deals: how often lists are dealt out for identical lists; nil for as many as the number of tests asks for.
  /// - Complexity: O(events · log events) for each watch, O(lists · deals) for identical lists.
  package func audit(_ plan: AuditPlan, in period: Period, threads: Int = 1, deals: Int? = nil) -> AuditFindings {
    var run = AuditRun(self, plan, period, threads: threads, deals: deals)
    return run.findings()
  }
}

/// One audit on its way from columns to leads.
struct AuditRun {
  typealias Trial = (key: AuditFindings.Key, result: Result<Evidence, GamingRefusal>)

  let evaluator: Evaluator
  let plan: AuditPlan
  let period: Period
  let columns: ExpressionColumns
  let book: FigureBook
  /// All subjects, units by level and then officers, each with its level (-1 for officers).
  let subjects: [(subject: Subject, level: Int)]
  let seed: UInt64
  let deals: Int
  private(set) var family: [Trial] = []

  init(_ evaluator: Evaluator, _ plan: AuditPlan, _ period: Period, threads: Int, deals: Int?) {
    self.evaluator = evaluator
    self.plan = plan
    self.period = period
    columns = evaluator.expressionColumns()
    book = FigureBook(evaluator, columns, threads: threads, chunkRows: nil)
    subjects = Self.subjects(evaluator, plan, period, columns)
    seed = UInt64(plan.digest.prefix(16), radix: 16) ?? 1
    // So many that a list copied over and over could be a lead among as many tests.
    let needed = 4 * Double(max(1, plan.watches.count * subjects.count)) / plan.falseDiscoveryRate
    self.deals = deals ?? min(99_999, max(1_999, Int(needed)))
  }

  /// The units and officers that the audit looks at; without a roster the officers whom its events name in the period.
  private static func subjects(
    _ evaluator: Evaluator, _ plan: AuditPlan, _ period: Period, _ columns: ExpressionColumns
  ) -> [(subject: Subject, level: Int)] {
    var officers: [Int32] = []
    if plan.isForOfficers {
      let count = evaluator.dataset.domains.first?.count ?? 0
      if evaluator.roster.isKnown {
        officers = evaluator.roster.officers(in: period).filter { $0 >= 0 && Int($0) < count }
      } else {
        var named: Set<Int32> = []
        for event in events(evaluator, plan) {
          let frame = columns.frame(event)
          let lists = frame.officers(
            fields: frame.schema.officerFields, dayField: frame.schema.ownTimeField, roster: nil)
          for row in 0..<frame.rowCount where contains(period, frame.ownDays[row]) {
            named.formUnion(lists.range(of: row).map { lists.officers[$0] })
          }
        }
        officers = named.sorted()
      }
    }
    let scope = EvaluationScope(asked: period)
    let found = evaluator.subjects(levels: plan.levels, officers: officers, in: period, scope)
    let levels = evaluator.organisation.organisation.levels
    let units = found.compactMap { subject -> (subject: Subject, level: Int)? in
      if case .unit(let unit) = subject { (subject, levels[Int(unit)]) } else { nil }
    }
    let persons = found.compactMap { subject -> (subject: Subject, level: Int)? in
      if case .officer = subject { (subject, -1) } else { nil }
    }
    return units + persons
  }

  /// The event types in which signs are looked for, and those of the indicators whose figures are looked at.
  private static func events(_ evaluator: Evaluator, _ plan: AuditPlan) -> [EventID] {
    let watched = Set(plan.indicators)
    let ofFigures = evaluator.programme.indicators.filter { watched.contains($0.id) }.map(\.event)
    return Set(plan.watches.compactMap(\.event) + ofFigures).sorted()
  }

  static func contains(_ period: Period, _ day: Int32) -> Bool {
    day != missingDay && day >= period.first.daysSinceEpoch && day <= period.last.daysSinceEpoch
  }

  mutating func findings() -> AuditFindings {
    for (place, watch) in plan.watches.enumerated() {
      if let event = watch.event {
        tryEvents(place, watch, event)
      } else {
        tryFigures(place, watch)
      }
    }
    let leads = Leads(family, rate: plan.falseDiscoveryRate)
    return AuditFindings(leads: leads.leads, refused: leads.refused, tried: leads.tried, seed: seed, deals: deals)
  }

  mutating func add(
    _ watch: Int, _ test: GamingTest, _ place: Int?, level: Int? = nil, _ result: Result<Evidence, GamingRefusal>?
  ) {
    let key = AuditFindings.Key(
      watch: watch, test: test, subject: place.map { subjects[$0].subject },
      level: level ?? place.map { subjects[$0].level } ?? -1)
    family.append((key, result ?? .failure(.tooFewCases)))
  }

  /// The subjects of each level, and the officers, as places.
  var classes: [(level: Int, places: [Int])] {
    var classes: [(level: Int, places: [Int])] = []
    for (place, entry) in subjects.enumerated() {
      if classes.last?.level == entry.level {
        classes[classes.count - 1].places.append(place)
      } else {
        classes.append((entry.level, [place]))
      }
    }
    return classes
  }
}
