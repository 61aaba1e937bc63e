// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// A value of any type of field in 64 bits: an integer, an index, a code, days, microseconds, 0 or 1, or a double's bits.
struct Cell: Sendable, Equatable {
  var bits: Int64
  var state: CellState

  static let missing = Cell(bits: 0, state: .missing)
  static let unreadable = Cell(bits: 0, state: .unreadable)

  init(_ bits: Int64) {
    self.bits = bits
    state = .present
  }

  init(_ number: Double) {
    bits = Int64(bitPattern: number.bitPattern)
    state = .present
  }

  init(_ code: Int32) { self.init(Int64(code)) }

  init(_ truth: Bool) { self.init(truth ? 1 : 0 as Int64) }

  init(bits: Int64, state: CellState) {
    self.bits = bits
    self.state = state
  }

  /// The bits as a double.
  var double: Double { Double(bitPattern: UInt64(bitPattern: bits)) }
}

/// Cells of one mapping for the rows of a batch: one per row, or for a list the elements of all rows.
struct MappingCells: Sendable {
  var bits: [Int64] = []
  var states: [CellState] = []
  /// For a list, where each row's elements begin and at last end; empty otherwise.
  var offsets: [Int32] = []
  /// For a list, whether the row has one.
  var rowStates: [CellState] = []
  /// Whether any cell may have no value.
  private(set) var mayLackValues = true

  mutating func clear(isList: Bool) {
    mayLackValues = true
    bits.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    rowStates.removeAll(keepingCapacity: true)
    if isList { offsets.append(0) }
  }

  @inline(__always)
  mutating func append(_ cell: Cell) {
    bits.append(cell.bits)
    states.append(cell.state)
  }

  /// Makes it one cell a row, all of them written by `body`, which returns what it saw.
  @inline(__always)
  mutating func rewrite(
    rowCount: Int,
    _ body: (_ bits: UnsafeMutableBufferPointer<Int64>, _ states: UnsafeMutableBufferPointer<CellState>) -> StatesSeen
  ) {
    // Batches have about as many rows each, so that hardly anything is added or taken away.
    if bits.count > rowCount { bits.removeLast(bits.count - rowCount) }
    if states.count > rowCount { states.removeLast(states.count - rowCount) }
    if bits.count < rowCount { bits.append(contentsOf: repeatElement(0, count: rowCount - bits.count)) }
    if states.count < rowCount { states.append(contentsOf: repeatElement(.missing, count: rowCount - states.count)) }
    offsets.removeAll(keepingCapacity: true)
    rowStates.removeAll(keepingCapacity: true)
    let seen = bits.withUnsafeMutableBufferPointer { bits in
      states.withUnsafeMutableBufferPointer { states in body(bits, states) }
    }
    mayLackValues = !seen.isEmpty
  }

  /// Adds the same cell for each row.
  mutating func append(_ cell: Cell, count: Int) {
    bits.append(contentsOf: repeatElement(cell.bits, count: count))
    states.append(contentsOf: repeatElement(cell.state, count: count))
  }

  /// Ends the list of a row.
  mutating func endRow(_ state: CellState) {
    offsets.append(Int32(truncatingIfNeeded: bits.count))
    rowStates.append(state)
  }

  /// The cell at an index; missing where there is none.
  func cell(_ index: Int) -> Cell {
    guard bits.indices.contains(index), states[index] == .present else {
      return states.indices.contains(index) ? (states[index] == .missing ? .missing : .unreadable) : .missing
    }
    return Cell(bits[index])
  }

  /// The indices of the elements of a row of a list.
  func elements(of row: Int) -> Range<Int> {
    guard row >= 0, row + 1 < offsets.count else { return 0..<0 }
    return Int(offsets[row])..<Int(offsets[row + 1])
  }
}

/// Rows of a batch that are taken, ascending.
enum TakenRows: Sendable {
  /// All of so many.
  case all(Int)
  case some([Int])

  /// How many they are.
  var count: Int {
    switch self {
    case .all(let count): count
    case .some(let rows): rows.count
    }
  }

  /// Calls `body` with each row.
  func forEach(_ body: (Int) -> Void) {
    switch self {
    case .all(let count): (0..<count).forEach(body)
    case .some(let rows): rows.forEach(body)
    }
  }

  /// Adds the element of each row, of all elements one a row, to an array. Complexity: O(rows).
  @inline(__always)
  func append<Element, Kept>(_ elements: [Element], to kept: inout [Kept], _ change: (Element) -> Kept) {
    kept.reserve(adding: count)
    switch self {
    case .all(let count):
      precondition(elements.count >= count, "too few elements for the rows")
      elements.withUnsafeBufferPointer { elements in
        kept.append(addingCapacity: count) { added in
          added.withUnsafeMutableBufferPointer { room, initialized in
            for row in 0..<count { room.initializeElement(at: row, to: change(elements[row])) }
            initialized = count
          }
        }
      }
    case .some(let rows): for row in rows { kept.append(change(elements[row])) }
    }
  }
}

extension Array {
  /// Makes room for more elements, so that adding many of them by and by stays linear.
  mutating func reserve(adding more: Int) {
    let wanted = count + more
    if wanted > capacity { reserveCapacity(Swift.max(wanted, 2 * count)) }
  }
}

/// Which dictionary holds the texts behind a field's codes.
enum DictionaryPlace: Sendable, Hashable {
  /// Texts and names of posts.
  case texts
  /// A reference domain.
  case domain(Int)
  /// Codes that roster files write and that become something else: of units, levels, event types.
  case roster
}

/// The dictionaries that codes stand for, and the organisation that unit indices stand for.
struct ValueDictionaries: Sendable {
  var texts = TextDictionary()
  var domains: [TextDictionary]
  var roster = TextDictionary()
  var organisation = Organisation.empty

  init(domainCount: Int) {
    domains = Array(repeating: TextDictionary(), count: max(1, domainCount))
  }

  /// How many texts there are.
  var count: Int { domains.reduce(texts.count) { $0 + $1.count } }

  /// How many texts a dictionary has.
  func count(in place: DictionaryPlace) -> Int {
    switch place {
    case .texts: texts.count
    case .domain(let index): domains[index].count
    case .roster: roster.count
    }
  }

  /// The code of a text, added when new. Complexity: O(bytes).
  @inline(__always)
  mutating func encode(_ bytes: UnsafeRawBufferPointer, in place: DictionaryPlace) -> Int32 {
    switch place {
    case .texts: texts.encode(bytes)
    case .domain(let index): domains[index].encode(bytes)
    case .roster: roster.encode(bytes)
    }
  }

  /// Calls `body` with the bytes of a code.
  func withBytes<Result>(
    _ code: Int32, in place: DictionaryPlace, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    switch place {
    case .texts: texts.withBytes(code, body)
    case .domain(let index): domains[index].withBytes(code, body)
    case .roster: roster.withBytes(code, body)
    }
  }

  /// The text of a code.
  func text(_ code: Int32, in place: DictionaryPlace) -> String {
    withBytes(code, in: place) { String(decoding: $0, as: UTF8.self) }
  }
}

extension ValueType {
  /// The type of an element of a list, or the type itself.
  var element: ValueType {
    if case .list(let element) = self { element } else { self }
  }

  /// Whether rows hold lists of it.
  var isList: Bool {
    switch self {
    case .list, .records: true
    default: false
    }
  }

  /// The dictionary behind its codes; nil for types without one.
  var dictionary: DictionaryPlace? {
    switch self {
    case .text: .texts
    case .reference(let domain): .domain(domain.index)
    default: nil
    }
  }
}
