// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// A segment's directory, with which its columns are read one by one.
///
/// No bytes, however broken, end the process: what does not fit is a fault that says what was expected.
package struct SegmentReader: Sendable {
  /// What is wrong with a segment.
  package struct Fault: Error, Sendable, Equatable {
    /// What was expected.
    package let expected: String
  }

  private struct Member {
    let name: String
    let kind: PortableTable.Kind
    let texts: [SegmentFormat.Page]
    let pages: [SegmentFormat.Page]
  }

  private struct Field {
    let name: String
    let shape: PortableTable.Shape
    let lists: [SegmentFormat.Page]
    let members: [Member]
  }

  private let bytes: StoredBytes
  private let files: [String]
  private let filePages: [SegmentFormat.Page]
  private let linePages: [SegmentFormat.Page]
  private let fields: [Field]
  /// The table's name.
  package let name: String
  /// The number of rows.
  package let rowCount: Int

  /// The names of the fields in order.
  package var fieldNames: [String] { fields.map(\.name) }

  /// Reads a segment's directory.
  package init(_ bytes: StoredBytes) throws(Fault) {
    let result = bytes.withUnsafeBytes { Directory.read($0) }
    let directory: Directory
    switch result {
    case .success(let read): directory = read
    case .failure(let fault): throw Fault(expected: fault.what)
    }
    self.bytes = bytes
    name = directory.name
    rowCount = directory.rowCount
    files = directory.files
    filePages = directory.filePages
    linePages = directory.linePages
    fields = directory.fields
  }

  /// Whether pages are read without a look at their checksums, to find out which records a change of them has changed.
  package var ignoresChecksums = false

  /// The first row in a page whose checksum differs; 0 where it is a page of texts or children, which any row may use, and nil
  /// where all pages are whole. Complexity: O(bytes).
  package var firstRowOfBrokenPage: Int? {
    bytes.withUnsafeBytes { bytes in
      func isBroken(_ page: SegmentFormat.Page) -> Bool {
        CRC32C.masked(CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[page.range]))) != page.checksum
      }
      var first: Int?
      func look(_ pages: [SegmentFormat.Page], areRows: Bool) {
        var row = 0
        for page in pages {
          if isBroken(page) { first = min(first ?? .max, areRows ? row : 0) }
          row += page.count
        }
      }
      look(filePages, areRows: true)
      look(linePages, areRows: true)
      for field in fields {
        look(field.lists, areRows: true)
        for member in field.members {
          look(member.texts, areRows: false)
          look(member.pages, areRows: field.shape == .plain)
        }
      }
      return first
    }
  }

  /// Reads the table, or some of its fields; the others are left out. Complexity: O(values read).
  package func table(fields wanted: Set<String>? = nil) throws(Fault) -> PortableTable {
    let result = bytes.withUnsafeBytes { bytes -> Result<PortableTable, FormatFault> in
      Result { () throws(FormatFault) in try table(bytes, wanted) }
    }
    switch result {
    case .success(let table): return table
    case .failure(let fault): throw Fault(expected: fault.what)
    }
  }

  private func table(_ bytes: UnsafeRawBufferPointer, _ wanted: Set<String>?) throws(FormatFault) -> PortableTable {
    var read: [PortableTable.Field] = []
    for field in fields where wanted?.contains(field.name) ?? true {
      read.append(try self.field(field, bytes))
    }
    guard case .int32(let fileOfRow) = try column(filePages, .unit, bytes).storage,
      case .int32(let lineOfRow) = try column(linePages, .unit, bytes).storage,
      let table = PortableTable(
        name: name, fields: read, rowCount: rowCount, files: files, fileOfRow: fileOfRow, lineOfRow: lineOfRow)
    else { throw FormatFault("columns of \(rowCount) rows") }
    return table
  }

  private func field(_ field: Field, _ bytes: UnsafeRawBufferPointer) throws(FormatFault) -> PortableTable.Field {
    var members: [PortableTable.Member] = []
    for member in field.members {
      var dictionary = TextDictionary()
      for page in member.texts {
        var reader = try reader(page, bytes)
        try TextBlock.read(page.count, from: &reader, into: &dictionary)
        guard reader.remaining == 0 else { throw FormatFault("the end of a page") }
      }
      let column = try column(member.pages, member.kind, bytes)
      if case .int32(let codes) = column.storage, member.kind.hasDictionary {
        // A missing row holds 0, which is no code where there are no texts.
        for (row, code) in codes.enumerated() where column.isPresent(row) {
          guard code >= 0, code < dictionary.count else { throw FormatFault("codes with a text") }
        }
      }
      members.append(
        PortableTable.Member(name: member.name, kind: member.kind, column: column, dictionary: dictionary))
    }
    if field.shape == .plain {
      guard members.count == 1, members[0].column.count == rowCount else { throw FormatFault("a column of all rows") }
      return PortableTable.Field(name: field.name, members[0])
    }
    var offsets: [Int32] = [0]
    var validity = Bitmap()
    for page in field.lists {
      var reader = try reader(page, bytes)
      for length in try IntegerBlock.read(page.count, from: &reader) {
        guard length >= 0, let sum = Int32(exactly: Int64(offsets[offsets.count - 1]) + max(0, length - 1)) else {
          throw FormatFault("lengths of lists")
        }
        offsets.append(sum)
        validity.append(length > 0)
      }
      guard reader.remaining == 0 else { throw FormatFault("the end of a page") }
    }
    guard offsets.count == rowCount + 1,
      let lists = ListColumn(offsets: offsets, children: members.map(\.column), validity: validity)
    else { throw FormatFault("lists of all rows") }
    return PortableTable.Field(name: field.name, shape: field.shape, lists: lists, members: members)
  }

  private func reader(_ page: SegmentFormat.Page, _ bytes: UnsafeRawBufferPointer) throws(FormatFault) -> ByteReader {
    let part = UnsafeRawBufferPointer(rebasing: bytes[page.range])
    guard ignoresChecksums || CRC32C.masked(CRC32C.checksum(part)) == page.checksum else {
      throw FormatFault("a page's checksum")
    }
    return try ByteReader(part)
  }

  /// A column of pages.
  private func column(
    _ pages: [SegmentFormat.Page], _ kind: PortableTable.Kind, _ bytes: UnsafeRawBufferPointer
  ) throws(FormatFault) -> Column {
    switch kind {
    case .time, .whole: try column(pages, bytes, read: integers) { $0 }
    case .yesNo: try column(pages, bytes, read: integers) { $0 == 0 || $0 == 1 ? UInt8($0) : nil }
    case .number: try column(pages, bytes, read: numbers) { $0 }
    default: try column(pages, bytes, read: integers) { Int32(exactly: $0) }
    }
  }

  private func integers(_ count: Int, _ reader: inout ByteReader) throws(FormatFault) -> [Int64] {
    try IntegerBlock.read(count, from: &reader)
  }

  private func numbers(_ count: Int, _ reader: inout ByteReader) throws(FormatFault) -> [Double] {
    guard try reader.count(atMost: count) == count else { throw FormatFault("\(count) numbers") }
    return try NumberBlock.read(count, from: &reader)
  }

  private func column<Value, Element: ColumnElement>(
    _ pages: [SegmentFormat.Page], _ bytes: UnsafeRawBufferPointer,
    read: (Int, inout ByteReader) throws(FormatFault) -> [Value], _ element: (Value) -> Element?
  ) throws(FormatFault) -> Column {
    var builder = ColumnBuilder<Element>(capacity: pages.reduce(0) { $0 + $1.count })
    for page in pages {
      var reader = try reader(page, bytes)
      let isPartial = try reader.byte()
      guard isPartial <= 1 else { throw FormatFault("a page's kind") }
      let presence = isPartial == 1 ? try IntegerBlock.read(page.count, from: &reader) : nil
      let present = presence.map { $0.reduce(0) { $0 + ($1 == 1 ? 1 : 0) } } ?? page.count
      let values = try read(present, &reader)
      guard reader.remaining == 0 else { throw FormatFault("the end of a page") }
      var next = 0
      for row in 0..<page.count {
        if let presence, presence[row] != 1 {
          builder.appendMissing()
          continue
        }
        guard let value = element(values[next]) else { throw FormatFault("a value of the column's kind") }
        builder.append(value)
        next += 1
      }
    }
    return builder.finish()
  }

  // MARK: the directory

  private struct Directory {
    var name = ""
    var rowCount = 0
    var files: [String] = []
    var filePages: [SegmentFormat.Page] = []
    var linePages: [SegmentFormat.Page] = []
    var fields: [Field] = []
    /// Where the next page begins.
    private var place = SegmentFormat.magic.count

    static func read(_ bytes: UnsafeRawBufferPointer) -> Result<Directory, FormatFault> {
      Result { () throws(FormatFault) in
        var directory = Directory()
        try directory.read(bytes)
        return directory
      }
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) throws(FormatFault) {
      let tail = bytes.count - SegmentFormat.tailBytes
      guard tail >= SegmentFormat.magic.count,
        bytes.prefix(SegmentFormat.magic.count).elementsEqual(SegmentFormat.magic)
      else { throw FormatFault("a segment") }
      var end = try ByteReader(bytes, tail..<bytes.count)
      let checksum = try end.fixed32()
      guard let start = Int(exactly: try end.fixed64()), start >= SegmentFormat.magic.count, start <= tail,
        try end.array(8) == SegmentFormat.endMagic,
        CRC32C.masked(CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[start..<tail]))) == checksum
      else { throw FormatFault("a segment's directory") }
      var reader = try ByteReader(bytes, start..<tail)
      name = try reader.text()
      rowCount = try reader.count(atMost: SegmentFormat.mostRows)
      for _ in 0..<(try reader.count(atMost: reader.remaining)) { files.append(try reader.text()) }
      filePages = try pages(&reader, of: rowCount, before: start)
      linePages = try pages(&reader, of: rowCount, before: start)
      for _ in 0..<(try reader.count(atMost: reader.remaining)) { fields.append(try field(&reader, before: start)) }
      guard reader.remaining == 0, place == start else { throw FormatFault("the end of the directory") }
    }

    private mutating func field(_ reader: inout ByteReader, before end: Int) throws(FormatFault) -> Field {
      let name = try reader.text()
      guard let shape = PortableTable.Shape(rawValue: try reader.byte()) else { throw FormatFault("a field's shape") }
      let lists = shape == .plain ? [] : try pages(&reader, of: rowCount, before: end)
      let count = shape == .plain ? rowCount : lists.reduce(0) { $0 + $1.children }
      var members: [Member] = []
      for _ in 0..<(try reader.count(atMost: reader.remaining)) {
        let name = try reader.text()
        guard let kind = PortableTable.Kind(rawValue: try reader.byte()) else { throw FormatFault("a kind of value") }
        let texts = kind.hasDictionary ? try pages(&reader, of: nil, before: end) : []
        members.append(
          Member(name: name, kind: kind, texts: texts, pages: try pages(&reader, of: count, before: end)))
      }
      return Field(name: name, shape: shape, lists: lists, members: members)
    }

    /// The pages of a stream of `count` things; nil where their number is not known.
    private mutating func pages(
      _ reader: inout ByteReader, of count: Int?, before end: Int
    ) throws(FormatFault) -> [SegmentFormat.Page] {
      var pages: [SegmentFormat.Page] = []
      var sum = 0
      for _ in 0..<(try reader.count(atMost: reader.remaining / 7)) {
        let rows = try reader.count(atMost: SegmentFormat.pageRows)
        let children = try reader.count(atMost: Int(Int32.max))
        let length = try reader.count(atMost: end - place)
        pages.append(
          SegmentFormat.Page(
            count: rows, children: children, range: place..<(place + length), checksum: try reader.fixed32()))
        place += length
        sum += rows
      }
      if let count, sum != count { throw FormatFault("pages of \(count) rows") }
      return pages
    }
  }
}
