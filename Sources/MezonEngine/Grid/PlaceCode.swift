// SPDX-License-Identifier: Apache-2.0

/// How the place of an event in any period is written in few words: some bits for the lineage of its unit, then some for its group of
/// each split.
///
/// Most programmes need 20 bits or so, where the numbers of its base cells would take 32 for the total and 32 more for each split.
struct PlaceCode: Sendable, Equatable {
  /// Which bits of which word hold a number.
  struct Field: Sendable, Equatable {
    let word: Int
    let shift: UInt32
    let mask: UInt32
    /// The number is below it.
    let count: Int

    /// The number among words of which those of the event begin at an index.
    @inline(__always)
    func number(_ words: UnsafeBufferPointer<UInt32>, _ first: Int) -> Int {
      Int(truncatingIfNeeded: (words[first &+ word] &>> shift) & mask)
    }
  }

  let lineage: Field
  let splits: [Field]
  /// For each split the distance of its first group from the total.
  let distances: [Int]
  /// How many words an event takes.
  let words: Int

  /// - Parameter lineages: how many lineages there are
  init(lineages: Int, _ groups: GroupLayout) {
    var (word, filled) = (0, 0)
    func field(_ count: Int) -> Field {
      // Counts are those of arrays, and their numbers below 2 to the 31.
      let bits = min(32, Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
      if filled + bits > 32 { (word, filled) = (word + 1, 0) }
      defer { filled += bits }
      let mask = UInt32(truncatingIfNeeded: (1 << bits) - 1)
      return Field(word: word, shift: UInt32(truncatingIfNeeded: filled & 31), mask: mask, count: count)
    }
    lineage = field(lineages)
    splits = groups.splits.map { field($0.groups.count) }
    distances = groups.firstDistances
    words = word + 1
  }

  /// Whether some words, one event's behind the other's, are codes of events that have cells in a grid. Complexity: O(words · splits).
  func holds(_ codes: [UInt32], in grid: CellGrid) -> Bool {
    guard codes.count % words == 0 else { return false }
    return codes.withUnsafeBufferPointer { codes in
      stride(from: 0, to: codes.count, by: words).allSatisfy { first in
        let lineage = lineage.number(codes, first)
        return lineage < grid.totalOfLineage.count && grid.totalOfLineage[lineage] >= 0
          && splits.allSatisfy { $0.number(codes, first) < $0.count }
      }
    }
  }
}

/// The cells of units within a period that events belong to, by their codes.
struct PlaceTargets {
  /// Where the cells of a lineage stand among ``cells``: those of totals, and those of the first group of each unit that is split.
  private struct Chain {
    var totals: Range<Int32> = 0..<0
    var groups: Range<Int32> = 0..<0
  }

  /// How many words an event's code takes.
  let words: Int
  private let lineage: PlaceCode.Field
  /// By the lineage.
  private let chains: [Chain]
  private let cells: [Int32]
  /// By the lineage the base cells of its total and, less one, of its first group; -1 for none.
  private let totalOfLineage: [Int32]
  private let groupsOfLineage: [Int32]
  /// For each split where its number stands, and the distance of its first group from that of the first split.
  private let splits: [(field: PlaceCode.Field, distance: Int32)]

  /// Complexity: O(lineages + base cells · depth).
  ///
  /// - Parameter isIn: whether a cell within a period is looked for, which is the same for all groups of a unit; by default all are
  init(_ grid: CellGrid, _ code: PlaceCode, where isIn: (_ cell: Int) -> Bool = { _ in true }) {
    words = code.words
    lineage = code.lineage
    var targets = CellGrid.PlaceLists()
    for base in 0..<grid.targets.count { targets.append(grid.targets[base].filter { isIn(Int($0)) }) }
    cells = targets.places
    totalOfLineage = grid.totalOfLineage
    groupsOfLineage = grid.groupsOfLineage
    func range(_ base: Int32) -> Range<Int32> { targets.offsets[Int(base)]..<targets.offsets[Int(base) + 1] }
    chains = zip(totalOfLineage, groupsOfLineage).map { total, group in
      Chain(totals: total < 0 ? 0..<0 : range(total), groups: group < 0 ? 0..<0 : range(group + 1))
    }
    splits = zip(code.splits, code.distances).map { ($0, Int32(truncatingIfNeeded: $1 - 1)) }
  }

  /// Calls `body` with each cell of an event whose code begins at a place among others.
  ///
  /// Complexity: O(cells).
  @inline(__always)
  func forEachCell(_ codes: UnsafeBufferPointer<UInt32>, _ first: Int, _ body: (Int) -> Void) {
    cells.withUnsafeBufferPointer { cells in
      let chain = chains.withUnsafeBufferPointer { $0[lineage.number(codes, first)] }
      for place in Int(chain.totals.lowerBound)..<Int(chain.totals.upperBound) { body(Int(cells[place])) }
      let groups = Int(chain.groups.lowerBound)..<Int(chain.groups.upperBound)
      guard !groups.isEmpty else { return }
      splits.withUnsafeBufferPointer { splits in
        for (field, distance) in splits {
          // The groups of a unit stand side by side.
          let group = Int(distance) &+ field.number(codes, first)
          for place in groups { body(Int(cells[place]) &+ group) }
        }
      }
    }
  }

  /// Adds one to a counter of each base cell of some events of a period. Complexity: O(events · splits).
  ///
  /// - Parameter first: the first base cell of the period
  func count(_ codes: [UInt32], from first: Int, into counts: inout [Int32]) {
    counts.withUnsafeMutableBufferPointer { counts in
      codes.withUnsafeBufferPointer { codes in
        totalOfLineage.withUnsafeBufferPointer { totals in
          groupsOfLineage.withUnsafeBufferPointer { groups in
            splits.withUnsafeBufferPointer { splits in
              for event in Swift.stride(from: 0, to: codes.count, by: words) {
                let number = lineage.number(codes, event)
                counts[first &+ Int(totals[number])] &+= 1
                let start = Int(groups[number])
                if start < 0 { continue }
                for (field, distance) in splits {
                  counts[first &+ start &+ 1 &+ Int(distance) &+ field.number(codes, event)] &+= 1
                }
              }
            }
          }
        }
      }
    }
  }
}
