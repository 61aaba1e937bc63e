// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics
import Synchronization

/// Puts the parts of a file of events in order that several threads read: what each begins with, and what it adds to those before it.
///
/// Parts are numbered as they are begun, one after the other, but each is read and finished whenever it is. The texts that are new in a part get their codes once all parts
/// before it are finished, so that codes, lines and what is said of rows are those of a file read from beginning to end.
final class PartsInOrder: Sendable {
  /// A part that was begun.
  struct Begun: Sendable {
    let number: Int
    /// What it begins with: some of the texts that are known by then.
    let empty: DatasetBuilder
    let memories: [TextMemory]?
  }

  /// The events of a part, and what its codes and lines become.
  struct Given: Sendable {
    let number: Int
    let values: ValueDictionaries
    let files: [String]
    fileprivate let table: EventTableBuilder
    fileprivate let codes: [DictionaryPlace: [Int32]]
    fileprivate let linesBefore: Int

    /// The events. Complexity: O(rows).
    var events: EventTable {
      var table = table
      table.moveLines(by: linesBefore)
      return table.finished(codes)
    }
  }

  private struct State: Sendable {
    var whole: DatasetBuilder
    var empty: DatasetBuilder
    /// What short texts become by the part that began last of those that are read, and its number.
    var memories: (number: Int, all: [TextMemory])?
    var log: RejectionLog
    var linesBefore: Int
    /// Parts that wait for one before them.
    var waiting: [Int: (begun: Begun, part: PartReader.Part)] = [:]
    var finishedCount = 0
    var hasFailed = false
  }

  /// More texts than these are not given to each part to begin with, for one that adds another copies them all.
  private static let mostSharedTexts = 1 << 17

  private let event: EventID
  /// nil where it is known only once the last one was begun.
  private let count: Int?
  private let begunCount = Mutex(0)
  private let state: Mutex<State>

  /// - Parameters:
  ///   - builder: what was read before the file
  ///   - linesBefore: how many lines stand before the first part
  ///   - count: how many parts there are; nil where that is not known, and a part surely ends where a row does
  init(_ builder: DatasetBuilder, _ log: RejectionLog, of event: EventID, linesBefore: Int, count: Int? = nil) {
    self.event = event
    self.count = count
    state = Mutex(State(whole: builder, empty: builder.forPart(), log: log, linesBefore: linesBefore))
  }

  /// Begins the next part; nil where there is none, or some part failed.
  /// - Parameter read: reads the bytes of a part, beside others.
  func beginNext(_ read: (Int) throws -> [UInt8]) -> (begun: Begun, text: [UInt8])? {
    let next = begunCount.withLock { begun in
      defer { begun += 1 }
      return begun
    }
    guard next < count ?? .max, !hasFailed else { return nil }
    // What keeps it from being read, reading the file in another way tells, or whoever opened it at the end.
    guard let text = try? read(next) else {
      state.withLock { $0.hasFailed = true }
      return nil
    }
    return state.withLock { (Begun(number: next, empty: $0.empty, memories: $0.memories?.all), text) }
  }

  /// Begins the next part, which is at hand.
  func begin() -> Begun {
    let next = begunCount.withLock { begun in
      defer { begun += 1 }
      return begun
    }
    return state.withLock { Begun(number: next, empty: $0.empty, memories: $0.memories?.all) }
  }

  /// Whether some part failed.
  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// Finishes a part, nil where it failed, and returns those whose codes are known by that.
  ///
  /// - Returns: also how many parts are done with, which are these, or others where some part failed
  func finish(_ begun: Begun, _ part: PartReader.Part?) -> (given: [Given], done: Int) {
    state.withLock { state in
      guard let part, !part.endedWithinQuotes || begun.number + 1 == count ?? begun.number + 1, !state.hasFailed else {
        state.hasFailed = true
        defer { state.waiting = [:] }
        return ([], 1 + state.waiting.count)
      }
      state.waiting[begun.number] = (begun, part)
      // Codes that were known when a part began mean the same to each that begins later.
      if state.memories.map({ $0.number < begun.number }) ?? true { state.memories = (begun.number, part.memories) }
      var given: [Given] = []
      while let (begun, part) = state.waiting.removeValue(forKey: state.finishedCount) {
        given.append(add(part, begun, to: &state))
        state.finishedCount += 1
      }
      if !given.isEmpty, state.whole.values.count != state.empty.values.count,
        state.whole.values.count <= Self.mostSharedTexts
      {
        state.empty = state.whole.forPart()
      }
      return (given, given.count)
    }
  }

  private func add(_ part: PartReader.Part, _ begun: Begun, to state: inout State) -> Given {
    state.log.append(part.log, linesBefore: state.linesBefore)
    let codes = state.whole.merge(part.builder.values, begunWith: begun.empty.values)
    // That there are too many texts, reading in another way tells.
    if state.whole.isFull { state.hasFailed = true }
    defer { state.linesBefore += part.lineCount }
    return Given(
      number: begun.number, values: state.whole.values, files: state.whole.files,
      table: part.builder.tables[event.index], codes: codes, linesBefore: state.linesBefore)
  }

  /// What is known after all parts; nil where some part failed.
  var result: (builder: DatasetBuilder, log: RejectionLog)? {
    let count = count ?? begunCount.withLock { $0 }
    return state.withLock { $0.hasFailed || $0.finishedCount < count ? nil : ($0.whole, $0.log) }
  }
}
