// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// For the lists of a plan over events of one type: by which choice most of them tell their events apart, and which members each looks at.
///
/// `kind is meeting` holds for one event in twelve, so what an indicator of meetings asks of its events is worked out for these alone.
struct CodePartition: Sendable {
  /// Lists that look at events with the same members of the choice.
  struct Group: Sendable {
    let lists: [Int]
    /// The members; nil for all events.
    let codes: [Int32]?
    /// The fields that the lists and what is made from them read, besides units, periods and splits.
    let fields: Set<Int>
    /// Those lists that look at all events with the members.
    let exact: Set<Int>
  }

  /// The field of the choice; nil where all events are looked at together.
  let field: Int?
  let groups: [Group]

  /// All lists together.
  init(whole plan: GridPlan, _ event: EventID) {
    self.init(nil, [Group(lists: plan.lists(of: event), codes: nil, fields: [], exact: [])])
  }

  private init(_ field: Int?, _ groups: [Group]) {
    self.field = field
    self.groups = groups
  }

  /// Complexity: O(lists · fields · nodes).
  init(_ plan: GridPlan, _ event: EventID) {
    let graph = plan.programme.graph
    let lists = plan.lists(of: event)
    let fields = plan.programme.events[event.index].fields
    let choices = fields.indices.filter { if case .choice = fields[$0].type { true } else { false } }
    func members(_ list: Int, _ field: Int) -> Members? {
      plan.lists[list].population.flatMap { Members($0, of: field, event, graph) }
    }
    let told = choices.map { field in lists.count { members($0, field) != nil } }
    guard let most = told.max(), most > 0, let place = told.firstIndex(of: most) else {
      self.init(whole: plan, event)
      return
    }
    let field = choices[place]
    var ofCodes: [[Int32]: [Int]] = [:]
    var others: [Int] = []
    var exact: Set<Int> = []
    for list in lists {
      let found = members(list, field)
      // What reads lists, or fields that are not known, is worked out for all events.
      if let found, let read = plan.fields(ofList: list, withPopulation: !found.isExact),
        read.allSatisfy({ fields.indices.contains($0) && fields[$0].type.isPlain })
      {
        ofCodes[found.codes.sorted(), default: []].append(list)
        if found.isExact { exact.insert(list) }
      } else {
        others.append(list)
      }
    }
    var groups = ofCodes.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { codes, lists in
      let read = lists.compactMap { plan.fields(ofList: $0, withPopulation: !exact.contains($0)) }
      return Group(
        lists: lists, codes: codes, fields: read.reduce(into: []) { $0.formUnion($1) },
        exact: exact.intersection(lists))
    }
    if !others.isEmpty { groups.append(Group(lists: others, codes: nil, fields: [], exact: [])) }
    self.init(field, groups)
  }

  /// For each group of the partition that has members the rows with these, ascending. Complexity: O(rows · groups of a member).
  func rows(_ column: Column) -> [[Int32]?] {
    guard let codes = column.int32s else { return groups.map { $0.codes == nil ? nil : [] } }
    let most = Int(groups.compactMap { $0.codes?.max() }.max() ?? -1)
    let rows = RowsOfCodes(codes, most: most)
    return groups.map { group in
      guard let members = group.codes else { return nil }
      let own = rows.rows(of: members)
      // A row without a value has a code too.
      guard let validity = column.validity else { return own }
      return own.filter { validity[Int($0)] }
    }
  }
}

/// The rows of a column of codes by their code.
struct RowsOfCodes {
  private let rowCount: Int
  /// Where the rows of each code begin, and at the end their number.
  private let starts: [Int]
  /// Code behind code its rows, ascending.
  private let rows: [Int32]

  /// - Parameter most: the greatest code that is asked for
  /// - Complexity: O(rows + codes).
  init(_ codes: [Int32], most: Int) {
    rowCount = codes.count
    // All others, which nobody asks for, are one behind the last.
    let others = UInt32(truncatingIfNeeded: most + 1)
    var starts = [Int](repeating: 0, count: most + 3)
    rows = [Int32](unsafeUninitializedCapacity: codes.count) { rows, filled in
      starts.withUnsafeMutableBufferPointer { starts in
        for code in codes { starts[Int(min(UInt32(bitPattern: code), others)) &+ 1] &+= 1 }
        for code in 1..<starts.count { starts[code] &+= starts[code &- 1] }
        codes.withUnsafeBufferPointer { codes in
          for row in codes.indices {
            let code = Int(min(UInt32(bitPattern: codes[row]), others))
            rows.initializeElement(at: starts[code], to: Int32(truncatingIfNeeded: row))
            starts[code] &+= 1
          }
        }
      }
      filled = codes.count
    }
    // Each has become the beginning of the next.
    self.starts = [0] + starts.dropLast()
  }

  /// The rows with one of some codes, ascending. Complexity: O(rows of these, and a 64th of all for several).
  func rows(of codes: [Int32]) -> [Int32] {
    let known = codes.filter { $0 >= 0 && Int($0) < starts.count - 2 }.map { Int($0) }
    if known.count == 1 { return Array(rows[starts[known[0]]..<starts[known[0] + 1]]) }
    var words = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
    var count = 0
    for code in known {
      count += starts[code + 1] - starts[code]
      for row in rows[starts[code]..<starts[code + 1]] {
        words[Int(row) >> 6] |= 1 &<< UInt64(truncatingIfNeeded: row & 63)
      }
    }
    return [Int32](unsafeUninitializedCapacity: count) { room, filled in
      for (number, word) in words.enumerated() {
        var rest = word
        while rest != 0 {
          room.initializeElement(at: filled, to: Int32(truncatingIfNeeded: number << 6 | rest.trailingZeroBitCount))
          filled += 1
          rest &= rest &- 1
        }
      }
    }
  }
}

/// The members of a choice of which an event must have one for a condition to hold.
private struct Members {
  var codes: Set<Int32>
  /// Whether the condition holds for every event with one of them.
  var isExact: Bool

  /// nil where a condition does not ask for members of the choice.
  ///
  /// Complexity: O(nodes of the condition).
  init?(_ condition: NodeID, of field: Int, _ event: EventID, _ graph: PlanGraph) {
    // A node's operands come before it, so that each is looked at once, without recursion.
    var known: [NodeID: Members?] = [:]
    var pending = [condition]
    while let id = pending.last {
      if known[id] != nil {
        pending.removeLast()
        continue
      }
      switch graph[id] {
      case .compare(.equal, let left, let right): known[id] = .some(Self.members(left, right, field, event, graph))
      case .and(let left, let right), .or(let left, let right):
        guard let first = known[left], let second = known[right] else {
          pending += [left, right]
          continue
        }
        if case .and = graph[id] {
          known[id] = .some(Self.both(first, second))
        } else {
          known[id] = .some(Self.either(first, second))
        }
      default: known[id] = .some(nil)
      }
      pending.removeLast()
    }
    guard let found = known[condition], let found else { return nil }
    self = found
  }

  private init(_ codes: Set<Int32>, isExact: Bool) {
    self.codes = codes
    self.isExact = isExact
  }

  private static func members(
    _ left: NodeID, _ right: NodeID, _ field: Int, _ event: EventID, _ graph: PlanGraph
  ) -> Members? {
    for (own, other) in [(left, right), (right, left)] {
      if case .field(event, field) = graph[own], case .literal(.member(_, let member)) = graph[other] {
        return Members([Int32(truncatingIfNeeded: member)], isExact: true)
      }
    }
    return nil
  }

  private static func both(_ left: Members?, _ right: Members?) -> Members? {
    switch (left, right) {
    case (let left?, let right?):
      Members(left.codes.intersection(right.codes), isExact: left.isExact && right.isExact)
    case (let one?, nil), (nil, let one?): Members(one.codes, isExact: false)
    case (nil, nil): nil
    }
  }

  private static func either(_ left: Members?, _ right: Members?) -> Members? {
    guard let left, let right else { return nil }
    return Members(left.codes.union(right.codes), isExact: left.isExact && right.isExact)
  }
}

extension ValueType {
  /// Whether it has one value an event.
  fileprivate var isPlain: Bool {
    switch self {
    case .list, .records: false
    default: true
    }
  }
}

extension GridPlan {
  /// The lists of events of a type.
  func lists(of event: EventID) -> [Int] {
    lists.indices.filter { programme.indicators[grids[lists[$0].grid].indicator].event == event }
  }

  /// The fields that a list, its roles and quantities read, besides units, periods and splits; nil where it may be any.
  ///
  /// Complexity: O(nodes).
  fileprivate func fields(ofList list: Int, withPopulation: Bool) -> Set<Int>? {
    var nodes = withPopulation ? [lists[list].population].compactMap { $0 } : []
    var fields: Set<Int> = []
    for (number, role) in roles.enumerated() where role.list == list {
      let plan = programme.indicators[role.indicator]
      nodes += [plan.counts].compactMap { $0 } + (plan.leavesOut + plan.notHeldAgainst).map(\.condition)
      fields.formUnion(plan.waits.map(\.field))
      for aggregate in aggregates where aggregate.roles == number {
        nodes += aggregate.plan.nodes
        if case .distinct(let field) = aggregate.plan.unconditional { fields.insert(field) }
      }
    }
    guard let read = programme.fields(readBy: nodes) else { return nil }
    return fields.union(read)
  }
}
