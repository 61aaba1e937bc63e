// SPDX-License-Identifier: Apache-2.0

/// A frame of reference: the least value, the common divisor of the distances to it, and how many bits a quotient takes.
struct IntegerFrame {
  private var least: Int64
  private(set) var greatest: Int64
  private(set) var divisor: UInt64 = 0
  private var divisibility = Divisibility(by: 1)

  /// The frame of one value.
  init(_ value: Int64) {
    least = value
    greatest = value
  }

  /// The least of the values.
  var base: Int64 { least }
  /// The distance from the least to the greatest.
  var range: UInt64 { UInt64(bitPattern: greatest &- least) }
  var width: Int { BitPacking.width(range / max(1, divisor)) }

  /// Takes another value in: the common divisor of distances to the first value is that of distances to the least.
  @inline(__always)
  mutating func add(_ value: Int64, from first: Int64) {
    least = min(least, value)
    greatest = max(greatest, value)
    guard divisor != 1 else { return }
    let distance = value >= first ? UInt64(bitPattern: value &- first) : UInt64(bitPattern: first &- value)
    if divisor == 0 {
      divisor = distance
      if distance > 0 { divisibility = Divisibility(by: distance) }
    } else if !divisibility.divides(distance) {
      divisor = Self.greatestCommonDivisor(divisor, distance)
      divisibility = Divisibility(by: divisor)
    }
  }

  /// Takes in that values lie between two others, whose common divisor with those before is 1.
  @inline(__always)
  mutating func add(_ least: Int64, _ greatest: Int64) {
    self.least = min(self.least, least)
    self.greatest = max(self.greatest, greatest)
  }

  /// Tells whether a number divides others, and divides those that it divides, by a multiplication, which takes a fraction of the time of a
  /// division.
  ///
  /// Source: Granlund and Montgomery, Division by Invariant Integers using Multiplication (1994), section 9.
  private struct Divisibility {
    private let inverse: UInt64
    private let zeros: UInt64
    private let most: UInt64

    /// - Parameter divisor: not 0
    init(by divisor: UInt64) {
      zeros = UInt64(divisor.trailingZeroBitCount)
      let odd = divisor &>> zeros
      // Each step doubles the lowest bits that are right, of which there are five at first.
      var inverse = (3 &* odd) ^ 2
      for _ in 0..<4 { inverse &*= 2 &- odd &* inverse }
      self.inverse = inverse
      most = UInt64.max / divisor
    }

    @inline(__always)
    func divides(_ value: UInt64) -> Bool { quotient(value) <= most }

    /// The quotient of a number that it divides; of another one something greater than any of these.
    @inline(__always)
    func quotient(_ value: UInt64) -> UInt64 {
      let quotient = value &* inverse
      return quotient &>> zeros | quotient &<< ((64 &- zeros) & 63)
    }
  }

  private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (larger, smaller) = (left, right)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }

  /// How many bytes so many values take.
  func byteCount(_ count: Int) -> Int {
    ByteWriter.zigzagCount(base) + ByteWriter.varintCount(max(1, divisor)) + 1
      + BitPacking.byteCount(count, width: width)
  }

  /// Adds so many values.
  @inline(__always)
  func append(_ count: Int, to writer: inout ByteWriter, _ value: (Int) -> Int64) {
    writer.append(zigzag: base)
    writer.append(varint: max(1, divisor))
    writer.append(UInt8(width))
    writer.append(packed: count, width: width) { index in
      let distance = UInt64(bitPattern: value(index) &- base)
      return divisor > 1 ? divisibility.quotient(distance) : distance
    }
  }
}

/// What of some integers decides how they are best written.
struct IntegerProfile {
  private(set) var frame: IntegerFrame
  /// The frame of the distances between neighbours; nil where these might not be integers of 64 bits.
  private(set) var delta: IntegerFrame?
  /// How many stretches of equal values there are.
  private(set) var runCount = 1

  /// Complexity: O(values). There must be at least one.
  init(_ values: UnsafeBufferPointer<Int64>) {
    let first = values[0]
    frame = IntegerFrame(first)
    guard values.count > 1 else { return }
    let firstDistance = values[1] &- first
    var distances = IntegerFrame(firstDistance)
    var before = first
    var index = 1
    while index < values.count, frame.divisor != 1 || distances.divisor != 1 {
      let value = values[index]
      frame.add(value, from: first)
      distances.add(value &- before, from: firstDistance)
      runCount += value == before ? 0 : 1
      before = value
      index &+= 1
    }
    // From here on no divisor is looked for.
    var (least, greatest) = (first, first)
    var (leastDistance, greatestDistance) = (firstDistance, firstDistance)
    while index < values.count {
      let value = values[index]
      let distance = value &- before
      least = min(least, value)
      greatest = max(greatest, value)
      leastDistance = min(leastDistance, distance)
      greatestDistance = max(greatestDistance, distance)
      runCount &+= value == before ? 0 : 1
      before = value
      index &+= 1
    }
    frame.add(least, greatest)
    distances.add(leastDistance, greatestDistance)
    if max(frame.base.magnitude, frame.greatest.magnitude) < 1 << 62 { delta = distances }
  }

  var isConstant: Bool { frame.range == 0 }
}

/// Stretches of equal values: what repeats, and how often.
struct IntegerRuns {
  private(set) var heads: [Int64] = []
  private(set) var lengths: [Int64] = []

  /// nil where more than every second value begins a stretch. Complexity: O(values).
  init?(_ values: UnsafeBufferPointer<Int64>, _ profile: IntegerProfile) {
    guard profile.runCount <= values.count / 2 else { return nil }
    heads.reserveCapacity(profile.runCount)
    lengths.reserveCapacity(profile.runCount)
    var start = 0
    for index in 1...values.count where index == values.count || values[index] != values[start] {
      heads.append(values[start])
      lengths.append(Int64(index - start))
      start = index
    }
  }
}

/// The different values ascending, and for each value its place among them.
struct IntegerDictionary {
  private(set) var sorted: [Int64] = []
  private(set) var places: [Int64] = []

  /// The range up to which values are looked up by their distance to the least one.
  private static let mostDense: UInt64 = 1 << 17

  /// nil where there are too many different values, or where they lie so densely that a frame takes as few bits.
  /// Complexity: O(n log n).
  init?(_ values: UnsafeBufferPointer<Int64>, _ profile: IntegerProfile) {
    let most = min(4096, values.count / 4)
    guard most > 0 else { return nil }
    let base = profile.frame.base
    guard profile.frame.range < Self.mostDense else {
      guard hashed(values, most) else { return nil }
      return
    }
    var placeOf = [Int32](repeating: -1, count: Int(profile.frame.range) + 1)
    var different = 0
    for value in values {
      let place = Int(truncatingIfNeeded: value &- base)
      if placeOf[place] < 0 {
        placeOf[place] = 0
        different += 1
        if different > most { return nil }
      }
    }
    // Where nearly every value of the range is there, places take as many bits as distances.
    guard BitPacking.width(UInt64(different - 1)) < profile.frame.width else { return nil }
    for place in placeOf.indices where placeOf[place] == 0 {
      placeOf[place] = Int32(truncatingIfNeeded: sorted.count)
      sorted.append(base + Int64(place))
    }
    places.reserveCapacity(values.count)
    for value in values { places.append(Int64(placeOf[Int(truncatingIfNeeded: value &- base)])) }
  }

  /// Fills the dictionary by a table of hashes; false where there are more different values than so many. Complexity: O(n + m log m).
  private mutating func hashed(_ values: UnsafeBufferPointer<Int64>, _ most: Int) -> Bool {
    // Open addressing at most half full: a slot holds the number of a value in the order in which they came, plus 1.
    let bits = BitPacking.width(UInt64(2 * most))
    var slots = [Int32](repeating: 0, count: 1 << bits)
    var met: [Int64] = []
    var numbers: [Int32] = []
    numbers.reserveCapacity(values.count)
    for value in values {
      var slot = Int(truncatingIfNeeded: (UInt64(bitPattern: value) &* Self.factor) &>> UInt64(64 - bits))
      while slots[slot] > 0, met[Int(slots[slot]) - 1] != value { slot = (slot + 1) & (slots.count - 1) }
      if slots[slot] == 0 {
        guard met.count < most else { return false }
        met.append(value)
        slots[slot] = Int32(truncatingIfNeeded: met.count)
      }
      numbers.append(slots[slot] - 1)
    }
    let order = met.indices.sorted { met[$0] < met[$1] }
    var placeOf = [Int64](repeating: 0, count: met.count)
    for (place, number) in order.enumerated() { placeOf[number] = Int64(place) }
    sorted = order.map { met[$0] }
    places = numbers.map { placeOf[Int($0)] }
    return true
  }

  /// Spreads neighbouring values: 2^64 divided by the golden ratio.
  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// How many bytes the block of places takes at most: those of a frame of reference.
  var mostPlaceBytes: Int {
    let head = ByteWriter.varintCount(UInt64(places.count)) + 1 + ByteWriter.zigzagCount(0) + 2
    return head + BitPacking.byteCount(places.count, width: BitPacking.width(UInt64(max(1, sorted.count) - 1)))
  }
}
