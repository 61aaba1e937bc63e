// SPDX-License-Identifier: Apache-2.0

import MezonStatistics

/// Exact sums of values in the base cells of a grid; tallies of different events add up.
struct SumTally: Sendable {
  enum Sums: Sendable {
    /// Whole numbers, as long as all of them together are within a bound that fits a word.
    case small([Int64], bound: Int64)
    /// Integers times one power of two, as long as the values lie close enough together.
    case scaled([Int128], exponent: Int)
    case exact([ExactSum])
  }

  /// How many values each base cell has.
  var present: [Int32]
  var sums: Sums
  /// The least and greatest power of two of any value other than 0.
  var least = Int.max
  var greatest = Int.min

  /// How far apart the powers of two of values may lie to be added as integers: 53 bits of a value, 31 of a count and these
  /// are fewer than 127.
  private static let widestSpread = 40

  init(_ grid: CellGrid) {
    present = Array(repeating: 0, count: grid.baseCount + 1)
    sums = .small(Array(repeating: 0, count: grid.baseCount + 1), bound: 0)
  }

  /// What was added up in another way.
  init(present: [Int32], _ integers: [Int128], exponent: Int, least: Int, greatest: Int) {
    self.present = present
    sums = .scaled(integers, exponent: exponent)
    self.least = least
    self.greatest = greatest
  }

  /// Adds the present values of some events, whose rows ascend. Complexity: O(rows · splits).
  mutating func add(_ rows: [Int32], _ values: Vector<Int64>, _ places: GridPlaces) {
    if addSmall(rows, values, places) { return }
    let found = PresentValues(rows, values) { _ in true }
    // Whole numbers have 64 bits and no place behind the point.
    makeRoom(least: 0, greatest: 11)
    add(found.rows, places) {
      Int128(found.values[$0])
    } exact: {
      $1.add(found.values[$0])
    }
  }

  /// Adds whole numbers; false, and nothing is added, where sums may be too large, or are others already.
  private mutating func addSmall(_ rows: [Int32], _ values: Vector<Int64>, _ places: GridPlaces) -> Bool {
    guard case .small(var integers, let bound) = sums, let most = values.bound(of: rows),
      let added = bound.adding(most, times: rows.count)
    else { return false }
    (least, greatest) = (min(least, 0), max(greatest, 11))
    // Given up meanwhile, so that the integers are not copied.
    sums = .exact([])
    values.withBuffers(rows: 0) { values in
      integers.withUnsafeMutableBufferPointer { integers in
        present.withUnsafeMutableBufferPointer { present in
          places.forEachCell(of: rows) { _, row -> (value: Int64, count: Int32) in
            // Without a branch: what is missing adds nothing.
            let isPresent = values.presence[row & values.presenceMask] != 0
            return (isPresent ? values.values[row & values.mask] : 0, isPresent ? 1 : 0)
          } add: { cell, addend in
            integers[cell] &+= addend.value
            present[cell] &+= addend.count
          }
        }
      }
    }
    sums = .small(integers, bound: added)
    return true
  }

  /// Makes small sums into others.
  private mutating func widen() {
    guard case .small(let integers, _) = sums else { return }
    sums = .scaled(integers.map { Int128($0) }, exponent: 0)
  }

  /// Adds the present finite values of some events. Complexity: O(rows · splits).
  mutating func add(_ rows: [Int32], _ values: Vector<Double>, _ places: GridPlaces) {
    let found = PresentValues(rows, values) { $0.isFinite }
    // Numbers of one sign have the order of their bits; 0 is none of them.
    let (sign, most) = (UInt64(1) << 63, UInt64.max)
    var (low, high) = (most, 0 as UInt64)
    for value in found.values {
      let bits = value.bitPattern & ~sign
      low = min(low, bits &- 1)
      high = max(high, bits)
    }
    // Zeros alone change no sum.
    guard high > 0 else { return places.count(found.rows, into: &present) }
    makeRoom(
      least: Self.parts(Double(bitPattern: low &+ 1)).place, greatest: Self.parts(Double(bitPattern: high)).place)
    let exponent = if case .scaled(_, let exponent) = sums { exponent } else { 0 }
    add(found.rows, places) { index in
      let (number, place) = Self.parts(found.values[index])
      // Zero is moved by any number of places.
      return Int128(number) &<< Int128(truncatingIfNeeded: place &- exponent)
    } exact: {
      $1.add(found.values[$0])
    }
  }

  /// A finite number as an integer times a power of two.
  @inline(__always)
  private static func parts(_ value: Double) -> (number: Int64, place: Int) {
    let biased = Int(truncatingIfNeeded: value.exponentBitPattern)
    // The least numbers have no leading bit that goes without saying, and the power of the next ones.
    let magnitude = Int64(truncatingIfNeeded: value.significandBitPattern | (biased == 0 ? 0 : 1 << 52))
    return (value.sign == .minus ? 0 &- magnitude : magnitude, max(1, biased) &- 1075)
  }

  /// Adds numbers as integers, or as they are where the sums are no integers, and counts them.
  @inline(__always)
  private mutating func add(
    _ rows: [Int32], _ places: GridPlaces, _ integer: (Int) -> Int128, exact: (Int, inout ExactSum) -> Void
  ) {
    switch sums {
    case .scaled(var integers, let exponent):
      // Given up meanwhile, so that the integers are not copied.
      sums = .exact([])
      integers.withUnsafeMutableBufferPointer { integers in
        present.withUnsafeMutableBufferPointer { present in
          places.forEachCell(of: rows) { index, _ in
            integer(index)
          } add: { cell, addend in
            integers[cell] &+= addend
            present[cell] &+= 1
          }
        }
      }
      sums = .scaled(integers, exponent: exponent)
    case .exact(var exactSums):
      places.count(rows, into: &present)
      sums = .scaled([], exponent: 0)
      for index in rows.indices {
        let start = (Int(rows[index]) - places.first) * places.stride
        for place in start..<start + places.stride { exact(index, &exactSums[Int(places.places[place])]) }
      }
      sums = .exact(exactSums)
    // Room was made, which widens them.
    case .small: break
    }
  }

  /// Changes the integers' power of two, or gives integers up, so that values between two powers of two can be added.
  private mutating func makeRoom(least newLeast: Int, greatest newGreatest: Int) {
    widen()
    let isFirst = least > greatest
    least = min(least, newLeast)
    greatest = max(greatest, newGreatest)
    guard case .scaled(var integers, let exponent) = sums else { return }
    if greatest - least > Self.widestSpread {
      sums = .exact(
        integers.map { isFirst || $0 == 0 ? ExactSum() : ExactSum($0, timesPowerOfTwo: exponent) })
      return
    }
    guard exponent != least else { return }
    sums = .exact([])
    // All zeros where nothing was added, whatever the power.
    if !isFirst, exponent > least { for index in integers.indices { integers[index] <<= Int128(exponent - least) } }
    sums = .scaled(integers, exponent: least)
  }

  /// Adds what another one has. Complexity: O(base cells).
  mutating func merge(_ other: SumTally) {
    addUp(other.present, to: &present)
    guard other.least <= other.greatest else { return }
    if case .small(var integers, let bound) = sums, case .small(let others, let otherBound) = other.sums {
      let sum = bound.addingReportingOverflow(otherBound)
      if !sum.overflow {
        (least, greatest) = (min(least, other.least), max(greatest, other.greatest))
        sums = .exact([])
        addUp(others, to: &integers)
        sums = .small(integers, bound: sum.partialValue)
        return
      }
    }
    var other = other
    other.widen()
    makeRoom(least: other.least, greatest: other.greatest)
    switch (sums, other.sums) {
    case (.scaled(var integers, let exponent), .scaled(let others, let otherExponent)):
      sums = .exact([])
      let shift = Int128(otherExponent - exponent)
      for index in integers.indices { integers[index] &+= others[index] << shift }
      sums = .scaled(integers, exponent: exponent)
    case (.exact(var own), let others):
      sums = .scaled([], exponent: 0)
      switch others {
      case .exact(let others): for index in own.indices { own[index].merge(others[index]) }
      case .scaled(let others, let exponent):
        for index in own.indices where others[index] != 0 {
          own[index].merge(ExactSum(others[index], timesPowerOfTwo: exponent))
        }
      // It was widened.
      case .small: break
      }
      sums = .exact(own)
    // Room was made for the other's powers, so both are integers unless this one is not.
    case (.scaled, .exact), (.small, _), (_, .small): break
    }
  }
}

extension Vector<Int64> {
  /// What no value of some ascending rows is further from 0 than; nil where it is no number of 64 bits. Complexity: O(rows between the first and the last).
  fileprivate func bound(of rows: [Int32]) -> Int64? {
    guard let first = rows.first, let last = rows.last else { return 0 }
    let range = isConstant ? 0..<1 : Int(first)..<Int(last) + 1
    // The bits of all, negative numbers with their bits turned round, which are one nearer to 0.
    let bits = values[range].reduce(0 as Int64) { $0 | ($1 ^ ($1 &>> 63)) }
    return bits == .max ? nil : bits + 1
  }
}

extension Int64 {
  /// The sum with a product; nil where one of them is no number of 64 bits.
  fileprivate func adding(_ other: Int64, times count: Int) -> Int64? {
    let product = other.multipliedReportingOverflow(by: Int64(count))
    let sum = addingReportingOverflow(product.partialValue)
    return product.overflow || sum.overflow ? nil : sum.partialValue
  }
}

/// The present values of some rows.
struct PresentValues<Element: BitwiseCopyable & Sendable> {
  let rows: [Int32]
  let values: [Element]

  /// Complexity: O(rows).
  @inline(__always)
  init(_ all: [Int32], _ vector: Vector<Element>, where isNumber: (Element) -> Bool) {
    var values: [Element] = []
    rows = [Int32](unsafeUninitializedCapacity: all.count) { rows, filled in
      var next = 0
      values = [Element](unsafeUninitializedCapacity: all.count) { values, count in
        vector.withBuffers(rows: 0) { buffers in
          all.withUnsafeBufferPointer { all in
            // What is missing is written too, and written over by what comes next.
            for row in all {
              let place = Int(row)
              let value = buffers.values[place & buffers.mask]
              rows[next] = row
              values.initializeElement(at: next, to: value)
              let isPresent = buffers.presence[place & buffers.presenceMask] != 0
              next &+= isPresent && isNumber(value) ? 1 : 0
            }
          }
        }
        count = next
      }
      filled = next
    }
    self.values = values
  }
}
