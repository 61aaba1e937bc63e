// SPDX-License-Identifier: Apache-2.0

/// The content of a file, read stretch by stretch; the command's files conform to it, this room opens none.
package protocol FileContent: Sendable {
  /// The number of bytes.
  var byteCount: Int { get }

  /// The bytes of a range, which lies within the content.
  /// - Throws: what goes wrong with the medium; also when it has fewer bytes than it had
  func bytes(_ range: Range<Int>) throws -> [UInt8]
}

/// A content that is in memory already.
package struct HeldContent: FileContent {
  private let held: [UInt8]

  package init(_ bytes: [UInt8]) { held = bytes }

  package var byteCount: Int { held.count }

  package func bytes(_ range: Range<Int>) -> [UInt8] {
    range == held.indices ? held : Array(held[range.clamped(to: held.indices)])
  }
}

extension FileContent {
  /// The bytes of a range, as far as the content goes.
  /// - Throws: what went wrong with the medium, in its own words; bytes that are fewer than they were are never taken for all
  func stretch(_ range: Range<Int>) throws(TableFault) -> [UInt8] {
    let range = range.clamped(to: 0..<max(0, byteCount))
    let found: [UInt8]
    do { found = try bytes(range) } catch { throw TableFault(.unreadable("\(error)")) }
    guard found.count == range.count else {
      throw TableFault(.unreadable("\(found.count) < \(range.count) B"))
    }
    return found
  }
}
