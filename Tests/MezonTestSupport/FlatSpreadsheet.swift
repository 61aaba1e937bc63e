// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads the cells of a flat OpenDocument spreadsheet (one XML file).
final class FlatSpreadsheet: NSObject, XMLParserDelegate {
  private var sheets: LibreOffice.Sheets = [:]
  private var sheet: String?
  private var row = 0
  private var rowRepeats = 1
  private var column = 0
  private var cell: (attributes: [String: String], repeats: Int)?
  private var lines: [String] = []
  private var isInParagraph = false
  /// How deep the reader is in notes and drawings; a chart brings a table of its own, which is no sheet.
  private var drawings = 0

  /// The cells of a document.
  /// - Throws: ``LibreOffice/Failure`` when it is no well-formed XML.
  static func sheets(of data: Data) throws -> LibreOffice.Sheets {
    let reader = FlatSpreadsheet()
    let parser = XMLParser(data: data)
    parser.delegate = reader
    guard parser.parse() else {
      throw LibreOffice.Failure("no well-formed spreadsheet, line \(parser.lineNumber)")
    }
    return reader.sheets
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if ["office:annotation", "draw:frame"].contains(element) { drawings += 1 }
    guard drawings == 0 else { return }
    switch element {
    case "table:table":
      sheet = attributes["table:name"]
      if let sheet { sheets[sheet] = [:] }
      row = 0
    case "table:table-row":
      column = 0
      rowRepeats = attributes["table:number-rows-repeated"].flatMap(Int.init) ?? 1
    case "table:table-cell", "table:covered-table-cell":
      cell = (attributes, attributes["table:number-columns-repeated"].flatMap(Int.init) ?? 1)
      lines = []
    case "text:p" where cell != nil:
      lines.append("")
      isInParagraph = true
    case "text:s": append(String(repeating: " ", count: attributes["text:c"].flatMap(Int.init) ?? 1))
    case "text:tab": append("\t")
    case "text:line-break": append("\n")
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if drawings == 0 { append(text) }
  }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    if ["office:annotation", "draw:frame"].contains(element) { drawings -= 1 }
    guard drawings == 0 else { return }
    switch element {
    case "text:p": isInParagraph = false
    case "table:table": sheet = nil
    case "table:table-row": row += rowRepeats
    case "table:table-cell", "table:covered-table-cell": finishCell()
    default: break
    }
  }

  private func append(_ text: String) {
    guard isInParagraph, !lines.isEmpty else { return }
    lines[lines.count - 1] += text
  }

  private func finishCell() {
    defer {
      column += cell?.repeats ?? 1
      cell = nil
    }
    guard let cell, let sheet, let value = value(of: cell.attributes) else { return }
    let content = LibreOffice.Cell(value: value, formula: cell.attributes["table:formula"])
    // Repeats of filled cells are real; those of empty ones run to the end of the sheet and were skipped above.
    for filledRow in row..<(row + rowRepeats) {
      for filledColumn in column..<(column + cell.repeats) {
        sheets[sheet]?[Self.columnName(filledColumn) + String(filledRow + 1)] = content
      }
    }
  }

  private func value(of attributes: [String: String]) -> LibreOffice.Value? {
    let text = lines.joined(separator: "\n")
    if attributes["calcext:value-type"] == "error" { return .failure(text) }
    switch attributes["office:value-type"] {
    case "float", "percentage", "currency": return attributes["office:value"].flatMap(Double.init).map { .number($0) }
    case "date": return attributes["office:date-value"].map { .date($0) }
    case "boolean": return .flag(attributes["office:boolean-value"] == "true")
    case "string": return .text(attributes["office:string-value"] ?? text)
    // A formula that gives an empty text has no type at all.
    default: return attributes["table:formula"] == nil ? nil : .text(text)
    }
  }

  private static func columnName(_ column: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + column % 26)))
    return column < 26 ? letter : columnName(column / 26 - 1) + letter
  }
}
