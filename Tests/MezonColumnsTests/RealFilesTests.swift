// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonTestSupport
import Testing

/// Files of the real world, field by field against the reader of another language's standard library.
@Suite(.enabled(if: SharedData.shouldRun, "skipped, no shared data"))
struct RealFilesTests {
  /// Prints the line on which each row begins, then its fields, with separators that stand in none of the files.
  private static let script = """
    import csv, sys
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        reader, rows, line = csv.reader(file), [], 1
        for row in reader:
            rows.append("\\x1f".join([str(line)] + row) + "\\x1e")
            line = reader.line_num + 1
    sys.stdout.buffer.write("".join(rows).encode())
    """

  @Test(arguments: [
    "caps_meetings_2016_2017/caps_events.csv", "cpd_use_of_force_2004_2016/trr.csv",
    "cpd_use_of_force_2004_2016/trr_officers.csv", "cpd_use_of_force_2004_2016/units.csv",
  ])
  func readsWhatPythonReads(_ path: String) throws {
    let url = try SharedData.url("data/" + path)
    let expected = [UInt8](try Python.run(["-c", Self.script, url.path]))
    var reader = DelimitedReader(source: ArrayByteSource([UInt8](try Data(contentsOf: url))))
    guard case .names(let names) = try reader.readHeader() else {
      Issue.record("no header")
      return
    }
    var read = Array("1\u{1F}\(names.joined(separator: "\u{1F}"))\u{1E}".utf8)
    var batch = RowBatch()
    var buffer: [UInt8] = []
    while try reader.read(into: &batch) {
      #expect(batch.refused.isEmpty)
      for row in 0..<batch.rowCount {
        read += Array(String(batch.line(ofRow: row)).utf8)
        for column in 0..<batch.width {
          batch.unescape(batch.field(row: row, column: column), into: &buffer)
          read.append(0x1F)
          read += buffer
        }
        read.append(0x1E)
      }
    }
    #expect(read == expected)
  }

  @Test func rowsBeginWhereTheReaderSays() throws {
    let url = try SharedData.url("data/caps_meetings_2016_2017/caps_events.csv")
    let bytes = [UInt8](try Data(contentsOf: url))
    var reader = DelimitedReader(source: ArrayByteSource(bytes), format: DelimitedFormat(blockBytes: 10_000))
    try reader.select([0])
    var batch = RowBatch()
    var rows = 0
    while try reader.read(into: &batch) {
      rows += batch.rowCount
      for row in 0..<batch.rowCount {
        let start = batch.byteOffset(ofRow: row)
        let identifier = Array(batch.text(row: row, column: 0).utf8)
        if bytes[start - 1] != 0x0A || !bytes[start...].starts(with: identifier) { Issue.record("row at \(start)") }
      }
    }
    #expect(rows == 5_006)
  }
}
