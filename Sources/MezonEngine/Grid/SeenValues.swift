// SPDX-License-Identifier: Apache-2.0

/// Some values with their bits, each once: pairs of a list of them.
struct ValueSpan {
  /// Whether they are pairs of a table, rather than what was put together of several.
  var isOfTable = true
  var start = 0
  var count = 0
}

/// The pairs of several tables, by table and place, each once.
struct PairLists {
  /// How many words of bits a pair has.
  let words: Int
  /// For each table and place where its pairs begin, and at the end their number.
  let starts: [Int32]
  /// Pair behind pair its value and its words of bits.
  let pairs: [UInt32]

  /// The pairs of a table and place, by their number.
  func list(_ number: Int) -> ValueSpan {
    ValueSpan(start: Int(starts[number]), count: Int(starts[number + 1] - starts[number]))
  }

  /// - Parameters:
  ///   - places: how many places each table has
  ///   - values: what all values are below
  /// - Complexity: O(pairs + places + values).
  init(_ tables: [GroupedPairs], count places: Int, values: Int) {
    let words = tables.first?.words ?? 0
    var starts = [Int32](repeating: 0, count: tables.count * places + 1)
    for (number, table) in tables.enumerated() {
      table.forEachPair { place, _, _ in starts[number * places + place + 1] += 1 }
    }
    for list in 1..<starts.count { starts[list] += starts[list - 1] }
    var next = starts
    let stride = words + 1
    var pairs = [UInt32](repeating: 0, count: Int(starts[starts.count - 1]) * stride)
    pairs.withUnsafeMutableBufferPointer { pairs in
      for (number, table) in tables.enumerated() {
        table.forEachPair { place, value, bits in
          let list = number &* places &+ place
          let to = Int(next[list]) &* stride
          next[list] &+= 1
          pairs[to] = UInt32(bitPattern: value)
          for word in 0..<words { pairs[to &+ 1 &+ word] = bits[word] }
        }
      }
    }
    Self.putTogether(&pairs, &starts, stride: stride, values: values)
    self.words = words
    self.starts = starts
    self.pairs = pairs
  }

  /// Puts pairs of a list with the same value together. Complexity: O(pairs + lists + values).
  private static func putTogether(_ pairs: inout [UInt32], _ starts: inout [Int32], stride: Int, values: Int) {
    // For each value the number behind that of the list in which it was last met, and the pair that stands for it.
    var seen = [SIMD2<UInt32>](repeating: .zero, count: values)
    var next = 0
    pairs.withUnsafeMutableBufferPointer { pairs in
      seen.withUnsafeMutableBufferPointer { seen in
        for list in 0..<starts.count - 1 {
          let own = Int(starts[list])..<Int(starts[list + 1])
          let mark = UInt32(truncatingIfNeeded: list &+ 1)
          starts[list] = Int32(truncatingIfNeeded: next)
          for pair in own {
            let from = pair &* stride
            let value = pairs[from]
            let last = seen[Int(value)]
            // Without a branch: one that was met keeps its bits and its place, another comes behind those that were.
            let known: UInt32 = last[0] == mark ? ~0 : 0
            let place = last[1] & known | UInt32(truncatingIfNeeded: next) & ~known
            let to = Int(place) &* stride
            pairs[to] = value
            for word in 1..<stride { pairs[to &+ word] = pairs[to &+ word] & known | pairs[from &+ word] }
            seen[Int(value)] = SIMD2(mark, place)
            next &+= known == 0 ? 1 : 0
          }
        }
      }
    }
    starts[starts.count - 1] = Int32(truncatingIfNeeded: next)
    pairs.removeLast(pairs.count - next * stride)
  }
}

/// Puts lists of values together, each value once with the bits of all.
struct SeenValues {
  private let stride: Int
  /// For each value the round in which it was last met, and its words of bits.
  private var values: [UInt32]
  private var round: UInt32 = 0
  /// The values that were met in the round, the first of so many.
  private var met: [UInt32]
  /// Pair behind pair what was put together.
  private var pairs: [UInt32] = []
  /// The lists that are put together next, none of them empty.
  private var filled: [ValueSpan] = []

  init(words: Int, values: Int) {
    stride = words + 1
    self.values = Array(repeating: 0, count: values * (words + 1))
    // One more, which is written and not counted.
    met = Array(repeating: 0, count: values + 1)
  }

  /// Forgets everything that was put together.
  mutating func begin() { pairs.removeAll(keepingCapacity: true) }

  /// Puts the lists of some parts together. Complexity: O(parts + pairs).
  @inline(__always)
  mutating func union<Part>(_ parts: [Part], _ lists: PairLists, _ list: (Part) -> ValueSpan) -> ValueSpan {
    filled.removeAll(keepingCapacity: true)
    for part in parts {
      let list = list(part)
      if list.count > 0 { filled.append(list) }
    }
    return filled.count < 2 ? filled.first ?? ValueSpan() : union(lists)
  }

  /// Mostly a value has one word of bits, for which a loop of its own is made.
  private mutating func union(_ lists: PairLists) -> ValueSpan {
    stride == 2 ? union(lists, stride: 2) : union(lists, stride: stride)
  }

  @inline(__always)
  private mutating func union(_ lists: PairLists, stride: Int) -> ValueSpan {
    beginRound()
    let round = round
    var count = 0
    values.withUnsafeMutableBufferPointer { values in
      met.withUnsafeMutableBufferPointer { met in
        for span in filled {
          (span.isOfTable ? lists.pairs : pairs).withUnsafeBufferPointer { pairs in
            for pair in span.start..<span.start + span.count {
              let from = pair &* stride
              let to = Int(pairs[from]) &* stride
              // Without a branch: one that was met keeps its bits, another is written behind those that were.
              let known: UInt32 = values[to] == round ? ~0 : 0
              values[to] = round
              met[count] = pairs[from]
              count &+= known == 0 ? 1 : 0
              for word in 1..<stride { values[to &+ word] = values[to &+ word] & known | pairs[from &+ word] }
            }
          }
        }
      }
    }
    let start = pairs.count / stride
    for value in met[..<count] {
      pairs.append(value)
      for word in 1..<stride { pairs.append(values[Int(value) &* stride &+ word]) }
    }
    return ValueSpan(isOfTable: false, start: start, count: count)
  }

  private mutating func beginRound() {
    if round == .max {
      for value in Swift.stride(from: 0, to: values.count, by: stride) { values[value] = 0 }
      round = 0
    }
    round += 1
  }

  /// Adds up in how many values of a list each group is met.
  ///
  /// Eight bits are added at once, each in a byte of a word, for as many values as a byte can count. Complexity: O(values · words + groups).
  ///
  /// - Parameters:
  ///   - counts: has one for each group, from a place on; the first group is bit 0
  ///   - groups: how many groups there are
  func countGroups(of span: ValueSpan, _ lists: PairLists, into counts: inout [Int32], at place: Int, groups: Int) {
    let stride = stride
    let end = span.start + span.count
    counts.withUnsafeMutableBufferPointer { counts in
      (span.isOfTable ? lists.pairs : pairs).withUnsafeBufferPointer { pairs in
        for word in 1..<stride {
          let first = (word - 1) << 5
          var next = span.start
          while next < end {
            let last = min(end, next + 255)
            var sums = SIMD4<UInt64>.zero
            for pair in next..<last { sums &+= Self.bitsApart(pairs[pair &* stride &+ word]) }
            for group in 0..<min(32, groups - first) {
              let sum = sums[group >> 3] >> UInt64((group & 7) << 3) & 0xFF
              counts[place + first + group] &+= Int32(truncatingIfNeeded: sum)
            }
            next = last
          }
        }
      }
    }
  }

  /// Each bit of a word in a byte of its own.
  @inline(__always)
  private static func bitsApart(_ word: UInt32) -> SIMD4<UInt64> {
    let bytes = SIMD4<UInt64>(
      UInt64(word & 0xFF), UInt64(word >> 8 & 0xFF), UInt64(word >> 16 & 0xFF), UInt64(word >> 24))
    // Eight copies of a byte, of which each keeps one bit, which is then made the lowest.
    let apart = (bytes &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
    return ((apart &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7) & 0x0101_0101_0101_0101
  }
}
