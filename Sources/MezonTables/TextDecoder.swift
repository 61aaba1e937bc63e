// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns a text into UTF-8 by iconv.
package final class TextDecoder {
  /// What stands in the result for bytes that are no text in the encoding: a byte that UTF-8 never has, so that readers refuse the row
  /// and not the file.
  static let brokenByte: UInt8 = 0xFF

  private let handle: iconv_t

  /// A decoder for an encoding by a name that iconv knows.
  /// - Throws: ``TableFault/Kind/unknownEncoding(_:)``
  package init(_ encoding: String) throws(TableFault) {
    // What stands behind "//" would change how iconv treats characters it cannot show.
    guard !encoding.contains("/"), let handle = iconv_open("UTF-8", encoding), Int(bitPattern: handle) != -1 else {
      throw TableFault(.unknownEncoding(encoding))
    }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  /// The text in UTF-8, without the mark at its beginning. Complexity: O(bytes).
  package func decode(_ bytes: [UInt8]) -> [UInt8] {
    _ = iconv(handle, nil, nil, nil, nil)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2)
    var block = [UInt8](repeating: 0, count: 64 << 10)
    var input = bytes
    input.withUnsafeMutableBytes { whole in
      var next = whole.baseAddress?.assumingMemoryBound(to: CChar.self)
      var left = whole.count
      while left > 0 {
        let status = block.withUnsafeMutableBytes { room in
          var out = room.baseAddress?.assumingMemoryBound(to: CChar.self)
          var free = room.count
          let converted = iconv(handle, &next, &left, &out, &free)
          let reason = errno
          result.append(contentsOf: room[..<(room.count - free)])
          return converted == -1 ? reason : 0
        }
        if status == EILSEQ || status == EINVAL {
          result.append(Self.brokenByte)
          left -= 1
          next = next.map { $0 + 1 }
        } else if status != E2BIG, status != 0 {
          break
        }
      }
    }
    if result.starts(with: [0xEF, 0xBB, 0xBF]) { result.removeFirst(3) }
    return result
  }
}
