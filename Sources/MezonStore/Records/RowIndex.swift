// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Finds the rows of a table by the hash of their key, or without a key of their whole content, in a time that does not grow with
/// the table: a hand-in looks here for the events that it may be about.
///
/// Rows lie in buckets by the highest bits of their hash, each with the lowest sixteen bits of it. What is found are candidates, of which about
/// one in a thousand is none. Each bucket has a checksum, so that a look into a large file reads what it needs alone.
struct RowIndex: Sendable {
  private static let magic = Array("MZINDEX\u{1}".utf8)
  private static let headBytes = 8 + 8 + 8 + 1 + 1 + 4
  private static let checksumBytes = 4
  /// About how many rows a bucket has at least, unless there are fewer.
  private static let bucketRows = 64
  /// The most bytes of a row's number.
  private static let mostRowBytes = 4

  private let stored: StoredBytes
  private let bucketBits: Int
  private let rowBytes: Int
  private let rowCount: Int
  private let entryCount: Int

  // MARK: writing

  /// The bytes of the index of some rows. Complexity: O(rows).
  /// - Parameter rows: which rows are in it; nil for all
  static func bytes(of hashes: [UInt64], rows: Bitmap? = nil) -> [UInt8] {
    let entries = rows?.populationCount ?? hashes.count
    let bits = max(0, BitPacking.width(UInt64(entries / bucketRows)) - 1)
    let rowBytes = max(1, (BitPacking.width(UInt64(max(0, hashes.count - 1))) + 7) / 8)
    let isThere = { (row: Int) in rows?[row] ?? true }
    var starts = [UInt32](repeating: 0, count: (1 << bits) + 1)
    for row in hashes.indices where isThere(row) { starts[bucket(hashes[row], bits) + 1] += 1 }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var head = ByteWriter()
    head.append(magic)
    head.append(fixed: UInt64(hashes.count))
    head.append(fixed: UInt64(entries))
    head.append(UInt8(bits))
    head.append(UInt8(rowBytes))
    head.append(fixed: CRC32C.masked(CRC32C.checksum(head.bytes)))
    for start in starts { head.append(fixed: start) }
    let base = head.bytes.count
    let width = 2 + rowBytes
    let size = base + entries * width + checksumBytes << bits
    var bytes = head.bytes
    bytes.reserveCapacity(size)
    bytes.append(contentsOf: repeatElement(0, count: size - base))
    bytes.withUnsafeMutableBytes { bytes in
      // Buckets are filled in the order of rows; `next` says how many of a bucket are there.
      var next = [UInt32](repeating: 0, count: 1 << bits)
      for row in hashes.indices where isThere(row) {
        let bucket = bucket(hashes[row], bits)
        let place = base + Int(starts[bucket] + next[bucket]) * width + bucket * checksumBytes
        next[bucket] += 1
        bytes[place] = UInt8(truncatingIfNeeded: hashes[row])
        bytes[place + 1] = UInt8(truncatingIfNeeded: hashes[row] >> 8)
        for byte in 0..<rowBytes { bytes[place + 2 + byte] = UInt8(truncatingIfNeeded: row >> (8 * byte)) }
      }
      for bucket in next.indices {
        let start = base + Int(starts[bucket]) * width + bucket * checksumBytes
        let end = base + Int(starts[bucket + 1]) * width + bucket * checksumBytes
        let checksum = checksum(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), bucket)
        bytes.storeBytes(of: checksum.littleEndian, toByteOffset: end, as: UInt32.self)
      }
    }
    return bytes
  }

  private static func bucket(_ hash: UInt64, _ bits: Int) -> Int {
    bits == 0 ? 0 : Int(truncatingIfNeeded: hash >> UInt64(64 - bits))
  }

  /// The checksum of a bucket depends on its number, so that none can stand in another's place.
  private static func checksum(_ bytes: UnsafeRawBufferPointer, _ bucket: Int) -> UInt32 {
    CRC32C.masked(CRC32C.checksum(bytes) ^ UInt32(truncatingIfNeeded: bucket) &* 0x9E37_79B9)
  }

  // MARK: reading

  /// Opens an index over a table of so many rows. Complexity: O(1).
  init(_ stored: StoredBytes, rows: Int) throws(FormatFault) {
    let head = try stored.withUnsafeBytes { bytes -> Result<(Int, Int, Int, Int), FormatFault> in
      Result { () throws(FormatFault) in
        var reader = try ByteReader(bytes)
        guard try reader.array(Self.magic.count) == Self.magic else { throw FormatFault("an index") }
        let count = Int(truncatingIfNeeded: try reader.fixed64())
        let entries = Int(truncatingIfNeeded: try reader.fixed64())
        let bits = Int(try reader.byte())
        let rowBytes = Int(try reader.byte())
        let part = UnsafeRawBufferPointer(rebasing: bytes[..<(Self.headBytes - 4)])
        guard try reader.fixed32() == CRC32C.masked(CRC32C.checksum(part)), count == rows,
          (0...count).contains(entries), bits <= 32, (1...Self.mostRowBytes).contains(rowBytes),
          bytes.count == Self.headBytes + 4 * ((1 << bits) + 1) + entries * (2 + rowBytes) + Self.checksumBytes << bits
        else { throw FormatFault("an index") }
        return (count, entries, bits, rowBytes)
      }
    }.get()
    self.stored = stored
    (rowCount, entryCount, bucketBits, rowBytes) = head
  }

  /// Calls `body` with an index that looks up many hashes.
  func withLookup<Result>(_ body: (Lookup) -> Result) -> Result {
    stored.withUnsafeBytes { bytes in
      body(
        Lookup(
          bytes: bytes, bucketBits: bucketBits, rowBytes: rowBytes, rowCount: rowCount, entryCount: entryCount))
    }
  }

  /// An index whose bytes are at hand.
  struct Lookup {
    fileprivate let bytes: UnsafeRawBufferPointer
    fileprivate let bucketBits: Int
    fileprivate let rowBytes: Int
    fileprivate let rowCount: Int
    fileprivate let entryCount: Int

    /// The rows that may have the hashes of some rows, which are sorted by the highest bits of these so that a bucket is looked at once.
    ///
    /// Complexity: O(rows looked for + rows of the buckets that they fall into).
    func candidates(
      _ sought: [Int32], _ hashes: [UInt64]
    ) throws(FormatFault) -> [(sought: Int, row: Int)] {
      var found: [(sought: Int, row: Int)] = []
      /// For each lowest byte of a hash the first entry of the bucket, and for each entry the next one; -1 for none.
      var first = [Int32](repeating: -1, count: 256)
      var next: [Int32] = []
      let width = 2 + rowBytes
      var start = 0
      while start < sought.count {
        let bucket = RowIndex.bucket(hashes[Int(sought[start])], bucketBits)
        var end = start + 1
        while end < sought.count, RowIndex.bucket(hashes[Int(sought[end])], bucketBits) == bucket { end += 1 }
        let entries = try entries(ofBucket: bucket)
        for byte in first.indices { first[byte] = -1 }
        next.removeAll(keepingCapacity: true)
        for place in stride(from: 0, to: entries.count, by: width) {
          let byte = Int(entries[place])
          next.append(first[byte])
          first[byte] = Int32(truncatingIfNeeded: place)
        }
        for row in sought[start..<end] {
          let low = UInt16(truncatingIfNeeded: hashes[Int(row)])
          var place = Int(first[Int(low & 0xFF)])
          while place >= 0 {
            if lowBits(entries, place) == low { found.append((Int(row), Int(try self.row(entries, place)))) }
            place = Int(next[place / width])
          }
        }
        start = end
      }
      return found
    }

    @inline(__always)
    private func lowBits(_ entries: UnsafeRawBufferPointer, _ place: Int) -> UInt16 {
      UInt16(entries[place]) | UInt16(entries[place + 1]) &<< 8
    }

    private func row(_ entries: UnsafeRawBufferPointer, _ place: Int) throws(FormatFault) -> Int32 {
      var row = 0
      for byte in 0..<rowBytes { row |= Int(entries[place + 2 + byte]) << (8 * byte) }
      guard row < rowCount else { throw FormatFault("a row of an index") }
      return Int32(truncatingIfNeeded: row)
    }

    /// The entries of a bucket, whose checksum is compared.
    private func entries(ofBucket bucket: Int) throws(FormatFault) -> UnsafeRawBufferPointer {
      let starts = RowIndex.headBytes + 4 * bucket
      let first = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: starts, as: UInt32.self)))
      let end = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: starts + 4, as: UInt32.self)))
      guard first <= end, end <= entryCount else { throw FormatFault("a bucket of an index") }
      let width = 2 + rowBytes
      let base = RowIndex.headBytes + 4 * ((1 << bucketBits) + 1) + bucket * RowIndex.checksumBytes
      let part = UnsafeRawBufferPointer(rebasing: bytes[(base + first * width)..<(base + end * width)])
      let checksum = bytes.loadUnaligned(fromByteOffset: base + end * width, as: UInt32.self)
      guard UInt32(littleEndian: checksum) == RowIndex.checksum(part, bucket) else {
        throw FormatFault("a bucket's checksum")
      }
      return part
    }
  }
}
