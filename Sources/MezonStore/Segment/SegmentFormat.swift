// SPDX-License-Identifier: Apache-2.0

/// How a segment lies in its file (docs/store.md):
///
/// magic, pages, directory, checksum of the directory, where it begins, magic of the end.
enum SegmentFormat {
  static let magic = Array("MZSEG\u{1}\r\n".utf8)
  static let endMagic = Array("MZSEGEND".utf8)
  /// Bytes behind the directory.
  static let tailBytes = 4 + 8 + 8
  /// The most rows of a page: what is decoded at a time.
  static let pageRows = 1 << 14
  /// The most rows of a segment.
  static let mostRows = 1 << 30

  /// A stretch of rows, children or texts of one stream.
  struct Page: Sendable {
    let count: Int
    /// How many children its lists have; 0 elsewhere.
    let children: Int
    let range: Range<Int>
    let checksum: UInt32
  }
}
