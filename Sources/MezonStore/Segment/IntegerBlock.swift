// SPDX-License-Identifier: Apache-2.0

/// Up to ``IntegerBlock/largest`` integers, in whichever of five encodings is the shortest.
///
/// - constant: one value;
/// - frame of reference: the least value, a common divisor of the distances to it, and the quotients bit-packed;
/// - delta: the first value, and the distances between neighbours in a frame of reference;
/// - runs: values and how often each repeats, as blocks of their own;
/// - dictionary: the different values ascending, and their places bit-packed.
///
/// Times to the minute and codes of few members thus take few bits whatever their unit is. How long each encoding would be is
/// worked out from figures of one pass, and only the shortest is written; what takes a few bytes is not tried with runs or a dictionary.
enum IntegerBlock {
  /// The most values of a block: those of a page of rows, or of the children of its lists.
  static let largest = 1 << 31

  /// A block of so many bytes is not tried to be made shorter by runs or a dictionary.
  private static let short = 32

  enum Encoding: UInt8 { case constant, frame, delta, runs, dictionary }

  // MARK: writing

  /// Adds a block. Complexity: O(n log n).
  static func append(_ values: [Int64], to writer: inout ByteWriter) {
    values.withUnsafeBufferPointer { append($0, depth: 0, to: &writer) }
  }

  /// Adds a block. Complexity: O(n log n).
  static func append(_ values: UnsafeBufferPointer<Int64>, to writer: inout ByteWriter) {
    append(values, depth: 0, to: &writer)
  }

  private static func append(_ values: UnsafeBufferPointer<Int64>, depth: Int, to writer: inout ByteWriter) {
    writer.append(count: values.count)
    guard let first = values.first else { return }
    let profile = IntegerProfile(values)
    if profile.isConstant {
      writer.append(Encoding.constant.rawValue)
      return writer.append(zigzag: first)
    }
    var best = (encoding: Encoding.frame, bytes: profile.frame.byteCount(values.count))
    if let delta = profile.delta {
      let bytes = ByteWriter.zigzagCount(first) + delta.byteCount(values.count - 1)
      if bytes < best.bytes { best = (.delta, bytes) }
    }
    // What is a few bytes long needs no other encoding.
    let mayBeShorter = depth == 0 && best.bytes > Self.short
    let runs = mayBeShorter ? IntegerRuns(values, profile) : nil
    if let runs {
      let bytes = byteCount(runs.heads) + byteCount(runs.lengths)
      if bytes < best.bytes { best = (.runs, bytes) }
    }
    let dictionary = mayBeShorter ? IntegerDictionary(values, profile) : nil
    if let dictionary, byteCount(dictionary.sorted) + dictionary.mostPlaceBytes < best.bytes {
      best.encoding = .dictionary
    }
    writer.append(best.encoding.rawValue)
    switch best.encoding {
    case .constant: break
    case .frame: profile.frame.append(values.count, to: &writer) { values[$0] }
    case .delta:
      writer.append(zigzag: first)
      profile.delta?.append(values.count - 1, to: &writer) { values[$0 + 1] &- values[$0] }
    case .runs:
      for block in [runs?.heads, runs?.lengths] { appendFlat(block ?? [], to: &writer) }
    case .dictionary:
      for block in [dictionary?.sorted, dictionary?.places] { appendFlat(block ?? [], to: &writer) }
    }
  }

  private static func appendFlat(_ values: [Int64], to writer: inout ByteWriter) {
    values.withUnsafeBufferPointer { append($0, depth: 1, to: &writer) }
  }

  /// How long a block inside another one is.
  private static func byteCount(_ values: [Int64]) -> Int {
    values.withUnsafeBufferPointer { values in
      let head = ByteWriter.varintCount(UInt64(values.count))
      guard let first = values.first else { return head }
      let profile = IntegerProfile(values)
      if profile.isConstant { return head + 1 + ByteWriter.zigzagCount(first) }
      let frame = profile.frame.byteCount(values.count)
      let delta = profile.delta.map { ByteWriter.zigzagCount(first) + $0.byteCount(values.count - 1) } ?? frame
      return head + 1 + min(frame, delta)
    }
  }

  // MARK: reading

  /// Reads a block of `count` values. Complexity: O(values).
  static func read(_ count: Int, from reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    try read(count, depth: 0, from: &reader)
  }

  /// Between which values those of a block of `count` values, at least one, lie.
  ///
  /// Complexity: O(1) where the block is a frame of reference or constant, else O(values).
  static func bounds(_ count: Int, from reader: inout ByteReader) throws(FormatFault) -> ClosedRange<Int64>? {
    var head = reader
    guard try head.count(atMost: largest) == count else { throw FormatFault("a block of \(count) values") }
    switch Encoding(rawValue: try head.byte()) {
    case .constant:
      let value = try head.zigzag()
      return value...value
    case .frame:
      let (base, scale, width) = (try head.zigzag(), try head.varint(), Int(try head.byte()))
      // What would not fit is looked at value by value.
      if width < 63, let factor = Int64(exactly: scale) {
        let (distance, isLarge) = ((Int64(1) << Int64(width)) - 1).multipliedReportingOverflow(by: factor)
        let (greatest, isGreater) = base.addingReportingOverflow(distance)
        if !isLarge, !isGreater { return base...greatest }
      }
    default: break
    }
    let values = try read(count, from: &reader)
    guard let least = values.min(), let greatest = values.max() else { return nil }
    return least...greatest
  }

  /// Reads a block of as many values as there is room for. Complexity: O(values).
  static func read(
    into values: UnsafeMutableBufferPointer<Int64>, from reader: inout ByteReader
  ) throws(FormatFault) {
    try read(into: values, depth: 0, from: &reader)
  }

  private static func read(_ count: Int, depth: Int, from reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    // The number stands in the block too; only then is room made for so many.
    var ahead = reader
    guard try ahead.count(atMost: largest) == count else { throw FormatFault("a block of \(count) values") }
    var values = [Int64](repeating: 0, count: count)
    var fault: FormatFault?
    values.withUnsafeMutableBufferPointer { buffer in
      do throws(FormatFault) { try read(into: buffer, depth: depth, from: &reader) } catch { fault = error }
    }
    if let fault { throw fault }
    return values
  }

  private static func read(
    into values: UnsafeMutableBufferPointer<Int64>, depth: Int, from reader: inout ByteReader
  ) throws(FormatFault) {
    let count = values.count
    guard try reader.count(atMost: largest) == count else { throw FormatFault("a block of \(count) values") }
    guard count > 0 else { return }
    guard let encoding = Encoding(rawValue: try reader.byte()) else { throw FormatFault("an encoding") }
    switch encoding {
    case .constant: values.update(repeating: try reader.zigzag())
    case .frame: try frame(into: values, from: &reader)
    case .delta:
      values[0] = try reader.zigzag()
      try frame(into: UnsafeMutableBufferPointer(rebasing: values[1...]), from: &reader)
      var sum = values[0]
      for index in 1..<max(1, count) {
        sum &+= values[index]
        values[index] = sum
      }
    case .runs:
      guard depth == 0 else { throw FormatFault("a flat block") }
      try runs(into: values, from: &reader)
    case .dictionary:
      guard depth == 0 else { throw FormatFault("a flat block") }
      let texts = try read(bounded: count, from: &reader)
      try read(into: values, depth: 1, from: &reader)
      for index in 0..<count {
        guard let place = Int(exactly: values[index]), texts.indices.contains(place) else {
          throw FormatFault("a place of a dictionary")
        }
        values[index] = texts[place]
      }
    }
  }

  /// A block inside another one, of at most as many values.
  private static func read(bounded limit: Int, from reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    var ahead = reader
    let count = try ahead.count(atMost: limit)
    return try read(count, depth: 1, from: &reader)
  }

  private static func runs(
    into values: UnsafeMutableBufferPointer<Int64>, from reader: inout ByteReader
  ) throws(FormatFault) {
    let heads = try read(bounded: values.count, from: &reader)
    let lengths = try read(heads.count, depth: 1, from: &reader)
    var filled = 0
    for (head, length) in zip(heads, lengths) {
      guard length > 0, length <= values.count - filled else { throw FormatFault("a run within its block") }
      UnsafeMutableBufferPointer(rebasing: values[filled..<(filled + Int(length))]).update(repeating: head)
      filled += Int(length)
    }
    guard filled == values.count else { throw FormatFault("runs that fill their block") }
  }

  private static func frame(
    into values: UnsafeMutableBufferPointer<Int64>, from reader: inout ByteReader
  ) throws(FormatFault) {
    let frame = try Frame(values.count, from: &reader)
    BitPacking.unpack(frame.bytes, width: frame.width, base: frame.base, scale: frame.scale, into: values)
  }

  /// Bit-packed quotients, and what they are quotients of.
  private struct Frame {
    let base: Int64
    let scale: UInt64
    let width: Int
    let bytes: UnsafeRawBufferPointer

    init(_ count: Int, from reader: inout ByteReader) throws(FormatFault) {
      base = try reader.zigzag()
      scale = try reader.varint()
      width = Int(try reader.byte())
      guard width <= 64 else { throw FormatFault("a width of bits") }
      let place = try reader.take(BitPacking.byteCount(count, width: width))
      bytes = UnsafeRawBufferPointer(rebasing: reader.bytes[place])
    }

    /// Whether all values, whatever the bits are, fit 32 bits.
    var isNarrow: Bool {
      guard width <= 32, let scale = Int64(exactly: scale), Int32(exactly: base) != nil else { return false }
      let (most, isOver) = ((Int64(1) << Int64(width)) - 1).multipliedReportingOverflow(by: scale)
      guard !isOver else { return false }
      let (sum, overflow) = base.addingReportingOverflow(most)
      return !overflow && Int32(exactly: sum) != nil
    }
  }

  /// Reads a block of as many values as there is room for, each of which must fit 32 bits. Complexity: O(values).
  static func read(
    narrow values: UnsafeMutableBufferPointer<Int32>, from reader: inout ByteReader
  ) throws(FormatFault) {
    // Most blocks are frames, which are unpacked where they are wanted.
    var ahead = reader
    if try ahead.count(atMost: largest) == values.count, values.count > 0, try ahead.byte() == Encoding.frame.rawValue {
      let frame = try Frame(values.count, from: &ahead)
      if frame.isNarrow {
        BitPacking.unpack(frame.bytes, width: frame.width, base: frame.base, scale: frame.scale, into: values)
        reader = ahead
        return
      }
    }
    let integers = try read(values.count, from: &reader)
    var excess: Int64 = 0
    for index in 0..<values.count {
      let value = Int32(truncatingIfNeeded: integers[index])
      excess |= integers[index] ^ Int64(value)
      values[index] = value
    }
    guard excess == 0 else { throw FormatFault("a value of the column's kind") }
  }

  /// Reads a block of as many codes as there is room for, each of them below the number of texts, and changes them by a table of so many
  /// entries where there is one. Complexity: O(values).
  static func read(
    codes values: UnsafeMutableBufferPointer<Int32>, below count: Int, changedBy table: [Int32]?,
    from reader: inout ByteReader
  ) throws(FormatFault) {
    if let table {
      if try readChanged(values, by: table, from: &reader) { return }
      try read(narrow: values, from: &reader)
      guard change(values, by: table) else { throw FormatFault("codes with a text") }
    } else {
      try read(narrow: values, from: &reader)
      var largest: UInt32 = 0
      for index in values.indices { largest = max(largest, UInt32(bitPattern: values[index])) }
      guard values.isEmpty || Int(largest) < count else { throw FormatFault("codes with a text") }
    }
  }

  /// Changes codes by a table; false where one of them has no entry.
  private static func change(_ values: UnsafeMutableBufferPointer<Int32>, by table: [Int32]) -> Bool {
    table.withUnsafeBufferPointer { table in
      guard let last = table.indices.last else { return values.isEmpty }
      let most = UInt32(truncatingIfNeeded: last)
      var largest: UInt32 = 0
      for index in values.indices {
        let code = UInt32(bitPattern: values[index])
        largest = max(largest, code)
        values[index] = table[Int(min(code, most))]
      }
      return largest <= most
    }
  }

  /// Reads a block of few bits a value, each changed by a table as it is unpacked; false, and nothing is read, for any other.
  private static func readChanged(
    _ values: UnsafeMutableBufferPointer<Int32>, by table: [Int32], from reader: inout ByteReader
  ) throws(FormatFault) -> Bool {
    var ahead = reader
    guard try ahead.count(atMost: largest) == values.count, values.count > 0,
      try ahead.byte() == Encoding.frame.rawValue
    else { return false }
    let frame = try Frame(values.count, from: &ahead)
    guard frame.width > 0, frame.width <= 8, frame.isNarrow else { return false }
    reader = ahead
    let isKnown = withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << frame.width) { changed in
      // For all that may stand in so many bits; -1 for what is no code.
      for packed in changed.indices {
        let code = frame.base &+ Int64(packed) &* Int64(truncatingIfNeeded: frame.scale)
        changed.initializeElement(at: packed, to: table.indices.contains(Int(code)) ? table[Int(code)] : -1)
      }
      var all: Int32 = 0
      let read = BitPacking.unpackEights(frame.bytes, width: frame.width, into: values) { packed in
        let code = changed[Int(truncatingIfNeeded: packed)]
        all |= code
        return code
      }
      let rest = UnsafeMutableBufferPointer(rebasing: values[read...])
      let bytes = UnsafeRawBufferPointer(rebasing: frame.bytes[(read / 8 * frame.width)...])
      BitPacking.unpack(bytes, width: frame.width, base: 0, scale: 1, into: rest)
      for index in rest.indices {
        rest[index] = changed[Int(rest[index])]
        all |= rest[index]
      }
      return all >= 0
    }
    guard isKnown else { throw FormatFault("codes with a text") }
    return true
  }

  /// Reads a block of so many values as words of bits, the lowest first: 1 for a value of 1, and 0 for any other. Complexity: O(values).
  static func read(bits count: Int, from reader: inout ByteReader) throws(FormatFault) -> [UInt64] {
    var ahead = reader
    if try ahead.count(atMost: largest) == count, count > 0, try ahead.byte() == Encoding.frame.rawValue {
      let frame = try Frame(count, from: &ahead)
      if frame.width == 1, frame.base == 0, frame.scale == 1 {
        reader = ahead
        // Bits lie in bytes as they do in words.
        return (0..<(count + 63) / 64).map { number in
          var word: UInt64 = 0
          let bytes = min(8, frame.bytes.count - 8 * number)
          for byte in 0..<bytes { word |= UInt64(frame.bytes[8 * number + byte]) << UInt64(8 * byte) }
          let bits = min(64, count - 64 * number)
          return bits == 64 ? word : word & (1 << UInt64(bits) - 1)
        }
      }
    }
    if let words = try bitsOfRuns(count, from: &reader) { return words }
    let values = try read(count, from: &reader)
    var words = [UInt64](repeating: 0, count: (count + 63) / 64)
    for (index, value) in values.enumerated() where value == 1 { words[index >> 6] |= 1 << UInt64(index & 63) }
    return words
  }

  /// The words of bits of a block of runs, a run at a time; nil, and nothing is read, for another encoding.
  private static func bitsOfRuns(_ count: Int, from reader: inout ByteReader) throws(FormatFault) -> [UInt64]? {
    var ahead = reader
    guard try ahead.count(atMost: largest) == count, count > 0, try ahead.byte() == Encoding.runs.rawValue else {
      return nil
    }
    reader = ahead
    let heads = try read(bounded: count, from: &reader)
    let lengths = try read(heads.count, depth: 1, from: &reader)
    var words = [UInt64](repeating: 0, count: (count + 63) / 64)
    var filled = 0
    for (head, length) in zip(heads, lengths) {
      guard length > 0, length <= count - filled else { throw FormatFault("a run within its block") }
      let end = filled + Int(length)
      if head == 1 { setBits(filled..<end, of: &words) }
      filled = end
    }
    guard filled == count else { throw FormatFault("runs that fill their block") }
    return words
  }

  private static func setBits(_ bits: Range<Int>, of words: inout [UInt64]) {
    let (first, last) = (bits.lowerBound >> 6, (bits.upperBound - 1) >> 6)
    let from = UInt64.max << UInt64(bits.lowerBound & 63)
    let until = UInt64.max >> UInt64(63 - (bits.upperBound - 1) & 63)
    guard first < last else {
      words[first] |= from & until
      return
    }
    words[first] |= from
    for word in first + 1..<last { words[word] = ~0 }
    words[last] |= until
  }
}
