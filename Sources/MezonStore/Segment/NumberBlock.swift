// SPDX-License-Identifier: Apache-2.0

/// Binary64 numbers: as decimals with a common number of places where that gives back every bit, else as they are.
enum NumberBlock {
  private static let powers: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
  /// Says that values stand as they are.
  private static let plain: UInt8 = 255

  /// Adds a block. Complexity: O(n log n).
  static func append(_ values: [Double], to writer: inout ByteWriter) {
    for (places, power) in powers.enumerated() {
      guard let integers = scaled(values, by: power) else { continue }
      writer.append(UInt8(places))
      return IntegerBlock.append(integers, to: &writer)
    }
    writer.append(plain)
    for value in values { writer.append(fixed: value.bitPattern) }
  }

  /// The values times a power of ten, where dividing gives back the same bits.
  private static func scaled(_ values: [Double], by power: Double) -> [Int64]? {
    var integers: [Int64] = []
    integers.reserveCapacity(values.count)
    for value in values {
      guard let integer = Int64(exactly: (value * power).rounded()), integer.magnitude <= 1 << 53,
        (Double(integer) / power).bitPattern == value.bitPattern
      else { return nil }
      integers.append(integer)
    }
    return integers
  }

  /// Reads a block of `count` values. Complexity: O(values).
  static func read(_ count: Int, from reader: inout ByteReader) throws(FormatFault) -> [Double] {
    let places = try reader.byte()
    if places == plain {
      var values: [Double] = []
      guard count <= reader.remaining / 8 else { throw FormatFault("\(count) numbers") }
      for _ in 0..<count { values.append(Double(bitPattern: try reader.fixed64())) }
      return values
    }
    guard powers.indices.contains(Int(places)) else { throw FormatFault("a number of decimals") }
    let power = powers[Int(places)]
    return try IntegerBlock.read(count, from: &reader).map { Double($0) / power }
  }
}
