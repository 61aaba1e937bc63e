// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// Writes a table as a segment: column by column, in pages that each have a checksum.
package enum SegmentWriter {
  /// The bytes of a table's segment; they follow from the table alone. Complexity: O(values log values).
  package static func bytes(of table: PortableTable, threads: Int = 1) -> [UInt8] {
    Array(parts(of: table, threads: threads).joined())
  }

  /// The segment in parts that stand one behind the other. Complexity: O(values log values).
  static func parts(of table: PortableTable, threads: Int) -> [[UInt8]] {
    var streams = [pages(of: .int32(table.fileOfRow)), pages(of: .int32(table.lineOfRow))]
    for field in table.fields {
      if let lists = field.lists { streams.append(stretches(of: lists.count, by: rows).map { .lists(lists, $0) }) }
      for member in field.members {
        if member.kind.hasDictionary {
          let texts = member.dictionary
          streams.append(stretches(of: texts.count, by: rows).map { .texts(texts, $0) })
        }
        streams.append(pages(of: member.column.storage, validity: member.column.validity))
      }
    }
    let sources = streams.joined().map { $0 }
    let pages = sideBySide(0..<sources.count, threads: threads) { sources[$0].written }
    var directory = Directory(pages: pages)
    directory.writer.append(text: table.name)
    directory.writer.append(count: table.rowCount)
    directory.writer.append(count: table.files.count)
    for name in table.files { directory.writer.append(text: name) }
    var next = streams.makeIterator()
    func appendStream() { directory.append(pageCount: next.next()?.count ?? 0) }
    appendStream()
    appendStream()
    directory.writer.append(count: table.fields.count)
    for field in table.fields {
      directory.writer.append(text: field.name)
      directory.writer.append(field.shape.rawValue)
      if field.lists != nil { appendStream() }
      directory.writer.append(count: field.members.count)
      for member in field.members {
        directory.writer.append(text: member.name)
        directory.writer.append(member.kind.rawValue)
        if member.kind.hasDictionary { appendStream() }
        appendStream()
      }
    }
    return [SegmentFormat.magic] + pages.map(\.bytes) + [directory.bytes]
  }

  private static let rows = SegmentFormat.pageRows

  private static func pages(of storage: Column.Storage, validity: Bitmap? = nil) -> [PageSource] {
    stretches(of: storage.count, by: rows).map { .values(storage, validity, $0) }
  }

  /// The directory as it grows, page by page.
  private struct Directory {
    let pages: [WrittenPage]
    var writer = ByteWriter()
    private var next = 0

    init(pages: [WrittenPage]) { self.pages = pages }

    /// Adds the next pages as those of one stream.
    mutating func append(pageCount count: Int) {
      writer.append(count: count)
      for page in pages[next..<(next + count)] {
        writer.append(count: page.count)
        writer.append(count: page.children)
        writer.append(count: page.bytes.count)
        writer.append(fixed: page.checksum)
      }
      next += count
    }

    /// The directory with what stands behind it.
    var bytes: [UInt8] {
      var file = writer
      let start = SegmentFormat.magic.count + pages.reduce(0) { $0 + $1.bytes.count }
      file.append(fixed: CRC32C.masked(CRC32C.checksum(writer.bytes)))
      file.append(fixed: UInt64(start))
      file.append(SegmentFormat.endMagic)
      return file.bytes
    }
  }
}

/// A page as it stands in the file.
private struct WrittenPage: Sendable {
  let count: Int
  let children: Int
  let bytes: [UInt8]
  let checksum: UInt32
}

/// What a page is made from.
private enum PageSource: Sendable {
  case values(Column.Storage, Bitmap?, Range<Int>)
  case lists(ListColumn, Range<Int>)
  case texts(TextDictionary, Range<Int>)

  var written: WrittenPage {
    var page = ByteWriter()
    var children = 0
    let count: Int
    switch self {
    case .values(let storage, let validity, let rows):
      count = rows.count
      Self.append(storage, validity, rows, to: &page)
    case .lists(let lists, let rows):
      count = rows.count
      children = Int(lists.offsets[rows.upperBound] - lists.offsets[rows.lowerBound])
      // Lengths, each plus 1; 0 for a row without a list.
      IntegerBlock.append(
        rows.map { lists.isPresent($0) ? Int64(lists.children(of: $0).count) + 1 : 0 }, to: &page)
    case .texts(let dictionary, let codes):
      count = codes.count
      TextBlock.append(dictionary, codes, to: &page)
    }
    return WrittenPage(
      count: count, children: children, bytes: page.bytes, checksum: CRC32C.masked(CRC32C.checksum(page.bytes)))
  }

  /// A page holds which of its rows are present, and the values of those alone.
  private static func append(
    _ storage: Column.Storage, _ validity: Bitmap?, _ rows: Range<Int>, to page: inout ByteWriter
  ) {
    let presence = validity.flatMap { presentRows($0, rows) }
    page.append(presence == nil ? 0 : 1 as UInt8)
    if let presence { IntegerBlock.append(presence, to: &page) }
    switch storage {
    case .int64(let values): IntegerBlock.append(present(values, rows, presence) { $0 }, to: &page)
    case .int32(let values): IntegerBlock.append(present(values, rows, presence) { Int64($0) }, to: &page)
    case .bool(let values): IntegerBlock.append(present(values, rows, presence) { Int64($0) }, to: &page)
    case .float64(let values):
      let values = present(values, rows, presence) { $0 }
      page.append(count: values.count)
      values.withUnsafeBufferPointer { NumberBlock.append($0, to: &page) }
    }
  }

  /// 1 for each row that is present and 0 for the others; nil where all are.
  private static func presentRows(_ validity: Bitmap, _ rows: Range<Int>) -> [Int64]? {
    let words = validity.words
    var missing = 0
    let presence = [Int64](unsafeUninitializedCapacity: rows.count) { bits, count in
      for row in rows {
        let bit = Int64(truncatingIfNeeded: words[row &>> 6] &>> UInt64(row & 63) & 1)
        missing &+= Int(1 &- bit)
        bits[count] = bit
        count &+= 1
      }
    }
    return missing == 0 ? nil : presence
  }

  /// The values of the rows that are present.
  /// - Parameter presence: 1 for each of these and 0 for the others; nil where all are
  @inline(__always)
  private static func present<Element: BitwiseCopyable, Value: BitwiseCopyable>(
    _ values: [Element], _ rows: Range<Int>, _ presence: [Int64]?, _ value: (Element) -> Value
  ) -> [Value] {
    [Value](unsafeUninitializedCapacity: rows.count) { present, count in
      values[rows].withUnsafeBufferPointer { values in
        guard let presence else {
          for place in 0..<values.count { present.initializeElement(at: place, to: value(values[place])) }
          count = values.count
          return
        }
        // One that is missing is written, too, and then over.
        for place in 0..<values.count {
          present[count] = value(values[place])
          count &+= Int(truncatingIfNeeded: presence[place])
        }
      }
    }
  }
}
