// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonColumns

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

  @Test(arguments: DelimitedCorpus.all.indices)
  func agreesWithReferenceAtEveryBlockSize(_ index: Int) throws {
    let bytes = DelimitedCorpus.all[index]
    let formats = [
      DelimitedFormat(), DelimitedFormat(delimiter: .semicolon), DelimitedFormat(delimiter: .tab),
      DelimitedFormat(maximumFieldBytes: 9, maximumRowBytes: 14),
      DelimitedFormat(maximumFieldBytes: 3, maximumRowBytes: 8),
      DelimitedFormat(maximumFieldBytes: 1, maximumRowBytes: 1),
    ]
    for format in formats {
      var format = format
      let reference = Reading(reference: bytes, format: format)
      let differing = try ([192 << 10] + Array(1...64)).filter { blockBytes in
        format.blockBytes = blockBytes
        return try Reading(bytes, format: format, sourceBlock: blockBytes) != reference
          || Reading(bytes, format: format) != reference
      }
      #expect(differing.isEmpty, "block sizes, in \(format)")
    }
  }

  @Test func agreesWithReferenceOnMutatedTexts() throws {
    let count = DelimitedCorpus.isSlow ? 200_000 : 5_000
    for seed in 0..<UInt64(count) {
      var generator = SeededGenerator(seed: seed)
      let bytes = DelimitedCorpus.mutated(by: &generator)
      let isShort = Bool.random(using: &generator)
      let format = DelimitedFormat(
        delimiter: DelimitedFormat.Delimiter.allCases.randomElement(using: &generator) ?? .comma,
        fields: Int.random(in: 0..<4, using: &generator) == 0 ? .unnamed(count: 2) : .namedByHeader,
        maximumFieldBytes: isShort ? Int.random(in: 1...20, using: &generator) : 1 << 20,
        maximumRowBytes: isShort ? Int.random(in: 1...30, using: &generator) : 1 << 24,
        blockBytes: Int.random(in: 1...80, using: &generator))
      let sourceBlock = Int.random(in: 1...80, using: &generator)
      let reading = try Reading(bytes, format: format, sourceBlock: sourceBlock)
      guard reading == Reading(reference: bytes, format: format), try reading == Reading(bytes, format: format) else {
        Issue.record("seed \(seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        return
      }
    }
  }

  @Test(arguments: [
    ("1", RowFault.Kind.tooFewFields(expected: 2, found: 1), 2, 2, 1),
    ("1,2,", .tooManyFields(expected: 2, found: 3), 2, 5, 3),
    ("1,\"a\nb\",3", .tooManyFields(expected: 2, found: 3), 3, 4, 3),
    ("\"a\"b,2", .textAfterClosingQuote, 2, 4, 1),
    ("\"a\n\0\",2", .nulByte, 3, 1, 1),
    ("1,\"a\n\r\nb", .unclosedQuote, 2, 3, 2),
    ("1,12345678901", .fieldTooLong(limit: 10), 2, 3, 2),
    ("1234567890,1234567890", .rowTooLong(limit: 20), 2, 21, 2),
  ])
  func saysWhatIsWrongAndWhere(text: String, kind: RowFault.Kind, line: Int, byteColumn: Int, field: Int) throws {
    let format = DelimitedFormat(maximumFieldBytes: 10, maximumRowBytes: 20)
    let reading = try Reading(Array("a,b\n\(text)".utf8), format: format)
    let fault = RowFault(kind: kind, line: line, byteColumn: byteColumn, field: field)
    #expect(reading.rows == [.refused(fault, line: 2, byteOffset: 4, byteCount: text.utf8.count)])
  }

  @Test func refusesBytesThatAreNotUTF8() throws {
    let bytes = Array("a,b\n1,x".utf8) + [0xD0, 0x0A] + Array("3,4\n".utf8)
    let reading = try Reading(bytes, format: DelimitedFormat())
    let fault = RowFault(kind: .invalidUTF8, line: 2, byteColumn: 4, field: 2)
    #expect(reading.rows.first == .refused(fault, line: 2, byteOffset: 4, byteCount: 4))
    #expect(reading.rows.count == 2)
  }

  @Test func keepsRowsBeforeAndAfterRefusedOnesInOrder() throws {
    let reading = try Reading(Array("a,b\n1,2\n3\n4,5\n6,\"\n7,8\n".utf8), format: DelimitedFormat())
    let isAccepted = reading.rows.map { if case .accepted = $0 { true } else { false } }
    #expect(isAccepted == [true, false, true, false])
  }

  @Test func handsOutSelectedFieldsInTheOrderAsked() throws {
    for bytes in DelimitedCorpus.all {
      let all = try Reading(bytes, format: DelimitedFormat())
      guard case .names(let names) = all.header, names.count > 1 else { continue }
      let order = [names.count - 1, 0]
      let selected = try Reading(bytes, format: DelimitedFormat(), selecting: order)
      let expected = all.rows.map { row -> ReferenceParser.Row in
        guard case .accepted(let line, let byteOffset, let fields) = row else { return row }
        return .accepted(line: line, byteOffset: byteOffset, fields: order.map { fields[$0] })
      }
      #expect(selected.rows == expected)
    }
  }

  @Test func refusesSelectionsThatCannotBe() throws {
    var reader = DelimitedReader(source: ArrayByteSource("a,b\n"))
    #expect(throws: SelectionError.outOfRange(2)) { try reader.select([0, 2]) }
    #expect(throws: SelectionError.outOfRange(-1)) { try reader.select([-1]) }
    #expect(throws: SelectionError.repeated(1)) { try reader.select([1, 1]) }
    var empty = DelimitedReader(source: ArrayByteSource(""))
    #expect(throws: SelectionError.noFields) { try empty.select([0]) }
  }

  @Test func selectingNothingStillChecksRows() throws {
    let reading = try Reading(Array("a,b\n1,2\n3\n".utf8), format: DelimitedFormat(), selecting: [])
    #expect(reading.rows.count == 2)
    #expect(reading.rows.first == .accepted(line: 2, byteOffset: 4, fields: []))
  }

  @Test func stopsAfterARefusedHeader() throws {
    var reader = DelimitedReader(source: ArrayByteSource("a,\"b\"c\n1,2\n"))
    guard case .refused(let row) = try reader.readHeader() else {
      Issue.record("the header was not refused")
      return
    }
    #expect(row.fault.kind == .textAfterClosingQuote)
    #expect(reader.fieldCount == nil)
    var batch = RowBatch()
    #expect(try !reader.read(into: &batch))
  }

  @Test func refusesAHeaderThatIsTooWide() throws {
    let names = String(repeating: "a,", count: DelimitedFormat.maximumFields)
    var reader = DelimitedReader(source: ArrayByteSource(names + "\"b\"\n1,2\n"))
    let fault = RowFault(
      kind: .tooManyFields(expected: 1 << 16, found: (1 << 16) + 1), line: 1, byteColumn: (1 << 17) + 1,
      field: (1 << 16) + 1)
    let refusal = RefusedRow(fault: fault, line: 1, byteOffset: 0, byteCount: (1 << 17) + 3, acceptedBefore: 0)
    #expect(try reader.readHeader() == .refused(refusal))
    var widest = DelimitedReader(source: ArrayByteSource(String(names.dropLast()) + "\n"))
    _ = try widest.readHeader()
    #expect(widest.fieldCount == DelimitedFormat.maximumFields)
  }

  @Test func passesOnWhatTheSourceThrows() throws {
    struct BrokenSource: ByteSource {
      struct Failure: Error {}
      var blocks = 2
      mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard blocks > 0 else { throw Failure() }
        blocks -= 1
        buffer.copyBytes(from: Array("a,b\n1,2\n3".utf8).prefix(buffer.count))
        return min(buffer.count, 9)
      }
    }
    var reader = DelimitedReader(source: BrokenSource(), format: DelimitedFormat(blockBytes: 9))
    #expect(try reader.readHeader() == .names(["a", "b"]))
    var batch = RowBatch()
    #expect(throws: BrokenSource.Failure.self) { while try reader.read(into: &batch) {} }
    #expect(throws: BrokenSource.Failure.self) { try reader.read(into: &batch) }
    #expect(batch.rowCount == 0)
  }

  @Test func memoryStaysBoundedInARowWithoutEnd() throws {
    /// 64 MiB of one quoted field that is never closed, made as it is read.
    struct EndlessSource: ByteSource {
      var rest = 64 << 20
      var isFirst = true
      mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, rest)
        rest -= count
        buffer[..<count].initializeMemory(as: UInt8.self, repeating: 0x78)
        if isFirst { buffer.copyBytes(from: Array("a\n\"".utf8)) }
        isFirst = false
        return count
      }
    }
    let format = DelimitedFormat(maximumFieldBytes: 1 << 10, maximumRowBytes: 1 << 12, blockBytes: 1 << 16)
    var reader = DelimitedReader(
      source: EndlessSource(rest: DelimitedCorpus.isSlow ? 64 << 20 : 1 << 20), format: format)
    var batch = RowBatch()
    #expect(try reader.read(into: &batch))
    #expect(batch.refused.map(\.fault.kind) == [.unclosedQuote])
    #expect(batch.own.count < 1 << 18)
    #expect(try !reader.read(into: &batch))
  }

  @Test func blankLinesAreNoRowsButCount() throws {
    let reading = try Reading(Array("\n\na\n\r\n1\n\n".utf8), format: DelimitedFormat())
    #expect(reading.header == .names(["a"]))
    #expect(reading.rows == [.accepted(line: 5, byteOffset: 6, fields: [.init(text: [0x31])])])
  }
}
