// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// Computes the expressions of a programme over a data set, each once.
///
/// One object serves one run: what an indicator has had computed is there for all others. Operands are computed before what needs
/// them by an explicit stack, so that a definition of any depth is safe.
final class ExpressionColumns {
  let programme: Programme
  let dataset: Dataset
  let zone: TimeZoneRules
  let asOf: CalendarDay
  /// The period in which rows of a roster are looked at; nil where events are.
  let term: TermView?

  private(set) var spaces: [RowSpace] = []
  private var spaceIndices: [SpaceKey: Int] = [:]
  private var columns: [Key: NodeColumn] = [:]
  private var dayVectors: [Key: Vector<Int32>] = [:]
  private var instantVectors: [Key: Vector<Int64>] = [:]
  private var frames: [EventID: EventFrame] = [:]
  /// Found linked rows and the indices they were found by; see ``linkedRows(_:)``.
  var linked: [PlanLink: [Int32]] = [:]
  var linkIndices: [LinkIndex.Key: LinkIndex] = [:]
  /// The designs of surveys; see ``survey(_:_:)``.
  var surveys: [SurveyKey: SurveyFrame] = [:]
  var groupLayouts: [GroupLayoutKey: GroupLayout] = [:]
  /// For each node whether it speaks of elements of a list that no quantifier inside it binds.
  private let speaksOfElements: [Bool]
  let organisationIndex: OrganisationIndex
  let roster: PostRoster

  private struct SpaceKey: Hashable {
    let event: EventID
    var pairing: OfficerPairing?
    let lists: [Int]
  }

  private struct Key: Hashable {
    let node: NodeID
    let space: Int
  }

  init(
    programme: Programme, dataset: Dataset, organisation: OrganisationIndex, roster: PostRoster, zone: TimeZoneRules,
    asOf: CalendarDay, term: TermView? = nil
  ) {
    self.roster = roster
    self.programme = programme
    self.dataset = dataset
    self.zone = zone
    self.asOf = asOf
    self.term = term
    organisationIndex = organisation
    speaksOfElements = freeElements(in: programme.graph)
  }

  /// The columns of some rows of an event type, with some of its fields; no expression that is asked of them may look at others.
  ///
  /// Complexity: O(rows · fields).
  func of(_ rows: [Int32], _ event: EventID, fields: Set<Int>) -> ExpressionColumns {
    var part = dataset
    part.events[event.index] = dataset.events[event.index].gathering(rows, fields: fields)
    return ExpressionColumns(self, part)
  }

  /// The same expressions over other events.
  private init(_ other: ExpressionColumns, _ dataset: Dataset) {
    programme = other.programme
    self.dataset = dataset
    zone = other.zone
    asOf = other.asOf
    term = other.term
    organisationIndex = other.organisationIndex
    roster = other.roster
    speaksOfElements = other.speaksOfElements
  }

  /// What is known of the events of a type as such: their days, and which are seen.
  func frame(_ event: EventID) -> EventFrame {
    if let known = frames[event] { return known }
    let made = EventFrame(
      event: event, schema: programme.events[event.index], table: dataset.events[event.index], zone: zone, asOf: asOf,
      view: term)
    frames[event] = made
    return made
  }

  /// The value of an expression in every event of a type. Complexity: O(rows) for each node that is new, O(n log n) for links.
  func column(_ node: NodeID, of event: EventID) -> NodeColumn {
    column(node, in: baseSpace(event))
  }

  /// A condition's truth in every event of a type; unknown throughout when the node is no condition.
  func truths(_ node: NodeID, of event: EventID) -> Vector<UInt8> {
    column(node, of: event).truths ?? Vector(constant: Truth.unknown)
  }

  /// The space of a type's events.
  func baseSpace(_ event: EventID) -> Int {
    let key = SpaceKey(event: event, lists: [])
    if let known = spaceIndices[key] { return known }
    let rows = dataset.events.indices.contains(event.index) ? dataset.events[event.index].rowCount : 0
    return add(RowSpace(event: event, count: rows), key)
  }

  /// The space of a list's elements within another space; nil when the field is no list.
  func elementSpace(_ list: Int, in outer: Int) -> Int? {
    let space = spaces[outer]
    let key = SpaceKey(event: space.event, pairing: space.pairing, lists: space.lists + [list])
    if let known = spaceIndices[key] { return known }
    guard let column = listColumn(space.event, list) else { return nil }
    return add(RowSpace(space, list: list, column: column), key)
  }

  /// The space of the pairs of a type's events and the officers of their units. Complexity: O(pairs), once.
  func pairSpace(_ event: EventID, _ pairing: OfficerPairing) -> Int {
    let key = SpaceKey(event: event, pairing: pairing, lists: [])
    if let known = spaceIndices[key] { return known }
    let lists = frame(event).officersOfUnits(pairing, roster, organisationIndex)
    return add(RowSpace(event: event, pairs: lists, pairing), key)
  }

  private func add(_ space: RowSpace, _ key: SpaceKey) -> Int {
    spaceIndices[key] = spaces.count
    spaces.append(space)
    return spaces.count - 1
  }

  /// The type of a field; nil when there is no such field.
  func fieldType(_ event: EventID, _ field: Int) -> ValueType? {
    guard programme.events.indices.contains(event.index) else { return nil }
    let fields = programme.events[event.index].fields
    return fields.indices.contains(field) ? fields[field].type : nil
  }

  /// The stored column of a field; nil when there is none.
  func fieldColumn(_ event: EventID, _ field: Int) -> FieldColumn? {
    guard dataset.events.indices.contains(event.index) else { return nil }
    let columns = dataset.events[event.index].columns
    return columns.indices.contains(field) ? columns[field] : nil
  }

  /// The stored lists of a field; nil when it holds none.
  func listColumn(_ event: EventID, _ field: Int) -> ListColumn? {
    if case .list(let column)? = fieldColumn(event, field) { column } else { nil }
  }

  /// The value of an expression in every row of a space.
  func column(_ root: NodeID, in space: Int) -> NodeColumn {
    var pending = [Key(node: root, space: space)]
    while let key = pending.last {
      if columns[key] != nil {
        pending.removeLast()
        continue
      }
      let missing = needs(of: key).filter { columns[$0] == nil }
      if missing.isEmpty {
        columns[key] = compute(key)
        pending.removeLast()
      } else {
        pending += missing
      }
    }
    return columns[Key(node: root, space: space)] ?? .absent
  }

  /// A column that was computed before, as an operand.
  func operand(_ node: NodeID, in space: Int) -> NodeColumn {
    columns[Key(node: node, space: space)] ?? .absent
  }

  /// What must be computed before a node.
  private func needs(of key: Key) -> [Key] {
    let space = spaces[key.space]
    if !space.isBase, !speaksOfElements[key.node.index] {
      return [Key(node: key.node, space: baseSpace(space.event))]
    }
    switch programme.graph[key.node] {
    case .quantified(_, _, let list, let body):
      return elementSpace(list, in: key.space).map { [Key(node: body, space: $0)] } ?? []
    case .linkExists(let link), .linkFirst(let link, _):
      return link.condition.map { [Key(node: $0, space: baseSpace(link.target))] } ?? []
    case let node:
      return node.operands.map { Key(node: $0, space: key.space) }
    }
  }

  private func compute(_ key: Key) -> NodeColumn {
    let space = spaces[key.space]
    if !space.isBase, !speaksOfElements[key.node.index] {
      return operand(key.node, in: baseSpace(space.event)).gathering(space.events)
    }
    return compute(programme.graph[key.node], in: key.space)
  }

  /// The local days of a column of days or times; nil when it holds neither. Complexity: O(rows), once.
  func days(_ node: NodeID, in space: Int) -> Vector<Int32>? {
    let key = Key(node: node, space: space)
    if let known = dayVectors[key] { return known }
    let made: Vector<Int32>?
    switch operand(node, in: space) {
    case .day(let vector): return vector
    case .localTime(let day, _): return Vector(constant: day)
    case .time(let vector): made = localDays(vector, zone)
    default: made = nil
    }
    dayVectors[key] = made
    return made
  }

  /// The instants of a column of times, or the midnights of one of days; nil when it holds neither. Complexity: O(rows), once.
  func instants(_ node: NodeID, in space: Int) -> Vector<Int64>? {
    let key = Key(node: node, space: space)
    if let known = instantVectors[key] { return known }
    let made: Vector<Int64>?
    switch operand(node, in: space) {
    case .time(let vector): return vector
    case .day(let vector): made = midnights(vector, zone)
    case .localTime(let day, let microseconds):
      let local = LocalTime(day: CalendarDay(daysSinceEpoch: day), microsecondOfDay: microseconds)
      made = local.map { Vector(constant: zone.instant(of: $0).microseconds) }
    default: made = nil
    }
    instantVectors[key] = made
    return made
  }
}

/// For each node whether it speaks of elements that it does not bind itself, or of the officer whose row it is. Complexity: O(nodes).
private func freeElements(in graph: PlanGraph) -> [Bool] {
  var lists: [Set<Int>] = []
  lists.reserveCapacity(graph.nodes.count)
  for node in graph.nodes {
    switch node {
    case .memberField(_, let list, _), .element(_, let list): lists.append([list])
    // No list has this number, so no quantifier binds it.
    case .namesOfficer: lists.append([-1])
    case .quantified(_, _, let list, let body):
      var free = lists.indices.contains(body.index) ? lists[body.index] : []
      free.remove(list)
      lists.append(free)
    default:
      var free: Set<Int> = []
      for operand in node.operands where lists.indices.contains(operand.index) {
        free.formUnion(lists[operand.index])
      }
      lists.append(free)
    }
  }
  return lists.map { !$0.isEmpty }
}
