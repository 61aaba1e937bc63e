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
  private let code: PlaceCode
  private let totalOfLineage: [Int32]
  private let groupsOfLineage: [Int32]
  private let targets: CellGrid.PlaceLists
  /// For each split where its number stands, and the distance of its first group from the total.
  private let starts: [(field: PlaceCode.Field, distance: Int32)]

  init(_ grid: CellGrid, _ code: PlaceCode) {
    self.code = code
    totalOfLineage = grid.totalOfLineage
    groupsOfLineage = grid.groupsOfLineage
    targets = grid.targets
    starts = zip(code.splits, code.distances).map { ($0, Int32(truncatingIfNeeded: $1)) }
  }

  /// Goes through some events: calls `body` with the place of each in a list of codes, words behind words, and with cells within a period,
  /// once for each base cell of the event.
  ///
  /// Complexity: O(events · cells of each).
  @inline(__always)
  func forEach(_ codes: [UInt32], _ events: Range<Int>, _ body: (Int, UnsafeBufferPointer<Int32>) -> Void) {
    targets.withBuffers { offsets, targets in
      forEachBase(codes, events) { event, bases in
        for base in bases {
          let cells = Int(offsets[Int(base)])..<Int(offsets[Int(base) &+ 1])
          body(event, UnsafeBufferPointer(rebasing: targets[cells]))
        }
      }
    }
  }

  /// Adds one to a counter of each base cell of some events of a period. Complexity: O(events · splits).
  ///
  /// - Parameter first: the first base cell of the period
  func count(_ codes: [UInt32], from first: Int, into counts: inout [Int32]) {
    counts.withUnsafeMutableBufferPointer { counts in
      forEachBase(codes, 0..<codes.count / code.words) { _, bases in
        for base in bases { counts[first &+ Int(base)] &+= 1 }
      }
    }
  }

  /// Calls `body` with the place of each of some events in a list of codes and its base cells within a period.
  @inline(__always)
  private func forEachBase(
    _ codes: [UInt32], _ events: Range<Int>, _ body: (Int, UnsafeBufferPointer<Int32>) -> Void
  ) {
    let words = code.words
    let lineage = code.lineage
    var bases = [Int32](repeating: 0, count: 1 + code.splits.count)
    bases.withUnsafeMutableBufferPointer { bases in
      codes.withUnsafeBufferPointer { codes in
        totalOfLineage.withUnsafeBufferPointer { totals in
          groupsOfLineage.withUnsafeBufferPointer { groups in
            starts.withUnsafeBufferPointer { splits in
              for event in events {
                let first = event &* words
                let number = lineage.number(codes, first)
                bases[0] = totals[number]
                let start = groups[number]
                if start >= 0 {
                  for split in splits.indices {
                    let (field, distance) = splits[split]
                    bases[split &+ 1] = start &+ distance &+ Int32(truncatingIfNeeded: field.number(codes, first))
                  }
                }
                body(event, UnsafeBufferPointer(rebasing: bases[..<(start < 0 ? 1 : bases.count)]))
              }
            }
          }
        }
      }
    }
  }
}
