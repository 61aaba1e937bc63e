// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics
import MezonTables

/// Reads a large text in parts, several at a time, as if it were read from beginning to end.
///
/// Only the parts at hand are in memory. Where a part begins is guessed: behind a line end after which some rows have as many cells as the
/// header. A guess within a quoted cell shows at once, for the part before it then ends within quotes; in that case nothing is kept, and the
/// file is read in one piece. The parts depend on the file alone, never on the number of threads.
struct PartedReading {
  private let plan: ReadingPlan
  private let table: HandedInTable
  private let content: any FileContent
  private let partBytes: Int
  private let threads: Int
  /// Whether bytes that are no UTF-8 may mean that the whole text is in another encoding.
  private let mayBeEncoded: Bool

  /// How much of the file is looked at to find the beginning of a part, at first and at most.
  private static let windowBytes = [1 << 14, 1 << 20]
  /// The events of how many parts a sink takes at a time: fewer where somebody is named, for texts that differ in every row, and their seals,
  /// take several times the memory.
  static func partsOfGroup(_ schema: EventSchema) -> Int { IdentifyingValues.names(schema) ? 4 : 8 }

  /// - Parameters:
  ///   - table: the header at least
  ///   - content: the whole text
  ///   - partBytes: about how many bytes a part has
  ///   - mayBeEncoded: whether bytes that are no UTF-8 mean that the file must be looked at as a whole
  init(
    _ plan: ReadingPlan, _ table: HandedInTable, _ content: any FileContent, partBytes: Int, threads: Int,
    mayBeEncoded: Bool = false
  ) {
    self.plan = plan
    self.table = table
    self.content = content
    self.partBytes = max(1, partBytes)
    self.threads = threads
    self.mayBeEncoded = mayBeEncoded
  }

  /// What a part gave.
  struct Part: Sendable {
    let builder: DatasetBuilder
    let rowCount: Int
    /// Its lines count from the beginning of the part, as those of the rows do.
    let log: RejectionLog
    let lineCount: Int
    let endedWithinQuotes: Bool
    /// For each mapping what short texts became by what the part began with.
    let memories: [TextMemory]
  }

  /// Reads the file; false, and nothing changed, where it must be read in one piece. A sink may stop it. Complexity: O(bytes).
  ///
  /// - Parameters:
  ///   - delivery: takes the events; nil where they are kept.
  ///   - sink: takes those of some parts at a time; nil where they are kept.
  func read(
    into builder: inout DatasetBuilder, log: inout RejectionLog, giving delivery: EventDelivery? = nil,
    sink: (any EventSink)? = nil
  ) -> Bool {
    sink?.begin()
    if readParts(into: &builder, log: &log, giving: delivery, sink) { return true }
    sink?.forget()
    return false
  }

  private func readParts(
    into builder: inout DatasetBuilder, log: inout RejectionLog, giving delivery: EventDelivery?,
    _ sink: (any EventSink)?
  ) -> Bool {
    guard case .event(let event) = plan.target, table.lines == nil, table.broken.rows.isEmpty,
      content.byteCount > 2 * partBytes, !plan.rules.contains(where: { $0.effect == .setAsideDuplicates }),
      // Elements of lists have a limit that only the whole file knows, unless only a part of it is held at a time.
      plan.checks?.lists.isEmpty ?? true || sink != nil
        || content.byteCount < min(1 << 29, builder.mostListElements - builder.listElements(of: event)),
      // What keeps a part from being read, reading in one piece tells.
      let starts = try? starts(), starts.count > 1
    else { return false }
    if let delivery, delivery.takes(event) {
      return give(starts, of: event, from: &builder, log: &log, to: delivery)
    }
    return readKept(starts, of: event, into: &builder, log: &log, sink)
  }

  /// Reads the parts, and keeps their events or hands some parts at a time to a sink.
  private func readKept(
    _ starts: [Int], of event: EventID, into builder: inout DatasetBuilder, log: inout RejectionLog,
    _ sink: (any EventSink)?
  ) -> Bool {
    let ranges = ranges(starts)
    var whole = builder
    _ = whole.fileIndex(of: table.file)
    // What a part begins with: the texts known so far.
    let empty = whole.forPart()
    // What short texts become, by the last part.
    var memories: [TextMemory]?
    var wholeLog = log
    var linesBefore = self.linesBefore
    let partsAtOnce = 2 * max(1, threads)
    var rowsOfGroup = 0
    let partsOfGroup = Self.partsOfGroup(builder.programme.events[event.index])
    let batches = BatchPool()
    for first in stride(from: 0, to: ranges.count, by: partsAtOnce) {
      let numbers = first..<min(ranges.count, first + partsAtOnce)
      let read = sideBySide(numbers, threads: threads) { [empty, memories, begun = log] number in
        part(ranges[number], empty, memories, begun, batches)
      }
      memories = read.lazy.compactMap { $0?.memories }.last ?? memories
      for (number, part) in zip(numbers, read) {
        guard let part, !part.endedWithinQuotes || number + 1 == ranges.count else { return false }
        wholeLog.append(part.log, linesBefore: linesBefore)
        whole.append(part.builder, of: event, begunWith: empty.values, linesBefore: linesBefore)
        linesBefore += part.lineCount
        // That there are too many texts, reading in one piece tells.
        if whole.isFull { return false }
        guard let sink, (number + 1) % partsOfGroup == 0 else { continue }
        guard give(&whole, of: event, begunWith: empty, to: sink) else { return true }
        whole.reserve(event, rows: rowsOfGroup)
      }
      // Columns grow once, to what the rows so far make likely, and the parts are given up at once.
      if first == 0 {
        let likely = likelyRows(read, through: ranges[numbers.upperBound - 1].upperBound, from: starts[0])
        rowsOfGroup = sink == nil ? likely : min(likely, (likely / ranges.count + 1) * partsOfGroup)
        whole.reserve(event, rows: rowsOfGroup)
      }
      whole.joinParts(threads: threads)
    }
    builder = whole
    log = wholeLog
    return true
  }

  /// Gives a sink the events so far, and forgets their texts; false where it wants no more.
  private func give(
    _ whole: inout DatasetBuilder, of event: EventID, begunWith empty: DatasetBuilder, to sink: any EventSink
  ) -> Bool {
    let group = whole.takeEvents(of: event, threads: threads)
    whole.values = empty.values
    sink.take(group)
    return !sink.isStopped
  }

  /// Reads the parts, each by whoever is free, and gives their events away, each once what comes before it is known.
  private func give(
    _ starts: [Int], of event: EventID, from builder: inout DatasetBuilder, log: inout RejectionLog,
    to delivery: EventDelivery
  ) -> Bool {
    delivery.begin()
    let ranges = ranges(starts)
    let firstNumber = delivery.numbers(of: ranges.count)
    var whole = builder
    _ = whole.fileIndex(of: table.file)
    let parts = PartsInOrder(whole, log, of: event, linesBefore: linesBefore, count: ranges.count)
    let batches = BatchPool()
    // So many at most wait for one before them.
    let permits = Permits(4 * max(1, threads))
    _ = sideBySide(0..<ranges.count, threads: threads) { [begun = log] _ in
      permits.take()
      guard let next = parts.beginNext({ try content.bytes(ranges[$0]) }) else { return permits.give() }
      let part = part(
        next.text, next.begun.empty, next.begun.memories, begun, batches, keepsPlaces: delivery.looksAtPlaces)
      let (finished, done) = parts.finish(next.begun, part)
      for _ in 0..<done { permits.give() }
      for given in finished {
        delivery.give(event, given.events, given.values, files: given.files, number: firstNumber + given.number)
      }
    }
    let result = parts.result
    delivery.end(isKept: result != nil)
    guard let result else { return false }
    (builder, log) = result
    return true
  }

  /// How many lines stand before the first row.
  private var linesBefore: Int { table.reader.nextRow.line + table.linesBefore - 1 }

  /// Where parts stand that begin at some places.
  private func ranges(_ starts: [Int]) -> [Range<Int>] {
    zip(starts, starts.dropFirst() + [content.byteCount]).map { $0..<$1 }
  }

  /// How many rows the file is likely to give, a little more rather than less, by the first parts.
  private func likelyRows(_ parts: [Part?], through end: Int, from begin: Int) -> Int {
    let rows = parts.reduce(0) { $0 + ($1?.rowCount ?? 0) }
    return Int(1.02 * Double(rows) * Double(content.byteCount - begin) / Double(max(1, end - begin)))
  }

  /// Reads a part of the file.
  private func part(
    _ range: Range<Int>, _ empty: DatasetBuilder, _ memories: [TextMemory]?, _ log: RejectionLog, _ batches: BatchPool
  ) -> Part? {
    guard let text = try? content.bytes(range), text.count == range.count else { return nil }
    return part(text, empty, memories, log, batches)
  }

  private func part(
    _ text: [UInt8], _ empty: DatasetBuilder, _ memories: [TextMemory]?, _ log: RejectionLog, _ batches: BatchPool,
    keepsPlaces: Bool = true
  ) -> Part? {
    var builder = empty
    var log = log
    var reader = SourceReader(plan, table: table.part(text), remembering: memories, keepsPlaces: keepsPlaces)
    do throws(ReadingFailure) {
      try batches.use { batch throws(ReadingFailure) in try reader.read(into: &builder, log: &log, by: &batch) }
    } catch { return nil }
    if mayBeEncoded, reader.hasBrokenText { return nil }
    log.keepRowsOnly()
    return Part(
      builder: builder, rowCount: builder.tables.reduce(0) { $0 + $1.rowCount }, log: log,
      lineCount: reader.lineCount, endedWithinQuotes: reader.endedWithinQuotes,
      memories: reader.memories(builder.values, begunWith: empty.values))
  }

  // MARK: parts

  /// Where the parts begin. Complexity: O(parts).
  private func starts() throws -> [Int] {
    let begin = table.bytesBefore + table.reader.nextRow.byteOffset
    // Three bytes that would be taken for a byte order mark begin no part.
    if try content.bytes(begin..<min(begin + 1, content.byteCount)).first == 0xEF { return [] }
    var starts = [begin]
    while let next = try start(after: starts[starts.count - 1] + partBytes) { starts.append(next) }
    return starts
  }

  /// The first place from a target on at which a row seems to begin; nil near the end, or where none is found for long.
  private func start(after target: Int) throws -> Int? {
    guard target < content.byteCount - partBytes / 2 else { return nil }
    for size in Self.windowBytes {
      let window = try content.bytes(target..<min(content.byteCount, target + size))
      let (place, isSure) = window.withUnsafeBytes(start)
      if isSure || size == Self.windowBytes.last { return place.map { target + $0 } }
    }
    return nil
  }

  /// The first place in a window at which a row seems to begin; not surely where more of the file might tell otherwise.
  private func start(in bytes: UnsafeRawBufferPointer) -> (place: Int?, isSure: Bool) {
    var place = 0
    var isSure = true
    for _ in 0..<1_000 {
      while place < bytes.count, bytes[place] != 0x0A { place += 1 }
      place += 1
      guard place < bytes.count else { return (nil, false) }
      let (seems, end) = seemsRow(place, bytes)
      isSure = isSure && end < bytes.count
      if seems, bytes[place] != 0xEF { return (place, isSure) }
    }
    return (nil, isSure)
  }

  /// Whether some rows from a place on have as many cells as the header, and through where they were looked at.
  private func seemsRow(_ place: Int, _ bytes: UnsafeRawBufferPointer) -> (seems: Bool, end: Int) {
    var place = place
    for _ in 0..<3 where place < bytes.count {
      var delimiters = 0
      var isQuoted = false
      while place < bytes.count {
        let byte = bytes[place]
        if byte == 0x22 { isQuoted.toggle() }
        if !isQuoted {
          if byte == table.delimiter.rawValue { delimiters += 1 }
          if byte == 0x0A { break }
        }
        place += 1
      }
      if delimiters != table.names.count - 1 { return (false, place) }
      place += 1
    }
    return (true, place)
  }
}
