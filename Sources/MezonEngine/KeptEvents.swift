// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The events of one officer among those that are added up part by part, so that the officer's figures can be explained.
struct KeptEvents: Sendable {
  /// Some events of a part.
  private struct Piece: Sendable {
    let event: Int
    let number: Int
    let table: EventTable
  }

  private var pieces: [Piece] = []

  /// Keeps the events of a part that name an officer in some fields. Complexity: O(rows).
  ///
  /// - Parameter number: the part's place in the order of events
  mutating func add(_ event: Int, of part: Dataset, number: Int, naming officer: Int32, in fields: Set<Int>) {
    let table = part.events[event]
    var rows: Set<Int> = []
    for field in fields where table.columns.indices.contains(field) {
      switch table.columns[field] {
      case .plain(let column): rows.formUnion(column.places(of: officer))
      case .list(let lists):
        guard let places = lists.children.first?.places(of: officer), !places.isEmpty else { continue }
        let found = Set(places)
        rows.formUnion((0..<table.rowCount).filter { lists.children(of: $0).contains(where: found.contains) })
      }
    }
    guard !rows.isEmpty else { return }
    pieces.append(Piece(event: event, number: number, table: table.gathering(rows.sorted())))
  }

  /// Adds what was kept of other parts.
  mutating func merge(_ other: KeptEvents) { pieces += other.pieces }

  /// A data set with the events that were kept, in their order, in the place of those of their types. Complexity: O(values kept).
  func replacing(_ events: Set<Int>, of dataset: Dataset) -> Dataset {
    var changed = dataset
    for event in events where changed.events.indices.contains(event) {
      let own = pieces.filter { $0.event == event }.sorted { $0.number < $1.number }
      // All of them have the columns of their type, so they can be joined.
      if let table = EventTable.joining(own.map(\.table)) { changed.events[event] = table }
    }
    return changed
  }
}

extension Column {
  /// The rows that hold a code, ascending. Complexity: O(rows).
  fileprivate func places(of code: Int32) -> [Int] {
    guard let codes = int32s else { return [] }
    var places: [Int] = []
    codes.withUnsafeBufferPointer { codes in
      for row in codes.indices where codes[row] == code { places.append(row) }
    }
    // A missing row holds a zero, which is no code.
    return validity == nil ? places : places.filter(isPresent)
  }
}
