// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// What a segment says of its pages: where they lie, and what they hold.
struct SegmentDirectory: Sendable {
  /// One column: a plain field, the elements of a list, or one member of child records.
  struct Member: Sendable {
    let name: String
    let kind: PortableTable.Kind
    let texts: [SegmentFormat.Page]
    let pages: [SegmentFormat.Page]
  }

  struct Field: Sendable {
    let name: String
    let shape: PortableTable.Shape
    let lists: [SegmentFormat.Page]
    let members: [Member]
  }

  var name = ""
  var rowCount = 0
  var files: [String] = []
  var filePages: [SegmentFormat.Page] = []
  var linePages: [SegmentFormat.Page] = []
  var fields: [Field] = []
  /// Where the next page begins.
  private var place = SegmentFormat.magic.count

  static func read(_ bytes: UnsafeRawBufferPointer) -> Result<SegmentDirectory, FormatFault> {
    Result { () throws(FormatFault) in
      var directory = SegmentDirectory()
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
    guard shape == .records || members.count == 1 else { throw FormatFault("one column of a field") }
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
