// SPDX-License-Identifier: Apache-2.0

/// Writes lists of numbers, each with its length before it, as they lie in memory.
struct TallyWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append<Number: BitwiseCopyable>(_ list: [Number]) {
    withUnsafeBytes(of: Int64(list.count)) { bytes.append(contentsOf: $0) }
    list.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Adds bytes as they are.
  mutating func append(raw other: [UInt8]) { bytes += other }
}

extension TallyWriter {
  /// Adds a list of which most numbers may be 0: only the others, with their places, where that is shorter.
  mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(sparse list: [Number]) {
    let others = list.indices.filter { list[$0] != 0 }
    let size = MemoryLayout<Number>.stride
    let isSparse = others.count * (size + 4) < list.count * size && list.count <= Int(Int32.max)
    append([Int64(list.count), isSparse ? 1 : 0])
    guard isSparse else { return append(list) }
    append(others.map { Int32(truncatingIfNeeded: $0) })
    append(others.map { list[$0] })
  }
}

extension TallyReader {
  /// The next list that was written by its numbers other than 0; it must have so many in all.
  mutating func sparse<Number: FixedWidthInteger & BitwiseCopyable>(
    of type: Number.Type = Number.self, count: Int
  ) -> [Number]? {
    guard let form = list(of: Int64.self, count: 2), form[0] == Int64(count) else { return nil }
    if form[1] == 0 { return list(of: Number.self, count: count) }
    guard let places = list(of: Int32.self), let numbers = list(of: Number.self, count: places.count) else {
      return nil
    }
    var all = [Number](repeating: 0, count: count)
    for (place, number) in zip(places, numbers) {
      guard place >= 0, Int(place) < count else { return nil }
      all[Int(place)] = number
    }
    return all
  }
}

/// Reads what a ``TallyWriter`` wrote.
struct TallyReader {
  private let bytes: [UInt8]
  /// Where the next list begins.
  private(set) var place: Int
  private let end: Int

  /// Reads some of the bytes.
  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    (place, end) = (range.lowerBound, range.upperBound)
  }

  /// Whether everything was read.
  var isAtEnd: Bool { place == end }

  /// The next list; nil where there is none.
  mutating func list<Number: BitwiseCopyable>(of type: Number.Type = Number.self) -> [Number]? {
    guard end - place >= 8 else { return nil }
    let length = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int64.self) }
    let size = MemoryLayout<Number>.stride
    guard length >= 0, length <= Int64((end - place - 8) / size) else { return nil }
    let (count, start) = (Int(length), place + 8)
    place = start + count * size
    return [Number](unsafeUninitializedCapacity: count) { room, filled in
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(room).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count * size]))
      }
      filled = count
    }
  }

  /// The next list, which must have so many numbers.
  mutating func list<Number: BitwiseCopyable>(of type: Number.Type = Number.self, count: Int) -> [Number]? {
    list(of: type).flatMap { $0.count == count ? $0 : nil }
  }
}
