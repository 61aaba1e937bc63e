// SPDX-License-Identifier: Apache-2.0

/// What a file is by its first bytes; its name is not asked.
package enum FileFormat: Sendable, Hashable {
  /// Text in lines or JSON.
  case text
  /// A zip archive: XLSX or ODS.
  case archive
  /// A compound file: XLS, or a workbook locked by a password.
  case compound
  case sqlite

  /// The most bytes that tell a format.
  package static let signatureBytes = 16

  package init(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      self = .archive
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .compound
    } else if bytes.starts(with: Array("SQLite format 3\0".utf8)) {
      self = .sqlite
    } else {
      self = .text
    }
  }
}

/// Opens files of tables.
package enum TableFiles {
  /// What may stand in front of a JSON text: a byte order mark and blanks.
  private static let blanks: [UInt8] = [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D]
  /// How much of a text is looked at a time.
  private static let windowBytes = 64 << 10

  /// Opens a file of tables, which is read stretch by stretch as its rows are; nil for a text in lines.
  ///
  /// The content must stay readable as long as the tables are read. Of a workbook of the old binary format all bytes
  /// are in memory while it is opened.
  /// - Throws: why it cannot be read; what the content throws comes out as ``TableFault/Kind/unreadable(_:)``, in its own words
  package static func open(_ content: any FileContent, name: String) throws(TableFault) -> (any TableFile)? {
    switch FileFormat(try content.stretch(0..<FileFormat.signatureBytes)) {
    case .text:
      guard looksLikeJSON(try firstBytes(content), name: name) else { return nil }
      return try JSONFile(content)
    case .archive: return try workbook(content)
    case .compound: return try XLSFile(try content.stretch(0..<content.byteCount))
    case .sqlite: return try SQLiteFile(content)
    }
  }

  /// Opens a file of tables that is in memory; nil for a text in lines.
  package static func open(_ bytes: [UInt8], name: String) throws(TableFault) -> (any TableFile)? {
    try open(HeldContent(bytes), name: name)
  }

  /// Whether a file that begins with some bytes is one of tables, rather than a text in lines.
  package static func isTable(_ beginning: [UInt8], name: String) -> Bool {
    FileFormat(beginning) != .text || looksLikeJSON(beginning, name: name)
  }

  /// Whether a text is JSON: it begins as JSON does and its name does not say that it is a table in lines.
  private static func looksLikeJSON(_ bytes: [UInt8], name: String) -> Bool {
    let first = bytes.first { !blanks.contains($0) }
    guard first == 0x7B || first == 0x5B else { return false }
    let name = name.lowercased()
    return ![".csv", ".tsv", ".txt"].contains { name.hasSuffix($0) }
  }

  /// The first byte that tells what a text is; none in a text of blanks.
  private static func firstBytes(_ content: any FileContent) throws(TableFault) -> [UInt8] {
    var start = 0
    while start < content.byteCount {
      let window = try content.stretch(start..<min(content.byteCount, start + windowBytes))
      if let first = window.first(where: { !blanks.contains($0) }) { return [first] }
      start += window.count
    }
    return []
  }

  /// Opens a workbook, which is read stretch by stretch.
  /// - Throws: why it is none
  package static func workbook(_ content: any FileContent) throws(TableFault) -> any TableFile {
    let archive = try ZipArchive(content)
    if archive.has("xl/workbook.xml") || archive.has("[Content_Types].xml") { return try XLSXFile(archive) }
    if archive.has(ODSFile.content) { return try ODSFile(archive) }
    throw TableFault(.unsupported("ZIP"))
  }

  /// Opens a workbook that is in memory.
  package static func workbook(_ bytes: [UInt8]) throws(TableFault) -> any TableFile {
    try workbook(HeldContent(bytes))
  }
}
