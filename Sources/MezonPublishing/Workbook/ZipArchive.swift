// SPDX-License-Identifier: Apache-2.0

import CXLSXWriter

/// The members of a zip archive in memory (PKWARE APPNOTE 6.3, without zip64 and encryption).
///
/// Every offset and length is checked against the bytes, so that any bytes give members or nil.
struct ZipArchive {
  /// One member: its name and its bytes, decompressed.
  struct Member {
    let name: String
    let bytes: [UInt8]
  }

  /// A member is refused when it claims to be larger than this many bytes.
  static let memberLimit = 1 << 31

  let members: [Member]

  /// The members in the order of the directory; nil when the bytes are no whole archive.
  init?(_ bytes: [UInt8]) {
    guard let end = Self.endOfDirectory(bytes), let count = bytes.little(2, at: end + 10),
      var offset = bytes.little(4, at: end + 16)
    else { return nil }
    var members: [Member] = []
    for _ in 0..<count {
      guard bytes.little(4, at: offset) == 0x0201_4b50, let nameLength = bytes.little(2, at: offset + 28),
        let extraLength = bytes.little(2, at: offset + 30), let commentLength = bytes.little(2, at: offset + 32),
        let name = bytes.part(at: offset + 46, length: nameLength),
        let content = Self.content(of: bytes, directoryEntry: offset)
      else { return nil }
      members.append(Member(name: String(decoding: name, as: UTF8.self), bytes: content))
      offset += 46 + nameLength + extraLength + commentLength
    }
    self.members = members
  }

  /// Where the record at the end of the archive begins; it may be followed by a comment of up to 65,535 bytes.
  private static func endOfDirectory(_ bytes: [UInt8]) -> Int? {
    let last = bytes.count - 22
    guard last >= 0 else { return nil }
    return stride(from: last, through: max(0, last - 65_535), by: -1).first { bytes.little(4, at: $0) == 0x0605_4b50 }
  }

  private static func content(of bytes: [UInt8], directoryEntry entry: Int) -> [UInt8]? {
    guard let method = bytes.little(2, at: entry + 10), let sum = bytes.little(4, at: entry + 16),
      let packedLength = bytes.little(4, at: entry + 20), let length = bytes.little(4, at: entry + 24),
      length <= memberLimit, let local = bytes.little(4, at: entry + 42), bytes.little(4, at: local) == 0x0403_4b50,
      let nameLength = bytes.little(2, at: local + 26), let extraLength = bytes.little(2, at: local + 28),
      let packed = bytes.part(at: local + 30 + nameLength + extraLength, length: packedLength)
    else { return nil }
    let content: [UInt8]?
    switch method {
    case 0: content = packed.count == length ? Array(packed) : nil
    case 8: content = inflated(packed, length: length)
    default: content = nil
    }
    guard let content else { return nil }
    let computed = content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
    return content.isEmpty || Int(computed) == sum ? content : nil
  }

  /// Decompresses a raw deflate stream of known length; nil when it is damaged or of another length.
  private static func inflated(_ packed: ArraySlice<UInt8>, length: Int) -> [UInt8]? {
    var stream = z_stream()
    let rawDeflate: Int32 = -15
    guard inflateInit2_(&stream, rawDeflate, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var input = Array(packed)
    // One byte more than expected, so that a longer stream shows.
    var output = [UInt8](repeating: 0, count: length + 1)
    let status = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = uInt(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(target.count)
        return inflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END, stream.total_out == UInt(length) else { return nil }
    output.removeLast()
    return output
  }
}

extension [UInt8] {
  /// The unsigned little-endian number in `width` bytes from an offset; nil outside the bytes.
  fileprivate func little(_ width: Int, at offset: Int) -> Int? {
    guard let bytes = part(at: offset, length: width) else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// The bytes from an offset; nil when they do not all exist.
  fileprivate func part(at offset: Int, length: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    return self[offset..<(offset + length)]
  }
}
