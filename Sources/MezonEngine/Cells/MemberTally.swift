// SPDX-License-Identifier: Apache-2.0

/// How often a member of what a share is taken of - a unit, an officer, a value, a period - has a counted event, by the period in which
/// it must have one.
struct MemberCount: Hashable {
  /// The member in the upper half, the period within which it is counted in the lower one.
  let key: UInt64
  /// The bound to which it counts, or ``whole``.
  let bound: Int32
  var count: Int

  /// Stands for no bound: all of a member's counted events.
  static let whole: Int32 = -1

  init(key: UInt64, bound: Int32, count: Int) {
    self.key = key
    self.bound = bound
    self.count = count
  }

  /// Packs a member and the number of a period.
  @inline(__always)
  static func key(member: Int32, period: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: member)) << 32 | UInt64(UInt32(bitPattern: period))
  }

  var member: Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: key >> 32)) }
  var period: Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: key)) }
}

/// Adds up the counts of equal keys; the result is ascending by key. Complexity: O(n log n).
func compacted(_ counts: [MemberCount]) -> [MemberCount] {
  guard counts.count > 1 else { return counts }
  var merged: [MemberCount] = []
  for count in counts.sorted(by: { ($0.key, $0.bound) < ($1.key, $1.bound) }) {
    if let last = merged.last, last.key == count.key, last.bound == count.bound {
      merged[merged.count - 1].count += count.count
    } else {
      merged.append(count)
    }
  }
  return merged
}
