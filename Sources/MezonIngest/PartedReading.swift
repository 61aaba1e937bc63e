// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

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

  /// More texts than these are not given to each part to begin with, for one that adds another copies them all.
  private static let mostSharedTexts = 1 << 17

  /// How much of the file is looked at to find the beginning of a part.
  private static let windowBytes = 1 << 20
  /// The events of how many parts a sink takes at a time.
  static let partsOfGroup = 8

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

  /// A part with its text.
  private struct Stretch: Sendable {
    let table: HandedInTable
    let lineEnds: Int
  }

  /// What a part gave.
  private struct Part: Sendable {
    let builder: DatasetBuilder
    let rowCount: Int
    let log: RejectionLog
    let endedWithinQuotes: Bool
    /// For each mapping what short texts became, where no text was new; nil where one was.
    let memories: [TextMemory]?
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
      // Elements of lists have a limit that only the whole file knows.
      plan.checks?.lists.isEmpty ?? true
        || content.byteCount < min(1 << 29, builder.mostListElements - builder.listElements(of: event)),
      // What keeps a part from being read, reading in one piece tells.
      let starts = try? starts(), starts.count > 1
    else { return false }
    let delivery = delivery.flatMap { $0.takes(event) ? $0 : nil }
    delivery?.begin()
    var isRead = false
    defer { delivery?.end(isKept: isRead) }
    let ends = Array(starts.dropFirst()) + [content.byteCount]
    var whole = builder
    _ = whole.fileIndex(of: table.file)
    // What a part begins with: the texts known so far.
    var empty = whole.forPart()
    // What short texts become, by a part whose texts had all been known.
    var memories: [TextMemory]?
    var wholeLog = log
    var line = table.reader.nextRow.line + table.linesBefore
    let partsAtOnce = 2 * max(1, threads)
    var rowsOfGroup = 0
    for first in stride(from: 0, to: starts.count, by: partsAtOnce) {
      let numbers = first..<min(starts.count, first + partsAtOnce)
      let stretches = sideBySide(numbers, threads: threads) { [starts] in stretch(starts[$0]..<ends[$0]) }
      var texts: [HandedInTable] = []
      for stretch in stretches {
        guard let stretch else { return false }
        texts.append(stretch.table.beginning(onLine: line))
        line += stretch.lineEnds
      }
      let read = sideBySide(0..<texts.count, threads: threads) { [texts, empty, memories, begun = log] in
        part(texts[$0], empty, memories, begun)
      }
      texts = []
      memories = memories ?? read.lazy.compactMap { $0?.memories }.first
      for (number, part) in zip(numbers, read) {
        guard let part else { return false }
        if part.endedWithinQuotes, number + 1 < starts.count { return false }
        wholeLog.append(part.log)
        if delivery == nil { whole.append(part.builder, of: event, begunWith: empty.values) }
        // That there are too many texts, reading in one piece tells.
        if whole.isFull { return false }
        guard let sink, (number + 1) % Self.partsOfGroup == 0 else { continue }
        guard give(&whole, of: event, begunWith: empty, to: sink) else { return true }
        whole.reserve(event, rows: rowsOfGroup)
      }
      if let delivery {
        give(read, of: event, coded: &whole, begunWith: empty, to: delivery)
        if whole.values.count <= Self.mostSharedTexts { empty = whole.forPart() }
        continue
      }
      // Columns grow once, to what the rows so far make likely, and the parts are given up at once.
      if first == 0 {
        let likely = likelyRows(read, through: ends[numbers.upperBound - 1], from: starts[0])
        rowsOfGroup = sink == nil ? likely : min(likely, (likely / starts.count + 1) * Self.partsOfGroup)
        whole.reserve(event, rows: rowsOfGroup)
      }
      whole.joinParts(threads: threads)
    }
    builder = whole
    log = wholeLog
    isRead = true
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

  /// Gives the events of some parts away, which began with what another builder has.
  private func give(
    _ read: [Part?], of event: EventID, coded whole: inout DatasetBuilder, begunWith empty: DatasetBuilder,
    to delivery: EventDelivery
  ) {
    let codes = read.map { $0.map { whole.merge($0.builder.values, begunWith: empty.values) } ?? [:] }
    delivery.give(event, parts: read.count, whole.values, files: whole.files) { number in
      let table = read[number]?.builder.tables[event.index]
      return (table ?? empty.tables[event.index]).finished(codes[number])
    }
  }

  /// How many rows the file is likely to give, a little more rather than less, by the first parts.
  private func likelyRows(_ parts: [Part?], through end: Int, from begin: Int) -> Int {
    let rows = parts.reduce(0) { $0 + ($1?.rowCount ?? 0) }
    return Int(1.02 * Double(rows) * Double(content.byteCount - begin) / Double(max(1, end - begin)))
  }

  private func part(
    _ table: HandedInTable, _ empty: DatasetBuilder, _ memories: [TextMemory]?, _ log: RejectionLog
  ) -> Part? {
    var builder = empty
    var log = log
    var reader = SourceReader(plan, table: table, remembering: memories)
    do { try reader.read(into: &builder, log: &log) } catch { return nil }
    if mayBeEncoded, reader.hasBrokenText { return nil }
    log.keepRowsOnly()
    return Part(
      builder: builder, rowCount: builder.tables.reduce(0) { $0 + $1.rowCount }, log: log,
      endedWithinQuotes: reader.endedWithinQuotes,
      memories: memories == nil && builder.values.count == empty.values.count ? reader.memories : nil)
  }

  // MARK: parts

  private func stretch(_ range: Range<Int>) -> Stretch? {
    guard let bytes = try? content.bytes(range), bytes.count == range.count else { return nil }
    return Stretch(table: table.part(bytes), lineEnds: lineEnds(in: bytes))
  }

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
    let window = try content.bytes(target..<min(content.byteCount, target + Self.windowBytes))
    return window.withUnsafeBytes { bytes in
      var place = 0
      for _ in 0..<1_000 {
        while place < bytes.count, bytes[place] != 0x0A { place += 1 }
        place += 1
        guard place < bytes.count else { return nil }
        if bytes[place] != 0xEF, seemsRow(place, bytes) { return target + place }
      }
      return nil
    }
  }

  /// Whether some rows from a place on have as many cells as the header.
  private func seemsRow(_ place: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
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
      if delimiters != table.names.count - 1 { return false }
      place += 1
    }
    return true
  }

  /// How many lines end within a stretch of the text, which ends with one. Complexity: O(bytes).
  private func lineEnds(in text: [UInt8]) -> Int {
    text.withUnsafeBytes { bytes in
      let (feeds, returns) = countLineEnds(bytes)
      if returns == 0 { return feeds }
      // A return before a feed is counted with it.
      var alone = 0
      for place in 0..<bytes.count where bytes[place] == 0x0D {
        alone += place + 1 < bytes.count && bytes[place + 1] == 0x0A ? 0 : 1
      }
      return feeds + alone
    }
  }
}

/// How many line feeds and returns there are, sixteen bytes at a time. Complexity: O(bytes).
private func countLineEnds(_ bytes: UnsafeRawBufferPointer) -> (feeds: Int, returns: Int) {
  let (feed, carriageReturn) = (SIMD16<UInt8>(repeating: 0x0A), SIMD16<UInt8>(repeating: 0x0D))
  var (feeds, returns) = (0, 0)
  var place = 0
  while bytes.count - place >= 16 {
    var (someFeeds, someReturns) = (SIMD16<UInt8>.zero, SIMD16<UInt8>.zero)
    // After 255 steps a count of eight bits is full.
    let end = min(bytes.count - 15, place + 255 * 16)
    while place < end {
      let lanes = bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
      // A lane that is equal has all bits set, which is -1.
      someFeeds &-= unsafeBitCast(lanes .== feed, to: SIMD16<UInt8>.self)
      someReturns &-= unsafeBitCast(lanes .== carriageReturn, to: SIMD16<UInt8>.self)
      place &+= 16
    }
    feeds += Int(SIMD16<UInt16>(truncatingIfNeeded: someFeeds).wrappedSum())
    returns += Int(SIMD16<UInt16>(truncatingIfNeeded: someReturns).wrappedSum())
  }
  for byte in bytes[place...] {
    feeds += byte == 0x0A ? 1 : 0
    returns += byte == 0x0D ? 1 : 0
  }
  return (feeds, returns)
}
