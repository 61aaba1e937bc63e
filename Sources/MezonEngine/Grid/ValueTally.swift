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
    let words = all.codeWords
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count) { values in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rows.count * words) { codes in
        rows.withUnsafeBufferPointer { rows in
          var first = 0
          while first < rows.count {
            // Neighbours are mostly of one period.
            let period = all.total(of: rows[first]) / baseWidth
            let rest = UnsafeBufferPointer(rebasing: rows[first...])
            let run = all.values(rest, vector, from: period * baseWidth, baseWidth, values, codes, number)
            if run.values > 0 {
              append(run.values, words: words, to: Int(period)) { chunk in
                chunk.values.append(contentsOf: UnsafeBufferPointer(rebasing: values[..<run.values]))
                chunk.codes.append(contentsOf: UnsafeBufferPointer(rebasing: codes[..<(run.values * words)]))
              }
            }
            first += run.rows
          }
        }
      }
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

extension GridPlaces {
  /// Writes the present finite values of some rows down, as long as the rows' totals lie in a run of base cells, each with its code, and tells
  /// how many rows and how many values these are.
  ///
  /// - Parameters:
  ///   - start: the first base cell of the run, which has so many
  ///   - values: room for a value of each row
  ///   - codes: room for a code of each row
  @inline(__always)
  fileprivate func values<Element: BitwiseCopyable & Sendable>(
    _ rows: UnsafeBufferPointer<Int32>, _ vector: Vector<Element>, from start: Int32, _ width: Int32,
    _ values: UnsafeMutableBufferPointer<Double>, _ codes: UnsafeMutableBufferPointer<UInt32>,
    _ number: (Element) -> Double
  ) -> (rows: Int, values: Int) {
    let (most, words) = (UInt32(bitPattern: width), codeWords)
    return vector.withBuffers(rows: 0) { buffers in
      places.withUnsafeBufferPointer { places in
        self.codes.withUnsafeBufferPointer { all in
          var next = 0
          for index in rows.indices {
            let row = Int(rows[index])
            let place = row &- first
            guard UInt32(bitPattern: places[place &* stride] &- start) < most else { return (index, next) }
            // Adding zero turns -0 into +0. What is no value is written too, and written over by what comes next.
            let value = number(buffers.values[row & buffers.mask]) + 0
            values.initializeElement(at: next, to: value)
            for word in 0..<words {
              codes.initializeElement(at: next &* words &+ word, to: all[place &* words &+ word])
            }
            let isPresent = buffers.presence[row & buffers.presenceMask] != 0
            next &+= isPresent && value.isFinite ? 1 : 0
          }
          return (rows.count, next)
        }
      }
    }
  }
}
