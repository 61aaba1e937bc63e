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

  /// A file that is in memory already.
  package init(_ file: NamedBytes) {
    self.init(file: file.file, content: HeldContent(file.bytes))
  }

  /// The file with all its bytes in memory.
  func held() throws(ReadingFailure) -> NamedBytes {
    NamedBytes(file: file, bytes: try reading(file) { try content.bytes(0..<content.byteCount) })
  }
}
