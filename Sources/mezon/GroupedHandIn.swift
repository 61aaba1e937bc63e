// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonIngest
import MezonSemantics
import MezonStore
import Synchronization

/// A large hand-in that goes into the store group by group while its files are read: each group is written and looked at, and then
/// given up, so that files of any size need the memory of two, one that is read and one that is written beside. Files too small for a
/// group are held until there is one, or until the end.
///
/// Until the commit nothing refers to what was written. Of a hand-in that is only tried nothing stands in the store's folder at all; of rows that
/// name what is to be retracted nothing is written.
final class GroupedHandIn: EventSink {
  /// What is found of the groups, beside what is written.
  private struct Found {
    var look: GroupedLook
    /// How many events there are of each day, by what became of them.
    var days: [RowFate: DayCounts] = [:]
  }

  private let event: EventID
  private let programme: Programme
  private let folder: String
  private let open: () throws -> HandInGroups
  private var found: Found
  /// What was written; nil where no file is large.
  private var opened: HandInGroups?
  private var mark: (found: Found, groups: HandInGroups.Mark?)?
  /// What went wrong first; nothing is written any more.
  private let failure = Mutex<(any Error)?>(nil)
  private let work: WorkBeside
  /// The hand-in whose place this one takes.
  private let replaced: Int?
  /// Whether it is said by whom and why events are corrected.
  private let isReasoned: Bool
  /// Whether nothing is to be changed.
  private let isTrial: Bool
  /// Whether the rows name events that are to be retracted.
  private let isRetraction: Bool
  /// Whether all files were handed in before, so that nothing changes; asked only where otherwise something were wrong.
  var isKnown: () throws -> Bool = { false }

  /// nil where the rows of a hand-in cannot come in groups.
  init?(
    _ command: IngestCommand, _ source: SourcePlan, _ programme: Programme, _ store: Store?, _ folder: String,
    named title: String, rosters: [HandIn]
  ) {
    guard case .event(let event) = source.target,
      // What is wrong with a key was told before.
      let stated = try? command.key(of: source),
      let key = try? IngestRun.key(stated, programme.events[event.index], programme, store, folder)
    else { return nil }
    self.event = event
    self.programme = programme
    self.folder = folder
    let threads = max(1, command.threads)
    let name = programme.events[event.index].name
    (isTrial, isRetraction) = (command.dryRun, command.retract)
    replaced = isRetraction ? nil : command.replaces
    // Sealing what names somebody keeps all threads busy, and takes more memory than anything else.
    let isSealed = !isRetraction && IdentifyingValues.names(programme.events[event.index])
    work = WorkBeside(threads: isSealed ? 1 : threads)
    isReasoned = !command.by.isEmpty && !command.because.isEmpty
    open = { [replaced, isTrial, isRetraction] in
      let writer = try StoreAccess.writer(folder, named: title, threads: threads, isTrial: isTrial)
      // Somebody else may have handed in by another key before the store was locked.
      let now = try IngestRun.key(stated, programme.events[event.index], programme, writer.store, folder)
      guard now == key else { throw Self.keyChanged(name, from: key, to: now, folder) }
      return try StoreAccess.run(folder) { () throws(StoreFault) in
        try HandInGroups(
          writer, named: name, key: key, replacing: replaced, retracting: isRetraction, after: rosters)
      }
    }
    let period = command.period.flatMap { try? EvaluationRun.period($0, programme) }
    found = Found(
      look: GroupedLook(
        event, programme: programme, key: key, stated: command.unit == nil ? nil : period,
        recorded: Instant(microseconds: StoreAccess.now()), threads: threads))
  }

  /// What was written or looked for; nil where all events are in the data set.
  var groups: HandInGroups? { opened.flatMap { $0.rowCount > 0 ? $0 : nil } }

  /// The writer of the store, where it is open already.
  var writer: StoreWriter? { opened?.writer }

  // MARK: reading

  /// Opens the store for writing, before any file is read: what stands against that is told at once.
  /// - Returns: false where the hand-in is only tried and nothing can be written for that: then all of it is held
  func prepare() throws -> Bool {
    do { opened = try open() } catch let failure as CommandFailure {
      // A trial writes nothing but that one file.
      guard isTrial, failure.diagnostic.rule == CommandRule.storeWriteFailed else { throw failure }
      return false
    }
    return true
  }

  var isStopped: Bool { failure.withLock { $0 != nil } }

  func begin() {
    work.wait()
    mark = (found, opened?.mark)
  }

  func take(_ group: consuming Dataset) {
    let held = Held(consume group)
    work.begin { self.write(held) }
  }

  /// A group until it is taken.
  private final class Held {
    private var group: Dataset?

    init(_ group: consuming Dataset) { self.group = consume group }

    /// The group, which is no longer here.
    func take() -> Dataset? {
      defer { group = nil }
      return group
    }
  }

  /// Looks at a group and writes it, or looks for the events that it names.
  private func write(_ held: Held) {
    guard !isStopped else { return }
    do {
      let groups = try opened ?? open()
      opened = groups
      // The group's texts are in the events, and need not stand in memory twice while these are written.
      guard let group = held.take() else { return }
      if isRetraction { try retract(consume group, groups) } else { try add(consume group, to: groups) }
      // What is only tried is told as a whole.
      if !isReasoned, !isTrial, groups.correctedCount + groups.retractedCount > 0, try !isKnown() {
        let counts = [groups.correctedCount, groups.retractedCount].map(String.init)
        throw CommandFailure(.usage, CommandRule.reasonNeeded, counts)
      }
    } catch {
      failure.withLock { $0 = error }
    }
  }

  /// Writes the events of a group.
  private func add(_ group: consuming Dataset, to groups: HandInGroups) throws {
    guard let (events, days) = looked(at: consume group) else { return }
    let fates = try StoreAccess.run(folder) { () throws(StoreFault) in
      try groups.append(
        events.table, days: events.days, identities: IngestRun.identities(of: events),
        all: events.identities.isEmpty ? nil : events.all)
    }
    note(days, fates)
  }

  /// Looks for the events that the rows of a group name.
  private func retract(_ group: consuming Dataset, _ groups: HandInGroups) throws {
    let group = consume group
    guard group.events[event.index].rowCount > 0 else { return }
    let events = PortableEvents(event, of: group, programme: programme)
    _ = try StoreAccess.run(folder) { () throws(StoreFault) in try groups.append(events.table, days: nil) }
  }

  /// That events were told apart by other fields before this hand-in than when it began.
  static func keyChanged(
    _ event: String, from old: [String], to new: [String], _ folder: String
  ) -> CommandFailure {
    CommandFailure(
      .cannotWrite, CommandRule.keyChanged,
      [event, new.isEmpty ? "-" : new.joined(separator: ", "), old.isEmpty ? "-" : old.joined(separator: ", ")],
      file: folder)
  }

  /// The events of a group once they were looked at, and the local day of each; nil where there are none.
  private func looked(at group: consuming Dataset) -> (events: PortableEvents, days: [Int32])? {
    let group = consume group
    guard group.events[event.index].rowCount > 0 else { return nil }
    let events = PortableEvents(event, of: group, programme: programme)
    return (events, found.look.look(at: group, events.all))
  }

  /// Counts the days of events by what became of these; nil where all are new.
  private func note(_ days: [Int32], _ fates: [RowFate]?) {
    guard let fates else {
      return found.days[.accepted, default: DayCounts([])].add(DayCounts(days))
    }
    for fate in [RowFate.accepted, .corrected] {
      let own = zip(days, fates).filter { $0.1 == fate }.map(\.0)
      if !own.isEmpty { found.days[fate, default: DayCounts([])].add(DayCounts(own)) }
    }
  }

  func forget() {
    work.wait()
    guard let mark else { return }
    found = mark.found
    opened?.forget(since: mark.groups)
  }

  /// Whether files with such contents were handed in for the source before, so that nothing changes: files that name what is to be
  /// retracted may well be those in which it was handed in.
  func isThereAlready(_ source: String, _ inputs: [Commit.Input]) throws -> Bool {
    guard replaced == nil, !isRetraction, let writer = opened?.writer else { return false }
    return try StoreAccess.run(folder) { () throws(StoreFault) in
      try writer.isThereAlready(HandIn(source: source, inputs: inputs, tables: []))
    }
  }

  /// Throws what went wrong while the groups were written.
  func check() throws {
    work.wait()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  /// Takes what was not taken while the files were read; false where no file was large, and all events are in the data set.
  func finish(_ rest: Dataset) throws -> Bool {
    try check()
    if opened != nil { take(rest) }
    try check()
    return groups != nil
  }

  // MARK: quality

  /// The groups as they were written, to be looked at again.
  private struct Written: EventGroups {
    let groups: WrittenGroups
    let folder: String

    var count: Int { groups.count }

    func table(_ group: Int, fields: Set<String>) throws -> PortableTable {
      try StoreAccess.run(folder) { () throws(StoreFault) in try groups.table(group, fields: fields) }
    }

    func rows(_ rows: [Int], of group: Int) throws -> PortableTable {
      try StoreAccess.run(folder) { () throws(StoreFault) in try groups.rows(rows, of: group) }
    }
  }

  /// What is to be looked at in all groups together.
  /// - Parameter handIns: all hand-ins that are stated, this one too
  func quality(_ handIns: [HandInRow], _ organisation: Organisation) throws -> HandInQuality? {
    guard let groups else { return nil }
    let written = try StoreAccess.run(folder) { () throws(StoreFault) in try groups.written() }
    return try found.look.quality(Written(groups: written, folder: folder), handIns: handIns, organisation)
  }

  /// How many events of some days became what; none where the events did not come in groups.
  func rows(_ fate: RowFate, where contains: (Int32) -> Bool) -> Int {
    guard groups != nil, let counts = found.days[fate] else { return 0 }
    return counts.days.filter(contains).reduce(0) { $0 + counts.count(of: $1) }
  }
}
