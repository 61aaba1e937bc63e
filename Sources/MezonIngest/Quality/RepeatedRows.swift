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
  static let fewestElements = 3

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
    let keyHashes = events.hashes(of: telling)
    let all = telling + others
    for (row, before) in RepeatedHashes.repeats(
      events.hashes(of: others, from: keyHashes), isSame: { events.isSame(all, $0, $1) })
    {
      copies.insert(row)
      note(&same, events, row, before, [])
    }
    guard !telling.isEmpty else { return }
    // A key with a missing part tells nothing.
    let whole = key.isEmpty ? nil : events.completeRows(telling)
    let shared = telling.map { events.schema.fields[$0].name }.joined(separator: ", ")
    for (row, other) in RepeatedHashes.repeats(
      keyHashes, among: whole, isSame: { events.isSame(telling, $0, $1) }) where !copies.contains(row)
    {
      let names = others.filter { events.differs($0, row, other) }.map { events.schema.fields[$0].name }
      note(&different, events, row, other, [shared, names.joined(separator: ", ")])
    }
  }

  /// Whether the elements of a list tell persons or things apart, and not only their kind.
  static func namesSomebody(_ field: FieldSchema) -> Bool {
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
    /// The elements of a row's list in an order that does not depend on that of the list.
    func elements(_ row: Int) -> [[Int64]] {
      list.children(of: row).map { child in
        var code: [Int64] = []
        for column in list.children { HandedInEvents.append(column, child, to: &code) }
        return code
      }.sorted { $0.lexicographicallyPrecedes($1) }
    }
    var isLong = Bitmap(repeating: false, count: events.rowCount)
    var hashes = [UInt64](repeating: 0, count: events.rowCount)
    for row in 0..<events.rowCount where list.children(of: row).count >= Self.fewestElements && !copies.contains(row) {
      isLong[row] = true
      for child in list.children(of: row) {
        var code: [Int64] = []
        for column in list.children { HandedInEvents.append(column, child, to: &code) }
        // A sum does not depend on the order of the elements.
        hashes[row] &+= code.reduce(1) { HandedInEvents.mixed($0 ^ UInt64(bitPattern: $1)) &+ 1 }
      }
      hashes[row] = HandedInEvents.mixed(hashes[row])
    }
    for (row, before) in RepeatedHashes.repeats(hashes, among: isLong, isSame: { elements($0) == elements($1) })
    where events.areApart(row, before) {
      note(&lists, events, row, before, [name, String(list.children(of: row).count)])
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
  /// Whether two rows say the same in some fields.
  func isSame(_ fields: [Int], _ row: Int, _ other: Int) -> Bool { !fields.contains { differs($0, row, other) } }

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
