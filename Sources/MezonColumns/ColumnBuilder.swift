// SPDX-License-Identifier: Apache-2.0

/// A type that a ``Column`` can store.
package protocol ColumnElement: Sendable {
  /// What stands in the storage of a missing row.
  static var placeholder: Self { get }
  /// The storage that holds the values.
  static func storage(_ values: [Self]) -> Column.Storage
  /// The values that a storage of this type holds; nil for another storage.
  static func values(of storage: Column.Storage) -> [Self]?
}

extension Int64: ColumnElement {
  package static var placeholder: Int64 { 0 }
  package static func storage(_ values: [Int64]) -> Column.Storage { .int64(values) }
  package static func values(of storage: Column.Storage) -> [Int64]? {
    if case .int64(let values) = storage { values } else { nil }
  }
}

extension Int32: ColumnElement {
  package static var placeholder: Int32 { 0 }
  package static func storage(_ values: [Int32]) -> Column.Storage { .int32(values) }
  package static func values(of storage: Column.Storage) -> [Int32]? {
    if case .int32(let values) = storage { values } else { nil }
  }
}

extension Double: ColumnElement {
  package static var placeholder: Double { 0 }
  package static func storage(_ values: [Double]) -> Column.Storage { .float64(values) }
  package static func values(of storage: Column.Storage) -> [Double]? {
    if case .float64(let values) = storage { values } else { nil }
  }
}

/// A truth value is stored as a byte, 0 or 1.
extension UInt8: ColumnElement {
  package static var placeholder: UInt8 { 0 }
  package static func storage(_ values: [UInt8]) -> Column.Storage { .bool(values) }
  package static func values(of storage: Column.Storage) -> [UInt8]? {
    if case .bool(let values) = storage { values } else { nil }
  }
}

/// Grows a ``Column`` row by row.
///
/// No bitmap is kept until the first missing row, so a complete column costs one append a row. The functions are
/// inlinable because a generic that is called across rooms without it costs tens of times more.
///
/// ```swift
/// var minutes = ColumnBuilder<Int64>()
/// minutes.append(45)
/// minutes.appendMissing()
/// let column = minutes.finish()
/// ```
package struct ColumnBuilder<Element: ColumnElement>: Sendable {
  @usableFromInline var values: [Element] = []
  @usableFromInline var validity: Bitmap?

  /// An empty builder with room for `capacity` rows.
  @inlinable
  package init(capacity: Int = 0) {
    values.reserveCapacity(capacity)
  }

  /// The number of rows so far.
  @inlinable
  package var count: Int { values.count }

  /// Adds a row with a value. Complexity: O(1) amortised.
  @inlinable
  package mutating func append(_ value: Element) {
    values.append(value)
    if validity != nil { validity?.append(true) }
  }

  /// Adds a row with a value, or a missing one for nil. Complexity: O(1) amortised.
  @inlinable
  package mutating func append(_ value: Element?) {
    if let value { append(value) } else { appendMissing() }
  }

  /// Adds a row without a value. Complexity: O(1) amortised; O(count / 64) the first time.
  @inlinable
  package mutating func appendMissing() {
    if validity == nil { validity = Bitmap(repeating: true, count: values.count) }
    validity?.append(false)
    values.append(Element.placeholder)
  }

  /// Hands out the column and leaves the builder empty.
  @inlinable
  package mutating func finish() -> Column {
    let column = Column(built: Element.storage(values), validity: validity)
    values = []
    validity = nil
    return column
  }
}

extension ColumnBuilder where Element == UInt8 {
  /// Adds a row with a truth value. Complexity: O(1) amortised.
  @inlinable
  package mutating func append(_ value: Bool) {
    append(value ? 1 : 0 as UInt8)
  }
}

extension Column {
  /// The column of a builder, which keeps one bit a value.
  @usableFromInline
  init(built storage: Storage, validity: Bitmap?) {
    self.init(checked: storage, validity: validity)
  }
}
