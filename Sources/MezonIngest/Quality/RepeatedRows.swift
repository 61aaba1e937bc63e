// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Rows of a hand-in that say the same thing twice, or two things of one event; lists that stand twice.
///
/// Two rows are of the same event where the fields of its key are equal; without a key where all times, units, members of choices and codes
/// are, and there are other fields that can differ.
struct RepeatedRows {
  /// A list of fewer elements may well come again.
  private static let fewestElements = 3

  private(set) var same = QualityFindings(QualityRule.sameRow)
  private(set) var different = QualityFindings(QualityRule.otherRow)
  private(set) var lists = QualityFindings(QualityRule.sameList)
  private(set) var excess = QualityFindings(QualityRule.tooManyToCompare)
  /// Rows that an earlier one equals as a whole.
  private var copies: Set<Int> = []

  /// Complexity: O(values).
  /// - Parameter most: beyond so many rows nothing is compared
  init(_ events: HandedInEvents, key: [String], most: Int) {
    guard events.rowCount <= most else {
      excess.note([String(events.rowCount)], at: .none)
      return
    }
    lookAtRows(events, key)
    for (index, field) in events.schema.fields.enumerated() {
      guard case .list(let list) = events.table.columns[index], Self.namesSomebody(field) else { continue }
      lookAtLists(events, field.name, list)
    }
  }

  /// The fields that tell events apart, as indices.
  static func tellingFields(_ schema: EventSchema, key: [String]) -> [Int] {
    if !key.isEmpty { return key.compactMap { schema.field(named: $0) } }
    let telling = schema.fields.indices.filter { index in
      switch schema.fields[index].type {
      case .time, .day, .unit, .choice, .reference: true
      default: false
      }
    }
    return telling.count < schema.fields.count ? telling : []
  }

  private mutating func lookAtRows(_ events: HandedInEvents, _ key: [String]) {
    let telling = Self.tellingFields(events.schema, key: key)
    let others = events.schema.fields.indices.filter { !telling.contains($0) }
    var firstOfWhole: [[Int64]: Int] = [:]
    var firstOfKey: [[Int64]: Int] = [:]
    var code: [Int64] = []
    for row in 0..<events.rowCount {
      code.removeAll(keepingCapacity: true)
      for field in telling { events.append(field, row, to: &code) }
      // A key with a missing part tells nothing.
      let isWhole = key.isEmpty || telling.allSatisfy { events.isPresent($0, row) }
      let own = code
      for field in others { events.append(field, row, to: &code) }
      let before = firstOfWhole[code]
      if before == nil { firstOfWhole[code] = row }
      if let before {
        copies.insert(row)
        note(&same, events, row, before, [])
      } else if !telling.isEmpty, isWhole, let other = firstOfKey[own] {
        let names = others.filter { events.differs($0, row, other) }.map { events.schema.fields[$0].name }
        let shared = telling.map { events.schema.fields[$0].name }
        note(&different, events, row, other, [shared.joined(separator: ", "), names.joined(separator: ", ")])
      }
      if !telling.isEmpty, isWhole, firstOfKey[own] == nil { firstOfKey[own] = row }
    }
  }

  /// Whether the elements of a list tell persons or things apart, and not only their kind.
  private static func namesSomebody(_ field: FieldSchema) -> Bool {
    let types: [ValueType] =
      switch field.type {
      case .records(let members): members.map(\.type)
      default: [field.type.element]
      }
    return types.contains { type in
      switch type {
      case .reference, .text: true
      default: false
      }
    }
  }

  private mutating func lookAtLists(_ events: HandedInEvents, _ name: String, _ list: ListColumn) {
    var firstOf: [[[Int64]]: Int] = [:]
    for row in 0..<events.rowCount where !copies.contains(row) {
      let children = list.children(of: row)
      guard children.count >= Self.fewestElements else { continue }
      let elements = children.map { child in
        var code: [Int64] = []
        for column in list.children { HandedInEvents.append(column, child, to: &code) }
        return code
      }.sorted { $0.lexicographicallyPrecedes($1) }
      guard let before = firstOf[elements] else {
        firstOf[elements] = row
        continue
      }
      guard events.areApart(row, before) else { continue }
      note(&lists, events, row, before, [name, String(children.count)])
    }
  }

  private func note(
    _ findings: inout QualityFindings, _ events: HandedInEvents, _ row: Int, _ before: Int, _ arguments: [String]
  ) {
    let (file, line) = events.place(row)
    let earlier = events.place(before)
    findings.note(
      [earlier.file, String(earlier.line)] + arguments, at: .row(file: file, line: line, column: nil))
  }
}

extension HandedInEvents {
  /// Whether a row has a value, or a list, in a field.
  func isPresent(_ field: Int, _ row: Int) -> Bool {
    switch table.columns[field] {
    case .plain(let column): column.isPresent(row)
    case .list(let list): list.isPresent(row)
    }
  }

  /// Whether two rows say different things in a field.
  func differs(_ field: Int, _ row: Int, _ other: Int) -> Bool {
    var codes: (own: [Int64], other: [Int64]) = ([], [])
    append(field, row, to: &codes.own)
    append(field, other, to: &codes.other)
    return codes.own != codes.other
  }

  /// Whether two rows are of other times or other units, so that they are two events whatever else they say.
  func areApart(_ row: Int, _ other: Int) -> Bool {
    ([schema.ownTimeField] + (schema.unitField.map { [$0] } ?? [])).contains { differs($0, row, other) }
  }
}
