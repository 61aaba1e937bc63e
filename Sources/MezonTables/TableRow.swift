// SPDX-License-Identifier: Apache-2.0

/// A cell of a row that holds something: where it stands, what the file says it is, and where its text lies.
package struct TableCell: Sendable, Hashable {
  /// What a file says of a cell. A text that looks like a number stays a text.
  package enum Kind: UInt8, Sendable {
    case text
    /// A number in digits with `.` before decimals.
    case number
    /// A date as `2026-01-05`, or a date and time as `2026-01-05T09:30:00`.
    case time
    /// `true` or `false`.
    case truth
    /// A formula that could not be computed, by the text that the program showed for it, such as `#DIV/0!`.
    case failure
  }

  /// The column, from 0.
  package let column: Int
  package let kind: Kind
  /// Where its text stands in the bytes of the row.
  let range: Range<Int>
}

/// A row of a table as a reader hands it out; its memory serves the next row again.
package struct TableRow: Sendable {
  /// The row's number in the file, from 1: what a person sees beside it, or the line of a text.
  package internal(set) var number = 0
  /// The cells that hold something, ascending by column.
  package private(set) var cells: [TableCell] = []
  private var bytes: [UInt8] = []
  /// The bytes that its texts have together; one that several cells share is counted for each.
  private(set) var textBytes = 0

  /// The most bytes that the texts of a row may have together.
  static let textLimit = 64 << 20

  package init() {}

  /// The text of a cell. Complexity: O(bytes).
  package func text(of cell: TableCell) -> String { String(decoding: bytes[cell.range], as: UTF8.self) }

  /// Calls `body` with the UTF-8 bytes of a cell's text.
  package func withText<Result>(of cell: TableCell, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[cell.range])) }
  }

  /// The text of a column; empty where no cell stands. Complexity: O(log cells).
  package func text(column: Int) -> String {
    var (low, high) = (0, cells.count)
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].column < column { low = middle + 1 } else { high = middle }
    }
    guard low < cells.count, cells[low].column == column else { return "" }
    return text(of: cells[low])
  }

  mutating func clear(number: Int) {
    self.number = number
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    textBytes = 0
  }

  /// Adds a cell to the right of those that stand; an empty text adds none.
  mutating func append(column: Int, _ kind: TableCell.Kind, _ text: some Collection<UInt8>) {
    guard !text.isEmpty else { return }
    let start = bytes.count
    bytes.append(contentsOf: text)
    textBytes += bytes.count - start
    cells.append(TableCell(column: column, kind: kind, range: start..<bytes.count))
  }

  /// Adds a cell with a text.
  mutating func append(column: Int, _ kind: TableCell.Kind, _ text: String) {
    append(column: column, kind, text.utf8)
  }

  /// Refuses a row whose texts are longer than those of any real one.
  /// - Parameter part: the table, as a message calls it
  func checkLength(of part: String) throws(TableFault) {
    guard textBytes <= Self.textLimit else {
      throw TableFault(.rowTooLong(part: part, row: number, limit: Self.textLimit))
    }
  }

  /// Adds the last cell once more, to the right of itself.
  mutating func repeatLast(_ count: Int) {
    guard let last = cells.last else { return }
    textBytes += last.range.count * max(0, count)
    for step in 0..<max(0, count) {
      cells.append(TableCell(column: last.column + 1 + step, kind: last.kind, range: last.range))
    }
  }
}
