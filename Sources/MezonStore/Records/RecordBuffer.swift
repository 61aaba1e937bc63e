// SPDX-License-Identifier: Apache-2.0

/// Bytes that are written one behind the other and used again and again: what makes a record costs no allocation.
///
/// Room is asked for before it is written to, so that each byte costs no look at the end; every write checks that the room was
/// asked for.
struct RecordBuffer: ~Copyable {
  /// How many bytes may be read behind bytes that are added as ``append(padded:)``.
  static let padding = 16

  private var start: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0
  /// The day that was written last, and its text: neighbouring rows are often of one day.
  private var lastDay: Int32?
  private var lastDayText = SIMD16<UInt8>.zero
  private var lastDayCount = 0

  /// An empty buffer with room for so many bytes.
  init(capacity: Int = 4096) {
    self.capacity = max(16, capacity)
    start = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { start.deallocate() }

  /// The bytes so far.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// Forgets all bytes behind the first `count`.
  @inline(__always)
  mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count, "bytes that are not there")
    self.count = count
  }

  /// Makes room for more bytes.
  @inline(__always)
  mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(more) }
  }

  private mutating func grow(_ more: Int) {
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: start, byteCount: count)
    start.deallocate()
    start = larger
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  @inline(__always)
  mutating func append(_ more: UnsafeRawBufferPointer) {
    guard let source = more.baseAddress else { return }
    reserve(more.count)
    (start + count).copyMemory(from: source, byteCount: more.count)
    count &+= more.count
  }

  /// Adds bytes behind which ``padding`` more may be read: sixteen are copied at a time.
  @inline(__always)
  mutating func append(padded more: UnsafeRawBufferPointer) {
    guard let source = more.baseAddress else { return }
    reserve(more.count &+ Self.padding)
    let target = start + count
    var index = 0
    while index < more.count {
      let bytes = source.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
      target.storeBytes(of: bytes, toByteOffset: index, as: SIMD16<UInt8>.self)
      index &+= 16
    }
    count &+= more.count
  }

  /// Adds a day as its text, which `write` writes where it is not the one of the day before.
  @inline(__always)
  mutating func append(day: Int32, _ write: (inout RecordBuffer) -> Void) {
    if lastDay != day {
      let before = count
      write(&self)
      lastDay = nil
      guard count - before <= 16 else { return }
      reserve(16)
      lastDay = day
      lastDayText = start.loadUnaligned(fromByteOffset: before, as: SIMD16<UInt8>.self)
      lastDayCount = count - before
      return
    }
    reserve(16)
    start.storeBytes(of: lastDayText, toByteOffset: count, as: SIMD16<UInt8>.self)
    count &+= lastDayCount
  }

  /// Adds the hour, minute and second of a day as ISO 8601 has them behind the day.
  @inline(__always)
  mutating func append(timeOfDay second: Int) {
    reserve(9)
    start.storeBytes(of: 0x54, toByteOffset: count, as: UInt8.self)
    store(twoDigits: second / 3600, at: count &+ 1)
    start.storeBytes(of: 0x3A, toByteOffset: count &+ 3, as: UInt8.self)
    store(twoDigits: second / 60 % 60, at: count &+ 4)
    start.storeBytes(of: 0x3A, toByteOffset: count &+ 6, as: UInt8.self)
    store(twoDigits: second % 60, at: count &+ 7)
    count &+= 9
  }

  @inline(__always)
  private func store(twoDigits value: Int, at place: Int) {
    let (tens, ones) = (UInt16(truncatingIfNeeded: value / 10), UInt16(truncatingIfNeeded: value % 10))
    start.storeBytes(of: (0x3030 &+ tens &+ ones << 8).littleEndian, toByteOffset: place, as: UInt16.self)
  }

  mutating func append(_ more: StaticString) {
    append(UnsafeRawBufferPointer(start: more.utf8Start, count: more.utf8CodeUnitCount))
  }

  mutating func append(_ more: [UInt8]) { more.withUnsafeBytes { append($0) } }

  /// Adds a number from 0 to 99 in two digits.
  @inline(__always)
  mutating func append(twoDigits value: Int) {
    reserve(2)
    store(twoDigits: value, at: count)
    count &+= 2
  }

  /// Adds a whole number in decimal digits, with zeros before it up to a number of digits.
  @inline(__always)
  mutating func append(_ value: Int64, digits: Int = 1) {
    reserve(40)
    if value < 0 { append(0x2D) }
    var rest = value.magnitude
    var length = 1
    var bound: UInt64 = 10
    while length < 20, rest >= bound {
      length &+= 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    length = max(length, min(digits, 20))
    var place = count &+ length
    while place &- count >= 2 {
      place &-= 2
      let (quotient, digits) = rest.quotientAndRemainder(dividingBy: 100)
      store(twoDigits: Int(truncatingIfNeeded: digits), at: place)
      rest = quotient
    }
    if place > count {
      place &-= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      start.storeBytes(of: 0x30 &+ UInt8(truncatingIfNeeded: digit), toByteOffset: place, as: UInt8.self)
      rest = quotient
    }
    count &+= length
  }

  /// Adds UTF-8 text in quotes as RFC 8785 writes it; eight bytes at a time as long as none of them needs a mark before it.
  @inline(__always)
  mutating func append(quoted text: UnsafeRawBufferPointer) {
    reserve(text.count &+ 18)
    append(0x22)
    var index = 0
    while text.count &- index >= 8 {
      let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard !Self.needsMark(word) else { break }
      start.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
      count &+= 8
      index &+= 8
    }
    while index < text.count {
      let byte = text[index]
      guard byte >= 0x20, byte != 0x22, byte != 0x5C else {
        // Rare, so that the rest goes the slow way.
        count &-= index &+ 1
        return append(marked: text)
      }
      start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
      count &+= 1
      index &+= 1
    }
    append(0x22)
  }

  private mutating func append(marked text: UnsafeRawBufferPointer) {
    var quoted: [UInt8] = []
    JSONText.append(text, to: &quoted)
    append(quoted)
  }

  /// Whether one of eight bytes is a control character, a quotation mark or a backslash.
  @inline(__always)
  private static func needsMark(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    func hasZero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
    let controls = (word &- ones &* 0x20) & ~word & highs
    return controls | hasZero(word ^ (ones &* 0x22)) | hasZero(word ^ (ones &* 0x5C)) != 0
  }
}
