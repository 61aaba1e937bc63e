// SPDX-License-Identifier: Apache-2.0

/// Binary64 numbers: as decimals with a common number of places where that gives back every bit, else as they are.
enum NumberBlock {
  private static let powers: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
  /// Says that values stand as they are.
  private static let plain: UInt8 = 255

  /// Adds a block. Complexity: O(n log n).
  static func append(_ values: UnsafeBufferPointer<Double>, to writer: inout ByteWriter) {
    var integers = [Int64](repeating: 0, count: values.count)
    for (places, power) in powers.enumerated() {
      guard scale(values, by: power, into: &integers) else { continue }
      writer.append(UInt8(places))
      return IntegerBlock.append(integers, to: &writer)
    }
    writer.append(plain)
    for value in values { writer.append(fixed: value.bitPattern) }
  }

  /// Makes integers of the values times a power of ten; false where dividing does not give back the same bits.
  private static func scale(_ values: UnsafeBufferPointer<Double>, by power: Double, into integers: inout [Int64])
    -> Bool
  {
    for (place, value) in values.enumerated() {
      let scaled = (value * power).rounded()
      // A number that is none compares as false.
      guard scaled.magnitude <= 0x1p53, (scaled / power).bitPattern == value.bitPattern else { return false }
      // Negative zero is no integer.
      if scaled == 0, value.sign == .minus { return false }
      integers[place] = Int64(scaled)
    }
    return true
  }

  /// Reads a block of as many values as there is room for. Complexity: O(values).
  static func read(into values: UnsafeMutableBufferPointer<Double>, from reader: inout ByteReader) throws(FormatFault) {
    let places = try reader.byte()
    if places == plain {
      guard values.count <= reader.remaining / 8 else { throw FormatFault("\(values.count) numbers") }
      for index in 0..<values.count { values[index] = Double(bitPattern: try reader.fixed64()) }
      return
    }
    guard powers.indices.contains(Int(places)) else { throw FormatFault("a number of decimals") }
    let power = powers[Int(places)]
    let integers = try IntegerBlock.read(values.count, from: &reader)
    for index in 0..<values.count { values[index] = Double(integers[index]) / power }
  }
}
