// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Between which values those of a stretch of rows lie, so that stretches can be passed over.
extension SegmentReader {
  /// The least and the greatest value of a field of times or days in a stretch; nil for other fields, and where some row has none.
  ///
  /// Complexity: O(values of the stretch).
  package func bounds(ofStretch number: Int, field name: String) throws(Fault) -> ClosedRange<Int64>? {
    guard let field = directory.fields.first(where: { $0.name == name && $0.shape == .plain }),
      let member = field.members.first, member.kind == .time || member.kind == .day
    else { return nil }
    let pages = pages(ofStretch: number)
    guard member.pages.indices.contains(pages.upperBound - 1) else { throw Fault(expected: "a column of all rows") }
    let column = try read { reader throws(FormatFault) in
      try reader.column(Array(member.pages[pages]), member.kind)
    }
    guard column.missingCount == 0 else { return nil }
    switch column.storage {
    case .int64(let values): return bounds(of: values)
    case .int32(let values): return bounds(of: values)
    case .float64, .bool: return nil
    }
  }

  /// How many rows a stretch has.
  package func rowCount(ofStretch number: Int) -> Int {
    directory.linePages[pages(ofStretch: number)].reduce(0) { $0 + $1.count }
  }

  private func bounds(of values: [some FixedWidthInteger]) -> ClosedRange<Int64>? {
    guard var (least, greatest) = values.first.map({ ($0, $0) }) else { return nil }
    for value in values {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    return Int64(least)...Int64(greatest)
  }
}
