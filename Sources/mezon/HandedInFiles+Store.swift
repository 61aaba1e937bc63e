// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonStore
import Synchronization

extension HandedInFiles {
  /// Reads everything that a store holds, as it was recorded by a time.
  /// - Parameters:
  ///   - events: the event types that the run needs; each must have been handed in at least once
  ///   - asOf: the last day that the run sees; tables of later events are passed over
  ///   - receiver: takes events of the types that it wants, which the data set then has not
  ///   - resuming: what a run is wanted for that goes on from an earlier one
  ///   - lookedAt: of some event types what the run looks at; the data set need have no more of them
  ///   - threads: how many threads read
  static func read(
    _ folder: String, _ programme: Programme, events: Set<EventID>, asOf: CalendarDay?, recordedBy time: Int64?,
    giving receiver: (any EventReceiver)? = nil, resuming request: ResumedRun.Request? = nil,
    lookingAt lookedAt: [EventID: LookedAt] = [:], threads: Int = 1
  ) throws -> HandedInFiles {
    let snapshot = try StoreAccess.run(folder) { () throws(StoreFault) in
      try Store.open(folder, layer: PosixFileLayer()).snapshot(recordedBy: time)
    }
    let known = Set(snapshot.eventTables)
    if let missing = events.sorted().first(where: { !known.contains(programme.events[$0.index].name) }) {
      let source = programme.sources.first { $0.target == .event(missing) }?.name
      throw CommandFailure(
        .fileMissing, CommandRule.nothingHandedIn, [source ?? programme.events[missing.index].name])
    }
    let parts = parts(snapshot, programme, through: asOf)
    // What an earlier run has kept is read from now on, beside all that follows.
    let resumed = request.map { ResumedRun.begin($0, snapshot, parts.map(\.1), threads: threads) }
    var inputs = try StoreRosters(snapshot, programme, folder).inputs
    inputs += try facts(snapshot, folder)
    let faults = Mutex<StoreFault?>(nil)
    for (number, (event, part)) in parts.enumerated() where resumed?.isNew[number] ?? true {
      let fields = Set(programme.events[event.index].fields.map(\.name))
      // What cannot be read is told when everything else has been.
      @Sendable func reading<Value>(_ body: () throws(StoreFault) -> Value) -> Value? {
        do { return try body() } catch {
          faults.withLock { $0 = $0 ?? error }
          return nil
        }
      }
      let isStretched = receiver != nil || lookedAt[event] != nil
      let stretches = isStretched ? reading { () throws(StoreFault) in try snapshot.stretches(part) } : nil
      var table = StoredTable(
        stretchCount: stretches?.count ?? 0,
        canStretch: { stretches?.canRead($0) ?? false },
        beginning: { texts in
          guard let stretches else { return nil }
          return reading { () throws(StoreFault) in try stretches.beginning { field, _ in texts.contains(field) } }
        },
        stretch: { number, fields, beginning, changes, places in
          guard let stretches else { return nil }
          return reading { () throws(StoreFault) in
            try stretches.rows(number, fields: fields, of: beginning, changing: changes, places: places)
          }
        },
        whole: {
          reading { () throws(StoreFault) in try snapshot.table(part, fields: fields, threads: threads) }
        })
      if let stretches {
        table.days = stretches.days
        table.rowCount = stretches.rowCount
        table.bounds = { number, field in
          reading { () throws(StoreFault) in try stretches.bounds(number, field: field) } ?? nil
        }
      }
      inputs.append(.storedTable(event, table, source: part.source))
    }
    let (dataset, report) = Ingestion(programme: programme, threads: threads).dataset(
      from: inputs, giving: receiver, lookingAt: lookedAt)
    if let fault = faults.withLock({ $0 }) {
      try StoreAccess.run(folder) { () throws(StoreFault) in throw fault }
    }
    return HandedInFiles(
      dataset: dataset, report: report, digest: snapshot.root, recorded: snapshot.recordedText,
      resumed: resumed?.run)
  }

  /// The tables of events in the order in which files would be read: by source as the programme lists them, then as they came.
  private static func parts(
    _ snapshot: StoreSnapshot, _ programme: Programme, through day: CalendarDay?
  ) -> [(EventID, StoreSnapshot.Part)] {
    var places: [String: Int] = [:]
    for (place, source) in programme.sources.enumerated() where places[source.name] == nil {
      places[source.name] = place
    }
    var parts: [(place: Int, event: EventID, part: StoreSnapshot.Part)] = []
    for (index, event) in programme.events.enumerated() {
      for part in snapshot.parts(event.name, role: .events, through: day.map { Int($0.daysSinceEpoch) }) {
        parts.append((places[part.source] ?? .max, EventID(index), part))
      }
    }
    // A large hand-in has several tables of a name.
    func order(_ found: (place: Int, event: EventID, part: StoreSnapshot.Part)) -> (Int, Int, Int, Int) {
      (found.place, found.part.commit, found.event.index, found.part.index)
    }
    return parts.sorted { order($0) < order($1) }.map { ($0.event, $0.part) }
  }

  /// Rows about hand-ins, as a roster of them.
  static func facts(_ snapshot: StoreSnapshot, _ folder: String) throws -> [Ingestion.Input] {
    var inputs: [Ingestion.Input] = []
    for part in snapshot.parts(RosterTable.handIns.rawValue, role: .facts) {
      let table = try StoreAccess.run(folder) { () throws(StoreFault) in try snapshot.table(part) }
      var writer = DelimitedWriter()
      for field in table.fields { writer.append(field.name) }
      writer.endRow()
      for row in 0..<table.rowCount {
        for field in table.fields {
          guard let member = field.members.first, let code = member.column.value(row, as: Int32.self) else {
            writer.appendMissing()
            continue
          }
          writer.append(member.dictionary.text(code))
        }
        writer.endRow()
      }
      inputs.append(.roster(RosterFile(.handIns, file: "store", bytes: writer.takeBytes())))
    }
    return inputs
  }
}
