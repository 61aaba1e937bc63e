// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics
import MezonTables

/// Reads a large text in parts, several at a time, as if it were read from beginning to end.
///
/// Only the parts at hand are in memory. Where a part begins is guessed: behind a line end after which some rows have as many cells as the
/// header. A guess within a quoted cell shows at once, for the part before it then ends within quotes; in that case nothing is kept, and the
/// file is read in another way. The parts depend on the file alone, never on the number of threads.
struct PartedReading {
  private let reader: PartReader
  private let content: any FileContent
  private let partBytes: Int
  private let threads: Int

  /// How much of the file is looked at to find the beginning of a part, at first and at most.
  private static let windowBytes = [1 << 14, 1 << 20]

  /// - Parameters:
  ///   - reader: with the header at least; the file is a text in UTF-8
  ///   - content: the whole text
  ///   - partBytes: about how many bytes a part has
  init(_ reader: PartReader, _ content: any FileContent, partBytes: Int, threads: Int) {
    self.reader = reader
    self.content = content
    self.partBytes = max(1, partBytes)
    self.threads = threads
  }

  private var table: HandedInTable { reader.table }

  /// Reads the file; false, and nothing changed, where it must be read in another way. A sink may stop it. Complexity: O(bytes).
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
    let plan = reader.plan
    guard case .event(let event) = plan.target, table.lines == nil, table.broken.rows.isEmpty,
      content.byteCount > 2 * partBytes, !plan.setsDuplicatesAside,
      // Elements of lists have a limit that only the whole file knows, unless only a part of it is held at a time.
      plan.checks?.lists.isEmpty ?? true || sink != nil || delivery?.takes(event) ?? false
        || content.byteCount < min(1 << 29, builder.mostListElements - builder.listElements(of: event)),
      // What keeps a part from being read, reading in another way tells.
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
    var gathered = GatheredParts(
      builder, log, of: event, in: table.file, linesBefore: linesBefore, sink: sink, threads: threads)
    let partsAtOnce = 2 * max(1, threads)
    for first in stride(from: 0, to: ranges.count, by: partsAtOnce) {
      let numbers = first..<min(ranges.count, first + partsAtOnce)
      let read = sideBySide(numbers, threads: threads) { [empty = gathered.empty, memories = gathered.memories, log] in
        part(ranges[$0], empty, memories, log)
      }
      let whole = zip(numbers, read).prefix { number, part in
        part.map { !$0.endedWithinQuotes || number + 1 == ranges.count } ?? false
      }
      let parts = whole.compactMap(\.1)
      guard parts.count == numbers.count else { return false }
      let likely = likelyRows(parts, through: ranges[numbers.upperBound - 1].upperBound, from: starts[0])
      switch gathered.add(parts, of: first == 0 ? (likely, ranges.count) : nil) {
      case .goesOn: continue
      case .stopped: return true
      case .isFull: return false
      }
    }
    builder = gathered.whole
    log = gathered.log
    return true
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
    // So many at most wait for one before them.
    let permits = Permits(4 * max(1, threads))
    _ = sideBySide(0..<ranges.count, threads: threads) { [begun = log] _ in
      permits.take()
      guard let next = parts.beginNext({ try content.bytes(ranges[$0]) }) else { return permits.give() }
      let part = reader.read(
        RowPart(bytes: next.text, lines: nil), next.begun.empty, next.begun.memories, begun,
        keepsPlaces: delivery.looksAtPlaces)
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
  private func likelyRows(_ parts: [PartReader.Part], through end: Int, from begin: Int) -> Int {
    let rows = parts.reduce(0) { $0 + $1.rowCount }
    return Int(1.02 * Double(rows) * Double(content.byteCount - begin) / Double(max(1, end - begin)))
  }

  /// Reads a part of the file.
  private func part(
    _ range: Range<Int>, _ empty: DatasetBuilder, _ memories: [TextMemory]?, _ log: RejectionLog
  ) -> PartReader.Part? {
    guard let text = try? content.bytes(range), text.count == range.count else { return nil }
    return reader.read(RowPart(bytes: text, lines: nil), empty, memories, log)
  }

  // MARK: parts

  /// Where the parts begin. Complexity: O(parts).
  private func starts() throws -> [Int] {
    let begin = table.bytesBefore + table.reader.nextRow.byteOffset
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
      if seems { return (place, isSure) }
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
