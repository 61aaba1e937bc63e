// SPDX-License-Identifier: Apache-2.0

package import MezonTables

/// A file that is open, and read stretch by stretch.
package struct OpenFile: Sendable {
  /// Its name, as messages show it.
  package let file: String
  package let content: any FileContent

  package init(file: String, content: any FileContent) {
    self.file = file
    self.content = content
  }

  /// How many times its bytes the text of a packed file, a workbook, usually has.
  private static let packedTimes = 8

  /// About how many bytes of text a file has, by its length and what it begins with.
  package static func textBytes(_ byteCount: Int, beginning: [UInt8]) -> Int {
    FileFormat(beginning) == .archive ? packedTimes * byteCount : byteCount
  }

  /// About how many bytes of text it has. Complexity: O(1).
  var textBytes: Int {
    let beginning = try? content.bytes(0..<min(content.byteCount, FileFormat.signatureBytes))
    return Self.textBytes(content.byteCount, beginning: beginning ?? [])
  }

  /// A file that is in memory already.
  package init(_ file: NamedBytes) {
    self.init(file: file.file, content: HeldContent(file.bytes))
  }

  /// The file with all its bytes in memory.
  func held() throws(ReadingFailure) -> NamedBytes {
    NamedBytes(file: file, bytes: try reading(file) { try content.bytes(0..<content.byteCount) })
  }
}
