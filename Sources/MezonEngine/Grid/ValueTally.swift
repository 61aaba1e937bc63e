// SPDX-License-Identifier: Apache-2.0

/// The values of which quantiles are made, each with the base cells that it belongs to; tallies of different events add up.
struct ValueTally: Sendable {
  var values: [Double] = []
  /// Value after value.
  var places: [Int32] = []
  /// How many places a value has.
  var stride = 1

  /// How many values there are.
  var count: Int { values.count }

  /// Adds the present finite values of some events. Complexity: O(rows · splits).
  @inline(__always)
  mutating func add<Element: Sendable>(
    _ rows: [Int32], _ vector: Vector<Element>, _ all: GridPlaces, _ number: (Element) -> Double
  ) {
    let found = PresentValues(rows, vector) { number($0).isFinite }
    stride = all.stride
    // Adding zero turns -0 into +0.
    for value in found.values { values.append(number(value) + 0) }
    places += all.places(of: found.rows)
  }

  /// Adds what another one has. Complexity: O(values · splits).
  mutating func merge(_ other: ValueTally) {
    guard other.count > 0 else { return }
    stride = other.stride
    values += other.values
    places += other.places
  }
}
