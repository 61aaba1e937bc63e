// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// The events of a large file as its parts are read, in their order: kept, or handed to a sink some parts at a time.
struct GatheredParts {
  /// What was read so far, without what the sink took.
  private(set) var whole: DatasetBuilder
  private(set) var log: RejectionLog
  /// What a part begins with: the texts that were known before the file.
  let empty: DatasetBuilder
  /// What short texts become by that, as the last part found.
  private(set) var memories: [TextMemory]?
  private let event: EventID
  private let sink: (any EventSink)?
  private let threads: Int
  private let partsOfGroup: Int
  private var linesBefore: Int
  private var count = 0
  private var rowsOfGroup = 0
  private var mostRows = 0

  /// The events of how many parts a sink takes at a time: fewer where somebody is named, for texts that differ in every row, and their seals,
  /// take several times the memory.
  static func partsOfGroup(_ schema: EventSchema) -> Int { IdentifyingValues.names(schema) ? 4 : 8 }

  /// What became of some parts.
  enum Outcome {
    case goesOn
    /// The sink wants no more.
    case stopped
    /// There are too many texts, or elements of lists: the file must be read in another way, which tells of it.
    case isFull
  }

  init(
    _ builder: DatasetBuilder, _ log: RejectionLog, of event: EventID, in file: String, linesBefore: Int,
    sink: (any EventSink)?, threads: Int
  ) {
    whole = builder
    _ = whole.fileIndex(of: file)
    empty = whole.forPart()
    self.log = log
    self.event = event
    self.sink = sink
    self.threads = threads
    self.linesBefore = linesBefore
    partsOfGroup = Self.partsOfGroup(builder.programme.events[event.index])
  }

  /// Adds the next parts. Complexity: O(rows), amortised.
  /// - Parameter likely: of how many rows, and parts, the file is likely to be, where that is known by the first parts
  mutating func add(_ parts: [PartReader.Part], of likely: (rows: Int, parts: Int)? = nil) -> Outcome {
    memories = parts.last?.memories ?? memories
    for part in parts {
      log.append(part.log, linesBefore: linesBefore)
      whole.append(part.builder, of: event, begunWith: empty.values, linesBefore: linesBefore)
      linesBefore += part.lineCount
      rowsOfGroup += part.rowCount
      count += 1
      if whole.isFull { return .isFull }
      guard let sink, count % partsOfGroup == 0 else { continue }
      guard give(to: sink) else { return .stopped }
    }
    // Columns grow once, to what the rows so far make likely, and the parts are given up at once.
    if let likely {
      mostRows = sink == nil ? likely.rows : min(likely.rows, (likely.rows / max(1, likely.parts) + 1) * partsOfGroup)
      whole.reserve(event, rows: mostRows)
    }
    whole.joinParts(threads: threads)
    return whole.listElements(of: event) > whole.mostListElements ? .isFull : .goesOn
  }

  /// Gives a sink the events so far, and forgets their texts; false where it wants no more.
  private mutating func give(to sink: any EventSink) -> Bool {
    let group = whole.takeEvents(of: event, threads: threads)
    whole.values = empty.values
    sink.take(group)
    mostRows = max(mostRows, rowsOfGroup)
    rowsOfGroup = 0
    if !sink.isStopped { whole.reserve(event, rows: mostRows) }
    return !sink.isStopped
  }
}
