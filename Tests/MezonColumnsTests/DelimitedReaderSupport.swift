// SPDX-License-Identifier: Apache-2.0

@testable import MezonColumns

/// Everything a reader hands out, in the terms of ``ReferenceParser``.
struct Reading: Equatable {
  var header: HeaderRow
  var rows: [ReferenceParser.Row] = []
  /// How many rows came in blocks of rows that are all alike.
  private(set) var regularRows = 0

  static func == (left: Reading, right: Reading) -> Bool { left.header == right.header && left.rows == right.rows }

  /// Reads a text to its end, in source blocks of the size given.
  init(_ bytes: [UInt8], format: DelimitedFormat, sourceBlock: Int = .max, selecting fields: [Int]? = nil) throws {
    var reader = DelimitedReader(source: ArrayByteSource(bytes, blockBytes: sourceBlock), format: format)
    header = try reader.readHeader()
    if let fields { try reader.select(fields) }
    var batch = RowBatch()
    var buffer: [UInt8] = []
    while try reader.read(into: &batch) {
      if batch.marksOfRow > 0 { regularRows += batch.rowCount }
      var refused = batch.refused[...]
      for row in 0...batch.rowCount {
        while let refusal = refused.first, refusal.acceptedBefore == row {
          rows.append(
            .refused(
              refusal.fault, line: refusal.line, byteOffset: refusal.byteOffset, byteCount: refusal.byteCount))
          refused.removeFirst()
        }
        guard row < batch.rowCount else { break }
        let fields = (0..<batch.width).map { column in
          let range = batch.field(row: row, column: column)
          batch.unescape(range, into: &buffer)
          return ReferenceParser.Field(text: buffer, isQuoted: range.isQuoted)
        }
        rows.append(
          .accepted(line: batch.line(ofRow: row), byteOffset: batch.byteOffset(ofRow: row), fields: fields))
      }
    }
  }

  /// What the reference parser finds in the same text.
  init(reference bytes: [UInt8], format: DelimitedFormat) {
    let parser = ReferenceParser(bytes, format: format)
    rows = parser.rows
    header =
      switch parser.header {
      case .accepted(_, _, let fields): .names(fields.map { String(decoding: $0.text, as: UTF8.self) })
      case .refused(let fault, let line, let byteOffset, let byteCount):
        .refused(
          RefusedRow(fault: fault, line: line, byteOffset: byteOffset, byteCount: byteCount, acceptedBefore: 0))
      case nil: .absent
      }
  }
}
