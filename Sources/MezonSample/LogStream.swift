// SPDX-License-Identifier: Apache-2.0

/// The rows of one log: how many, on which days, and with which faults.
struct LogStream: Sendable {
  /// How many of a thousand rows have each kind of fault.
  static let faultsPerMille = 5

  let seed: UInt64
  /// Tells the random numbers of the logs apart.
  let number: UInt64
  let count: Int
  let schedule: DaySchedule
  /// The kinds of fault that this log's rows can have.
  let faults: [SampleFault]

  /// The numbers from which a row is made.
  @inline(__always)
  func random(_ row: Int) -> SampleRandom { SampleRandom(seed: seed, stream: number, index: row) }

  /// What is wrong with a row. The last row is always right: the journals end on a known day.
  @inline(__always)
  func fault(_ row: Int) -> SampleFault {
    let fault = drawnFault(row)
    // Only a row without a fault is written twice.
    if fault == .duplicate, row == 0 || drawnFault(row - 1) != .none { return .none }
    return row == count - 1 ? .none : fault
  }

  @inline(__always)
  private func drawnFault(_ row: Int) -> SampleFault {
    var random = SampleRandom(seed: seed, stream: number &+ 1000, index: row)
    let place = random.below(1000) / Self.faultsPerMille
    return place < faults.count ? faults[place] : .none
  }
}
