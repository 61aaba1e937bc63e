// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// The rows over which an expression is computed: those of an event table, or the elements of one of its lists, or pairs of elements
/// where a condition on one list stands within a condition on another; or pairs of an event and an officer of its unit.
struct RowSpace {
  let event: EventID
  /// The list fields whose elements are told apart, outermost first; empty for the events themselves.
  let lists: [Int]
  let count: Int
  /// Whether the rows are the events themselves.
  let isBase: Bool
  /// By which fields events are paired with the officers of their units; nil where they are not.
  let pairing: OfficerPairing?
  /// The officer of each row, where the rows are those of pairs.
  let officers: [Int32]
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
    isBase = true
    pairing = nil
    officers = []
    events = []
    children = []
    offsets = []
  }

  /// The pairs of a table's events and their officers. Complexity: O(pairs).
  init(event: EventID, pairs lists: OfficerLists, _ pairing: OfficerPairing) {
    self.event = event
    self.lists = []
    count = lists.officers.count
    isBase = false
    self.pairing = pairing
    officers = lists.officers
    var events: [Int32] = []
    events.reserveCapacity(count)
    for row in 0..<max(0, lists.offsets.count - 1) {
      events += repeatElement(Int32(truncatingIfNeeded: row), count: lists.range(of: row).count)
    }
    self.events = events
    children = []
    offsets = lists.offsets
  }

  /// The elements of a list in each row of a space. Complexity: O(rows + elements).
  init(_ outer: RowSpace, list: Int, column: ListColumn) {
    var rows: [Int32] = []
    var inner: [[Int32]] = Array(repeating: [], count: outer.lists.count + 1)
    var officers: [Int32] = []
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(outer.count + 1)
    for row in 0..<outer.count {
      let event = outer.isBase ? row : Int(outer.events[row])
      for child in column.children(of: event) {
        rows.append(Int32(truncatingIfNeeded: event))
        for place in outer.lists.indices { inner[place].append(outer.children[place][row]) }
        inner[outer.lists.count].append(Int32(truncatingIfNeeded: child))
        if outer.pairing != nil { officers.append(outer.officers[row]) }
      }
      offsets.append(Int32(truncatingIfNeeded: rows.count))
    }
    event = outer.event
    lists = outer.lists + [list]
    count = rows.count
    isBase = false
    pairing = outer.pairing
    self.officers = officers
    events = rows
    children = inner
    self.offsets = offsets
  }

  /// The child rows of the innermost space around an element that tells the list's elements apart; nil when none does.
  func childRows(of list: Int) -> [Int32]? {
    lists.lastIndex(of: list).map { children[$0] }
  }
}
