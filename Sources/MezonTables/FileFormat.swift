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
  /// Opens a file of tables; nil for a text in lines.
  package static func open(_ bytes: [UInt8], name: String) throws(TableFault) -> (any TableFile)? {
    switch FileFormat(bytes) {
    case .text: return looksLikeJSON(bytes, name: name) ? try JSONFile(bytes) : nil
    case .archive: return try workbook(bytes)
    case .compound: return try XLSFile(bytes)
    case .sqlite: return try SQLiteFile(bytes)
    }
  }

  /// Whether a file that begins with some bytes is one of tables, rather than a text in lines.
  package static func isTable(_ beginning: [UInt8], name: String) -> Bool {
    FileFormat(beginning) != .text || looksLikeJSON(beginning, name: name)
  }

  /// Whether a text is JSON: it begins as JSON does and its name does not say that it is a table in lines.
  private static func looksLikeJSON(_ bytes: [UInt8], name: String) -> Bool {
    let first = bytes.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }.first
    guard first == 0x7B || first == 0x5B else { return false }
    let name = name.lowercased()
    return ![".csv", ".tsv", ".txt"].contains { name.hasSuffix($0) }
  }

  /// Opens a workbook.
  /// - Throws: why it is none
  package static func workbook(_ bytes: [UInt8]) throws(TableFault) -> any TableFile {
    let archive = try ZipArchive(bytes)
    if archive.has("xl/workbook.xml") || archive.has("[Content_Types].xml") { return try XLSXFile(archive) }
    if archive.has(ODSFile.content) { return try ODSFile(archive) }
    throw TableFault(.unsupported("ZIP"))
  }
}
