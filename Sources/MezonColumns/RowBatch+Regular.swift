// SPDX-License-Identifier: Apache-2.0

/// Rows that are all alike, of which no more is found out than where their fields end.
extension RowBatch {
  /// What is known of the rows of a file.
  struct RegularRows {
    let delimiter: UInt8
    /// How many fields each has.
    let fieldCount: Int
    /// For each field its place among the wanted ones, or -1.
    let places: [Int32]
    /// For each wanted field whether nobody asks for its text.
    let asWritten: [Bool]
    /// The line of the first row.
    let line: Int
  }

  /// What a block of regular rows has.
  struct RegularBlock {
    /// The bytes and the lines of its complete rows.
    let byteCount: Int
    let lineCount: Int
  }

  /// Takes all complete rows of the block where they are regular; nil, and nothing is taken, where some may not be, or there are none.
  ///
  /// - Parameter isLast: whether the text ends with the block, so that the last row needs no line end.
  /// Complexity: O(bytes) to look at them once, and O(rows) for what differs from row to row.
  mutating func takeRegular(_ rows: RegularRows, isLast: Bool) -> RegularBlock? {
    let count = byteCount
    grow(&marks, to: count + blockPadding + 1, with: 0)
    grow(&quotes, to: count + blockPadding, with: 0)
    grow(&breaks, to: count + blockPadding, with: 0)
    guard let index = indexRegular(delimiter: rows.delimiter) else { return nil }
    let fieldCount = rows.fieldCount
    let lineEnd: UInt32 = index.returns > 0 ? 2 : 1
    guard index.marks >= index.lineFeeds * fieldCount, index.returns == 0 || index.returns == index.lineFeeds,
      endsRows(index.lineFeeds, fieldCount)
    else { return nil }
    let hasOpenRow = isLast && endsWithRow(index, fieldCount, lineEnd)
    rowCount = index.lineFeeds + (hasOpenRow ? 1 : 0)
    guard rowCount > 0, fieldCount > 1 || !hasBlankLine(rowCount, lineEnd) else {
      rowCount = 0
      return nil
    }
    let complete = rowCount * fieldCount
    let end = hasOpenRow ? count : Int(marks[complete]) + 1
    if index.mayBeInvalid || (hasOpenRow && index.endsBeyondASCII), !isValid(through: end) {
      rowCount = 0
      return nil
    }
    width = rows.asWritten.count
    marksOfRow = fieldCount
    firstLine = rows.line
    breakCount = breaks[..<index.breaks].prefix { $0 < complete }.count
    placeEdges(rows, quotes[..<index.quotes].prefix { $0 < complete }, hasReturns: index.returns > 0)
    return RegularBlock(byteCount: end, lineCount: index.lineFeeds + breakCount)
  }

  /// Where the fields of the block end; nil where it is not regular.
  private mutating func indexRegular(delimiter: UInt8) -> RegularIndex? {
    let count = byteCount
    var (marks, quotes, breaks): ([UInt32], [UInt32], [UInt32]) = ([], [], [])
    swap(&marks, &self.marks)
    swap(&quotes, &self.quotes)
    swap(&breaks, &self.breaks)
    defer {
      swap(&marks, &self.marks)
      swap(&quotes, &self.quotes)
      swap(&breaks, &self.breaks)
    }
    return withUnsafeBlock { bytes in
      marks.withUnsafeMutableBufferPointer { marks in
        quotes.withUnsafeMutableBufferPointer { quotes in
          breaks.withUnsafeMutableBufferPointer { breaks in
            guard let start = bytes.baseAddress, let first = marks.baseAddress, let quotes = quotes.baseAddress,
              let breaks = breaks.baseAddress
            else { return nil }
            // The first row has nothing before it.
            first.pointee = 0 &- 1
            let index = RegularIndex(
              start, count: count, delimiter: delimiter,
              into: RegularIndex.Room(marks: first + 1, quotes: quotes, breaks: breaks))
            return index.isIrregular ? nil : index
          }
        }
      }
    }
  }

  /// Whether each row of so many marks ends with a line feed. As there are no more line feeds than rows, the other marks are delimiters.
  private func endsRows(_ rows: Int, _ fieldCount: Int) -> Bool {
    withUnsafeBlock { bytes in
      marks.withUnsafeBufferPointer { marks in
        var last = 0
        var others: UInt8 = 0
        for _ in 0..<rows {
          last &+= fieldCount
          others |= bytes[Int(marks[last])] ^ lineFeed
        }
        return others == 0
      }
    }
  }

  /// Whether the text ends with a row that has no line end; it gets a mark where that would stand, as the other rows have.
  private mutating func endsWithRow(_ index: RegularIndex, _ fieldCount: Int, _ lineEnd: UInt32) -> Bool {
    let complete = index.lineFeeds * fieldCount
    guard index.marks - complete == fieldCount - 1, !index.endsWithinQuotes, Int(marks[complete] &+ 1) < byteCount,
      withUnsafeBlock({ $0.last != carriageReturn })
    else { return false }
    marks[complete + fieldCount] = UInt32(truncatingIfNeeded: byteCount) &+ lineEnd &- 1
    return true
  }

  /// Whether some of so many lines, each with one mark, have nothing before their end.
  private func hasBlankLine(_ lines: Int, _ lineEnd: UInt32) -> Bool {
    (0..<lines).contains { marks[$0 + 1] &- marks[$0] <= lineEnd }
  }

  /// Whether the first bytes of the block are UTF-8.
  private func isValid(through end: Int) -> Bool {
    withUnsafeBlock { bytes in
      guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return true }
      return firstInvalidUTF8(start, from: 0, to: end) == end
    }
  }

  /// Tells where the edges of each wanted field stand: among the marks, but for a column in which some field is quoted.
  private mutating func placeEdges(_ rows: RegularRows, _ quotes: ArraySlice<UInt32>, hasReturns: Bool) {
    var isQuoted = [Bool](repeating: false, count: marksOfRow)
    for mark in quotes { isQuoted[Int(mark) % marksOfRow] = true }
    edges.removeAll(keepingCapacity: true)
    edges.append(contentsOf: repeatElement(Edges(areCells: false, offset: 0, stride: 0, trim: 0), count: width))
    var used = 0
    for (field, place) in rows.places.enumerated() where place >= 0 {
      let own = Edges(
        areCells: false, offset: field, stride: marksOfRow, trim: hasReturns && field == marksOfRow - 1 ? 1 : 0)
      edges[Int(place)] = own
      guard isQuoted[field], !rows.asWritten[Int(place)] else { continue }
      grow(&cells, to: used + 2 * rowCount, with: 0)
      unquote(own, into: used)
      edges[Int(place)] = Edges(areCells: true, offset: used, stride: 2, trim: 0)
      used += 2 * rowCount
    }
  }

  /// Writes the edges of a column's fields without the quotes around them.
  private mutating func unquote(_ column: Edges, into offset: Int) {
    var cells: [UInt32] = []
    swap(&cells, &self.cells)
    defer { swap(&cells, &self.cells) }
    let rowCount = rowCount
    withUnsafeBlock { bytes in
      marks.withUnsafeBufferPointer { marks in
        cells.withUnsafeMutableBufferPointer { cells in
          for row in 0..<rowCount {
            var before = marks[column.offset &+ row &* column.stride]
            var after = marks[column.offset &+ row &* column.stride &+ 1] &- column.trim
            let start = Int(before &+ 1)
            if start < Int(after), bytes[start] == quote {
              before = before &+ 1
              after &-= 1
              if bytes[(start + 1)..<Int(after)].contains(quote) { after |= Self.doubledMark }
            }
            cells[offset &+ 2 &* row] = before
            cells[offset &+ 2 &* row &+ 1] = after
          }
        }
      }
    }
  }
}
