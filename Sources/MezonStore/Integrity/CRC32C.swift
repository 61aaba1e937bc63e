// SPDX-License-Identifier: Apache-2.0

/// CRC-32C (Castagnoli), the checksum of pages: it finds every change of up to 32 neighbouring bits.
///
/// Source: RFC 3720, section 12.1 and appendix B.4; polynomial 0x1EDC6F41, reflected. Sixteen bytes are taken at a time by sixteen
/// tables ("slicing by 16"): each step waits for the one before, so a long step is what makes it fast. Only the first four bytes of a step
/// wait; what the other twelve add is put together meanwhile.
package enum CRC32C {
  /// For each number of zero bytes behind it, what a byte adds.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 16 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1 }
      tables[byte] = value
    }
    for table in 1..<16 {
      for byte in 0..<256 {
        let before = tables[(table - 1) * 256 + byte]
        tables[table * 256 + byte] = (before >> 8) ^ tables[Int(before & 0xFF)]
      }
    }
    return tables
  }()

  /// The checksum of some bytes. Complexity: O(bytes).
  package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      var value: UInt32 = 0xFFFF_FFFF
      var index = 0
      while bytes.count &- index >= 16 {
        let (second, third) = (word(bytes, index &+ 4), word(bytes, index &+ 8))
        let others =
          added(by: second, behind: 8, tables)
          ^ (added(by: third, behind: 4, tables) ^ added(by: word(bytes, index &+ 12), behind: 0, tables))
        value = added(by: word(bytes, index) ^ value, behind: 12, tables) ^ others
        index &+= 16
      }
      while index < bytes.count {
        value = (value >> 8) ^ tables[Int((value ^ UInt32(bytes[index])) & 0xFF)]
        index += 1
      }
      return ~value
    }
  }

  /// The four bytes at a place, of which there must be so many.
  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }

  /// What four bytes add that have so many behind them in their step.
  @inline(__always)
  private static func added(by word: UInt32, behind rest: Int, _ tables: UnsafeBufferPointer<UInt32>) -> UInt32 {
    func table(_ number: Int, _ byte: UInt32) -> UInt32 { tables[(rest &+ number) &<< 8 &+ Int(byte & 0xFF)] }
    return (table(3, word) ^ table(2, word &>> 8)) ^ (table(1, word &>> 16) ^ table(0, word &>> 24))
  }

  /// The checksum of some bytes. Complexity: O(bytes).
  package static func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
    if let value = bytes.withContiguousStorageIfAvailable({ checksum(UnsafeRawBufferPointer($0)) }) { return value }
    return Array(bytes).withUnsafeBytes { checksum($0) }
  }

  /// A checksum for storing beside data that may itself hold checksums: turned right by 15 bits, plus 0xA282EAD8.
  ///
  /// The checksum of bytes that end with their own checksum is the same for all of them, so a raw one must not be stored
  /// with what is checksummed again. Source: the log format of LevelDB.
  package static func masked(_ checksum: UInt32) -> UInt32 {
    ((checksum >> 15) | (checksum << 17)) &+ 0xA282_EAD8
  }
}
