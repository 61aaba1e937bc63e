// SPDX-License-Identifier: Apache-2.0

/// A spreadsheet in OpenDocument: `.ods`. All its tables stand in one part, which is passed through once for each table read.
final class ODSFile: TableFile {
  static let content = "content.xml"

  private let archive: ZipArchive
  let tables: [TableHeading]

  init(_ archive: ZipArchive) throws(TableFault) {
    self.archive = archive
    let locks = EncryptionScanner()
    if archive.has("META-INF/manifest.xml") {
      try XMLScanner(part: "META-INF/manifest.xml", handler: locks).scan(archive)
    }
    if locks.isFinished { throw TableFault(.locked) }
    let scanner = ODSScanner()
    try XMLScanner(part: Self.content, handler: scanner).scan(archive)
    tables = scanner.names.map { TableHeading(name: $0) }
  }

  func readRows(of table: Int, _ body: (borrowing TableRow) -> Bool) throws(TableFault) -> [TableNote] {
    var notes = TableNotes()
    var failure: TableFault?
    withoutActuallyEscaping(body) { body in
      let scanner = ODSScanner(table: table, body: body)
      do throws(TableFault) {
        try XMLScanner(part: Self.content, handler: scanner).scan(archive)
      } catch {
        failure = error
      }
      notes = scanner.notes
    }
    if let failure { throw failure }
    return notes.list
  }

  func mergedAreas(of table: Int, through lastRow: Int) throws(TableFault) -> [MergedArea] {
    let scanner = ODSScanner(table: table, lastAreaRow: lastRow) { $0.number < lastRow }
    try XMLScanner(part: Self.content, handler: scanner).scan(archive)
    return scanner.areas
  }
}

/// Finds out whether a document is locked by a password.
private final class EncryptionScanner: XMLHandler {
  private(set) var isFinished = false

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if case "encryption-data" = name { isFinished = true }
  }

  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}
}
