// SPDX-License-Identifier: Apache-2.0

/// What all logs of a sample are made from.
struct SampleWorld: Sendable {
  let seed: UInt64
  let country: SampleCountry
  let gaps: HandInGaps
  private let counts: [Int]

  init(seed: UInt64, events: Int, inspectors: Int) {
    self.seed = seed
    country = SampleCountry(seed: seed, inspectors: inspectors)
    gaps = HandInGaps(country)
    var counts = SampleLogName.allCases.map { events / 1000 * $0.perMille + events % 1000 * $0.perMille / 1000 }
    // Where there is nothing to refer to, nothing refers.
    for (log, base) in [
      (SampleLogName.agreedActions, SampleLogName.reportingMeetings), (.completedActions, .agreedActions),
      (.cpptDuties, .cpptSessions),
    ] where counts[base.rawValue] == 0 {
      counts[log.rawValue] = 0
    }
    // What rounding leaves over are calls, of which there are most.
    counts[SampleLogName.calls.rawValue] += events - counts.reduce(0, +)
    self.counts = counts
  }

  /// How many rows of a log there are and how they are spread.
  func stream(of log: SampleLogName) -> LogStream {
    let count = counts[log.rawValue]
    return LogStream(
      seed: seed, number: UInt64(log.rawValue) + 1, count: count,
      schedule: DaySchedule(rows: count, months: log.months, weekdays: log.weekdays, holidays: log.holidays),
      faults: log.faults)
  }
}
