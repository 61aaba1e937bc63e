// SPDX-License-Identifier: Apache-2.0

/// A value that few rows have, kept beside the row: a row without it is smaller by all but a reference.
///
/// Tables have hundreds of thousands of rows, which are copied as they are put together.
@propertyWrapper
package struct Rare<Value: Sendable>: Sendable {
  private final class Box: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private var box: Box?

  /// A value, or none.
  package init(wrappedValue: Value?) { box = wrappedValue.map(Box.init) }

  /// The value; nil for none.
  package var wrappedValue: Value? {
    get { box?.value }
    set { box = newValue.map(Box.init) }
  }
}
