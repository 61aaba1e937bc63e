// SPDX-License-Identifier: Apache-2.0

import MezonColumns

extension SegmentPages {
  /// Some rows, ascending, of a field.
  func field(_ field: SegmentDirectory.Field, rows: [Int]) throws(FormatFault) -> PortableTable.Field {
    guard field.shape != .plain else {
      guard let member = field.members.first else { throw FormatFault("a column of all rows") }
      return PortableTable.Field(name: field.name, try self.member(member, rows: rows))
    }
    var builder = ListColumnBuilder()
    var children: [Int] = []
    try forEachPage(of: field.lists, rows) { page, firstChild, places throws(FormatFault) in
      let lengths = try lengths(page)
      var start = firstChild
      var next = places.startIndex
      for (place, length) in lengths.enumerated() {
        guard length >= 0, length <= Int64(page.children - (start - firstChild)) + 1 else {
          throw FormatFault("lengths of lists")
        }
        let count = Int(max(0, length - 1))
        while next < places.endIndex, places[next] == place {
          if length > 0 {
            guard builder.append(childCount: count) else { throw FormatFault("lengths of lists") }
            children += start..<(start + count)
          } else {
            builder.appendMissing()
          }
          next += 1
        }
        start += count
      }
    }
    var members: [PortableTable.Member] = []
    for member in field.members { members.append(try self.member(member, rows: children)) }
    guard let lists = builder.finish(children: members.map(\.column)) else { throw FormatFault("lists of all rows") }
    return PortableTable.Field(name: field.name, shape: field.shape, lists: lists, members: members)
  }

  /// Some rows of a column with the texts that they use.
  private func member(_ member: SegmentDirectory.Member, rows: [Int]) throws(FormatFault) -> PortableTable.Member {
    let column = try column(member.pages, member.kind, rows: rows)
    guard member.kind.hasDictionary, let codes = column.int32s else {
      return PortableTable.Member(name: member.name, kind: member.kind, column: column)
    }
    let used = Set(rows.indices.lazy.filter { column.isPresent($0) }.map { Int(codes[$0]) }).sorted()
    var dictionary = TextDictionary()
    try forEachPage(of: member.texts, used) { page, _, places throws(FormatFault) in
      var reader = try reader(page)
      var place = 0
      var next = places.startIndex
      try TextBlock.read(page.count, from: &reader) { text throws(FormatFault) in
        if next < places.endIndex, places[next] == place {
          guard Int(dictionary.encode(text)) == dictionary.count - 1 else { throw FormatFault("a text once") }
          next += 1
        }
        place += 1
      }
    }
    guard dictionary.count == used.count else { throw FormatFault("codes with a text") }
    var builder = ColumnBuilder<Int32>(capacity: rows.count)
    let codeOf = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, Int32($0)) })
    for row in rows.indices { builder.append(column.isPresent(row) ? codeOf[Int(codes[row])] : nil) }
    return PortableTable.Member(
      name: member.name, kind: member.kind, column: builder.finish(), dictionary: dictionary)
  }

  /// Some rows, ascending, of a column of pages.
  func column(_ pages: [SegmentFormat.Page], _ kind: PortableTable.Kind, rows: [Int]) throws(FormatFault) -> Column {
    func gathered<Element: ColumnElement>(_ type: Element.Type) throws(FormatFault) -> Column {
      var builder = ColumnBuilder<Element>(capacity: rows.count)
      try forEachPage(of: pages, rows) { page, _, places throws(FormatFault) in
        let whole = try column([page], kind)
        guard let values = whole.values(of: Element.self) else { throw FormatFault("a value of the column's kind") }
        for place in places { builder.append(whole.isPresent(place) ? values[place] : nil) }
      }
      guard builder.count == rows.count else { throw FormatFault("a column of all rows") }
      return builder.finish()
    }
    switch kind {
    case .time, .whole: return try gathered(Int64.self)
    case .number: return try gathered(Double.self)
    case .yesNo: return try gathered(UInt8.self)
    case .day, .unit, .choice, .reference, .text: return try gathered(Int32.self)
    }
  }

  /// Calls `body` for each page that holds some of the rows, which ascend, with the number of children before it and the places of
  /// these rows in it.
  private func forEachPage(
    of pages: [SegmentFormat.Page], _ rows: [Int],
    _ body: (SegmentFormat.Page, Int, [Int]) throws(FormatFault) -> Void
  ) throws(FormatFault) {
    var first = 0
    var children = 0
    var next = rows.startIndex
    for page in pages {
      var places: [Int] = []
      while next < rows.endIndex, rows[next] >= first, rows[next] < first + page.count {
        places.append(rows[next] - first)
        next += 1
      }
      if !places.isEmpty { try body(page, children, places) }
      first += page.count
      children += page.children
    }
    guard next == rows.endIndex else { throw FormatFault("rows within the table") }
  }
}
