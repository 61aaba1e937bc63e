// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonIngest
import MezonSemantics
import MezonStore

/// A large hand-in that goes into the store group by group while its files are read: each group is written and looked at, and then
/// given up, so that a file of any size needs the memory of one. Files too small for a group are held until the end.
///
/// It is for events without a key, without lists, and in which nobody is named; others are read as a whole. Until the commit nothing
/// refers to what was written.
final class GroupedHandIn: EventSink {
  private let event: EventID
  private let programme: Programme
  private let folder: String
  private let open: () throws -> HandInGroups
  private var look: GroupedLook
  /// What was written; nil where no file was so large.
  private(set) var groups: HandInGroups?
  /// The writer of the store, which is open as soon as there is a group.
  private(set) var writer: StoreWriter?
  private var mark: (look: GroupedLook, groups: HandInGroups.Mark?)?
  /// What went wrong first; nothing is written any more.
  private var failure: (any Error)?

  /// nil where the rows of a hand-in cannot come in groups.
  init?(
    _ command: IngestCommand, _ source: SourcePlan, _ programme: Programme, _ store: Store?, _ folder: String,
    named title: String, rosters: [HandIn]
  ) {
    guard case .event(let event) = source.target, !command.dryRun, !command.retract, command.replaces == nil,
      GroupedLook.canLook(at: programme.events[event.index]),
      // What is wrong with a key is told when the rows are there.
      let stated = try? command.key(of: source),
      let key = try? IngestRun.key(stated, programme.events[event.index], programme, store, folder), key.isEmpty
    else { return nil }
    self.event = event
    self.programme = programme
    self.folder = folder
    let threads = max(1, command.threads)
    let name = programme.events[event.index].name
    open = {
      let writer = try StoreAccess.writer(folder, named: title, threads: threads)
      // Somebody else may have handed in with a key before the store was locked.
      let key = try IngestRun.key(stated, programme.events[event.index], programme, writer.store, folder)
      guard key.isEmpty else { throw CommandFailure(.cannotWrite, CommandRule.storeLocked, file: folder) }
      return try StoreAccess.run(folder) { () throws(StoreFault) in
        try HandInGroups(writer, named: name, after: rosters)
      }
    }
    let period = command.period.flatMap { try? EvaluationRun.period($0, programme) }
    look = GroupedLook(
      event, programme: programme, stated: command.unit == nil ? nil : period,
      recorded: Instant(microseconds: StoreAccess.now()), threads: threads)
  }

  // MARK: reading

  func begin() { mark = (look, groups?.mark) }

  func take(_ group: Dataset) {
    guard failure == nil, group.events[event.index].rowCount > 0 else { return }
    do {
      let events = PortableEvents(event, of: group, programme: programme)
      let groups = try groups ?? open()
      self.groups = groups
      writer = groups.writer
      look.look(at: group, events.table)
      try StoreAccess.run(folder) { () throws(StoreFault) in try groups.append(events.table, days: events.days) }
    } catch {
      failure = error
    }
  }

  func forget() {
    guard let mark else { return }
    look = mark.look
    groups?.forget(since: mark.groups)
  }

  /// Takes what was not taken while the files were read; false where no file was so large, and all events are in the data set.
  func finish(_ rest: Dataset) throws -> Bool {
    if let groups, groups.count > 0 { take(rest) }
    if let failure { throw failure }
    return (groups?.count ?? 0) > 0
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
    return try look.quality(Written(groups: written, folder: folder), handIns: handIns, organisation)
  }

  /// How many events are of some days.
  func rows(where contains: (Int32) -> Bool, _ quality: HandInQuality?) -> Int {
    guard let counts = quality?.dayCounts, (groups?.count ?? 0) > 0 else { return 0 }
    return counts.days.filter(contains).reduce(0) { $0 + counts.count(of: $1) }
  }
}
