// SPDX-License-Identifier: Apache-2.0

/// Up to ``IntegerBlock/largest`` integers, in whichever of five encodings is the shortest.
///
/// - constant: one value;
/// - frame of reference: the least value, a common divisor of the distances to it, and the quotients bit-packed;
/// - delta: the first value, and the distances between neighbours in a frame of reference;
/// - runs: values and how often each repeats, as blocks of their own;
/// - dictionary: the different values ascending, and their places bit-packed.
///
/// Times to the minute and codes of few members thus take few bits whatever their unit is.
enum IntegerBlock {
  /// The most values of a block: those of a page of rows, or of the children of its lists.
  static let largest = 1 << 31

  private enum Encoding: UInt8 { case constant, frame, delta, runs, dictionary }

  // MARK: writing

  /// Adds a block. Complexity: O(n log n).
  static func append(_ values: [Int64], to writer: inout ByteWriter) { append(values, depth: 0, to: &writer) }

  private static func append(_ values: [Int64], depth: Int, to writer: inout ByteWriter) {
    writer.append(count: values.count)
    guard let first = values.first else { return }
    guard values.contains(where: { $0 != first }) else {
      writer.append(Encoding.constant.rawValue)
      return writer.append(zigzag: first)
    }
    var best = ByteWriter()
    best.append(Encoding.frame.rawValue)
    appendFrame(values, to: &best)
    var others: [ByteWriter] = []
    // Distances of values of more than 62 bits might not be integers of 64.
    if values.allSatisfy({ $0.magnitude < 1 << 62 }) { others.append(delta(values)) }
    if depth == 0 {
      if let runs = runs(values) { others.append(runs) }
      if let dictionary = dictionary(values) { others.append(dictionary) }
    }
    for other in others where other.bytes.count < best.bytes.count { best = other }
    writer.append(best.bytes)
  }

  private static func appendFrame(_ values: [Int64], to writer: inout ByteWriter) {
    let base = values.min() ?? 0
    var divisor: UInt64 = 0
    var distances = values.map { UInt64(bitPattern: $0 &- base) }
    for distance in distances where divisor != 1 { divisor = greatestCommonDivisor(divisor, distance) }
    if divisor > 1 { for index in distances.indices { distances[index] /= divisor } }
    let width = BitPacking.width(distances.max() ?? 0)
    writer.append(zigzag: base)
    writer.append(varint: max(1, divisor))
    writer.append(UInt8(width))
    var packed: [UInt8] = []
    BitPacking.pack(distances, width: width, to: &packed)
    writer.append(packed)
  }

  private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (larger, smaller) = (left, right)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }

  private static func delta(_ values: [Int64]) -> ByteWriter {
    var writer = ByteWriter()
    writer.append(Encoding.delta.rawValue)
    writer.append(zigzag: values[0])
    appendFrame(zip(values.dropFirst(), values).map { $0 - $1 }, to: &writer)
    return writer
  }

  private static func runs(_ values: [Int64]) -> ByteWriter? {
    var heads: [Int64] = []
    var lengths: [Int64] = []
    for value in values {
      if heads.last == value { lengths[lengths.count - 1] += 1 } else { heads.append(value); lengths.append(1) }
      if heads.count > values.count / 2 { return nil }
    }
    var writer = ByteWriter()
    writer.append(Encoding.runs.rawValue)
    append(heads, depth: 1, to: &writer)
    append(lengths, depth: 1, to: &writer)
    return writer
  }

  private static func dictionary(_ values: [Int64]) -> ByteWriter? {
    var places: [Int64: Int64] = [:]
    for value in values {
      places[value] = 0
      if places.count > min(4096, values.count / 4) { return nil }
    }
    let sorted = places.keys.sorted()
    for (place, value) in sorted.enumerated() { places[value] = Int64(place) }
    var writer = ByteWriter()
    writer.append(Encoding.dictionary.rawValue)
    append(sorted, depth: 1, to: &writer)
    append(values.map { places[$0] ?? 0 }, depth: 1, to: &writer)
    return writer
  }

  // MARK: reading

  /// Reads a block of `count` values. Complexity: O(values).
  static func read(_ count: Int, from reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    try read(count, depth: 0, from: &reader)
  }

  private static func read(_ expected: Int?, depth: Int, from reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    let count = try reader.count(atMost: expected ?? largest)
    if let expected, count != expected { throw FormatFault("a block of \(expected) values") }
    guard count > 0 else { return [] }
    guard let encoding = Encoding(rawValue: try reader.byte()) else { throw FormatFault("an encoding") }
    switch encoding {
    case .constant: return Array(repeating: try reader.zigzag(), count: count)
    case .frame: return try frame(count, from: &reader)
    case .delta:
      var values = [try reader.zigzag()] + (try frame(count - 1, from: &reader))
      for index in values.indices.dropFirst() { values[index] &+= values[index - 1] }
      return values
    case .runs:
      guard depth == 0 else { throw FormatFault("a flat block") }
      return try runs(count, from: &reader)
    case .dictionary:
      guard depth == 0 else { throw FormatFault("a flat block") }
      let values = try read(bounded: count, from: &reader)
      let places = try read(count, depth: 1, from: &reader)
      guard places.allSatisfy({ values.indices.contains(Int($0)) }) else {
        throw FormatFault("a place of a dictionary")
      }
      return places.map { values[Int($0)] }
    }
  }

  /// A block inside another one, of at most as many values.
  private static func read(bounded limit: Int, from reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    var ahead = reader
    let count = try ahead.count(atMost: limit)
    return try read(count, depth: 1, from: &reader)
  }

  private static func runs(_ count: Int, from reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    let heads = try read(bounded: count, from: &reader)
    let lengths = try read(heads.count, depth: 1, from: &reader)
    var values: [Int64] = []
    values.reserveCapacity(count)
    for (head, length) in zip(heads, lengths) {
      guard length > 0, length <= count - values.count else { throw FormatFault("a run within its block") }
      values.append(contentsOf: repeatElement(head, count: Int(length)))
    }
    guard values.count == count else { throw FormatFault("runs that fill their block") }
    return values
  }

  private static func frame(_ count: Int, from reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    let base = try reader.zigzag()
    let scale = try reader.varint()
    let width = Int(try reader.byte())
    guard width <= 64 else { throw FormatFault("a width of bits") }
    let place = try reader.take(BitPacking.byteCount(count, width: width))
    let packed = UnsafeRawBufferPointer(rebasing: reader.bytes[place])
    return Array(unsafeUninitializedCapacity: count) { buffer, filled in
      BitPacking.unpack(
        packed, width: width, base: base, scale: scale, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
  }
}
