// SPDX-License-Identifier: Apache-2.0

/// How many events of a cell have which role, once the caps are applied.
struct RoleCounts: Equatable {
  /// Events left out by any clause.
  private(set) var excluded = 0
  private(set) var notYetDue = 0
  private(set) var counted = 0
  /// Events not held against by any clause.
  private(set) var excepted = 0
  private(set) var missed = 0
  /// How many events beyond a cap became missed.
  private(set) var beyondCaps = 0
  /// How many events beyond each clause's cap became missed, clauses of `leaves out` first; empty when no clause has a cap.
  private(set) var excess: [Int] = []

  /// A cell without events.
  init() {}

  /// Applies the caps to the counts of a cell by role number: those of `leaves out` first, whose excess is then missed and so among the
  /// events of which those of `not held against` may take a share. Complexity: O(clauses).
  init(_ counts: ArraySlice<Int32>, layout: RoleLayout) {
    let first = counts.startIndex
    func count(_ role: Int) -> Int { Int(counts[first + role]) }
    notYetDue = count(Int(layout.notYetDue))
    counted = count(Int(layout.counted))
    missed = count(Int(layout.missed))
    let firstNotHeld = Int(layout.counted) + 1
    for clause in 0..<layout.leavesOutCount { excluded += count(1 + clause) }
    for clause in 0..<layout.notHeldCount { excepted += count(firstNotHeld + clause) }
    guard layout.hasCaps else { return }
    let looked = excluded + notYetDue + counted + excepted + missed
    for (clause, cap) in layout.leavesOutCaps.enumerated() {
      excluded -= moveExcess(of: count(1 + clause), cap, total: looked)
    }
    let judged = looked - excluded - notYetDue
    for (clause, cap) in layout.notHeldCaps.enumerated() {
      excepted -= moveExcess(of: count(firstNotHeld + clause), cap, total: judged)
    }
  }

  /// Counts what lies beyond a cap as missed, and returns how much that is.
  private mutating func moveExcess(of count: Int, _ cap: Double?, total: Int) -> Int {
    let beyond = cap.map { max(0, count - Self.most(within: $0, of: total)) } ?? 0
    excess.append(beyond)
    missed += beyond
    beyondCaps += beyond
    return beyond
  }

  /// How many events beyond a clause's cap became missed; clauses of `leaves out` come first.
  func excess(ofClause clause: Int) -> Int { excess.indices.contains(clause) ? excess[clause] : 0 }

  /// The greatest number whose share of a total, as a quotient of doubles, is not above a cap.
  ///
  /// Comparing quotients rather than multiplying keeps 29 of 100 within 29 %, for 0.29 · 100 is below 29 in binary.
  static func most(within cap: Double, of total: Int) -> Int {
    guard total > 0, cap > 0 else { return 0 }
    guard cap < 1 else { return total }
    var most = min(total, Int(cap * Double(total)))
    while most < total, Double(most + 1) / Double(total) <= cap { most += 1 }
    while most > 0, Double(most) / Double(total) > cap { most -= 1 }
    return most
  }
}
