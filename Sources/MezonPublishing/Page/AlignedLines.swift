// SPDX-License-Identifier: Apache-2.0

/// A table as lines of plain text whose columns stand under each other.
///
/// Widths count characters, which is right for Latin and Cyrillic; two blanks part the columns, a line of hyphens the heading.
struct AlignedLines {
  let lines: [String]

  /// Takes headings, rows of as many cells, and which columns are aligned to the right.
  init(headings: [String], rows: [[String]], alignsRight: [Bool]) {
    let widths = headings.indices.map { column in
      rows.reduce(headings[column].count) { max($0, column < $1.count ? $1[column].count : 0) }
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.prefix(widths.count).map { column in
        let blanks = String(repeating: " ", count: widths[column] - cells[column].count)
        return alignsRight[column] ? blanks + cells[column] : cells[column] + blanks
      }
      var text = padded.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    lines = [line(headings), rule] + rows.map(line)
  }
}
