// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Decodes the pages of a segment into columns: whole ones, page behind page into one array, or those that hold some rows.
struct SegmentPages {
  let bytes: UnsafeRawBufferPointer
  let ignoresChecksums: Bool

  func reader(_ page: SegmentFormat.Page) throws(FormatFault) -> ByteReader {
    let part = UnsafeRawBufferPointer(rebasing: bytes[page.range])
    guard ignoresChecksums || CRC32C.masked(CRC32C.checksum(part)) == page.checksum else {
      throw FormatFault("a page's checksum")
    }
    return try ByteReader(part)
  }

  /// A field of all rows.
  func field(_ field: SegmentDirectory.Field, rowCount: Int) throws(FormatFault) -> PortableTable.Field {
    var members: [PortableTable.Member] = []
    for member in field.members {
      let dictionary = try dictionary(member)
      let column = try column(member.pages, member.kind)
      if member.kind.hasDictionary { try check(column, dictionary.count) }
      members.append(
        PortableTable.Member(name: member.name, kind: member.kind, column: column, dictionary: dictionary))
    }
    if field.shape == .plain {
      guard members.count == 1, members[0].column.count == rowCount else { throw FormatFault("a column of all rows") }
      return PortableTable.Field(name: field.name, members[0])
    }
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(rowCount + 1)
    var validity = Bitmap()
    for page in field.lists {
      for length in try lengths(page) {
        guard length >= 0, let sum = Int32(exactly: Int64(offsets[offsets.count - 1]) + max(0, length - 1)) else {
          throw FormatFault("lengths of lists")
        }
        offsets.append(sum)
        validity.append(length > 0)
      }
    }
    guard offsets.count == rowCount + 1,
      let lists = ListColumn(offsets: offsets, children: members.map(\.column), validity: validity)
    else { throw FormatFault("lists of all rows") }
    return PortableTable.Field(name: field.name, shape: field.shape, lists: lists, members: members)
  }

  /// The texts behind a member's codes.
  func dictionary(_ member: SegmentDirectory.Member) throws(FormatFault) -> TextDictionary {
    var dictionary = TextDictionary()
    for page in member.texts {
      var reader = try reader(page)
      try TextBlock.read(page.count, from: &reader, into: &dictionary)
      guard reader.remaining == 0 else { throw FormatFault("the end of a page") }
    }
    return dictionary
  }

  /// Lengths of lists, each plus 1; 0 for a missing one.
  func lengths(_ page: SegmentFormat.Page) throws(FormatFault) -> [Int64] {
    var reader = try reader(page)
    let lengths = try IntegerBlock.read(page.count, from: &reader)
    guard reader.remaining == 0 else { throw FormatFault("the end of a page") }
    return lengths
  }

  /// Looks whether every code has a text. A missing row holds 0, which is no code where there are no texts.
  func check(_ column: Column, _ count: Int) throws(FormatFault) {
    guard let codes = column.int32s else { return }
    let largest = codes.reduce(into: 0 as UInt32) { $0 = max($0, UInt32(bitPattern: $1)) }
    guard Int(largest) < count || (largest == 0 && column.missingCount == column.count) else {
      throw FormatFault("codes with a text")
    }
  }

  /// A column of pages.
  ///
  /// - Parameter codes: for a kind with texts how many there are, and what each code becomes where it changes; nil for codes that are looked
  ///   at later
  func column(
    _ pages: [SegmentFormat.Page], _ kind: PortableTable.Kind, codes: (count: Int, changes: [Int32]?)? = nil
  ) throws(FormatFault) -> Column {
    switch kind {
    case .time, .whole:
      try column(pages, 0 as Int64) { reader, values throws(FormatFault) in
        try IntegerBlock.read(into: values, from: &reader)
      }
    case .number:
      try column(pages, 0.0) { reader, values throws(FormatFault) in
        guard try reader.count(atMost: values.count) == values.count else {
          throw FormatFault("\(values.count) numbers")
        }
        try NumberBlock.read(into: values, from: &reader)
      }
    case .yesNo:
      try column(pages, 0 as UInt8) { reader, values throws(FormatFault) in
        let integers = try IntegerBlock.read(values.count, from: &reader)
        for index in 0..<values.count {
          guard integers[index] == 0 || integers[index] == 1 else { throw FormatFault("a value of the column's kind") }
          values[index] = UInt8(truncatingIfNeeded: integers[index])
        }
      }
    case .day, .unit, .choice, .reference, .text:
      try column(pages, 0 as Int32) { reader, values throws(FormatFault) in
        guard let codes else { return try IntegerBlock.read(narrow: values, from: &reader) }
        try IntegerBlock.read(codes: values, below: codes.count, changedBy: codes.changes, from: &reader)
      }
    }
  }

  private func column<Element: ColumnElement & BitwiseCopyable>(
    _ pages: [SegmentFormat.Page], _ missing: Element,
    _ read: (inout ByteReader, UnsafeMutableBufferPointer<Element>) throws(FormatFault) -> Void
  ) throws(FormatFault) -> Column {
    let total = pages.reduce(0) { $0 + $1.count }
    var validity: Bitmap?
    var fault: FormatFault?
    let values = [Element](unsafeUninitializedCapacity: total) { buffer, filled in
      do throws(FormatFault) {
        for page in pages {
          let room = UnsafeMutableBufferPointer(rebasing: buffer[filled..<(filled + page.count)])
          var reader = try reader(page)
          let isPartial = try reader.byte()
          guard isPartial <= 1 else { throw FormatFault("a page's kind") }
          if isPartial == 1 {
            let presence = Bitmap(words: try IntegerBlock.read(bits: page.count, from: &reader), count: page.count)
            var bits = validity ?? Bitmap(repeating: true, count: filled)
            bits.append(contentsOf: presence)
            validity = bits
            try spread(presence, into: room, missing) { values throws(FormatFault) in try read(&reader, values) }
          } else {
            try read(&reader, room)
            validity?.append(contentsOf: Bitmap(repeating: true, count: page.count))
          }
          filled += page.count
          guard reader.remaining == 0 else { throw FormatFault("the end of a page") }
        }
      } catch { fault = error }
    }
    if let fault { throw fault }
    guard let column = Column(Element.storage(values), validity: validity) else { throw FormatFault("a column") }
    return column
  }

  /// Reads the values of a page and gives them to the rows that are present.
  private func spread<Element: BitwiseCopyable>(
    _ presence: Bitmap, into room: UnsafeMutableBufferPointer<Element>, _ missing: Element,
    _ read: (UnsafeMutableBufferPointer<Element>) throws(FormatFault) -> Void
  ) throws(FormatFault) {
    let count = presence.populationCount
    var fault: FormatFault?
    withUnsafeTemporaryAllocation(of: Element.self, capacity: count) { values in
      do throws(FormatFault) { try read(values) } catch {
        fault = error
        return
      }
      presence.words.withUnsafeBufferPointer { words in
        var next = 0
        for first in stride(from: 0, to: room.count, by: 64) {
          next &+= Self.spread(
            words[first >> 6], UnsafeBufferPointer(rebasing: values[next...]),
            into: UnsafeMutableBufferPointer(rebasing: room[first..<min(first + 64, room.count)]), missing)
        }
      }
    }
    if let fault { throw fault }
  }

  /// Gives values to up to 64 rows of which a word tells whether they are present, and tells how many were. Complexity: O(rows).
  @inline(__always)
  private static func spread<Element: BitwiseCopyable>(
    _ word: UInt64, _ values: UnsafeBufferPointer<Element>, into room: UnsafeMutableBufferPointer<Element>,
    _ missing: Element
  ) -> Int {
    // Bits behind the last row are of no row.
    let word = room.count < 64 ? word & (1 &<< UInt64(truncatingIfNeeded: room.count) &- 1) : word
    let count = word.nonzeroBitCount
    if count == room.count {
      for row in 0..<count { room[row] = values[row] }
      return count
    }
    room.update(repeating: missing)
    var (rest, next) = (word, 0)
    while rest != 0 {
      room[rest.trailingZeroBitCount] = values[next]
      rest &= rest &- 1
      next &+= 1
    }
    return count
  }
}
