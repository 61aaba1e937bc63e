// SPDX-License-Identifier: Apache-2.0

/// A text that is copied into a record: how far from a known place it lies, and how many bytes it has.
struct RecordPiece: BitwiseCopyable {
  var place: Int
  var count: Int
}

/// Bytes that are written one behind the other and used again and again: what makes a record costs no allocation.
///
/// Room is asked for before it is written to, so that each byte costs no look at the end; every write checks that the room was
/// asked for.
struct RecordBuffer: ~Copyable {
  /// How many bytes may be read behind bytes that are added as ``append(padded:)`` or as pieces.
  static let padding = 32
  /// How many characters a day has whose year has four digits.
  private static let dayCharacters = 10
  /// Stands for no day.
  private static let noDay = Int32.min

  private var start: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0
  /// Days that were written, each in the slot that its lowest bits say, and their texts: the days of a table come again and again.
  private let days: UnsafeMutableBufferPointer<Int32>
  private let dayTexts: UnsafeMutableBufferPointer<SIMD16<UInt8>>

  /// An empty buffer with room for so many bytes.
  /// - Parameter days: about how many days are remembered with their texts
  init(capacity: Int = 4096, days: Int = 1) {
    self.capacity = max(Self.padding, capacity)
    start = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
    let slots = 1 << BitPacking.width(UInt64(max(1, days) - 1))
    self.days = .allocate(capacity: slots)
    self.days.initialize(repeating: Self.noDay)
    dayTexts = .allocate(capacity: slots)
    dayTexts.initialize(repeating: .zero)
  }

  deinit {
    start.deallocate()
    days.deallocate()
    dayTexts.deallocate()
  }

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

  /// Adds texts that each begin with a comma, behind which ``padding`` more bytes may be read, without the first comma.
  ///
  /// Something must stand before them. Thirty-two bytes are copied of each, whether it has so many or none: what is short costs no question.
  /// - Parameter bases: for each piece from where its place is counted
  @inline(__always)
  mutating func append(
    pieces: UnsafeBufferPointer<RecordPiece>, from bases: UnsafeBufferPointer<UnsafeRawPointer>
  ) {
    precondition(count > 0 && pieces.count <= bases.count, "pieces stand behind something, each in a known place")
    var total = 0
    for piece in pieces { total &+= piece.count }
    guard total > 0 else { return }
    reserve(total &+ Self.padding)
    // The first comma takes the place of the byte before, which is put back.
    let place = count &- 1
    let before = start.load(fromByteOffset: place, as: UInt8.self)
    var target = start + place
    for (number, piece) in pieces.enumerated() {
      let source = bases[number] + piece.place
      let first = source.loadUnaligned(as: SIMD16<UInt8>.self)
      let second = source.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self)
      target.storeBytes(of: first, as: SIMD16<UInt8>.self)
      target.storeBytes(of: second, toByteOffset: 16, as: SIMD16<UInt8>.self)
      if piece.count > 32 { (target + 32).copyMemory(from: source + 32, byteCount: piece.count &- 32) }
      target += piece.count
    }
    start.storeBytes(of: before, toByteOffset: place, as: UInt8.self)
    count = place &+ total
  }

  /// Adds a day as its text, which `write` writes where it is not remembered.
  @inline(__always)
  mutating func append(day: Int32, _ write: (inout RecordBuffer) -> Void) {
    let slot = Int(day) & (days.count &- 1)
    guard days[slot] == day, day != Self.noDay else {
      let before = count
      write(&self)
      guard count &- before == Self.dayCharacters else { return }
      reserve(16)
      days[slot] = day
      dayTexts[slot] = start.loadUnaligned(fromByteOffset: before, as: SIMD16<UInt8>.self)
      return
    }
    reserve(16)
    start.storeBytes(of: dayTexts[slot], toByteOffset: count, as: SIMD16<UInt8>.self)
    count &+= Self.dayCharacters
  }

  /// Adds the hour, minute and second of a day as ISO 8601 has them behind the day.
  @inline(__always)
  mutating func append(timeOfDay second: Int32) {
    reserve(Self.timeCharacters)
    store(timeOfDay: second)
    count &+= Self.timeCharacters
  }

  /// Adds the hour, minute and second of a day with what ends a time of UTC and its text.
  @inline(__always)
  mutating func append(endOfTime second: Int32) {
    reserve(Self.timeCharacters &+ 2)
    store(timeOfDay: second)
    start.storeBytes(of: UInt16(0x225A).littleEndian, toByteOffset: count &+ Self.timeCharacters, as: UInt16.self)
    count &+= Self.timeCharacters &+ 2
  }

  /// How many characters `Thh:mm:ss` has.
  private static let timeCharacters = 9

  @inline(__always)
  private func store(timeOfDay second: Int32) {
    let (minutes, hours) = (second / 60, second / 3600)
    start.storeBytes(of: 0x54, toByteOffset: count, as: UInt8.self)
    store(twoDigits: Int(hours), at: count &+ 1)
    start.storeBytes(of: 0x3A, toByteOffset: count &+ 3, as: UInt8.self)
    store(twoDigits: Int(minutes &- hours &* 60), at: count &+ 4)
    start.storeBytes(of: 0x3A, toByteOffset: count &+ 6, as: UInt8.self)
    store(twoDigits: Int(second &- minutes &* 60), at: count &+ 7)
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
