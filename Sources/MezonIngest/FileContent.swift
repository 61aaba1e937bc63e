// SPDX-License-Identifier: Apache-2.0

/// The content of a file, read stretch by stretch; the command's files conform to it, this room opens none.
package protocol FileContent: Sendable {
  /// The number of bytes.
  var byteCount: Int { get }

  /// The bytes of a range, which lies within the content.
  /// - Throws: what goes wrong with the medium; also when it has fewer bytes than it had
  func bytes(_ range: Range<Int>) throws -> [UInt8]
}

/// A file that is open and too large to be held in memory as a whole.
package struct OpenFile: Sendable {
  /// Its name, as messages show it.
  package let file: String
  package let content: any FileContent

  package init(file: String, content: any FileContent) {
    self.file = file
    self.content = content
  }

  /// The file with all its bytes in memory.
  func held() throws(ReadingFailure) -> NamedBytes {
    NamedBytes(file: file, bytes: try reading(file) { try content.bytes(0..<content.byteCount) })
  }
}

/// A content that is in memory already.
struct HeldContent: FileContent {
  private let held: [UInt8]

  init(_ bytes: [UInt8]) { held = bytes }

  var byteCount: Int { held.count }

  func bytes(_ range: Range<Int>) -> [UInt8] { Array(held[range.clamped(to: held.indices)]) }
}
import MezonTables
extension TableFiles {
  static func open(_ content: any FileContent, name: String) throws(TableFault) -> (any TableFile)? {
    guard let bytes = try? content.bytes(0..<content.byteCount) else { throw TableFault(.unreadable("")) }
    return try open(bytes, name: name)
  }
}
