// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// Grows the column of one type of value from cells.
///
/// It keeps plain arrays of each storage, for a generic builder of another room costs a call for every cell.
struct CellColumnBuilder: Sendable {
  private enum Kind { case int64, int32, float64, bool }

  private let kind: Kind
  private var int64: [Int64] = []
  private var int32: [Int32] = []
  private var float64: [Double] = []
  private var bool: [UInt8] = []
  /// Which rows hold a value; nil as long as all do.
  private var validity: Bitmap?
  private var count = 0

  init(_ type: ValueType) {
    switch type {
    case .time: kind = .int64
    case .number(_, let isWhole): kind = isWhole ? .int64 : .float64
    case .yesNo: kind = .bool
    default: kind = .int32
    }
  }

  mutating func append(_ cell: Cell) {
    let isPresent = cell.state == .present
    append(bits: isPresent ? cell.bits : 0)
    if !isPresent, validity == nil { validity = Bitmap(repeating: true, count: count) }
    validity?.append(isPresent)
    count += 1
  }

  private mutating func append(bits: Int64) {
    switch kind {
    case .int64: int64.append(bits)
    case .int32: int32.append(Int32(truncatingIfNeeded: bits))
    case .float64: float64.append(Double(bitPattern: UInt64(bitPattern: bits)))
    case .bool: bool.append(UInt8(truncatingIfNeeded: bits))
    }
  }

  /// Adds the cells of some rows, none of them unreadable.
  mutating func append(_ cells: MappingCells, rows: TakenRows) {
    // What is missing holds a zero already.
    switch kind {
    case .int64: rows.append(cells.bits, to: &int64) { $0 }
    case .int32: rows.append(cells.bits, to: &int32) { Int32(truncatingIfNeeded: $0) }
    case .float64: rows.append(cells.bits, to: &float64) { Double(bitPattern: UInt64(bitPattern: $0)) }
    case .bool: rows.append(cells.bits, to: &bool) { UInt8(truncatingIfNeeded: $0) }
    }
    if validity != nil || cells.mayLackValues {
      var states: [CellState] = []
      if case .some = rows { rows.append(cells.states, to: &states) { $0 } }
      if validity == nil { validity = Bitmap(repeating: true, count: count) }
      (states.isEmpty ? cells.states : states).withUnsafeBufferPointer { states in
        validity?.append(presenceIn: UnsafeBufferPointer(rebasing: states.prefix(rows.count)))
      }
    }
    count += rows.count
  }

  /// Makes room for so many rows in all.
  mutating func reserve(rows: Int) {
    switch kind {
    case .int64: int64.reserve(adding: rows - int64.count)
    case .int32: int32.reserve(adding: rows - int32.count)
    case .float64: float64.reserve(adding: rows - float64.count)
    case .bool: bool.reserve(adding: rows - bool.count)
    }
  }

  /// Adds the rows of another builder for the same type, their codes changed by a table where there is one.
  mutating func append(contentsOf other: CellColumnBuilder, codes: [Int32]?) {
    int64 += other.int64
    float64 += other.float64
    bool += other.bool
    if let codes, !codes.isEmpty, !codes.indices.allSatisfy({ Int(codes[$0]) == $0 }) {
      // A missing row holds a zero, which is no code; what it becomes is nobody's.
      int32 += other.int32.lazy.map { codes[Int($0)] }
      if let validity = other.validity {
        for row in 0..<other.count where !validity[row] { int32[count + row] = 0 }
      }
    } else {
      int32 += other.int32
    }
    if validity != nil || other.validity != nil {
      var bits = validity ?? Bitmap(repeating: true, count: count)
      bits.append(contentsOf: other.validity ?? Bitmap(repeating: true, count: other.count))
      validity = bits
    }
    count += other.count
  }

  /// Changes codes by a table.
  mutating func recode(_ codes: [Int32]) {
    guard kind == .int32, !codes.isEmpty, !codes.indices.allSatisfy({ Int(codes[$0]) == $0 }) else { return }
    int32 = int32.map { codes[Int($0)] }
    guard let validity else { return }
    // A missing row holds a zero, which is no code; what it becomes is nobody's.
    for row in 0..<count where !validity[row] { int32[row] = 0 }
  }

  /// Adds a whole column of the builder's storage, or so many missing rows for nil. Complexity: O(1) for the first one, else O(rows).
  mutating func append(whole column: Column?, count added: Int) {
    guard let column, column.count == added else { return appendMissing(added) }
    func add<Element>(_ values: [Element], to all: inout [Element]) {
      if all.isEmpty { all = values } else { all += values }
    }
    switch (kind, column.storage) {
    case (.int64, .int64(let values)): add(values, to: &int64)
    case (.int32, .int32(let values)): add(values, to: &int32)
    case (.float64, .float64(let values)): add(values, to: &float64)
    case (.bool, .bool(let values)): add(values, to: &bool)
    default: return appendMissing(added)
    }
    if validity != nil || column.validity != nil {
      var bits = validity ?? Bitmap(repeating: true, count: count)
      bits.append(contentsOf: column.validity ?? Bitmap(repeating: true, count: added))
      validity = bits
    }
    count += added
  }

  /// Adds so many missing rows. Complexity: O(rows).
  private mutating func appendMissing(_ added: Int) {
    switch kind {
    case .int64: int64 += repeatElement(0, count: added)
    case .int32: int32 += repeatElement(0, count: added)
    case .float64: float64 += repeatElement(0, count: added)
    case .bool: bool += repeatElement(0, count: added)
    }
    var bits = validity ?? Bitmap(repeating: true, count: count)
    bits.append(contentsOf: Bitmap(repeating: false, count: added))
    validity = bits
    count += added
  }

  mutating func finish() -> Column {
    let storage: Column.Storage =
      switch kind {
      case .int64: .int64(int64)
      case .int32: .int32(int32)
      case .float64: .float64(float64)
      case .bool: .bool(bool)
      }
    defer { (int64, int32, float64, bool, validity, count) = ([], [], [], [], nil, 0) }
    // One bit a value is kept, so that the column is never refused.
    return Column(storage, validity: validity) ?? Column(storage: storage)
  }
}

/// Grows one field of a table.
struct FieldBuilder: Sendable {
  /// One builder for a plain field or list, one a member for child records.
  private var columns: [CellColumnBuilder]
  private var lists = ListColumnBuilder()
  private let isList: Bool
  private let isOptional: Bool
  private(set) var childCount = 0
  private let memberTypes: [ValueType]

  init(_ field: FieldSchema) {
    isList = field.type.isList
    isOptional = field.isOptional
    if case .records(let members) = field.type {
      memberTypes = members.map(\.type)
    } else {
      memberTypes = [field.type.element]
    }
    columns = memberTypes.map { CellColumnBuilder($0) }
  }

  /// Adds some rows of a plain field; all missing without cells.
  mutating func append(_ cells: MappingCells?, rows: TakenRows) {
    guard let cells else {
      for _ in 0..<rows.count { columns[0].append(.missing) }
      return
    }
    columns[0].append(cells, rows: rows)
  }

  /// Adds some rows of a list: for each member its cells, nil for a member without a mapping.
  ///
  /// A row for which no member has a list has none, or an empty one where the field may not be missing.
  mutating func append(lists members: [MappingCells?], rows: TakenRows) {
    rows.forEach { row in
      let present = members.first { $0.map { $0.rowStates[row] == .present } ?? false } ?? nil
      guard let present else {
        if isOptional { lists.appendMissing() } else { _ = lists.append(childCount: 0) }
        return
      }
      let count = present.elements(of: row).count
      for (member, cells) in members.enumerated() {
        let elements = cells?.elements(of: row) ?? 0..<0
        for offset in 0..<count {
          columns[member].append(
            offset < elements.count ? cells?.cell(elements.lowerBound + offset) ?? .missing : .missing)
        }
      }
      childCount += count
      _ = lists.append(childCount: count)
    }
  }

  /// Adds one row of a plain field.
  mutating func append(_ cell: Cell) { columns[0].append(cell) }

  /// Adds one row of a list, record by record; nil for a missing list.
  mutating func append(records: [[Cell]]?) {
    guard let records else {
      lists.appendMissing()
      return
    }
    for record in records {
      for member in columns.indices { columns[member].append(member < record.count ? record[member] : .missing) }
    }
    childCount += records.count
    _ = lists.append(childCount: records.count)
  }

  /// Makes room for so many rows in all; how many elements lists have nobody knows.
  mutating func reserve(rows: Int) {
    if !isList { columns[0].reserve(rows: rows) }
  }

  /// Adds so many rows of whole columns: one of a plain field, one a member of a list's elements; nil for one that is missing.
  mutating func append(whole members: [Column?], lists rows: ListColumn?, count: Int) {
    guard isList else { return columns[0].append(whole: members.first ?? nil, count: count) }
    guard let rows else {
      // A list that may not be missing is an empty one.
      for _ in 0..<count { append(records: isOptional ? nil : []) }
      return
    }
    for place in columns.indices {
      columns[place].append(whole: members.indices.contains(place) ? members[place] : nil, count: rows.childCount)
    }
    for row in 0..<rows.count {
      if rows.isPresent(row) || !isOptional {
        _ = lists.append(childCount: rows.children(of: row).count)
      } else {
        lists.appendMissing()
      }
    }
    childCount += rows.childCount
  }

  /// Adds the rows of another builder for the same field.
  /// - Parameter codes: for the dictionary behind a type's codes, the code of each of the other's
  mutating func append(contentsOf other: FieldBuilder, _ codes: (DictionaryPlace) -> [Int32]) {
    for (place, type) in memberTypes.enumerated() {
      columns[place].append(contentsOf: other.columns[place], codes: type.dictionary.map(codes))
    }
    guard isList else { return }
    childCount += other.childCount
    _ = lists.append(contentsOf: other.lists)
  }

  /// Changes codes by the tables of their dictionaries.
  mutating func recode(_ codes: [DictionaryPlace: [Int32]]) {
    for (place, type) in memberTypes.enumerated() {
      if let table = type.dictionary.flatMap({ codes[$0] }) { columns[place].recode(table) }
    }
  }

  mutating func finish() -> FieldColumn {
    let children = columns.indices.map { columns[$0].finish() }
    guard isList else { return .plain(children[0]) }
    guard let list = lists.finish(children: children) else { return .plain(children[0]) }
    return .list(list)
  }
}
