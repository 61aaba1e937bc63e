// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

@testable import MezonColumns

/// Texts that are as bad as real ones, or worse.
private let nastyTexts: [String] = [
  "", "\n", "\r\n\r\n", "\u{FEFF}", "\u{FEFF}a,b\n1,2\n", "a", "a,b", "a,b\n", "a,b\r\n1,2", "a,b\r1,2\r3,4",
  "a,b\n\n1,2\n\n\n3,4\n\n", "a,b\n1\n1,2,3\n1,2\n,\n", "a,b\n\"1\",\"2\"\n", "a,b\n\"x\"\"y\",\"\"\"\"\n",
  "a,b\n\"line one\nline two\r\nthree\rfour\",2\nlast,one\n", "a,b\n\"\",\n\"\"\n", "a,b\n\"x\"y,2\n3,4\n",
  "a,b\n5\" pipe,\"q\"\n", "a,b\n1,\"open\n2,3\n4,5\n", "a,b\n1,\"", "a,b\n1,\"\"", "a,b\n1,\"\"\"", "a,b\n\0,1\n1,2\n",
  "a,b\n\"x\0\",1\n", "имя,число\nАзиз,1\n\"Гул\"\"нора\",2\n", "\"a\nb\",c\n1,2\n", "\"a\"x,c\n1,2\n", "\"a",
  "a,b\n\"1\" ,2\n \"1\",2\n", "a,b\n1,2\r\r\n3,4\r\r", "a\tb;c|d\n\u{1},\u{7F}\n", "a,b\n\"\r\",\"\r\n\"\n1,2,\"\r",
  "a,b\n\"a,b\n\"\"c\",\"d\n\0", ",\n,\n", "a,b\n😀,\"😀\"\n", "a,b\n12345678,12345678\n123456789,\"1234567\"\n",
]

private let nastyBytes: [[UInt8]] =
  nastyTexts.map { Array($0.utf8) } + [
    Array("a,b\n".utf8) + [0xFF, 0x2C, 0x31, 0x0A, 0x31, 0x2C, 0x32], Array("a,b\nx,".utf8) + [0xD0],
    Array("a,b\n\"x\n".utf8) + [0xE2, 0x82, 0x22, 0x2C, 0x32, 0x0A], [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00],
    [0xEF, 0xBB], [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x61],
    Array("a,b\n".utf8) + [0xED, 0xA0, 0x80, 0x2C, 0x31, 0x0A],
  ]

@Suite struct DelimitedReaderTests {
  @Test func namesFieldsAndKeepsWhereRowsStand() throws {
    let text = Array("\u{FEFF}case,note\nA-1,\"two\nlines\"\n\nA-2,\"say \"\"so\"\"\"\n".utf8)
    var reader = DelimitedReader(source: ArrayByteSource(text))
    #expect(try reader.readHeader() == .names(["case", "note"]))
    var batch = RowBatch()
    #expect(try reader.read(into: &batch))
    #expect(batch.rowCount == 2 && batch.refused.isEmpty)
    #expect(batch.text(row: 0, column: 1) == "two\nlines")
    #expect(batch.text(row: 1, column: 1) == "say \"so\"")
    #expect(batch.line(ofRow: 0) == 2 && batch.line(ofRow: 1) == 5)
    #expect(batch.byteOffset(ofRow: 0) == 13)
    #expect(batch.place(row: 1, column: 1) == (line: 5, byteColumn: 5))
    #expect(try !reader.read(into: &batch))
    #expect(batch.rowCount == 0)
  }

  @Test(arguments: nastyBytes.indices)
  func agreesWithReferenceAtEveryBlockSize(_ index: Int) throws {
    let bytes = nastyBytes[index]
    for delimiter in DelimitedFormat.Delimiter.allCases {
      for limits in [(1 << 20, 1 << 24), (9, 14), (3, 8), (1, 1)] {
        var format = DelimitedFormat(
          delimiter: delimiter, maximumFieldBytes: limits.0, maximumRowBytes: limits.1, blockBytes: 1 << 16)
        let reference = Reading(reference: bytes, format: format)
        #expect(try Reading(bytes, format: format) == reference)
        for blockBytes in 1...64 {
          format.blockBytes = blockBytes
          #expect(
            try Reading(bytes, format: format, sourceBlock: blockBytes) == reference, "block of \(blockBytes) bytes")
        }
      }
    }
  }
}
