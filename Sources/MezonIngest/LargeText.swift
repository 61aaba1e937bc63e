// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSyntax
import MezonTables

/// A large text in any encoding: its header, and its rows part by part.
struct LargeText {
  let table: HandedInTable
  let parts: TextParts

  /// How much of it is looked at to find the header, and at a time to find out its encoding.
  static let beginningBytes = 1 << 20

  /// Opens a text, of which all is read once to find out its encoding unless that is stated; nil where the text must be held to be
  /// read, for its header cannot be told by the beginning.
  /// - Parameter partBytes: about how many bytes a part has
  init?(_ file: OpenFile, layout: TableLayout, partBytes: Int) throws(ReadingFailure) {
    var judge = EncodingJudge()
    if layout.encoding == nil {
      for start in stride(from: 0, to: file.content.byteCount, by: Self.beginningBytes) {
        let range = start..<min(file.content.byteCount, start + Self.beginningBytes)
        judge.take(try reading(file.file) { try file.content.bytes(range) })
      }
    }
    let encoding = DecodedText.encoding(stated: layout.encoding, judge)
    let text = DecodedPieces(file: file.file, content: file.content, encoding: encoding, stated: layout.encoding)
    let (beginning, isWhole) = try text.beginning(bytes: Self.beginningBytes)
    guard isWhole || layout.cells.allSatisfy({ Self.hasLine(of: $0.text, beginning) }),
      // What is wrong with the beginning may be mended by what follows, or is said when the text is read as a whole.
      var table = try? HandedInTable(file: file.file, text: beginning, layout: layout)
    else { return nil }
    let start = table.bytesBefore + table.reader.nextRow.byteOffset
    guard isWhole || start < beginning.count else { return nil }
    if let encoding, encoding.evidence == .guess {
      table.warnings.append(DecodedText.warning(of: encoding, file: file.file, in: try text.firstWords()))
    }
    self.table = table
    parts = TextParts(text, delimiter: table.delimiter, after: start, partBytes: partBytes)
  }

  /// Whether the line of a cell is among those of a beginning.
  private static func hasLine(of cell: String, _ beginning: [UInt8]) -> Bool {
    guard let place = CellPlace(cell) else { return true }
    return place.row <= beginning.lazy.filter { $0 == 0x0A }.count
  }
}

/// A text of a file in UTF-8, piece by piece.
struct DecodedPieces {
  let file: String
  let content: any FileContent
  /// nil for UTF-8.
  let encoding: TextEncoding?
  /// Where the encoding is stated.
  let stated: TextLiteral?

  /// How much of the file is read at a time, at most.
  private static let windowBytes = 4 << 20
  /// How much of the text before its first words is kept, at most.
  private static let mostBytesBefore = 1 << 20

  /// Hands out the pieces in their order, until `body` returns false. Complexity: O(bytes).
  /// - Parameter count: of about how many bytes a piece is made
  func forEach(bytes count: Int, _ body: ([UInt8]) -> Bool) throws(ReadingFailure) {
    var decoder: TextDecoder?
    if let encoding { decoder = try DecodedText.decoder(of: encoding, file: file, stated: stated) }
    let window = max(1, min(count, Self.windowBytes))
    for start in stride(from: 0, to: content.byteCount, by: window) {
      let range = start..<min(content.byteCount, start + window)
      let bytes = try reading(file) { try content.bytes(range) }
      guard body(decoder?.next(bytes, isLast: range.upperBound == content.byteCount) ?? bytes) else { return }
    }
  }

  /// So many bytes of the beginning, to the end of a line, and whether they are all there is.
  func beginning(bytes count: Int) throws(ReadingFailure) -> (text: [UInt8], isWhole: Bool) {
    var text: [UInt8] = []
    try forEach(bytes: count) { piece in
      text += piece
      return text.count <= count
    }
    guard text.count > count else { return (text, true) }
    text.removeSubrange(count...)
    let end = text.lastIndex(of: 0x0A) ?? text.lastIndex(of: 0x0D)
    text.removeSubrange((end.map { $0 + 1 } ?? 0)...)
    return (text, false)
  }

  /// The line in which the first letter stands that is not ASCII, and what follows; the beginning where there is none.
  func firstWords() throws(ReadingFailure) -> [UInt8] {
    var beginning: [UInt8] = []
    var text: [UInt8] = []
    var first: Int?
    try forEach(bytes: LargeText.beginningBytes) { piece in
      beginning += piece.prefix(DecodedText.previewBytes - beginning.count)
      if first == nil { first = piece.firstIndex { $0 >= 0x80 }.map { text.count + $0 } }
      text += piece
      if let first { return text.count < first + DecodedText.previewBytes }
      // Of what stands before, the last line is shown.
      let start = text.lastIndex { $0 == 0x0A || $0 == 0x0D } ?? 0
      text.removeSubrange(..<max(start, text.count - Self.mostBytesBefore))
      return true
    }
    return first == nil ? beginning : text
  }
}
