// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics

/// The rows of a text, turned into UTF-8 where it is in another encoding, and parted where rows surely end, whatever stands within quotes.
struct TextParts: RowParts {
  private let text: DecodedPieces
  private let delimiter: DelimitedFormat.Delimiter
  /// How many bytes in UTF-8 stand before the first row.
  private let bytesBefore: Int
  private let partBytes: Int

  /// A row may be as long as so many parts, and as this.
  private static let mostPartsOfRow = 16
  private static let mostBytesOfRow = 64 << 20

  /// - Parameters:
  ///   - bytesBefore: how many bytes in UTF-8 stand before the first row
  ///   - partBytes: about how many bytes a part has
  init(_ text: DecodedPieces, delimiter: DelimitedFormat.Delimiter, after bytesBefore: Int, partBytes: Int) {
    self.text = text
    self.delimiter = delimiter
    self.bytesBefore = bytesBefore
    self.partBytes = max(1, partBytes)
  }

  func forEach(_ body: (RowPart) -> Bool) throws(ReadingFailure) -> Bool {
    var ends = RowEnds(delimiter: delimiter)
    var rows: [UInt8] = []
    var lastEnd: Int?
    var left = bytesBefore
    var (isStopped, isEndless) = (false, false)
    try text.forEach(bytes: partBytes) { piece in
      let added = Array(piece.dropFirst(left))
      left -= piece.count - added.count
      if let end = ends.lastEnd(in: added) { lastEnd = rows.count + end }
      rows += added
      guard rows.count >= partBytes else { return true }
      guard let end = lastEnd else {
        isEndless = rows.count > max(Self.mostPartsOfRow * partBytes, Self.mostBytesOfRow)
        return !isEndless
      }
      let rest = Array(rows[end...])
      rows.removeSubrange(end...)
      isStopped = !body(RowPart(bytes: rows, lines: nil))
      (rows, lastEnd) = (rest, nil)
      return !isStopped
    }
    if !isStopped, !isEndless, !rows.isEmpty { _ = body(RowPart(bytes: rows, lines: nil)) }
    return !isEndless
  }
}
