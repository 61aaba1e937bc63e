// SPDX-License-Identifier: Apache-2.0

/// A column as plain pointers, for loops in which counting references would cost more than the work.
///
/// It comes from ``Column/withRawColumn(_:)`` alone and must not outlive that call. Of the four storages the column's own is
/// filled, the others are empty.
package struct RawColumn {
  package let int64s: UnsafeBufferPointer<Int64>
  package let int32s: UnsafeBufferPointer<Int32>
  package let float64s: UnsafeBufferPointer<Double>
  package let bools: UnsafeBufferPointer<UInt8>
  /// Words of the bitmap of rows that hold a value; empty when all do.
  package let validity: UnsafeBufferPointer<UInt64>

  @usableFromInline
  init(
    int64s: UnsafeBufferPointer<Int64> = .init(start: nil, count: 0),
    int32s: UnsafeBufferPointer<Int32> = .init(start: nil, count: 0),
    float64s: UnsafeBufferPointer<Double> = .init(start: nil, count: 0),
    bools: UnsafeBufferPointer<UInt8> = .init(start: nil, count: 0), validity: UnsafeBufferPointer<UInt64>
  ) {
    self.int64s = int64s
    self.int32s = int32s
    self.float64s = float64s
    self.bools = bools
    self.validity = validity
  }

  /// Whether a row of the column holds a value.
  @inlinable @inline(__always)
  package func isPresent(_ row: Int) -> Bool {
    validity.isEmpty || validity[row &>> 6] &>> UInt64(row & 63) & 1 == 1
  }
}

extension Column {
  /// Calls `body` with the column as plain pointers.
  package func withRawColumn<Result>(_ body: (RawColumn) -> Result) -> Result {
    (validity?.words ?? []).withUnsafeBufferPointer { validity in
      switch storage {
      case .int64(let values):
        values.withUnsafeBufferPointer { body(RawColumn(int64s: $0, validity: validity)) }
      case .int32(let values):
        values.withUnsafeBufferPointer { body(RawColumn(int32s: $0, validity: validity)) }
      case .float64(let values):
        values.withUnsafeBufferPointer { body(RawColumn(float64s: $0, validity: validity)) }
      case .bool(let values):
        values.withUnsafeBufferPointer { body(RawColumn(bools: $0, validity: validity)) }
      }
    }
  }
}
