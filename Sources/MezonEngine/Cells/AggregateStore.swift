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
  }

  let kind: Kind
  /// How many values each cell has.
  private(set) var present: [Int] = []
  private(set) var sums: [ExactSum] = []
  private(set) var values: [[Double]] = []
  private(set) var words: [[UInt64]] = []

  /// An empty store.
  init(_ plan: AggregatePlan) {
    switch plan {
    case .count: kind = .nothing
    case .distinct: kind = .different
    case .sum, .mean: kind = .sum
    case .quantile: kind = .values
    }
  }

  /// Makes room for one cell more.
  mutating func addCell() {
    present.append(0)
    switch kind {
    case .nothing: break
    case .sum: sums.append(ExactSum())
    case .values: values.append([])
    case .different: words.append([])
    }
  }

  /// Adds what an event has to a cell; a missing value adds nothing.
  @inline(__always)
  mutating func add(_ input: AggregateInput, row: Int, to cell: Int) {
    switch input {
    case .none: break
    case .keys(let keys):
      for place in keys.range(of: row) { words[cell].append(keys.words[place]) }
    case .numbers(let vector):
      guard let value = vector.value(row), value.isFinite else { return }
      present[cell] &+= 1
      if kind == .sum { sums[cell].add(value) } else { values[cell].append(value) }
    case .wholes(let vector):
      guard let value = vector.value(row) else { return }
      present[cell] &+= 1
      if kind == .sum { sums[cell].add(value) } else { values[cell].append(Double(value)) }
    }
  }

  /// Adds a cell of another store.
  mutating func merge(_ other: AggregateStore, cell: Int, into own: Int) {
    present[own] += other.present[cell]
    switch kind {
    case .nothing: break
    case .sum: sums[own].merge(other.sums[cell])
    case .values: values[own] += other.values[cell]
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

/// The different words, ascending.
private func different(_ words: [UInt64]) -> [UInt64] {
  guard words.count > 1 else { return words }
  let sorted = words.sorted()
  var kept: [UInt64] = []
  for (place, word) in sorted.enumerated() where place == 0 || sorted[place - 1] != word { kept.append(word) }
  return kept
}
