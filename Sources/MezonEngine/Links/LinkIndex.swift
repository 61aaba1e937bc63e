// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// The events that may be linked to, by key and, within a key, in the order of their own times.
///
/// Built once for a target type, condition and keys, in O(n log n); a window is then two searches by halves.
struct LinkIndex {
  /// What tells one index from another.
  struct Key: Hashable {
    let target: EventID
    let condition: NodeID?
    let fields: [Int]
    let forms: [KeyValues.Form]
  }

  /// One table per key field: the number of the fields before it and a value make the next number.
  private var interners: [KeyInterner]
  /// Where the entries of each number begin, and at the end their count.
  private(set) var offsets: [Int32] = [0]
  /// The events, by number, then own time, then row.
  private(set) var rows: [Int32] = []
  /// The own time of each entry: microseconds, or the day where the type has days.
  private(set) var times: [Int64] = []
  /// The own local day of each entry.
  private(set) var days: [Int32] = []
  /// Whether days never fall as times rise, which they do only where clocks are set back over midnight.
  private(set) var areDaysAscending = true

  /// Indexes the events of `frame` that are seen and for which the condition holds.
  ///
  /// Complexity: O(n log n), times the product of the lengths of lists where several keys are lists.
  init(frame: EventFrame, holds: Vector<UInt8>?, keys: [KeyValues]) {
    interners = keys.map { _ in KeyInterner(capacity: frame.rowCount) }
    var candidates: [Int32] = []
    for row in 0..<frame.rowCount where frame.isSeen[row] != 0 {
      if let holds, holds.values[holds.isConstant ? 0 : row] != Truth.yes { continue }
      candidates.append(Int32(truncatingIfNeeded: row))
    }
    let ownTimes = frame.ownTimes
    let isSorted = zip(candidates, candidates.dropFirst()).allSatisfy { ownTimes[Int($0)] <= ownTimes[Int($1)] }
    if !isSorted {
      candidates.sort { left, right in
        let (first, second) = (ownTimes[Int(left)], ownTimes[Int(right)])
        return first != second ? first < second : left < right
      }
    }
    fill(candidates, frame: frame, keys: keys)
  }

  private mutating func fill(_ candidates: [Int32], frame: EventFrame, keys: [KeyValues]) {
    var numbers: [Int32] = []
    var owners: [Int32] = []
    var scratch = KeyScratch()
    for row in candidates {
      scratch.start()
      for (place, key) in keys.enumerated() {
        scratch.step(key, row: Int(row)) { interners[place].intern(UInt64($0), $1) }
      }
      for number in scratch.numbers {
        numbers.append(number)
        owners.append(row)
      }
    }
    let keyCount = interners.last?.count ?? 1
    var counts = [Int32](repeating: 0, count: keyCount + 1)
    for number in numbers { counts[Int(number) + 1] += 1 }
    for place in 0..<keyCount { counts[place + 1] += counts[place] }
    offsets = counts
    rows = Array(repeating: 0, count: numbers.count)
    times = Array(repeating: 0, count: numbers.count)
    days = Array(repeating: 0, count: numbers.count)
    // Candidates come in the order of their times, so each key's entries stay in it.
    for (number, row) in zip(numbers, owners) {
      let place = Int(counts[Int(number)])
      counts[Int(number)] += 1
      rows[place] = row
      times[place] = frame.ownTimes[Int(row)]
      days[place] = frame.ownDays[Int(row)]
    }
    var latest = Int32.min
    for row in candidates {
      let day = frame.ownDays[Int(row)]
      if day < latest { areDaysAscending = false }
      latest = max(latest, day)
    }
  }

  /// Calls `body` with the entries of each combination of a row's values that some event has.
  @inline(__always)
  func forEachBucket(_ keys: [KeyValues], row: Int, _ scratch: inout KeyScratch, _ body: (Range<Int>) -> Void) {
    scratch.start()
    for (place, key) in keys.enumerated() {
      scratch.step(key, row: row) { interners[place].find(UInt64($0), $1) }
    }
    for number in scratch.numbers {
      body(Int(offsets[Int(number)])..<Int(offsets[Int(number) + 1]))
    }
  }
}

/// The numbers of the combinations of a row's key values, field after field; its storage serves row after row.
struct KeyScratch {
  private(set) var numbers: [Int32] = []
  private var next: [Int32] = []

  /// Begins with the one combination of no fields.
  mutating func start() {
    numbers.removeAll(keepingCapacity: true)
    numbers.append(0)
  }

  /// Takes one field more; `number` says the number of a combination and a value, negative for none.
  @inline(__always)
  mutating func step(_ key: KeyValues, row: Int, _ number: (Int32, UInt64) -> Int32) {
    let values = key.range(of: row)
    if numbers.count == 1, values.count == 1 {
      let found = number(numbers[0], key.words[values.lowerBound])
      if found >= 0 { numbers[0] = found } else { numbers.removeAll(keepingCapacity: true) }
      return
    }
    next.removeAll(keepingCapacity: true)
    for combination in numbers {
      for value in values {
        let found = number(combination, key.words[value])
        if found >= 0 { next.append(found) }
      }
    }
    swap(&numbers, &next)
  }
}
