// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// Writes a table as a segment: column by column, in pages that each have a checksum.
package enum SegmentWriter {
  /// The bytes of a table's segment; they follow from the table alone. Complexity: O(values log values).
  package static func bytes(of table: PortableTable) -> [UInt8] {
    var file = ByteWriter()
    file.append(SegmentFormat.magic)
    var directory = ByteWriter()
    directory.append(text: table.name)
    directory.append(count: table.rowCount)
    directory.append(count: table.files.count)
    for name in table.files { directory.append(text: name) }
    appendPages(of: .int32(table.fileOfRow), validity: nil, to: &file, &directory)
    appendPages(of: .int32(table.lineOfRow), validity: nil, to: &file, &directory)
    directory.append(count: table.fields.count)
    for field in table.fields { append(field, to: &file, &directory) }
    let start = file.bytes.count
    file.append(directory.bytes)
    file.append(fixed: CRC32C.masked(CRC32C.checksum(directory.bytes)))
    file.append(fixed: UInt64(start))
    file.append(SegmentFormat.endMagic)
    return file.bytes
  }

  private static func append(_ field: PortableTable.Field, to file: inout ByteWriter, _ directory: inout ByteWriter) {
    directory.append(text: field.name)
    directory.append(field.shape.rawValue)
    if let lists = field.lists { appendLists(lists, to: &file, &directory) }
    directory.append(count: field.members.count)
    for member in field.members {
      directory.append(text: member.name)
      directory.append(member.kind.rawValue)
      if member.kind.hasDictionary { appendTexts(of: member.dictionary, to: &file, &directory) }
      appendPages(of: member.column.storage, validity: member.column.validity, to: &file, &directory)
    }
  }

  /// Lengths of lists, each plus 1; 0 for a row without one.
  private static func appendLists(_ lists: ListColumn, to file: inout ByteWriter, _ directory: inout ByteWriter) {
    let pages = pages(of: lists.count)
    directory.append(count: pages.count)
    for rows in pages {
      let lengths = rows.map { lists.isPresent($0) ? Int64(lists.children(of: $0).count) + 1 : 0 }
      let children = Int(lists.offsets[rows.upperBound] - lists.offsets[rows.lowerBound])
      appendPage(count: rows.count, children: children, to: &file, &directory) { IntegerBlock.append(lengths, to: &$0) }
    }
  }

  private static func appendTexts(
    of dictionary: TextDictionary, to file: inout ByteWriter, _ directory: inout ByteWriter
  ) {
    let pages = pages(of: dictionary.count)
    directory.append(count: pages.count)
    for codes in pages {
      appendPage(count: codes.count, to: &file, &directory) { TextBlock.append(dictionary, codes, to: &$0) }
    }
  }

  /// A page holds which of its rows are present, and the values of those alone.
  private static func appendPages(
    of storage: Column.Storage, validity: Bitmap?, to file: inout ByteWriter, _ directory: inout ByteWriter
  ) {
    let pages = pages(of: storage.count)
    directory.append(count: pages.count)
    for rows in pages {
      let present = validity.map { bitmap in rows.filter { bitmap[$0] } } ?? Array(rows)
      appendPage(count: rows.count, to: &file, &directory) { page in
        page.append(present.count == rows.count ? 0 : 1 as UInt8)
        if let validity, present.count < rows.count {
          IntegerBlock.append(rows.map { validity[$0] ? 1 : 0 }, to: &page)
        }
        switch storage {
        case .int64(let values): IntegerBlock.append(present.map { values[$0] }, to: &page)
        case .int32(let values): IntegerBlock.append(present.map { Int64(values[$0]) }, to: &page)
        case .bool(let values): IntegerBlock.append(present.map { Int64(values[$0]) }, to: &page)
        case .float64(let values):
          page.append(count: present.count)
          NumberBlock.append(present.map { values[$0] }, to: &page)
        }
      }
    }
  }

  private static func pages(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: SegmentFormat.pageRows).map { $0..<min(count, $0 + SegmentFormat.pageRows) }
  }

  private static func appendPage(
    count: Int, children: Int = 0, to file: inout ByteWriter, _ directory: inout ByteWriter,
    _ body: (inout ByteWriter) -> Void
  ) {
    var page = ByteWriter()
    body(&page)
    directory.append(count: count)
    directory.append(count: children)
    directory.append(count: page.bytes.count)
    directory.append(fixed: CRC32C.masked(CRC32C.checksum(page.bytes)))
    file.append(page.bytes)
  }
}
