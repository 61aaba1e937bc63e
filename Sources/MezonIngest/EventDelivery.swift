// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics
import Synchronization

/// Gives the events of some types to a receiver as they are read, instead of keeping them.
struct EventDelivery: Sendable {
  private let receiver: any EventReceiver
  /// Everything but events.
  private let base: Dataset
  private let events: Set<EventID>
  let threads: Int
  private let given = GivenParts()

  /// How many rows of a table that was read whole make a part.
  private static let rowsOfPart = 1 << 16

  /// A delivery to a receiver that takes some event type; nil where it takes none. What is read from now on has the receiver's codes.
  init?(_ receiver: any EventReceiver, _ builder: inout DatasetBuilder, threads: Int) {
    self.receiver = receiver
    self.threads = threads
    let base = builder.forPart().finished()
    self.base = base
    events = Set(base.events.indices.lazy.filter { receiver.receives($0, of: base) }.map { EventID($0) })
    if events.isEmpty { return nil }
    if let values = receiver.earlierValues { (builder.values.domains, builder.values.texts) = values }
  }

  /// Whether the events of a type are given away.
  func takes(_ event: EventID) -> Bool { events.contains(event) }

  /// The fields of an event type that the receiver looks at; nil where it may look at all of them.
  func fields(of event: EventID) -> Set<Int>? { receiver.fields(of: event.index) }

  /// Whether the receiver looks at where events come from.
  var looksAtPlaces: Bool { receiver.looksAtPlaces }

  /// The local days of the events of a type that the receiver looks at; nil where it may look at all of them.
  func days(of event: EventID) -> ClosedRange<Int>? { receiver.days(of: event.index) }

  /// Says that what follows may be taken back.
  func begin() { receiver.begin() }

  /// Ends what was begun: it counts, or is forgotten.
  func end(isKept: Bool) { receiver.end(isKept: isKept) }

  /// Gives some parts away, several at once. Complexity: what the receiver needs.
  ///
  /// - Parameters:
  ///   - count: how many parts there are
  ///   - values: the dictionaries by which the events are coded
  ///   - table: makes the events of a part
  func give(
    _ event: EventID, parts count: Int, _ values: ValueDictionaries, files: [String],
    _ table: @Sendable (Int) -> EventTable
  ) {
    let first = numbers(of: count)
    _ = sideBySide(0..<count, threads: threads) { number in
      give(event, table(number), values, files: files, number: first + number)
    }
  }

  /// The first of so many numbers that parts will have: events of a part with a lower one come first.
  func numbers(of count: Int) -> Int { given.add(count) }

  /// Gives the events of a part away. Complexity: what the receiver needs.
  func give(_ event: EventID, _ table: EventTable, _ values: ValueDictionaries, files: [String], number: Int) {
    var part = base
    part.domains = values.domains
    part.texts = values.texts
    part.files = files
    part.events[event.index] = table
    receiver.receive(event.index, of: part, number: number)
  }

  /// Gives away what a builder has of the event types that are taken, and empties their tables.
  func give(from builder: inout DatasetBuilder) {
    for event in events.sorted() where builder.tables[event.index].rowCount > 0 {
      let whole = builder.takeTable(of: event, threads: threads)
      let starts = Array(stride(from: 0, to: whole.rowCount, by: Self.rowsOfPart))
      give(event, parts: starts.count, builder.values, files: builder.files) { number in
        whole.rows(starts[number]..<min(starts[number] + Self.rowsOfPart, whole.rowCount))
      }
    }
  }
}

/// How many parts were given away.
private final class GivenParts: Sendable {
  private let count = Mutex<Int>(0)

  /// Counts so many more, and returns how many there were before.
  func add(_ added: Int) -> Int {
    count.withLock { count in
      defer { count += added }
      return count
    }
  }
}
