// SPDX-License-Identifier: Apache-2.0

/// The values of which quantiles are made, each with the code of its event's place; tallies of different events add up.
struct ValueTally: Sendable {
  /// Some values in the order in which they came. Chunks do not grow beyond the room that they were made with, so that no value is
  /// moved once it is there.
  struct Chunk: Sendable {
    var values: [Double] = []
    /// By ``PlaceCode``, value after value.
    var codes: [UInt32] = []
    let room: Int

    init(room: Int, words: Int) {
      self.room = room
      values.reserveCapacity(room)
      codes.reserveCapacity(room * words)
    }

    /// What was added up in another way.
    init(_ values: [Double], _ codes: [UInt32]) {
      self.values = values
      self.codes = codes
      room = values.count
    }
  }

  /// By the period in which events are added up.
  var periods: [[Chunk]]
  private let baseWidth: Int32

  /// The room of the first chunk of a period, and the most that a chunk has.
  private static let rooms = (first: 64, most: 4096)

  init(_ grid: CellGrid) {
    periods = Array(repeating: [], count: grid.basePeriodCount)
    baseWidth = Int32(truncatingIfNeeded: max(1, grid.baseWidth))
  }

  /// How many values there are. Complexity: O(values / room of a chunk).
  var count: Int { periods.reduce(0) { $1.reduce($0) { $0 + $1.values.count } } }

  /// Adds the present finite values of some events. Complexity: O(rows).
  @inline(__always)
  mutating func add<Element: BitwiseCopyable & Sendable>(
    _ rows: [Int32], _ vector: Vector<Element>, _ all: GridPlaces, _ number: (Element) -> Double
  ) {
    let found = PresentValues(rows, vector) { number($0).isFinite }
    // Adding zero turns -0 into +0.
    let values = found.values.map { number($0) + 0 }
    let codes = all.codes(of: found.rows)
    let words = all.codeWords
    var first = 0
    while first < found.rows.count {
      // Neighbours are mostly of one period.
      let period = all.total(of: found.rows[first]) / baseWidth
      let bounds = period * baseWidth..<(period + 1) * baseWidth
      var next = first + 1
      while next < found.rows.count, bounds.contains(all.total(of: found.rows[next])) { next += 1 }
      append(next - first, words: words, to: Int(period)) { chunk in
        chunk.values += values[first..<next]
        chunk.codes += codes[first * words..<next * words]
      }
      first = next
    }
  }

  /// Has so many values added to a chunk of a period that has room for them.
  @inline(__always)
  private mutating func append(_ count: Int, words: Int, to period: Int, _ add: (inout Chunk) -> Void) {
    let last = periods[period].count - 1
    if last < 0 || periods[period][last].values.count + count > periods[period][last].room {
      let before = last < 0 ? 0 : periods[period][last].room
      let room = max(count, min(Self.rooms.most, max(Self.rooms.first, 2 * before)))
      periods[period].append(Chunk(room: room, words: words))
    }
    add(&periods[period][periods[period].count - 1])
  }

  /// Adds what another one has. Complexity: O(values / room of a chunk).
  mutating func merge(_ other: ValueTally) {
    for period in periods.indices { periods[period] += other.periods[period] }
  }
}
