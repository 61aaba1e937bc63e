// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// The groups of one split that each event belongs to, as consecutive numbers of groups.
struct SplitColumn {
  /// The name of the group of missing values.
  static let unknown = "unknown"

  let name: String
  /// The group's code in results, by number.
  let groups: [String]
  /// How many of the groups, from the first, have a row in every cell.
  let fixedCount: Int
  /// The groups of the events.
  let numbers: [Int32]
  /// Where each event's groups begin, and at the end their count; nil when every event has one.
  let offsets: [Int32]?

  /// The groups of an event, as indices into `numbers`.
  @inline(__always)
  func range(of row: Int) -> Range<Int> {
    guard let offsets else { return row..<(row + 1) }
    return Int(offsets[row])..<Int(offsets[row + 1])
  }
}

/// Numbers the values of a column as groups.
private struct GroupNumbering {
  let groups: [String]
  let fixedCount: Int
  /// The group of each value of the column.
  let numbers: [Int32]
  let unknown: Int32
}

/// What tells one layout of groups from another.
struct GroupLayoutKey: Hashable {
  let event: EventID
  let splits: [SplitPlan]
  let unitField: Int?
  let periodField: Int
  /// Whether the groups of each event are listed.
  var listsGroups = true
}

extension ExpressionColumns {
  /// The groups of some splits for the events that an indicator looks at. Complexity: O(rows + elements + codes), once.
  ///
  /// - Parameter listsGroups: whether the groups of each event are wanted, besides those of each split.
  func groupLayout(of splits: [SplitPlan], for plan: IndicatorPlan, listsGroups: Bool = true) -> GroupLayout {
    let key = GroupLayoutKey(
      event: plan.event, splits: splits, unitField: plan.unitField, periodField: plan.periodField,
      listsGroups: listsGroups)
    if let known = groupLayouts[key] { return known }
    let made = GroupLayout(
      splits.map { groups(of: $0, for: plan) }, rows: frame(plan.event).rowCount, listsGroups: listsGroups)
    groupLayouts[key] = made
    return made
  }

  /// The groups of a split for the events that an indicator looks at. Complexity: O(rows + elements + codes).
  func groups(of split: SplitPlan, for plan: IndicatorPlan) -> SplitColumn {
    switch split.source {
    case .field(let field):
      guard let type = fieldType(plan.event, field), let column = fieldColumn(plan.event, field) else { break }
      switch column {
      case .plain(let column): return plainSplit(split, numbering(nodeColumn(column, as: type), column.count))
      case .list(let lists):
        guard case .list(let element) = type, let child = lists.children.first else { break }
        return listSplit(split, lists, numbering(nodeColumn(child, as: element), child.count))
      }
    case .member(let list, let member):
      guard case .records(let members)? = fieldType(plan.event, list), members.indices.contains(member),
        let lists = listColumn(plan.event, list), lists.children.indices.contains(member)
      else { break }
      let child = lists.children[member]
      return listSplit(split, lists, numbering(nodeColumn(child, as: members[member].type), child.count))
    case .unitAttribute(let attribute):
      guard let unitField = plan.unitField, programme.unitAttributes.indices.contains(attribute) else { break }
      let lineages = frame(plan.event).lineages(
        unitField: unitField, dayField: plan.periodField, in: organisationIndex)
      let values = organisationIndex.attributeColumn(attribute, type: programme.unitAttributes[attribute].type)
      return plainSplit(split, numbering(values.gathering(lineages), lineages.count))
    }
    return plainSplit(split, numbering(.absent, frame(plan.event).rowCount))
  }

  private func plainSplit(_ split: SplitPlan, _ numbering: GroupNumbering) -> SplitColumn {
    SplitColumn(
      name: split.name, groups: numbering.groups, fixedCount: numbering.fixedCount, numbers: numbering.numbers,
      offsets: nil)
  }

  /// The different groups of each list; an empty or missing list is of the unknown group.
  private func listSplit(_ split: SplitPlan, _ lists: ListColumn, _ numbering: GroupNumbering) -> SplitColumn {
    var numbers: [Int32] = []
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(lists.count + 1)
    var scratch: [Int32] = []
    for row in 0..<lists.count {
      scratch.removeAll(keepingCapacity: true)
      for element in lists.children(of: row) { scratch.append(numbering.numbers[element]) }
      if scratch.isEmpty { scratch.append(numbering.unknown) }
      if scratch.count > 1 { scratch.sort() }
      for (place, number) in scratch.enumerated() where place == 0 || scratch[place - 1] != number {
        numbers.append(number)
      }
      offsets.append(Int32(truncatingIfNeeded: numbers.count))
    }
    return SplitColumn(
      name: split.name, groups: numbering.groups, fixedCount: numbering.fixedCount, numbers: numbers, offsets: offsets)
  }

  private func numbering(_ column: NodeColumn, _ rows: Int) -> GroupNumbering {
    switch column {
    case .code(let codes, let space):
      let texts = groupTexts(of: space)
      var fixedCount = 0
      if case .choice = space { fixedCount = texts.count }
      return coded(codes, texts, fixedCount: fixedCount, rows)
    case .truth(let truths):
      let presence = truths.values.map { $0 == Truth.unknown ? UInt8(0) : 1 }
      let codes =
        truths.isConstant
        ? Vector(constant: Int32(truths.values[0] & 1), isPresent: presence[0] == 1)
        : Vector(truths.values.map { Int32($0 & 1) }, presence: presence)
      return coded(codes, ["no", "yes"], fixedCount: 0, rows)
    case .number(let vector):
      return interned(vector, rows) { text(of: $0) }
    case .whole(let vector): return interned(vector, rows) { String($0) }
    case .day(let vector): return interned(vector, rows) { CalendarDay(daysSinceEpoch: $0).description }
    case .time(let vector):
      return interned(localDays(vector, zone), rows) { CalendarDay(daysSinceEpoch: $0).description }
    case .text, .localTime, .list, .absent:
      return coded(Vector(constant: Int32(0), isPresent: false), [], fixedCount: 0, rows)
    }
  }

  private func groupTexts(of space: CodeSpace) -> [String] {
    switch space {
    case .texts: (0..<Int32(dataset.texts.count)).map(dataset.texts.text)
    case .domain(let domain):
      dataset.domains.indices.contains(domain.index)
        ? (0..<Int32(dataset.domains[domain.index].count)).map(dataset.domains[domain.index].text) : []
    case .choice(let choice):
      programme.choices.indices.contains(choice.index) ? programme.choices[choice.index].members : []
    case .units: dataset.organisation.codes
    }
  }

  /// Groups by code; a value that is itself called unknown shares the group of missing ones.
  private func coded(_ codes: Vector<Int32>, _ texts: [String], fixedCount: Int, _ rows: Int) -> GroupNumbering {
    var groups = texts
    let unknown: Int32
    if let named = texts.firstIndex(of: SplitColumn.unknown) {
      unknown = Int32(truncatingIfNeeded: named)
    } else {
      unknown = Int32(truncatingIfNeeded: texts.count)
      groups.append(SplitColumn.unknown)
    }
    let last = Int32(truncatingIfNeeded: texts.count)
    let numbers = codes.numbers(below: last, others: unknown, rows)
    return GroupNumbering(groups: groups, fixedCount: fixedCount, numbers: numbers, unknown: unknown)
  }

  /// Groups by value, numbered as they are first met.
  private func interned<Element: Hashable>(
    _ values: Vector<Element>, _ rows: Int, _ text: (Element) -> String
  ) -> GroupNumbering {
    var known: [Element: Int32] = [:]
    var groups = [SplitColumn.unknown]
    let numbers = (0..<rows).map { row -> Int32 in
      // A value that does not equal itself is no number, and so no group.
      guard let value = values.value(row), value == value else { return 0 }
      if let number = known[value] { return number }
      let number = Int32(truncatingIfNeeded: groups.count)
      known[value] = number
      groups.append(text(value))
      return number
    }
    return GroupNumbering(groups: groups, fixedCount: 0, numbers: numbers, unknown: 0)
  }
}

extension Vector<Int32> {
  /// The codes of so many rows, and another number for those that are missing or not below a last one. Complexity: O(rows).
  fileprivate func numbers(below last: Int32, others: Int32, _ rows: Int) -> [Int32] {
    func number(_ code: Int32, _ isPresent: Bool) -> Int32 { isPresent && code >= 0 && code < last ? code : others }
    if isConstant { return Array(repeating: number(values[0], presence.isEmpty), count: rows) }
    precondition(values.count >= rows, "a column is shorter than its table")
    return [Int32](unsafeUninitializedCapacity: rows) { numbers, filled in
      values.withUnsafeBufferPointer { values in
        presence.withUnsafeBufferPointer { presence in
          // Loops that can take many rows at once.
          if presence.isEmpty {
            for row in 0..<rows { numbers.initializeElement(at: row, to: number(values[row], true)) }
          } else {
            for row in 0..<rows { numbers.initializeElement(at: row, to: number(values[row], presence[row] != 0)) }
          }
        }
      }
      filled = rows
    }
  }
}

/// A number as results write it.
func text(of value: Double) -> String {
  guard value.isFinite else { return SplitColumn.unknown }
  var bytes: [UInt8] = []
  NumberFormat.append(finite: value, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}
