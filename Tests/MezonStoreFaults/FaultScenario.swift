// SPDX-License-Identifier: Apache-2.0

import MezonColumns
package import MezonStore

/// A run of hand-ins, corrections, retractions, redactions and changes of keys that follow from a seed, on a disk on which
/// something goes wrong, and what must be there afterwards.
package struct FaultScenario: Sendable {
  /// What was found wrong after a run.
  package struct Tally: Sendable, Equatable {
    package var points = 0
    /// Acknowledged records that are not there.
    package var lost = 0
    /// Records that nobody handed in.
    package var invented = 0
    /// Hand-ins that are in with a part of their records.
    package var partial = 0
    /// Stores that do not open, or of which something differs; why.
    package var broken: [String] = []

    package init() {}

    package var isClean: Bool { lost == 0 && invented == 0 && partial == 0 && broken.isEmpty }

    package mutating func add(_ other: Tally) {
      points += other.points
      lost += other.lost
      invented += other.invented
      partial += other.partial
      broken += other.broken
    }
  }

  /// One thing that is done.
  private enum Action {
    case handIn([(id: String, value: Int64)])
    case retract([String])
    case redact(String)
    case rotate
  }

  private static let folder = "programme/store"
  private let seed: UInt64
  private let isLying: Bool
  private let actions: [Action]

  /// A run of `count` actions that follow from a seed.
  /// - Parameter isLying: whether the disk's syncs do nothing, so that acknowledged records must be lost
  package init(seed: UInt64, count: Int, isLying: Bool = false) {
    self.seed = seed
    self.isLying = isLying
    var random = SeededNumbers(seed)
    var known: [String] = []
    actions = (0..<count).map { number in
      switch random.below(10) {
      case 0 where !known.isEmpty: return .retract([known[random.below(known.count)]])
      case 1 where number > 1: return .redact("person \(random.below(4))")
      case 2 where number > 1: return .rotate
      default:
        let rows = (0...random.below(4)).map { _ in
          let isNew = known.isEmpty || random.below(3) > 0
          if isNew { known.append("E\(known.count)") }
          let id = isNew ? known[known.count - 1] : known[random.below(known.count)]
          return (id: id, value: Int64(random.below(1000)))
        }
        return .handIn(rows)
      }
    }
  }

  /// How many steps the run takes when nothing goes wrong.
  package func steps() -> Int {
    let disk = disk(seed: seed)
    var model: [String: Int64] = [:]
    disk.plan(nil)
    _ = run(on: disk, &model)
    return disk.steps
  }

  /// Runs with a trouble, brings the disk back, and counts what is wrong then.
  package func tally(_ trouble: FaultyDisk.Trouble) -> Tally {
    var tally = Tally()
    tally.points = 1
    let disk = disk(seed: seed &* 31 &+ UInt64(trouble.hashValueForSeed))
    disk.plan(trouble)
    var model: [String: Int64] = [:]
    let doubt = run(on: disk, &model)
    disk.restart()
    // A crash may have come before the store was there at all.
    let isMade = disk.exists(Self.folder + "/commits/" + Commit.name(1))
    if !isMade, !model.isEmpty { tally.broken.append("\(seed) \(trouble): no store") }
    check(disk, isMade, &model, doubt, &tally, "\(seed) \(trouble)")
    // What was brought back must take further hand-ins.
    disk.plan(nil)
    do {
      let writer = try Self.writer(disk, seed: seed &+ 1)
      check(disk, true, &model, nil, &tally, "\(seed) \(trouble), recovered")
      _ = try writer.commit(Self.handIn([("LAST", 1)], number: 9_999))
      model["LAST"] = 1
    } catch {
      tally.broken.append("\(seed) \(trouble): \(error)")
      return tally
    }
    check(disk, true, &model, nil, &tally, "\(seed) \(trouble), continued")
    verify(disk, &tally, "\(seed) \(trouble)")
    return tally
  }

  /// A disk with the folder of a programme.
  private func disk(seed: UInt64) -> FaultyDisk {
    let disk = FaultyDisk(seed: seed, isLying: isLying)
    // Nothing goes wrong yet.
    try? disk.makeFolder("programme")
    try? disk.syncFolder("")
    return disk
  }

  private static func writer(_ disk: FaultyDisk, seed: UInt64) throws(StoreFault) -> StoreWriter {
    let numbers = SharedNumbers(seed)
    return try StoreWriter(folder, layer: disk, origin: "mezon/faults", now: { numbers.time() }) { numbers.bytes($0) }
  }

  /// Does everything, and returns the action whose outcome is not known, as the model that it would lead to.
  private func run(on disk: FaultyDisk, _ model: inout [String: Int64]) -> [String: Int64]? {
    do {
      let writer = try Self.writer(disk, seed: seed)
      for (number, action) in actions.enumerated() {
        var after = model
        do {
          try perform(action, number, writer, &after)
          model = after
        } catch .unknownPerson {
          continue
        } catch .writingStopped {
          continue
        } catch {
          if disk.isDown { return after }
          // Without a crash nothing or all of it is in; a failed sync may leave that open.
          if case .inDoubt = error {
            _ = checkStops(writer)
            return after
          }
          if case .layer(let fault) = error, fault.operation == .sync {
            _ = checkStops(writer)
            return after
          }
        }
      }
    } catch {
      return nil
    }
    return nil
  }

  /// After a failed sync a writer must refuse to write.
  private func checkStops(_ writer: StoreWriter) -> Bool {
    do {
      _ = try writer.commit(Self.handIn([("STOPPED", 1)], number: 5_000))
      return false
    } catch .writingStopped {
      return true
    } catch {
      return false
    }
  }

  private func perform(
    _ action: Action, _ number: Int, _ writer: StoreWriter, _ after: inout [String: Int64]
  ) throws(StoreFault) {
    switch action {
    case .handIn(let rows):
      for row in rows { after[row.id] = row.value }
      _ = try writer.commit(Self.handIn(rows, number: number))
    case .retract(let ids):
      let rows = ids.map { (id: $0, value: Int64(0)) }
      for id in ids { after[id] = nil }
      var handIn = Self.handIn(rows, number: number)
      handIn.mode = .retract
      _ = try writer.commit(handIn)
    case .redact(let person): _ = try writer.redact(person, by: "tests", because: "asked to")
    case .rotate: _ = try writer.rotateKey(by: "tests", because: "yearly")
    }
  }

  /// Compares the store with the model; where an action was open, with the model after it as well.
  private func check(
    _ disk: FaultyDisk, _ isMade: Bool, _ model: inout [String: Int64], _ doubt: [String: Int64]?, _ tally: inout Tally,
    _ label: String
  ) {
    guard isMade else { return }
    do {
      let found = try Self.rows(try Store.open(Self.folder, layer: disk))
      if found == model { return }
      if let doubt, found == doubt {
        model = doubt
        return
      }
      let lost = model.filter { found[$0.key] != $0.value && (doubt == nil || doubt?[$0.key] == $0.value) }
      let invented = found.filter { model[$0.key] != $0.value && doubt?[$0.key] != $0.value }
      tally.lost += lost.count
      tally.invented += invented.count
      if lost.isEmpty, invented.isEmpty { tally.partial += 1 }
      model = found
    } catch {
      tally.broken.append("\(label): \(error)")
    }
  }

  private func verify(_ disk: FaultyDisk, _ tally: inout Tally, _ label: String) {
    do {
      let found = try Verification(Self.folder, layer: disk).findings
      if !found.isEmpty { tally.broken.append("\(label): \(found)") }
    } catch {
      tally.broken.append("\(label): \(error)")
    }
  }

  // MARK: rows

  /// A hand-in of rows `(id, value)`, keyed by id, each with a person's name sealed. An empty id is missing.
  package static func handIn(_ rows: [(id: String, value: Int64)], number: Int) -> HandIn {
    var (ids, codes) = (TextDictionary(), ColumnBuilder<Int32>())
    for row in rows { codes.append(row.id.isEmpty ? nil : ids.encode(row.id)) }
    let fields = [
      PortableTable.Field(
        name: "id", PortableTable.Member(name: "", kind: .text, column: codes.finish(), dictionary: ids)),
      Column(.int64(rows.map(\.value))).map {
        PortableTable.Field(name: "value", PortableTable.Member(name: "", kind: .whole, column: $0))
      },
    ]
    let table = PortableTable(
      name: "record", fields: fields.compactMap(\.self), rowCount: rows.count, files: ["\(number).csv"],
      fileOfRow: rows.map { _ in 0 }, lineOfRow: rows.indices.map { Int32($0 + 2) })
    let identities = rows.enumerated().map { index, row in
      Identity(row: index, field: "", child: 0, values: [.init(name: "name", text: "person \(row.value % 4)")])
    }
    let input = Commit.Input(name: "\(number).csv", bytes: 1, digest: Digest256(of: Array("\(number)".utf8)))
    return HandIn(
      source: "records", by: "tests", because: "a correction", inputs: [input],
      tables: table.map { [HandIn.Rows($0, role: .events, key: ["id"], identities: identities)] } ?? [])
  }

  /// The values of all records that count, by id.
  package static func rows(_ store: Store) throws(StoreFault) -> [String: Int64] {
    let snapshot = try store.snapshot()
    var found: [String: Int64] = [:]
    for part in snapshot.parts("record", role: .events) {
      let table = try snapshot.table(part)
      guard let ids = table.field("id")?.members.first, let values = table.field("value")?.members.first?.column.int64s,
        let codes = ids.column.int32s
      else { throw .damaged(file: part.entry.segment.name, what: "a field is missing") }
      for row in 0..<table.rowCount {
        let id = ids.dictionary.text(codes[row])
        // An id that stands twice is a record too many.
        found[found[id] == nil ? id : id + " again"] = values[row]
      }
    }
    return found
  }
}

extension FaultyDisk.Trouble {
  /// A number for the disk's seed that is the same in every run.
  fileprivate var hashValueForSeed: Int {
    switch self {
    case .crash(let step): 3 * step
    case .full(let step): 3 * step + 1
    case .sync(let step): 3 * step + 2
    }
  }
}
