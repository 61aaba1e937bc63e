// SPDX-License-Identifier: Apache-2.0

/// Prints the lines of a formatted file: indentation, alignment, breaks, comments.
struct LinePrinter {
  /// Heads wider than this do not push their neighbours' arguments to the right.
  private static let greatestAlignedHead = 28
  /// How far a line that goes on is indented where it has no head.
  private static let continuation = 4

  private let pieces: [FormattedPiece]
  private(set) var text = ""

  init(_ pieces: [FormattedPiece]) {
    self.pieces = pieces
  }

  /// Prints the declarations of a file: around those with a block stands a blank line.
  mutating func write(_ lines: [FormattedLine]) {
    for (index, line) in lines.enumerated() {
      let isHeader = index == 1
      let hasBlock = index > 0 && (line.block != nil || lines[index - 1].block != nil)
      let isEnd = line.pieces.count == 1 && pieces[line.first].text.isEmpty
      let needsBlank = !isEnd && (isHeader || hasBlock) && !hasBlankLine(before: line)
      write(line, indent: 0, column: nil, isFirst: index == 0, needsBlank: needsBlank)
    }
  }

  private func hasBlankLine(before line: FormattedLine) -> Bool {
    let first = pieces[line.first]
    return first.followsBlankLine || first.comments.contains(where: \.followsBlankLine)
  }

  /// Prints a line: comments and blank lines before it, its pieces, and its block.
  private mutating func write(
    _ line: FormattedLine, indent: Int, column: Int?, isFirst: Bool, needsBlank: Bool = false
  ) {
    let first = pieces[line.first]
    if needsBlank { text += "\n" }
    write(first.comments, indent: indent, isFirst: isFirst || needsBlank)
    if first.followsBlankLine, !isFirst || !first.comments.isEmpty, !first.text.isEmpty { text += "\n" }
    guard !first.text.isEmpty else { return }
    guard let block = line.block else {
      printPieces(line.pieces, line.headCount, indent: indent, column: column)
      return
    }
    if block.isRecord, !block.isBroken {
      printOnOneLine(line, block, indent: indent, column: column)
    } else {
      printPieces(line.pieces, line.headCount, indent: indent, column: column)
      write(block, indent: indent)
    }
  }

  private mutating func write(_ comments: [OwnLineComment], indent: Int, isFirst: Bool) {
    for (index, comment) in comments.enumerated() {
      if comment.followsBlankLine, !(isFirst && index == 0) { text += "\n" }
      text += blanks(indent) + comment.text + "\n"
    }
  }

  /// Prints what stands in braces, behind a line that ends with the opening one.
  private mutating func write(_ block: FormattedBlock, indent: Int) {
    let closing = pieces[block.tail.lowerBound]
    if block.lines.isEmpty, closing.comments.isEmpty, pieces[block.tail.lowerBound - 1].trailingComment == nil {
      // An empty block stays on the line.
      text.removeLast()
      printPieces(block.tail, 0, indent: 0, column: nil)
      return
    }
    let columns = alignment(block.lines, indent: indent + 2)
    for (index, line) in block.lines.enumerated() {
      write(line, indent: indent + 2, column: columns[index], isFirst: index == 0)
    }
    write(closing.comments, indent: indent + 2, isFirst: block.lines.isEmpty)
    printPieces(block.tail, 0, indent: indent, column: nil)
  }
}

// Paragraphs: neighbouring lines whose arguments stand in one column.
extension LinePrinter {
  /// The column of each line's arguments; nil where a line has no head or stands alone.
  private func alignment(_ lines: [FormattedLine], indent: Int) -> [Int?] {
    var columns = [Int?](repeating: nil, count: lines.count)
    var start = 0
    while start < lines.count {
      var end = start + 1
      while end < lines.count, goesOn(lines[end], from: lines[start]) { end += 1 }
      let heads = (start..<end).filter { lines[$0].headCount > 0 }
      let widths = heads.map { headWidth(lines[$0]) }.filter { $0 <= Self.greatestAlignedHead }
      if heads.count > 1, let widest = widths.max() {
        for index in heads { columns[index] = indent + widest + 2 }
      }
      start = end
    }
    return columns
  }

  /// Whether a line belongs to the paragraph that another opens: clauses and fields have paragraphs of their own.
  private func goesOn(_ line: FormattedLine, from opening: FormattedLine) -> Bool {
    func opensWithKeyword(_ line: FormattedLine) -> Bool {
      if case .keyword = pieces[line.first].role { true } else { false }
    }
    return !hasBlankLine(before: line) && line.block?.isRecord ?? true
      && opensWithKeyword(line) == opensWithKeyword(opening)
  }

  private func headWidth(_ line: FormattedLine) -> Int {
    width(line.pieces.prefix(line.headCount))
  }

  /// The width of pieces side by side.
  private func width(_ range: Range<Int>) -> Int {
    range.reduce(0) { $0 + pieces[$1].width + (pieces[$1].followsBlank && $1 > range.lowerBound ? 1 : 0) }
  }
}

// Pieces side by side, and the breaks of lines that are too long.
extension LinePrinter {
  private static let manyBlanks = (0...120).map { String(repeating: " ", count: $0) }

  private func blanks(_ count: Int) -> String {
    Self.manyBlanks.indices.contains(count) ? Self.manyBlanks[count] : String(repeating: " ", count: max(0, count))
  }

  /// Where a line's arguments start: in the paragraph's column, or behind a wider head.
  private func argumentColumn(_ range: Range<Int>, _ headCount: Int, indent: Int, column: Int?) -> Int {
    guard headCount > 0 else { return indent + Self.continuation }
    let behind = indent + width(range.prefix(headCount)) + 1
    return max(behind, column ?? behind)
  }

  /// Prints the pieces of a line, broken where it would be too long.
  private mutating func printPieces(_ range: Range<Int>, _ headCount: Int, indent: Int, column: Int?) {
    let arguments = argumentColumn(range, headCount, indent: indent, column: column)
    text += blanks(indent)
    var place = indent
    var rest = range
    if headCount > 0 {
      let head = range.prefix(headCount)
      append(head)
      place += width(head)
      rest = range.dropFirst(headCount)
      if !endsLine(head, before: rest) {
        text += blanks(arguments - place)
        place = arguments
      }
    }
    for segment in segments(rest) {
      if let first = segment.first, first > range.lowerBound, endsLine(first - 1, before: first) {
        endLine(first - 1, arguments)
        write(pieces[first].comments, indent: arguments, isFirst: true)
        text += blanks(arguments)
        place = arguments
      }
      for (index, chunk) in chunks(segment, from: place, goingOnAt: arguments).enumerated() {
        if index > 0 {
          text += "\n"
          text += blanks(chunk.column)
        }
        append(chunk.range)
      }
    }
    if let last = range.last { endLine(last, arguments) }
  }

  /// Whether the line must end between two pieces.
  private func endsLine(_ piece: Int, before next: Int) -> Bool {
    pieces[piece].trailingComment != nil || !pieces[next].comments.isEmpty || pieces[next].opensLine
  }

  private func endsLine(_ head: Range<Int>, before rest: Range<Int>) -> Bool {
    guard let last = head.last, let next = rest.first else { return false }
    return endsLine(last, before: next)
  }

  /// Cuts pieces where a line must end.
  private func segments(_ range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = range.lowerBound
    for index in range.dropFirst() where endsLine(index - 1, before: index) {
      result.append(start..<index)
      start = index
    }
    if start < range.upperBound { result.append(start..<range.upperBound) }
    return result
  }

  private mutating func append(_ range: Range<Int>) {
    for index in range {
      if index > range.lowerBound, pieces[index].followsBlank { text += " " }
      text += pieces[index].text
    }
  }

  private mutating func endLine(_ last: Int, _ column: Int) {
    if let comment = pieces[last].trailingComment { text += "  " + comment }
    text += "\n"
  }

  /// Pieces that stand on one line, and the column in which they start.
  private struct Chunk {
    let range: Range<Int>
    let column: Int
  }

  /// Breaks pieces into lines that are not too long, as far as they can be broken.
  private func chunks(_ range: Range<Int>, from column: Int, goingOnAt next: Int) -> [Chunk] {
    let fits = column + width(range) <= Formatter.lineWidth
    let ranks = range.dropFirst().map { pieces[$0].breakRank }.filter { $0 > 0 }
    guard !fits, let rank = ranks.min() else { return [Chunk(range: range, column: column)] }
    let parts = split(range, at: rank)
    // Of `or` and `and` every one begins a line; of the others only those that no longer fit.
    let lines = rank <= 2 ? parts : filled(parts, from: column, goingOnAt: next)
    let inner = rank == 1 && ranks.contains(2) ? next + 2 : next
    return lines.enumerated().flatMap { index, part in
      chunks(part, from: index == 0 ? column : next, goingOnAt: inner)
    }
  }

  private func split(_ range: Range<Int>, at rank: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    for index in range.dropFirst() where pieces[index].breakRank == rank {
      parts.append(start..<index)
      start = index
    }
    return parts + [start..<range.upperBound]
  }

  /// Puts neighbouring parts together while they fit on a line.
  private func filled(_ parts: [Range<Int>], from column: Int, goingOnAt next: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    for part in parts {
      let start = lines.count <= 1 ? column : next
      if let last = lines.last, start + width(last.lowerBound..<part.upperBound) <= Formatter.lineWidth {
        lines[lines.count - 1] = last.lowerBound..<part.upperBound
      } else {
        lines.append(part)
      }
    }
    return lines
  }
}

// Child records on one line.
extension LinePrinter {
  private mutating func printOnOneLine(_ line: FormattedLine, _ block: FormattedBlock, indent: Int, column: Int?) {
    printPieces(line.pieces, line.headCount, indent: indent, column: column)
    text.removeLast()
    for field in block.lines {
      text += " "
      append(field.pieces)
    }
    text += block.lines.isEmpty ? "" : " "
    printPieces(block.tail, 0, indent: 0, column: nil)
  }
}
