// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MezonIngest

struct TableReadingTests {
  /// A table whose columns are known needs no row for its header; one without a column may be one that cannot be read.
  @Test func aTableWithoutColumnsIsNotKnownBeforeItsRows() {
    var reading = TableReading(header: 1...1, cells: [])
    #expect(!reading.isComplete)
    reading.columns = ["a"]
    #expect(reading.isComplete)
    reading.columns = []
    #expect(!reading.isComplete)
  }
}
