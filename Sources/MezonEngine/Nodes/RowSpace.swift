// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// The rows over which an expression is computed: those of an event table, or the elements of one of its lists, or pairs of elements
/// where a condition on one list stands within a condition on another.
struct RowSpace {
  let event: EventID
  /// The list fields whose elements are told apart, outermost first; empty for the events themselves.
  let lists: [Int]
  let count: Int
  /// The event of each row; empty for the events themselves.
  let events: [Int32]
  /// For each list of `lists` the child row of each row.
  let children: [[Int32]]
  /// For each row of the space around this one where its rows begin here, and at the end the count.
  let offsets: [Int32]

  /// The events of a table.
  init(event: EventID, count: Int) {
    self.event = event
    lists = []
    self.count = count
    events = []
    children = []
    offsets = []
  }

  /// The elements of a list in each row of a space. Complexity: O(rows + elements).
  init(_ outer: RowSpace, list: Int, column: ListColumn) {
    var rows: [Int32] = []
    var inner: [[Int32]] = Array(repeating: [], count: outer.lists.count + 1)
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(outer.count + 1)
    for row in 0..<outer.count {
      let event = outer.lists.isEmpty ? row : Int(outer.events[row])
      for child in column.children(of: event) {
        rows.append(Int32(truncatingIfNeeded: event))
        for place in outer.lists.indices { inner[place].append(outer.children[place][row]) }
        inner[outer.lists.count].append(Int32(truncatingIfNeeded: child))
      }
      offsets.append(Int32(truncatingIfNeeded: rows.count))
    }
    event = outer.event
    lists = outer.lists + [list]
    count = rows.count
    events = rows
    children = inner
    self.offsets = offsets
  }

  /// The child rows of the innermost space around an element that tells the list's elements apart; nil when none does.
  func childRows(of list: Int) -> [Int32]? {
    lists.lastIndex(of: list).map { children[$0] }
  }
}
