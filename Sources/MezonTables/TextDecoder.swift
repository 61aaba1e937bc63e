// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns a text into UTF-8 by iconv, in one piece or piece by piece.
package final class TextDecoder {
  /// What stands in the result for bytes that are no text in the encoding: a byte that UTF-8 never has, so that readers refuse the row
  /// and not the file.
  static let brokenByte: UInt8 = 0xFF

  /// U+FEFF in UTF-8.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let handle: iconv_t
  /// The beginning of a character that goes on behind the piece.
  private var left: [UInt8] = []
  /// What begins the text, as long as it may be a mark; nil once that is known.
  private var held: [UInt8]? = []

  /// A decoder for an encoding by a name that iconv knows.
  /// - Throws: ``TableFault/Kind/unknownEncoding(_:)``
  package init(_ encoding: String) throws(TableFault) {
    // What stands behind "//" would change how iconv treats characters it cannot show.
    let opened = Self.opening.withLock { _ in
      encoding.contains("/") ? nil : iconv_open("UTF-8", encoding).map { UInt(bitPattern: $0) }
    }
    guard let handle = opened.flatMap({ iconv_t(bitPattern: $0) }), Int(bitPattern: handle) != -1 else {
      throw TableFault(.unknownEncoding(encoding))
    }
    self.handle = handle
  }

  deinit { _ = Self.opening.withLock { [handle] _ in iconv_close(handle) } }

  /// Held while the C library has its own lock for tables of encodings, and while the process is doubled: the double would find that lock
  /// taken for ever.
  static let opening = Mutex(())

  /// The text in UTF-8, without the mark at its beginning. Complexity: O(bytes).
  package func decode(_ bytes: [UInt8]) -> [UInt8] {
    _ = iconv(handle, nil, nil, nil, nil)
    (left, held) = ([], [])
    return next(bytes, isLast: true)
  }

  /// The next piece of a text in UTF-8, without the mark at the text's beginning; a character that goes on behind the piece comes with the
  /// next. Complexity: O(bytes).
  package func next(_ piece: [UInt8], isLast: Bool) -> [UInt8] {
    var result = held ?? []
    result.reserveCapacity(piece.count + piece.count / 2 + result.count)
    left = convert(left.isEmpty ? piece : left + piece, isLast: isLast, into: &result)
    guard held != nil else { return result }
    // Whether it is a mark that the text begins with is known after three bytes.
    guard result.count >= Self.mark.count || isLast else {
      held = result
      return []
    }
    held = nil
    if result.starts(with: Self.mark) { result.removeFirst(Self.mark.count) }
    return result
  }

  /// Converts bytes, and returns what of them is the beginning of a character that may go on.
  private func convert(_ bytes: [UInt8], isLast: Bool, into result: inout [UInt8]) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 64 << 10)
    var input = bytes
    return input.withUnsafeMutableBytes { whole in
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
        if status == EINVAL, !isLast { return Array(whole.suffix(left)) }
        if status == EILSEQ || status == EINVAL {
          result.append(Self.brokenByte)
          left -= 1
          next = next.map { $0 + 1 }
        } else if status != E2BIG, status != 0 {
          break
        }
      }
      return []
    }
  }
}
