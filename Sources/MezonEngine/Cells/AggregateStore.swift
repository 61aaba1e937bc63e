// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

/// What an aggregate reads from each counted event.
enum AggregateInput {
  case none
  case keys(KeyValues)
  case numbers(Vector<Double>)
  case wholes(Vector<Int64>)
}

/// The parts of one aggregate for many cells, which add up to those of any cell made of them.
struct AggregateStore {
  /// What is kept of each value.
  enum Kind {
    case nothing
    case sum
    case values
    case different
    /// Only how many counted events meet the condition.
    case matches
  }

  let kind: Kind
  /// Whether only the counted events that meet a condition are taken.
  let isConditional: Bool
  /// Where a condition is stated: how many counted events of each cell meet it.
  private(set) var matching: [Int] = []
  /// How many values each cell has.
  private(set) var present: [Int] = []
  private(set) var sums: [ExactSum] = []
  private(set) var values: [[Double]] = []
  private(set) var words: [[UInt64]] = []

  /// An empty store.
  init(_ plan: AggregatePlan) {
    isConditional = plan.condition != nil
    switch plan.unconditional {
    case .count, .onlyWhere: kind = isConditional ? .matches : .nothing
    case .distinct: kind = .different
    case .sum, .mean: kind = .sum
    case .quantile, .medianTerm: kind = .values
    }
  }

  /// Makes room for one cell more.
  mutating func addCell() {
    if isConditional { matching.append(0) }
    switch kind {
    case .nothing, .matches: break
    case .sum:
      present.append(0)
      sums.append(ExactSum())
    case .values:
      present.append(0)
      values.append([])
    case .different: words.append([])
    }
  }

  /// Adds what events have to cells, pair by pair; a missing value adds nothing, and neither does an event for which the condition
  /// is not true. Complexity: O(pairs).
  mutating func add(_ input: AggregateInput, where condition: Vector<UInt8>?, _ pairs: CellEvents) {
    guard let condition else {
      add(input, pairs)
      return
    }
    let met = pairs.filtered { condition.values[condition.isConstant ? 0 : $0] == Truth.yes }
    for cell in met.cells { matching[Int(cell)] &+= 1 }
    add(input, met)
  }

  private mutating func add(_ input: AggregateInput, _ pairs: CellEvents) {
    switch input {
    case .none: break
    case .keys(let keys):
      for (cell, row) in zip(pairs.cells, pairs.rows) {
        for place in keys.range(of: Int(row)) { words[Int(cell)].append(keys.words[place]) }
      }
    case .numbers(let vector):
      add(vector, pairs) {
        $0.isFinite ? $0 : nil
      } sum: {
        $0.add($1)
      }
    case .wholes(let vector):
      add(vector, pairs) {
        Double($0)
      } sum: {
        $0.add($1)
      }
    }
  }

  @inline(__always)
  private mutating func add<Element>(
    _ vector: Vector<Element>, _ pairs: CellEvents, value: (Element) -> Double?, sum: (inout ExactSum, Element) -> Void
  ) {
    vector.withBuffers(rows: 0) { buffers in
      for place in pairs.cells.indices {
        let (cell, row) = (Int(pairs.cells[place]), Int(pairs.rows[place]))
        guard buffers.presence[row & buffers.presenceMask] != 0 else { continue }
        let element = buffers.values[row & buffers.mask]
        guard let number = value(element) else { continue }
        present[cell] &+= 1
        if kind == .sum { sum(&sums[cell], element) } else { values[cell].append(number) }
      }
    }
  }

  /// Adds a cell of another store.
  mutating func merge(_ other: AggregateStore, cell: Int, into own: Int) {
    if isConditional { matching[own] += other.matching[cell] }
    switch kind {
    case .nothing, .matches: break
    case .sum:
      present[own] += other.present[cell]
      sums[own].merge(other.sums[cell])
    case .values:
      present[own] += other.present[cell]
      values[own] += other.values[cell]
    case .different: words[own] += other.words[cell]
    }
  }

  /// Drops repeated values, which change no number of different ones. Complexity: O(n log n) within each cell.
  mutating func compact() {
    for cell in words.indices { words[cell] = different(words[cell]) }
  }

  /// The number of different values of a cell. Complexity: O(n log n).
  func differentCount(_ cell: Int) -> Int { different(words[cell]).count }
}

/// Pairs of a cell and one of its counted events.
struct CellEvents {
  private(set) var cells: [Int32] = []
  private(set) var rows: [Int32] = []

  /// How many pairs there are.
  var count: Int { cells.count }

  /// Adds a pair.
  @inline(__always)
  mutating func append(cell: Int, row: Int) {
    cells.append(Int32(truncatingIfNeeded: cell))
    rows.append(Int32(truncatingIfNeeded: row))
  }

  /// The pairs whose event, by its row, passes a test.
  func filtered(_ isIncluded: (Int) -> Bool) -> CellEvents {
    var kept = CellEvents()
    for (cell, row) in zip(cells, rows) where isIncluded(Int(row)) {
      kept.cells.append(cell)
      kept.rows.append(row)
    }
    return kept
  }

  /// Removes all pairs and keeps the storage.
  mutating func removeAll() {
    cells.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }
}

/// The different words, ascending.
private func different(_ words: [UInt64]) -> [UInt64] {
  guard words.count > 1 else { return words }
  let sorted = words.sorted()
  var kept: [UInt64] = []
  for (place, word) in sorted.enumerated() where place == 0 || sorted[place - 1] != word { kept.append(word) }
  return kept
}
