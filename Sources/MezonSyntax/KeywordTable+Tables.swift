// SPDX-License-Identifier: Apache-2.0

// How the table of a file is laid out, for sources.
extension KeywordTable {
  static let tables: [Row] = [
    contextual(.encoding, "encoding", "кодировка"),
    contextual(.sheet, "sheet", "лист"),
    reserved(.headerRows, "header in rows", "заголовок в строках от"),
    reserved(.tellsApartBy, "tells events apart by", "события различает по"),
    reserved(.totalsAre, "totals are", "итоги обозначены"),
    reserved(.rowsFromColumns, "rows from columns", "строки из столбцов"),
    contextual(.headingAs, "heading as", "заголовок как"),
    contextual(.cellAs, "cell as", "ячейка как"),
    contextual(.under, "under", "под"),
    reserved(.fromFileName, "from file name", "из имени файла"),
    reserved(.fromCell, "from cell", "из ячейки"),
  ]
}
