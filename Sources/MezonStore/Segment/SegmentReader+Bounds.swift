// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Between which values those of a stretch of rows lie, so that stretches can be passed over.
extension SegmentReader {
  /// Between which values those of a field of times or days lie in a stretch; nil for other fields, and where some row has none.
  ///
  /// Complexity: O(bytes of the field's pages in the stretch).
  package func bounds(ofStretch number: Int, field name: String) throws(Fault) -> ClosedRange<Int64>? {
    guard let field = directory.fields.first(where: { $0.name == name && $0.shape == .plain }),
      let member = field.members.first, member.kind == .time || member.kind == .day
    else { return nil }
    let pages = pages(ofStretch: number)
    guard member.pages.indices.contains(pages.upperBound - 1) else { throw Fault(expected: "a column of all rows") }
    return try read { reader throws(FormatFault) in
      var whole: ClosedRange<Int64>?
      for page in member.pages[pages] {
        guard let own = try reader.bounds(page) else { return nil }
        whole = whole.map { min($0.lowerBound, own.lowerBound)...max($0.upperBound, own.upperBound) } ?? own
      }
      return whole
    }
  }

  /// How many rows a stretch has.
  package func rowCount(ofStretch number: Int) -> Int {
    directory.linePages[pages(ofStretch: number)].reduce(0) { $0 + $1.count }
  }
}

extension SegmentPages {
  /// Between which values those of a page of integers lie; nil where some row has none, or there is no row.
  fileprivate func bounds(_ page: SegmentFormat.Page) throws(FormatFault) -> ClosedRange<Int64>? {
    guard page.count > 0 else { return nil }
    var reader = try reader(page)
    let isPartial = try reader.byte()
    guard isPartial <= 1 else { throw FormatFault("a page's kind") }
    return isPartial == 1 ? nil : try IntegerBlock.bounds(page.count, from: &reader)
  }
}
