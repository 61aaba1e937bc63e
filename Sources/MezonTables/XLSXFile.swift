// SPDX-License-Identifier: Apache-2.0

/// A workbook in Office Open XML (ECMA-376): `.xlsx`, `.xlsm`.
///
/// Values are taken as the program that wrote the file stored them: nothing is computed, no link is followed, no macro is
/// looked at. A number is a date only through the format of its cell.
final class XLSXFile: TableFile {
  private let archive: ZipArchive
  private var texts = SharedTexts(byteLimit: 0)
  private let formats = CellFormats()
  private let directory = WorkbookDirectory()
  /// The parts of the sheets that are tables; sheets of charts are none.
  private var parts: [String] = []
  let tables: [TableHeading]
  private var links: [TableNote] = []

  init(_ archive: ZipArchive) throws(TableFault) {
    self.archive = archive
    let root = try PartRelations(of: "", in: archive)
    guard let workbook = root.target("officeDocument") else { throw TableFault(.absentPart("xl/workbook.xml")) }
    if workbook.lowercased().hasSuffix(".bin") { throw TableFault(.unsupported("XLSB")) }
    let relations = try PartRelations(of: workbook, in: archive)
    try XMLScanner(part: workbook, handler: directory).scan(archive)
    var tables: [TableHeading] = []
    for sheet in directory.sheets {
      guard let relation = relations.list.first(where: { $0.id == sheet.relation }), relation.type == "worksheet",
        !relation.isExternal
      else { continue }
      parts.append(relation.target)
      tables.append(TableHeading(name: sheet.name, isHidden: sheet.isHidden))
    }
    self.tables = tables
    if let part = relations.target("styles"), archive.has(part) {
      try XMLScanner(part: part, handler: formats).scan(archive)
    }
    if let part = relations.target("sharedStrings"), archive.has(part) {
      texts = SharedTexts(byteLimit: SharedTexts.byteLimit(packedBytes: try archive.packedBytes(part)))
      try XMLScanner(part: part, handler: texts).scan(archive)
    }
    try noteLinks(relations)
  }

  /// Links to other files, of the workbook and of the parts that it keeps for them.
  private func noteLinks(_ relations: PartRelations) throws(TableFault) {
    for relation in relations.list where relation.type == "externalLink" || relation.isExternal {
      var target = relation.target
      if !relation.isExternal {
        target = try PartRelations(of: relation.target, in: archive).list.first { $0.isExternal }?.target ?? target
      }
      if links.isEmpty {
        links = [TableNote(kind: .externalLink, table: "", place: target, row: 0, count: 1)]
      } else {
        links[0].count += 1
      }
    }
  }

  func readRows(of table: Int, _ body: (borrowing TableRow) -> Bool) throws(TableFault) -> [TableNote] {
    guard parts.indices.contains(table) else { return [] }
    var notes = TableNotes()
    var failure: TableFault?
    withoutActuallyEscaping(body) { body in
      let scanner = SheetScanner(
        part: parts[table], sheet: tables[table].name, texts: texts, formats: formats,
        from1904: directory.countsFrom1904, body: body)
      do throws(TableFault) {
        try XMLScanner(part: parts[table], handler: scanner).scan(archive)
      } catch {
        failure = error
      }
      notes = scanner.notes
    }
    if let failure { throw failure }
    return links + notes.list
  }

  func mergedAreas(of table: Int, through lastRow: Int) throws(TableFault) -> [MergedArea] {
    guard parts.indices.contains(table) else { return [] }
    let scanner = MergeScanner(lastRow: lastRow)
    try XMLScanner(part: parts[table], handler: scanner).scan(archive)
    return scanner.areas
  }
}
