// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// Reads a large text in parts, several at a time, as if it were read from beginning to end.
///
/// Where a part begins is guessed: behind a line end after which some rows have as many cells as the header. A guess within a quoted
/// cell shows at once, for the part before it then ends within quotes; in that case nothing is kept, and the file is read in one piece.
/// The parts depend on the file alone, never on the number of threads.
struct PartedReading {
  private let plan: ReadingPlan
  private let table: HandedInTable
  private let partBytes: Int
  private let threads: Int

  /// How many parts are read before what they gave is put together.
  private static let partsAtOnce = 8

  init(_ plan: ReadingPlan, _ table: HandedInTable, partBytes: Int, threads: Int) {
    self.plan = plan
    self.table = table
    self.partBytes = max(1, partBytes)
    self.threads = threads
  }

  /// What a part gave.
  private struct Part: Sendable {
    let builder: DatasetBuilder
    let log: RejectionLog
    let endedWithinQuotes: Bool
  }

  /// Reads the file; false, and nothing changed, where it must be read in one piece. Complexity: O(bytes).
  func read(into builder: inout DatasetBuilder, log: inout RejectionLog) -> Bool {
    guard case .event(let event) = plan.target, table.lines == nil, table.broken.rows.isEmpty,
      table.bytes.count > 2 * partBytes, !plan.rules.contains(where: { $0.effect == .setAsideDuplicates }),
      // Elements of lists have a limit that only the whole file knows.
      plan.checks?.lists.isEmpty ?? true || table.bytes.count < min(1 << 29, builder.mostListElements)
    else { return false }
    let tables = parts()
    guard tables.count > 1 else { return false }
    var whole = builder
    _ = whole.fileIndex(of: table.file)
    let empty = whole.forPart()
    var wholeLog = log
    for first in stride(from: 0, to: tables.count, by: Self.partsAtOnce) {
      let numbers = first..<min(tables.count, first + Self.partsAtOnce)
      let read = sideBySide(numbers, threads: threads) { [begun = log] number in part(tables[number], empty, begun) }
      for (number, part) in zip(numbers, read) {
        // What keeps a part from being read, reading in one piece tells.
        guard let part else { return false }
        if part.endedWithinQuotes, number + 1 < tables.count { return false }
        whole.append(part.builder, of: event, begunWith: empty.values)
        wholeLog.append(part.log)
      }
    }
    builder = whole
    log = wholeLog
    return true
  }

  private func part(_ table: HandedInTable, _ empty: DatasetBuilder, _ log: RejectionLog) -> Part? {
    var builder = empty
    var log = log
    var reader = SourceReader(plan, table: table)
    do { try reader.read(into: &builder, log: &log) } catch { return nil }
    return Part(builder: builder, log: log, endedWithinQuotes: reader.endedWithinQuotes)
  }

  // MARK: parts

  /// The table in parts. Complexity: O(bytes).
  private func parts() -> [HandedInTable] {
    let (offset, line) = table.reader.nextRow
    let begin = table.bytesBefore + offset
    return table.bytes.withUnsafeBytes { bytes in
      var starts = [begin]
      while let next = start(after: starts[starts.count - 1] + partBytes, bytes) { starts.append(next) }
      let ends = Array(starts.dropFirst()) + [bytes.count]
      let lineCounts = sideBySide(0..<starts.count, threads: threads) { [starts] number in
        lineEnds(in: starts[number]..<ends[number])
      }
      var current = line + table.linesBefore
      return zip(zip(starts, ends), lineCounts).map { bounds, lines in
        defer { current += lines }
        return table.part(bounds.0..<bounds.1, line: current)
      }
    }
  }

  /// The first place from a target on at which a row seems to begin; nil near the end. Complexity: O(bytes of some rows).
  private func start(after target: Int, _ bytes: UnsafeRawBufferPointer) -> Int? {
    guard target < bytes.count - partBytes / 2 else { return nil }
    var place = target
    for _ in 0..<1_000 {
      while place < bytes.count, bytes[place] != 0x0A { place += 1 }
      place += 1
      guard place < bytes.count else { return nil }
      // Three bytes that could be taken for a byte order mark begin no part.
      if bytes[place] != 0xEF, seemsRow(place, bytes) { return place }
    }
    return nil
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
  private func lineEnds(in range: Range<Int>) -> Int {
    table.bytes.withUnsafeBytes { bytes in
      var feeds = 0
      var returns = 0
      for place in range {
        feeds &+= bytes[place] == 0x0A ? 1 : 0
        returns &+= bytes[place] == 0x0D ? 1 : 0
      }
      if returns == 0 { return feeds }
      // A return before a feed is counted with it.
      var alone = 0
      for place in range where bytes[place] == 0x0D && !(place + 1 < bytes.count && bytes[place + 1] == 0x0A) {
        alone += 1
      }
      return feeds + alone
    }
  }
}
