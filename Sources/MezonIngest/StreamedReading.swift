// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// Reads a large table whose rows come one part after the other, as if it were held and read from beginning to end.
///
/// The parts are written by one thread, some at a time, and then read by all. Where a row is compared with all rows before it, as exact duplicates are, one
/// thread reads them too.
struct StreamedReading {
  let reader: PartReader
  let parts: any RowParts
  let threads: Int

  /// Reads the table; false, and nothing changed, where it must be held to be read. A sink may stop it. Complexity: O(bytes).
  ///
  /// - Parameters:
  ///   - delivery: takes the events; nil where they are kept
  ///   - sink: takes those of some parts at a time; nil where they are kept
  /// - Throws: what keeps the table from being read; then nothing is changed either
  func read(
    into builder: inout DatasetBuilder, log: inout RejectionLog, giving delivery: EventDelivery?, sink: (any EventSink)?
  ) throws(ReadingFailure) -> Bool {
    guard case .event(let event) = reader.plan.target else { return false }
    var isRead = false
    sink?.begin()
    defer { if !isRead { sink?.forget() } }
    if reader.plan.setsDuplicatesAside {
      isRead = try readInTurn(of: event, into: &builder, log: &log, delivery, sink)
    } else if let delivery, delivery.takes(event) {
      isRead = try give(event, from: &builder, log: &log, to: delivery)
    } else {
      isRead = try readKept(event, into: &builder, log: &log, sink)
    }
    return isRead
  }

  /// How many lines stand before the first row; none where the lines of parts are those of the file.
  private var linesBefore: Int {
    reader.table.lines == nil ? reader.table.reader.nextRow.line + reader.table.linesBefore - 1 : 0
  }

  private var partsAtOnce: Int { 2 * max(1, threads) }

  /// Reads the parts, and keeps their events or hands some parts at a time to a sink.
  private func readKept(
    _ event: EventID, into builder: inout DatasetBuilder, log: inout RejectionLog, _ sink: (any EventSink)?
  ) throws(ReadingFailure) -> Bool {
    var gathered = GatheredParts(
      builder, log, of: event, in: reader.table.file, linesBefore: linesBefore, sink: sink, threads: threads)
    var outcome = GatheredParts.Outcome.goesOn
    let isParted = try parts.forEach(several: partsAtOnce) { rows in
      let read = sideBySide(0..<rows.count, threads: threads) {
        [reader, empty = gathered.empty, memories = gathered.memories, begun = log] in
        reader.read(rows[$0], empty, memories, begun)
      }
      let all = read.compactMap { $0 }
      outcome = all.count == rows.count ? gathered.add(all) : .isFull
      return outcome == .goesOn
    }
    guard isParted, outcome != .isFull else { return false }
    if outcome == .stopped { return true }
    builder = gathered.whole
    log = gathered.log
    return true
  }

  /// Reads the parts, and gives their events away.
  private func give(
    _ event: EventID, from builder: inout DatasetBuilder, log: inout RejectionLog, to delivery: EventDelivery
  ) throws(ReadingFailure) -> Bool {
    delivery.begin()
    var whole = builder
    _ = whole.fileIndex(of: reader.table.file)
    let order = PartsInOrder(whole, log, of: event, linesBefore: linesBefore)
    var isKept = false
    defer { delivery.end(isKept: isKept) }
    let isParted = try parts.forEach(several: partsAtOnce) { rows in
      let begun = rows.map { _ in order.begin() }
      let numbers = delivery.numbers(of: rows.count) - (begun.first?.number ?? 0)
      _ = sideBySide(0..<rows.count, threads: threads) { [reader, log] place in
        let next = begun[place]
        let part = reader.read(rows[place], next.empty, next.memories, log, keepsPlaces: delivery.looksAtPlaces)
        for given in order.finish(next, part).given {
          delivery.give(event, given.events, given.values, files: given.files, number: numbers + given.number)
        }
      }
      return !order.hasFailed
    }
    guard isParted, let result = order.result else { return false }
    isKept = true
    (builder, log) = result
    return true
  }

  /// Reads one part after the other into what was read before.
  private func readInTurn(
    of event: EventID, into builder: inout DatasetBuilder, log: inout RejectionLog, _ delivery: EventDelivery?,
    _ sink: (any EventSink)?
  ) throws(ReadingFailure) -> Bool {
    let rows = builder.takeRowsSeen()
    let mark = rows.mark
    var turn = ReadingInTurn(builder, log, seen: consume rows, linesBefore: linesBefore)
    let taken = delivery.flatMap { $0.takes(event) ? $0 : nil }
    taken?.begin()
    var isKept = false
    defer {
      taken?.end(isKept: isKept)
      if !isKept { builder.giveRowsSeen(turn.takeRowsSeen(before: mark)) }
    }
    var failure: ReadingFailure?
    var count = 0
    let isParted = try parts.forEach { rows in
      do throws(ReadingFailure) { try turn.read(rows, by: reader) } catch {
        failure = error
        return false
      }
      count += 1
      taken?.give(from: &turn.whole)
      guard let sink, count % GatheredParts.partsOfGroup(builder.programme.events[event.index]) == 0 else {
        return true
      }
      turn.give(event, to: sink, keeping: builder.values, threads: threads)
      return !sink.isStopped
    }
    if let failure { throw failure }
    guard isParted else { return false }
    isKept = true
    guard !(sink?.isStopped ?? false) else { return true }
    (builder, log) = (turn.whole, turn.log)
    return true
  }
}

/// A table as one part after the other is read.
private struct ReadingInTurn {
  var whole: DatasetBuilder
  private(set) var log: RejectionLog
  private let begun: RejectionLog
  private var linesBefore: Int
  private var memories: [TextMemory]?
  private var batch = RowBatch()

  init(_ builder: DatasetBuilder, _ log: RejectionLog, seen: consuming RowsSeenBefore, linesBefore: Int) {
    whole = builder
    whole.giveRowsSeen(seen)
    self.log = log
    begun = log
    self.linesBefore = linesBefore
  }

  /// Reads the next part. Complexity: O(bytes).
  mutating func read(_ part: RowPart, by parts: PartReader) throws(ReadingFailure) {
    let (rows, linesOfTurned) = try parts.rows(of: part, after: linesBefore)
    var reader = SourceReader(parts.plan, table: rows, remembering: memories)
    var own = begun
    try reader.read(into: &whole, log: &own, by: &batch)
    memories = reader.memories(whole.values, begunWith: whole.values)
    own.keepRowsOnly()
    log.append(own)
    if part.lines == nil { linesBefore += linesOfTurned ?? reader.lineCount }
  }

  /// The rows that were seen before a mark, which are no longer here.
  mutating func takeRowsSeen(before mark: RowsSeenBefore.Mark) -> RowsSeenBefore {
    var rows = whole.takeRowsSeen()
    rows.forget(since: mark)
    return rows
  }

  /// Gives a sink the events so far, and forgets the texts that were new in them.
  mutating func give(_ event: EventID, to sink: any EventSink, keeping values: ValueDictionaries, threads: Int) {
    let group = whole.takeEvents(of: event, threads: threads)
    whole.values = values
    memories = nil
    sink.take(group)
  }
}
