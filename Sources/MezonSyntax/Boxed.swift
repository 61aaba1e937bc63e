// SPDX-License-Identifier: Apache-2.0

/// A property whose value lies at a place of its own, so that copying what holds it costs one reference.
///
/// For the large ones among a definition's parts: a programme's indicators are handed on in arrays. A change goes to a
/// new place, so other copies keep what they had.
@propertyWrapper
package struct Boxed<Value: Sendable>: Sendable {
  private final class Place: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private var place: Place

  package init(wrappedValue: Value) { place = Place(wrappedValue) }

  package var wrappedValue: Value {
    _read { yield place.value }
    set { place = Place(newValue) }
  }
}
