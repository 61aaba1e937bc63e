// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
package import MezonSemantics
import Synchronization

/// Adds the events of a large data set up part by part, for indicators whose cells need no event twice.
///
/// These are indicators that look at each event by itself: without links to other events, and with splits whose groups are known before any
/// event is. They are added up on grids (see ``GridPlan``), and where there is none, as for officers, by a pass of each (``PassTally``).
package final class PartedEvaluation: EventReceiver {
  /// Which rows of which indicators are asked for.
  package struct Request: Sendable {
    package let indicators: [Int]
    package let asked: Period
    package let levels: [Int]?
    /// The codes of the units whose rows are wanted; nil for all.
    package let units: [String]?
    package let splits: [String]?
    package let splitLevels: [Int]?
    /// The last day of which anything is known; nil for the latest own day of any event.
    package let asOf: CalendarDay?
    /// The code of an officer whose events are kept, so that the officer's figures can be explained; nil where none are.
    package let keptOfficer: String?

    package init(
      _ indicators: [Int], in asked: Period, levels: [Int]? = nil, units: [String]? = nil, splits: [String]? = nil,
      splitLevels: [Int]? = nil, asOf: CalendarDay? = nil, keepingEventsOf keptOfficer: String? = nil
    ) {
      self.keptOfficer = keptOfficer
      self.indicators = indicators
      self.asked = asked
      self.levels = levels
      self.units = units
      self.splits = splits
      self.splitLevels = splitLevels
      self.asOf = asOf
    }
  }

  /// What parts are added up by.
  private struct Base: Sendable {
    let evaluator: Evaluator
    let plan: GridPlan
    /// The indicators that have no grid.
    let passes: [Int]
    let events: Set<Int>
    /// For each event type how its events are told apart.
    let partitions: [Int: CodePartition]
  }

  private enum State: Sendable {
    case unasked
    case refused
    case taking(Base)
  }

  /// What an earlier run left, and the latest own day of any event that it looked at.
  private struct Earlier: Sendable {
    var blocks: EarlierBlocks?
    var latestDay: CalendarDay?
  }

  private struct Sums: Sendable {
    /// What is there to stay.
    var kept: GridTally?
    var keptPasses: PassTally?
    var keptEvents = KeptEvents()
    /// What may be taken back.
    var pool: TallyPool<GridTally>?
    var passPool: TallyPool<PassTally>?
    var events = KeptEvents()
    var latestKept = Int32.min
    var latest = Int32.min
    /// How many events there were.
    var countKept = 0
    var count = 0
  }

  private let programme: Programme
  private let request: Request
  private let state = Mutex<State>(.unasked)
  private let sums = Mutex(Sums())
  private let before = Mutex(Earlier())

  var indicators: [Int] { request.indicators }

  /// An evaluation part by part; nil where some indicator needs all events at once, whatever the data.
  package init?(_ programme: Programme, _ request: Request) {
    let plans = programme.indicators
    guard !request.indicators.isEmpty,
      request.indicators.allSatisfy({
        plans.indices.contains($0)
          && plans[$0].looksAtEventsSingly(in: programme, isDayKnown: request.asOf != nil)
      })
    else { return nil }
    self.programme = programme
    self.request = request
  }

  /// Goes on from what an earlier run added up: its events are not received again. It must be said before anything is received.
  package func resume(_ blocks: EarlierBlocks, latestDay: CalendarDay?) {
    before.withLock { $0 = Earlier(blocks: blocks, latestDay: latestDay) }
  }

  /// What an earlier run added up; nil where there is none.
  var earlier: EarlierBlocks? { before.withLock { $0.blocks } }

  package var earlierValues: (domains: [TextDictionary], texts: TextDictionary)? {
    earlier.map { ($0.domains, $0.texts) }
  }

  package func receives(_ event: Int, of dataset: Dataset) -> Bool {
    state.withLock { state in
      if case .unasked = state { state = base(of: dataset).map { .taking($0) } ?? .refused }
      guard case .taking(let base) = state else { return false }
      return base.events.contains(event)
    }
  }

  /// What everything is added up by; nil where some indicator fits no grid, or a unit is not known.
  private func base(of dataset: Dataset) -> Base? {
    var units: [Int32]?
    if let codes = request.units {
      let known = codes.compactMap { dataset.organisation.index(of: $0) }
      guard known.count == codes.count else { return nil }
      units = known
    }
    let scope = EvaluationScope(
      asked: request.asked, levels: request.levels, units: units, splits: request.splits,
      splitLevels: request.splitLevels)
    // Without a last day all events are seen.
    let evaluator = Evaluator(programme: programme, dataset: dataset, asOf: request.asOf ?? .last)
    var plan = GridPlan(evaluator, scope)
    let columns = evaluator.expressionColumns()
    let passes = request.indicators.filter { !plan.add($0, columns) }
    let events = Set(request.indicators.map { programme.indicators[$0].event.index })
    if let earlier, !earlier.continues(dataset) || !passes.isEmpty { return nil }
    let partitions = events.map { ($0, CodePartition(plan, EventID($0))) }
    return Base(
      evaluator: evaluator, plan: plan, passes: passes, events: events,
      partitions: Dictionary(uniqueKeysWithValues: partitions))
  }

  package func fields(of event: Int) -> Set<Int>? {
    guard programme.events.indices.contains(event) else { return nil }
    let schema = programme.events[event]
    var fields: Set<Int> = [schema.ownTimeField]
    for indicator in request.indicators where programme.indicators[indicator].event.index == event {
      guard let read = programme.indicators[indicator].fields(in: programme) else { return nil }
      fields.formUnion(read)
      guard request.keptOfficer != nil else { continue }
      fields.formUnion(FieldsInUse(programme.indicators[indicator], programme).places.map(\.field))
    }
    return fields.filter { schema.fields.indices.contains($0) }
  }

  /// An explanation says where each event stands.
  package var looksAtPlaces: Bool { request.keptOfficer != nil }

  package func days(of event: Int) -> ClosedRange<Int>? {
    // Without a stated day the last one of all events is asked for.
    guard request.asOf != nil,
      request.indicators.allSatisfy({
        let plan = programme.indicators[$0]
        return plan.event.index != event || plan.looksAtItsPeriodAlone(in: programme)
      })
    else { return nil }
    return Int(request.asked.first.daysSinceEpoch)...Int(request.asked.last.daysSinceEpoch)
  }

  package func receive(_ event: Int, of part: Dataset, number: Int) {
    guard let base = state.withLock({ if case .taking(let base) = $0 { base } else { nil } }),
      let partition = base.partitions[event]
    else { return }
    let evaluator = Evaluator(base.evaluator, dataset: part)
    let columns = evaluator.expressionColumns()
    let latest = columns.frame(EventID(event)).ownDays.max() ?? .min
    let events = keptEvents(event, of: part, number: number)
    let (pool, passPool) = sums.withLock { sums in
      sums.latest = max(sums.latest, latest)
      sums.count += part.events[event].rowCount
      sums.events.merge(events)
      let pools = (sums.pool ?? TallyPool(base.plan), sums.passPool ?? TallyPool(count: base.passes.count))
      (sums.pool, sums.passPool) = pools
      return pools
    }
    if !base.plan.indicators.isEmpty {
      let sources = GridSources(base.plan, EventID(event), columns, partition)
      pool.use { tally in for stretch in sources.stretches { tally.add(sources, stretch) } }
    }
    if !base.passes.isEmpty {
      passPool.use { $0.add(EventID(event), evaluator, columns, base.passes, base.plan.scope) }
    }
  }

  /// The events of a part that name the officer whose events are kept.
  private func keptEvents(_ event: Int, of part: Dataset, number: Int) -> KeptEvents {
    var kept = KeptEvents()
    guard let code = request.keptOfficer, let officer = part.domains.first?.code(of: code) else { return kept }
    let plans = request.indicators.map { programme.indicators[$0] }.filter { $0.event.index == event }
    kept.add(event, of: part, number: number, naming: officer, in: Set(plans.flatMap(\.officerFields)))
    return kept
  }

  /// A data set with the events of the officer whose events were kept; those of other types as they are. Complexity: O(values kept).
  package func addingKeptEvents(to dataset: Dataset) -> Dataset {
    guard request.keptOfficer != nil, case .taking(let base) = state.withLock({ $0 }) else { return dataset }
    return sums.withLock { sums in
      Self.keep(&sums, threads: 1)
      return sums.keptEvents.replacing(base.events, of: dataset)
    }
  }

  package func begin() { sums.withLock { Self.keep(&$0, threads: 1) } }

  package func end(isKept: Bool) {
    sums.withLock { sums in
      if isKept { return Self.keep(&sums, threads: 1) }
      (sums.pool, sums.passPool, sums.events) = (nil, nil, KeptEvents())
      (sums.latest, sums.count) = (sums.latestKept, 0)
    }
  }

  private static func keep(_ sums: inout Sums, threads: Int) {
    sums.latestKept = max(sums.latestKept, sums.latest)
    sums.countKept += sums.count
    sums.count = 0
    sums.keptEvents.merge(sums.events)
    sums.events = KeptEvents()
    if let pool = sums.passPool {
      sums.passPool = nil
      let added = pool.merged()
      sums.keptPasses =
        sums.keptPasses.map { kept in
          var whole = kept
          whole.merge(added)
          return whole
        } ?? added
    }
    guard let pool = sums.pool else { return }
    sums.pool = nil
    guard var kept = sums.kept else {
      sums.kept = pool.merged(threads: threads)
      return
    }
    sums.kept = nil
    kept.merge(pool.merged(threads: threads))
    sums.kept = kept
  }

  /// The latest own day of any event that was received; nil without one.
  package var latestDay: CalendarDay? {
    let latest = sums.withLock { max($0.latest, $0.latestKept) }
    let own = latest > .min ? CalendarDay(daysSinceEpoch: latest) : nil
    guard let earlier = before.withLock({ $0.latestDay }) else { return own }
    return own.map { max($0, earlier) } ?? earlier
  }

  /// How many events were received.
  package var receivedCount: Int { sums.withLock { $0.countKept + $0.count } }

  /// What was received, added up, of the indicators that have a grid; nil where the events were not taken.
  func added(threads: Int = 1) -> (plan: GridPlan, tally: GridTally)? {
    guard case .taking(let base) = state.withLock({ $0 }) else { return nil }
    return sums.withLock { sums in
      Self.keep(&sums, threads: threads)
      return (base.plan, sums.kept ?? GridTally(base.plan))
    }
  }

  /// What everything is added up by; nil where the events were not taken.
  var plan: GridPlan? { if case .taking(let base) = state.withLock({ $0 }) { base.plan } else { nil } }

  /// The cells of all indicators, without those of an earlier run; nil where the events were not taken. Complexity: see ``GridPlan/cells(_:threads:only:)``.
  ///
  /// - Parameter other: what else is to be done meanwhile, by one thread; it must not ask for anything of this that was added up
  func cells(threads: Int, beside other: @Sendable () -> Void = {}) -> [Int: GridCells]? {
    guard let plan else { return nil }
    return sums.withLock { sums in
      // What came last is added up and finished in one go.
      var all = sums.pool?.takeAll() ?? []
      sums.pool = nil
      Self.keep(&sums, threads: threads)
      if let kept = sums.kept.take() { all.append(kept) }
      if all.isEmpty { all = [GridTally(plan)] }
      let (tally, cells) = plan.finished(consume all, threads: threads, beside: other)
      sums.kept = tally
      return cells
    }
  }

  /// What was received, added up, of the indicators that have no grid; nothing where the events were not taken.
  func passes() -> [Int: PassResult] {
    guard case .taking(let base) = state.withLock({ $0 }) else { return [:] }
    let tally = sums.withLock { sums in
      Self.keep(&sums, threads: 1)
      return sums.keptPasses
    }
    var found: [Int: PassResult] = [:]
    for (indicator, result) in zip(base.passes, tally?.results ?? []) { found[indicator] = result }
    return found
  }

  /// Whether some indicator has no grid.
  var hasPasses: Bool {
    if case .taking(let base) = state.withLock({ $0 }) { !base.passes.isEmpty } else { false }
  }
}

extension IndicatorPlan {
  /// Whether its cells can be added up from events of which each is looked at by itself.
  ///
  /// - Parameter isDayKnown: whether the last day is known before the events are
  fileprivate func looksAtEventsSingly(in programme: Programme, isDayKnown: Bool) -> Bool {
    guard fitsGrid || addsUp, comparisons.isEmpty, isDayKnown || isDueAtOnce(in: programme) else { return false }
    guard splits.allSatisfy({ $0.hasKnownGroups(of: event, in: programme) }) else { return false }
    let roles = (leavesOut + notHeldAgainst).map(\.condition)
    var pending = [population, counts].compactMap { $0 } + roles + value.nodes
    var seen = Set(pending)
    while let id = pending.popLast() {
      switch programme.graph[id] {
      case .linkExists, .linkFirst, .namesOfficer, .matches: return false
      case .lastDay where !isDayKnown: return false
      case let node: for operand in node.operands where seen.insert(operand).inserted { pending.append(operand) }
      }
    }
    return true
  }
}

extension IndicatorPlan {
  /// The fields of its events that it reads, by index; nil where it may read any. Complexity: O(nodes).
  func fields(in programme: Programme) -> Set<Int>? {
    var fields = Set([periodField, baseField] + [unitField].compactMap { $0 } + officerFields + waits.map(\.field))
    for split in splits {
      switch split.source {
      case .field(let field), .member(let field, _): fields.insert(field)
      case .unitAttribute: break
      }
    }
    for case .distinct(let field) in value.aggregates.map(\.unconditional) { fields.insert(field) }
    let roles = (leavesOut + notHeldAgainst).map(\.condition)
    guard let read = programme.fields(readBy: [population, counts].compactMap { $0 } + roles + value.nodes) else {
      return nil
    }
    return fields.union(read)
  }
}

extension Programme {
  /// The fields of events that some expressions read, by index; nil where it may be any. Complexity: O(nodes).
  func fields(readBy nodes: [NodeID]) -> Set<Int>? {
    var fields: Set<Int> = []
    var pending = nodes
    var seen = Set(pending)
    while let id = pending.popLast() {
      let node = graph[id]
      switch node {
      case .field(_, let field), .memberField(_, let field, _), .element(_, let field), .quantified(_, _, let field, _),
        .namesOfficer(_, let field):
        fields.insert(field)
      case .unitAttribute(let event, let field, _): fields.formUnion([field, events[event.index].ownTimeField])
      case .linkExists, .linkFirst, .scale: return nil
      case .literal, .lastDay, .compare, .isMissing, .matches, .not, .and, .or, .arithmetic, .elapsed, .within, .dated,
        .monthsLater:
        break
      }
      for operand in node.operands where seen.insert(operand).inserted { pending.append(operand) }
    }
    return fields
  }
}

extension SplitPlan {
  /// Whether the groups do not depend on the events.
  fileprivate func hasKnownGroups(of event: EventID, in programme: Programme) -> Bool {
    let type: ValueType
    switch source {
    case .field(let field):
      guard programme.events[event.index].fields.indices.contains(field) else { return false }
      type = programme.events[event.index].fields[field].type
    case .unitAttribute(let attribute):
      guard programme.unitAttributes.indices.contains(attribute) else { return false }
      type = programme.unitAttributes[attribute].type
    case .member: return false
    }
    switch type {
    case .choice, .yesNo, .unit: return true
    default: return false
    }
  }
}
