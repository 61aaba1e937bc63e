// SPDX-License-Identifier: Apache-2.0

/// One field of many rows: values of one storage type, and which of them are present.
///
/// What a value means (an instant in microseconds, a calendar day, the code of a text) is known to the schema that owns
/// the column, not to the column. A missing row holds a zero in the storage that no reader may take for a value.
package struct Column: Sendable, Equatable {
  /// The values of a column, one element a row.
  package enum Storage: Sendable, Equatable {
    /// Integers, or instants in microseconds since 1970.
    case int64([Int64])
    /// Calendar days since 1970-01-01, or codes of a ``TextDictionary``.
    case int32([Int32])
    /// Binary64 numbers.
    case float64([Double])
    /// Truth values, 0 or 1.
    case bool([UInt8])
  }

  /// The values, with zeros in the rows that are missing.
  package let storage: Storage
  /// Which rows hold a value; nil when all do.
  package let validity: Bitmap?

  /// A column of the values given, or nil when `validity` does not have one bit a value.
  ///
  /// A bitmap without a missing row is dropped, so that equal columns compare equal. Complexity: O(count / 64).
  package init?(_ storage: Storage, validity: Bitmap? = nil) {
    if let validity, validity.count != storage.count { return nil }
    self.init(checked: storage, validity: validity)
  }

  /// A column in which no value is missing.
  package init(storage: Storage) { self.init(checked: storage, validity: nil) }

  /// A column whose bitmap is known to have one bit a value.
  init(checked storage: Storage, validity: Bitmap?) {
    self.storage = storage
    self.validity = validity.flatMap { $0.isAllSet ? nil : $0 }
  }

  /// The number of rows.
  package var count: Int { storage.count }

  /// The number of rows without a value. Complexity: O(count / 64).
  package var missingCount: Int { validity.map { $0.count - $0.populationCount } ?? 0 }

  /// Whether `row`, which must lie in `0..<count`, holds a value.
  package func isPresent(_ row: Int) -> Bool {
    guard let validity else {
      precondition(row >= 0 && row < count, "row out of range")
      return true
    }
    return validity[row]
  }

  /// The values of an `int64` column, or nil for another storage.
  package var int64s: [Int64]? { if case .int64(let values) = storage { values } else { nil } }
  /// The values of an `int32` column, or nil for another storage.
  package var int32s: [Int32]? { if case .int32(let values) = storage { values } else { nil } }
  /// The values of a `float64` column, or nil for another storage.
  package var float64s: [Double]? { if case .float64(let values) = storage { values } else { nil } }
  /// The values of a `bool` column as 0 and 1, or nil for another storage.
  package var bools: [UInt8]? { if case .bool(let values) = storage { values } else { nil } }

  /// The values of the storage that `Element` names, or nil for another storage.
  package func values<Element: ColumnElement>(of type: Element.Type = Element.self) -> [Element]? {
    Element.values(of: storage)
  }

  /// The value of `row`, or nil where it is missing or the storage is another one.
  package func value<Element: ColumnElement>(_ row: Int, as type: Element.Type = Element.self) -> Element? {
    guard isPresent(row) else { return nil }
    return Element.values(of: storage)?[row]
  }

  /// The rows named, in the order named; each must lie in `0..<count`. Complexity: O(rows).
  package func gathering(_ rows: [Int]) -> Column {
    let gathered: Storage =
      switch storage {
      case .int64(let values): .int64(rows.map { values[$0] })
      case .int32(let values): .int32(rows.map { values[$0] })
      case .float64(let values): .float64(rows.map { values[$0] })
      case .bool(let values): .bool(rows.map { values[$0] })
      }
    return Column(checked: gathered, validity: validity.map { bitmap in Bitmap(rows.map { bitmap[$0] }) })
  }
}

extension Column.Storage {
  /// The number of values.
  package var count: Int {
    switch self {
    case .int64(let values): values.count
    case .int32(let values): values.count
    case .float64(let values): values.count
    case .bool(let values): values.count
    }
  }
}
