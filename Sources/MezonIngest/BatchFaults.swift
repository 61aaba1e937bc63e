// SPDX-License-Identifier: Apache-2.0

/// The first fault of each row of a batch, in the order of the mappings.
struct BatchFaults: Sendable {
  private var indexOfRow: [Int32] = []
  private var list: [(row: Int, fault: FieldFault, column: Int?)] = []

  mutating func clear(rowCount: Int) {
    indexOfRow = Array(repeating: -1, count: rowCount)
    list.removeAll(keepingCapacity: true)
  }

  /// Notes a fault unless the row has one.
  /// - Parameter column: the place among the selected columns of the cell to blame
  mutating func note(_ row: Int, _ fault: FieldFault, column: Int?) {
    guard indexOfRow[row] < 0 else { return }
    indexOfRow[row] = Int32(truncatingIfNeeded: list.count)
    list.append((row, fault, column))
  }

  /// The rows with a fault, ascending.
  var rows: [Int] { list.map(\.row).sorted() }

  /// The fault of a row.
  func first(of row: Int) -> (fault: FieldFault, column: Int?)? {
    let index = indexOfRow[row]
    return index < 0 ? nil : (list[Int(index)].fault, list[Int(index)].column)
  }
}
